"""Plan: all that a setting needs to know of one shot, and the layers that every setting uses."""

from __future__ import annotations

from dataclasses import dataclass

from pitchreel.documents.marks import Ellipse, Fill
from pitchreel.documents.product import Media
from pitchreel.documents.timeline import ClipLayer, Drift, GroundLayer, PictureLayer, SpriteLayer
from pitchreel.styles.casting import Take
from pitchreel.styles.catalogue import Look
from pitchreel.styles.framing import Framed
from pitchreel.styles.grid import Area, Frame
from pitchreel.styles.moves import Drift as Way
from pitchreel.styles.moves import drift_inside, motion
from pitchreel.styles.shots import Shot
from pitchreel.styles.tones import Tones, with_alpha


@dataclass(frozen=True)
class Plan:
    """One shot: what it shows, when, and where there is room.

    ``until`` is the frame before which its layers are drawn: its end and the transition that follows. ``stage`` is
    where a free product or a card may stand, ``panel`` where a photograph goes, both clear of words, captions and
    presenter; ``clear`` is where the subject of a picture that fills the frame may be, or None while words stand on
    the ground. ``older`` are the takes of the shots before, latest last, each with the place that it had.
    """

    frame: Frame
    tones: Tones
    look: Look
    index: int
    shot: Shot
    until: int
    take: Take
    stage: Area
    panel: Area
    clear: Area | None
    bleeds: bool
    """Whether the panel reaches the frame's edges."""
    largest: tuple[float, float]
    way: Way
    older: tuple[tuple[Take, Area, Area], ...] = ()

    @property
    def prefix(self) -> str:
        """Begins the ids of its layers."""
        return f"s{self.index}"

    @property
    def start(self) -> int:
        """The shot's first frame."""
        return self.shot.start


def asset_id(media: Media, cutout: bool) -> str:
    """The asset of a medium or of its cut-out."""
    return f"{media.id}-cutout" if cutout else media.id


def ground(plan: Plan, *, fill: Fill | None = None) -> GroundLayer:
    """The ground of a shot, with soft shapes of the accent where the look has them."""
    return make_ground(plan.frame, plan.tones, plan.look, plan.prefix, plan.start, plan.until, fill)


def make_ground(
    frame: Frame, tones: Tones, look: Look, prefix: str, start: int, end: int, fill: Fill | None = None
) -> GroundLayer:
    """The gradient over the whole frame."""
    drifts: tuple[Drift, ...] = ()
    if look.drifts:
        colour = with_alpha(tones.accent, 0.10 if tones.dark else 0.09)
        drifts = (
            Drift(x=0.12, y=0.2, radius=0.55, travel_x=0.3, travel_y=0.08, colour=colour),
            Drift(x=0.92, y=0.85, radius=0.7, travel_x=-0.3, travel_y=-0.1, colour=colour),
        )
    return GroundLayer(
        id=f"{prefix}-ground",
        start=start,
        end=end,
        box=frame.whole.box,
        fill=fill or tones.fill,
        drifts=drifts,
    )


def picture(
    plan: Plan, framed: Framed, *, cutout: bool, radius: float = 0.0, name: str = "picture"
) -> PictureLayer | ClipLayer:
    """A picture or clip that fills an area and drifts inside it."""
    media = plan.take.media
    motions = list(drift_inside(plan.way, plan.start, plan.until))
    if framed.zoom != 1:
        motions = [
            motion("zoom", *((key.frame, key.value * framed.zoom, key.easing) for key in one.keys))
            if one.property == "zoom"
            else one
            for one in motions
        ]
    if media.kind == "clip":
        low, high = media.stretch_ms or (0, media.duration_ms)
        return ClipLayer(
            id=f"{plan.prefix}-{name}",
            start=plan.start,
            end=plan.until,
            box=framed.area.box,
            asset=media.id,
            in_ms=clip_start(plan, low, high),
            out_ms=high,
            focus=framed.focus,
            radius=round(radius),
            motions=tuple(one for one in motions if framed.zoom != 1 and one.property == "zoom"),
        )
    return PictureLayer(
        id=f"{plan.prefix}-{name}",
        start=plan.start,
        end=plan.until,
        box=framed.area.box,
        asset=asset_id(media, cutout),
        focus=framed.focus,
        radius=round(radius),
        motions=tuple(motions),
    )


def clip_start(plan: Plan, low: int, high: int) -> int:
    """Where a clip starts to play: further on at each showing, as long as enough of it is left."""
    shown = sum(1 for take, *_ in plan.older if take.media.id == plan.take.media.id)
    length = round(1000 * (plan.until - plan.start) / plan.frame.fps)
    room = high - low - length
    return low if room <= 0 else low + (shown * length) % (room + 1)


def shadows(plan: Plan, area: Area, motions: tuple[object, ...], name: str = "shadow") -> SpriteLayer:
    """What a free product throws: a contact shadow under it and a wide soft one below; it moves with the product."""
    v, tones = plan.frame.v, plan.tones
    box = area.grown(10 * v)
    x, y = area.x - box.box.x, area.y - box.box.y
    deep = 1.7 if tones.dark else 1.0
    across, high = 0.62 * area.width, max(1.6 * v, 0.06 * area.height)
    wide, soft = 0.86 * area.width, max(3.2 * v, 0.12 * area.height)
    return SpriteLayer(
        id=f"{plan.prefix}-{name}",
        role="decor",
        start=plan.start,
        end=plan.until,
        box=box.box,
        marks=(
            Ellipse(
                x=x + (area.width - wide) / 2,
                y=y + area.height - soft / 2 + 1.2 * v,
                width=wide,
                height=soft,
                blur=3.2 * v,
                fill=Fill(colours=(with_alpha(tones.shade, 0.20 * deep),)),
            ),
            Ellipse(
                x=x + (area.width - across) / 2,
                y=y + area.height - 0.72 * high,
                width=across,
                height=high,
                blur=1.4 * v,
                fill=Fill(colours=(with_alpha(tones.shade, 0.34 * deep),)),
            ),
        ),
        motions=motions,  # type: ignore[arg-type]
        depth=0.9,
    )
