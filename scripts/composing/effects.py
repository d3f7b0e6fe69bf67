"""Small sounds for a film's moves, by arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from composing.score import RATE
from composing.shape import convolve, highpass, lowpass, room, tone


@dataclass(frozen=True)
class Small:
    """A small sound and its card in the catalogue."""

    id: str
    number: int
    name: str
    description: str
    make: Callable[[], np.ndarray]


def _time(seconds: float) -> np.ndarray:
    return np.arange(int(seconds * RATE)) / RATE


def _hill(seconds: float, top: float, *, rise: float = 2.0, fall: float = 2.0) -> np.ndarray:
    """From nothing to 1 at the share ``top`` and back to nothing."""
    at = np.linspace(0, 1, int(seconds * RATE))
    return np.where(at < top, np.sin(np.pi / 2 * at / top) ** rise, np.cos(np.pi / 2 * (at - top) / (1 - top)) ** fall)


def _air(path: np.ndarray, level: np.ndarray, seed: int, *, octaves: float = 0.9) -> np.ndarray:
    """Noise in a band whose centre follows ``path`` (Hz for each sample), different left and right."""
    rng = np.random.default_rng(seed)
    size, hop = 1024, 128
    window = np.hanning(size)
    f = np.fft.rfftfreq(size, 1 / RATE)
    out = np.zeros((2, len(path) + size))
    for at in range(0, len(path), hop):
        shape = np.exp(-0.5 * (np.log2(np.maximum(f, 1) / path[at]) / octaves) ** 2)
        noise = np.fft.rfft(rng.standard_normal((2, size)) * window, axis=1) * shape / np.sqrt(np.square(shape).mean())
        out[:, at : at + size] += np.fft.irfft(noise, size, axis=1) * window * level[at]
    return out[:, size // 2 : size // 2 + len(path)] * level


def _across(sound: np.ndarray, start: float, end: float) -> np.ndarray:
    """Move from one side to the other."""
    angle = (np.linspace(start, end, sound.shape[1]) + 1) * np.pi / 4
    return np.stack((sound[0] * np.cos(angle), sound[1] * np.sin(angle))) * np.sqrt(2)


def _in_room(sound: np.ndarray, seconds: float, wet: float) -> np.ndarray:
    whole = np.pad(sound, ((0, 0), (0, int(seconds * 1.2 * RATE)))).astype(np.float32)
    out = whole + wet * convolve(whole, room(seconds, 5, bright=6500, before=0.004))
    out[:, -2400:] *= np.linspace(1, 0, 2400) ** 2
    return out


def slide() -> np.ndarray:
    """Air that passes from left to right."""
    seconds = 0.42
    path = 500 * 2 ** (2.3 * _hill(seconds, 0.5, rise=1, fall=1))
    return _across(_air(path, _hill(seconds, 0.48), 1), -0.6, 0.6)


def tick() -> np.ndarray:
    """A fingernail on wood."""
    time = _time(0.09)
    wood = sum(
        np.sin(2 * np.pi * f * time) * np.exp(-time / d) * s
        for f, d, s in ((1250, 0.012, 1.0), (2730, 0.006, 0.5), (640, 0.016, 0.5))
    )
    skin = tone(np.random.default_rng(2).standard_normal((1, len(time))), highpass(2500), lowpass(7000))[0]
    mono = wood * np.minimum(1, time / 0.0006) + 0.25 * skin * np.exp(-time / 0.002)
    return _in_room(np.stack((mono, mono)), 0.12, 0.25)


def pop() -> np.ndarray:
    """A warm bubble."""
    time = _time(0.16)
    turn = 2 * np.pi * np.cumsum(330 + 420 * (1 - np.exp(-time / 0.03))) / RATE
    mono = (np.sin(turn) + 0.18 * np.sin(2 * turn)) * np.exp(-time / 0.035) * np.minimum(1, time / 0.004)
    return _in_room(np.stack((mono, mono)), 0.16, 0.22)


def lift() -> np.ndarray:
    """A breath that rises into the next moment."""
    seconds = 0.95
    level = _hill(seconds, 0.9, rise=3, fall=2)
    at = np.linspace(0, 1, len(level))
    air = _air(380 * 2 ** (3.4 * at**1.4), level, 3, octaves=0.8)
    turn = 2 * np.pi * np.cumsum(220 * 2 ** (1.0 * at**2)) / RATE
    chord = sum(np.sin(turn * r) * s for r, s in ((1, 0.5), (1.5, 0.35), (2, 0.25)))
    tonal = np.stack((chord * level**1.5, chord * level**1.5))
    return _in_room(air / np.abs(air).max() + 0.22 * tonal, 0.35, 0.2)


def sparkle() -> np.ndarray:
    """Four little bells, upwards."""
    time = _time(1.0)
    out = np.zeros((2, len(time)))
    for index, pitch in enumerate((86, 90, 93, 98)):
        base, late = 440 * 2 ** ((pitch - 69) / 12), index * 0.045
        after = np.maximum(0, time - late)
        ping = sum(
            np.sin(2 * np.pi * base * r * after) * s * np.exp(-after / d)
            for r, s, d in ((1, 1, 0.22), (2.76, 0.25, 0.09), (5.4, 0.08, 0.04))
        )
        ping = ping * (time >= late) * np.minimum(1, after / 0.002) * (0.7 + 0.1 * index)
        side = -0.4 + 0.27 * index
        out += np.stack((ping * (1 - side), ping * (1 + side)))
    return _in_room(out, 0.6, 0.3)


def hit() -> np.ndarray:
    """A soft weight that lands."""
    time = _time(0.6)
    turn = 2 * np.pi * np.cumsum(62 + 90 * np.exp(-time / 0.025)) / RATE
    body = np.sin(turn) * np.exp(-time / 0.13) + 0.3 * np.sin(2.02 * turn) * np.exp(-time / 0.06)
    felt = tone(np.random.default_rng(4).standard_normal((2, len(time))), highpass(150), lowpass(1600)) * np.exp(
        -time / 0.03
    )
    return _in_room(np.stack((body, body)) * np.minimum(1, time / 0.003) + 0.35 * felt / np.abs(felt).max(), 0.4, 0.22)


EFFECTS: tuple[Small, ...] = (
    Small("slide", 101, "Slide", "Soft air for a card or a scene that moves", slide),
    Small("tick", 102, "Tick", "A fingernail on wood for an item of a list", tick),
    Small("pop", 103, "Pop", "A warm bubble for a badge or a sticker", pop),
    Small("lift", 104, "Lift", "A breath that rises into the call to action", lift),
    Small("sparkle", 105, "Sparkle", "Four little bells for a price or a rating", sparkle),
    Small("hit", 106, "Soft hit", "A weight that lands under a hero shot", hit),
)
