"""Keyframes and easing: a property as a pure function of the frame number."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Callable
from typing import Literal

from pydantic import model_validator

from pitchreel.documents.base import Model

Easing = Literal["linear", "hold", "in", "out", "in-out", "enter", "leave", "spring"]
Property = Literal["x", "y", "scale", "rotation", "opacity", "zoom", "pan_x", "pan_y"]


class Keyframe(Model):
    """The value at a frame of the film, and the easing on the way to it from the keyframe before."""

    frame: int
    value: float
    easing: Easing = "linear"


class Motion(Model):
    """One property over time. Before the first keyframe and after the last the value holds.

    x, y      shift in pixels                      rest 0
    scale     about the centre of the layer's box  rest 1
    rotation  degrees, clockwise, likewise         rest 0
    opacity   0 to 1                               rest 1
    zoom      of a picture inside its box, 1 = it just fills (or fits) the box    rest 1
    pan_x, pan_y  shift of the picture's focus inside its box, in fractions of the box   rest 0
    """

    property: Property
    keys: tuple[Keyframe, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Motion:
        frames = [key.frame for key in self.keys]
        if not frames or any(a >= b for a, b in itertools.pairwise(frames)):
            raise ValueError("keyframes need at least one entry and strictly growing frames")
        return self

    def at(self, frame: float) -> float:
        """The value at a frame."""
        keys = self.keys
        if frame <= keys[0].frame:
            return keys[0].value
        if frame >= keys[-1].frame:
            return keys[-1].value
        after = bisect_right(keys, frame, key=lambda key: key.frame)
        a, b = keys[after - 1], keys[after]
        share = (frame - a.frame) / (b.frame - a.frame)
        return a.value + (b.value - a.value) * ease(b.easing, share)


def bezier(x1: float, y1: float, x2: float, y2: float) -> Callable[[float], float]:
    """CSS cubic-bezier(x1, y1, x2, y2) as a function of progress (W3C css-easing-1, section 2.2)."""

    def curve(share: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(24):
            t = (low + high) / 2
            x = 3 * (1 - t) ** 2 * t * x1 + 3 * (1 - t) * t * t * x2 + t**3
            low, high = (t, high) if x < share else (low, t)
        return 3 * (1 - t) ** 2 * t * y1 + 3 * (1 - t) * t * t * y2 + t**3

    return curve


def _spring(share: float) -> float:
    # Damped so that the first overshoot is exp(-pi * 0.67 / sqrt(1 - 0.67**2)) = 5.9 %, as the design asks.
    damping, speed = 0.67, 9.0
    swing = speed * math.sqrt(1 - damping**2)
    value = 1 - math.exp(-damping * speed * share) * (
        math.cos(swing * share) + damping * speed / swing * math.sin(swing * share)
    )
    end = 1 - math.exp(-damping * speed) * (math.cos(swing) + damping * speed / swing * math.sin(swing))
    return value + (1 - end) * share**4


_CURVES: dict[str, Callable[[float], float]] = {
    "linear": lambda share: share,
    "hold": lambda share: 0.0,
    "in": bezier(0.42, 0, 1, 1),
    "out": bezier(0, 0, 0.58, 1),
    "in-out": bezier(0.42, 0, 0.58, 1),
    "enter": bezier(0.16, 1, 0.3, 1),
    "leave": bezier(0.4, 0, 1, 1),
    "spring": _spring,
}


def ease(easing: Easing, share: float) -> float:
    """Progress in value for progress in time, both from 0 to 1 (a spring passes 1 on its way)."""
    if share <= 0:
        return 0.0
    return 1.0 if share >= 1 else _CURVES[easing](share)
