"""Cards: moving pictures sampled into rounded boxes on the frame."""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

import cv2
import numpy as np
import skia

from pitchreel.render import sprites
from pitchreel.render.framing import Frame
from pitchreel.render.geometry import Affine
from pitchreel.render.planes import Plane, Planes, even_down, even_up, halve
from pitchreel.render.resampling import resample
from pitchreel.render.sprites import Sprite


class _Tile(NamedTuple):
    """A corner of a mask: where it is, the mask there, and what it leaves of what is below."""

    place: tuple[slice, slice]
    mask: Plane
    under: Plane


class Card:
    """A box with rounded corners through which a picture is seen."""

    def __init__(self, frame: Frame, radius: float) -> None:
        self.frame = frame
        self.radius = min(radius, frame.width / 2, frame.height / 2)
        self._mask: tuple[Plane, Plane] | None = None
        self._tiles: tuple[list[_Tile], list[_Tile]] | None = None
        self._moved: tuple[tuple[Affine, Frame], tuple[Plane, Plane]] | None = None

    def paint(self, target: Planes, source: Planes, inside: Affine, move: Affine, opacity: float) -> None:
        """Sample ``source`` (padded) into the frame: ``inside`` leads from it into the box, ``move`` moves the box."""
        box = self.frame
        if move == _STILL and opacity >= 1 and self._within(target):
            self._paint_at_rest(target.window(box.x, box.y, box.width, box.height), source, inside)
            return
        region = visible(move.bounds(box.x, box.y, box.x + box.width, box.y + box.height), target)
        if region is None:
            return
        whole = Affine.shift(-region.x, -region.y) @ move @ Affine.shift(box.x, box.y)
        mask = self._mask_at(move, region)
        window = target.window(region.x, region.y, region.width, region.height)
        for k, (plane, below) in enumerate(zip(source.each, window.each, strict=True)):
            path = whole @ inside if k == 0 else (whole @ inside).halved()
            seen = resample(plane, path, below.shape)
            over = mask[min(k, 1)]
            if opacity < 1:
                over = cv2.convertScaleAbs(over, None, opacity, 0)
            blend(below, seen, over)

    def cut(self, sprite: Sprite, move: Affine) -> Sprite:
        """A sprite where the moved box lets it through."""
        frame = Frame(sprite.x, sprite.y, sprite.planes.width, sprite.planes.height)
        full, half = self._mask_at(move, frame)
        planes = Planes(
            *(
                cv2.multiply(plane, over, None, 1 / 255)
                for plane, over in zip(sprite.planes.each, (full, half, half), strict=True)
            )
        )
        alpha, half_alpha = (
            cv2.multiply(plane, over, None, 1 / 255)
            for plane, over in ((sprite.alpha, full), (sprite.half_alpha, half))
        )
        return sprites.make_sprite(sprite.x, sprite.y, planes, alpha, half_alpha)

    def _within(self, target: Planes) -> bool:
        box = self.frame
        return box.x >= 0 and box.y >= 0 and box.x + box.width <= target.width and box.y + box.height <= target.height

    def _paint_at_rest(self, window: Planes, source: Planes, inside: Affine) -> None:
        """Only the four corners are blended; the rest is written over the frame."""
        corners = self._corner_tiles()
        for k, (plane, below) in enumerate(zip(source.each, window.each, strict=True)):
            tiles = corners[min(k, 1)]
            # What is below the corners, already dimmed where the picture covers it.
            before = [cv2.multiply(below[tile.place], tile.under, None, 1 / 255) for tile in tiles]
            resample(plane, inside if k == 0 else inside.halved(), below.shape, below)
            for tile, old in zip(tiles, before, strict=True):
                corner = below[tile.place]
                cv2.multiply(corner, tile.mask, corner, 1 / 255)
                cv2.add(corner, old, corner)

    def _corner_tiles(self) -> tuple[list[_Tile], list[_Tile]]:
        """The corners of the mask, for luma and for chroma; none when they are square."""
        if self._tiles is None:
            self._tiles = ([], [])
            if self.radius > 0:
                for tiles, mask, side in zip(self._tiles, self._masks(), (1, 2), strict=True):
                    corner = (even_up(self.radius) + 2) // side
                    ends = slice(0, corner), slice(-corner, None)
                    for place in ((rows, columns) for rows in ends for columns in ends):
                        part = np.ascontiguousarray(mask[place])
                        tiles.append(_Tile(place, part, cv2.bitwise_not(part)))
        return self._tiles

    def _masks(self) -> tuple[Plane, Plane]:
        if self._mask is None:
            box = self.frame
            pixels = np.zeros((box.height, box.width, 4), np.uint8)
            with skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
                rounded = skia.RRect.MakeRectXY(skia.Rect.MakeWH(box.width, box.height), self.radius, self.radius)
                canvas.drawRRect(rounded, skia.Paint(AntiAlias=True))
            alpha = np.ascontiguousarray(pixels[..., 3])
            self._mask = (alpha, halve(alpha))
        return self._mask

    def _mask_at(self, move: Affine, region: Frame) -> tuple[Plane, Plane]:
        """The mask of the moved box inside a region of the frame."""
        if self._moved is None or self._moved[0] != (move, region):
            whole = Affine.shift(-region.x, -region.y) @ move @ Affine.shift(self.frame.x, self.frame.y)
            full, half = self._masks()
            size = region.width, region.height
            masks = (
                _sample(full, whole, size),
                _sample(half, whole.halved(), (size[0] // 2, size[1] // 2)),
            )
            self._moved = ((move, region), masks)
        return self._moved[1]


_STILL = Affine.shift(0, 0)


def visible(bounds: tuple[float, float, float, float], target: Planes) -> Frame | None:
    """The even box around some bounds, as far as it lies on the frame; None when none of it does."""
    left, top = max(0, even_down(floor(bounds[0]))), max(0, even_down(floor(bounds[1])))
    right, bottom = min(target.width, even_up(ceil(bounds[2]))), min(target.height, even_up(ceil(bounds[3])))
    return Frame(left, top, right - left, bottom - top) if right > left and bottom > top else None


def blend(below: Plane, above: Plane, mask: Plane) -> None:
    """``above`` over ``below`` through a mask, in place."""
    cv2.multiply(below, cv2.bitwise_not(mask), below, 1 / 255)
    cv2.add(below, cv2.multiply(above, mask, None, 1 / 255), below)


def _sample(plane: Plane, move: Affine, size: tuple[int, int]) -> Plane:
    """A mask moved into a new plane of ``size`` (width, height), empty where it does not reach."""
    return cv2.warpAffine(  # type: ignore[no-any-return]
        plane,
        move.inverse().pixels(),
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
    )
