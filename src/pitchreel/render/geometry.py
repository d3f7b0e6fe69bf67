"""Affine moves, with pixel centres at halves: (0, 0) is the corner of the first pixel, not its middle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Affine:
    """x' = a x + b y + tx, y' = c x + d y + ty."""

    a: float
    b: float
    tx: float
    c: float
    d: float
    ty: float

    @classmethod
    def shift(cls, x: float, y: float) -> Self:
        """A move by x and y."""
        return cls(1, 0, x, 0, 1, y)

    @classmethod
    def scale(cls, x: float, y: float | None = None) -> Self:
        """A scaling about the origin."""
        return cls(x, 0, 0, 0, x if y is None else y, 0)

    @classmethod
    def about(cls, x: float, y: float, *, scale: float = 1.0, degrees: float = 0.0) -> Self:
        """A scaling and a clockwise turn about a point."""
        cos, sin = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
        return cls(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y)

    def __matmul__(self, first: Affine) -> Affine:
        """``first``, then this."""
        return Affine(
            self.a * first.a + self.b * first.c,
            self.a * first.b + self.b * first.d,
            self.a * first.tx + self.b * first.ty + self.tx,
            self.c * first.a + self.d * first.c,
            self.c * first.b + self.d * first.d,
            self.c * first.tx + self.d * first.ty + self.ty,
        )

    def inverse(self) -> Affine:
        """What undoes this."""
        det = self.a * self.d - self.b * self.c
        a, b, c, d = self.d / det, -self.b / det, -self.c / det, self.a / det
        return Affine(a, b, -(a * self.tx + b * self.ty), c, d, -(c * self.tx + d * self.ty))

    def halved(self) -> Affine:
        """The same move on planes of half the size."""
        return Affine(self.a, self.b, self.tx / 2, self.c, self.d, self.ty / 2)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.b * y + self.tx, self.c * x + self.d * y + self.ty

    def bounds(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The upright box around where a box goes: left, top, right, bottom."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def pixels(self) -> NDArray[np.float64]:
        """The matrix for OpenCV, which counts from the middle of the first pixel."""
        tx = self.tx + (self.a + self.b - 1) / 2
        ty = self.ty + (self.c + self.d - 1) / 2
        return np.array([[self.a, self.b, tx], [self.c, self.d, ty]])

    @property
    def upright(self) -> bool:
        """Whether nothing is turned or sheared."""
        return self.b == 0 and self.c == 0
