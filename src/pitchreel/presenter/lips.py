"""Lip sync: the phonemes of a Narration become keyframes of the mouth."""

from __future__ import annotations

import itertools

from pitchreel.documents.narration import Narration, Phoneme
from pitchreel.documents.timeline import MouthKey
from pitchreel.presenter.visemes import REST, VISEMES, MouthShape

RATE = 48000
"""Samples a second of every film; a Narration at another rate is converted."""

_KEY_SHARE = 0.35
"""A mouth is where the sound wants it a third into the sound, not at its start."""
_LEAD = round(0.040 * RATE)
"""Eyes expect the mouth a little before the sound: speakers' lips move ahead of it, and a late mouth looks dubbed."""
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


def mouth_keys(narration: Narration, *, offset: int, samples: int) -> tuple[MouthKey, ...]:
    """Keys of the mouth over a film of ``samples`` samples in which the Narration starts at ``offset``.

    Strictly growing in time, from sample 0 to the film's end; the mouth rests before, after and in pauses.
    """
    scale = RATE / narration.sample_rate
    sounds = [_moved(sound, offset, scale) for sound in narration.phonemes if sound.end > sound.start]
    keys: list[tuple[int, MouthShape, bool]] = []
    for run in _runs(sounds):
        keys.append((run[0].start - _SETTLE - _LEAD, REST, False))
        for index, sound in enumerate(run):
            keys.extend(_sound_keys(run, index, sound))
        keys.append((run[-1].end + _SETTLE - _LEAD, REST, False))
    return _in_order(keys, samples)


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


def _sound_keys(run: list[Phoneme], index: int, sound: Phoneme) -> list[tuple[int, MouthShape, bool]]:
    way = VISEMES[sound.viseme]
    length = sound.end - sound.start
    at = sound.start + round(length * _KEY_SHARE) - _LEAD
    if way.kind == "vowel":
        return [(at, _vowel(sound), False)]
    shape = _beside(way.shape, way.hold_open, way.hold_lips, _neighbour(run, index))
    if way.kind == "closure":
        half = max(_CLOSED_FOR, round(length * 0.5)) // 2
        centre = sound.start + round(length * 0.45) - _LEAD
        return [(centre - half, shape, True), (centre + half, shape, True)]
    return [(at, shape, False)]


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


def _in_order(keys: list[tuple[int, MouthShape, bool]], samples: int) -> tuple[MouthKey, ...]:
    """Sorted by time, thinned so that nothing stands inside or just beside a closure, and fixed at both ends."""
    kept: list[tuple[int, MouthShape, bool]] = []
    for key in sorted(keys, key=lambda item: item[0]):
        while kept and key[0] - kept[-1][0] < _NEAREST:
            if key[2] and not kept[-1][2]:
                kept.pop()  # a closure wins over whatever stands too near before it
                continue
            break
        else:
            kept.append(key)
            continue
        if key[2]:
            # Two closures meet ("pb", "mf"): the later one starts just after the first.
            kept.append((kept[-1][0] + _NEAREST, key[1], True))
    inside = _without_gaps_in_closures(kept)
    result = [(at, shape) for at, shape, _ in inside if 0 < at < samples]
    first = _at(inside, 0)
    last = _at(inside, samples)
    return tuple(
        MouthKey(sample=at, **{name: round(value, 4) for name, value in shape._asdict().items()})
        for at, shape in [(0, first), *result, (max(samples, 1), last)]
    )


def _without_gaps_in_closures(
    keys: list[tuple[int, MouthShape, bool]],
) -> list[tuple[int, MouthShape, bool]]:
    """Drop open keys that fell between the two keys of one closure."""
    result = []
    for index, key in enumerate(keys):
        if not key[2] and 0 < index < len(keys) - 1:
            before, after = keys[index - 1], keys[index + 1]
            if before[2] and after[2] and after[0] - before[0] <= 2 * _CLOSED_FOR and before[1] == after[1]:
                continue
        result.append(key)
    return result


def _at(keys: list[tuple[int, MouthShape, bool]], sample: int) -> MouthShape:
    for before, after in itertools.pairwise(keys):
        if before[0] <= sample <= after[0]:
            share = (sample - before[0]) / max(1, after[0] - before[0])
            return MouthShape(*(a + (b - a) * share for a, b in zip(before[1], after[1], strict=True)))
    return REST
