"""Drums by arithmetic. Each is one hit, (2, samples), peak about 1; ``beat`` lays them on the circle."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from composing.score import RATE, Meter
from composing.shape import bell, highpass, lay, lowpass, tone


def _time(seconds: float) -> np.ndarray:
    return np.arange(int(seconds * RATE)) / RATE


def _noise(seconds: float, seed: int, *, wide: float = 0.5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    length = int(seconds * RATE)
    middle, side = rng.standard_normal(length), rng.standard_normal(length) * wide
    return np.stack((middle + side, middle - side))


def _finish(sound: np.ndarray) -> np.ndarray:
    sound = sound.copy()
    tail = min(256, sound.shape[1])
    sound[:, -tail:] *= np.linspace(1, 0, tail)
    return (sound / np.abs(sound).max()).astype(np.float32)


def _both(mono: np.ndarray) -> np.ndarray:
    return np.stack((mono, mono))


def _round(sound: np.ndarray) -> np.ndarray:
    """Bend the highest peaks down: lossy coders spread a lone spike over the milliseconds around it."""
    return np.asarray(np.tanh(3 * sound / np.abs(sound).max()))


def kick(
    *, pitch: float = 48, sweep: float = 130, fall: float = 0.035, decay: float = 0.22, click: float = 0.25
) -> np.ndarray:
    """A bass drum: a sine that falls to ``pitch`` Hz, and a felt click."""
    time = _time(decay * 3)
    turn = 2 * np.pi * np.cumsum(pitch + sweep * np.exp(-time / fall)) / RATE
    body = np.sin(turn) * np.exp(-time / decay) * np.minimum(1, time / 0.001)
    tick = tone(_noise(0.02, 1, wide=0), lowpass(4200), highpass(700))[0] * np.exp(-_time(0.02) / 0.004)
    body[: len(tick)] += click * tick / np.abs(tick).max()
    return _finish(_both(np.tanh(1.3 * body)))


def snare(*, pitch: float = 185, decay: float = 0.11, snap: float = 0.6, dark: float = 7500) -> np.ndarray:
    """A snare drum: two modes of the head and the wires."""
    time = _time(0.4)
    head = sum(
        np.sin(2 * np.pi * pitch * r * time + 20 * np.exp(-time / 0.01) / r) * s for r, s in ((1, 1), (1.62, 0.45))
    )
    head = head * np.exp(-time / 0.07)
    wires = tone(_noise(0.4, 2).astype(np.float32), highpass(1200), lowpass(dark)) * np.exp(-time / decay)
    return _finish(_both(head) * 0.5 + wires / np.abs(wires).max() * snap)


def clap(*, decay: float = 0.1, dark: float = 6500) -> np.ndarray:
    """Several hands within 30 ms."""
    noise = tone(_noise(0.4, 3, wide=0.7).astype(np.float32), highpass(750, 3), lowpass(dark), bell(1300, 5, 1.2))
    time = _time(0.4)
    level = np.zeros_like(time)
    for late, share in ((0, 0.7), (0.009, 0.6), (0.019, 0.8), (0.028, 1.0)):
        after = time - late
        level += np.where(after >= 0, share * np.exp(-np.maximum(after, 0) / (0.006 if late < 0.028 else decay)), 0)
    return _finish(_round(noise * level))


def snap() -> np.ndarray:
    """Two fingers."""
    time = _time(0.22)
    noise = tone(_noise(0.22, 4, wide=0.3).astype(np.float32), highpass(1100, 3), lowpass(6500), bell(2100, 9, 0.7))
    return _finish(_round(noise * (np.exp(-time / 0.014) + 0.25 * np.exp(-np.maximum(0, time - 0.012) / 0.03))))


def hat(*, decay: float = 0.035, low: float = 7200, high: float = 14500) -> np.ndarray:
    """A closed or (long decay) open cymbal pair."""
    time = _time(max(0.08, decay * 5))
    metal = sum(np.sign(np.sin(2 * np.pi * f * time)) for f in (2050, 3070, 4150, 5430, 6790, 8210))
    sound = _noise(max(0.08, decay * 5), 5, wide=0.5)[:, : len(time)] + 0.35 * metal
    return _finish(tone(sound.astype(np.float32), highpass(low, 3), lowpass(high, 1)) * np.exp(-time / decay))


def shaker(*, length: float = 0.09) -> np.ndarray:
    """Grains that swell and stop."""
    time = _time(length * 2)
    level = np.sin(np.pi * np.clip(time / length, 0, 1)) ** 2
    return _finish(tone(_noise(length * 2, 6, wide=0.4).astype(np.float32), highpass(5200, 2), lowpass(11500)) * level)


def rim() -> np.ndarray:
    """A stick on the edge."""
    time = _time(0.12)
    wood = sum(np.sin(2 * np.pi * f * time) * s for f, s in ((820, 0.8), (1680, 1.0), (2450, 0.4)))
    return _finish(_both(wood * np.exp(-time / 0.014)))


def block(pitch: float = 900) -> np.ndarray:
    """A wood block."""
    time = _time(0.15)
    wood = np.sin(2 * np.pi * pitch * time) + 0.4 * np.sin(2 * np.pi * pitch * 2.71 * time)
    return _finish(_both(wood * np.exp(-time / 0.025)))


def tom(pitch: float = 95, decay: float = 0.25) -> np.ndarray:
    """A drum with a head that gives."""
    time = _time(decay * 4)
    turn = 2 * np.pi * np.cumsum(pitch * (1 + 0.5 * np.exp(-time / 0.03))) / RATE
    skin = tone(_noise(decay * 4, 7, wide=0.6).astype(np.float32), lowpass(1800), highpass(150))
    return _finish(_both(np.sin(turn) * np.exp(-time / decay)) + 0.12 * skin * np.exp(-time / 0.05))


def deep(pitch: float = 44) -> np.ndarray:
    """A large drum far away: what a cinema hears as weight."""
    time = _time(2.2)
    turn = 2 * np.pi * np.cumsum(pitch * (1 + 0.9 * np.exp(-time / 0.05))) / RATE
    body = np.sin(turn) * np.exp(-time / 0.5) + 0.35 * np.sin(turn * 1.59) * np.exp(-time / 0.22)
    skin = tone(_noise(2.2, 8, wide=0.8).astype(np.float32), lowpass(900), highpass(60)) * np.exp(-time / 0.12)
    return _finish(_both(body * np.minimum(1, time / 0.002)) + 0.35 * skin / np.abs(skin).max())


def cymbal(*, decay: float = 0.9, low: float = 3500) -> np.ndarray:
    """A crash, soft."""
    time = _time(decay * 4)
    noise = tone(_noise(decay * 4, 10, wide=0.8).astype(np.float32), highpass(low, 2), lowpass(12500))
    return _finish(noise * np.exp(-time / decay) * np.minimum(1, time / 0.004))


def sleigh() -> np.ndarray:
    """A handful of little bells."""
    rng = np.random.default_rng(11)
    time = _time(0.5)
    out = np.zeros((2, len(time)))
    for _ in range(60):
        f, late, side = rng.uniform(4200, 10500), rng.uniform(0, 0.03), rng.uniform(0.2, 0.8)
        after = np.maximum(0, time - late)
        ping = np.where(time >= late, np.sin(2 * np.pi * f * after) * np.exp(-after / rng.uniform(0.04, 0.14)), 0)
        out += np.stack((ping * side, ping * (1 - side)))
    return _finish(out)


def beat(
    hits: Iterable[tuple[float, float]],
    drum: np.ndarray,
    meter: Meter,
    rng: np.random.Generator,
    *,
    late: float = 0.0,
    spread: float = 0.003,
    touch: float = 0.07,
    bright: float = 0.5,
) -> np.ndarray:
    """Lay a drum at (beat, velocity): soft hits are also darker, and no two are quite alike."""
    out = np.zeros((2, meter.samples), np.float32)
    dull = tone(np.pad(drum, ((0, 0), (0, 256))), lowpass(2500, 1))[:, : drum.shape[1]]
    for at, velocity in hits:
        strength = float(np.clip(velocity * (1 + rng.normal(0, touch)), 0.05, 1.0))
        mixture = drum * (1 - bright * (1 - strength)) + dull * bright * (1 - strength)
        shift = round((late + float(np.clip(rng.normal(0, spread), -2 * spread, 2 * spread))) * RATE)
        lay(out, (mixture * strength**1.4).astype(np.float32), meter.sample(at) + shift)
    return out
