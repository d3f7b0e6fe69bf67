"""Writing an ad: beats in, the best run of lines out.

Each beat's patterns are filled in every way that the facts allow. A beam search then picks one line
for each place so that the words fit the length, no fact, pattern or phrase comes twice and a matter
that was raised is answered. The seed decides between lines that are equally good.
"""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from pitchreel.script.catalogue import LENGTHS, Beat, ScriptStyle, beats_of
from pitchreel.script.patterns import LATER, Filled, fill
from pitchreel.script.search import Draft, Option, Place, choose
from pitchreel.script.subject import Subject
from pitchreel.script.words import content, longest_sentence, plain, spoken_words

BUDGETS = {15: (30, 34), 30: (64, 70), 45: (98, 108), 60: (134, 145)}
"""Spoken words for a length in seconds: 2.5 a second, with room for pauses and a wordless end card."""
HOOK_WORDS = 9
SENTENCE_WORDS = 14
_FALLBACK = {"hook": "hook", "benefit": "intro", "call_to_action": "close"}
"""Common groups that fill a place for which a style's own have no fact."""


def budget_of(length: int, pace: float = 1.0) -> tuple[int, int]:
    """Fewest and most spoken words for a length in seconds, in a language of a pace."""
    low, high = BUDGETS.get(length, (length * 2.5 * 0.86, length * 2.5 * 0.94))
    return round(low * pace), round(high * pace)


def _options(style_id: str, beat: Beat, subject: Subject, random: Random, *, banned: bool) -> tuple[Option, ...]:
    language = subject.language
    last = max((piece.order for piece in subject.pieces), default=0) + 1
    groups = [(style_id, group) for group in beat.group.split()]
    if beat.role == "offer" and ("common", "offer") not in groups and "offer" in beat.group.split():
        groups.append(("common", "offer"))  # a long price may need a plainer sentence than the style's
    patterns = dict.fromkeys(pattern for style, group in groups for pattern in language.group(style, group))
    found: list[Option] = []
    for pattern in patterns:
        if banned and "{steps}" in pattern.casefold():
            continue
        for filled in fill(pattern, subject, random):
            words = spoken_words(filled.text, language.code)
            if beat.role == "hook" and words > HOOK_WORDS:
                continue
            if longest_sentence(filled.text, language.code) > SENTENCE_WORDS:
                continue
            prominence = 1 - filled.order / last if filled.order >= 0 else 0.0
            found.append(
                Option(
                    filled=filled,
                    words=words,
                    score=random.random() + _worth(filled, beat, prominence, subject),
                    content=content(filled.text, language.stop),
                    opener=plain(filled.text).split(" ", 1)[0],
                    names=subject.name.casefold() in filled.text.casefold(),
                    prominence=prominence,
                )
            )
    return tuple(sorted(found, key=lambda option: -option.score))


def _worth(filled: Filled, beat: Beat, prominence: float, subject: Subject) -> float:
    """How good a line is whatever its neighbours: about 0 to 2."""
    worth = (0.9 if beat.role == "hook" else 0.4) * prominence
    if filled.said:
        worth += sum(piece.quality for piece in filled.said) / len(filled.said)
    if any(key.startswith("t.") for key in filled.keys):
        worth += 0.35
    if any(key.startswith("g.") for key in filled.keys):
        worth += 0.15
    if beat.role == "offer" and "list_price" in subject.slots and "price" in filled.facts:
        worth += 0.6 if "list_price" in filled.facts else -0.9
    return worth


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


def compose(style: ScriptStyle, length: int, subject: Subject, seed: str) -> tuple[tuple[Beat, Filled, int], ...]:
    """The lines of an ad in order, each with its beat and its number in a count (0 for none)."""
    budget = budget_of(length, subject.language.grammar.pace)
    draft = Draft()
    for banned in (False, True):
        draft = choose(_places(style, length, subject, Random(seed), banned=banned), budget)
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
