"""Tones: the few shades of one colour that a surface is painted in.

Steps are taken in OKLab (B. Ottosson, "A perceptual color space for image processing", 2020), so that light, base and
shade lie evenly apart for dark and pale colours alike.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import skia


class Tones(NamedTuple):
    """Skia colours of a surface from lit to darkest."""

    light: int
    base: int
    shade: int
    deep: int


_Lab = tuple[float, float, float]


def to_lab(colour: str) -> _Lab:
    """``#rrggbb`` as OKLab: lightness 0 to 1, a, b."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    l_ = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    m_ = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    s_ = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )


def from_lab(lab: _Lab) -> int:
    """OKLab as an opaque Skia colour, clipped to what sRGB holds."""
    light, a, b = lab
    l_ = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_
    green = -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_
    blue = -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_
    return int(skia.Color(*(round(255 * _gamma(min(1.0, max(0.0, v)))) for v in (red, green, blue))))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def shifted(colour: str, lightness: float, chroma: float = 1.0, warm: float = 0.0) -> int:
    """The colour made lighter or darker, its chroma scaled, and moved towards red and yellow by ``warm``."""
    light, a, b = to_lab(colour)
    return from_lab((min(0.99, max(0.02, light + lightness)), a * chroma + warm, b * chroma + warm * 0.6))


@lru_cache(maxsize=512)
def cloth_tones(colour: str) -> Tones:
    """Tones of cloth: even steps, smaller at the ends of the scale."""
    light = to_lab(colour)[0]
    step = 0.035 + 0.045 * light
    return Tones(
        shifted(colour, min(step * 0.8, 0.985 - light)),
        shifted(colour, 0),
        shifted(colour, -step * 0.9, 1.04),
        shifted(colour, -step * 1.9, 1.06),
    )


@lru_cache(maxsize=512)
def skin_tones(colour: str) -> Tones:
    """Tones of skin: shade turns warmer and richer, for light passes through skin."""
    light = to_lab(colour)[0]
    step = 0.025 + 0.05 * light
    return Tones(
        shifted(colour, step * 0.62, 0.92),
        shifted(colour, 0),
        shifted(colour, -step * 0.9, 1.05, 0.006),
        shifted(colour, -step * 2.0, 1.02, 0.010),
    )


@lru_cache(maxsize=512)
def hair_tones(colour: str) -> Tones:
    """Tones of hair: a clear sheen on dark hair, or it would be a hole in the picture."""
    light = to_lab(colour)[0]
    step = 0.045 + 0.03 * light
    return Tones(
        shifted(colour, step * 1.35, 1.0, 0.002),
        shifted(colour, 0),
        shifted(colour, -step, 1.02),
        shifted(colour, -step * 1.7, 1.0),
    )
