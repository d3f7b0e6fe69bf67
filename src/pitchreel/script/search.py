"""Choosing lines: the run of options, one for each place, that tells the most within the word budget."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pitchreel.script.catalogue import Beat
from pitchreel.script.patterns import Filled
from pitchreel.script.words import overlap

_BEAM = 32
_BRANCH = 14
_ABOUT_ONE = 3
"""Options about one fact that are followed from one draft."""
_SAME = 0.5
"""Share of words in common from which two wordings say the same."""
_ALIKE = 0.6
"""The same for whole lines."""
_AHEAD, _BEHIND = 0.14, 0.3
"""What a word more, and a word less, than the place in the ad calls for costs while choosing. Facts run out
towards the end, so that being behind is worse."""
_LEFT_OUT = {"offer": -1.5, "proof": -0.5}
"""What it costs to leave a line of a role out; an ad without a price is seldom a better one."""
_MISSING = -3.0
"""What it costs to leave out a line that the style needs."""


@dataclass(frozen=True)
class Option:
    """A line that could fill a place."""

    filled: Filled
    words: int
    score: float
    content: frozenset[str]
    opener: str
    names: bool
    prominence: float
    """1 for what the page says first, towards 0 for what it says last; 0 for lines about no fact."""


@dataclass(frozen=True)
class Place:
    """One line's place in the ad, with the lines that could fill it."""

    beat: Beat
    options: tuple[Option, ...]
    may_skip: bool
    share: float


@dataclass(frozen=True)
class Draft:
    """The ad as far as it is written."""

    chosen: tuple[tuple[Beat, Option], ...] = ()
    words: int = 0
    score: float = 0.0
    facts: frozenset[str] = frozenset()
    said: tuple[frozenset[str], ...] = ()
    keys: frozenset[str] = frozenset()
    raised: tuple[str, str, str] = ("", "", "")
    """Fact, theme and figure that a line raised and no line has answered yet."""
    named: bool = False


def _fits(draft: Draft, place: Place, option: Option) -> bool:
    filled = option.filled
    if draft.keys & filled.keys:
        return False
    if draft.raised[0] and not _answers(draft, filled):
        return False
    for piece in filled.said:
        if any(overlap(piece.content, said) >= _SAME for said in draft.said):
            return False
        if piece.fact in draft.facts and piece.fact.startswith("feature"):
            return False
    return not any(overlap(option.content, other.content) > _ALIKE for _, other in draft.chosen)


def _answers(draft: Draft, filled: Filled) -> bool:
    """Whether a line leaves the matter that was raised standing, or answers it; it may not change the subject."""
    fact, theme, figure = draft.raised
    if not filled.focus or (not filled.said and filled.focus == fact):
        return True
    if filled.focus != fact or not filled.said:
        return False
    if figure:
        return any(piece.figure == figure for piece in filled.said)
    return not theme or any(theme in piece.themes for piece in filled.said)


def _raised(draft: Draft, filled: Filled) -> tuple[str, str, str]:
    if filled.said:
        return ("", "", "")
    if filled.focus and filled.focus not in draft.facts:
        return (filled.focus, filled.theme, filled.figure_of)
    return draft.raised


def _fitting(draft: Draft, place: Place, room: int) -> Iterator[Option]:
    for option in place.options:
        if draft.words + option.words <= room and _fits(draft, place, option):
            yield option


def _score(draft: Draft, option: Option) -> float:
    score = draft.score + option.score
    if draft.chosen and draft.chosen[-1][1].opener == option.opener:
        score -= 0.6
    if any(other.filled.pattern == option.filled.pattern for _, other in draft.chosen):
        score -= 0.5
    if not draft.facts and option.filled.said:
        score += 0.8 * option.prominence  # the first thing said should be the thing that counts
    if len(draft.chosen) < 2 and option.names and not draft.named:
        score += 1.2
    elif draft.named and option.names:
        score -= 0.25 * sum(1 for _, other in draft.chosen if other.names)
    return score


def _extend(draft: Draft, place: Place, option: Option | None) -> Draft:
    if option is None:
        return replace(draft, score=draft.score + (_LEFT_OUT.get(place.beat.role, 0.2) if place.may_skip else _MISSING))
    filled = option.filled
    return Draft(
        chosen=(*draft.chosen, (place.beat, option)),
        words=draft.words + option.words,
        score=_score(draft, option),
        facts=draft.facts | {piece.fact for piece in filled.said},
        said=draft.said + tuple(piece.content for piece in filled.said),
        keys=draft.keys | filled.keys,
        raised=_raised(draft, filled),
        named=draft.named or option.names,
    )


def choose(places: Sequence[Place], budget: tuple[int, int]) -> Draft:
    """The best draft found: within ``budget`` (fewest, most words) where the options allow, never above it."""
    low, high = budget
    goal = (low + high) / 2
    total = sum(place.share for place in places) or 1.0
    reserve = _reserves(places)
    beam = [Draft()]
    passed = 0.0
    for index, place in enumerate(places):
        passed += place.share
        room = high - reserve[index + 1]
        expected = goal * passed / total
        steps: list[tuple[float, int, Draft, Option | None]] = []

        def reach(draft: Draft, option: Option | None, score: float) -> None:
            words = draft.words + (option.words if option else 0)
            pace = _AHEAD * max(words - expected, 0) + _BEHIND * max(expected - words, 0)  # noqa: B023
            steps.append((score - pace, len(steps), draft, option))  # noqa: B023

        for draft in beam:
            before = len(steps)
            for option in _spread(_fitting(draft, place, room)):
                reach(draft, option, _score(draft, option))
            if place.may_skip:
                reach(draft, None, draft.score + _LEFT_OUT.get(place.beat.role, 0.2))
            elif len(steps) == before:
                reach(draft, None, draft.score + _MISSING)
        best = heapq.nlargest(_BEAM, steps, key=lambda step: (step[0], -step[1]))
        beam = [_extend(draft, place, option) for _, _, draft, option in best]
    return max(beam, key=lambda draft: (min(draft.words - low, 0), draft.score))


def _reserves(places: Sequence[Place]) -> list[int]:
    """Words that the hook and the call to action still to come need at least, before each place and after the last."""
    least = [0] * (len(places) + 1)
    for index in range(len(places) - 1, -1, -1):
        kept = places[index].beat.role in ("hook", "call_to_action")
        smallest = min((option.words for option in places[index].options), default=0) if kept else 0
        least[index] = least[index + 1] + smallest
    return least


def _spread(options: Iterable[Option]) -> list[Option]:
    """The best few, with no more than a few about one fact."""
    kept: list[Option] = []
    about: dict[str, int] = {}
    for option in options:
        seen = about.get(option.filled.focus, 0)
        if seen < _ABOUT_ONE:
            about[option.filled.focus] = seen + 1
            kept.append(option)
        if len(kept) == _BRANCH:
            break
    return kept
