"""What is done to a voice before it is mixed: trimmed, cleaned, brightened, levelled, held together.

Every step keeps the voice where it is: gains are computed at the moment they act, filters have no delay.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pitchreel.voice import filters
from pitchreel.voice.engines.base import Sound, Utterance
from pitchreel.voice.sound import envelope, fade, resample

RATE = 48000
LEVEL = -16.0
"""LUFS of the whole narration."""
CEILING = 10 ** (-3 / 20)
"""Highest sample; between samples the wave may rise above it by a dB or two."""
EVEN = 3.0
"""How many dB a sentence is moved at most towards the level of the others."""
HOP = 0.002
MARGIN_BEFORE, MARGIN_AFTER = 0.03, 0.06
"""Seconds kept around what is heard: breath before a first consonant, the ring of the last."""
AFTER_SOUND, BEFORE_SOUND, RAMP = 0.03, 0.02, 0.01
HUSHED = 10 ** (-20 / 20)
"""Rests inside a sentence are turned down by 20 dB, seconds away from the sounds around them."""
EQUALISER = (
    filters.high_pass(80),
    filters.bell(250, -2.0, 1.4),
    filters.bell(3200, 2.5, 1.6),
)
BRIGHTER: dict[str, tuple[filters.Response, ...]] = {
    "local:festival/slt-hts": (filters.bell(2600, 2.0, 2.0), filters.shelf(5000, 3.5)),
    "local:flite/slt": (filters.bell(2600, 1.5, 2.0), filters.shelf(4500, 3.5)),
}
"""For voices whose average spectrum falls off faster than speech does (Byrne et al. 1994, long-term average)."""
NARROW = 18000
"""Engines below this rate end at 8 kHz; they are given some air above it."""


def prepare(utterance: Utterance, voice: str) -> tuple[Sound, int]:
    """An utterance without the silence around it, at 48 kHz, and how many samples were left out before it."""
    sound = hush_rests(resample(utterance.sound, utterance.rate, RATE), utterance)
    first = max(round((utterance.phones[0].start - MARGIN_BEFORE) * RATE), 0)
    last = min(round((utterance.phones[-1].end + MARGIN_AFTER) * RATE), len(sound))
    kept = filters.apply(sound[first:last], RATE, *EQUALISER, *BRIGHTER.get(voice, ()))
    if utterance.rate < NARROW:
        kept = add_air(kept)
    return fade(kept, round(0.008 * RATE), round(0.03 * RATE)), first


def hush_rests(sound: Sound, utterance: Utterance) -> Sound:
    """Turn down what a vocoder murmurs between the phrases of a sentence, clear of the sounds on either side."""
    times, gains = [0.0], [1.0]
    for before, after in itertools.pairwise(utterance.phones):
        start, end = before.end + AFTER_SOUND, after.start - BEFORE_SOUND
        if end - start >= 2 * RAMP:
            times += [start, start + RAMP, end - RAMP, end]
            gains += [1.0, HUSHED, HUSHED, 1.0]
    if len(times) == 1:
        return sound
    return sound * np.interp(np.arange(len(sound)) / RATE, times, gains).astype(np.float32)


def finish(track: Sound, sentences: Sequence[tuple[int, int]]) -> Sound:
    """The whole narration: sentences evened, sharp s softened, loud and soft brought together, level and peaks set."""
    track = even_out(track, sentences)
    track = soften_esses(track)
    track = compress(track)
    return set_level(track)


def add_air(sound: Sound) -> Sound:
    """What a voice cut off at 8 kHz lacks: the band from 4 to 7.6 kHz once more, an octave higher and softer.

    Each sample is squared in that band, which doubles its frequencies; the level follows the band itself.
    """
    band = filters.apply(sound, RATE, filters.high_pass(4000, 4), filters.low_pass(7200, 4))
    doubled = (np.abs(band) * band).astype(np.float32)
    shaped = filters.apply(doubled, RATE, filters.high_pass(8200, 6), filters.low_pass(13000, 2))
    level, wanted = _level(shaped), _level(band) * 0.22
    return sound + shaped * _gain_at(wanted / np.maximum(level, 1e-6), len(sound), limit=40.0)


def even_out(track: Sound, sentences: Sequence[tuple[int, int]]) -> Sound:
    """Move each sentence at most EVEN dB towards the loudness of all."""
    result = track.copy()
    levels = [filters.loudness(track[start:end]) for start, end in sentences]
    known = [level for level in levels if np.isfinite(level)]
    if not known:
        return result
    middle = float(np.median(known))
    for (start, end), level in zip(sentences, levels, strict=True):
        if np.isfinite(level):
            change = float(np.clip(middle - level, -EVEN, EVEN))
            result[start:end] *= np.float32(10 ** (change / 20))
    return result


def soften_esses(track: Sound, *, ratio: float = 0.55, most_db: float = 7.0) -> Sound:
    """Where the band from 5 to 11 kHz holds more than ``ratio`` of the whole level, turn that band down."""
    band = filters.apply(track, RATE, filters.high_pass(5000, 3), filters.low_pass(11000, 3))
    share = _level(band) / np.maximum(_level(track), 1e-5)
    gain = np.clip(ratio / np.maximum(share, 1e-3), 10 ** (-most_db / 20), 1.0)
    return track + band * (_gain_at(_smooth(gain, 3), len(track)) - 1)


def compress(track: Sound, *, ratio: float = 2.2, below_db: float = 2.0) -> Sound:
    """Gentle compression above a threshold ``below_db`` under the level of speech; fast down, slow up again."""
    level = _level(track, window=0.02)
    loud = level[level > 1e-4]
    if not len(loud):
        return track
    threshold = float(np.sqrt(np.mean(loud**2))) * 10 ** (-below_db / 20)
    over = 20 * np.log10(np.maximum(level, 1e-6) / threshold)
    wanted = -np.maximum(over, 0) * (1 - 1 / ratio)
    attack, release = 1 - np.exp(-HOP / 0.006), 1 - np.exp(-HOP / 0.11)
    reduction = np.empty_like(wanted)
    current = 0.0
    for index, goal in enumerate(wanted.tolist()):
        current += (goal - current) * (attack if goal < current else release)
        reduction[index] = current
    return track * _gain_at(10 ** (reduction / 20), len(track))


def set_level(track: Sound) -> Sound:
    """Bring the track to LEVEL with peaks held under CEILING; again while the limiter takes something away."""
    for _ in range(5):
        level = filters.loudness(track)
        if not np.isfinite(level) or abs(level - LEVEL) < 0.1:
            return track
        track = limit(track * np.float32(10 ** ((LEVEL - level) / 20)))
    return track


def limit(track: Sound) -> Sound:
    """Turn the sound down around samples above CEILING, beginning 3 ms before them."""
    step = round(0.001 * RATE)
    count = -(-len(track) // step)
    padded = np.zeros(count * step, dtype=np.float32)
    padded[: len(track)] = np.abs(track)
    peaks = padded.reshape(count, step).max(axis=1)
    gain = np.minimum(CEILING / np.maximum(peaks, 1e-6), 1.0)
    if gain.min() >= 1:
        return track
    reach = 4
    around = np.lib.stride_tricks.sliding_window_view(np.pad(gain, reach, constant_values=1.0), 2 * reach + 1)
    held = around.min(axis=1)
    weights = np.hanning(2 * (reach - 1) + 3)[1:-1]
    soft = np.convolve(np.pad(held, reach - 1, mode="edge"), weights / weights.sum(), mode="valid")
    at = (np.arange(count) + 0.5) * step
    curve = np.interp(np.arange(len(track)), at, np.minimum(soft, 1.0))
    return np.clip(track * curve, -CEILING, CEILING).astype(np.float32)


def _level(sound: Sound, window: float = 0.012) -> NDArray[np.float64]:
    return envelope(sound, RATE, window=window, hop=HOP)


def _gain_at(gain: NDArray[np.float64], length: int, limit: float = 4.0) -> Sound:
    """A gain known every HOP seconds, for every sample."""
    at = np.arange(len(gain)) * round(HOP * RATE)
    return np.interp(np.arange(length), at, np.minimum(gain, limit)).astype(np.float32)


def _smooth(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    weights = np.hanning(2 * reach + 3)[1:-1]
    return np.convolve(np.pad(values, reach, mode="edge"), weights / weights.sum(), mode="valid")
