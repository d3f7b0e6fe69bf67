"""Where lines break: balanced, without orphans, numbers with their units, in every script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from pitchreel.documents.marks import Run
from pitchreel.typeset.paragraph import line_width

if TYPE_CHECKING:
    import budoux

SHORTEST_LINE = 0.6
"""No line is shorter than this share of the longest when another way of breaking avoids it."""

_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_CLOSING = re.compile(r"^[\s,.;:!?%)\]}»”’、。，．！？：；」』】）…]+$")
_OPENING = re.compile(r"[(\[{«“„¿¡「『【（$€£¥]$")
_NUMBER = re.compile(r"\d[\d.,:/x×–-]*$")
_UNIT = re.compile(
    r"^(?:[^\W\d_]{1,3}[²³]?|%|°[CF]?|[€$£¥₹]|inch(?:es)?|Zoll|Watt|Volt"
    r"|Stück|pieces?|Stunden?|Minuten?|Sekunden?|Tagen?|Wochen?|Monaten?|Jahren?|hours?|minutes?|seconds?|days?|weeks?"
    r"|months?|years?|Prozent|percent|Liter|Gramm|Euro|litres?|liters?)[.,!?]*$"
)
_FUNCTION_WORDS = (
    "a an the of to for in on at by with and or your our my no is der die das den dem ein eine einen und oder für mit "
    "im in am zu von le la les un une des de du et à el los las y il lo i gli di e o os as da do"
)
_LEANS_FORWARD = frozenset(_FUNCTION_WORDS.split())
"""Words that one would rather find at the start of a line than at its end."""
_ENDS_PHRASE = re.compile(r"[,.;:!?–—、。，！？]$")


@cache
def _segmenter(language: str) -> budoux.Parser:
    import budoux

    match language:
        case "ja":
            return budoux.load_default_japanese_parser()
        case "th":
            return budoux.load_default_thai_parser()
        case "zh-hant":
            return budoux.load_default_traditional_chinese_parser()
        case _:
            return budoux.load_default_simplified_chinese_parser()


def split_words(text: str, language: str = "") -> tuple[str, ...]:
    """Cut text into the pieces between which a line may break: words, or phrases where a script has no spaces.

    A no-break space keeps what it joins in one piece.
    """
    words: list[str] = []
    for word in re.split(r"[^\S\u00a0\u202f]+", text.strip()):
        if not word:
            continue
        if not _UNSPACED.search(word):
            words.append(word)
        elif _THAI.search(word):
            words += _segmenter("th").parse(word)
        elif _KANA.search(word) or language.startswith("ja"):
            words += _segmenter("ja").parse(word)
        elif language.lower().startswith(("zh-tw", "zh-hant", "zh-hk")):
            words += _segmenter("zh-hant").parse(word)
        else:
            words += _segmenter("zh").parse(word)
    return tuple(words)


def joiner(before: str, after: str) -> str:
    """What stands between two words on a line: a space, or nothing in scripts without spaces."""
    if not (before and after):
        return ""
    touching = _UNSPACED.match(before[-1]) or _UNSPACED.match(after[0])
    return "" if touching and _UNSPACED.search(before) and _UNSPACED.search(after) else " "


def join(words: Sequence[str]) -> str:
    """Words as one line."""
    line = words[0] if words else ""
    for before, after in pairwise(words):
        line += joiner(before, after) + after
    return line


def _tied(before: str, after: str) -> bool:
    """Whether two words stay on one line: a number with its unit, punctuation with its word."""
    if _NUMBER.search(before) and _UNIT.match(after):
        return True
    return bool(_CLOSING.match(after) or _OPENING.search(before))


@dataclass(frozen=True, slots=True)
class Type:
    """What decides how wide a word is."""

    size: float
    weight: int = 700
    family: str = "Inter"
    tracking: float = 0
    language: str = ""

    def width(self, text: str) -> float:
        """The width of one line in pixels."""
        return _unit_width(text, self.weight, self.family, self.tracking, self.language) * self.size / 100


@lru_cache(maxsize=16384)
def _unit_width(text: str, weight: int, family: str, tracking: float, language: str) -> float:
    # Skia's paragraphs are not hinted: widths grow in proportion to the size, so one measurement serves all sizes.
    run = Run(text=text, size=100, weight=weight, colour="#000000", family=family, tracking=tracking)
    return line_width((run,), language)


def break_lines(words: Sequence[str], *, width: float, type: Type, max_lines: int) -> tuple[int, ...]:
    """Indices of the words that begin a new line.

    The fewest lines that fit are taken, balanced; one more is used when that alone avoids a line under 60 % of the
    longest. What fits in no way comes out with the least overhang: compare with ``fit``.
    """
    return _best(tuple(words), width, type, max_lines)[1]


def _best(words: tuple[str, ...], width: float, type: Type, max_lines: int) -> tuple[float, tuple[int, ...]]:
    allowed = [index for index in range(1, len(words)) if not _tied(words[index - 1], words[index])]
    best = _judge(words, (), width, type)
    for count in range(2, max_lines + 1):
        if best[0] < _UGLY or len(allowed) < count - 1:
            break
        best = min(best, *(_judge(words, breaks, width, type) for breaks in _choices(allowed, count - 1)))
    return best


_UGLY, _OVERFULL = 10.0, 1000.0


def _choices(allowed: list[int], breaks: int) -> list[tuple[int, ...]]:
    if breaks <= 2 or len(allowed) <= 14:
        return list(combinations(allowed, breaks))
    # A long text: only breaks near equal shares are worth a look.
    step = len(allowed) / (breaks + 1)
    near = sorted(
        {
            allowed[min(len(allowed) - 1, max(0, round(step * (k + 1)) + d))]
            for k in range(breaks)
            for d in (-2, -1, 0, 1)
        }
    )
    return list(combinations(near, breaks))


def _judge(words: tuple[str, ...], breaks: tuple[int, ...], width: float, type: Type) -> tuple[float, tuple[int, ...]]:
    edges = (0, *breaks, len(words))
    lines = [words[start:end] for start, end in pairwise(edges)]
    widths = [type.width(join(line)) for line in lines]
    longest = max(widths)
    cost = 0.0
    if longest > width:
        cost += _OVERFULL * (1 + (longest - width) / width)
    if len(lines) > 1:
        shortest = min(widths)
        cost += 4 * sum(((longest - line) / longest) ** 2 for line in widths)
        if shortest < SHORTEST_LINE * longest:
            cost += _UGLY * (1 + SHORTEST_LINE - shortest / longest)
        if len(lines[-1]) == 1 and len(words) > len(lines) + 1:
            cost += 1.0
        for line in lines[:-1]:
            if line[-1].lower() in _LEANS_FORWARD:
                cost += 0.6
            elif _ENDS_PHRASE.search(line[-1]):
                cost -= 0.3
    return cost, breaks


def balance(
    words: Sequence[str] | str,
    *,
    width: float,
    size: float,
    weight: int = 700,
    family: str = "Inter",
    max_lines: int = 2,
    tracking: float = 0,
    language: str = "",
) -> tuple[str, ...]:
    """Break words (or a text) into balanced lines, at most ``max_lines``; see ``break_lines``."""
    pieces = split_words(words, language) if isinstance(words, str) else tuple(words)
    type = Type(size, weight, family, tracking, language)
    breaks = break_lines(pieces, width=width, type=type, max_lines=max_lines)
    return tuple(join(pieces[start:end]) for start, end in pairwise((0, *breaks, len(pieces))))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines at the size at which they fit; ``fits`` is False when even the smallest size is too large."""

    lines: tuple[str, ...]
    size: float
    width: float
    height: float
    fits: bool

    @property
    def text(self) -> str:
        """The lines with newlines between them."""
        return "\n".join(self.lines)


_WORTH_BALANCE = 0.75
"""Of the size: what balanced lines may cost."""


def fit(
    words: Sequence[str] | str,
    *,
    width: float,
    height: float,
    largest: float,
    smallest: float,
    weight: int = 700,
    family: str = "Inter",
    max_lines: int = 2,
    line_height: float = 1.1,
    tracking: float = 0,
    language: str = "",
) -> Fitted:
    """The largest size (in half pixels) at which words fit a box, and their lines there."""
    pieces = split_words(words, language) if isinstance(words, str) else tuple(words)

    def at(size: float) -> tuple[Fitted, bool]:
        type = Type(size, weight, family, tracking, language)
        cost, breaks = _best(pieces, width, type, max_lines)
        lines = tuple(join(pieces[start:end]) for start, end in pairwise((0, *breaks, len(pieces))))
        wide = max((type.width(line) for line in lines), default=0.0)
        high = len(lines) * size * line_height
        return Fitted(lines, size, wide, high, wide <= width and high <= height), cost < _UGLY

    def search(only_balanced: bool) -> Fitted:
        low, high = round(2 * smallest), round(2 * largest) + 1
        best = at(low / 2)[0]
        while high - low > 1:
            middle = (low + high) // 2
            trial, balanced = at(middle / 2)
            if trial.fits and (balanced or not only_balanced):
                best, low = trial, middle
            else:
                high = middle
        return best

    loose, balanced = search(False), search(True)
    return balanced if balanced.fits and balanced.size >= _WORTH_BALANCE * loose.size else loose
