"""Text marks measured and painted with Skia's paragraph layout: every script, bidirectional, with colour emoji.

Each line is a paragraph of its own, never wrapped, and stands on a baseline that follows from the mark alone, so that
a fallback font does not move it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
import skia

from pitchreel.documents.marks import Run, Text
from pitchreel.typeset.fonts import collection, face, reads_leftwards, stretches
from pitchreel.typeset.ink import argb, cast_shadow

ASCENT, DESCENT = 0.96875, 0.2412
"""Inter's, in fractions of its size: they place every baseline, whatever font a line falls back to."""
_EMBED = ("\u202b", "\u202c")
"""Right-to-left embedding and its end: the binding offers no paragraph direction."""
_STRIKE_HEIGHT, _STRIKE_WIDTH = 0.30, 0.055
"""Of the line through a struck text, in fractions of its size."""
_UNBOUNDED = 1e6


@dataclass(frozen=True, slots=True)
class TextSize:
    """How large a text is, in pixels: ``width`` of its widest line, ``height`` of its lines, the width of each line,
    and ``ink``, what is really painted, as left, top, right, bottom from the top left of the mark's box (without
    shadow)."""

    width: float
    height: float
    lines: tuple[float, ...]
    ink: tuple[float, float, float, float]


def lines_of(text: Text) -> tuple[tuple[Run, ...], ...]:
    """The runs of each line; a newline inside a run ends a line."""
    lines: list[list[Run]] = [[]]
    for run in text.runs:
        for index, part in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(run if part == run.text else run.model_copy(update={"text": part}))
    return tuple(tuple(line) for line in lines)


def set_line(
    runs: tuple[Run, ...], *, leftwards: bool = False, language: str = "", ink: skia.Paint | None = None
) -> skia.textlayout.Paragraph:
    """Lay out one line; ``ink`` replaces the colours of the runs."""
    fonts, unicode = collection()
    style = skia.textlayout.ParagraphStyle()
    builder = skia.textlayout.ParagraphBuilder.make(style, fonts, unicode)
    for index, run in enumerate(runs):
        pieces = stretches(run.text, run.family, language)
        for place, piece in enumerate(pieces):
            look = skia.textlayout.TextStyle()
            look.setFontFamilies(list(piece.families))
            look.setFontSize(run.size * piece.scale)
            look.setFontStyle(skia.FontStyle(run.weight, 5, skia.FontStyle.kUpright_Slant))
            look.setColor(argb(run.colour))
            if ink is not None:
                look.setForegroundPaint(ink)
            if run.tracking and not piece.joined:
                look.setLetterSpacing(run.size * run.tracking / 1000)
            if run.rise:
                look.setBaselineShift(-run.rise * run.size)
            words = piece.text
            if leftwards and index == 0 and place == 0:
                words = _EMBED[0] + words
            if leftwards and index == len(runs) - 1 and place == len(pieces) - 1:
                words += _EMBED[1]
            builder.pushStyle(look)
            builder.addText(words)
            builder.pop()
    paragraph = builder.Build()
    paragraph.layout(_UNBOUNDED)
    return paragraph


@lru_cache(maxsize=4096)
def line_width(runs: tuple[Run, ...], language: str = "") -> float:
    """The width of one line in pixels, without the tracking at its ends."""
    if not runs:
        return 0.0
    width = float(set_line(runs, language=language).MaxIntrinsicWidth)
    return width - (_tracking(runs[0], 0, language) + _tracking(runs[-1], -1, language)) / 2


def _tracking(run: Run, place: int, language: str) -> float:
    """The tracking of the first or last letter of a run in pixels."""
    pieces = stretches(run.text, run.family, language)
    return 0.0 if not pieces or pieces[place].joined else run.size * run.tracking / 1000


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a text where it stands: left edge and baseline in the mark's own coordinates.

    Skia puts half of the tracking before a letter: ``lead`` is what it puts before the first.
    """

    runs: tuple[Run, ...]
    x: float
    baseline: float
    width: float
    lead: float


def place_lines(text: Text, language: str = "") -> tuple[PlacedLine, ...]:
    """Where the lines of a text stand."""
    size = max((run.size for run in text.runs), default=0.0)
    pitch = size * text.line_height
    lines = lines_of(text)
    free = text.height - pitch * len(lines)
    top = text.y + {"top": 0.0, "middle": free / 2, "bottom": free}[text.valign]
    first = top + (pitch - (ASCENT + DESCENT) * size) / 2 + ASCENT * size
    placed = []
    for index, runs in enumerate(lines):
        width = line_width(runs, language)
        x = text.x + {"left": 0.0, "center": (text.width - width) / 2, "right": text.width - width}[text.align]
        lead = _tracking(runs[0], 0, language) / 2 if runs else 0.0
        placed.append(PlacedLine(runs, x, first + index * pitch, width, lead))
    return tuple(placed)


@lru_cache(maxsize=1024)
def measure(text: Text, language: str = "") -> TextSize:
    """Measure a text as ``paint_text`` would paint it."""
    lines = place_lines(text, language)
    size = max((run.size for run in text.runs), default=0.0)
    widths = tuple(line.width for line in lines)
    height = len(lines) * size * text.line_height
    return TextSize(max(widths, default=0.0), height, widths, _ink(text, lines, size, language))


def _ink(text: Text, lines: tuple[PlacedLine, ...], size: float, language: str) -> tuple[float, float, float, float]:
    margin = size + text.outline_width
    left = min((line.x for line in lines), default=0.0) - margin
    top = min((line.baseline for line in lines), default=0.0) - 1.2 * size - margin
    right = max((line.x + line.width for line in lines), default=0.0) + margin
    bottom = max((line.baseline for line in lines), default=0.0) + 0.6 * size + margin
    step = max(1.0, max(right - left, bottom - top) / 2000)
    shape = (max(1, round((bottom - top) / step)), max(1, round((right - left) / step), 4))
    alpha = np.zeros((*shape, 4), np.uint8)
    surface = skia.Surface(alpha, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    with surface as canvas:
        canvas.scale(1 / step, 1 / step)
        canvas.translate(-left, -top)
        paint_text(canvas, text.model_copy(update={"shadow": None}), language)
    rows, columns = np.flatnonzero(alpha[..., 3].any(axis=1)), np.flatnonzero(alpha[..., 3].any(axis=0))
    if not len(rows):
        return (text.x, text.y, text.x, text.y)
    return (
        left + float(columns[0]) * step,
        top + float(rows[0]) * step,
        left + float(columns[-1] + 1) * step,
        top + float(rows[-1] + 1) * step,
    )


def paint_text(canvas: skia.Canvas, text: Text, language: str = "") -> None:
    """Paint a text at its place on the canvas (the canvas's origin is that of the mark's coordinates)."""
    if text.shadow is not None:
        bounds = generous_bounds(text, language)
        cast_shadow(canvas, lambda below: _paint_lines(below, text, language), text.shadow, bounds)
    _paint_lines(canvas, text, language)


def _paint_lines(canvas: skia.Canvas, text: Text, language: str) -> None:
    leftwards = reads_leftwards("".join(run.text for run in text.runs))
    outline = None
    if text.outline is not None and text.outline_width > 0:
        outline = skia.Paint(
            AntiAlias=True,
            Color=argb(text.outline),
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=2 * text.outline_width,
            StrokeJoin=skia.Paint.kRound_Join,
        )
    for line in place_lines(text, language):
        for ink in (outline, None) if outline is not None else (None,):
            paragraph = set_line(line.runs, leftwards=leftwards, language=language, ink=ink)
            paragraph.paint(canvas, line.x - line.lead, line.baseline - paragraph.AlphabeticBaseline)
        _strike(canvas, line, leftwards, language)


def generous_bounds(text: Text, language: str = "") -> tuple[float, float, float, float]:
    """What a text certainly paints inside of (without its shadow): left, top, right, bottom. Cheaper than its ink."""
    lines = place_lines(text, language)
    size = max((run.size for run in text.runs), default=0.0)
    rise = max((abs(run.rise) * run.size for run in text.runs), default=0.0)
    beside = 0.25 * size + text.outline_width
    return (
        min((line.x for line in lines), default=0.0) - beside,
        min((line.baseline for line in lines), default=0.0) - 1.15 * size - rise - text.outline_width,
        max((line.x + line.width for line in lines), default=0.0) + beside,
        max((line.baseline for line in lines), default=0.0) + 0.5 * size + text.outline_width,
    )


def _strike(canvas: skia.Canvas, line: PlacedLine, leftwards: bool, language: str) -> None:
    if not any(run.strike for run in line.runs):
        return
    before: tuple[Run, ...] = ()
    for struck, group in groupby(line.runs, key=lambda run: run.strike):
        runs = tuple(group)
        if struck:
            words = "".join(run.text for run in runs)
            lead = runs[0].model_copy(update={"text": words[: len(words) - len(words.lstrip())]})
            start, end = line_width((*before, lead), language), line_width(_stripped(before + runs), language)
            if leftwards:
                start, end = line.width - end, line.width - start
            first = runs[0]
            y = line.baseline - (_STRIKE_HEIGHT + first.rise) * first.size
            pen = skia.Paint(AntiAlias=True, Color=argb(first.colour), StrokeWidth=first.size * _STRIKE_WIDTH)
            reach = 0.04 * first.size
            canvas.drawLine(line.x + start - reach, y, line.x + end + reach, y, pen)
        before += runs


def _stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    last = runs[-1]
    return (*runs[:-1], last.model_copy(update={"text": last.text.rstrip()}))


def cap_height(family: str, weight: int, size: float) -> float:
    """The height of the capitals of a family in pixels."""
    height = float(skia.Font(face(family, weight), size).getMetrics().fCapHeight)
    return height or 0.7 * size
