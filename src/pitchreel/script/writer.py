"""Writing an ad: beats in, the best run of lines out.

Each beat's patterns are filled in every way that the facts allow. A beam search then picks one line
for each place so that the words fit the length, no fact, pattern or phrase comes twice and a matter
that was raised is answered. The seed decides between lines that are equally good.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from pitchreel.script.catalogue import LENGTHS, Beat, ScriptStyle, beats_of
from pitchreel.script.patterns import LATER, Filled, fill
from pitchreel.script.subject import Subject
from pitchreel.script.words import content, longest_sentence, overlap, plain, spoken_words

BUDGETS = {15: (30, 34), 30: (64, 70), 45: (98, 108), 60: (134, 145)}
"""Spoken words for a length in seconds: 2.5 a second, with room for pauses and a wordless end card."""
HOOK_WORDS = 9
SENTENCE_WORDS = 14
_BEAM = 32
_BRANCH = 14
_SAME = 0.5
_FALLBACK = {"hook": "hook", "benefit": "intro", "call_to_action": "close"}
"""Common groups that fill a place for which a style's own have no fact."""
_LEFT_OUT = {"offer": -0.9, "proof": -0.4}
"""What it costs to leave a line of a role out; an ad without a price is seldom a better one."""


def budget_of(length: int) -> tuple[int, int]:
    """Fewest and most spoken words for a length in seconds."""
    if length in BUDGETS:
        return BUDGETS[length]
    return round(length * 2.5 * 0.86), round(length * 2.5 * 0.94)


@dataclass(frozen=True)
class Option:
    """A line that could fill a place."""

    filled: Filled
    words: int
    score: float
    content: frozenset[str]
    opener: str
    names: bool


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
    focus: tuple[str, str] = ("", "")
    """The fact and the theme that were raised."""
    named: bool = False


def _options(style_id: str, beat: Beat, subject: Subject, random: Random, *, banned: bool) -> tuple[Option, ...]:
    language = subject.language
    found: list[Option] = []
    most = max((piece.order for piece in subject.pieces), default=0) + 1
    for group in beat.group.split():
        for pattern in language.group(style_id, group):
            if banned and "{steps}" in pattern.casefold():
                continue
            for filled in fill(pattern, subject, random):
                words = spoken_words(filled.text, language.code)
                if beat.role == "hook" and words > HOOK_WORDS:
                    continue
                if longest_sentence(filled.text, language.code) > SENTENCE_WORDS:
                    continue
                score = random.random()
                if filled.said:
                    score += sum(piece.quality for piece in filled.said) / len(filled.said)
                if filled.order >= 0:
                    # Shops put first what counts most; what is raised at the start should be that.
                    score += (0.9 if beat.role == "hook" else 0.4) * (1 - filled.order / most)
                if filled.theme and any(key.startswith("t.") for key in filled.keys):
                    score += 0.35
                if beat.role == "offer" and "list_price" in subject.slots and "price" in filled.facts:
                    score += 0.6 if "list_price" in filled.facts else -0.9
                if any(key.startswith("g.") for key in filled.keys):
                    score += 0.15
                found.append(
                    Option(
                        filled=filled,
                        words=words,
                        score=score,
                        content=content(filled.text, language.stop),
                        opener=plain(filled.text).split(" ", 1)[0],
                        names=subject.name.casefold() in filled.text.casefold(),
                    )
                )
    return tuple(sorted(found, key=lambda option: -option.score))


def _places(style: ScriptStyle, length: int, subject: Subject, random: Random, *, banned: bool) -> list[Place]:
    column = min(range(len(LENGTHS)), key=lambda index: abs(LENGTHS[index] - length))
    places: list[Place] = []
    for style_id, beat in beats_of(style):
        count = beat.lines[column]
        if not count:
            continue
        options = _options(style_id, beat, subject, random, banned=banned)
        if not options and beat.needed and beat.role in _FALLBACK:
            plain_beat = beat.model_copy(update={"group": _FALLBACK[beat.role]})
            options = _options("common", plain_beat, subject, random, banned=banned)
        share = {"hook": 0.8, "call_to_action": 0.7}.get(beat.role, 1.0)
        places += [Place(beat, options, not beat.needed or not options, share) for _ in range(count)]
    return places


def _fits(draft: Draft, place: Place, option: Option) -> bool:
    filled = option.filled
    if draft.keys & filled.keys:
        return False
    fact, theme = draft.focus
    if place.beat.focus == "stay" and fact:
        if filled.focus != fact or not filled.said:
            return False
        if theme and all(theme not in piece.themes for piece in filled.said):
            return False
    for piece in filled.said:
        if any(overlap(piece.content, said) >= _SAME for said in draft.said):
            return False
        if place.beat.focus != "stay" and piece.fact in draft.facts and piece.fact.startswith("feature"):
            return False
    return not any(overlap(option.content, other.content) > 0.6 for _, other in draft.chosen)


def _add(draft: Draft, place: Place, option: Option) -> Draft:
    filled = option.filled
    score = draft.score + option.score
    if draft.chosen and draft.chosen[-1][1].opener == option.opener:
        score -= 0.6
    if len(draft.chosen) < 2 and option.names and not draft.named:
        score += 1.2
    elif draft.named and option.names:
        score -= 0.25 * len([1 for _, other in draft.chosen if other.names])
    return Draft(
        chosen=(*draft.chosen, (place.beat, option)),
        words=draft.words + option.words,
        score=score,
        facts=draft.facts | {piece.fact for piece in filled.said},
        said=draft.said + tuple(piece.content for piece in filled.said),
        keys=draft.keys | filled.keys,
        focus=(filled.focus, filled.theme) if place.beat.focus == "open" else draft.focus,
        named=draft.named or option.names,
    )


def _search(places: Sequence[Place], budget: tuple[int, int]) -> Draft:
    low, high = budget
    goal = (low + high) / 2
    total = sum(place.share for place in places) or 1.0
    # What the places still to come need at least: a line that leaves no room for the call to action is none.
    kept = {"hook", "call_to_action"}
    least = [0] * (len(places) + 1)
    for index in range(len(places) - 1, -1, -1):
        place = places[index]
        smallest = min((option.words for option in place.options), default=0)
        least[index] = least[index + 1] + (smallest if place.beat.role in kept else 0)
    beam = [Draft()]
    passed = 0.0
    for index, place in enumerate(places):
        passed += place.share
        expected = goal * passed / total
        following: list[Draft] = []
        for draft in beam:
            fitting = [
                option
                for option in place.options
                if draft.words + option.words + least[index + 1] <= high and _fits(draft, place, option)
            ]
            following += [_add(draft, place, option) for option in _spread(fitting)]
            if place.may_skip or not fitting:
                following.append(
                    replace(
                        draft, score=draft.score + (_LEFT_OUT.get(place.beat.role, 0.2) if place.may_skip else -3.0)
                    )
                )
        following.sort(key=lambda draft: draft.score - 0.16 * abs(draft.words - expected), reverse=True)
        beam = following[:_BEAM]
    return max(beam, key=lambda draft: (min(draft.words - low, 0), draft.score))


def _spread(options: Sequence[Option]) -> list[Option]:
    """The best few, with no more than three about one fact."""
    kept: list[Option] = []
    about: dict[str, int] = {}
    for option in options:
        seen = about.get(option.filled.focus, 0)
        if seen < 3:
            about[option.filled.focus] = seen + 1
            kept.append(option)
        if len(kept) == _BRANCH:
            break
    return kept


def compose(style: ScriptStyle, length: int, subject: Subject, seed: str) -> tuple[tuple[Beat, Filled, int], ...]:
    """The lines of an ad in order, each with its beat and its number in a count (0 for none)."""
    budget = budget_of(length)
    draft = Draft()
    for banned in (False, True):
        draft = _search(_places(style, length, subject, Random(seed), banned=banned), budget)
        steps = sum(1 for beat, _ in draft.chosen if beat.step)
        if steps >= 2 or not any("{steps}" in option.filled.text.casefold() for _, option in draft.chosen):
            break
    lines: list[tuple[Beat, Filled, int]] = []
    counting = subject.language.grammar.counting
    steps = sum(1 for beat, _ in draft.chosen if beat.step)
    step = 0
    for beat, option in draft.chosen:
        step += beat.step
        values = {"ordinal": counting[max(step, 1) - 1], "steps": counting[max(steps, 1) - 1]}
        filled = option.filled
        text, headline = _later(filled.text, values), _later(filled.headline, values)
        lines.append((beat, replace(filled, text=text, headline=headline), step if beat.step else 0))
    return tuple(lines)


def _later(text: str, values: dict[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        name = match[1]
        value = values[name.lower()]
        return value[:1].upper() + value[1:] if name[:1].isupper() else value

    names = "|".join(sorted(LATER))
    text = re.sub(rf"(?i)\{{({names})\}}", put, text)
    return re.sub(r"(^|[.!?]\s)([a-zäöü])", lambda match: match[1] + match[2].upper(), text)
