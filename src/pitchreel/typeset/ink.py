"""Colours and soft shadows for whatever Skia draws."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

import numpy as np
import skia

from pitchreel.documents.marks import Shadow

_STEP = 4.0
"""A shadow is blurred at a scale at which its sigma is about this many pixels: it has no detail finer than that."""


def argb(colour: str) -> int:
    """A colour of a document as Skia's 32-bit number."""
    alpha = int(colour[7:9] or "ff", 16)
    return alpha << 24 | int(colour[1:7], 16)


def cast_shadow(
    canvas: skia.Canvas,
    draw: Callable[[skia.Canvas], None],
    shadow: Shadow,
    bounds: tuple[float, float, float, float],
) -> None:
    """Paint the soft shadow of what ``draw`` draws inside ``bounds`` (left, top, right, bottom).

    Skia's own filter blurs the whole layer at full size, which for a headline takes longer than all else together.
    """
    import cv2  # here, for whoever only measures text need not load it

    shown = max(1e-3, canvas.getTotalMatrix().getMaxScale())
    scale = shown if shadow.blur * shown <= _STEP else _STEP / shadow.blur
    reach = 3 * shadow.blur + 2 / scale
    left, top = floor(bounds[0] - reach), floor(bounds[1] - reach)
    width, height = ceil((bounds[2] + reach - left) * scale), ceil((bounds[3] + reach - top) * scale)
    pixels = np.zeros((height, width, 4), np.uint8)
    with skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType) as below:
        below.scale(scale, scale)
        below.translate(-left, -top)
        draw(below)
    alpha = cv2.extractChannel(pixels, 3)
    if shadow.blur > 0:
        alpha = cv2.GaussianBlur(alpha, (0, 0), shadow.blur * scale)
    image = skia.Image.fromarray(alpha, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType, copy=True)
    place = skia.Rect.MakeXYWH(left + shadow.x, top + shadow.y, width / scale, height / scale)
    canvas.drawImageRect(
        image, place, skia.SamplingOptions(skia.FilterMode.kLinear), skia.Paint(Color=argb(shadow.colour))
    )
