"""Filters without delay: the magnitude of a classic filter laid over the spectrum, its phase left out.

A causal equaliser would shift the voice by up to a few milliseconds against the times of its words; these do not.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pitchreel.voice.engines.base import Sound

Response = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Gain for each frequency in hertz."""


def apply(sound: Sound, rate: int, *responses: Response) -> Sound:
    """The sound through filters one after another, with nothing wrapped around its ends."""
    if not len(sound):
        return sound
    length = fast_length(len(sound) + rate // 5)
    spectrum = np.fft.rfft(sound, length)
    frequencies = np.arange(len(spectrum), dtype=np.float64) * (rate / length)
    for response in responses:
        spectrum *= response(frequencies).astype(np.float32)
    return np.fft.irfft(spectrum, length)[: len(sound)].astype(np.float32)


def fast_length(least: int) -> int:
    """A length of at least ``least`` that transforms quickly: a small odd number times a power of two."""
    return min(odd << max(math.ceil(math.log2(least / odd)), 0) for odd in (1, 3, 5, 9, 15))


def high_pass(corner: float, order: int = 2) -> Response:
    """Butterworth: 3 dB down at ``corner`` hertz."""
    return lambda f: 1 / np.sqrt(1 + (corner / np.maximum(f, 1e-3)) ** (2 * order))


def low_pass(corner: float, order: int = 2) -> Response:
    """Butterworth: 3 dB down at ``corner`` hertz."""
    return lambda f: 1 / np.sqrt(1 + (f / corner) ** (2 * order))


def bell(centre: float, gain_db: float, octaves: float) -> Response:
    """A boost or cut of ``gain_db`` around ``centre`` hertz; ``octaves`` is its width at half the gain."""
    return lambda f: 10 ** (gain_db / 20 * 0.5 ** ((2 * np.log2(np.maximum(f, 1e-3) / centre) / octaves) ** 2))


def shelf(corner: float, gain_db: float) -> Response:
    """A boost or cut of ``gain_db`` well above ``corner`` hertz, half of it there."""
    return lambda f: 10 ** (gain_db / 20 / (1 + (corner / np.maximum(f, 1e-3)) ** 4))


def k_weighting(f: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weighting of ITU-R BS.1770-5, annex 1: its two biquads for 48 kHz, by their magnitude."""
    angle = 2 * np.pi * f / 48000
    one, two = np.cos(angle), np.cos(2 * angle)

    def power(a: float, b: float, c: float) -> NDArray[np.float64]:
        result: NDArray[np.float64] = a * a + b * b + c * c + 2 * b * (a + c) * one + 2 * a * c * two
        return result

    high = power(1.53512485958697, -2.69169619938640, 1.19839281085285) / power(1, -1.69065929318241, 0.73248077421585)
    cut = power(1, -2, 1) / power(1, -1.99004745483398, 0.99007225036621)
    weighting: NDArray[np.float64] = np.sqrt(np.maximum(high * cut, 0))
    return weighting


def loudness(sound: Sound) -> float:
    """Integrated loudness in LUFS of a mono sound at 48 kHz: blocks of 400 ms, gated at -70 LUFS and 10 LU below."""
    weighted = apply(sound, 48000, k_weighting).astype(np.float64)
    block, hop = 19200, 4800
    sums = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, max(len(weighted) - block, 0) + 1, hop)
    ends = np.minimum(starts + block, len(weighted))
    power = (sums[ends] - sums[starts]) / np.maximum(ends - starts, 1)
    for gate in (-70.0, None):
        if gate is None:
            gate = _lufs(float(power.mean())) - 10
        power = power[-0.691 + 10 * np.log10(power + 1e-12) > gate]
        if not len(power):
            return -math.inf
    return _lufs(float(power.mean()))


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power + 1e-12)
