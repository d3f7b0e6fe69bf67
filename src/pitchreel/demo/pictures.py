"""The demo shop's pictures: the set alone, the set in a morning kitchen, and its parts from near."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skia
from numpy.typing import NDArray
from PIL import Image

from pitchreel.demo import ware
from pitchreel.demo.lathe import View

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Shot:
    """A picture of the demo shop: its file, what it shows in words, its size, and who draws it."""

    file: str
    description: str
    width: int
    height: int
    draw: Callable[[skia.Canvas, int, int], None]


def render_shot(shot: Shot) -> Bytes:
    """The pixels of a shot, premultiplied RGBA."""
    pixels = np.zeros((shot.height, shot.width, 4), dtype=np.uint8)
    surface = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    shot.draw(surface.getCanvas(), shot.width, shot.height)
    surface.flushAndSubmit()
    return pixels


def draw_set(
    canvas: skia.Canvas, view: View, *, level: float = 46.0, grounds: bool = True, shadow: float = 1.0
) -> None:
    """Carafe with the dripper on it, its foot at the view's place."""
    if shadow:
        ware.draw_shadow(canvas, view, 50, strength=shadow)
    ware.draw_carafe(canvas, view, level=level)
    ware.draw_dripper(canvas, on_carafe(view), grounds=grounds)


def on_carafe(view: View) -> View:
    """Where the dripper stands: on the rim of the carafe."""
    return view.moved(0, -ware.CARAFE_TOP * math.cos(view.tilt) + 6)


def _draw_hero(canvas: skia.Canvas, width: int, height: int) -> None:
    view = View(width * 0.385, height * 0.885, width / 248)
    draw_set(canvas, view, shadow=0)
    ware.draw_mug(canvas, View(width * 0.70, height * 0.94, width / 280), seed=8)


def _draw_mugs(canvas: skia.Canvas, width: int, height: int) -> None:
    canvas.clear(skia.ColorWHITE)
    left = View(width * 0.37, height * 0.73, width / 225)
    right = View(width * 0.61, height * 0.80, width / 212)
    for view, seed, side in ((left, 4, -1), (right, 9, 1)):
        ware.draw_shadow(canvas, view, 36, strength=0.6)
        ware.draw_mug(canvas, view, seed=seed, side=side)


def _draw_morning(canvas: skia.Canvas, width: int, height: int) -> None:
    draw_kitchen(canvas, width, height)
    view = View(width * 0.42, height * 0.84, width / 262, light=1.04)
    ware.draw_shadow(canvas, View(width * 0.75, height * 0.895, width / 306), 36)
    draw_set(canvas, view, level=38)
    draw_kettle(canvas, on_carafe(view))
    ware.draw_mug(canvas, View(width * 0.75, height * 0.895, width / 306, light=1.04), seed=12)
    for index, (x, y, size) in enumerate(((0.37, 0.185, 0.13), (0.47, 0.165, 0.15))):
        draw_steam(canvas, x * width, y * height, size * width, 0.42 - 0.06 * index, index)
    draw_daylight(canvas, width, height)


def _draw_inside(canvas: skia.Canvas, width: int, height: int) -> None:
    draw_linen(canvas, width, height)
    view = View(width * 0.46, height * 0.74, width / 172, tilt=0.92)
    ware.draw_shadow(canvas, View(view.x, view.y + 20, view.unit, tilt=0.9), 62, strength=0.7)
    ware.draw_dripper(canvas, view, seed=21)
    draw_daylight(canvas, width, height)


def _draw_glaze(canvas: skia.Canvas, width: int, height: int) -> None:
    draw_kitchen(canvas, width, height, blur=2.2)
    ware.draw_shadow(canvas, View(width * 0.47, height * 0.93, width / 96), 36)
    ware.draw_mug(canvas, View(width * 0.47, height * 0.93, width / 96, tilt=0.2, light=1.05), seed=30)
    for index in range(3):
        draw_steam(canvas, (0.36 + 0.1 * index) * width, (0.13 - 0.03 * index) * height, 0.2 * width, 0.3, index + 3)
    draw_daylight(canvas, width, height)


def draw_kitchen(canvas: skia.Canvas, width: int, height: int, *, blur: float = 1.0) -> None:
    """A warm wall with window light, leaves out of focus, and an oak table."""
    horizon = height * 0.62
    wall = skia.GradientShader.MakeLinear(
        [skia.Point(0, 0), skia.Point(width, horizon)], [0xFFF3E7D6, 0xFFDCC6AA], [0.0, 1.0]
    )
    canvas.drawPaint(skia.Paint(Shader=wall))
    far = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, width * 0.014 * blur)
    for column in range(3):
        for row in range(2):
            pane = skia.Path()
            x, y = width * (0.28 + 0.21 * column), height * (0.05 + 0.235 * row)
            slant, wide, high = width * 0.10, width * 0.17, height * 0.20
            pane.addPoly(
                [
                    skia.Point(x, y),
                    skia.Point(x + wide, y - slant * 0.2),
                    skia.Point(x + wide + slant, y + high),
                    skia.Point(x + slant, y + high + slant * 0.2),
                ],
                True,
            )
            canvas.drawPath(pane, skia.Paint(AntiAlias=True, Color=0x66FFF6DC, MaskFilter=far))
    _draw_leaves(canvas, width, height, blur)
    table = skia.GradientShader.MakeLinear(
        [skia.Point(0, horizon), skia.Point(0, height)], [0xFFB98A5A, 0xFFC89A68, 0xFFA97748], [0.0, 0.35, 1.0]
    )
    canvas.drawRect(skia.Rect.MakeLTRB(0, horizon, width, height), skia.Paint(Shader=table))
    _draw_grain(canvas, width, height, horizon)
    edge = skia.GradientShader.MakeLinear(
        [skia.Point(0, horizon - height * 0.012), skia.Point(0, horizon + height * 0.05)],
        [0x00503018, 0x4A503018, 0x00503018],
        [0.0, 0.3, 1.0],
    )
    canvas.drawRect(
        skia.Rect.MakeLTRB(0, horizon - height * 0.02, width, horizon + height * 0.06), skia.Paint(Shader=edge)
    )


def _draw_grain(canvas: skia.Canvas, width: int, height: int, horizon: float) -> None:
    """Boards and their grain, closer together towards the back."""
    random = np.random.default_rng(2)
    for _ in range(230):
        depth = random.random() ** 1.7
        y = horizon + depth * (height - horizon)
        x = random.uniform(-0.2, 0.9) * width
        long, bend = random.uniform(0.15, 0.6) * width, random.uniform(-1, 1) * height * 0.004 * (0.3 + depth)
        dark = random.random() < 0.7
        colour = (
            skia.Color4f(0.32, 0.18, 0.08, random.uniform(0.05, 0.16)) if dark else skia.Color4f(1, 0.88, 0.68, 0.10)
        )
        paint = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=(0.4 + 1.6 * depth) * width / 900,
            Color4f=colour,
        )
        canvas.drawPath(ware.curve([(x, y), (x + long * 0.4, y + bend), (x + long, y - bend * 0.4)]), paint)
    for depth in (0.10, 0.34, 0.72):
        y = horizon + depth * (height - horizon)
        paint = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=(0.6 + 2.4 * depth) * width / 900,
            Color=0x55371D0C,
        )
        canvas.drawLine(0, y, width, y + height * 0.002, paint)


def _draw_leaves(canvas: skia.Canvas, width: int, height: int, blur: float) -> None:
    """A plant at the left, out of focus."""
    random = np.random.default_rng(11)
    soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, width * 0.0075 * blur)
    for index in range(17):
        angle = math.radians(random.uniform(-72, 62))
        long, wide = random.uniform(0.16, 0.34) * height, random.uniform(0.028, 0.05) * width
        x, y = width * random.uniform(-0.06, 0.06), height * random.uniform(0.42, 0.64)
        leaf = skia.Path()
        leaf.moveTo(0, 0)
        leaf.cubicTo(-wide, -long * 0.35, -wide * 0.8, -long * 0.8, 0, -long)
        leaf.cubicTo(wide * 0.8, -long * 0.8, wide, -long * 0.35, 0, 0)
        canvas.save()
        canvas.translate(x, y)
        canvas.rotate(math.degrees(angle) * 0.75 + 16)
        tone = 0.6 + 0.4 * (index / 16)
        canvas.drawPath(
            leaf,
            skia.Paint(
                AntiAlias=True, Color4f=skia.Color4f(0.27 * tone, 0.40 * tone, 0.25 * tone, 0.92), MaskFilter=soft
            ),
        )
        canvas.restore()


def draw_linen(canvas: skia.Canvas, width: int, height: int) -> None:
    """A linen cloth seen from above: warm, with weave and a soft fold."""
    ground = skia.GradientShader.MakeLinear(
        [skia.Point(0, 0), skia.Point(width, height)], [0xFFF1E6D6, 0xFFDDCBB2], [0.0, 1.0]
    )
    canvas.drawPaint(skia.Paint(Shader=ground))
    noise = skia.PerlinNoiseShader.MakeFractalNoise(0.6, 0.012, 2, 3.0)
    other = skia.PerlinNoiseShader.MakeFractalNoise(0.012, 0.6, 2, 7.0)
    for shader in (noise, other):
        canvas.drawPaint(skia.Paint(Shader=shader, BlendMode=skia.BlendMode.kSoftLight, Alphaf=0.22))
    soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, width * 0.02)
    fold = ware.curve(
        [
            (width * -0.05, height * 0.16),
            (width * 0.3, height * 0.1),
            (width * 0.62, height * 0.17),
            (width * 1.05, height * 0.06),
        ]
    )
    for shift, colour in ((0.0, 0x40FFFFFF), (0.028, 0x3A6B4E33)):
        canvas.save()
        canvas.translate(0, shift * height)
        canvas.drawPath(
            fold,
            skia.Paint(
                AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width * 0.03, Color=colour, MaskFilter=soft
            ),
        )
        canvas.restore()


_MOUTH = (16.0, 116.0)
"""Where the kettle's spout ends, in units from the dripper's foot."""


def draw_kettle(canvas: skia.Canvas, dripper: View) -> None:
    """The spout of a kettle from the upper right, and the water that falls from it into the dripper."""
    draw_fall(canvas, dripper, 0)
    draw_spout(canvas, dripper)


def draw_fall(canvas: skia.Canvas, dripper: View, sway: float) -> None:
    """The water between spout and dripper; ``sway`` bends it, in units."""
    unit = dripper.unit
    top = dripper.y - _MOUTH[1] * unit * math.cos(dripper.tilt)
    bottom = dripper.ring(62, 1).centerY()
    x, bend = dripper.x + (_MOUTH[0] - 4) * unit, sway * unit
    fall = skia.Path()
    fall.moveTo(x, top + 2 * unit)
    fall.cubicTo(x - 3 * unit, top + 14 * unit, x - 4 * unit + bend, bottom - 30 * unit, x - 4.4 * unit + bend, bottom)
    for thick, colour in ((3.0, 0x88DCE9EA), (1.8, 0xAAF5FAFA), (0.7, 0xFFFFFFFF)):
        canvas.drawPath(fall, _stroke(thick * unit, colour))


def draw_spout(canvas: skia.Canvas, dripper: View) -> None:
    """The spout alone."""
    x, y = _MOUTH
    bends = [(x - 5, y - 3), (x + 5, y + 6), (40, y + 4), (66, y - 22), (96, y - 36), (170, y - 40)]
    ware.draw_tube(canvas, dripper, bends, 10.5, (0.20, 0.20, 0.21))


def _stroke(width: float, colour: int, blur: float = 0.0) -> skia.Paint:
    paint = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width, Color=colour)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    if blur:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def draw_steam(canvas: skia.Canvas, x: float, y: float, size: float, strength: float, turn: int) -> None:
    """A wisp of steam around a point."""
    lean = (-1) ** turn * 0.16
    wisp = ware.curve(
        [
            (x, y + size),
            (x + lean * size, y + size * 0.55),
            (x - lean * size * 1.2, y + size * 0.1),
            (x + lean * size * 1.4, y - size * 0.4),
        ]
    )
    for wide, share in ((0.17, 0.5), (0.07, 0.6)):
        paint = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=size * wide,
            StrokeCap=skia.Paint.kRound_Cap,
            Color4f=skia.Color4f(1, 0.99, 0.97, strength * share),
            MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, size * wide * 0.55),
        )
        canvas.drawPath(wisp, paint)


def draw_daylight(canvas: skia.Canvas, width: int, height: int) -> None:
    """Light from the upper left over the whole picture, and a little shade in the corners."""
    light = skia.GradientShader.MakeRadial(
        skia.Point(width * 0.2, height * 0.1), width * 1.1, [0x2EFFF0CE, 0x00FFF0CE], [0.0, 1.0]
    )
    canvas.drawPaint(skia.Paint(Shader=light, BlendMode=skia.BlendMode.kScreen))
    shade = skia.GradientShader.MakeRadial(
        skia.Point(width * 0.46, height * 0.46),
        max(width, height) * 0.78,
        [0x00301808, 0x00301808, 0x48301808],
        [0.0, 0.6, 1.0],
    )
    canvas.drawPaint(skia.Paint(Shader=shade))


SHOTS = (
    Shot("pour-over-set.png", "Pour-over set with stoneware dripper, glass carafe and mug", 1500, 1500, _draw_hero),
    Shot(
        "morning-pour.jpg", "Water poured into the dripper, fresh coffee in the glass carafe", 1200, 1500, _draw_morning
    ),
    Shot("spiral-ribs.jpg", "Spiral ribs inside the stoneware dripper, seen from above", 1200, 1200, _draw_inside),
    Shot("two-mugs.jpg", "Two stoneware mugs, glazed by hand", 1400, 1400, _draw_mugs),
    Shot("speckled-glaze.jpg", "Speckled glaze of a mug from near, fresh coffee in it", 1200, 1500, _draw_glaze),
)


def write_shot(file: str, folder: str) -> None:
    """Draw the shot of that name and write it into a folder."""
    shot = next(shot for shot in SHOTS if shot.file == file)
    pixels = render_shot(shot)
    path = Path(folder) / file
    if path.suffix == ".jpg":
        Image.fromarray(np.ascontiguousarray(pixels[..., :3])).save(path, quality=90)
        return
    alpha = np.maximum(pixels[..., 3:].astype(np.uint16), 1)
    plain = np.minimum((pixels[..., :3].astype(np.uint16) * 255 + alpha // 2) // alpha, 255).astype(np.uint8)
    Image.fromarray(np.dstack([plain, pixels[..., 3]])).save(path, compress_level=1)
