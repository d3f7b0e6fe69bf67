"""Moves: entrances, exits and drifts as keyframes. Times and curves are those of the visual language."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Literal

from pitchreel.documents.motion import Easing, Keyframe, Motion, Property
from pitchreel.styles.grid import Frame

ENTER, LEAVE, SPRING, STAGGER = 420, 220, 520, 60
"""Milliseconds."""
Drift = Literal["push", "pull", "left", "right", "rise"]
DRIFTS: tuple[Drift, ...] = ("push", "left", "pull", "rise", "right")


def motion(name: Property, *keys: tuple[int, float] | tuple[int, float, Easing]) -> Motion:
    """A motion from (frame, value, easing) entries; entries at a frame that was there before are left out."""
    kept: dict[int, Keyframe] = {}
    for key in keys:
        frame, value, easing = key if len(key) == 3 else (*key, "linear")
        kept.setdefault(frame, Keyframe(frame=frame, value=round(value, 4), easing=easing))
    return Motion(property=name, keys=tuple(kept[frame] for frame in sorted(kept)))


def appear(frame: Frame, start: int, end: int, *, enter: bool = True, leave: bool = True) -> tuple[Motion, ...]:
    """Words come from 3 v below, growing and fading in, and fade out at the end."""
    into, out = frame.frames(ENTER), frame.frames(LEAVE)
    into, out = min(into, (end - start) // 2), min(out, (end - start) // 3)
    fade: list[tuple[int, float, Easing]] = []
    motions = []
    if enter and into > 0:
        motions.append(motion("y", (start, 3 * frame.v), (start + into, 0.0, "enter")))
        motions.append(motion("scale", (start, 0.97), (start + into, 1.0, "enter")))
        fade += [(start, 0.0, "linear"), (start + max(1, into // 2), 1.0, "out")]
    if leave and out > 0:
        fade += [(end - out, 1.0, "linear"), (end, 0.0, "leave")]
    if fade:
        motions.append(motion("opacity", *fade))
    return tuple(motions)


def pop(frame: Frame, start: int, end: int, *, leave: bool = True) -> tuple[Motion, ...]:
    """A badge springs up."""
    into, out = min(frame.frames(SPRING), (end - start) // 2), min(frame.frames(LEAVE), (end - start) // 3)
    if into < 2:
        return ()
    fade: list[tuple[int, float, Easing]] = [(start, 0.0, "linear"), (start + max(1, into // 5), 1.0, "out")]
    if leave and out > 0:
        fade += [(end - out, 1.0, "linear"), (end, 0.0, "leave")]
    return (motion("scale", (start, 0.6), (start + into, 1.0, "spring")), motion("opacity", *fade))


def pulse(start: int, length: int) -> Motion:
    """Grows by 6 % and settles, once."""
    half = max(1, length // 2)
    return motion("scale", (start, 1.0), (start + half, 1.06, "in-out"), (start + 2 * half, 1.0, "in-out"))


def next_drift(rng: random.Random, before: Drift | None, earlier: Iterable[Drift] = ()) -> Drift:
    """A drift that is not the one before it, nor the one before that if it can be helped."""
    avoid = {before, *list(earlier)[-1:]}
    choice = [drift for drift in DRIFTS if drift not in avoid] or [drift for drift in DRIFTS if drift != before]
    return rng.choice(choice)


def drift_box(drift: Drift, start: int, end: int, width: float, amount: float = 0.04) -> tuple[Motion, ...]:
    """A free-standing product drifts: its box moves or grows by ``amount`` over the shot."""
    way = width * amount / 2
    match drift:
        case "push":
            return (motion("scale", (start, 1 - amount / 2), (end, 1 + amount / 2)),)
        case "pull":
            return (motion("scale", (start, 1 + amount / 2), (end, 1 - amount / 2)),)
        case "left":
            return (motion("x", (start, way), (end, -way)),)
        case "right":
            return (motion("x", (start, -way), (end, way)),)
        case "rise":
            return (motion("y", (start, way), (end, -way)),)


def drift_inside(drift: Drift, start: int, end: int, amount: float = 0.05) -> tuple[Motion, ...]:
    """A picture drifts inside its box, which it always fills."""
    zoom = 1 + amount
    match drift:
        case "push":
            return (motion("zoom", (start, 1.0), (end, zoom)),)
        case "pull":
            return (motion("zoom", (start, zoom), (end, 1.0)),)
        case "left":
            return (motion("zoom", (start, zoom)), motion("pan_x", (start, amount / 2), (end, -amount / 2)))
        case "right":
            return (motion("zoom", (start, zoom)), motion("pan_x", (start, -amount / 2), (end, amount / 2)))
        case "rise":
            return (motion("zoom", (start, zoom)), motion("pan_y", (start, amount / 2), (end, -amount / 2)))
