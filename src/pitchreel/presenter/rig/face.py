"""The face without its moving features: head, ears, planes of light and shade, nose."""

from __future__ import annotations

import skia

from pitchreel.presenter.cast import Look
from pitchreel.presenter.rig.brush import Point, paint, smooth
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


def draw_face(canvas: skia.Canvas, look: Look, drop: float) -> None:
    """Skin of the head with its planes; ``drop`` is how far the jaw hangs."""
    tones = skin_tones(look.skin)
    face = look.face
    outline = face_path(look, drop)
    canvas.drawPath(outline, paint(tones.base))
    canvas.save()
    canvas.clipPath(outline, True)
    _planes(canvas, look, tones, drop)
    blush = skia.Color(*(int(face.blush_colour[i : i + 2], 16) for i in (1, 3, 5)))
    for side in (-1, 1):
        canvas.drawOval(skia.Rect.MakeXYWH(side * 62 - 27, 34, 54, 34), paint(blush, 0.34 * face.blush, 11))
    _chin(canvas, look, tones, drop)
    if face.age_lines:
        _lines(canvas, look, tones, drop)
    if face.freckles:
        _freckles(canvas, tones)
    canvas.restore()


def _planes(canvas: skia.Canvas, look: Look, tones: Tones, drop: float) -> None:
    face = look.face
    chin = jaw_point(face.length, drop)
    # the side away from the light, one crisp plane with a soft one inside it
    side = smooth(
        [
            (130, -150), (84, -96), (80, -50), (90, -8), (80, 34), (66, 74), (46, jaw_point(112, drop)),
            (24, chin - 12), (-8, chin + 1), (-30, chin + 14), (60, chin + 40), (150, 60),
        ]
    )  # fmt: skip
    canvas.drawPath(side, paint(tones.shade, 0.75, 5))
    core = smooth([(140, -120), (100, -60), (101, 0), (92, 44), (76, 88), (40, chin - 3), (8, chin + 10), (150, chin)])
    canvas.drawPath(core, paint(tones.shade, 0.8, 4))
    # forehead, cheek and chin towards the light
    forehead = smooth([(-78, -70), (-50, -104), (0, -112), (38, -92), (34, -60), (0, -46), (-44, -44), (-74, -46)])
    canvas.drawPath(forehead, paint(tones.light, 0.6, 10))
    cheek = smooth([(-88, 22), (-70, 18), (-44, 34), (-42, 52), (-62, 66), (-84, 52)])
    canvas.drawPath(cheek, paint(tones.light, 0.75, 7))
    cheek = smooth([(44, 30), (62, 26), (74, 36), (62, 54), (46, 52)])
    canvas.drawPath(cheek, paint(tones.light, 0.5, 7))
    # sockets
    for x in (-1, 1):
        socket = smooth([(x * 20, -22), (x * 46, -27), (x * 74, -18), (x * 78, 0), (x * 48, 14), (x * 20, 8)])
        canvas.drawPath(socket, paint(tones.shade, 0.5, 6))


def _chin(canvas: skia.Canvas, look: Look, tones: Tones, drop: float) -> None:
    chin = jaw_point(look.face.length, drop)
    canvas.drawOval(skia.Rect.MakeXYWH(-20, chin - 30, 32, 17), paint(tones.light, 0.6, 5))


def draw_nose(canvas: skia.Canvas, look: Look) -> None:
    """The nose by shade alone."""
    tones = skin_tones(look.skin)
    w, base = look.nose.width, look.nose.length
    bridge = smooth(
        [(7, -20), (13, -12), (10, 8), (11, base - 26), (w + 1, base - 12), (w - 2, base - 2), (6, base - 6),
         (6, base - 24), (4, 6)]
    )  # fmt: skip
    canvas.drawPath(bridge, paint(tones.shade, 0.9, 2.2))
    ridge = smooth([(-6, -14), (0, -16), (1, 10), (2, base - 18), (-3, base - 8), (-8, base - 15), (-6, 8)])
    canvas.drawPath(ridge, paint(tones.light, 0.85, 2.6))
    under = smooth(
        [(-w, base - 6), (-w * 0.72, base - 7), (-w * 0.4, base - 1), (0, base + 1.5), (w * 0.4, base - 1), (w * 0.72, base - 7),
         (w, base - 6), (w * 0.82, base + 2), (w * 0.4, base + 4), (0, base + 8), (-w * 0.4, base + 4), (-w * 0.82, base + 2)]
    )  # fmt: skip
    canvas.drawPath(under, paint(tones.deep, 0.62, 0.8))
    for side in (-1, 1):
        hole = smooth(
            [
                (side * w * 0.28, base + 0.5),
                (side * w * 0.55, base - 3),
                (side * w * 0.74, base - 0.5),
                (side * w * 0.5, base + 2.5),
            ]
        )
        canvas.drawPath(hole, paint(shifted(look.skin, -0.34, 0.9), 0.75, 0.6))
    canvas.drawOval(skia.Rect.MakeXYWH(-7, base - 18, 9, 8), paint(tones.light, 0.9, 1.6))


def _lines(canvas: skia.Canvas, look: Look, tones: Tones, drop: float) -> None:
    alpha = look.face.age_lines
    for side in (-1, 1):
        fold = smooth([(side * 25, 56), (side * 37, 72), (side * 43, jaw_point(92, drop))], closed=False)
        canvas.drawPath(fold, paint(tones.deep, 0.5 * alpha, 1.0, 3.2))
        for i in range(3):
            crow = smooth([(side * 78, -3 + i * 6), (side * (88 + i), -7 + i * 9)], closed=False)
            canvas.drawPath(crow, paint(tones.deep, 0.45 * alpha, 0.6, 1.8))
        bag = smooth([(side * 28, 19), (side * 46, 26), (side * 64, 20)], closed=False)
        canvas.drawPath(bag, paint(tones.deep, 0.35 * alpha, 1.2, 2.6))
    for y in (-78, -64):
        brow = smooth([(-46, y), (-16, y - 3), (14, y - 2), (44, y + 1)], closed=False)
        canvas.drawPath(brow, paint(tones.deep, 0.3 * alpha, 0.8, 2.2))


_FRECKLES = ((-70, 40), (-60, 33), (-55, 45), (-46, 38), (-38, 46), (-66, 50), (-30, 36), (-12, 30), (6, 32), (30, 37),
             (40, 45), (48, 37), (57, 46), (63, 34), (70, 42), (20, 44), (-20, 47), (-50, 54), (52, 55))  # fmt: skip


def _freckles(canvas: skia.Canvas, tones: Tones) -> None:
    for i, (x, y) in enumerate(_FRECKLES):
        canvas.drawCircle(x, y, 1.5 + (i % 3) * 0.35, paint(tones.deep, 0.45, 0.4))
