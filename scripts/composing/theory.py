"""Chords and how their voices move."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

_NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SIGNS = {"": 0, "#": 1, "b": -1}
_CHORD = re.compile(r"^([A-G])([#b]?)([^/]*)(?:/([A-G])([#b]?))?$")

QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "6": (0, 4, 7, 9),
    "69": (0, 4, 7, 9, 14),
    "7": (0, 4, 7, 10),
    "9": (0, 4, 7, 10, 14),
    "13": (0, 4, 7, 10, 14, 21),
    "7b9": (0, 4, 7, 10, 13),
    "maj7": (0, 4, 7, 11),
    "maj9": (0, 4, 7, 11, 14),
    "maj7#11": (0, 4, 7, 11, 18),
    "add9": (0, 4, 7, 14),
    "m6": (0, 3, 7, 9),
    "m7": (0, 3, 7, 10),
    "m9": (0, 3, 7, 10, 14),
    "m11": (0, 3, 7, 10, 14, 17),
    "madd9": (0, 3, 7, 14),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "9sus4": (0, 5, 7, 10, 14),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
}
"""Intervals over the root, in semitones."""


@dataclass(frozen=True)
class Chord:
    """A chord by pitch classes: ``tones`` from the root up, ``bass`` under them."""

    name: str
    tones: tuple[int, ...]
    bass: int
    essential: frozenset[int]
    """Pitch classes without which it is another chord."""


def chord(name: str) -> Chord:
    """Read a chord symbol such as ``F#m9`` or ``A/C#``."""
    match = _CHORD.match(name)
    if match is None:
        raise ValueError(f"{name!r} is not a chord")
    letter, sign, quality, bass, bass_sign = match.groups()
    root = (_NAMES[letter] + _SIGNS[sign]) % 12
    intervals = QUALITIES[quality]
    tones = tuple((root + interval) % 12 for interval in intervals)
    needed = {tone for tone, interval in zip(tones, intervals, strict=True) if interval % 12 not in (0, 7)}
    low = (_NAMES[bass] + _SIGNS[bass_sign]) % 12 if bass else root
    return Chord(name, tones, low, frozenset(needed))


@dataclass(frozen=True)
class Harmony:
    """A chord and the beats it lasts."""

    start: float
    length: float
    chord: Chord


def progression(text: str, beats: int = 4) -> list[Harmony]:
    """Bars between ``|``; chords of one bar share it evenly."""
    harmonies = []
    for bar, cell in enumerate(text.split("|")):
        names = cell.split()
        length = beats / len(names)
        harmonies += [Harmony(bar * beats + i * length, length, chord(name)) for i, name in enumerate(names)]
    return harmonies


def _strain(voices: tuple[int, ...], previous: tuple[int, ...] | None, middle: float) -> float:
    """How far voices move, plus what makes a chord muddy or thin."""
    strain = 0.15 * abs(sum(voices) / len(voices) - middle)
    for low, high in itertools.pairwise(voices):
        gap = high - low
        strain += (
            6.0 * (gap == 1) + 1.5 * (gap == 2 and low < 57) + 3.0 * (gap < 3 and low < 50) + 0.4 * max(0, gap - 8)
        )
    strain += sum(4.0 for low, high in itertools.combinations(voices, 2) if high - low == 13)
    if previous is not None:
        if len(previous) == len(voices):
            moves = [abs(new - old) for new, old in zip(voices, previous, strict=True)]
            strain += sum(moves) + 0.5 * max(moves) + 1.2 * abs(voices[-1] - previous[-1])
        else:
            strain += abs(voices[-1] - previous[-1])
    return strain


def voicings(harmonies: list[Harmony], *, low: int, high: int, voices: int = 4) -> list[tuple[int, ...]]:
    """Pitches for each chord, lowest first, chosen so that every voice moves as little as it can.

    The whole progression is a circle: the way from the last chord back to the first counts as well.
    """
    choices = []
    for harmony in harmonies:
        pitches = [pitch for pitch in range(low, high + 1) if pitch % 12 in harmony.chord.tones]
        needed = set(harmony.chord.essential)
        while len(needed) > voices:
            needed.discard(harmony.chord.tones[-1])
        sets = [
            set_
            for set_ in itertools.combinations(pitches, min(voices, len(pitches)))
            if needed <= {pitch % 12 for pitch in set_}
        ]
        distinct = [s for s in sets if len({p % 12 for p in s}) >= min(voices, len(set(harmony.chord.tones)))]
        choices.append(sorted(distinct or sets, key=lambda s: _strain(s, None, (low + high) / 2))[:24])
    best: tuple[float, list[tuple[int, ...]]] | None = None
    for first in choices[0][:6]:
        costs = {first: (_strain(first, None, (low + high) / 2), [first])}
        for options in choices[1:]:
            following = {}
            for option in options:
                following[option] = min(
                    (cost + _strain(option, before, (low + high) / 2), [*path, option])
                    for before, (cost, path) in costs.items()
                )
            costs = following
        cost, path = min((cost + _strain(first, end, (low + high) / 2), path) for end, (cost, path) in costs.items())
        if best is None or cost < best[0]:
            best = (cost, path)
    assert best is not None
    return best[1]


def nearest(pitch_class: int, around: float) -> int:
    """The pitch of that class closest to a pitch."""
    return min((pitch for pitch in range(128) if pitch % 12 == pitch_class), key=lambda pitch: abs(pitch - around))
