"""A limiter that looks ahead: true peaks stay under a ceiling and the gain moves without being heard.

The gain that every sample needs is known from its fourfold oversampled peak. It is widened to both sides by the
look-ahead, let go in a straight line of decibels, and smoothed over the look-ahead, so that it arrives in time and
bends instead of jumping. Everything is done on arrays; only the ends are carried from one stretch to the next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pitchreel.render.loudness import PeakTracer, Sound, amplitude

_LOOK_AHEAD = 0.004
"""Seconds."""
_RELEASE = 40.0
"""Decibels a second: slow enough to keep waves whole, fast enough that no word is heard to pump."""


class Limiter:
    """Keeps a stream under ``ceiling`` dBTP. What comes out is ``delay`` samples behind what goes in."""

    def __init__(self, ceiling: float, rate: int = 48000, channels: int = 2) -> None:
        self._ceiling = ceiling
        self._tracer = PeakTracer(channels)
        self._half = int(rate * _LOOK_AHEAD)
        self._slope = _RELEASE / rate
        self._needed = np.zeros(2 * self._half)
        self._held = np.zeros(2 * self._half)
        self._carry = 0.0
        self.delay = PeakTracer.lag + 2 * self._half
        self._past = np.zeros((channels, self.delay), np.float32)
        window = np.hanning(2 * self._half + 3)[1:-1]
        self._window = window / window.sum()
        self.deepest = 0.0
        """Largest reduction so far in dB, as a negative number."""

    def process(self, sound: Sound) -> Sound:
        """The next stretch, same shape, ``delay`` samples late."""
        length = sound.shape[1]
        whole = np.concatenate((self._past, sound), axis=1)
        self._past = whole[:, length:]
        peaks = self._tracer.trace(sound, amplitude(self._ceiling))
        needed = np.minimum(self._ceiling - 20 * np.log10(np.maximum(peaks, 1e-6)), 0.0)
        if not (needed.any() or self._needed.any() or self._held.any() or self._carry):
            return whole[:, :length]
        gain = self._smooth(self._release(self._widen(needed)))
        self.deepest = min(self.deepest, float(gain.min()))
        return np.asarray(whole[:, :length] * 10 ** (gain / 20), np.float32)

    def _widen(self, needed: NDArray[np.float64]) -> NDArray[np.float64]:
        """The least gain within the window of the smoothing, by doubling: a minimum of 2^k from two of 2^(k-1)."""
        row = np.concatenate((self._needed, needed))
        self._needed = row[len(needed) :]
        span, width = 2 * self._half + 1, 1
        while width < span:
            step = min(width, span - width)
            row = np.minimum(row[:-step], row[step:])
            width += step
        return row

    def _release(self, row: NDArray[np.float64]) -> NDArray[np.float64]:
        """Let the gain come back no faster than the slope."""
        ramp = self._slope * np.arange(1, len(row) + 1)
        row = np.minimum(np.minimum.accumulate(np.concatenate(([self._carry], row - ramp)))[1:] + ramp, 0.0)
        self._carry = float(row[-1])
        return row

    def _smooth(self, row: NDArray[np.float64]) -> NDArray[np.float64]:
        whole = np.concatenate((self._held, row))
        self._held = whole[len(row) :]
        size = 1 << (len(whole) + len(self._window) - 2).bit_length()
        product = np.fft.rfft(whole, size) * np.fft.rfft(self._window, size)
        return np.minimum(np.fft.irfft(product, size)[len(self._window) - 1 : len(whole)], 0.0)
