"""Small things done to samples: resampling, levels, fades, files. Sound is float32, one channel, full scale 1."""

from __future__ import annotations

import contextlib
import math
import wave
from pathlib import Path

import numpy as np

from pitchreel.errors import OutputError, VoiceError
from pitchreel.voice.engines.base import Sound


def resample(sound: Sound, rate: int, to: int) -> Sound:
    """The sound at another rate, band-limited and without delay: its spectrum is cut or continued with zeros."""
    if rate == to or not len(sound):
        return sound.astype(np.float32)
    step = rate // math.gcd(rate, to)
    edge = 32 * step
    length = len(sound) + 2 * edge
    length += -length % step
    padded = np.zeros(length)
    padded[edge : edge + len(sound)] = sound
    spectrum = np.fft.rfft(padded)
    wanted = length * to // rate
    bins = wanted // 2 + 1
    if bins <= len(spectrum):
        spectrum = spectrum[:bins]
    else:
        spectrum = np.concatenate([spectrum, np.zeros(bins - len(spectrum))])
    result = np.fft.irfft(spectrum, wanted) * (to / rate)
    first = edge * to // rate
    return result[first : first + math.ceil(len(sound) * to / rate)].astype(np.float32)


def envelope(
    sound: Sound, rate: int, *, window: float = 0.010, hop: float = 0.005
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Root mean square in windows of ``window`` seconds centred on multiples of ``hop`` seconds."""
    size, step = max(round(window * rate), 1), max(round(hop * rate), 1)
    squares = np.concatenate([[0.0], np.cumsum(np.asarray(sound, dtype=np.float64) ** 2)])
    centres = np.arange(0, len(sound), step)
    low = np.clip(centres - size // 2, 0, len(sound))
    high = np.clip(centres + (size - size // 2), 0, len(sound))
    result: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sqrt(
        (squares[high] - squares[low]) / np.maximum(high - low, 1)
    )
    return result


def fade(sound: Sound, head: int, tail: int) -> Sound:
    """The sound with raised-cosine fades of so many samples at its ends."""
    result = sound.copy()
    head, tail = min(head, len(sound) // 2), min(tail, len(sound) // 2)
    if head:
        result[:head] *= (0.5 - 0.5 * np.cos(np.pi * np.arange(head) / head)).astype(np.float32)
    if tail:
        result[-tail:] *= (0.5 + 0.5 * np.cos(np.pi * (np.arange(tail) + 1) / tail)).astype(np.float32)
    return result


def write_wav(path: Path, sound: Sound, rate: int) -> None:
    """Write 16-bit mono, whole or not at all; raises OutputError."""
    part = path.with_name(f".{path.name}.part")
    data = (np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(part), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise OutputError(
            f"{path} cannot be written: {error.strerror}", "Choose a folder that can be written to"
        ) from None


def read_wav(path: Path) -> tuple[Sound, int]:
    """Samples and rate of a 16-bit WAV, its channels averaged; raises VoiceError."""
    try:
        with wave.open(str(path), "rb") as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(f"{path} cannot be read as a WAV: {error}", "Give a 16-bit WAV file") from None
    if width != 2:
        raise VoiceError(f"{path} has {8 * width} bits a sample", "Give a 16-bit WAV file")
    samples = np.frombuffer(data, dtype="<i2").astype(np.float32) / 32768
    return samples.reshape(-1, channels).mean(axis=1, dtype=np.float32), rate
