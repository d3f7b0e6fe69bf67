"""Plan: all that a setting needs to know of one shot, and the layers that every setting uses."""

from __future__ import annotations

from dataclasses import dataclass

from pitchreel.documents.marks import Ellipse, Fill
from pitchreel.documents.motion import Motion
from pitchreel.documents.product import Media
from pitchreel.documents.timeline import ClipLayer, Drift, GroundLayer, PictureLayer, SpriteLayer
from pitchreel.styles.casting import Take
from pitchreel.styles.catalogue import Look
from pitchreel.styles.dressing import FLOORED, STANDING, floor, glow, scenery
from pitchreel.styles.framing import Framed, free_size
from pitchreel.styles.grid import Area, Frame
from pitchreel.styles.moves import Drift as Way
from pitchreel.styles.moves import drift_box, drift_inside, motion
from pitchreel.styles.shots import Shot
from pitchreel.styles.tones import Tones, with_alpha


@dataclass(frozen=True)
class Plan:
    """One shot: what it shows, when, and where there is room.

    ``until`` is the frame before which its layers are drawn: its end and the transition that follows. ``stage`` is
    where a free product may be, ``panel`` where a photograph goes, both clear of words, captions and presenter;
    ``sheet`` is the whole place that the layout gives to pictures. ``clear`` is where the subject of a picture that
    fills the frame may be, or None while words stand on the ground.
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
    sheet: Area
    clear: Area | None
    bleeds: bool
    """Whether the panel reaches the frame's edges."""
    largest: tuple[float, float]
    way: Way
    older: tuple[Plan, ...] = ()
    """The shots before, latest last."""

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


def ground(plan: Plan, *, behind: Area | None = None) -> GroundLayer:
    """The gradient over the whole frame, lit ``behind`` a product, with soft shapes where the look has them."""
    tones = plan.tones
    drifts: list[Drift] = []
    if plan.look.shapes != "none":
        colour = with_alpha(tones.accent, 0.13 if tones.dark else 0.10)
        way = 0.3 if plan.look.shapes == "drifting" else 0.0
        drifts += [
            Drift(x=0.12, y=0.2, radius=0.55, travel_x=way, travel_y=way / 4, colour=colour),
            Drift(x=0.92, y=0.85, radius=0.7, travel_x=-way, travel_y=-way / 3, colour=colour),
        ]
    if behind is not None:
        drifts.append(glow(plan.frame, tones, behind))
    return GroundLayer(
        id=f"{plan.prefix}-ground",
        start=plan.start,
        end=plan.until,
        box=plan.frame.whole.box,
        fill=tones.fill,
        drifts=tuple(drifts),
    )


def base(plan: Plan) -> tuple[GroundLayer | SpriteLayer, ...]:
    """The ground of a shot whose picture brings its own surroundings, with the floor where the film has one."""
    layers: list[GroundLayer | SpriteLayer] = [ground(plan)]
    if plan.look.dressing in FLOORED:
        box, marks = floor(plan.frame, plan.tones, plan.stage)
        layers.append(
            SpriteLayer(
                id=f"{plan.prefix}-floor", start=plan.start, end=plan.until, box=box.box, marks=marks, depth=0.4
            )
        )
    return tuple(layers)


def free_product(plan: Plan, media: Media) -> tuple[GroundLayer | SpriteLayer | PictureLayer, ...]:
    """A cut-out on its ground: light, scenery, shadows and the product, from the back."""
    name = plan.look.dressing
    area = free_size(media, plan.stage, plan.frame, plan.largest, standing=name in STANDING)
    motions = drift_box(plan.way, plan.start, plan.until, area.width)
    layers: list[GroundLayer | SpriteLayer | PictureLayer] = [ground(plan, behind=area)]
    for number, (box, marks, moves) in enumerate(scenery(name, plan.frame, plan.tones, area)):
        parallax = drift_box(plan.way, plan.start, plan.until, 0.4 * area.width) if moves else ()
        layers.append(
            SpriteLayer(
                id=f"{plan.prefix}-dressing-{number}",
                start=plan.start,
                end=plan.until,
                box=box.box,
                marks=marks,
                motions=parallax,
                depth=0.4,
            )
        )
    layers.append(shadows(plan, area, motions))
    layers.append(
        PictureLayer(
            id=f"{plan.prefix}-product",
            start=plan.start,
            end=plan.until,
            box=area.box,
            asset=asset_id(media, True),
            fit="contain",
            motions=motions,
        )
    )
    return tuple(layers)


def picture(
    plan: Plan,
    framed: Framed,
    *,
    cutout: bool,
    radius: float = 0.0,
    name: str = "picture",
    dim: float = 0.0,
    motions: tuple[Motion, ...] = (),
    still: bool = False,
    media: Media | None = None,
) -> PictureLayer | ClipLayer:
    """A picture or clip that fills an area and drifts inside it; ``motions`` move the area itself."""
    media = media or plan.take.media
    inside = () if still else drift_inside(plan.way, plan.start, plan.until)
    if framed.zoom != 1:
        inside = tuple(_zoomed(one, framed.zoom) for one in inside) or (motion("zoom", (plan.start, framed.zoom)),)
    id, box = f"{plan.prefix}-{name}", framed.area.box
    focus = (round(framed.focus[0], 4), round(framed.focus[1], 4))
    if media.kind == "clip":
        low, high = media.stretch_ms or (0, media.duration_ms)
        zoom = (motion("zoom", (plan.start, framed.zoom)),) if framed.zoom != 1 else ()
        return ClipLayer(
            id=id,
            start=plan.start,
            end=plan.until,
            box=box,
            focus=focus,
            radius=round(radius),
            dim=round(dim, 3),
            asset=media.id,
            in_ms=_clip_start(plan, media, low, high),
            out_ms=high,
            motions=(*motions, *zoom),
        )
    return PictureLayer(
        id=id,
        start=plan.start,
        end=plan.until,
        box=box,
        focus=focus,
        radius=round(radius),
        dim=round(dim, 3),
        asset=asset_id(media, cutout),
        motions=(*motions, *inside),
    )


def _zoomed(one: Motion, zoom: float) -> Motion:
    if one.property != "zoom":
        return one
    return motion("zoom", *((key.frame, key.value * zoom, key.easing) for key in one.keys))


def _clip_start(plan: Plan, media: Media, low: int, high: int) -> int:
    """Where a clip starts to play: further on at each showing, as long as enough of it is left."""
    shown = sum(1 for older in plan.older if older.take.media.id == media.id)
    length = round(1000 * (plan.until - plan.start) / plan.frame.fps)
    room = high - low - length
    return low if room <= 0 else low + (shown * length) % (room + 1)


def shadows(plan: Plan, area: Area, motions: tuple[Motion, ...], name: str = "shadow") -> SpriteLayer:
    """What a free product throws: a contact shadow under it and a wide soft one below; it moves with the product."""
    v, tones = plan.frame.v, plan.tones
    box = area.grown(10 * v)
    x, y = area.x - box.box.x, area.y - box.box.y
    deep = 1.7 if tones.dark else 1.0
    across, high = 0.62 * area.width, max(1.6 * v, 0.06 * area.height)
    wide, soft = 0.9 * area.width, max(3.4 * v, 0.12 * area.height)
    return SpriteLayer(
        id=f"{plan.prefix}-{name}",
        start=plan.start,
        end=plan.until,
        box=box.box,
        marks=(
            Ellipse(
                x=x + (area.width - wide) / 2,
                y=y + area.height - 0.68 * soft,
                width=wide,
                height=soft,
                blur=3.0 * v,
                fill=Fill(colours=(with_alpha(tones.shade, 0.26 * deep),)),
            ),
            Ellipse(
                x=x + (area.width - across) / 2,
                y=y + area.height - 0.68 * high,
                width=across,
                height=high,
                blur=1.3 * v,
                fill=Fill(colours=(with_alpha(tones.shade, 0.40 * deep),)),
            ),
        ),
        motions=motions,
        depth=0.9,
    )
