"""How loud a sound is: ITU-R BS.1770-4 and EBU Tech 3341/3342, on streams, in numpy.

FFmpeg's ``ebur128`` filter measures a whole file; the mixer also asks how loud one stem is inside given stretches,
block by block, and that needs the weighted power itself. Both share the filters below, so the figures agree, and
the tests hold them against FFmpeg's filter.

Sound is float32, shape (channels, samples), full scale 1. Mono and stereo only: every channel weighs 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
Powers = NDArray[np.float64]

SILENCE = -70.0
"""LUFS at and under which BS.1770 hears nothing; also what is reported for silence."""

CELLS_PER_SECOND = 100
"""Power is kept in cells of 10 ms; a gating block is 40 of them, every 10 (400 ms, overlap 75 %)."""

_BLOCK, _HOP, _SHORT_TERM, _MOMENT = 40, 10, 300, 20
_WEIGHTING_SECONDS = 0.17
"""After this the impulse response of the weighting has fallen by more than 300 dB."""


@dataclass(frozen=True)
class Loudness:
    """A measured sound: ``integrated`` in LUFS, ``true_peak`` in dBTP, ``range`` in LU."""

    integrated: float
    true_peak: float
    range: float


def decibels(amplitude: float) -> float:
    """20 log10, with silence at -120."""
    return 20 * math.log10(max(amplitude, 1e-6))


def amplitude(level: float) -> float:
    """The factor that ``level`` dB stand for."""
    return float(10 ** (level / 20))


def lufs(power: float) -> float:
    """BS.1770's loudness of a weighted mean square summed over the channels; silence is -70."""
    return max(SILENCE, -0.691 + 10 * math.log10(max(power, 1e-12)))


def _biquads(rate: int) -> tuple[tuple[Sequence[float], Sequence[float]], ...]:
    """The two stages of K weighting as (numerator, denominator) at any sampling rate.

    BS.1770 prints the coefficients for 48 kHz only; these are its analogue prototypes as worked out by
    B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement" (AES 145, 2018).
    """
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    scale = 1 + k / q + k * k
    shelf = (
        ((high + middle * k / q + k * k) / scale, 2 * (k * k - high) / scale, (high - middle * k / q + k * k) / scale),
        (1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale),
    )
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    scale = 1 + k / q + k * k
    rumble = ((1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale))
    return shelf, rumble


def weighting_response(rate: int, size: int) -> NDArray[np.complex128]:
    """K weighting at the ``size // 2 + 1`` frequencies of a real FFT of ``size`` samples."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response: NDArray[np.complex128] = np.ones_like(z)
    for top, bottom in _biquads(rate):
        response *= np.polynomial.polynomial.polyval(z, top) / np.polynomial.polynomial.polyval(z, bottom)
    return np.asarray(response)


class PowerMeter:
    """K-weighted power of a stream in cells of 10 ms, summed over the channels."""

    def __init__(self, rate: int, channels: int = 2) -> None:
        self._cell = rate // CELLS_PER_SECOND
        self._taps = int(rate * _WEIGHTING_SECONDS)
        self._fft = 1 << (4 * self._taps - 1).bit_length()
        impulse = np.fft.irfft(weighting_response(rate, self._fft))
        impulse[self._taps :] = 0
        self._response = np.fft.rfft(impulse).astype(np.complex64)
        self._step = (self._fft - self._taps) // self._cell * self._cell
        self._past = np.zeros((channels, self._taps), np.float32)
        self._waiting = np.zeros((channels, 0), np.float32)
        self._cells: list[Powers] = []

    def feed(self, sound: Sound) -> None:
        """Take the next stretch of any length."""
        self._waiting = np.concatenate((self._waiting, sound), axis=1)
        while self._waiting.shape[1] >= self._step:
            self._weigh(self._waiting[:, : self._step])
            self._waiting = self._waiting[:, self._step :]

    def _weigh(self, sound: Sound) -> None:
        whole = np.concatenate((self._past, sound), axis=1)
        spectrum = np.fft.rfft(whole, self._fft, axis=1) * self._response
        weighted = np.fft.irfft(spectrum, axis=1)[:, self._taps : whole.shape[1]]
        self._past = whole[:, -self._taps :]
        cells = np.square(weighted, dtype=np.float64).sum(axis=0).reshape(-1, self._cell)
        self._cells.append(cells.mean(axis=1))

    def powers(self) -> Powers:
        """Mean square of each whole cell so far; a last cell that is not full is padded with silence."""
        rest = self._waiting.shape[1]
        if rest:
            self._weigh(np.pad(self._waiting, ((0, 0), (0, -rest % self._cell))))
            self._waiting = self._waiting[:, :0]
        return np.concatenate(self._cells) if self._cells else np.zeros(0)


def _windows(powers: Powers, length: int) -> Powers:
    """Mean power of every window of ``length`` cells, one each 100 ms; empty when the sound is shorter."""
    if len(powers) < length:
        return np.zeros(0)
    sums = np.concatenate(([0.0], np.cumsum(powers)))
    starts = np.arange(0, len(powers) - length + 1, _HOP)
    return np.maximum((sums[starts + length] - sums[starts]) / length, 0.0)


def _gated(blocks: Powers, *, below: float) -> Powers:
    """The blocks above the absolute gate and above ``below`` LU under what those amount to."""
    blocks = blocks[blocks > 10 ** ((SILENCE + 0.691) / 10)]
    return blocks[blocks > blocks.mean() * 10 ** (below / 10)] if len(blocks) else blocks


def integrated(powers: Powers) -> float:
    """Gated loudness in LUFS (BS.1770-4) of cells of power; under 400 ms the sound is padded with silence."""
    blocks = _windows(np.pad(powers, (0, max(0, _BLOCK - len(powers)))), _BLOCK)
    gated = _gated(blocks, below=-10)
    return lufs(float(gated.mean())) if len(gated) else SILENCE


def loudest(powers: Powers) -> float:
    """The loudest 200 ms in LUFS: about as long as the ear sums up a short sound, so that a tick is not taken for
    softer than it is, as it would be over the 400 ms of momentary loudness."""
    blocks = _windows(np.pad(powers, (_MOMENT, _MOMENT)), _MOMENT)
    return lufs(float(blocks.max()))


def short_term(powers: Powers) -> NDArray[np.float64]:
    """Short-term loudness (3 s) in LUFS, one value each 100 ms."""
    return np.maximum(SILENCE, -0.691 + 10 * np.log10(np.maximum(_windows(powers, _SHORT_TERM), 1e-12)))


def loudness_range(powers: Powers) -> float:
    """Loudness range in LU (EBU Tech 3342); 0 for a sound shorter than 3 s."""
    gated = _gated(_windows(powers, _SHORT_TERM), below=-20)
    if not len(gated):
        return 0.0
    low, high = np.percentile(10 * np.log10(gated), (10, 95))
    return float(high - low)


def within(powers: Powers, spans: Iterable[tuple[int, int]], rate: int) -> Powers:
    """The cells that lie inside the spans, given in samples as (start, end)."""
    inside = np.zeros(len(powers), bool)
    for start, end in spans:
        inside[start * CELLS_PER_SECOND // rate : -(-end * CELLS_PER_SECOND // rate)] = True
    return powers[inside]


OVERSAMPLING = 4
_REACH = 12
"""Samples on each side that the interpolation looks at."""


def _interpolator() -> Sound:
    """Taps, shape (2 reach, 3), giving the three points between a sample and the next: a sinc under a Kaiser window.

    BS.1770-4 annex 2 asks for fourfold oversampling and prints one possible filter of 12 taps a phase; 24 keep the
    error under 0.1 dB up to 20 kHz.
    """
    phases = np.arange(1, OVERSAMPLING) / OVERSAMPLING
    distance = phases[None, :] - np.arange(1 - _REACH, _REACH + 1)[:, None]
    taps = np.sinc(distance) * np.i0(6.0 * np.sqrt(1 - (distance / _REACH) ** 2).clip(0)) / np.i0(6.0)
    return np.asarray(taps / taps.sum(axis=0), np.float32)


_TAPS = _interpolator()


_BOUND = float(np.abs(_TAPS).sum(axis=0).max())
"""Between samples a wave can reach this many times its highest sample nearby, and no more."""
_PIECE = 32
_AT_ONCE = 128
"""Pieces in one product: for 569 and more OpenBLAS 0.3.31 takes threads, which then only spin beside the encoders."""


def _between() -> Sound:
    """The interpolation of a whole piece, a matrix for each phase: its samples and their neighbours to the points
    between, shape (phases, samples and neighbours, points)."""
    matrix = np.zeros((OVERSAMPLING - 1, _PIECE + 2 * _REACH - 1, _PIECE), np.float32)
    for sample in range(_PIECE):
        matrix[:, sample : sample + 2 * _REACH, sample] = _TAPS.T
    return matrix


_BETWEEN = _between()


class PeakTracer:
    """Follows the true peak of a stream: for each sample the highest level up to the next one."""

    lag = _REACH
    """Samples by which what ``trace`` returns is behind what it was given."""

    def __init__(self, channels: int = 2) -> None:
        self._past = np.zeros((channels, 2 * _REACH - 1), np.float32)

    def trace(self, sound: Sound, floor: float = 0.0) -> Sound:
        """Highest absolute level over the channels, shape (samples,), for the stretch that ends ``lag`` earlier.

        Where nothing can rise above ``floor`` the samples are taken as they are, which is most of the work saved.
        """
        length = sound.shape[1]
        whole = np.concatenate((self._past, sound), axis=1)
        self._past = whole[:, length:]
        whole = np.pad(whole, ((0, 0), (0, -length % _PIECE)))
        levels = np.abs(whole).max(axis=0)
        peaks = levels[_REACH - 1 : whole.shape[1] - _REACH].copy()
        near = np.lib.stride_tricks.sliding_window_view(levels, _PIECE + 2 * _REACH - 1)[::_PIECE].max(axis=1)
        pieces = np.flatnonzero(near * _BOUND > floor)
        if len(pieces):
            rows = peaks.reshape(-1, _PIECE)
            highest = rows[pieces]
            for channel in whole:
                reach = np.lib.stride_tricks.sliding_window_view(channel, _BETWEEN.shape[1])[::_PIECE]
                for some in range(0, len(pieces), _AT_ONCE):
                    samples, top = reach[pieces[some : some + _AT_ONCE]], highest[some : some + _AT_ONCE]
                    for phase in _BETWEEN:
                        between = samples @ phase
                        np.maximum(top, np.abs(between, out=between), out=top)
            rows[pieces] = highest
        return np.asarray(peaks[:length])


class Meter:
    """Measures a stream: feed it, then ask."""

    def __init__(self, rate: int = 48000, channels: int = 2) -> None:
        self._power = PowerMeter(rate, channels)
        self._tracer = PeakTracer(channels)
        self._channels = channels
        self._peak = 0.0

    def feed(self, sound: Sound) -> None:
        """Take the next stretch of any length."""
        if sound.shape[1]:
            self._power.feed(sound)
            self._peak = max(self._peak, float(self._tracer.trace(sound, self._peak).max()))

    def loudness(self) -> Loudness:
        """What was heard so far."""
        rest = np.zeros((self._channels, 2 * _REACH), np.float32)
        self._peak = max(self._peak, float(self._tracer.trace(rest, self._peak).max()))
        powers = self._power.powers()
        return Loudness(integrated(powers), decibels(self._peak), loudness_range(powers))


def measure(sound: Sound, rate: int = 48000) -> Loudness:
    """The loudness of a whole sound in memory, shape (channels, samples)."""
    meter = Meter(rate, sound.shape[0])
    meter.feed(sound)
    return meter.loudness()
