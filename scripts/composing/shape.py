"""Shaping sound on a circle: filters, rooms, echoes, movement, level."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from composing.score import RATE, Meter

Curve = Callable[[np.ndarray], np.ndarray]
"""Gain as a factor for frequencies in Hz."""


def fold(sound: np.ndarray, length: int) -> np.ndarray:
    """Lay what rings past the end onto the start."""
    out = np.zeros((sound.shape[0], length), np.float32)
    for start in range(0, sound.shape[1], length):
        piece = sound[:, start : start + length]
        out[:, : piece.shape[1]] += piece
    return out


def lay(target: np.ndarray, sound: np.ndarray, start: int) -> None:
    """Add a sound to a circle at any sample."""
    length = target.shape[1]
    start %= length
    while sound.shape[1]:
        piece = sound[:, : length - start]
        target[:, start : start + piece.shape[1]] += piece
        sound, start = sound[:, length - start :], 0


def highpass(hertz: float, order: int = 2) -> Curve:
    return lambda f: 1 / np.sqrt(1 + (hertz / np.maximum(f, 1e-3)) ** (2 * order))


def lowpass(hertz: float, order: int = 2) -> Curve:
    return lambda f: 1 / np.sqrt(1 + (f / hertz) ** (2 * order))


def bell(hertz: float, gain: float, octaves: float = 1.0) -> Curve:
    return lambda f: 10 ** (gain / 20 * np.exp(-0.5 * (np.log2(np.maximum(f, 1e-3) / hertz) / (octaves / 2)) ** 2))


def shelf(hertz: float, gain: float) -> Curve:
    """A high shelf; a low one is its mirror: ``shelf(f, -g)`` and ``g`` dB on everything."""
    return lambda f: 10 ** (gain / 20 / (1 + (hertz / np.maximum(f, 1e-3)) ** 2))


def tone(sound: np.ndarray, *curves: Curve) -> np.ndarray:
    """Filter on the circle, without moving phases."""
    frequencies = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    gain = np.ones_like(frequencies)
    for curve in curves:
        gain = gain * curve(frequencies)
    return np.fft.irfft(np.fft.rfft(sound, axis=1) * gain, sound.shape[1], axis=1).astype(np.float32)


def convolve(sound: np.ndarray, impulse: np.ndarray) -> np.ndarray:
    """Circular convolution; both (2, n)."""
    length = sound.shape[1]
    spectrum = np.fft.rfft(sound, axis=1) * np.fft.rfft(fold(impulse, length), axis=1)
    return np.fft.irfft(spectrum, length, axis=1).astype(np.float32)


def room(seconds: float, seed: int, *, bright: float = 5000, low: float = 180, before: float = 0.012) -> np.ndarray:
    """An impulse response: noise that dies away, the high first, different left and right; 0 dB for noise."""
    rng = np.random.default_rng(seed)
    length = int(seconds * 1.3 * RATE)
    time = np.arange(length) / RATE
    out = np.zeros((2, length))
    edges = [(0, 400, 1.0), (400, 1600, 1.0), (1600, 4500, 0.75), (4500, 20000, 0.45)]
    for bottom, top, share in edges:
        noise = rng.standard_normal((2, length))
        spectrum = np.fft.rfft(noise, axis=1)
        f = np.fft.rfftfreq(length, 1 / RATE)
        spectrum *= (f >= bottom) & (f < top)
        out += np.fft.irfft(spectrum, length, axis=1) * 10 ** (-3 * time / (seconds * share))
    out *= np.clip(time / 0.02, 0.15, 1)
    out = tone(out.astype(np.float32), highpass(low, 2), lowpass(bright, 1))
    out[:, -2000:] *= np.linspace(1, 0, 2000)
    out = np.pad(out, ((0, 0), (int(before * RATE), 0)))
    return (out / np.sqrt(np.square(out).sum(axis=1, keepdims=True))).astype(np.float32)


def echo(sound: np.ndarray, time: int, *, feedback: float = 0.4, dark: float = 3500, rounds: int = 6) -> np.ndarray:
    """Repeats only, from side to side, darker each time."""
    out = np.zeros_like(sound)
    wave = sound
    for turn in range(1, rounds + 1):
        wave = tone(np.roll(wave, time, axis=1), lowpass(dark), highpass(250)) * feedback
        middle = wave.mean(axis=0)
        near, far = (0, 1) if turn % 2 else (1, 0)
        out[near] += 0.9 * middle
        out[far] += 0.35 * middle
    return out


def bend(sound: np.ndarray, *, depth: float, turns: int, phase: float = 0.0, apart: float = 0.0) -> np.ndarray:
    """A slow wobble of pitch: ``depth`` seconds of moving delay, ``turns`` a loop, the sides ``apart`` radians."""
    length = sound.shape[1]
    at = np.arange(length)
    out = np.empty_like(sound)
    for side in range(2):
        where = at - depth * RATE * (1 + np.sin(2 * np.pi * turns * at / length + phase + side * apart))
        whole = np.floor(where).astype(np.int64)
        part = (where - whole).astype(np.float32)
        row = sound[side]
        out[side] = row[whole % length] * (1 - part) + row[(whole + 1) % length] * part
    return out


def chorus(sound: np.ndarray, *, depth: float = 0.0035, turns: int = 23, wet: float = 0.5) -> np.ndarray:
    """Width from two slowly moving copies."""
    moved = bend(sound, depth=depth, turns=turns, apart=np.pi / 2)
    moved += bend(sound, depth=depth * 0.8, turns=turns + 8, phase=2.0, apart=np.pi / 2)
    return (sound * (1 - wet / 2) + moved * wet / 2).astype(np.float32)


def pump(sound: np.ndarray, meter: Meter, *, depth: float = 0.7, recover: float = 0.8) -> np.ndarray:
    """Step aside on every beat, back after ``recover`` of it, as if a bass drum pressed it down."""
    at = np.arange(meter.beat) / meter.beat
    curve = 1 - depth * (0.5 + 0.5 * np.cos(np.pi * np.clip(at / recover, 0, 1))) ** 1.5
    rise = int(0.004 * RATE)
    curve[-rise:] = np.linspace(1, curve[0], rise)
    return (sound * np.tile(curve, meter.beats)).astype(np.float32)


def drive(sound: np.ndarray, amount: float) -> np.ndarray:
    """Warmth: a soft bend of the wave; quiet sound keeps its level."""
    peak = max(1e-9, float(np.abs(sound).max()))
    return (np.tanh(sound / peak * amount) / amount * peak).astype(np.float32)


def pan(sound: np.ndarray, side: float) -> np.ndarray:
    """-1 left to 1 right, constant power."""
    angle = (side + 1) * np.pi / 4
    return (sound * np.array([[np.cos(angle)], [np.sin(angle)]]) * np.sqrt(2)).astype(np.float32)


def width(sound: np.ndarray, amount: float, *, mono_below: float = 140) -> np.ndarray:
    """Scale the difference of the sides, and keep none of it in the bass."""
    middle, side = sound.mean(axis=0, keepdims=True), (sound[:1] - sound[1:]) / 2
    side = tone(side, highpass(mono_below, 3)) * amount
    return np.concatenate((middle + side, middle - side)).astype(np.float32)


def scatter(sound: np.ndarray, seed: int, *, amount: float = 1.0, above: float = 250) -> np.ndarray:
    """Make a mono sound wide: short diffuse copies of opposite sign on the two sides, so that mono loses nothing."""
    rng = np.random.default_rng(seed)
    length = int(0.025 * RATE)
    impulse = rng.standard_normal((1, length)) * np.exp(-np.arange(length) / (0.006 * RATE))
    impulse /= np.sqrt(np.square(impulse).sum())
    middle = sound.mean(axis=0, keepdims=True)
    side = tone(convolve(middle, impulse.astype(np.float32)), highpass(above, 2)) * amount
    return (sound + np.concatenate((side, -side))).astype(np.float32)


def swell(length: int, *, up: float = 0.5) -> np.ndarray:
    """A slow hill from 0 to 1 and back, its top at ``up``."""
    at = np.arange(length) / length
    return np.where(at < up, np.sin(np.pi / 2 * at / up) ** 2, np.cos(np.pi / 2 * (at - up) / (1 - up)) ** 2)
