"""Cuttings: pictures with transparency that move, kept so that they can be sampled between pixels.

Luma, chroma and alpha lie together, four bytes a pixel at full size: OpenCV warps four channels at once in less time
than two alone, and chroma is halved only where it finally stands.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.render import sprites
from pitchreel.render.geometry import Affine
from pitchreel.render.planes import OFFSET, OPAQUE_MATRIX, Planes, even_down, even_up, halve
from pitchreel.render.sprites import RGBA, Sprite

Packed = NDArray[np.uint8]
"""Premultiplied luma, two of chroma, alpha; shape (rows, columns, 4)."""

_MARGIN = 4
"""Empty pixels around, into which edges are interpolated."""


class Cutting:
    """A picture with transparency that stands at ``x``, ``y`` (even) of a frame when nothing moves it."""

    def __init__(self, rgba: RGBA, x: int, y: int) -> None:
        """``rgba`` is premultiplied and has even sides."""
        self.x, self.y = x, y
        self.height, self.width = rgba.shape[:2]
        self._packed = _pack(rgba)
        self._still: Sprite | None = None
        self._loose: tuple[NDArray[np.uint8], ...] | None = None

    def still(self) -> Sprite:
        """The sprite where it stands."""
        if self._still is None:
            inside = self._packed[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
            self._still = _spread(np.ascontiguousarray(inside), self.x, self.y)
        return self._still

    def moved(self, move: Affine, target: Planes) -> Sprite:
        """The sprite moved by ``move`` (frame to frame), as far as ``target`` shows it."""
        left, top, right, bottom = move.bounds(self.x, self.y, self.x + self.width, self.y + self.height)
        x, y = max(0, even_down(floor(left)) - 2), max(0, even_down(floor(top)) - 2)
        right, bottom = min(target.width, even_up(ceil(right)) + 2), min(target.height, even_up(ceil(bottom)) + 2)
        size = max(2, int(right) - x), max(2, int(bottom) - y)
        placed = Affine.shift(-x, -y) @ move @ Affine.shift(self.x - _MARGIN, self.y - _MARGIN)
        if (placed.a, placed.b, placed.c, placed.d) == (1, 0, 0, 1):
            return self._shifted(placed, size, x, y)
        seen = cv2.warpAffine(
            self._packed,
            placed.inverse().pixels(),
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
        )
        return _spread(seen, x, y)

    def _shifted(self, placed: Affine, size: tuple[int, int], x: int, y: int) -> Sprite:
        """Only shifted, as most that enters is: each plane by itself, which is several times faster."""
        if self._loose is None:
            self._loose = _planes(self._packed)
        planes = []
        for plane, halved in zip(self._loose, (False, True, True, False, True), strict=True):
            wide, high = (size[0] // 2, size[1] // 2) if halved else size
            d = 2 if halved else 1
            centre = (wide - 1) / 2 - placed.tx / d, (high - 1) / 2 - placed.ty / d
            # What lies outside repeats the margin, which is empty.
            planes.append(cv2.getRectSubPix(plane, (wide, high), centre))
        luma, u, v, alpha, half_alpha = planes
        return sprites.make_sprite(x, y, Planes(luma, u, v), alpha, half_alpha)


def draw_cutting(draw: Callable[[skia.Canvas], None], bounds: tuple[float, float, float, float]) -> Cutting:
    """A cutting of whatever Skia draws in frame coordinates inside ``bounds`` (left, top, right, bottom)."""
    return Cutting(*sprites.trim(*sprites.rasterise(draw, *bounds)))


def _pack(rgba: RGBA) -> Packed:
    wide = cv2.copyMakeBorder(rgba, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT)
    alpha = cv2.extractChannel(wide, 3)
    under = cv2.bitwise_not(alpha)
    over = cv2.split(cv2.transform(cv2.cvtColor(wide, cv2.COLOR_RGBA2RGB), OPAQUE_MATRIX))
    # Converted as if over black, then black is taken away where what is below shines through.
    colours = [
        cv2.subtract(plane, cv2.convertScaleAbs(under, None, black / 255, 0))
        for plane, black in zip(over, OFFSET, strict=True)
    ]
    return cv2.merge([*colours, alpha])  # type: ignore[no-any-return]


def _planes(packed: Packed) -> tuple[NDArray[np.uint8], ...]:
    """Luma, half chroma, alpha and half alpha."""
    half = halve(packed)
    return (
        cv2.extractChannel(packed, 0),
        cv2.extractChannel(half, 1),
        cv2.extractChannel(half, 2),
        cv2.extractChannel(packed, 3),
        cv2.extractChannel(half, 3),
    )


def _spread(packed: Packed, x: int, y: int) -> Sprite:
    luma, u, v, alpha, half_alpha = _planes(packed)
    return sprites.make_sprite(x, y, Planes(luma, u, v), alpha, half_alpha)
