"""OKLab and OKLCH, and the contrast of WCAG 2.

OKLab: Björn Ottosson, https://bottosson.github.io/posts/oklab/ (his matrices, public domain). Arrays hold colours
in their last axis; sRGB as 0 to 255, lightness 0 to 1, chroma about 0 to 0.32, hue in degrees.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_LEVELS = np.arange(256) / 255.0
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4).astype(np.float32)
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    dtype=np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    dtype=np.float32,
)
_FROM_LAB = np.linalg.inv(_TO_LAB.astype(np.float64))
_FROM_LMS = np.linalg.inv(_TO_LMS.astype(np.float64))


def to_oklab(rgb: NDArray[np.uint8]) -> Floats:
    """OKLab of sRGB bytes, shape (..., 3)."""
    linear = _LINEAR[rgb]
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T, dtype=np.float32)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour as #rrggbb; chroma is lowered until the colour exists in sRGB."""
    low, high = 0.0, chroma
    if _in_gamut(_linear(lightness, chroma, hue)):
        low = chroma
    else:
        for _ in range(20):
            middle = (low + high) / 2
            low, high = (middle, high) if _in_gamut(_linear(lightness, middle, hue)) else (low, middle)
    linear = np.clip(_linear(lightness, low, hue), 0, 1)
    levels = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return to_hex(np.round(levels * 255).astype(np.uint8))


def _linear(lightness: float, chroma: float, hue: float) -> NDArray[np.float64]:
    angle = np.radians(hue)
    lms = _FROM_LAB @ np.array([lightness, chroma * np.cos(angle), chroma * np.sin(angle)])
    return np.asarray(_FROM_LMS @ lms**3)


def _in_gamut(linear: NDArray[np.float64]) -> bool:
    return bool(np.all(linear >= -1e-4) and np.all(linear <= 1 + 1e-4))


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue of #rrggbb."""
    lightness, a, b = (float(value) for value in to_oklab(from_hex(colour)))
    return lightness, float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)) % 360)


def from_hex(colour: str) -> NDArray[np.uint8]:
    """Three bytes of #rrggbb."""
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.uint8)


def to_hex(rgb: NDArray[np.uint8]) -> str:
    """#rrggbb of three bytes."""
    return "#" + "".join(f"{int(value):02x}" for value in rgb)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2 defines it."""
    red, green, blue = (float(value) for value in _LINEAR[from_hex(colour)])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
