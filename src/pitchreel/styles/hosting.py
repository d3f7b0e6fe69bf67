"""Hosting: the presenter's bubble, where it stands, when it is large, and where the presenter looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pitchreel.documents.motion import Easing, Motion
from pitchreel.documents.timeline import AnyLayer, Asset, Performance, PresenterLayer
from pitchreel.presenter import CustomPresenter, find_presenter, presenters
from pitchreel.styles.catalogue import PresenterPlace
from pitchreel.styles.grid import Area, Frame
from pitchreel.styles.guests import ASSET, Disc, disc_layers, soft_rings
from pitchreel.styles.moves import motion
from pitchreel.styles.tones import Tones, mix

RING = 0.7
"""In v."""
TURN = 360
"""Milliseconds in which the bubble grows or shrinks."""
CUSTOM = "custom"
"""Stands for a presenter of the user's own where the id of a drawn one would be."""


@dataclass(frozen=True)
class Bubble:
    """The presenter's bubble over the film; ``large`` are the stretches of frames in which it is large."""

    presenter: str
    small: Area
    big: Area
    large: tuple[tuple[int, int], ...]
    end: int
    custom: CustomPresenter | None = None
    """Somebody of the user's own instead of ``presenter``."""

    def at(self, start: int, end: int) -> Area:
        """The largest that it is between two frames."""
        return self.big if any(a < end and start < b for a, b in self.large) else self.small


def choose_presenter(wish: str | None, style_wants: bool, gender: str, seed: int) -> str | None:
    """The id of the presenter, or None; without a wish one of the voice's gender, by the seed. Raises UnknownName."""
    if wish == "none" or (wish is None and not style_wants):
        return None
    if wish not in (None, "bubble"):
        return find_presenter(str(wish)).id
    cast = presenters()
    fitting = [one for one in cast if one.gender == gender] or list(cast)
    return fitting[seed % len(fitting)].id if fitting else None


def place_bubble(
    presenter: str,
    place: PresenterPlace,
    frame: Frame,
    large: Sequence[tuple[int, int]],
    end: int,
    custom: CustomPresenter | None = None,
) -> Bubble:
    """The bubble in its corner."""
    x = frame.safe.x + place.corner[0] * frame.safe.width
    y = frame.safe.y + place.corner[1] * frame.safe.height

    def corner(size: float) -> Area:
        side = size * frame.v
        return Area(x if place.side == "left" else x - side, y - side, side, side)

    return Bubble(presenter, corner(place.small), corner(place.large), tuple(large), end, custom)


def bubble_layers(bubble: Bubble, frame: Frame, tones: Tones, performance: Performance | None) -> tuple[AnyLayer, ...]:
    """The bubble: it springs up with the hook, grows and shrinks, and leaves before ``end``."""
    motions = _moves(bubble, frame)
    tint = mix(tones.accent, tones.ground, 0.34 if not tones.dark else 0.5)
    if bubble.custom is not None:
        disc = Disc(bubble.big.box, 0, bubble.end, RING * frame.v, "#ffffff", soft_rings(tones.accent))
        return disc_layers(bubble.custom, disc, frame, performance, motions)
    layer = PresenterLayer(
        id="presenter",
        start=0,
        end=bubble.end,
        box=bubble.big.box,
        presenter=bubble.presenter,
        crop="bubble",
        tint=tint,
        ring="#ffffff",
        ring_width=RING * frame.v,
        motions=motions,
    )
    return (layer,)


def _moves(bubble: Bubble, frame: Frame) -> tuple[Motion, ...]:
    ratio = bubble.small.width / bubble.big.width
    (bx, by), (sx, sy) = bubble.big.centre, bubble.small.centre
    turn = frame.frames(TURN)
    starts_large = bool(bubble.large) and bubble.large[0][0] <= 0
    first = 1.0 if starts_large else ratio
    scale: list[tuple[int, float, Easing]] = [
        (0, 0.86 * first, "linear"),
        (frame.frames(460), first, "spring"),
    ]
    shift: list[tuple[int, float, Easing]] = [(0, 0.0 if starts_large else 1.0, "linear")]
    for start, stop in bubble.large:
        if start > 0:
            scale += [(start, ratio, "linear"), (start + turn, 1.0, "in-out")]
            shift += [(start, 1.0, "linear"), (start + turn, 0.0, "in-out")]
        if stop < bubble.end:
            scale += [(stop - turn, 1.0, "linear"), (stop, ratio, "in-out")]
            shift += [(stop - turn, 0.0, "linear"), (stop, 1.0, "in-out")]
    out = frame.frames(240)
    motions = [
        motion("scale", *scale),
        motion("x", *((at, value * (sx - bx), easing) for at, value, easing in shift)),
        motion("y", *((at, value * (sy - by), easing) for at, value, easing in shift)),
    ]
    motions.append(motion("opacity", (bubble.end - out, 1.0), (bubble.end, 0.0, "leave")))
    return tuple(motions)


def presenter_assets(custom: CustomPresenter | None) -> dict[str, Asset]:
    """The clip or photograph of a presenter of the user's own."""
    if custom is None:
        return {}
    return {ASSET: Asset(kind="clip" if custom.type == "clip" else "picture", path=custom.media)}
