"""From the sum of a film's tracks to its WAV file: the gain to the loudness asked for, the limiter, 16 bits."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from pitchreel.documents.timeline import Mix
from pitchreel.progress import Progress
from pitchreel.render.limiter import Limiter
from pitchreel.render.loudness import (
    SILENCE,
    Loudness,
    PeakTracer,
    PowerMeter,
    Powers,
    Sound,
    amplitude,
    decibels,
    integrated,
    loudness_range,
)

_HEADROOM = 1.2
"""Decibels kept under the true peak asked for: FFmpeg's AAC (fast coder) raised the peaks of our pieces by up to
0.7 dB at 192 kbit/s and 1.4 at 128."""
_TOLERANCE = 0.15
"""LU from the target after which the gain is set again, because the limiter took loudness away."""
_ATTEMPTS = 4
_MOST_GAIN = 40.0
"""Decibels; a film of faint noise is left faint."""


def master(mix: Mix, before: float, scratch: Path, wav: Path, progress: Progress) -> Loudness:
    """Write ``wav`` from the raw float32 stereo in ``scratch``, which is ``before`` LUFS loud; raises OSError.

    Again with more gain when the limiter cost too much loudness. True peaks are measured once, on what was written.
    """
    gain = min(mix.loudness - before, _MOST_GAIN) if before > SILENCE else 0.0
    slope, step, lacked = 1.0, 0.0, 0.0  # slope: LU that a decibel brings, the less the more the limiter works
    for attempt in range(_ATTEMPTS):
        powers = _write(mix, gain, scratch, wav, _span(progress, attempt))
        missing = mix.loudness - integrated(powers)
        if abs(missing) <= _TOLERANCE or before <= SILENCE or gain + missing > _MOST_GAIN:
            break
        if step:
            slope = min(1.0, max(0.3, (lacked - missing) / step))
        lacked, step = missing, missing / slope
        gain += step
    result = Loudness(integrated(powers), decibels(_peak(wav)), loudness_range(powers))
    progress(1.0)
    return result


def _span(progress: Progress, attempt: int) -> Progress:
    """The share of the work that an attempt stands for; nobody knows how many there will be."""
    start, end = 1 - 0.4**attempt, 1 - 0.4 ** (attempt + 1)
    return lambda done: progress(start + (end - start) * done)


def _write(mix: Mix, gain: float, scratch: Path, wav: Path, progress: Progress) -> Powers:
    """One pass through gain and limiter; the weighted power of what was written."""
    rate = mix.sample_rate
    limiter, meter = Limiter(mix.true_peak - _HEADROOM, rate), PowerMeter(rate)
    noise = np.random.default_rng(0)
    factor = np.float32(amplitude(gain))
    size, skip = scratch.stat().st_size // 8, limiter.delay
    with scratch.open("rb") as file, wave.open(str(wav), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(rate)
        for start in range(0, size + limiter.delay, rate):
            frames = np.frombuffer(file.read(8 * rate), np.float32).reshape(-1, 2)
            short = min(rate, size + limiter.delay - start) - len(frames)
            sound = limiter.process(np.pad(frames, ((0, short), (0, 0))).T * factor)[:, skip:]
            skip = max(0, skip - rate)
            meter.feed(sound)
            out.writeframes(_quantise(sound, noise))
            progress(min(1.0, (start + rate) / size))
    return meter.powers()


def _quantise(sound: Sound, noise: np.random.Generator) -> bytes:
    """16-bit samples, interleaved; triangular dither, but nothing is added to silence."""
    if not sound.any():
        return bytes(sound.shape[1] * 4)
    frames = sound.T * np.float32(32767)
    frames += noise.random(frames.shape, np.float32) - noise.random(frames.shape, np.float32)
    return bytes(np.clip(np.rint(frames), -32768, 32767).astype("<i2").tobytes())


def _peak(wav: Path) -> float:
    """The true peak of a 16-bit stereo file, as a factor of full scale."""
    tracer, peak = PeakTracer(), 0.0
    with wave.open(str(wav), "rb") as file:
        while frames := file.readframes(file.getframerate()):
            sound = np.frombuffer(frames, "<i2").reshape(-1, 2).T.astype(np.float32) / np.float32(32768)
            peak = max(peak, float(tracer.trace(sound, peak).max()))
    return max(peak, float(tracer.trace(np.zeros((2, 2 * tracer.lag), np.float32), peak).max()))
