"""The geometry of a caption: where its plate, its lines and each of its words stand.

The styles use it to place captions, the renderer to draw them; both get the same boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pitchreel.documents.timeline import CaptionStyle
from pitchreel.typeset.fonts import reads_leftwards
from pitchreel.typeset.lines import Type, break_lines, join, joiner
from pitchreel.typeset.paragraph import ASCENT, DESCENT

PADDING_ABOVE = 0.55
"""Of the padding beside the words: the lines bring air of their own above and below."""


@dataclass(frozen=True, slots=True)
class WordBox:
    """A word's advance box, from the top left of the caption's box, in pixels: as high as its line."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """A line: the indices of its words, its left edge, baseline and width."""

    start: int
    end: int
    x: float
    baseline: float
    width: float


@dataclass(frozen=True, slots=True)
class CaptionGeometry:
    """A caption laid out in a box of ``width`` x ``height`` pixels, which is its plate's as well."""

    breaks: tuple[int, ...]
    width: float
    height: float
    lines: tuple[CaptionLine, ...]
    words: tuple[WordBox, ...]
    shown: tuple[str, ...]
    """The words as shown (in capitals where the style wants them)."""
    leftwards: bool
    fits: bool
    """Whether the box is no wider than was asked."""


def caption_geometry(
    words: Sequence[str],
    style: CaptionStyle,
    max_width: float,
    *,
    max_lines: int = 2,
    breaks: Sequence[int] | None = None,
    language: str = "",
) -> CaptionGeometry:
    """Lay out a caption in at most ``max_width`` pixels, its plate included.

    ``breaks`` keeps line breaks that were chosen before; else they are balanced.
    """
    shown = tuple(word.upper() if style.uppercase else word for word in words)
    type = Type(style.size, style.weight, style.family, 0, language)
    room = max(1.0, max_width - 2 * style.padding)
    if breaks is None:
        breaks = break_lines(shown, width=room, type=type, max_lines=max_lines)
    leftwards = reads_leftwards(join(shown))
    edges = (0, *breaks, len(shown))
    widths = [type.width(join(shown[start:end])) for start, end in pairwise(edges)]
    pitch = style.size * style.line_height
    above = style.padding * PADDING_ABOVE
    width = max(widths) + 2 * style.padding
    lines: list[CaptionLine] = []
    boxes: list[WordBox] = []
    for index, (start, end) in enumerate(pairwise(edges)):
        top = above + index * pitch
        baseline = top + (pitch - (ASCENT + DESCENT) * style.size) / 2 + ASCENT * style.size
        x = (width - widths[index]) / 2
        lines.append(CaptionLine(start, end, x, baseline, widths[index]))
        boxes += [
            WordBox(x + offset, top, wide, pitch)
            for offset, wide in _spread(shown[start:end], type, widths[index], leftwards)
        ]
    return CaptionGeometry(
        tuple(breaks),
        width,
        pitch * len(lines) + 2 * above,
        tuple(lines),
        tuple(boxes),
        shown,
        leftwards,
        width <= max_width + 0.5,
    )


def _spread(words: tuple[str, ...], type: Type, total: float, leftwards: bool) -> list[tuple[float, float]]:
    """Offset and width of each word on its line, as the eye meets them."""
    spans: list[tuple[float, float]] = [(0.0, 0.0)] * len(words)
    x = 0.0
    order = _visual_order(words) if leftwards else list(range(len(words)))
    for place, index in enumerate(order):
        wide = type.width(words[index])
        if not leftwards:
            # Measured with what stands before it, so that kerning at the space is in it.
            x = type.width(join(words[: index + 1])) - wide
        spans[index] = (x, wide)
        if leftwards and place + 1 < len(order):
            x += wide + _space(type, words[order[place + 1]], words[index])
    return spans


def _visual_order(words: tuple[str, ...]) -> list[int]:
    """Left to right, the words of a line that reads leftwards: foreign stretches keep their own order."""
    stretches: list[list[int]] = []
    inside = False
    for index, word in enumerate(words):
        letters = any(letter.isalpha() for letter in word)
        foreign = not reads_leftwards(word) and (letters or inside)
        if foreign and inside:
            stretches[-1].append(index)
        else:
            stretches.append([index])
        inside = foreign
    return [index for stretch in reversed(stretches) for index in stretch]


def _space(type: Type, before: str, after: str) -> float:
    return type.width("n" + joiner(before, after) + "n") - 2 * type.width("n")
