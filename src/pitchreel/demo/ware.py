"""The pieces of the demo shop's coffee set: dripper, carafe, mug; and what stands around them."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import skia

from pitchreel.demo.lathe import (
    Colour,
    Material,
    Profile,
    View,
    draw_glass,
    draw_inside,
    draw_outside,
    draw_rim,
    outline,
    smooth_profile,
)

GLAZE: Colour = (0.085, 0.345, 0.345)
CLAY: Colour = (0.80, 0.67, 0.51)
BREAK: Colour = (0.47, 0.34, 0.22)
OAK: Colour = (0.72, 0.51, 0.31)
COFFEE: Colour = (0.19, 0.075, 0.03)
CREMA: Colour = (0.55, 0.32, 0.15)
GLASS: Colour = (0.66, 0.77, 0.77)

Points = tuple[tuple[float, float], ...]

_MUG: Points = ((0, 29), (0, 29), (2, 31), (9, 37), (38, 42), (76, 40), (84, 41), (84, 41))
_MUG_INSIDE: Points = ((14, 36), (50, 39.4), (84, 38.6))
_CONE: Points = ((0, 36), (0, 36), (1.6, 53), (4.6, 53.5), (5.6, 35), (9, 32), (14, 34), (64, 58.5), (70, 60), (70, 60))
_CONE_INSIDE: Points = ((16, 14), (40, 40), (64, 56), (70, 57.6))
_CARAFE: Points = ((0, 40), (0, 40), (3, 47), (14, 55), (34, 58), (56, 49), (76, 33), (90, 30), (104, 33), (108, 35))
_COLLAR: Points = ((74, 37), (74, 37), (76, 38.5), (90, 36), (98, 37.5), (100, 36), (100, 36))
CARAFE_TOP, CONE_TOP, MUG_TOP = 108.0, 70.0, 84.0
RINGS = 120


@cache
def _rings(points: Points, count: int = RINGS) -> tuple[tuple[float, float], ...]:
    return tuple(smooth_profile(points, count))


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    share = min(1.0, max(0.0, share))
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def _glazed(foot: float, rim: float) -> Material:
    """Glaze over clay: bare at the foot, thin and brown where it breaks over the rim."""

    def colour(height: float) -> Colour:
        if height < foot:
            return CLAY
        if height < foot + 1.1:
            return _mix(BREAK, GLAZE, 0.15)
        return _mix(GLAZE, BREAK, (height - (rim - 4.5)) / 4.0)

    return Material(colour, gloss=0.62)


def draw_mug(canvas: skia.Canvas, view: View, *, side: int = 1, seed: int = 1, filled: bool = True) -> None:
    """A mug with its handle to the right (``side`` 1) or to the left (-1), filled with coffee or empty."""
    rings = _rings(_MUG)
    grip = [(38, 66), (62, 70), (70, 46), (58, 26), (38, 22)]
    draw_tube(canvas, view, [(side * x, y) for x, y in grip], 9.5, GLAZE)
    draw_outside(canvas, view, rings, _glazed(10, MUG_TOP))
    _speckle(canvas, view, rings, 12, MUG_TOP - 5, seed)
    draw_rim(canvas, view, MUG_TOP, 41, 38.6, BREAK)
    draw_inside(canvas, view, _rings(_MUG_INSIDE, 50), Material(lambda _: _mix(GLAZE, CLAY, 0.12), gloss=0.35))
    if filled:
        draw_coffee(canvas, view, 70, 39.2, (MUG_TOP, 38.6))


def draw_dripper(canvas: skia.Canvas, view: View, *, seed: int = 3, grounds: bool = False) -> None:
    """The dripper with its handle to the right; ``grounds`` puts a filter with wet coffee into it."""
    rings = _rings(_CONE, 150)
    draw_tube(canvas, view, [(48, 56), (74, 59), (79, 40), (64, 22), (36, 20)], 9.0, GLAZE)
    draw_outside(canvas, view, rings, _glazed(2.6, CONE_TOP))
    _speckle(canvas, view, rings, 18, CONE_TOP - 5, seed)
    draw_rim(canvas, view, CONE_TOP, 60, 57.6, BREAK)
    draw_inside(canvas, view, _rings(_CONE_INSIDE, 60), Material(lambda _: _mix(GLAZE, CLAY, 0.12), gloss=0.3))
    if grounds:
        _filter(canvas, view)
    else:
        _ribs(canvas, view)


def draw_carafe(canvas: skia.Canvas, view: View, *, level: float = 46.0) -> None:
    """The glass carafe with its oak collar, filled with coffee up to ``level`` units."""
    draw_carafe_back(canvas, view)
    draw_carafe_coffee(canvas, view, level)
    draw_carafe_front(canvas, view)


def draw_carafe_back(canvas: skia.Canvas, view: View) -> None:
    """What of the carafe lies behind the coffee."""
    back = skia.Paint(AntiAlias=True, Color4f=skia.Color4f(0.93, 0.96, 0.95, 0.55))
    canvas.drawPath(outline(view, _rings(_CARAFE, 110)), back)


def draw_carafe_coffee(canvas: skia.Canvas, view: View, level: float) -> None:
    """The coffee in the carafe, body and surface."""
    inner = tuple((height, radius - 2.2) for height, radius in _rings(_CARAFE, 110) if 2.2 <= height <= level)
    draw_outside(
        canvas, view, inner, Material(lambda h: _mix(COFFEE, CREMA, (h / max(level, 1)) ** 6 * 0.35), gloss=0.1)
    )
    draw_coffee(canvas, view, *inner[-1], None)


def coffee_radius(level: float) -> float:
    """How wide the coffee in the carafe is at a level."""
    heights, radii = np.array(_rings(_CARAFE, 110)).T
    return float(np.interp(level, heights, radii)) - 2.2


def draw_carafe_front(canvas: skia.Canvas, view: View) -> None:
    """The front of the glass, the collar and its cord."""
    draw_glass(canvas, view, _rings(_CARAFE, 110), GLASS)
    draw_outside(canvas, view, _rings(_COLLAR, 60), Material(_grain, gloss=0.12, shade=0.9))
    tie = view.ring(87, 36.2)
    cord = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=1.5 * view.unit, Color=0xFF3B2A20)
    canvas.drawArc(tie, 3, 174, False, cord)


def draw_coffee(
    canvas: skia.Canvas, view: View, height: float, radius: float, opening: tuple[float, float] | None
) -> None:
    """The surface of coffee at a height; ``opening`` is the rim (height, radius) that it is seen through."""
    canvas.save()
    if opening is not None:
        clip = skia.Path()
        clip.addOval(view.ring(*opening))
        canvas.clipPath(clip, skia.ClipOp.kIntersect, True)
    oval = view.ring(height, radius)
    canvas.drawOval(
        oval, _radial(oval, [(0.0, _mix(COFFEE, CREMA, 0.16)), (0.86, COFFEE), (0.955, CREMA), (1.0, COFFEE)])
    )
    sheen = skia.Rect.MakeXYWH(
        oval.left() + oval.width() * 0.14, oval.top() + oval.height() * 0.16, oval.width() * 0.42, oval.height() * 0.34
    )
    soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, max(0.5, oval.height() * 0.06))
    canvas.drawOval(sheen, skia.Paint(AntiAlias=True, Color4f=skia.Color4f(1, 0.93, 0.84, 0.16), MaskFilter=soft))
    canvas.restore()


def draw_tube(canvas: skia.Canvas, view: View, points: list[tuple[float, float]], width: float, colour: Colour) -> None:
    """A bent tube through points in units: handle or spout, rounded by strokes from dark and wide to light and thin."""
    path = curve([(view.x + x * view.unit, view.y - y * view.unit * math.cos(view.tilt)) for x, y in points])
    steps = 14
    for step in range(steps):
        share = step / (steps - 1)
        level = 0.34 + 0.95 * share**1.3
        tone = [
            min(1.0, channel * level * view.light + 0.42 * max(0.0, share - 0.82) / 0.18 * 0.5) for channel in colour
        ]
        thick = width * view.unit * (1 - 0.93 * share**1.15)
        moved = -0.17 * width * view.unit * share
        paint = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=thick,
            StrokeCap=skia.Paint.kRound_Cap,
            StrokeJoin=skia.Paint.kRound_Join,
            Color4f=skia.Color4f(*tone, 1.0),
        )
        canvas.save()
        canvas.translate(moved * 0.75, moved)
        canvas.drawPath(path, paint)
        canvas.restore()


def curve(points: list[tuple[float, float]]) -> skia.Path:
    """A smooth path through points (Catmull-Rom as Bezier curves)."""
    path = skia.Path()
    path.moveTo(*points[0])
    padded = [points[0], *points, points[-1]]
    for index in range(1, len(padded) - 2):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = padded[index - 1 : index + 3]
        path.cubicTo(bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy)
    return path


def draw_shadow(canvas: skia.Canvas, view: View, radius: float, *, strength: float = 1.0) -> None:
    """What a piece throws on the table: a dark contact and a soft fall to the lower right."""
    unit = view.unit
    for wide, high, right, down, blur, alpha in (
        (1.9, 0.42, 0.62, 0.1, 11, 0.2),
        (1.35, 0.34, 0.2, 0.05, 5, 0.26),
        (1.02, 0.29, 0.02, 0.02, 1.6, 0.45),
    ):
        paint = skia.Paint(
            AntiAlias=True,
            Color4f=skia.Color4f(0.10, 0.06, 0.03, alpha * strength),
            MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur * unit * 0.6),
        )
        x, y = view.x + right * radius * unit, view.y + down * radius * unit
        canvas.drawOval(
            skia.Rect.MakeLTRB(
                x - wide * radius * unit, y - high * radius * unit, x + wide * radius * unit, y + high * radius * unit
            ),
            paint,
        )


def _radial(oval: skia.Rect, stops: list[tuple[float, Colour]]) -> skia.Paint:
    """A paint that fills an ellipse from its middle to its edge."""
    squash = skia.Matrix()
    squash.setScale(1, oval.height() / max(oval.width(), 1e-6))
    squash.postTranslate(oval.centerX(), oval.centerY())
    colours = [skia.Color4f(*colour, 1.0).toColor() for _, colour in stops]
    shader = skia.GradientShader.MakeRadial(
        skia.Point(0, 0), max(oval.width() / 2, 0.01), colours, [place for place, _ in stops], localMatrix=squash
    )
    return skia.Paint(AntiAlias=True, Shader=shader)


def _grain(height: float) -> Colour:
    wave = 0.5 + 0.5 * math.sin(height * 2.7 + 1.4 * math.sin(height * 0.9))
    return _mix(OAK, (0.60, 0.40, 0.23), 0.5 * wave)


def _speckle(canvas: skia.Canvas, view: View, rings: Profile, low: float, high: float, seed: int) -> None:
    """Iron specks that burned through the glaze."""
    random = np.random.default_rng(seed)
    heights, radii = np.array(rings).T
    canvas.save()
    canvas.clipPath(outline(view, rings), skia.ClipOp.kIntersect, True)
    for _ in range(130):
        angle, height = random.uniform(0.08, math.pi - 0.08), random.uniform(low, high)
        radius = float(np.interp(height, heights, radii))
        x = view.x + radius * math.cos(angle) * view.unit
        y = view.ring(height, radius).centerY() + radius * math.sin(angle) * math.sin(view.tilt) * view.unit
        size = view.unit * random.uniform(0.16, 0.5) * (1.6 if random.random() < 0.08 else 1)
        alpha = random.uniform(0.25, 0.6)
        paint = skia.Paint(AntiAlias=True, Color4f=skia.Color4f(0.05, 0.09, 0.08, alpha))
        canvas.drawOval(
            skia.Rect.MakeLTRB(x - size * math.sin(angle), y - size, x + size * math.sin(angle), y + size), paint
        )
    canvas.restore()


def _ribs(canvas: skia.Canvas, view: View) -> None:
    """The spiral ribs inside the cone, each a dark line with a lit shoulder, and the opening at the bottom."""
    heights, radii = np.array(_rings(_CONE_INSIDE, 60)).T
    canvas.save()
    clip = skia.Path()
    clip.addOval(view.ring(CONE_TOP, 57.6))
    canvas.clipPath(clip, skia.ClipOp.kIntersect, True)
    drain = view.ring(16, 13.4)
    canvas.drawOval(
        drain, _radial(drain, [(0.0, (0.03, 0.05, 0.05)), (0.8, (0.02, 0.07, 0.07)), (1.0, (0.14, 0.36, 0.36))])
    )
    for rib in range(16):
        lines = []
        for shift in (0.0, 0.035):
            points = []
            for step in range(24):
                height = 18 + (66 - 18) * step / 23
                angle = 2 * math.pi * rib / 16 + 1.1 * step / 23 + shift
                radius = float(np.interp(height, heights, radii)) - 0.6
                if math.sin(angle) > 0.35 + view.tilt:  # the near wall faces away
                    continue
                oval = view.ring(height, radius)
                points.append(
                    (
                        view.x + radius * math.cos(angle) * view.unit,
                        oval.centerY() + math.sin(angle) * oval.height() / 2,
                    )
                )
            lines.append(points)
        for points, colour in zip(lines, (0x66031A1A, 0x5596CFC8), strict=True):
            if len(points) > 2:
                width = 1.3 * view.unit if colour == 0x66031A1A else 0.6 * view.unit
                paint = skia.Paint(
                    AntiAlias=True,
                    Style=skia.Paint.kStroke_Style,
                    StrokeWidth=width,
                    StrokeCap=skia.Paint.kRound_Cap,
                    Color=colour,
                )
                canvas.drawPath(curve(points), paint)
    canvas.restore()


def _filter(canvas: skia.Canvas, view: View) -> None:
    """A paper filter that stands a little over the rim, with wet grounds blooming in it."""
    front = _rings(((69, 56.6), (74, 58.8)), 8)
    draw_outside(canvas, view, front, Material(lambda _: (0.93, 0.87, 0.76), gloss=0.0, shade=0.8))
    paper = _rings(((40, 40), (66, 55.6), (74, 58.8)), 40)
    draw_inside(canvas, view, paper, Material(lambda _: (0.93, 0.87, 0.76), gloss=0.0, shade=0.8))
    surface = view.ring(60, 51.5)
    canvas.save()
    clip = skia.Path()
    clip.addOval(view.ring(74, 58.8))
    canvas.clipPath(clip, skia.ClipOp.kIntersect, True)
    canvas.drawOval(
        surface,
        _radial(
            surface,
            [
                (0.0, (0.42, 0.25, 0.13)),
                (0.45, (0.27, 0.14, 0.07)),
                (0.93, (0.17, 0.085, 0.045)),
                (1, (0.10, 0.05, 0.03)),
            ],
        ),
    )
    random = np.random.default_rng(5)
    for _ in range(150):
        reach, angle = math.sqrt(random.random()) * 0.94, random.uniform(0, 2 * math.pi)
        x = surface.centerX() + reach * math.cos(angle) * surface.width() / 2
        y = surface.centerY() + reach * math.sin(angle) * surface.height() / 2
        size = view.unit * random.uniform(0.5, 2.1) * (1.15 - 0.75 * reach)
        squash = surface.height() / surface.width()
        bubble = skia.Rect.MakeLTRB(x - size, y - size * squash, x + size, y + size * squash)
        tone = random.uniform(0.25, 0.6)
        canvas.drawOval(
            bubble, skia.Paint(AntiAlias=True, Color4f=skia.Color4f(0.75 * tone + 0.1, 0.5 * tone, 0.3 * tone, 0.55))
        )
        shine = skia.Rect.MakeXYWH(x - size * 0.5, y - size * squash * 0.6, size * 0.5, size * squash * 0.45)
        canvas.drawOval(shine, skia.Paint(AntiAlias=True, Color4f=skia.Color4f(1, 0.92, 0.8, 0.35)))
    canvas.restore()
    draw_rim(canvas, view, 74, 59.0, 58.4, (0.95, 0.9, 0.8))
