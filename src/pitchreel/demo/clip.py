"""The demo shop's clip: the carafe fills, steam rises, and the camera comes slowly nearer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.demo import pictures, ware
from pitchreel.demo.lathe import View

FILE = "slow-pour.mp4"
WIDTH, HEIGHT = 720, 900
RATE, SECONDS = 24, 4.5
_LOW, _HIGH = 20.0, 47.0
_NEARER = 0.09


def render_clip(path: str) -> None:
    """Write the clip as H.264 MP4 without sound."""
    stage = _Stage()
    pixels = np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8)
    surface = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    canvas = surface.getCanvas()
    count = round(RATE * SECONDS)
    with av.open(str(Path(path)), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        stream: Any = out.add_stream("libx264", rate=Fraction(RATE))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.options = {"preset": "superfast", "crf": "19", "g": str(RATE)}
        for index in range(count):
            at = index / (count - 1)
            stage.draw(canvas, at)
            frame = av.VideoFrame.from_ndarray(_approach(pixels, at), format="rgb24").reformat(
                format="yuv420p", dst_colorspace="ITU709"
            )
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)


class _Stage:
    """The parts of the picture that do not move, drawn once, and what moves between them."""

    def __init__(self) -> None:
        self.view = View(WIDTH * 0.44, HEIGHT * 0.83, WIDTH / 232, light=1.04)
        self.behind = _layer(self._draw_behind)
        self.coffee = _layer(lambda canvas: ware.draw_carafe_coffee(canvas, self.view, _HIGH))
        self.front = _layer(self._draw_front)
        self.spout = _layer(lambda canvas: pictures.draw_spout(canvas, pictures.on_carafe(self.view)))
        self.steam = [_wisp(turn) for turn in range(2)]

    def draw(self, canvas: skia.Canvas, at: float) -> None:
        """One frame from where the camera stands at first; ``at`` runs from 0 to 1."""
        self.behind.draw(canvas)
        level = _LOW + (_HIGH - _LOW) * at
        canvas.save()
        canvas.clipPath(_below(self.view, level), skia.ClipOp.kIntersect, True)
        self.coffee.draw(canvas)
        canvas.restore()
        ware.draw_coffee(canvas, self.view, level, ware.coffee_radius(level), None)
        self._draw_drip(canvas, level, at)
        self.front.draw(canvas)
        pictures.draw_fall(canvas, pictures.on_carafe(self.view), 0.8 * math.sin(at * 61))
        self.spout.draw(canvas)
        self._draw_steam(canvas, at)

    def _draw_behind(self, canvas: skia.Canvas) -> None:
        pictures.draw_kitchen(canvas, WIDTH, HEIGHT)
        pictures.draw_daylight(canvas, WIDTH, HEIGHT)
        mug = View(WIDTH * 0.755, HEIGHT * 0.88, WIDTH / 300, light=1.04)
        ware.draw_shadow(canvas, self.view, 50)
        ware.draw_carafe_back(canvas, self.view)
        ware.draw_shadow(canvas, mug, 36)

    def _draw_front(self, canvas: skia.Canvas) -> None:
        ware.draw_carafe_front(canvas, self.view)
        ware.draw_dripper(canvas, pictures.on_carafe(self.view), grounds=True)
        ware.draw_mug(canvas, View(WIDTH * 0.755, HEIGHT * 0.88, WIDTH / 300, light=1.04), seed=12, filled=False)

    def _draw_drip(self, canvas: skia.Canvas, level: float, at: float) -> None:
        """The thin thread of coffee from the dripper, and the rings that it makes."""
        view = self.view
        surface = view.ring(level, ware.coffee_radius(level))
        x = view.x + 0.5 * view.unit * math.sin(at * 43)
        paint = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=1.5 * view.unit,
            StrokeCap=skia.Paint.kRound_Cap,
            Color4f=skia.Color4f(0.36, 0.17, 0.07, 0.92),
        )
        canvas.drawLine(x, view.ring(80, 1).centerY(), x, surface.centerY(), paint)
        for ring in range(3):
            spread = (at * 9 + ring / 3) % 1
            wide, high = surface.width() / 2 * 0.75 * spread, surface.height() / 2 * 0.75 * spread
            circle = skia.Rect.MakeLTRB(x - wide, surface.centerY() - high, x + wide, surface.centerY() + high)
            wave = skia.Paint(
                AntiAlias=True,
                Style=skia.Paint.kStroke_Style,
                StrokeWidth=0.7 * view.unit,
                Color4f=skia.Color4f(0.78, 0.52, 0.3, 0.5 * (1 - spread)),
            )
            canvas.drawOval(circle, wave)

    def _draw_steam(self, canvas: skia.Canvas, at: float) -> None:
        """Wisps that rise and fade, one after the other."""
        for index in range(4):
            phase = (at * 2.2 + index / 4) % 1
            opacity = math.sin(math.pi * phase) ** 1.5
            x, y = WIDTH * (0.055 * index), HEIGHT * (-0.17 - 0.14 * phase)
            self.steam[index % 2].draw(canvas, round(x), round(y), opacity)


def _approach(pixels: NDArray[np.uint8], at: float) -> NDArray[np.uint8]:
    """The frame as the camera sees it on its way nearer."""
    scale = 1 + _NEARER * (at * at * (3 - 2 * at))
    move = ((1 - scale) * WIDTH * 0.46, (1 - scale) * HEIGHT * 0.56)
    camera = np.array([[scale, 0, move[0]], [0, scale, move[1]]])
    opaque = cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)
    return np.asarray(cv2.warpAffine(opaque, camera, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR), dtype=np.uint8)


@dataclass(frozen=True)
class _Layer:
    """A picture without its empty margins, and where it belongs."""

    image: skia.Image
    x: int
    y: int

    def draw(self, canvas: skia.Canvas, x: int = 0, y: int = 0, opacity: float = 1.0) -> None:
        canvas.drawImage(self.image, self.x + x, self.y + y, skia.SamplingOptions(), skia.Paint(Alphaf=opacity))


def _layer(draw: Callable[[skia.Canvas], None]) -> _Layer:
    pixels: NDArray[np.uint8] = np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8)
    surface = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    draw(surface.getCanvas())
    rows, columns = np.nonzero(pixels[..., 3].any(axis=1))[0], np.nonzero(pixels[..., 3].any(axis=0))[0]
    x, y = int(columns[0]), int(rows[0])
    bounds = skia.IRect.MakeLTRB(x, y, int(columns[-1]) + 1, int(rows[-1]) + 1)
    return _Layer(surface.makeImageSnapshot(bounds), x, y)


def _wisp(turn: int) -> _Layer:
    return _layer(lambda canvas: pictures.draw_steam(canvas, WIDTH * 0.4, HEIGHT * 0.3, WIDTH * 0.2, 0.5, turn))


def _below(view: View, level: float) -> skia.Path:
    """What of the canvas lies under the front edge of the coffee's surface."""
    surface = view.ring(level, ware.coffee_radius(level))
    path = skia.Path()
    path.moveTo(0, HEIGHT)
    path.lineTo(0, surface.centerY())
    path.lineTo(surface.left(), surface.centerY())
    path.arcTo(surface, 180, -180, False)
    path.lineTo(WIDTH, surface.centerY())
    path.lineTo(WIDTH, HEIGHT)
    path.close()
    return path
