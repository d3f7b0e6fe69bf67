"""Captions: one sprite for each word that is spoken, with a small rise when a caption comes."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import skia

from pitchreel.documents.marks import Run
from pitchreel.documents.motion import ease
from pitchreel.documents.timeline import CaptionStyle
from pitchreel.render.cuttings import Cutting
from pitchreel.render.elements import Stage
from pitchreel.render.geometry import Affine
from pitchreel.render.planes import Planes
from pitchreel.render.sprites import RGBA, Sprite, from_rgba, lay, rasterise, trim
from pitchreel.typeset import CaptionGeometry, argb, caption_geometry, cast_shadow, joiner
from pitchreel.typeset.paragraph import set_line

RISE_SECONDS = 0.17
RISE = 0.28
"""From how far below a caption comes, in fractions of its size."""
MARKER_BESIDE, MARKER_ABOVE, MARKER_RADIUS = 0.16, 0.04, 0.22
"""How far the plate of the spoken word reaches around it, and how round it is, in fractions of the size."""


class CaptionState(NamedTuple):
    """Which caption, which of its words is spoken (-1: none), and how far it still has to rise (0 to 1)."""

    caption: int
    word: int
    rise: float


class Captions:
    """All captions of a film."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._style = stage.timeline.caption_style
        self._starts = [caption.start for caption in stage.timeline.captions]
        self._geometry: tuple[int, CaptionGeometry] | None = None
        self._rising: tuple[tuple[int, int], Cutting] | None = None
        self._last: tuple[tuple[int, int], Sprite] | None = None

    def state(self, frame: int) -> CaptionState | None:
        """What is shown at a frame."""
        index = bisect_right(self._starts, frame) - 1
        if index < 0 or self._style is None:
            return None
        caption = self.stage.timeline.captions[index]
        if frame >= caption.end:
            return None
        word = next((k for k, word in enumerate(caption.words) if word.start <= frame < word.end), -1)
        length = RISE_SECONDS * self.stage.timeline.fps
        rise = 1 - ease("enter", (frame - caption.start + 1) / length) if self._style.rise else 0.0
        return CaptionState(index, word, max(0.0, rise))

    def paint(self, target: Planes, frame: int) -> None:
        """Lay the caption of a frame over it."""
        state = self.state(frame)
        style = self._style
        if state is None or style is None:
            return
        key = state.caption, state.word
        below = RISE * style.size * self.stage.scale * state.rise
        if below:
            if self._rising is None or self._rising[0] != key:
                self._rising = (key, Cutting(*self._draw(*key, style)))
            sprite = self._rising[1].moved(Affine.shift(0, below), target)
        else:
            if self._last is None or self._last[0] != key:
                self._last = (key, from_rgba(*self._draw(*key, style)))
            sprite = self._last[1]
        lay(sprite, target, 1 - state.rise)

    def _lay_out(self, index: int, style: CaptionStyle) -> CaptionGeometry:
        if self._geometry is None or self._geometry[0] != index:
            caption = self.stage.timeline.captions[index]
            words = [word.text for word in caption.words]
            language = self.stage.timeline.language
            found = caption_geometry(words, style, caption.box.width, breaks=caption.breaks, language=language)
            self._geometry = (index, found)
        return self._geometry[1]

    def _draw(self, index: int, word: int, style: CaptionStyle) -> tuple[RGBA, int, int]:
        caption = self.stage.timeline.captions[index]
        geometry = self._lay_out(index, style)
        scale = self.stage.scale
        x = caption.box.x + (caption.box.width - geometry.width) / 2
        y = caption.box.y + (caption.box.height - geometry.height) / 2

        def draw(canvas: skia.Canvas) -> None:
            canvas.scale(scale, scale)
            canvas.translate(x, y)
            draw_caption(canvas, geometry, style, word, self.stage.timeline.language)

        reach = style.size * (0.15 if style.plate is not None else 0.3) + style.outline_width
        if style.shadow is not None:
            reach += 3 * style.shadow.blur + max(abs(style.shadow.x), abs(style.shadow.y))
        bounds = x - reach, y - reach, x + geometry.width + reach, y + geometry.height + reach
        left, top, right, bottom = (edge * scale for edge in bounds)
        return trim(*rasterise(draw, left, top, right, bottom))


def draw_caption(
    canvas: skia.Canvas,
    geometry: CaptionGeometry,
    style: CaptionStyle,
    word: int,
    language: str,
) -> None:
    """Draw plate, marker and words at the canvas's origin; ``word`` is the spoken one."""
    if style.plate is not None:
        plate = skia.RRect.MakeRectXY(skia.Rect.MakeWH(geometry.width, geometry.height), style.radius, style.radius)
        canvas.drawRRect(plate, skia.Paint(AntiAlias=True, Color=argb(style.plate)))
    if style.marker is not None and 0 <= word < len(geometry.words):
        box = geometry.words[word]
        beside, above = MARKER_BESIDE * style.size, MARKER_ABOVE * style.size
        rect = skia.Rect.MakeXYWH(box.x - beside, box.y + above, box.width + 2 * beside, box.height - 2 * above)
        radius = MARKER_RADIUS * style.size
        marker = skia.Paint(AntiAlias=True, Color=argb(style.marker))
        canvas.drawRRect(skia.RRect.MakeRectXY(rect, radius, radius), marker)
    if style.shadow is not None:
        edge = style.size * 0.3 + style.outline_width
        bounds = -edge, -edge, geometry.width + edge, geometry.height + edge
        cast_shadow(canvas, lambda below: _draw_words(below, geometry, style, word, language), style.shadow, bounds)
    _draw_words(canvas, geometry, style, word, language)


def _draw_words(canvas: skia.Canvas, geometry: CaptionGeometry, style: CaptionStyle, word: int, language: str) -> None:
    if style.outline is not None and style.outline_width > 0:
        outline = skia.Paint(
            AntiAlias=True,
            Color=argb(style.outline),
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=2 * style.outline_width,
            StrokeJoin=skia.Paint.kRound_Join,
        )
        _draw_lines(canvas, geometry, style, word, language, outline)
    _draw_lines(canvas, geometry, style, word, language, None)


def _draw_lines(
    canvas: skia.Canvas,
    geometry: CaptionGeometry,
    style: CaptionStyle,
    word: int,
    language: str,
    ink: skia.Paint | None,
) -> None:
    for line in geometry.lines:
        runs = []
        for index in range(line.start, line.end):
            text = geometry.shown[index]
            if index + 1 < line.end:
                text += joiner(text, geometry.shown[index + 1])
            colour = style.spoken if index == word else style.colour
            runs.append(Run(text=text, size=style.size, weight=style.weight, colour=colour, family=style.family))
        paragraph = set_line(tuple(runs), leftwards=geometry.leftwards, language=language, ink=ink)
        paragraph.paint(canvas, line.x, line.baseline - paragraph.AlphabeticBaseline)
