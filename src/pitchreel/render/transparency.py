"""Films with transparency: the frame over black and over white tells how much of it is there, and in what colour.

What is painted over black and over white alike is opaque; where only the two grounds are seen, nothing is. That holds
whatever a layer is made of, so no layer needs to know of it. Files hold colours as they are, not dimmed by their
alpha, as VP9 in WebM is shown; around what is seen its colours go on for a little, so that a codec's soft edges bring
no dark rim in.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.render.composer import Composer
from pitchreel.render.planes import OFFSET, WHITE, Plane, Planes, blank, halve

_FAINT = 20
"""Alpha below which a colour cannot be told from rounding, and is taken from beside it."""
_REACH = 24
"""Pixels of chroma that colours go on around what is seen."""
Floats = NDArray[np.float32]


class SeeThrough:
    """Paints the frames of a film without a ground: ``composer`` paints it over black."""

    def __init__(self, composer: Composer) -> None:
        self._over_black = composer
        self._over_white = Composer(composer.timeline, composer.stage.shelf.folder, composer.stage.scale, luma=WHITE)
        self._white = blank(*composer.size)

    def paint(self, target: Planes, alpha: Plane, frame: int) -> None:
        """Paint a frame's colours and its alpha, a full-size plane from 0 to 255."""
        self._over_black.paint(target, frame)
        self._over_white.paint(self._white, frame)
        # The difference of both is all of the range where nothing covers the ground.
        ground = cv2.subtract(self._white.y, target.y)
        scaled = cv2.convertScaleAbs(ground, None, 255 / (WHITE - OFFSET[0]), 0)
        np.copyto(alpha, cv2.bitwise_not(scaled))
        half = halve(alpha)
        shares = alpha, half, half
        around = _spread(half)
        for k, (plane, share) in enumerate(zip(target.each, shares, strict=True)):
            _restore(plane, share, half, around, OFFSET[k])


def _spread(half: Plane) -> Floats:
    """How much is seen around each pixel of chroma."""
    return _blurred(half.astype(np.float32) * np.float32(1 / 255))


def _blurred(values: Floats) -> Floats:
    return np.asarray(cv2.boxFilter(values, -1, (2 * _REACH + 1, 2 * _REACH + 1)), np.float32)


def _restore(plane: Plane, alpha: Plane, half: Plane, around: Floats, black: int) -> None:
    """Undo the dimming over black, in place."""
    dimmed = plane.astype(np.float32) - black
    small = dimmed if plane.shape == half.shape else cv2.resize(dimmed, half.shape[::-1], interpolation=cv2.INTER_AREA)
    near = _blurred(np.asarray(small, np.float32)) / np.maximum(around, 1e-4)
    if plane.shape != half.shape:
        near = np.asarray(cv2.resize(near, plane.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
    whole = dimmed * (255 / np.maximum(alpha, 1).astype(np.float32))
    colour = np.where(alpha < _FAINT, near, whole) + black
    np.copyto(plane, np.clip(np.rint(colour), 16, 240).astype(np.uint8))
