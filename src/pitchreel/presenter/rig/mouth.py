"""The mouth, drawn anew for every pose: lips in three tones, teeth, tongue and the dark behind them."""

from __future__ import annotations

import skia

from pitchreel.presenter.cast import Look
from pitchreel.presenter.pose import Pose
from pitchreel.presenter.rig.brush import Point, glow, paint, ribbon, smooth
from pitchreel.presenter.rig.tones import cloth_tones, hair_tones, shifted, skin_tones

JAW_DROP = 14.0
"""How far the chin goes down with a fully open mouth."""
_OPEN = 35.0
_TEETH = skia.Color(252, 249, 244)
_TEETH_SHADE = skia.Color(214, 205, 204)
_INSIDE = skia.Color(88, 26, 32)
_THROAT = skia.Color(52, 14, 20)
_TONGUE = skia.Color(205, 96, 104)
_TONGUE_LIGHT = skia.Color(222, 124, 128)


def jaw_drop(pose: Pose) -> float:
    """How far the jaw hangs in a pose."""
    return JAW_DROP * max(0.0, pose.open)


def draw_mouth(canvas: skia.Canvas, look: Look, pose: Pose) -> None:
    """Lips and what lies between them."""
    skin, lip = skin_tones(look.skin), cloth_tones(look.mouth.colour)
    opening = max(0.0, pose.open)
    pressed = max(0.0, -pose.open) / 0.06
    gap = _OPEN * opening + 3.4 * pose.teeth * min(1.0, opening / 0.04)
    half = (15 + 33 * pose.width + 3.5 * pose.smile) * (1 - 0.26 * pose.round) * look.mouth.width
    up = look.mouth.upper * (1 + 0.3 * pose.round) * (1 - 0.45 * pressed) * (1 - 0.10 * pose.smile)
    down = look.mouth.lower * (1 + 0.22 * pose.round) * (1 - 0.4 * pressed) * (1 - 0.08 * opening)
    lift = (2.5 + 6.5 * pose.smile) * (1 - 0.3 * opening) * (1 - pose.round)
    canvas.save()
    canvas.translate(0, look.mouth.height)
    top, bottom = -0.20 * gap, 0.80 * gap
    corner_y = 0.07 * gap - lift
    left, right = (-half, corner_y), (half, corner_y)
    rest = 1.6 * (1 - opening)
    upper_y = top * 0.9 - lift * 0.2 + 0.6
    inner_top: list[Point] = [left, (-half * 0.52, upper_y), (0, top + rest), (half * 0.52, upper_y), right]
    lower_y = bottom * 0.86 + 0.8 - lift * 0.15
    inner_low: list[Point] = [left, (-half * 0.58, lower_y), (0, bottom + rest), (half * 0.58, lower_y), right]
    # the shade that the lower lip throws on chin or beard
    below = hair_tones(look.beard.colour).deep if look.beard else skin.deep
    glow(canvas, (0, bottom + down + 3.5), (half * 0.62, 8), below, 0.55)
    ends = frozenset({0, 4})
    if gap > 1.2:
        _inside(canvas, pose, smooth(inner_top + inner_low[-2:0:-1], corners=ends), half, top, bottom)
    side_y = corner_y + (bottom - corner_y) * 0.62 + down * 0.36
    lower_outer = [
        (half * 0.80, side_y),
        (half * 0.44, bottom + down * 0.93),
        (0, bottom + down + 0.8),
        (-half * 0.44, bottom + down * 0.93),
        (-half * 0.80, side_y),
    ]
    lower = smooth(inner_low + lower_outer, corners=ends)
    canvas.drawPath(lower, paint(lip.base))
    bow = [(0.56, top - up * 0.66 - lift * 0.12), (0.20, top - up), (0.0, top - up * 0.70)]
    upper_outer = [(half * x, y) for x, y in bow] + [(-half * x, y) for x, y in bow[1::-1]]
    upper = smooth(inner_top + upper_outer, corners=frozenset({0, 4}))
    canvas.drawPath(upper, paint(lip.shade))
    canvas.drawOval(
        skia.Rect.MakeXYWH(-half * 0.44, bottom + down * 0.26, half * 0.6, down * 0.36), paint(lip.light, 0.6)
    )
    line = shifted(look.mouth.colour, -0.24, 0.9)
    if gap <= 1.2:
        canvas.drawPath(ribbon(inner_top, [0.5, 1.1, 1.3, 1.1, 0.5]), paint(line, 0.9))
    for side in (-1, 1):
        canvas.drawCircle(side * (half + 0.6), corner_y, 2.2, paint(skin.deep, 0.35))
    canvas.restore()


def _inside(canvas: skia.Canvas, pose: Pose, inner: skia.Path, half: float, top: float, bottom: float) -> None:
    height = bottom - top
    canvas.save()
    canvas.clipPath(inner, True)
    canvas.drawPaint(paint(_INSIDE))
    canvas.drawOval(skia.Rect.MakeXYWH(-half * 0.6, top + height * 0.1, half * 1.2, height * 0.6), paint(_THROAT, 0.7))
    rise = 0.30 + 0.32 * pose.tongue
    tongue = skia.Rect.MakeXYWH(-half * 0.60, bottom - height * rise, half * 1.2, height * 0.9)
    canvas.drawOval(tongue, paint(_TONGUE))
    canvas.drawOval(
        tongue.makeInset(half * 0.2, height * 0.06).makeOffset(-half * 0.08, -0.5), paint(_TONGUE_LIGHT, 0.7)
    )
    if pose.teeth > 0.04 or pose.open > 0.35:
        show = max(pose.teeth, min(0.5, pose.open * 0.6))
        deep = top + 2.5 + 8.5 * show
        row = smooth(
            [
                (-half * 0.86, top - 9),
                (half * 0.86, top - 9),
                (half * 0.80, deep - 2.5),
                (half * 0.4, deep),
                (-half * 0.4, deep),
                (-half * 0.80, deep - 2.5),
            ]
        )
        canvas.drawPath(row, paint(_TEETH))
        shade = smooth(
            [(-half, top - 10), (half, top - 10), (half * 0.9, top + 2.2), (0, top + 2.6), (-half * 0.9, top + 2.2)]
        )
        canvas.drawPath(shade, paint(_TEETH_SHADE, 0.6))
    canvas.restore()
