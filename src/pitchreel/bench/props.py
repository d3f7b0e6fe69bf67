"""The pictures and the voice of the storyboard, drawn and made by the project itself."""

from __future__ import annotations

import math
import wave
from pathlib import Path

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.bench.storyboard import MUSIC, PICTURES, RATE, narrate
from pitchreel.documents.narration import Narration
from pitchreel.music import place

_SIDE = 1600
_GRAIN = 2.2
"""Levels of noise, about that of a phone's camera by day: a clean drawing would flatter the encoder."""
_CUPS = ("#c8553d", "#2f6690", "#588157", "#e9b44c", "#6d597a")
_WALLS = (
    ("#f4e4d4", "#d9b99b"),
    ("#dfe9f0", "#a9bfcf"),
    ("#edf0e0", "#b9c4a4"),
    ("#fbefd5", "#e0b978"),
    ("#ece4f0", "#b8a4c4"),
)
_VOWELS = "aeiouyw"


def make_props(folder: Path, shots: int) -> None:
    """Put what the storyboard names into a folder."""
    (folder / "media").mkdir(parents=True, exist_ok=True)
    (folder / "audio").mkdir(exist_ok=True)
    for index in range(PICTURES):
        path = folder / "media" / f"picture-{index}.jpg"
        cv2.imwrite(str(path), draw_picture(index), [cv2.IMWRITE_JPEG_QUALITY, 92])
    write_voice(narrate(shots), folder / "audio" / "voice.wav")
    place((MUSIC,), folder)


def draw_picture(index: int) -> NDArray[np.uint8]:
    """A cup on a table before a wall, in soft light, with grain; BGR, shape (1600, 1600, 3)."""
    pixels = np.zeros((_SIDE, _SIDE, 4), np.uint8)
    rng = np.random.default_rng(index)
    with skia.Surface(pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
        _wall(canvas, index)
        for _ in range(9):
            _leaf(canvas, rng)
        _table(canvas, rng)
        _cup(canvas, index)
    grain = rng.normal(0, _GRAIN, (_SIDE, _SIDE, 1)).astype(np.float32)
    grained: NDArray[np.float32] = pixels[..., :3] + grain
    return np.clip(np.rint(grained), 0, 255).astype(np.uint8)


def _shade(colour: str, share: float) -> int:
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    toned = [round(part * share) if share <= 1 else round(part + (255 - part) * (share - 1)) for part in parts]
    return int(skia.Color(*toned))


def _wall(canvas: skia.Canvas, index: int) -> None:
    near, far = _WALLS[index]
    ends = [skia.Point(200, 0), skia.Point(_SIDE, _SIDE)]
    shader = skia.GradientShader.MakeLinear(ends, [_shade(near, 1.2), _shade(far, 0.85)])
    canvas.drawPaint(skia.Paint(Shader=shader))
    soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 26)
    light = skia.Paint(AntiAlias=True, Color=0x38FFFFFF, MaskFilter=soft)
    for k in range(3):
        path = skia.Path()
        x = 240 + 300 * k + 40 * index
        path.addPoly(
            [skia.Point(x, 0), skia.Point(x + 190, 0), skia.Point(x - 260, 1150), skia.Point(x - 450, 1150)], True
        )
        canvas.drawPath(path, light)


def _leaf(canvas: skia.Canvas, rng: np.random.Generator) -> None:
    x, y, turn = rng.uniform(0, 460), rng.uniform(260, 1080), rng.uniform(-70, 40)
    length = rng.uniform(180, 340)
    canvas.save()
    canvas.translate(float(x), float(y))
    canvas.rotate(float(turn))
    path = skia.Path()
    path.moveTo(0, 0)
    path.quadTo(length / 2, -length / 3, length, 0)
    path.quadTo(length / 2, length / 3, 0, 0)
    green = (int(rng.integers(40, 80)), int(rng.integers(96, 140)), int(rng.integers(60, 90)))
    canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=skia.Color(*green)))
    canvas.drawLine(0, 0, length, 0, skia.Paint(AntiAlias=True, Color=0x60FFFFFF, StrokeWidth=3))
    canvas.restore()


def _table(canvas: skia.Canvas, rng: np.random.Generator) -> None:
    canvas.drawRect(skia.Rect(0, 1120, _SIDE, _SIDE), skia.Paint(Color=skia.Color(150, 108, 74)))
    for _ in range(160):
        y, x, length = rng.uniform(1120, _SIDE), rng.uniform(-200, _SIDE), rng.uniform(150, 900)
        tone = skia.Color(*(int(v) for v in rng.integers((110, 74, 46), (176, 130, 92))), int(rng.integers(40, 120)))
        pen = skia.Paint(AntiAlias=True, Color=tone, StrokeWidth=float(rng.uniform(1, 6)))
        canvas.drawLine(float(x), float(y), float(x + length), float(y + rng.uniform(-5, 5)), pen)


def _cup(canvas: skia.Canvas, index: int) -> None:
    colour = _CUPS[index]
    soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 34)
    canvas.drawOval(skia.Rect(560, 1230, 1200, 1370), skia.Paint(Color=0x70000000, MaskFilter=soft))
    handle = skia.Paint(AntiAlias=True, Color=_shade(colour, 0.72), Style=skia.Paint.kStroke_Style, StrokeWidth=52)
    canvas.drawArc(skia.Rect(910, 690, 1250, 1070), -90, 180, False, handle)
    body = skia.Path()
    body.moveTo(520, 540)
    body.cubicTo(530, 900, 570, 1290, 640, 1300)
    body.lineTo(960, 1300)
    body.cubicTo(1030, 1290, 1070, 900, 1080, 540)
    body.close()
    ends = [skia.Point(520, 0), skia.Point(1080, 0)]
    stops = [_shade(colour, share) for share in (0.86, 1.28, 1.0, 0.62)]
    shader = skia.GradientShader.MakeLinear(ends, stops, [0, 0.22, 0.55, 1])
    canvas.drawPath(body, skia.Paint(AntiAlias=True, Shader=shader))
    canvas.drawOval(skia.Rect(520, 470, 1080, 610), skia.Paint(AntiAlias=True, Color=_shade(colour, 1.35)))
    canvas.drawOval(skia.Rect(556, 492, 1044, 594), skia.Paint(AntiAlias=True, Color=skia.Color(74, 46, 32)))
    for k in range(18):
        angle = k / 18 * 2 * math.pi
        x, y = 800 + 210 * math.cos(angle), 545 + 40 * math.sin(angle)
        canvas.drawCircle(x, y, 7 + k % 4, skia.Paint(AntiAlias=True, Color=0x50D8A878))
    font = skia.Font(skia.FontMgr().matchFamilyStyle("Inter", skia.FontStyle.Bold()), 110)
    canvas.drawString("slow", 655, 960, font, skia.Paint(AntiAlias=True, Color=0xE0FFFFFF))


def write_voice(narration: Narration, path: Path) -> None:
    """A voice of a sort: a buzz through two resonances for vowels, noise for consonants."""
    rng = np.random.default_rng(7)
    sound = np.zeros(narration.samples, np.float32)
    for phoneme in narration.phonemes:
        length = phoneme.end - phoneme.start
        time = (np.arange(length) + phoneme.start) / RATE
        if phoneme.symbol in _VOWELS:
            pitch = 118 + 14 * math.sin(phoneme.start / RATE * 2.1)
            first, second = 320 + 90 * _VOWELS.index(phoneme.symbol), 900 + 210 * _VOWELS.index(phoneme.symbol)
            tone = np.zeros(length)
            for harmonic in range(1, 24):
                at = harmonic * pitch
                strength = math.exp(-(((at - first) / 160) ** 2)) + 0.5 * math.exp(-(((at - second) / 240) ** 2))
                tone += (0.04 / harmonic + strength) * np.sin(2 * math.pi * at * time)
            piece = 0.16 * tone
        else:
            piece = 0.03 * rng.normal(size=length)
        edge = np.minimum(1, np.minimum(np.arange(length), np.arange(length)[::-1]) / 240)
        sound[phoneme.start : phoneme.end] += (piece * edge).astype(np.float32)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
