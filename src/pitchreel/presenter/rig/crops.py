"""Crops: which part of the figure a box shows, and where the face lies in it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Crop = Literal["bubble", "bust", "full"]


class Window(NamedTuple):
    """What a crop shows of the rig: half its width, its top and its bottom, in units of the rig."""

    half: float
    top: float
    bottom: float


WINDOWS: dict[Crop, Window] = {
    "bubble": Window(262, -226, 298),
    "bust": Window(424, -228, 600),
    "full": Window(424, -228, 1040),
}

_FACE = (-144.0, -168.0, 144.0, 182.0)
"""Left, top, right and bottom of what a face may cover in any pose: the head tilts, sways and nods."""


def crop_aspect(crop: Crop) -> float:
    """Width over height of a box that the crop fills exactly."""
    window = WINDOWS[crop]
    return 2 * window.half / (window.bottom - window.top)


def placement(crop: Crop, width: float, height: float) -> tuple[float, float, float]:
    """Scale, and x and y of the rig's origin, for a box in pixels: fitted, in the middle, on the bottom edge."""
    window = WINDOWS[crop]
    scale = min(width / (2 * window.half), height / (window.bottom - window.top))
    return scale, width / 2, height - window.bottom * scale


def face_region(crop: Crop, aspect: float | None = None) -> tuple[float, float, float, float]:
    """Where the face lies: x, y, width, height in fractions of a box of the given aspect (the crop's own if None)."""
    width = aspect or crop_aspect(crop)
    scale, x, y = placement(crop, width, 1.0)
    left, top, right, bottom = _FACE
    return (
        (x + left * scale) / width,
        y + top * scale,
        (right - left) * scale / width,
        (bottom - top) * scale,
    )
