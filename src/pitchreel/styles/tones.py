"""Tones: the colours of a film, from the product's palette and a template's treatment, with contrast that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pitchreel.documents.marks import Fill, Shadow
from pitchreel.documents.product import Palette
from pitchreel.documents.timeline import CaptionStyle
from pitchreel.product.oklab import contrast, from_hex, from_oklch, to_oklab, to_oklch
from pitchreel.styles.catalogue import Look

INK, WORDS, ACCENT = 7.0, 4.6, 3.0
"""Contrast of ink on ground, of any words, of the accent on the ground."""
GROUND_ANGLE = 70.0
"""Down and a little to the right: the light comes from the upper left."""
GLOW = 0.30
"""Of the accent in the light on a dark ground."""
NEAR = 0.11
"""Distance in OKLab under which a product is lost on its ground."""
_DEFAULT = Palette(
    treatment="light", ground="#f3f4f6", ground_2="#dfe3ea", ink="#14181f", accent="#3867d6", on_accent="#ffffff"
)


@dataclass(frozen=True)
class Tones:
    """The colours of a film as #rrggbb; ``shade`` is the colour of shadows."""

    ground: str
    ground_2: str
    ink: str
    accent: str
    on_accent: str
    dark: bool
    shade: str
    paper: str
    """The face of a card."""

    @property
    def grounds(self) -> tuple[str, str]:
        """Both ends of the ground's gradient."""
        return self.ground, self.ground_2

    @property
    def fill(self) -> Fill:
        """The ground."""
        return Fill(colours=self.grounds, angle=GROUND_ANGLE)

    @property
    def floor(self) -> tuple[str, str]:
        """A floor's far and near edge."""
        far, near = (0.36, 0.06) if self.dark else (0.19, 0.03)
        return self.tint(far, self.ground_2), self.tint(near, self.ground_2)

    @property
    def backs(self) -> tuple[str, ...]:
        """Everything that words without a plate may stand on: ground, floor, and the ground where it is lit."""
        return (*self.grounds, *self.floor, mix(self.accent, self.ground, self.glow) if self.dark else self.ground)

    @property
    def glow(self) -> float:
        """How much of the accent there is in the light on a dark ground."""
        return self._readable(GLOW, self.ground)

    def tint(self, share: float, over: str | None = None) -> str:
        """Some of the accent over a ground: as much as ``share``, but no more than lets words be read on it."""
        ground = over or self.ground
        return mix(self.accent, ground, self._readable(share, ground))

    def _readable(self, share: float, ground: str) -> float:
        while share > 0.02 and contrast(self.ink, mix(self.accent, ground, share)) < WORDS:
            share -= 0.02
        return max(0.0, share)

    def faded(self) -> str:
        """Ink stepped back as far as words still read wherever they stand."""
        return fade(self.ink, self.backs, 0.66)

    def shadow(self, v: float, strength: float = 0.16) -> Shadow:
        """The ambient shadow."""
        return Shadow(x=0, y=2.2 * v, blur=3 * v, colour=with_alpha(self.shade, strength * (2.2 if self.dark else 1)))


def with_alpha(colour: str, alpha: float) -> str:
    """#rrggbb with an opacity."""
    return f"{colour[:7]}{round(255 * min(1.0, alpha)):02x}"


def mix(one: str, other: str, share: float) -> str:
    """``share`` of one colour over another."""
    a, b = from_hex(one).astype(float), from_hex(other).astype(float)
    return "#" + "".join(f"{round(x):02x}" for x in a * share + b * (1 - share))


def over(colour: str, ground: str) -> str:
    """#rrggbbaa over a ground, as #rrggbb."""
    return mix(colour[:7], ground, int(colour[7:9] or "ff", 16) / 255)


def fade(ink: str, grounds: tuple[str, ...], share: float) -> str:
    """Ink at an opacity over the first ground, raised until words in it can be read on all of them."""
    while share < 1:
        colour = mix(ink, grounds[0], share)
        if min(contrast(colour, ground) for ground in grounds) >= WORDS:
            return colour
        share += 0.03
    return ink


def choose_tones(palette: Palette | None, look: Look, subject: tuple[str, ...]) -> Tones:
    """The tones of a film. A treatment in which the product (its colours: ``subject``) would be lost is not taken."""
    palette = palette or _DEFAULT
    treated = _treat(palette, look.treatment)
    if look.treatment not in ("auto", palette.treatment) and _swallows(treated.grounds, subject):
        treated = _treat(palette, "auto")
    return treated


def _swallows(grounds: tuple[str, str], subject: tuple[str, ...]) -> bool:
    ground = to_oklab(from_hex(grounds[0]))
    return any(float(np.linalg.norm(to_oklab(from_hex(colour)) - ground)) < NEAR for colour in subject[:1])


def _treat(palette: Palette, treatment: str) -> Tones:
    _, chroma, hue = to_oklch(palette.accent)
    if treatment == "auto" or treatment == palette.treatment:
        return _tones(
            palette.ground,
            palette.ground_2,
            palette.ink,
            palette.accent,
            palette.on_accent,
            palette.treatment == "dark",
        )
    if treatment == "accent":
        return _on_accent(palette)
    grounds = {
        "light": (from_oklch(0.955, 0.022, hue), from_oklch(0.895, 0.036, hue + 11)),
        "dark": (from_oklch(0.25, 0.04, hue), from_oklch(0.19, 0.05, hue + 11)),
        "noir": (from_oklch(0.225, 0.028, hue), from_oklch(0.15, 0.035, hue + 11)),
        "mono": (from_oklch(0.945, 0.006, hue), from_oklch(0.885, 0.01, hue)),
    }[treatment]
    dark = treatment in ("dark", "noir")
    ink = _reach(from_oklch(0.97 if dark else 0.22, 0.012, hue), grounds, INK, lighter=dark)
    accent, on_accent = _accent(hue, max(chroma, 0.13 if treatment != "mono" else 0.09), grounds, dark)
    return _tones(*grounds, ink, accent, on_accent, dark)


def _on_accent(palette: Palette) -> Tones:
    """The accent itself as ground; what was the ground becomes the colour of the button."""
    lightness, chroma, hue = to_oklch(palette.accent)
    dark = contrast(palette.accent, "#ffffff") >= contrast(palette.accent, "#101114")
    step = -0.01 if dark else 0.01
    words = "#ffffff" if dark else "#14110d"
    while contrast(palette_ground := from_oklch(lightness, chroma, hue), words) < 5.6 and 0.2 < lightness < 0.95:
        lightness += step
    second = from_oklch(lightness + (-0.07 if dark else 0.05), chroma, hue + 8)
    button = from_oklch(0.97, 0.02, hue) if dark else from_oklch(0.2, 0.04, hue)
    on_button = _reach(from_oklch(0.3, 0.1, hue) if dark else "#ffffff", (button,), INK, lighter=not dark)
    return _tones(palette_ground, second, words, button, on_button, dark)


def _tones(ground: str, ground_2: str, ink: str, accent: str, on_accent: str, dark: bool) -> Tones:
    lightness, _, hue = to_oklch(ground)
    shade = from_oklch(0.06 if dark else 0.22, 0.02, hue)
    paper = from_oklch(min(lightness + 0.16, 0.37), 0.05, hue) if dark else "#ffffff"
    return Tones(ground, ground_2, ink, accent, on_accent, dark, shade, paper)


def _accent(hue: float, chroma: float, grounds: tuple[str, str], dark: bool) -> tuple[str, str]:
    best: tuple[float, str, str] | None = None
    for step in range(56):
        lightness = 0.40 + 0.01 * step
        accent = from_oklch(lightness, min(chroma, 0.2), hue)
        if min(contrast(accent, ground) for ground in grounds) < ACCENT:
            continue
        for words in ("#ffffff", from_oklch(0.17, 0.03, hue)):
            if contrast(accent, words) < WORDS:
                continue
            cost = abs(lightness - (0.72 if dark else 0.58))
            if best is None or cost < best[0]:
                best = (cost, accent, words)
    return best[1:] if best else (("#f2f2f2", "#111111") if dark else ("#1a1a1a", "#ffffff"))


def _reach(colour: str, grounds: tuple[str, ...], wanted: float, *, lighter: bool) -> str:
    lightness, chroma, hue = to_oklch(colour)
    while min(contrast(colour, ground) for ground in grounds) < wanted and 0.0 < lightness < 1.0:
        lightness += 0.01 if lighter else -0.01
        colour = from_oklch(min(1.0, max(0.0, lightness)), chroma, hue)
    return colour


def caption_style(look: dict[str, Any], tones: Tones, v: float) -> CaptionStyle:
    """A look of ``captions.toml`` in the film's colours and pixels."""
    plate = look.get("plate") or look.get("outline") or "#101216"
    # At worst white shows through the plate.
    behind = over(plate, "#ffffff") if plate.startswith("#") else tones.ground
    roles = {
        "ink": tones.ink,
        "ground": tones.ground,
        "accent": tones.accent,
        "on_accent": tones.on_accent,
        "bright": _reach(tones.accent, (behind,), 5.0, lighter=True),
    }

    def colour(name: str | None) -> str | None:
        return roles.get(name, name) if name else None

    size = look["size"] * v
    shadow = look.get("shadow")
    return CaptionStyle(
        size=round(size, 1),
        weight=look.get("weight", 750),
        colour=colour(look["colour"]) or "#ffffff",
        spoken=colour(look["spoken"]) or "#ffffff",
        marker=colour(look.get("marker")),
        plate=colour(look.get("plate")),
        radius=round(look.get("radius", 0) * v, 1),
        padding=round(look.get("padding", 0) * v, 1),
        outline=colour(look.get("outline")),
        outline_width=round(look.get("outline_width", 0) * v, 1),
        shadow=Shadow(x=0, y=0.3 * v, blur=shadow * v, colour="#00000080") if shadow else None,
        uppercase=look.get("uppercase", False),
    )
