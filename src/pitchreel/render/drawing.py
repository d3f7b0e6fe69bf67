"""Marks drawn by Skia: shapes, stars, text and small pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable

import cv2
import numpy as np
import skia

from pitchreel.documents.marks import Ellipse, Fill, Mark, Picture, Rect, Shape, Stars, Stroke, Text
from pitchreel.render.assets import Shelf
from pitchreel.render.svgpath import parse_path
from pitchreel.typeset import argb, generous_bounds, paint_text

_STAR_INNER = 0.45
"""Inner radius of a star over its outer one: a little fuller than the geometric 0.38, which looks thin when small."""


def draw_marks(canvas: skia.Canvas, marks: Iterable[Mark], shelf: Shelf, language: str, scale: float) -> None:
    """Draw marks in order. The canvas is scaled by ``scale`` already; it is given for the detail of pictures."""
    for mark in marks:
        match mark:
            case Text():
                paint_text(canvas, mark, language)
            case Picture():
                _draw_picture(canvas, mark, shelf, scale)
            case Rect():
                _draw_rect(canvas, mark)
            case Ellipse():
                _draw_ellipse(canvas, mark)
            case Stroke():
                canvas.drawLine(mark.x1, mark.y1, mark.x2, mark.y2, _pen(mark.colour, mark.width))
            case Shape():
                _draw_shape(canvas, mark)
            case Stars():
                _draw_stars(canvas, mark)


def bounds_of(mark: Mark, language: str) -> tuple[float, float, float, float]:
    """What a mark may paint: left, top, right, bottom, in its sprite's coordinates."""
    match mark:
        case Text():
            box = generous_bounds(mark, language)
        case Stroke():
            half = mark.width / 2
            xs, ys = (mark.x1, mark.x2), (mark.y1, mark.y2)
            box = (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)
        case Shape():
            path = parse_path(mark.d)
            rect = path.computeTightBounds()
            box = (rect.left(), rect.top(), rect.right(), rect.bottom())
        case Stars():
            box = (mark.x, mark.y, mark.x + mark.size * (1 + (mark.of - 1) * _STAR_PITCH), mark.y + mark.size)
        case _:
            box = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
    more = getattr(mark, "stroke_width", 0.0) / 2 + 3 * getattr(mark, "blur", 0.0) + 2
    left, top, right, bottom = (box[0] - more, box[1] - more, box[2] + more, box[3] + more)
    shadow = getattr(mark, "shadow", None)
    if shadow is not None:
        reach = 3 * shadow.blur + 1
        left, right = min(left, left + shadow.x - reach), max(right, right + shadow.x + reach)
        top, bottom = min(top, top + shadow.y - reach), max(bottom, bottom + shadow.y + reach)
    return left, top, right, bottom


def fill_paint(fill: Fill, rect: skia.Rect) -> skia.Paint:
    """A fill as paint for what lies in a rectangle; a gradient runs from edge to edge at its angle."""
    paint = skia.Paint(AntiAlias=True, Dither=True)
    if len(fill.colours) == 1:
        paint.setColor(argb(fill.colours[0]))
        return paint
    angle = math.radians(fill.angle)
    dx, dy = math.cos(angle), math.sin(angle)
    reach = (abs(dx) * rect.width() + abs(dy) * rect.height()) / 2
    middle = rect.centerX(), rect.centerY()
    ends = [skia.Point(middle[0] + sign * dx * reach, middle[1] + sign * dy * reach) for sign in (-1, 1)]
    paint.setShader(skia.GradientShader.MakeLinear(ends, [argb(colour) for colour in fill.colours]))
    return paint


def _pen(colour: str, width: float) -> skia.Paint:
    return skia.Paint(
        AntiAlias=True,
        Color=argb(colour),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )


def _draw_rect(canvas: skia.Canvas, mark: Rect) -> None:
    rect = skia.Rect.MakeXYWH(mark.x, mark.y, mark.width, mark.height)
    rounded = skia.RRect.MakeRectXY(rect, mark.radius, mark.radius)
    if mark.shadow is not None:
        shadow = skia.Paint(AntiAlias=True, Color=argb(mark.shadow.colour))
        if mark.shadow.blur > 0:
            shadow.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, mark.shadow.blur))
        canvas.save()
        canvas.clipRRect(rounded, skia.ClipOp.kDifference, True)
        canvas.translate(mark.shadow.x, mark.shadow.y)
        canvas.drawRRect(rounded, shadow)
        canvas.restore()
    if mark.fill is not None:
        canvas.drawRRect(rounded, fill_paint(mark.fill, rect))
    if mark.stroke is not None and mark.stroke_width > 0:
        canvas.drawRRect(rounded, _pen(mark.stroke, mark.stroke_width))


def _draw_ellipse(canvas: skia.Canvas, mark: Ellipse) -> None:
    rect = skia.Rect.MakeXYWH(mark.x, mark.y, mark.width, mark.height)
    blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, mark.blur) if mark.blur > 0 else None
    if mark.fill is not None:
        paint = fill_paint(mark.fill, rect)
        if blur is not None:
            paint.setMaskFilter(blur)
        canvas.drawOval(rect, paint)
    if mark.stroke is not None and mark.stroke_width > 0:
        pen = _pen(mark.stroke, mark.stroke_width)
        if blur is not None:
            pen.setMaskFilter(blur)
        canvas.drawOval(rect, pen)


def _draw_shape(canvas: skia.Canvas, mark: Shape) -> None:
    path = parse_path(mark.d)
    if mark.fill is not None:
        canvas.drawPath(path, fill_paint(mark.fill, path.computeTightBounds()))
    if mark.stroke is not None and mark.stroke_width > 0:
        canvas.drawPath(path, _pen(mark.stroke, mark.stroke_width))


_STAR_PITCH = 1.12
"""From one star to the next in widths of a star."""


def _star(x: float, y: float, size: float) -> skia.Path:
    path = skia.Path()
    middle_x, middle_y, radius = x + size / 2, y + size * 0.525, size * 0.525
    points = []
    for k in range(10):
        angle = -math.pi / 2 + k * math.pi / 5
        reach = radius * (1 if k % 2 == 0 else _STAR_INNER)
        points.append(skia.Point(middle_x + reach * math.cos(angle), middle_y + reach * math.sin(angle)))
    path.addPoly(points, True)
    return path


def _draw_stars(canvas: skia.Canvas, mark: Stars) -> None:
    soft = skia.CornerPathEffect.Make(mark.size * 0.06)
    for k in range(mark.of):
        x = mark.x + k * mark.size * _STAR_PITCH
        star = _star(x, mark.y, mark.size)
        empty = skia.Paint(AntiAlias=True, Color=argb(mark.empty), PathEffect=soft)
        canvas.drawPath(star, empty)
        share = min(1.0, max(0.0, mark.value - k))
        if share > 0:
            canvas.save()
            canvas.clipRect(
                skia.Rect.MakeXYWH(x - 1, mark.y - 1, mark.size * share + (2 if share == 1 else 1), mark.size + 2)
            )
            filled = skia.Paint(AntiAlias=True, Color=argb(mark.fill), PathEffect=soft)
            canvas.drawPath(star, filled)
            canvas.restore()


def _draw_picture(canvas: skia.Canvas, mark: Picture, shelf: Shelf, scale: float) -> None:
    picture = shelf.picture(mark.asset, least=(mark.width * scale, mark.height * scale))
    height, width = picture.shape[:2]
    if picture.shape[2] == 3:
        picture = np.dstack((picture, np.full((height, width), 255, np.uint8)))
    sides = mark.width / width, mark.height / height
    shown = min(sides) if mark.fit == "contain" else max(sides)
    # Averaged to the very size at which it is drawn: Skia's own filters alias when a picture shrinks a lot.
    size = max(1, round(width * shown * scale)), max(1, round(height * shown * scale))
    if size[0] < width:
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    image = skia.Image.fromarray(
        np.ascontiguousarray(picture), skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType, copy=True
    )
    wide, high = width * shown, height * shown
    target = skia.Rect.MakeXYWH(mark.x + (mark.width - wide) / 2, mark.y + (mark.height - high) / 2, wide, high)
    box = skia.Rect.MakeXYWH(mark.x, mark.y, mark.width, mark.height)
    window = skia.Rect(*target)
    window.intersect(box)
    canvas.save()
    canvas.clipRRect(skia.RRect.MakeRectXY(window, mark.radius, mark.radius), True)
    canvas.drawImageRect(
        image, target, skia.SamplingOptions(skia.CubicResampler.Mitchell()), skia.Paint(AntiAlias=True)
    )
    canvas.restore()
