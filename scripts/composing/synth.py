"""Played by arithmetic: pads, plucks, basses and electric pianos where sampled ones would sound cheap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from composing.score import RATE, Meter, Note
from composing.shape import lay

_TABLE = 4096


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch."""
    return float(440 * 2 ** ((pitch - 69) / 12))


def cycle(pitch: float, cutoff: float, *, kind: str = "saw", slope: float = 2.0, seed: int = 0) -> np.ndarray:
    """One cycle of a band-limited wave, its partials falling above ``cutoff``; rms 1."""
    base = hertz(pitch)
    k = np.arange(1, max(2, int(min(16000.0, cutoff * 8) / base)) + 1)
    shapes = {"saw": 1 / k, "square": (k % 2) / k, "soft": 1 / k**1.6, "triangle": (k % 2) / k**2}
    weights = shapes[kind] / np.sqrt(1 + (k * base / cutoff) ** (2 * slope))
    spectrum = np.zeros(_TABLE // 2 + 1, complex)
    phases = np.random.default_rng(seed).uniform(0, 0.6, len(k))
    keep = k < len(spectrum)
    spectrum[k[keep]] = weights[keep] * np.exp(1j * (phases[keep] - np.pi / 2))
    wave = np.fft.irfft(spectrum, _TABLE)
    wave /= np.sqrt(np.square(wave).mean())
    return np.append(wave, wave[0]).astype(np.float32)


def spin(
    table: np.ndarray, frequency: float, length: int, phase: float, vibrato: np.ndarray | None = None
) -> np.ndarray:
    """Play a cycle for ``length`` samples; ``vibrato`` is a factor on the frequency for each sample."""
    if vibrato is None:
        at = (phase + frequency / RATE * np.arange(length)) % 1.0 * _TABLE
    else:
        at = (phase + np.cumsum(frequency * vibrato) / RATE) % 1.0 * _TABLE
    whole = at.astype(np.int32)
    part = (at - whole).astype(np.float32)
    return table[whole] * (1 - part) + table[whole + 1] * part


def envelope(length: int, *, attack: float, release: float, decay: float = 0.0, sustain: float = 1.0) -> np.ndarray:
    """Rise, fall to ``sustain``, hold for ``length`` samples in all, then let go; seconds."""
    rise, after = max(1, int(attack * RATE)), max(1, int(release * RATE))
    at = np.arange(length)
    level = np.minimum(1, at / rise)
    level = level * level * (3 - 2 * level)
    if decay:
        level = level * (sustain + (1 - sustain) * np.exp(-np.maximum(0, at - rise) / (decay * RATE)))
    end = np.exp(-5 * np.arange(after) / after) * np.linspace(1, 0, after) ** 0.5
    return np.concatenate((level, level[-1] * end)).astype(np.float32)


def pad(
    notes: Sequence[Note],
    meter: Meter,
    *,
    dark: float = 500,
    bright: float = 1800,
    kind: str = "saw",
    attack: float = 0.5,
    release: float = 1.2,
    detune: float = 9.0,
    voices: int = 4,
    seed: int = 1,
) -> np.ndarray:
    """A wide bed: several detuned copies from left to right, opening from ``dark`` to ``bright`` within each note."""
    rng = np.random.default_rng(seed)
    out = np.zeros((2, meter.samples), np.float32)
    for note in notes:
        length = max(64, meter.sample(note.start + note.length) - meter.sample(note.start))
        level = envelope(length, attack=attack, release=release) * note.velocity
        total = len(level)
        low, high = (cycle(note.pitch, cut, kind=kind, seed=seed) for cut in (dark, bright))
        open_ = (np.sin(np.pi * np.clip(np.arange(total) / (length + 1), 0, 1)) ** 1.5).astype(np.float32)
        sound = np.zeros((2, total), np.float32)
        for voice in range(voices):
            spread = voice / (voices - 1) * 2 - 1 if voices > 1 else 0.0
            frequency = hertz(note.pitch + (spread * detune + rng.normal(0, 1)) / 100)
            phase = rng.uniform()
            wave = spin(low, frequency, total, phase) * (1 - open_) + spin(high, frequency, total, phase) * open_
            angle = (spread * 0.85 * (-1) ** voice + 1) * np.pi / 4
            sound += np.stack((wave * np.cos(angle), wave * np.sin(angle)))
        lay(out, (sound * level / np.sqrt(voices)).astype(np.float32), meter.sample(note.start))
    return out


def pluck(
    notes: Sequence[Note],
    meter: Meter,
    *,
    bright: float = 3200,
    dark: float = 500,
    kind: str = "saw",
    decay: float = 0.22,
    release: float = 0.25,
    shine: float = 0.06,
    detune: float = 5.0,
    seed: int = 2,
) -> np.ndarray:
    """A short synthetic string: bright at the start, dark at once; ``shine`` seconds say how fast."""
    rng = np.random.default_rng(seed)
    out = np.zeros((2, meter.samples), np.float32)
    for note in notes:
        length = max(64, meter.sample(note.start + note.length) - meter.sample(note.start))
        level = envelope(length, attack=0.002, release=release, decay=decay, sustain=0.0) * note.velocity
        total = len(level)
        top = dark + (bright - dark) * (0.35 + 0.65 * note.velocity)
        low, high = cycle(note.pitch, dark, kind=kind, seed=seed), cycle(note.pitch, top, kind=kind, seed=seed)
        fade = np.exp(-np.arange(total) / (shine * RATE)).astype(np.float32)
        sides = []
        for sign in (-1, 1):
            frequency = hertz(note.pitch + sign * detune / 100)
            phase = rng.uniform()
            sides.append(spin(low, frequency, total, phase) * (1 - fade) + spin(high, frequency, total, phase) * fade)
        left, right = sides
        wide = np.stack((left + 0.4 * right, right + 0.4 * left))
        lay(out, wide.astype(np.float32) * level, meter.sample(note.start))
    return out


def bass(
    notes: Sequence[Note],
    meter: Meter,
    *,
    cutoff: float = 320,
    bright: float = 900,
    kind: str = "saw",
    decay: float = 0.5,
    sustain: float = 0.7,
    sub: float = 0.8,
    attack: float = 0.004,
    release: float = 0.07,
) -> np.ndarray:
    """One voice in the middle: a filtered wave over a sine an octave deep enough to feel."""
    out = np.zeros((2, meter.samples), np.float32)
    for note in notes:
        length = max(64, meter.sample(note.start + note.length) - meter.sample(note.start))
        level = envelope(length, attack=attack, release=release, decay=decay, sustain=sustain) * note.velocity
        total = len(level)
        frequency = hertz(note.pitch)
        fade = np.exp(-np.arange(total) / (0.05 * RATE)).astype(np.float32)
        low, high = cycle(note.pitch, cutoff, kind=kind), cycle(note.pitch, bright, kind=kind)
        wave = spin(low, frequency, total, 0.0) * (1 - fade) + spin(high, frequency, total, 0.0) * fade
        deep = np.sin(2 * np.pi * frequency * np.arange(total) / RATE).astype(np.float32) * np.float32(1.4142)
        mono = (wave * (1 - sub) + deep * sub) * level
        lay(out, np.stack((mono, mono)).astype(np.float32), meter.sample(note.start))
    return out


def tines(
    notes: Sequence[Note],
    meter: Meter,
    *,
    bell: float = 0.25,
    growl: float = 1.1,
    decay: float = 1.6,
    release: float = 0.25,
    tremolo: float = 0.0,
    tremolo_beats: float = 1.0,
) -> np.ndarray:
    """An electric piano by frequency modulation: a hammer's brightness that dies, a tine far above."""
    out = np.zeros((2, meter.samples), np.float32)
    for note in notes:
        length = max(64, meter.sample(note.start + note.length) - meter.sample(note.start))
        fall = decay * 2 ** ((60 - note.pitch) / 24)
        level = envelope(length, attack=0.0015, release=release, decay=fall, sustain=0.0) * note.velocity
        total = len(level)
        time = np.arange(total) / RATE
        turn = 2 * np.pi * hertz(note.pitch) * time
        bite = growl * (0.3 + 0.9 * note.velocity**1.5) * 2 ** ((60 - note.pitch) / 30)
        index = bite * (0.35 + 0.65 * np.exp(-time / 0.18))
        body = np.sin(turn + index * np.sin(turn))
        tine = bell * note.velocity * np.sin(turn * 1.0 + 0.6 * np.sin(turn * 14)) * np.exp(-time / 0.09)
        mono = (body + tine) * level
        lay(out, np.stack((mono, mono)).astype(np.float32), meter.sample(note.start))
    if tremolo:
        at = np.arange(meter.samples) / (meter.beat * tremolo_beats)
        side = tremolo * np.sin(2 * np.pi * at)
        out *= np.stack((1 + side, 1 - side)).astype(np.float32) / (1 + tremolo)
    return out


def bells(notes: Sequence[Note], meter: Meter, *, decay: float = 1.4, seed: int = 5) -> np.ndarray:
    """Soft glass: a few partials that are not quite whole multiples, the high ones gone first."""
    partials = ((1.0, 1.0, 1.0), (2.003, 0.35, 0.7), (3.01, 0.22, 0.45), (5.43, 0.08, 0.22), (8.1, 0.03, 0.1))
    rng = np.random.default_rng(seed)
    out = np.zeros((2, meter.samples), np.float32)
    for note in notes:
        total = int(decay * 4 * RATE)
        time = np.arange(total) / RATE
        base = hertz(note.pitch)
        mono = np.zeros(total)
        for ratio, share, life in partials:
            if base * ratio < 15000:
                mono += share * np.sin(2 * np.pi * base * ratio * time) * np.exp(-time / (decay * life))
        mono *= note.velocity * np.minimum(1, time / 0.003) * np.linspace(1, 0, total)
        side = rng.uniform(-0.5, 0.5)
        lay(out, np.stack((mono * (1 - side), mono * (1 + side))).astype(np.float32), meter.sample(note.start))
    return out


def riser(
    start: float, length: float, meter: Meter, *, low: float = 400, high: float = 7000, seed: int = 9
) -> np.ndarray:
    """Air that opens over ``length`` beats and is gone on the beat."""
    total = meter.sample(start + length) - meter.sample(start)
    rng = np.random.default_rng(seed)
    size, hop = 2048, 512
    window = np.hanning(size)
    out = np.zeros((2, total + size))
    f = np.fft.rfftfreq(size, 1 / RATE)
    for at in range(0, total, hop):
        share = at / total
        centre = low * (high / low) ** share
        shape = np.exp(-0.5 * (np.log2(np.maximum(f, 1) / centre) / 0.9) ** 2)
        spectrum = np.fft.rfft(rng.standard_normal((2, size)) * window, axis=1) * shape
        out[:, at : at + size] += np.fft.irfft(spectrum, size, axis=1) * window * share**2
    out = out[:, :total]
    out[:, -480:] *= np.linspace(1, 0, 480)
    loop = np.zeros((2, meter.samples), np.float32)
    lay(loop, out.astype(np.float32), meter.sample(start))
    return loop
