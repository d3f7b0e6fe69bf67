"""Hands: a palm, four fingers of three bones each and a thumb, whose joints glide from one shape to the next."""

from __future__ import annotations

import math
from typing import NamedTuple

import skia

from pitchreel.presenter.pose import Hand
from pitchreel.presenter.rig.brush import Point, capsule, glow, paint, smooth
from pitchreel.presenter.rig.tones import Tones


class HandShape(NamedTuple):
    """A hand pointing up, thumb to the left, palm towards us.

    spread  angle of each finger from straight up, in degrees, index first
    curl    how much of each finger's length is seen: 1 straight, less when it bends towards or away from us
    bend    how far each finger bows sideways over its length, in degrees
    thumb   angle of the thumb's two bones, and the share of its length that is seen
    wide    width of the palm
    """

    spread: tuple[float, float, float, float]
    curl: tuple[float, float, float, float]
    bend: tuple[float, float, float, float]
    thumb: tuple[float, float, float]
    wide: float


SHAPES: dict[Hand, HandShape] = {
    "rest": HandShape((-3, -1, 1, 3), (0.90, 0.90, 0.88, 0.86), (-16, -14, -14, -14), (-20, -6, 0.98), 0.76),
    "palm": HandShape((-12, -3, 5, 14), (0.96, 1.0, 0.98, 0.94), (6, 6, 7, 8), (-52, -30, 1.0), 1.0),
    "open": HandShape((-15, -4, 6, 18), (0.93, 0.97, 0.95, 0.9), (8, 6, 6, 4), (-56, -36, 1.0), 1.0),
    "point": HandShape((-3, 3, 6, 9), (1.0, 0.40, 0.38, 0.36), (0, 0, 0, 0), (-22, 28, 0.86), 0.92),
}

_LENGTHS = (64.0, 71.0, 66.0, 52.0)
_WIDTHS = (9.4, 9.8, 9.3, 8.2)
_ROOTS = (-24.5, -8.0, 8.4, 23.5)
_ROOT_Y = (-68.0, -73.0, -70.0, -61.0)


def blend(a: HandShape, b: HandShape, share: float) -> HandShape:
    """A shape between two."""

    def mix(x: tuple[float, ...], y: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(i + (j - i) * share for i, j in zip(x, y, strict=True))

    return HandShape(
        mix(a.spread, b.spread),  # type: ignore[arg-type]
        mix(a.curl, b.curl),  # type: ignore[arg-type]
        mix(a.bend, b.bend),  # type: ignore[arg-type]
        mix(a.thumb, b.thumb),  # type: ignore[arg-type]
        a.wide + (b.wide - a.wide) * share,
    )


def draw_hand(canvas: skia.Canvas, shape: HandShape, skin: Tones, *, palm: bool) -> None:
    """Draw a hand with its wrist at the origin; ``palm`` shows the creases of the inner side."""
    w = shape.wide
    folded = [i for i in range(4) if shape.curl[i] < 0.6]
    straight = [i for i in range(4) if i not in folded]
    for i in straight:
        _finger(canvas, shape, i, skin)
    left = [(-18.5, 13), (-22.5, -8), (-32, -34), (-34.5, -62), (-26, -77), (-8, -80)]
    right = [(9, -78), (24, -71), (33, -56), (32, -34), (23, -10), (18.5, 13)]
    body = smooth([(x * w, y) for x, y in left + right])
    canvas.drawPath(body, paint(skin.base))
    canvas.save()
    canvas.clipPath(body, True)
    edge = smooth([(40 * w, -90), (23 * w, -62), (20 * w, -34), (12 * w, -8), (10 * w, 10), (44 * w, 12)])
    canvas.drawPath(edge, paint(skin.shade, 0.7))
    glow(canvas, (-18 * w, -36), (16 * w, 26), skin.light, 0.8)
    canvas.restore()
    if palm and not folded:
        for line in (
            [(-29 * w, -52), (-10 * w, -50), (2 * w, -34), (-2 * w, -14)],
            [(30 * w, -50), (14 * w, -58), (-6 * w, -60), (-22 * w, -66)],
        ):
            canvas.drawPath(smooth(line, closed=False), paint(skin.shade, 0.9, 2.2))
    for i in reversed(folded):
        _finger(canvas, shape, i, skin)
    _thumb(canvas, shape, skin)


def _finger(canvas: skia.Canvas, shape: HandShape, i: int, skin: Tones) -> None:
    x, y = _ROOTS[i] * shape.wide, _ROOT_Y[i]
    thick = _WIDTHS[i] * (0.86 + 0.14 * shape.wide)
    curl = shape.curl[i]
    if curl < 0.6:
        # folded over the palm: a short mass with its knuckle on top
        points = [(x, y - 4), (x + 1, y + 12), (x + 1, y + 30 * (1 - curl))]
        path = capsule(points, [thick * 1.06, thick * 1.08, thick * 0.96])
        canvas.save()
        canvas.translate(1.6, 1.2)
        canvas.drawPath(path, paint(skin.deep))
        canvas.restore()
        canvas.drawPath(path, paint(skin.base))
        canvas.drawPath(capsule([(x - 2.5, y - 2), (x - 2, y + 6)], [3.4, 3.0]), paint(skin.light, 0.7))
        return
    points = [(x, y + 14)]
    angle = math.radians(shape.spread[i])
    for share in (0.42, 0.33, 0.25):
        x, y = points[-1] if len(points) > 1 else (x, y)
        length = _LENGTHS[i] * share * curl
        points.append((x + math.sin(angle) * length, y - math.cos(angle) * length))
        angle += math.radians(shape.bend[i]) / 2
    widths = [thick * 1.02, thick * 1.0, thick * 0.94, thick * 0.78]
    path = capsule(points, widths)
    canvas.save()
    canvas.translate(1.7, 1.0)
    canvas.drawPath(path, paint(skin.deep))
    canvas.restore()
    canvas.drawPath(path, paint(skin.base))
    canvas.save()
    canvas.clipPath(path, True)
    away = [(px + thick * 0.95, py + 1) for px, py in points]
    canvas.drawPath(capsule(away, [v * 0.62 for v in widths]), paint(skin.shade, 0.8))
    canvas.restore()


def _thumb(canvas: skia.Canvas, shape: HandShape, skin: Tones) -> None:
    w = shape.wide
    first, second, seen = shape.thumb
    root: Point = (-20 * w, -22)
    a, b = math.radians(first), math.radians(second)
    knuckle = (root[0] + math.sin(a) * 36 * seen, root[1] - math.cos(a) * 36 * seen)
    tip = (knuckle[0] + math.sin(b) * 30 * seen, knuckle[1] - math.cos(b) * 30 * seen)
    middle = ((root[0] + knuckle[0]) / 2, (root[1] + knuckle[1]) / 2)
    path = capsule([root, middle, knuckle, tip], [14.5 * (0.6 + 0.4 * w), 12.5, 10.4, 8.2])
    canvas.save()
    canvas.translate(1.8, 1.2)
    canvas.drawPath(path, paint(skin.shade))
    canvas.restore()
    canvas.drawPath(path, paint(skin.base))
    canvas.drawPath(
        capsule([(middle[0] - 3, middle[1] - 2), (knuckle[0] - 3, knuckle[1])], [3.6, 2.6]), paint(skin.light, 0.7)
    )
