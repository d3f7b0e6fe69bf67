"""From stems to a finished loop: balance by loudness, tone, glue, width, peaks, level."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from composing.score import RATE, Meter
from composing.shape import bell, convolve, highpass, lowpass, room, tone, width
from pitchreel.render.limiter import Limiter
from pitchreel.render.loudness import amplitude, measure

LOUDNESS = -18.0
"""LUFS of every piece."""
CEILING = -7.0
"""dBTP of every piece: a film without a voice raises it by 4 dB, and a lossy codec adds peaks of its own."""

_BANDS = 1000 * 2.0 ** (np.arange(-16, 13) / 3)
"""Centres of thirds of an octave, 25 Hz to 16 kHz."""
_BALANCE = {
    31: -9,
    50: -1.5,
    63: -0.5,
    100: 0,
    160: -0.5,
    250: -1.5,
    400: -2.5,
    630: -4,
    1000: -6,
    1600: -7.5,
    2500: -9,
    4000: -10.5,
    6300: -13,
    10000: -16.5,
    16000: -24,
}
"""Level per third of an octave that a finished bed tends to, dB: popular music's slope, with room for a voice."""


@dataclass
class Desk:
    """Where the stems of a piece meet. Levels are LUFS of a stem alone, so that balance needs no ears."""

    meter: Meter
    seconds: float = 1.6
    bright: float = 5500
    stems: dict[str, np.ndarray] = field(default_factory=dict)
    _send: np.ndarray | None = None

    def add(self, name: str, sound: np.ndarray, level: float, *, reverb: float = 0.0) -> None:
        """Put a stem on the desk at ``level`` LUFS; ``reverb`` is the share of it that the room hears."""
        stem = at_level(sound, level)
        self.stems[name] = self.stems[name] + stem if name in self.stems else stem
        if reverb:
            send = stem * reverb
            self._send = send if self._send is None else self._send + send

    def sum(self) -> np.ndarray:
        """All stems and the room."""
        total = np.sum(list(self.stems.values()), axis=0)
        if self._send is not None:
            total = total + convolve(self._send, room(self.seconds, 77, bright=self.bright))
        return np.asarray(total, np.float32)


def at_level(sound: np.ndarray, level: float) -> np.ndarray:
    """Scale to an integrated loudness."""
    return np.asarray(sound * amplitude(level - measure(sound).integrated), np.float32)


def band_levels(sound: np.ndarray, centres: np.ndarray = _BANDS) -> np.ndarray:
    """Power in each third of an octave, dB over the whole."""
    power = np.square(np.abs(np.fft.rfft(sound, axis=1))).sum(axis=0)
    f = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    sums = np.concatenate(([0], np.cumsum(power)))
    low, high = (np.searchsorted(f, centres * 2 ** (edge / 6)) for edge in (-1, 1))
    return 10 * np.log10(np.maximum(sums[high] - sums[low], 1e-12) / power.sum())


def balance(sound: np.ndarray, *, share: float = 0.7, most: float = 6.0, tilt: float = 0.0) -> np.ndarray:
    """Lean the spectrum towards the usual slope by ``share`` of the way; ``tilt``: dB an octave over 1 kHz more."""
    octaves = np.log2(_BANDS / 1000)
    wanted = np.interp(octaves, np.log2(np.array(list(_BALANCE)) / 1000), list(_BALANCE.values())) + tilt * np.maximum(
        octaves, 0
    )
    have = band_levels(sound)
    middle = (_BANDS > 80) & (_BANDS < 6000)
    error = wanted - have - (wanted - have)[middle].mean()
    error = np.convolve(np.pad(error, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    gain = np.clip(share * error, -most, most)
    return tone(sound, lambda f: 10 ** (np.interp(np.log2(np.maximum(f, 1) / 1000), octaves, gain) / 20))


def glue(sound: np.ndarray, *, over: float = 2.0, ratio: float = 2.0, seconds: float = 0.06) -> np.ndarray:
    """Gentle compression on the circle: what is ``over`` dB above the average comes down, softly."""
    power = np.square(tone(sound, highpass(90))).sum(axis=0, keepdims=True)
    time = np.arange(int(seconds * 8 * RATE)) / RATE
    kernel = (np.exp(-time / seconds) / np.exp(-time / seconds).sum())[None].astype(np.float32)
    level = 10 * np.log10(np.maximum(convolve(power, kernel), 1e-10))
    level -= 10 * np.log10(power.mean())
    excess = np.logaddexp(0, (level - over) / 1.5) * 1.5
    return np.asarray(sound * 10 ** (-excess * (1 - 1 / ratio) / 20), np.float32)


def limit(sound: np.ndarray, ceiling: float) -> np.ndarray:
    """Peaks under ``ceiling`` dBTP, on the circle: two rounds, the second is taken."""
    limiter = Limiter(ceiling)
    rounds = limiter.process(np.concatenate((sound, sound, sound[:, : limiter.delay]), axis=1))
    return rounds[:, limiter.delay + sound.shape[1] :]


def finish(sound: np.ndarray, *, tilt: float = 0.0, wide: float = 1.15, top: float = 20000) -> np.ndarray:
    """The master: rumble out, slope, a pocket for the voice, glue, width, level and peaks."""
    sound = tone(sound, highpass(32, 4))
    sound = balance(sound, tilt=tilt)
    sound = tone(sound, bell(2300, -2.0, 2.2), lowpass(top, 2))
    sound = glue(width(glue(sound), wide), over=5.0, ratio=4.0, seconds=0.006)
    for _ in range(4):
        sound = at_level(sound, LOUDNESS)
        limited = limit(sound, CEILING)
        missing = LOUDNESS - measure(limited).integrated
        if abs(missing) < 0.05:
            return limited
        sound = limited * np.float32(amplitude(missing))
    return limit(sound, CEILING)
