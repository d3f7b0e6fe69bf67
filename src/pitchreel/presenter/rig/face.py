"""The face without its moving features: head, ears, planes of light and shade, nose."""

from __future__ import annotations

import skia

from pitchreel.presenter.cast import Look
from pitchreel.presenter.rig.brush import Point, glow, lay, paint, ribbon, smooth
from pitchreel.presenter.rig.tones import Tones, shifted, skin_tones

CROWN = -150.0
"""Where the skull ends above the eyes."""


def jaw_point(y: float, drop: float) -> float:
    """Where a point of the lower face comes to lie when the jaw has dropped by ``drop``."""
    return y + drop * min(1.0, max(0.0, (y - 55) / 80))


def face_points(look: Look, drop: float = 0.0, *, grow: float = 0.0) -> list[Point]:
    """The outline of the face, clockwise from the crown; ``grow`` widens it evenly."""
    face = look.face
    length = face.length
    half = [
        (0.0, CROWN - grow),
        (face.temple * 0.56, CROWN + 14 - grow),
        (face.temple * 0.93, CROWN + 62),
        (face.temple + grow, -26),
        (face.cheek + grow, 22),
        (face.cheek * 0.42 + face.jaw * 0.58 + 4 + grow, jaw_point(length * 0.46, drop)),
        (face.jaw + grow, jaw_point(length * 0.64, drop)),
        (face.chin + (face.jaw - face.chin) * 0.55 + grow, jaw_point(length * 0.845, drop) + grow),
        (face.chin + grow, jaw_point(length * 0.972, drop) + grow),
        (0.0, jaw_point(length, drop) + grow),
    ]
    return half + [(-x, y) for x, y in half[-2:0:-1]]


def face_path(look: Look, drop: float = 0.0, *, grow: float = 0.0) -> skia.Path:
    """The outline of the face as a path."""
    return smooth(face_points(look, drop, grow=grow))


def draw_ears(canvas: skia.Canvas, look: Look) -> None:
    """Both ears, to be drawn before the face."""
    tones = skin_tones(look.skin)
    edge = look.face.cheek
    for side in (-1, 1):
        canvas.save()
        canvas.scale(side, 1)
        ear = smooth(
            [(edge - 8, -20), (edge + 9, -25), (edge + 18, -8), (edge + 12, 18), (edge + 6, 42), (edge - 8, 46)]
        )
        canvas.drawPath(ear, paint(tones.base if side < 0 else tones.shade))
        inner = smooth(
            [(edge - 2, -10), (edge + 8, -14), (edge + 12, -4), (edge + 5, 16), (edge + 1, 26), (edge - 4, 14)]
        )
        canvas.drawPath(inner, paint(tones.shade if side < 0 else tones.deep, 0.85))
        canvas.restore()
        if look.earrings:
            colour = look.earrings
            canvas.drawCircle(side * (edge + 3), 47, 6.5, paint(shifted(colour, -0.1)))
            canvas.drawCircle(side * (edge + 3) - 1.2, 45.6, 4.6, paint(shifted(colour, 0.06)))


def draw_face(canvas: skia.Canvas, look: Look, drop: float) -> skia.Path:
    """Skin of the head with its planes, the jaw hanging by ``drop``; gives its outline. Meant to be recorded."""
    tones = skin_tones(look.skin)
    face = look.face
    outline = face_path(look, drop)
    canvas.drawPath(outline, paint(tones.base))
    _planes(canvas, look, tones, drop, outline)
    blush = skia.Color(*(int(face.blush_colour[i : i + 2], 16) for i in (1, 3, 5)))
    for side in (-1, 1):
        glow(canvas, (side * 60, 48), (38, 26), blush, 0.42 * face.blush)
    glow(canvas, (-4, jaw_point(face.length, drop) - 22), (24, 13), tones.light, 0.6)
    if face.age_lines:
        _lines(canvas, look, tones, drop)
    if face.freckles:
        for i, (x, y) in enumerate(_FRECKLES):
            canvas.drawCircle(x, y, 1.4 + (i % 3) * 0.35, paint(tones.deep, 0.4))
    return outline


def _planes(canvas: skia.Canvas, look: Look, tones: Tones, drop: float, outline: skia.Path) -> None:
    chin = jaw_point(look.face.length, drop)
    # the side away from the light: a broad plane and, towards the edge, its core
    side = smooth(
        [(130, -150), (84, -96), (80, -50), (91, -8), (82, 34), (68, 74), (48, jaw_point(112, drop)), (26, chin - 12),
         (-8, chin + 1), (-30, chin + 14), (60, chin + 40), (150, 60)]
    )  # fmt: skip
    lay(canvas, side, tones.shade, 0.6, within=outline)
    core = smooth([(140, -120), (100, -60), (101, 0), (92, 44), (76, 88), (40, chin - 3), (8, chin + 10), (150, chin)])
    lay(canvas, core, tones.shade, 0.75, within=outline)
    # forehead and cheeks towards the light
    glow(canvas, (-24, -66), (66, 40), tones.light, 0.75)
    glow(canvas, (-66, 40), (34, 32), tones.light, 0.8)
    glow(canvas, (58, 40), (26, 24), tones.light, 0.45)
    for x in (-1, 1):
        glow(canvas, (x * 47, -10), (42, 28), tones.shade, 0.62)


def draw_nose(canvas: skia.Canvas, look: Look) -> None:
    """The nose by shade alone. Meant to be recorded."""
    tones = skin_tones(look.skin)
    w, base = look.nose.width, look.nose.length
    bridge = smooth(
        [(7, -20), (13, -12), (10, 8), (11, base - 26), (w + 1, base - 12), (w - 2, base - 2), (6, base - 6),
         (6, base - 24), (4, 6)]
    )  # fmt: skip
    lay(canvas, bridge, tones.shade, 0.9, soft=2.4)
    glow(canvas, (-2.5, base - 32), (7, 32), tones.light, 0.8)
    half = [(w, base - 6), (w * 0.82, base + 2), (w * 0.4, base + 4), (0, base + 8)]
    top = [(0, base + 1.5), (w * 0.4, base - 1), (w * 0.72, base - 7)]
    under = smooth([*half, *((-x, y) for x, y in half[-2::-1]), *((-x, y) for x, y in top[:0:-1]), *top])
    canvas.drawPath(under, paint(tones.deep, 0.62))
    for side in (-1, 1):
        hole = smooth([(side * w * a, base + b) for a, b in ((0.28, 0.5), (0.55, -3.0), (0.74, -0.5), (0.5, 2.5))])
        canvas.drawPath(hole, paint(shifted(look.skin, -0.34, 0.9), 0.75))
    glow(canvas, (-2.5, base - 14), (8, 7.5), tones.light, 1.0)


def _lines(canvas: skia.Canvas, look: Look, tones: Tones, drop: float) -> None:
    """What years leave: folds beside the mouth, lines at the eyes and on the forehead."""
    alpha = look.face.age_lines
    for side in (-1, 1):
        fold = [(side * 25, 56), (side * 36, 70), (side * 42, jaw_point(88, drop))]
        canvas.drawPath(ribbon(fold, [0.4, 1.6, 0.3]), paint(tones.deep, 0.55 * alpha))
        for i in range(3):
            crow = [(side * 77, -3 + i * 6), (side * 83, -4.5 + i * 7.5), (side * (88 + i), -7 + i * 9)]
            canvas.drawPath(ribbon(crow, [0.2, 0.9, 0.2]), paint(tones.deep, 0.55 * alpha))
        bag = [(side * 28, 18), (side * 46, 24), (side * 64, 19)]
        canvas.drawPath(ribbon(bag, [0.2, 1.3, 0.2]), paint(tones.deep, 0.4 * alpha))
    for y in (-80, -66):
        brow = [(-46, y), (-16, y - 3), (14, y - 2), (44, y + 1)]
        canvas.drawPath(ribbon(brow, [0.2, 1.1, 1.1, 0.2]), paint(tones.deep, 0.35 * alpha))


_FRECKLES = ((-70, 40), (-60, 33), (-55, 45), (-46, 38), (-38, 46), (-66, 50), (-30, 36), (-12, 30), (6, 32), (30, 37),
             (40, 45), (48, 37), (57, 46), (63, 34), (70, 42), (20, 44), (-20, 47), (-50, 54), (52, 55))  # fmt: skip
