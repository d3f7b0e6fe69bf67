"""Frames as three planes: luma at full size, two of chroma at half (YUV 4:2:0, BT.709, limited range).

Colour is converted as ITU-R BT.709-6 (section 3) has it: luma 16 to 235, chroma 16 to 240 about 128. Chroma stands in
the middle of its four luma pixels, and the files say so.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
"""Shape (rows, columns)."""

_KR, _KB = 0.2126, 0.0722
_KG = 1 - _KR - _KB
_LUMA, _CHROMA = 219 / 255, 224 / 255
_FROM_RGB = np.array(
    [
        [_KR * _LUMA, _KG * _LUMA, _KB * _LUMA],
        [-_KR / (2 - 2 * _KB) * _CHROMA, -_KG / (2 - 2 * _KB) * _CHROMA, 0.5 * _CHROMA],
        [0.5 * _CHROMA, -_KG / (2 - 2 * _KR) * _CHROMA, -_KB / (2 - 2 * _KR) * _CHROMA],
    ]
)
"""Red, green and blue in 0 to 255 to luma and chroma, without their offsets."""
OFFSET = (16, 128, 128)
"""What black is in each plane."""
WHITE = 235
"""What white is in luma."""

OPAQUE_MATRIX = np.column_stack((_FROM_RGB, OFFSET)).astype(np.float32)
PREMULTIPLIED_MATRIX = np.column_stack((_FROM_RGB, np.array(OFFSET) / 255)).astype(np.float32)
"""Of premultiplied RGBA: the offset rides on alpha, so that what is transparent adds nothing."""


@dataclass(frozen=True, slots=True)
class Planes:
    """A picture as planes; its width and height are even."""

    y: Plane
    u: Plane
    v: Plane

    @property
    def width(self) -> int:
        """Columns of luma."""
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        """Rows of luma."""
        return int(self.y.shape[0])

    @property
    def each(self) -> tuple[Plane, Plane, Plane]:
        """Luma and both planes of chroma."""
        return self.y, self.u, self.v

    def window(self, x: int, y: int, width: int, height: int) -> Planes:
        """A view of a part; all four numbers are even."""
        across, down = slice(x, x + width), slice(y, y + height)
        half_across, half_down = slice(x // 2, (x + width) // 2), slice(y // 2, (y + height) // 2)
        return Planes(self.y[down, across], self.u[half_down, half_across], self.v[half_down, half_across])

    def copy_to(self, target: Planes) -> None:
        """Write this picture over another of the same size."""
        for mine, other in zip(self.each, target.each, strict=True):
            np.copyto(other, mine)

    def copy(self) -> Planes:
        """A picture of its own with the same content."""
        return Planes(*(plane.copy() for plane in self.each))


def even(value: float) -> int:
    """The nearest even number."""
    return 2 * round(value / 2)


def even_up(value: float) -> int:
    """The smallest even number that is not below."""
    return 2 * int(np.ceil(value / 2 - 1e-9))


def even_down(value: float) -> int:
    """The largest even number that is not above."""
    return 2 * int(np.floor(value / 2 + 1e-9))


def blank(width: int, height: int, luma: int = OFFSET[0]) -> Planes:
    """A black picture, or one of another grey."""
    return Planes(
        np.full((height, width), luma, np.uint8),
        np.full((height // 2, width // 2), OFFSET[1], np.uint8),
        np.full((height // 2, width // 2), OFFSET[2], np.uint8),
    )


def halve(plane: Plane) -> Plane:
    """A plane at half its size, each pixel the mean of four."""
    return cv2.resize(plane, (plane.shape[1] // 2, plane.shape[0] // 2), interpolation=cv2.INTER_AREA)  # type: ignore[no-any-return]


def from_rgb(rgb: NDArray[np.uint8]) -> Planes:
    """An RGB picture, shape (even rows, even columns, 3), as planes."""
    # All three rows at full size although one is kept: OpenCV is several times faster from three to three.
    luma = cv2.extractChannel(cv2.transform(rgb, OPAQUE_MATRIX), 0)
    chroma = cv2.transform(halve(rgb), OPAQUE_MATRIX)
    return Planes(luma, cv2.extractChannel(chroma, 1), cv2.extractChannel(chroma, 2))


def rescaled(planes: Planes, width: int, height: int) -> Planes:
    """Planes at another even size: averaged when they shrink, bicubic when they grow."""
    if (planes.width, planes.height) == (width, height):
        return planes
    shrinks = width < planes.width or height < planes.height
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    sizes = (width, height), (width // 2, height // 2), (width // 2, height // 2)
    y, u, v = (cv2.resize(plane, size, interpolation=way) for plane, size in zip(planes.each, sizes, strict=True))
    return Planes(y, u, v)


def to_rgb(planes: Planes) -> NDArray[np.uint8]:
    """Planes as an RGB picture, shape (rows, columns, 3); chroma is interpolated."""
    size = (planes.width, planes.height)
    yuv = np.empty((planes.height, planes.width, 3), np.float32)
    yuv[..., 0] = planes.y
    for k, plane in ((1, planes.u), (2, planes.v)):
        yuv[..., k] = cv2.resize(plane.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    back = np.linalg.inv(_FROM_RGB)
    matrix = np.column_stack((back, -back @ np.array(OFFSET))).astype(np.float32)
    rgb: NDArray[np.float32] = cv2.transform(yuv, matrix)
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)
