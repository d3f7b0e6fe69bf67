"""The colours of the film, from the logo, the theme colour or the product, with contrast that holds.

Roles and their ranges are in OKLCH. The ground turns dark where a light one would swallow the product's edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product as every

import numpy as np

from pitchreel.documents.product import Palette
from pitchreel.product.oklab import contrast, from_hex, from_oklch, to_oklab, to_oklch

Outline = Sequence[tuple[float, float, float]]
"""OKLab colours along the edge of one cut-out."""

INK_CONTRAST = 7.0
ON_ACCENT_CONTRAST = 4.5
ACCENT_CONTRAST = 3.0
ACCENT_CONTRAST_2 = 2.5
"""On the far end of the ground's gradient."""

NEAR = 0.15
"""Distance in OKLab under which an edge is lost in the ground."""
LOST = 0.2
"""Share of an outline that may be lost before the ground must change."""

DEFAULT_HUE = 255.0
COLOURFUL = 0.045
"""Chroma from which a colour has a hue worth taking."""
SAME_HUE = 25.0
"""Degrees within which two colours are shades of one."""
WARM = (45.0, 130.0)
"""Hues that only look right when they are bright."""
_TURN = 11.0
"""Degrees between the hues of the two grounds."""
_LIGHT = ((0.955, 0.965, 0.94, 0.92, 0.905), (0.018, 0.032))
_DARK = ((0.21, 0.19, 0.23, 0.25), (0.035, 0.05))


@dataclass(frozen=True)
class Hue:
    """A hue in degrees, how colourful its source is, and which source that was."""

    hue: float
    chroma: float
    source: str


Colours = Sequence[tuple[str, float]]
"""Colours as #rrggbb with the share that each covers."""


def find_hue(*, logo: Colours = (), theme: str | None = None, pictures: Sequence[Colours] = ()) -> Hue:
    """The brand's hue: the logo's, the theme colour's, or that of the first picture that has one."""
    sources = [("logo", logo), ("theme-color", ((theme, 1.0),) if theme else ())]
    for source, colours in (*sources, *(("picture", picture) for picture in pictures)):
        leading = _leading(colours)
        if leading is not None:
            return Hue(leading[1], leading[0], source)
    return Hue(DEFAULT_HUE, 0.1, "default")


def _leading(colours: Colours) -> tuple[float, float] | None:
    """Chroma and hue of the colour that leads: the most colourful one of the hue that covers most."""
    real = [
        (chroma, hue, share)
        for (lightness, chroma, hue), share in ((to_oklch(colour), share) for colour, share in colours)
        if chroma >= COLOURFUL and 0.2 < lightness < 0.95
    ]
    if not real:
        return None

    def weight(hue: float) -> float:
        return sum(chroma * share for chroma, other, share in real if abs((other - hue + 180) % 360 - 180) < SAME_HUE)

    chroma, hue, _ = max(real, key=lambda item: (weight(item[1]), item[0]))
    return chroma, hue


def choose_palette(hue: Hue, outlines: Sequence[Outline] = ()) -> Palette:
    """A palette around a hue whose ground keeps clear of the products' edges (most important outline first)."""
    ground, light = _choose_ground(hue, outlines)
    lightness, chroma, angle = to_oklch(ground)
    second = from_oklch(
        lightness + (-0.06 if light else 0.06), min(chroma * 1.4, 0.04 if light else 0.06), angle + _TURN
    )
    ink = _reach(0.24 if light else 0.97, 0.03 if light else 0.012, hue.hue, (ground, second), INK_CONTRAST)
    accent, on_accent = _choose_accent(hue, (ground, second), light)
    return Palette(
        treatment="light" if light else "dark",
        ground=ground,
        ground_2=second,
        ink=ink,
        accent=accent,
        on_accent=on_accent,
        source=hue.source,
    )


def lost_share(ground: str, outline: Outline) -> float:
    """How much of an outline is lost in front of a ground."""
    if not outline:
        return 0.0
    distance = np.linalg.norm(np.asarray(outline) - to_oklab(from_hex(ground)), axis=1)
    return float(np.mean(distance < NEAR))


def _choose_ground(hue: Hue, outlines: Sequence[Outline]) -> tuple[str, bool]:
    """The first ground, in the order of taste, that loses little of any outline; else the one that loses least."""
    grey = hue.source == "default"
    best: tuple[float, str, bool] | None = None
    for light, turn in every((True, False), (0.0, 150.0, 210.0)):
        levels, chromas = _LIGHT if light else _DARK
        for lightness, chroma in every(levels, chromas):
            ground = from_oklch(lightness, chroma * (0.4 if grey else 1), hue.hue + turn)
            shares = [lost_share(ground, outline) for outline in outlines if outline]
            # The first product matters most: the others stand before the ground for a shot, it opens and closes.
            worst = max(shares[0], 0.6 * max(shares)) if shares else 0.0
            if worst <= LOST:
                if turn == 0 or best is None or best[0] > LOST:
                    return ground, light
            elif best is None or worst < best[0] - 0.02:
                best = (worst, ground, light)
    assert best is not None
    return best[1], best[2]


def _choose_accent(hue: Hue, grounds: tuple[str, str], light: bool) -> tuple[str, str]:
    """Accent and the colour of words on it, at the lightness where the hue looks its best.

    Orange to lime turn brown and olive when darkened for white words: they stay bright and carry dark ones.
    """
    warm = WARM[0] <= hue.hue <= WARM[1]
    preferred, white_cost, dark_cost = (0.72, 0.2, 0.0) if warm else (0.62, 0.0, 0.08)
    best: tuple[float, str, str] | None = None
    for step in range(56):
        lightness = 0.40 + 0.01 * step
        accent = from_oklch(lightness, min(0.2, max(0.15, hue.chroma)), hue.hue)
        if contrast(accent, grounds[0]) < ACCENT_CONTRAST or contrast(accent, grounds[1]) < ACCENT_CONTRAST_2:
            continue
        for words, cost in (
            (from_oklch(0.99, 0.004, hue.hue), white_cost),
            (from_oklch(0.17, 0.03, hue.hue), dark_cost),
        ):
            if contrast(accent, words) < ON_ACCENT_CONTRAST:
                continue
            total = abs(lightness - preferred) + cost
            if best is None or total < best[0]:
                best = (total, accent, words)
    if best is None:  # no hue needs this, as the tests show; black and white always hold
        return ("#1a1a1a", "#ffffff") if light else ("#f2f2f2", "#111111")
    return best[1], best[2]


def _reach(lightness: float, chroma: float, hue: float, grounds: tuple[str, str], wanted: float) -> str:
    """A colour moved away from the grounds until its contrast holds."""
    step = -0.01 if lightness < 0.5 else 0.01
    colour = from_oklch(lightness, chroma, hue)
    while min(contrast(colour, ground) for ground in grounds) < wanted and 0 < lightness < 1:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = from_oklch(lightness, chroma, hue)
    return colour
