"""When words are really heard: measured on the sound, without regard for what was planned.

English is aligned by pocketsphinx, which is an optional package (its acoustic model comes with it); any language can
be judged by the first word after each rest, which energy shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pitchreel.documents import Narration, Timeline
from pitchreel.errors import SetupError, VoiceError
from pitchreel.voice.engines.base import Sound
from pitchreel.voice.engines.espeak import Espeak
from pitchreel.voice.sound import envelope, read_wav, resample
from pitchreel.voice.speakable import speakable
from pitchreel.voice.visemes import ipa_to_arpabet

MODEL_RATE = 16000
FRAME = 0.01
"""Seconds of a frame of the aligner."""
PADDING, DITHER = 0.5, 1e-3
"""Seconds of rest put around the sound, and the noise under it: in digital silence the model finds no rest."""


@dataclass(frozen=True)
class Deviation:
    """How far planned starts lie from heard ones, in seconds: over all words, without sign unless it says so."""

    count: int
    median: float
    p95: float
    worst: float
    bias: float
    """Median with sign: positive where the plan is late."""


def deviation(planned: Sequence[float], heard: Sequence[float | None]) -> Deviation:
    """Compare starts in seconds; words that were not found are left out. Raises ValueError when none was."""
    pairs = [plan - real for plan, real in zip(planned, heard, strict=True) if real is not None]
    if not pairs:
        raise ValueError("no word was found in the sound")
    signed = np.array(pairs)
    size = np.abs(signed)
    return Deviation(
        len(pairs), float(np.median(size)), float(np.percentile(size, 95)), float(size.max()), float(np.median(signed))
    )


def caption_errors(timeline: Timeline, narration: Narration, folder: Path) -> list[float]:
    """Seconds between the start of each caption word on screen and its start in the voice, as an ear finds it.

    English is aligned on the voice alone; in other languages the first word after each rest is judged. Empty when it
    cannot be judged: no captions, other words than those spoken, or a voice in which they cannot be found. Raises
    SetupError where English is to be judged without pocketsphinx.
    """
    shown = [word for caption in timeline.captions for word in caption.words]
    spoken = [word for word in narration.words if word.end > word.start]
    if not shown or [word.text for word in shown] != [word.text for word in spoken]:
        return []
    wav, rate = folder / narration.audio, narration.sample_rate
    offset = next((track.start for track in timeline.mix.tracks if track.kind == "voice"), 0) / timeline.mix.sample_rate
    if narration.language.partition("-")[0].lower() == "en":
        try:
            heard = aligned_starts(wav, [word.text for word in spoken])
        except VoiceError:
            return []
    else:
        heard = starts_after_rests(wav, [(word.start / rate, word.end / rate) for word in spoken])
    return [
        abs(word.start / timeline.fps - offset - start)
        for word, start in zip(shown, heard, strict=True)
        if start is not None
    ]


def aligned_starts(wav: Path, words: Sequence[str]) -> list[float | None]:
    """When each shown word of an English narration starts in the sound, in seconds; None where it was not found.

    ``wav`` holds the voice alone. Raises SetupError without pocketsphinx, VoiceError when nothing can be aligned.
    """
    try:
        from pocketsphinx import Decoder, set_loglevel
    except ImportError:
        raise SetupError(
            "Word times cannot be checked: pocketsphinx is not installed", "Install it with: pip install pocketsphinx"
        ) from None
    text = speakable(" ".join(words), "en")
    spoken = [_entry(word.text) for word in text.words]
    data = _for_model(*read_wav(wav))
    set_loglevel("FATAL")
    # Wide beams: a synthetic voice is at times far from the model, and the whole text has to be found.
    decoder = Decoder(samprate=MODEL_RATE, beam=1e-60, wbeam=1e-40, pbeam=1e-60)
    unknown = sorted({word for word in spoken if decoder.lookup_word(word) is None})
    if unknown:
        for word, ipa in zip(unknown, Espeak().pronounce(tuple(unknown), "en-us", seconds=30), strict=True):
            decoder.add_word(word, ipa_to_arpabet(ipa) or "AH", True)
    decoder.set_align_text(" ".join(spoken))
    decoder.start_utt()
    decoder.process_raw(data, full_utt=True)
    decoder.end_utt()
    found = [segment for segment in decoder.seg() or () if not segment.word.startswith(("<", "["))]
    if [re.sub(r"\(\d+\)$", "", segment.word) for segment in found] != spoken:
        raise VoiceError(f"The words could not be found in {wav}", "Check that it holds the voice alone")
    starts: list[float | None] = [None] * len(words)
    for segment, owner in zip(found, text.owners, strict=True):
        if starts[owner] is None:
            starts[owner] = segment.start_frame * FRAME - PADDING
    return starts


def _for_model(sound: Sound, rate: int) -> bytes:
    padded = np.pad(resample(sound, rate, MODEL_RATE), round(PADDING * MODEL_RATE))
    samples = padded + np.random.default_rng(0).normal(0, DITHER, len(padded))
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def starts_after_rests(
    wav: Path, spans: Sequence[tuple[float, float]], *, shortest: float = 0.1, quiet_db: float = 32.0
) -> list[float | None]:
    """When the words that follow a rest are heard to set in, in seconds; None for the other words.

    ``spans`` are the planned (start, end) of all words. A rest is a planned gap of at least ``shortest`` seconds in
    whose neighbourhood the level does fall ``quiet_db`` below the loud parts (their 95th percentile); what is given
    back is the end of that silence.
    """
    sound, rate = read_wav(wav)
    hop = 0.002
    level = envelope(sound, rate, window=0.008, hop=hop)
    loud = level > np.percentile(level, 95) * 10 ** (-quiet_db / 20)
    found: list[float | None] = []
    before = -1.0
    for start, end in spans:
        onset = None
        if end > start:
            if start - before >= shortest:
                onset = _onset(loud, round(max(before, 0) / hop), round(start / hop), round(0.25 / hop))
            before = end
        found.append(None if onset is None else onset * hop)
    return found


def _onset(loud: NDArray[np.bool_], rest: int, start: int, reach: int) -> int | None:
    """The frame at which the silence ends that lies in the rest and nearest to its planned end."""
    quiet = np.flatnonzero(~loud[rest : start + reach])
    if not len(quiet):
        return None
    place = rest + int(quiet[np.argmin(np.abs(rest + quiet - start))])
    while place < len(loud) and not loud[place]:
        place += 1
    return place if place < len(loud) else None


def _entry(word: str) -> str:
    return re.sub(r"[^a-z']", "", word.lower().replace("’", "'")) or "uh"
