"""Eyes and brows, drawn anew for every pose."""

from __future__ import annotations

import skia

from pitchreel.presenter.cast import Look
from pitchreel.presenter.pose import Pose
from pitchreel.presenter.rig.brush import Point, paint, ribbon, smooth
from pitchreel.presenter.rig.tones import cloth_tones, shifted, skin_tones

_WHITE = skia.Color(250, 247, 243)
_LID_SHADE = skia.Color(196, 190, 196)
_PUPIL = skia.Color(22, 15, 14)
_CATCH = skia.Color(255, 255, 255)


def draw_eyes(canvas: skia.Canvas, look: Look, pose: Pose) -> None:
    """Both eyes with lids, lashes, iris and catch light."""
    for side in (-1, 1):
        canvas.save()
        canvas.translate(side * look.eyes.spacing, 0)
        canvas.scale(look.eyes.size, look.eyes.size)
        _eye(canvas, look, pose, side)
        canvas.restore()


def _lids(look: Look, pose: Pose, side: int) -> tuple[list[Point], list[Point]]:
    """Upper and lower lid from the inner to the outer corner."""
    tilt = look.eyes.tilt
    inner, outer = (-side * 25.0, 4.0), (side * 26.0, 1.0 - tilt)
    lower = [inner, (-side * 10, 10.5), (side * 8, 11.5 - tilt * 0.2), (side * 20, 6.5 - tilt * 0.7), outer]
    cheer = pose.smile * 1.6
    lower = [lower[0], *((x, y - cheer) for x, y in lower[1:4]), lower[4]]
    wide = pose.brow * 1.6
    upper = [inner, (-side * 15, -9.5 - wide), (side * 1, -15.5 - wide), (side * 16, -11.0 - wide - tilt * 0.6), outer]
    # the upper lid comes down most of the way, the lower one a little to meet it
    meet = [(x, y * 0.9 - 1.0) for x, y in lower]
    closed = pose.blink
    upper = [(a + (c - a) * closed, b + (d - b) * closed) for (a, b), (c, d) in zip(upper, meet, strict=True)]
    lower = [(x, y - closed * 0.8) for x, y in lower]
    return upper, lower


def _eye(canvas: skia.Canvas, look: Look, pose: Pose, side: int) -> None:
    skin = skin_tones(look.skin)
    upper, lower = _lids(look, pose, side)
    if pose.blink < 0.92:
        opening = smooth(upper + lower[-2:0:-1], corners=frozenset({0, len(upper) - 1}))
        canvas.save()
        canvas.clipPath(opening, True)
        canvas.drawPaint(paint(_WHITE))
        _iris(canvas, look, pose)
        shadow = [(x, y + 4.5) for x, y in upper]
        band = smooth([(upper[0][0], -30), *shadow, (upper[-1][0], -30)])
        canvas.drawPath(band, paint(_LID_SHADE, 0.0 + 0.55, 1.2))
        canvas.restore()
        corner = (-side * 23.5, 4.2)
        canvas.drawCircle(*corner, 2.0, paint(skin.deep, 0.6, 0.6))
    line = shifted(look.brows.colour, -0.1, 0.6)
    lashes = look.eyes.lashes
    thick = 1.5 + 1.9 * lashes
    lash = [*upper[:-1], (upper[-1][0] + side * (1.5 + 4.5 * lashes), upper[-1][1] - 0.5 - 3.0 * lashes)]
    canvas.drawPath(ribbon(lash, [0.7, thick * 0.8, thick, thick * 1.05, 0.4]), paint(line))
    canvas.drawPath(ribbon(lower[1:], [0.4, 0.9, 1.2, 0.8]), paint(skin.deep, 0.55))
    if look.eyes.crease:
        lift = 6.0 * (1 - pose.blink * 0.75)
        crease = [(x * 1.02, y - lift) for x, y in upper[1:]]
        crease[-1] = (crease[-1][0] + side * 2, crease[-1][1] + 2.5)
        canvas.drawPath(ribbon(crease, [0.4, 1.1, 1.1, 0.3]), paint(skin.deep, 0.75 * look.eyes.crease))


def _iris(canvas: skia.Canvas, look: Look, pose: Pose) -> None:
    x, y = pose.gaze * 7.5, -2.2 + pose.nod * 1.0
    tones = cloth_tones(look.eyes.colour)
    canvas.drawCircle(x, y, 12.6, paint(tones.deep))
    canvas.drawCircle(x, y, 11.0, paint(tones.base))
    canvas.save()
    canvas.drawCircle(x + 0.8, y + 3.8, 6.6, paint(tones.light, 0.7, 1.5))
    canvas.restore()
    canvas.drawCircle(x, y, 5.6, paint(_PUPIL))
    canvas.drawCircle(x - 4.3, y - 5.0, 3.3, paint(_CATCH))
    canvas.drawCircle(x + 4.0, y + 4.6, 1.5, paint(_CATCH, 0.75))


def draw_brows(canvas: skia.Canvas, look: Look, pose: Pose) -> None:
    """Both brows: tapered, raised by the pose."""
    brows = look.brows
    tones = cloth_tones(brows.colour)
    lift = -36 - pose.brow * 9.5
    for side in (-1, 1):
        inner = look.eyes.spacing - brows.length * 0.47
        length, t = brows.length, brows.thickness
        # raised brows rise most in their inner two thirds
        points = [
            (side * inner, lift + 3 - brows.angle),
            (side * (inner + length * 0.3), lift - brows.arch * 0.55 - brows.angle * 0.4),
            (side * (inner + length * 0.66), lift - brows.arch + pose.brow * 0.5),
            (side * (inner + length), lift + 4.5 + pose.brow * 2.5),
        ]
        canvas.drawPath(ribbon(points, [t * 0.42, t * 0.52, t * 0.40, t * 0.07]), paint(tones.base))
