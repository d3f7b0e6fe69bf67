"""Canvases: quiet pictures for a film that was given words and nothing to show."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from random import Random

import skia

from pitchreel.documents import Product
from pitchreel.documents.product import Media
from pitchreel.typeset import argb

_SIZE = 1600
"""Width and height in pixels: enough for every shape of film."""
_FAMILIES = (
    ("#12263f", "#1f4e79", "#3d8bb5", "#f2b872"),
    ("#2a1a3e", "#5b2e72", "#a3508a", "#f4a56a"),
    ("#0f2f2c", "#1d5b52", "#4f9d84", "#e8c98a"),
    ("#3a1d1d", "#7a3230", "#c15f45", "#f0c98c"),
    ("#1b1f3b", "#3a4a8c", "#6f8fd0", "#f3c7a2"),
)
"""Dark, middle and light of one ground, and the colour that stands out on it."""


def with_canvases(product: Product, folder: Path, *, seed: int) -> Product:
    """The product with pictures drawn into ``folder`` when it has nothing to show; otherwise as it is.

    ``folder`` is what the paths of its media are relative to. The same product and seed give the same pictures.
    """
    if any(item.role == "gallery" for item in product.media):
        return product
    chance = Random(f"{product.name} {seed}")
    colours = [argb(code) for code in chance.choice(_FAMILIES)]
    drawn = []
    for number, draw in enumerate((_hills, _rings, _beams), 1):
        path = folder / f"canvas-{number}.png"
        _save(draw, colours, chance, path)
        drawn.append(Media(id=f"picture-{number}", kind="picture", url="", path=path.name))
    return product.model_copy(update={"media": (*product.media, *drawn)})


def _save(
    draw: Callable[[skia.Canvas, list[int], Random], None], colours: list[int], chance: Random, path: Path
) -> None:
    surface = skia.Surface(_SIZE, _SIZE)
    canvas = surface.getCanvas()
    ends = [(0, 0), (0.3 * _SIZE, _SIZE)]
    canvas.drawPaint(skia.Paint(Shader=skia.GradientShader.MakeLinear(ends, [colours[1], colours[0]])))
    draw(canvas, colours, chance)
    path.write_bytes(bytes(surface.makeImageSnapshot().encodeToData(skia.EncodedImageFormat.kPNG, 100)))


def _hills(canvas: skia.Canvas, colours: list[int], chance: Random) -> None:
    """A low sun over three ranges."""
    x = chance.uniform(0.3, 0.7) * _SIZE
    canvas.drawCircle(x, 0.42 * _SIZE, 0.3 * _SIZE, _tint(colours[3], 0.22))
    canvas.drawCircle(x, 0.42 * _SIZE, 0.17 * _SIZE, _tint(colours[3], 0.85))
    for k, (colour, alpha) in enumerate(((colours[2], 0.55), (colours[1], 0.9), (colours[0], 1.0))):
        top, swing, phase = (0.5 + 0.13 * k) * _SIZE, 0.06 * _SIZE, chance.uniform(0, 2 * math.pi)
        points = [
            (
                at,
                top + swing * math.sin(phase + at / _SIZE * (4.2 + k)) + 0.3 * swing * math.sin(2.3 * phase + at / 190),
            )
            for at in range(0, _SIZE + 20, 20)
        ]
        path = skia.Path()
        path.addPoly([skia.Point(*point) for point in [*points, (_SIZE, _SIZE), (0, _SIZE)]], True)
        canvas.drawPath(path, _tint(colour, alpha))


def _rings(canvas: skia.Canvas, colours: list[int], chance: Random) -> None:
    """Circles about a corner, the narrowest in the bright colour."""
    x, y = (0.1 if chance.random() < 0.5 else 0.9) * _SIZE, 0.92 * _SIZE
    for k in range(7, 0, -1):
        canvas.drawCircle(x, y, 0.16 * k * _SIZE, _tint(colours[2], 0.16))
    canvas.drawCircle(x, y, 0.13 * _SIZE, _tint(colours[3], 0.9))


def _beams(canvas: skia.Canvas, colours: list[int], chance: Random) -> None:
    """Slanting bands of light, one of them bright."""
    canvas.rotate(chance.uniform(24, 38), _SIZE / 2, _SIZE / 2)
    at = -0.4 * _SIZE
    bright = chance.randrange(3, 6)
    for k in range(10):
        width = chance.uniform(0.06, 0.2) * _SIZE
        colour, alpha = (colours[3], 0.8) if k == bright else (colours[2], 0.12 + 0.06 * (k % 3))
        canvas.drawRect(
            skia.Rect.MakeXYWH(at, -_SIZE, 0.35 * width if k == bright else width, 3 * _SIZE), _tint(colour, alpha)
        )
        at += 1.25 * width


def _tint(colour: int, alpha: float) -> skia.Paint:
    paint = skia.Paint(AntiAlias=True, Color=colour)
    paint.setAlphaf(alpha)
    return paint
