"""Which part of a picture its box shows: fit, focus, zoom and pan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pitchreel.render.geometry import Affine
from pitchreel.render.placement import Placement
from pitchreel.render.planes import even


@dataclass(frozen=True, slots=True)
class Frame:
    """An upright box in pixels, on even numbers."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Frame:
        """The nearest one on even numbers, by its edges."""
        left, top = even(x), even(y)
        return cls(left, top, max(2, even(x + width) - left), max(2, even(y + height) - top))


@dataclass(frozen=True, slots=True)
class Framing:
    """How a picture of ``width`` x ``height`` pixels is shown in a box of ``box_width`` x ``box_height``."""

    width: float
    height: float
    box_width: float
    box_height: float
    fit: Literal["cover", "contain"]
    focus: tuple[float, float]

    def inside(self, placed: Placement) -> Affine:
        """From the picture to its box, in pixels of both."""
        sides = self.box_width / self.width, self.box_height / self.height
        scale = (max(sides) if self.fit == "cover" else min(sides)) * placed.zoom
        x = _start(self.width * scale, self.box_width, self.focus[0], placed.pan_x, self.fit)
        y = _start(self.height * scale, self.box_height, self.focus[1], placed.pan_y, self.fit)
        return Affine(scale, 0, x, 0, scale, y)


def _start(shown: float, box: float, focus: float, pan: float, fit: str) -> float:
    if fit == "contain":
        return (box - shown) / 2 + pan * box
    start = box / 2 + pan * box - focus * shown
    # The picture must reach both edges of the box.
    return min(0.0, max(box - shown, start)) if shown >= box else (box - shown) / 2


def contained(width: float, height: float, box: Frame) -> Frame:
    """The part of a box that a picture fills when the whole of it is shown."""
    scale = min(box.width / width, box.height / height)
    wide, high = width * scale, height * scale
    return Frame.around(box.x + (box.width - wide) / 2, box.y + (box.height - high) / 2, wide, high)
