"""What is worn on the face."""

from __future__ import annotations

import skia

from pitchreel.presenter.cast import Look
from pitchreel.presenter.rig.brush import paint, smooth
from pitchreel.presenter.rig.tones import shifted


def draw_glasses(canvas: skia.Canvas, look: Look) -> None:
    """Rims, bridge and temples, with a faint reflection in the glass."""
    glasses = look.glasses
    if glasses is None:
        return
    colour = shifted(glasses.colour, 0)
    x = look.eyes.spacing + 1
    wide, high = 39.0, 33.0
    for side in (-1, 1):
        frame = skia.Rect.MakeXYWH(side * x - wide, 2 - high, wide * 2, high * 2)
        radius = wide if glasses.style == "round" else 17
        rim = skia.RRect.MakeRectXY(frame, radius, radius if glasses.style == "square" else high)
        canvas.save()
        canvas.clipRRect(rim, True)
        canvas.drawPath(
            smooth([(side * x - 34, -6), (side * x - 12, -36), (side * x - 2, -36), (side * x - 32, 14)]),
            paint(skia.ColorWHITE, 0.16),
        )
        canvas.restore()
        canvas.drawRRect(rim, paint(colour, 1, 5.5))
        arm = smooth([(side * (x + wide), -6), (side * (look.face.cheek - 2), -10)], closed=False)
        canvas.drawPath(arm, paint(colour, 1, 5))
    bridge = smooth([(-x + wide - 1, -3), (0, -9), (x - wide + 1, -3)], closed=False)
    canvas.drawPath(bridge, paint(colour, 1, 5))
