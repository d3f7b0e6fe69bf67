"""Lip sync: the phonemes of a Narration become keyframes of the mouth."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from typing import NamedTuple

from pitchreel.documents.narration import Narration, Phoneme
from pitchreel.documents.timeline import MouthKey
from pitchreel.presenter.visemes import REST, VISEMES, MouthShape

RATE = 48000
"""Samples a second of every film; a Narration at another rate is converted."""

_KEY_SHARE = 0.35
"""A mouth is where the sound wants it a third into the sound, not at its start."""
_HOLD_SHARE = 0.9
"""A vowel that is long enough keeps its opening until here; the jaw then closes into what follows."""
_HELD_VOWEL = round(0.060 * RATE)
_LEAD = round(0.025 * RATE)
"""Lips move ahead of the sound, and a late mouth looks dubbed. 40 ms, often named, held the mouth's opening against
the energy of the voice less well than this (r at no lag, three English voices: 0.28 to 0.65 against 0.42 to 0.70)."""
_CLOSED_FOR = round(0.045 * RATE)
"""A closure lasts longer than a frame at 30 fps, or it would fall between two frames and not be seen."""
_STRESSED, _UNSTRESSED = 1.12, 0.85
_FULL_VOWEL = round(0.085 * RATE)
"""A vowel shorter than this does not open fully."""
_PAUSE = round(0.16 * RATE)
"""A silence from which on the mouth closes; a shorter one is part of the speech."""
_SETTLE = round(0.11 * RATE)
"""How long the mouth takes from the last sound to rest, and from rest to the first sound."""
_NEAREST = round(0.012 * RATE)
"""Two keys are never nearer than this."""


class _Held(NamedTuple):
    """A shape that the mouth has from one sample to another: a closure. An ordinary key starts and ends at once."""

    start: int
    end: int
    shape: MouthShape


def mouth_keys(narration: Narration, *, offset: int, samples: int) -> tuple[MouthKey, ...]:
    """Keys of the mouth over a film of ``samples`` samples in which the Narration starts at ``offset``.

    Strictly growing in time, from sample 0 to the film's end; the mouth rests before, after and in pauses.
    """
    scale = RATE / narration.sample_rate
    sounds = [_moved(sound, offset, scale) for sound in narration.phonemes if sound.end > sound.start]
    held: list[_Held] = []
    for run in _runs(sounds):
        held.append(_at_once(run[0].start - _SETTLE - _LEAD, REST))
        for index, sound in enumerate(run):
            held.extend(_shapes_of(run, index, sound))
        held.append(_at_once(run[-1].end + _SETTLE - _LEAD, REST))
    return _keys(_sorted_out(held), max(samples, 1))


def _at_once(at: int, shape: MouthShape) -> _Held:
    return _Held(at, at, shape)


def _moved(sound: Phoneme, offset: int, scale: float) -> Phoneme:
    start, end = offset + round(sound.start * scale), offset + round(sound.end * scale)
    return sound.model_copy(update={"start": start, "end": max(end, start + 1)})


def _runs(sounds: list[Phoneme]) -> list[list[Phoneme]]:
    """Stretches of speech with no pause inside."""
    runs: list[list[Phoneme]] = []
    for sound in sorted(sounds, key=lambda item: item.start):
        if VISEMES[sound.viseme].kind == "rest":
            continue
        if runs and sound.start - runs[-1][-1].end < _PAUSE:
            runs[-1].append(sound)
        else:
            runs.append([sound])
    return runs


def _shapes_of(run: list[Phoneme], index: int, sound: Phoneme) -> list[_Held]:
    way = VISEMES[sound.viseme]
    length = sound.end - sound.start
    at = sound.start + round(length * _KEY_SHARE) - _LEAD
    if way.kind == "vowel":
        shape = _vowel(sound)
        shapes = [_at_once(at, shape)]
        if length >= _HELD_VOWEL:
            shapes.append(_at_once(sound.start + round(length * _HOLD_SHARE) - _LEAD, shape))
        return shapes
    shape = _beside(way.shape, way.hold_open, way.hold_lips, _neighbour(run, index))
    if way.kind == "closure":
        half = max(_CLOSED_FOR, length // 2) // 2
        centre = sound.start + round(length * 0.45) - _LEAD
        return [_Held(centre - half, centre + half, shape)]
    return [_at_once(at, shape)]


def _vowel(sound: Phoneme) -> MouthShape:
    shape = VISEMES[sound.viseme].shape
    stress = _STRESSED if sound.stress == 2 else 1.0 if sound.stress == 1 else _UNSTRESSED
    reach = 0.62 + 0.38 * min(1.0, (sound.end - sound.start) / _FULL_VOWEL)
    return shape._replace(open=min(1.0, shape.open * stress * reach))


def _neighbour(run: list[Phoneme], index: int) -> MouthShape | None:
    """The vowel shape around a consonant: the one to come counts more, for lips move ahead."""
    before = next((s for s in reversed(run[max(0, index - 3) : index]) if VISEMES[s.viseme].kind == "vowel"), None)
    after = next((s for s in run[index + 1 : index + 4] if VISEMES[s.viseme].kind == "vowel"), None)
    if before is None or after is None:
        only = before or after
        return None if only is None else _vowel(only)
    return MouthShape(*(0.4 * a + 0.6 * b for a, b in zip(_vowel(before), _vowel(after), strict=True)))


def _beside(shape: MouthShape, hold_open: float, hold_lips: float, vowel: MouthShape | None) -> MouthShape:
    if vowel is None:
        return shape

    def mix(own: float, other: float, hold: float) -> float:
        return own * hold + other * (1 - hold)

    return MouthShape(
        mix(shape.open, vowel.open * 0.55, hold_open),
        mix(shape.width, vowel.width, hold_lips),
        mix(shape.round, vowel.round, hold_lips),
        shape.teeth,
        shape.tongue,
    )


def _sorted_out(held: list[_Held]) -> list[_Held]:
    """In order of time, closures first served: whatever stands in or just beside one gives way to it."""
    kept: list[_Held] = []
    for closure in sorted(item for item in held if item.end > item.start):
        start = max(closure.start, kept[-1].end + _NEAREST) if kept else closure.start
        kept.append(_Held(start, max(closure.end, start), closure.shape))
    for item in held:
        if item.end == item.start:
            place = bisect_left(kept, item)
            before, after = kept[place - 1 : place], kept[place : place + 1]
            if all(item.start - other.end >= _NEAREST for other in before) and all(
                other.start - item.end >= _NEAREST for other in after
            ):
                kept.insert(place, item)
    return kept


def _keys(held: list[_Held], samples: int) -> tuple[MouthKey, ...]:
    points = [(at, item.shape) for item in held for at in dict.fromkeys((item.start, item.end))]
    inside = [(at, shape) for at, shape in points if 0 < at < samples]
    whole = [(0, _shape_at(points, 0)), *inside, (samples, _shape_at(points, samples))]
    return tuple(
        MouthKey(sample=at, **{name: round(value, 4) for name, value in shape._asdict().items()}) for at, shape in whole
    )


def _shape_at(points: list[tuple[int, MouthShape]], sample: int) -> MouthShape:
    for (start, before), (end, after) in itertools.pairwise(points):
        if start <= sample <= end:
            share = (sample - start) / (end - start)
            return MouthShape(*(a + (b - a) * share for a, b in zip(before, after, strict=True)))
    return REST
