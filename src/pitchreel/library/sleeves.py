"""The picture that stands for a piece of music in a list: rings in two colours, and its name."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import skia

from pitchreel.documents.marks import Run, Text
from pitchreel.errors import OutputError
from pitchreel.music import find_music
from pitchreel.typeset import argb, paint_text

SIDE = 480
INKS = (
    ("#f6c85f", "#2f4858"),
    ("#e07a5f", "#f4f1de"),
    ("#3d405b", "#81b29a"),
    ("#e9ecef", "#1d3557"),
    ("#0b132b", "#5bc0be"),
    ("#22223b", "#c9ada7"),
)
"""Ground and rings, by the piece's number."""
_RINGS, _QUALITY = 9, 90


def draw_sleeve(music: str, path: Path) -> None:
    """Write the picture of a piece, as a JPEG; raises OutputError."""
    piece = find_music(music)
    ground, ink = INKS[piece.number % len(INKS)]
    surface = skia.Surface(SIDE, SIDE)
    canvas = surface.getCanvas()
    canvas.clear(argb(ground))
    paint = skia.Paint(Color=argb(ink), Style=skia.Paint.kStroke_Style, AntiAlias=True)
    rng = np.random.default_rng(piece.number)
    for ring, sweep in enumerate(rng.uniform(60, 330, _RINGS)):
        # As many rings as beats would fit, broken where chance has it: the same for a piece in every release.
        radius = SIDE * (0.08 + 0.048 * ring)
        paint.setStrokeWidth(SIDE * (0.006 + 0.012 * float(rng.random())))
        bounds = skia.Rect.MakeLTRB(SIDE / 2 - radius, SIDE * 0.42 - radius, SIDE / 2 + radius, SIDE * 0.42 + radius)
        canvas.drawArc(bounds, float(rng.uniform(0, 360)), float(sweep), False, paint)
    canvas.drawRect(skia.Rect.MakeXYWH(0, SIDE * 0.82, SIDE, SIDE * 0.18), skia.Paint(Color=argb(ground)))
    paint_text(
        canvas,
        Text(
            x=SIDE * 0.07,
            y=SIDE * 0.82,
            width=SIDE * 0.86,
            height=SIDE * 0.15,
            runs=(Run(text=piece.name, size=SIDE * 0.085, weight=750, colour=ink, tracking=-12),),
            valign="middle",
        ),
    )
    pixels = surface.toarray(colorType=skia.kBGRA_8888_ColorType)
    done, data = cv2.imencode(".jpg", pixels[:, :, :3], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise OutputError(f"{path} cannot be encoded")
    path.write_bytes(data.tobytes())
