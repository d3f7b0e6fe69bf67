"""Outlines and paint: the few ways in which the rig puts a shape on a canvas.

A curve is written as the points that it runs through (Catmull-Rom, whose tangent at a point is parallel to the line
between its neighbours); a corner is a point where it may break. That is easier to author and to read in a data file
than control points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import skia

Point = tuple[float, float]


def smooth(points: Sequence[Point], *, closed: bool = True, corners: frozenset[int] = frozenset()) -> skia.Path:
    """A path through the points; ``corners`` are the indices where it may turn sharply."""
    path = skia.PathBuilder()
    add_smooth(path, points, closed=closed, corners=corners)
    return path.detach()


def add_smooth(
    path: skia.PathBuilder,
    points: Sequence[Point],
    *,
    closed: bool = True,
    corners: frozenset[int] = frozenset(),
    start: bool = True,
) -> None:
    """Add the curve through the points to a path; ``start`` moves to the first of them first."""
    count = len(points)
    if start:
        path.moveTo(*points[0])
    last = count if closed else count - 1
    for i in range(last):
        p1, p2 = points[i], points[(i + 1) % count]
        p0 = points[i - 1] if (i > 0 or closed) and i not in corners else p1
        ahead = (i + 1) % count
        p3 = points[(i + 2) % count] if (i + 2 < count or closed) and ahead not in corners else p2
        path.cubicTo(
            p1[0] + (p2[0] - p0[0]) / 6,
            p1[1] + (p2[1] - p0[1]) / 6,
            p2[0] - (p3[0] - p1[0]) / 6,
            p2[1] - (p3[1] - p1[1]) / 6,
            *p2,
        )
    if closed:
        path.close()


def ribbon(centre: Sequence[Point], widths: Sequence[float]) -> skia.Path:
    """A tapered stroke along the curve through ``centre`` with the given half width at each of its points."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(centre):
        before, after = centre[max(0, i - 1)], centre[min(len(centre) - 1, i + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / length * widths[i], dx / length * widths[i]
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    outline = left + right[::-1]
    ends = frozenset({0, len(left) - 1, len(left), len(outline) - 1})
    return smooth(outline, corners=ends)


def capsule(centre: Sequence[Point], widths: Sequence[float], *, flat_end: bool = False) -> skia.Path:
    """A ribbon with round ends: a finger, an arm. ``flat_end`` cuts the last one off square, as a sleeve is."""
    left: list[Point] = []
    right: list[Point] = []
    last = len(centre) - 1
    for i, (x, y) in enumerate(centre):
        before, after = centre[max(0, i - 1)], centre[min(last, i + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        ux, uy, w = dx / length * widths[i], dy / length * widths[i], 0.72
        if i == 0:
            right += [(x - ux, y - uy), (x - ux * w + uy * w, y - uy * w - ux * w)]
            left.append((x - ux * w - uy * w, y - uy * w + ux * w))
        left.append((x - uy, y + ux))
        right.append((x + uy, y - ux))
        if i == last and not flat_end:
            left += [(x + ux * w - uy * w, y + uy * w + ux * w), (x + ux, y + uy)]
            left.append((x + ux * w + uy * w, y + uy * w - ux * w))
    corners = frozenset({len(left) - 1, len(left)}) if flat_end else frozenset()
    return smooth(left + right[::-1], corners=corners)


@lru_cache(maxsize=4096)
def paint(colour: int, alpha: float = 1.0, width: float = 0.0) -> skia.Paint:
    """Anti-aliased paint; ``width`` makes it a stroke with round ends."""
    made = skia.Paint(AntiAlias=True, Color=colour)
    if alpha < 1:
        made.setAlphaf(alpha)
    if width:
        made.setStyle(skia.Paint.kStroke_Style)
        made.setStrokeWidth(width)
        made.setStrokeCap(skia.Paint.kRound_Cap)
        made.setStrokeJoin(skia.Paint.kRound_Join)
    return made


def lay(
    canvas: skia.Canvas,
    path: skia.Path,
    colour: int,
    alpha: float = 1.0,
    *,
    soft: float = 0.0,
    within: skia.Path | None = None,
) -> None:
    """Fill a path, with an edge that fades over about twice ``soft``, inside another path.

    Meant for what is recorded once. The clip is taken on the outlines and the soft edge is a stack of nested fills:
    on a raster canvas flat fills cost a tenth of a blur or of a clip with smooth edges.
    """
    steps = _nested(path, soft)
    share = alpha if len(steps) == 1 else 1 - (1 - min(alpha, 0.995)) ** (1 / len(steps))
    for step in steps:
        area = step if within is None else _met(step, within)
        canvas.drawPath(area, paint(colour, share))


def glow(canvas: skia.Canvas, centre: Point, radii: Point, colour: int, alpha: float) -> None:
    """An ellipse that fades evenly from its middle to nothing at its edge."""
    canvas.save()
    canvas.translate(*centre)
    canvas.scale(*radii)
    canvas.drawCircle(0, 0, 1, _glow(colour, alpha))
    canvas.restore()


@lru_cache(maxsize=256)
def _glow(colour: int, alpha: float) -> skia.Paint:
    opaque = round(alpha * 255)
    inner = [skia.ColorSetA(colour, round(opaque * share)) for share in (1.0, 0.82, 0.36, 0.0)]
    shader = skia.GradientShader.MakeRadial((0, 0), 1, inner, [0.0, 0.35, 0.7, 1.0])
    return skia.Paint(Shader=shader)  # nothing is left at the edge that could be jagged


def _nested(path: skia.Path, soft: float) -> list[skia.Path]:
    if soft < 1.5:
        return [path]
    count = 3 if soft < 5 else 5
    made = []
    for i in range(count):
        away = soft * (1 - 2 * i / (count - 1))
        made.append(_offset(path, away))
    return [item for item in made if not item.isEmpty()]


def _offset(path: skia.Path, away: float) -> skia.Path:
    """The path grown by ``away``, or shrunk if that is below 0."""
    if abs(away) < 0.01:
        return path
    pen = skia.Paint(StrokeWidth=2 * abs(away), StrokeJoin=skia.Paint.kRound_Join)
    pen.setStyle(skia.Paint.kStrokeAndFill_Style if away > 0 else skia.Paint.kStroke_Style)
    band = skia.Path()
    pen.getFillPath(path, band)
    return band if away > 0 else (skia.Op(path, band, skia.kDifference_PathOp) or skia.Path())


def _met(path: skia.Path, within: skia.Path) -> skia.Path:
    return skia.Op(path, within, skia.kIntersect_PathOp) or skia.Path()
