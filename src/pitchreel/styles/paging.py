"""Captions: the words of the narration in pages of one to five, at most two lines, in time with the voice."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from pitchreel.documents.timeline import Box, Caption, CaptionStyle, CaptionWord
from pitchreel.styles.clock import Cue
from pitchreel.styles.grid import Area, Frame
from pitchreel.typeset import caption_geometry

MOST_WORDS = 5
BEST_WORDS = 3.4
SHORTEST, LONGEST = 0.45, 2.5
"""Seconds that a page should stay at least and at most."""
HOLD = 0.35
"""Seconds that a page stays after its last word, before a longer pause."""
BRIDGE = 0.5
"""Seconds of pause over which a page stays until the next one comes."""
PAUSE = 0.3
"""Seconds of pause that a page should not reach across."""

_NUMBER = re.compile(r"[\d.,]*\d[\d.,]*[%°]?$")
_LEANING = re.compile(
    r"(?i)(a|an|the|of|to|for|in|on|at|by|with|and|or|your|our|my|no|is|it|its|that|der|die|das|den|dem|des|ein|eine|"
    r"einen|und|oder|für|mit|im|am|zu|zum|zur|von|vom|bei|ihr|ihre|dein|deine|nur|so|le|la|les|un|une|des|du|de|et)$"
)


def page_words(
    words: Sequence[Cue], fits: Callable[[tuple[str, ...]], bool], fps: int, names: frozenset[str] = frozenset()
) -> tuple[tuple[int, int], ...]:
    """Cut words into pages, given as the index of the first word and of the one after the last.

    Pages end with sentences and lines, rather with phrases and pauses than between, and rather not between the words
    of a name (``names``, lower case) or a number and its unit. ``fits`` says whether words fit a page.
    """
    pages: list[tuple[int, int]] = []
    start = 0
    while start < len(words):
        end = start + 1
        while end < len(words) and not words[end - 1].ends_sentence and words[end].line == words[start].line:
            end += 1
        pages += _best(words, start, end, fits, fps, names)
        start = end
    return tuple(pages)


def _best(
    words: Sequence[Cue],
    start: int,
    end: int,
    fits: Callable[[tuple[str, ...]], bool],
    fps: int,
    names: frozenset[str],
) -> list[tuple[int, int]]:
    @cache
    def cheapest(at: int) -> tuple[float, tuple[int, ...]]:
        if at == end:
            return 0.0, ()
        options = []
        for to in range(at + 1, min(at + MOST_WORDS, end) + 1):
            if to > at + 1 and not fits(tuple(cue.text for cue in words[at:to])):
                break
            rest, inner = cheapest(to)
            options.append((_cost(words, at, to, start, end, fps, names) + rest, (to, *inner)))
        return min(options)

    edges = (start, *cheapest(start)[1])
    return list(pairwise(edges))


def _cost(words: Sequence[Cue], at: int, to: int, start: int, end: int, fps: int, names: frozenset[str]) -> float:
    page = words[at:to]
    count = len(page)
    cost = 0.5 + 0.12 * (count - BEST_WORDS) ** 2
    until = words[to].start if to < len(words) and to < end else page[-1].end
    seconds = (until - page[0].start) / fps
    if count == 1 and (at, to) != (start, end) and len(page[0].text) < 12:
        cost += 1.2
    if seconds < SHORTEST:
        cost += 3 * (SHORTEST - seconds) / SHORTEST
    if seconds > LONGEST:
        cost += 2 * (seconds - LONGEST)
    for one, two in pairwise(page):
        cost += 0.6 * one.ends_phrase + 0.8 * (two.start - one.end > PAUSE * fps)
    if to < end:
        cost += _parting(words[to - 1].text, words[to].text, names)
        if words[to - 1].ends_phrase:
            cost -= 0.5
    return cost


def _parting(before: str, after: str, names: frozenset[str]) -> float:
    """What it costs to part two words."""
    cost = 0.0
    if _NUMBER.match(before.lstrip("$€£¥")):
        cost += 1.4
    if _LEANING.match(before):
        cost += 0.5
    if _bare(before) in names and _bare(after) in names:
        cost += 1.0
    return cost


def _bare(word: str) -> str:
    return re.sub(r"\W+", "", word).lower()


def name_words(*names: str) -> frozenset[str]:
    """The words of names, as ``page_words`` takes them."""
    return frozenset(_bare(word) for name in names for word in name.split() if _bare(word))


def size_for(words: Sequence[str], style: CaptionStyle, width: float) -> CaptionStyle:
    """The style at the largest size, up to its own, at which the longest of the words fits a line."""
    low, size = 8.0, style.size
    longest = sorted(set(words), key=len, reverse=True)[:8]

    def fits(size: float) -> bool:
        trial = style.model_copy(update={"size": size})
        return all(caption_geometry([word], trial, width, max_lines=1).fits for word in longest)

    while size > low and not fits(size):
        size -= 1
    return style.model_copy(update={"size": size})


def set_captions(
    words: Sequence[Cue],
    pages: Sequence[tuple[int, int]],
    style: CaptionStyle,
    place: Area,
    frame: Frame,
    end: int,
    card: int,
    language: str = "",
) -> tuple[Caption, ...]:
    """Captions centred at the bottom of ``place``, each word lit from the frame in which it is heard.

    ``end`` is the film's; a page whose words were said before the end card at ``card`` leaves when that comes.
    """
    captions: list[Caption] = []
    for number, (first, last) in enumerate(pages):
        page = words[first:last]
        following = words[pages[number + 1][0]].start if number + 1 < len(pages) else math.inf
        start = max(0, math.floor(page[0].start), captions[-1].end if captions else 0)
        spoken = page[-1].end
        stop = following if following - spoken < BRIDGE * frame.fps else spoken + HOLD * frame.fps
        stop = min(card if spoken <= card else end, math.floor(min(stop, following)))
        geometry = caption_geometry([cue.text for cue in page], style, place.width, language=language)
        x = place.x + (place.width - geometry.width) / 2
        y = place.bottom - geometry.height
        left, top = math.ceil(x), math.ceil(y)
        captions.append(
            Caption(
                start=start,
                end=max(start + 1, stop),
                words=_timed(page, start, max(start + 1, stop)),
                breaks=geometry.breaks,
                box=Box(
                    x=left, y=top, width=max(1, math.floor(geometry.width)), height=max(1, math.floor(geometry.height))
                ),
            )
        )
    return tuple(captions)


def _timed(page: Sequence[Cue], start: int, stop: int) -> tuple[CaptionWord, ...]:
    """Each word from the frame in which it begins to that of the next one."""
    starts = [min(max(start, round(cue.start)), stop - 1) for cue in page]
    starts[0] = start
    ends = [*starts[1:], min(stop, max(start + 1, math.ceil(page[-1].end)))]
    return tuple(
        CaptionWord(text=cue.text, start=begin, end=max(begin, end))
        for cue, begin, end in zip(page, starts, ends, strict=True)
    )
