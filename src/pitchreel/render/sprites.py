"""Sprites: small pictures with transparency, laid over a frame by one multiplication and one addition a plane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.render.planes import OFFSET, Plane, Planes, even_down, even_up, from_rgb, halve

RGBA = NDArray[np.uint8]
"""Premultiplied, shape (rows, columns, 4)."""


@dataclass(frozen=True, slots=True)
class Sprite:
    """Premultiplied planes with alpha at both sizes; ``x`` and ``y``, where it stands on the frame, are even."""

    x: int
    y: int
    planes: Planes
    alpha: Plane
    half_alpha: Plane
    under: tuple[Plane, Plane]
    """What is left of the frame below: 255 minus alpha, at both sizes."""

    @property
    def bytes(self) -> int:
        """Memory that its planes take."""
        return 3 * self.alpha.nbytes + 4 * self.half_alpha.nbytes


def make_sprite(x: int, y: int, planes: Planes, alpha: Plane, half_alpha: Plane) -> Sprite:
    """A sprite from planes that are premultiplied already."""
    return Sprite(x, y, planes, alpha, half_alpha, (cv2.bitwise_not(alpha), cv2.bitwise_not(half_alpha)))


def from_rgba(rgba: RGBA, x: int, y: int) -> Sprite:
    """A sprite from premultiplied RGBA with even sides, to stand at an even place."""
    alpha, half_alpha = cv2.extractChannel(rgba, 3), cv2.extractChannel(halve(rgba), 3)
    over = from_rgb(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB))
    under = cv2.bitwise_not(alpha), cv2.bitwise_not(half_alpha)
    # Converted as if over black, then black is taken away where what is below shines through.
    planes = Planes(
        *(
            cv2.subtract(plane, cv2.convertScaleAbs(under[min(k, 1)], None, OFFSET[k] / 255, 0))
            for k, plane in enumerate(over.each)
        )
    )
    return Sprite(x, y, planes, alpha, half_alpha, under)


def rasterise(
    draw: Callable[[skia.Canvas], None], left: float, top: float, right: float, bottom: float, *, ground: int = 0
) -> tuple[RGBA, int, int]:
    """Let Skia draw in frame coordinates inside the given bounds, over a colour (transparent if not given).

    Gives premultiplied RGBA with even sides, and the even place of its top left.
    """
    x, y = even_down(floor(left)), even_down(floor(top))
    width, height = max(2, even_up(ceil(right) - x)), max(2, even_up(ceil(bottom) - y))
    pixels = np.empty((height, width, 4), np.uint8)
    # Without the alpha type Skia takes the array for unpremultiplied, and edges get pale rims.
    with skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
        canvas.clear(ground)
        canvas.translate(-x, -y)
        draw(canvas)
    return pixels, x, y


def trim(rgba: RGBA, x: int, y: int) -> tuple[RGBA, int, int]:
    """Cut away empty edges, keeping sides and place even; something of 2 x 2 pixels is always left."""
    inside_x, inside_y, width, height = cv2.boundingRect(cv2.extractChannel(rgba, 3))
    if not width:
        return np.ascontiguousarray(rgba[:2, :2]), x, y
    left, top = even_down(inside_x), even_down(inside_y)
    right, bottom = even_up(inside_x + width), even_up(inside_y + height)
    return np.ascontiguousarray(rgba[top:bottom, left:right]), x + left, y + top


def stack(below: Sprite, above: Sprite) -> Sprite:
    """One sprite over another of the same size and place, as one."""
    pairs = [
        (below.planes.y, above.planes.y, 0),
        (below.planes.u, above.planes.u, 1),
        (below.planes.v, above.planes.v, 1),
        (below.alpha, above.alpha, 0),
        (below.half_alpha, above.half_alpha, 1),
    ]
    y, u, v, alpha, half = (cv2.add(cv2.multiply(a, above.under[k], None, 1 / 255), b) for a, b, k in pairs)
    return make_sprite(below.x, below.y, Planes(y, u, v), alpha, half)


def lay(sprite: Sprite, frame: Planes, opacity: float = 1.0) -> None:
    """Lay a sprite over a frame at its place; what is outside the frame is left out."""
    if opacity <= 0:
        return
    left, top = max(0, -sprite.x), max(0, -sprite.y)
    right = min(sprite.planes.width, frame.width - sprite.x)
    bottom = min(sprite.planes.height, frame.height - sprite.y)
    if right <= left or bottom <= top:
        return
    for k, (source, target) in enumerate(zip(sprite.planes.each, frame.each, strict=True)):
        d = 1 if k == 0 else 2
        inside = slice(top // d, bottom // d), slice(left // d, right // d)
        y, x = (sprite.y + top) // d, (sprite.x + left) // d
        part, under = source[inside], sprite.under[min(k, 1)][inside]
        region = target[y : y + part.shape[0], x : x + part.shape[1]]
        if opacity < 1:
            under = cv2.convertScaleAbs(under, None, opacity, 255 * (1 - opacity))
            part = cv2.convertScaleAbs(part, None, opacity, 0)
        cv2.multiply(region, under, region, 1 / 255)
        cv2.add(region, part, region)
