"""Where the voice rests, for how long, and how fast it speaks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from pitchreel.documents.script import Role

AFTER_SENTENCE = {".": 0.19, "!": 0.19, "?": 0.23, "…": 0.25, "": 0.19}
"""Seconds of rest after a sentence inside a line, by its last mark (120 to 250 ms in advertising)."""
AFTER_LINE = 0.30
BEFORE_ROLE: dict[Role, float] = {"offer": 0.12, "call_to_action": 0.18}
"""Seconds more before a line of this role, when the role changes: a beat before what matters."""
SHORTEST, LONGEST_SENTENCE, LONGEST_LINE = 0.12, 0.45, 0.90
"""Limits for rests that are bent to reach a wanted length."""
BEND = 0.12
"""How far the pace may leave the voice's own, either way."""
HELD = 0.14
"""How far a sentence of many short words is slowed, so that it does not rush."""
SLOWEST, FASTEST = 2.0, 2.9
"""Words a second, rests left out, that the pace may not be bent beyond."""


@dataclass(frozen=True)
class Rest:
    """A rest between two sentences: its natural length, and the most it may grow to, in seconds."""

    natural: float
    longest: float


def rests(places: Sequence[tuple[int, Role, str]]) -> tuple[Rest, ...]:
    """The rests between sentences, each given as its line's index, its line's role and its last mark."""
    found = []
    for (line, role, mark), (next_line, next_role, _) in itertools.pairwise(places):
        if line == next_line:
            found.append(Rest(AFTER_SENTENCE.get(mark, AFTER_SENTENCE[""]), LONGEST_SENTENCE))
        else:
            beat = BEFORE_ROLE.get(next_role, 0.0) if next_role != role else 0.0
            found.append(Rest(AFTER_LINE + beat, LONGEST_LINE))
    return tuple(found)


def calm(words: int, speech: float) -> float:
    """The pace at which a sentence, ``speech`` seconds long at pace 1, keeps to FASTEST as far as HELD lets it."""
    return min(max(FASTEST * speech / words, 1 - HELD), 1.0) if words >= 3 else 1.0


def bend(speech: float, words: int, resting: float, wanted: float) -> float:
    """The factor on the pace that brings ``speech`` seconds and ``resting`` seconds of rests nearest to ``wanted``.

    Within BEND; and a voice that speaks beyond FASTEST or SLOWEST already is not bent further that way.
    """
    ideal = speech / max(wanted - resting, 0.1)
    rate = words / speech
    slowest = max(1 - BEND, min(SLOWEST / rate, 1.0))
    fastest = min(1 + BEND, max(FASTEST / rate, 1.0))
    return min(max(ideal, slowest), fastest)


def stretch_rests(found: Sequence[Rest], missing: float) -> tuple[float, ...]:
    """Lengths of the rests after spreading ``missing`` seconds (negative: too many) over them, within their limits."""
    if missing >= 0:
        room = [max(rest.longest - rest.natural, 0.0) for rest in found]
    else:
        room = [max(rest.natural - SHORTEST, 0.0) for rest in found]
    total = sum(room)
    share = min(abs(missing) / total, 1.0) if total else 0.0
    sign = 1 if missing >= 0 else -1
    return tuple(rest.natural + sign * share * space for rest, space in zip(found, room, strict=True))
