"""Eyes and brows."""

from __future__ import annotations

from typing import NamedTuple

import skia

from pitchreel.presenter.cast import Look
from pitchreel.presenter.pose import Pose
from pitchreel.presenter.rig.brush import Point, capsule, lay, paint, ribbon, smooth
from pitchreel.presenter.rig.tones import cloth_tones, shifted, skin_tones

_WHITE = skia.Color(250, 247, 243)
_LID_SHADE = skia.Color(196, 190, 196)
_CORNER = skia.Color(222, 150, 140)
_PUPIL = skia.Color(22, 15, 14)
_CATCH = skia.Color(255, 255, 255)


class EyeState(NamedTuple):
    """What the drawing of the eyes depends on, in steps coarse enough that few of them occur in a film."""

    blink: int
    smile: int
    brow: int
    gaze: int

    @classmethod
    def of(cls, pose: Pose) -> EyeState:
        """The state of a pose."""
        return cls(round(pose.blink * 12), round(pose.smile * 6), round(pose.brow * 6), round(pose.gaze * 24))


def draw_eyes(canvas: skia.Canvas, look: Look, state: EyeState) -> None:
    """Both eyes with lids, lashes, iris and catch light. Meant to be recorded."""
    for side in (-1, 1):
        canvas.save()
        canvas.translate(side * look.eyes.spacing, 0)
        canvas.scale(look.eyes.size, look.eyes.size)
        _eye(canvas, look, state, side)
        canvas.restore()


def _lids(look: Look, state: EyeState, side: int) -> tuple[list[Point], list[Point]]:
    """Upper and lower lid from the inner to the outer corner."""
    tilt, wide = look.eyes.tilt, state.brow / 6 * 0.9
    inner, outer = (-side * 26.0, 5.0), (side * 27.0, 0.5 - tilt)
    cheer = state.smile / 6 * 1.8
    lower = [inner, (-side * 13, 11.5 - cheer), (side * 5, 13.5 - cheer), (side * 19, 8.5 - tilt * 0.6 - cheer), outer]
    upper = [
        inner,
        (-side * 18, -9.0 - wide),
        (-side * 2, -17.5 - wide),
        (side * 16, -13.0 - wide - tilt * 0.6),
        outer,
    ]
    # the upper lid comes down most of the way, the lower one a little to meet it
    meet = [(x, y * 0.86 + 0.5) for x, y in lower]
    closed = state.blink / 12
    upper = [(a + (c - a) * closed, b + (d - b) * closed) for (a, b), (c, d) in zip(upper, meet, strict=True)]
    lower = [(x, y - closed * 0.8) for x, y in lower]
    return upper, lower


def _eye(canvas: skia.Canvas, look: Look, state: EyeState, side: int) -> None:
    skin = skin_tones(look.skin)
    upper, lower = _lids(look, state, side)
    blink = state.blink / 12
    lift = 7.0 * (1 - blink * 0.6)
    crease = [(x * 1.03, y - lift) for x, y in upper[1:]]
    crease[-1] = (crease[-1][0] + side * 2.5, crease[-1][1] + 3.5)
    lid = smooth([*upper, *crease[::-1]], corners=frozenset({0, 4}))
    canvas.drawPath(lid, paint(skin.shade, 0.55))
    if blink < 0.88:
        opening = smooth(upper + lower[-2:0:-1], corners=frozenset({0, len(upper) - 1}))
        canvas.drawPath(opening, paint(_WHITE))
        _iris(canvas, look, state.gaze / 24, opening)
        shadow = [(x, y + 4.5) for x, y in upper]
        band = smooth([(upper[0][0], -30), *shadow, (upper[-1][0], -30)])
        lay(canvas, band, _LID_SHADE, 0.5, within=opening)
        lay(canvas, skia.Path.Circle(-side * 25.0, 5.4, 3.6), _CORNER, 0.8, within=opening)
    line = shifted(look.brows.colour, -0.1, 0.6)
    lashes = look.eyes.lashes
    thick = 1.3 + 1.5 * lashes
    tip = (upper[-1][0] + side * (1.0 + 3.6 * lashes), upper[-1][1] - 0.6 - 2.6 * lashes * (1 - blink))
    lash = [*upper[:-1], ((upper[-2][0] + tip[0]) / 2 + side * 1.4, (upper[-2][1] + tip[1]) / 2 + 0.2), tip]
    canvas.drawPath(ribbon(lash, [0.5, thick * 0.7, thick, thick * 1.1, thick * 0.9, 0.3]), paint(line))
    if blink < 0.88:
        canvas.drawPath(ribbon(lower[1:], [0.3, 0.8, 1.1, 0.7]), paint(skin.deep, 0.6))
    if look.eyes.crease:
        canvas.drawPath(ribbon(crease, [0.3, 1.0, 1.1, 0.3]), paint(skin.deep, look.eyes.crease))


def _iris(canvas: skia.Canvas, look: Look, gaze: float, opening: skia.Path) -> None:
    x, y = gaze * 7.5, -1.8
    tones = cloth_tones(look.eyes.colour)
    for dx, dy, radius, colour, alpha in (
        (0.0, 0.0, 14.4, tones.deep, 1.0),
        (0.0, 0.0, 12.8, tones.base, 1.0),
        (0.6, 5.2, 6.6, tones.light, 0.55),
        (0.0, 0.0, 6.6, _PUPIL, 1.0),
        (-4.8, -5.4, 3.7, _CATCH, 1.0),
        (4.6, 5.0, 1.7, _CATCH, 0.7),
    ):
        lay(canvas, skia.Path.Circle(x + dx, y + dy, radius), colour, alpha, within=opening)


def draw_brows(canvas: skia.Canvas, look: Look, pose: Pose) -> None:
    """Both brows: tapered, raised by the pose."""
    brows = look.brows
    tones = cloth_tones(brows.colour)
    lift = -brows.height - pose.brow * 7.5
    for side in (-1, 1):
        inner = look.eyes.spacing - brows.length * 0.47
        length, t = brows.length, brows.thickness
        # the inner two thirds rise most
        points = [
            (side * inner, lift + 3.5 - brows.angle),
            (side * (inner + length * 0.16), lift + 0.8 - brows.arch * 0.3 - brows.angle * 0.7),
            (side * (inner + length * 0.42), lift - brows.arch * 0.78 - brows.angle * 0.3),
            (side * (inner + length * 0.70), lift - brows.arch + pose.brow * 0.5),
            (side * (inner + length), lift + 4.5 + pose.brow * 2.5),
        ]
        canvas.drawPath(capsule(points, [t * 0.30, t * 0.46, t * 0.50, t * 0.38, t * 0.10]), paint(tones.base))
