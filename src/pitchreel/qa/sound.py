"""Checks on the sound: loudness, peaks, silence, captions against the voice."""

from __future__ import annotations

import numpy as np

from pitchreel.documents import Narration, Timeline
from pitchreel.documents.video import Check
from pitchreel.qa.footage import Footage
from pitchreel.qa.verdict import clock, skipped, verdict
from pitchreel.render.loudness import measure


def check_sound(footage: Footage, timeline: Timeline) -> list[Check]:
    """A1 loudness and true peak, A2 silence while something should be heard, A5 the ends."""
    if not footage.sound.size:
        return [verdict("A1", "loudness", False, "no sound", "a sound track")]
    loudness = measure(footage.sound, footage.audio_rate)
    target = timeline.mix.loudness
    speech = timeline.mix.speech
    checks = [
        verdict(
            "A1",
            "loudness",
            abs(loudness.integrated - target) <= 1,
            f"{loudness.integrated:.2f} LUFS",
            f"{target:g} LUFS within 1 LU",
        ),
        verdict(
            "A1p",
            "true peak",
            loudness.true_peak <= timeline.mix.true_peak,
            f"{loudness.true_peak:.2f} dBTP",
            f"{timeline.mix.true_peak:g} dBTP",
        ),
        _silence(footage, timeline),
    ]
    if speech:
        head, tail = speech[0].start / 48000, footage.audio_seconds - speech[-1].end / timeline.mix.sample_rate
        checks.append(
            verdict("A5", "room after the last word", tail >= 0.4, f"{tail * 1000:.0f} ms", "400 ms", soft=tail >= 0.2)
        )
        checks.append(verdict("A6", "the voice starts soon", head <= 1.0, f"{head * 1000:.0f} ms", "1 s"))
    return checks


def _silence(footage: Footage, timeline: Timeline) -> Check:
    block = footage.audio_rate // 50
    mono = footage.sound.mean(axis=0)
    levels = np.sqrt(np.mean(mono[: len(mono) // block * block].reshape(-1, block) ** 2, axis=1) + 1e-12)
    quiet = levels < 10 ** (-50 / 20)
    longest, where, run = 0, [], 0
    for index, silent in enumerate([*quiet.tolist(), False]):
        if silent:
            run += 1
            continue
        if run > 30:
            where.append(clock((index - run) / 50))
        longest, run = max(longest, run), 0
    at_start = int(np.argmin(quiet)) if quiet.size and quiet[0] else 0
    holds = longest < 50 and at_start <= 15
    return verdict(
        "A2", "no hole in the sound", holds, f"{longest / 50:.2f} s", "1 s, 0.3 s at the start", where=tuple(where)
    )


def check_captions(timeline: Timeline, narration: Narration) -> list[Check]:
    """S1 captions against the narration, in frames; T5 time to read."""
    if not timeline.captions:
        return [skipped("S1", "captions follow the voice", "no captions")]
    offset = next((track.start for track in timeline.mix.tracks if track.kind == "voice"), 0)
    shown = [word for caption in timeline.captions for word in caption.words]
    spoken = [word for word in narration.words if word.end > word.start]
    if [word.text for word in shown] != [word.text for word in spoken]:
        return [verdict("S1", "captions follow the voice", False, f"{len(shown)} words", f"{len(spoken)} words")]
    per_frame = timeline.mix.sample_rate / timeline.fps
    errors = [abs(a.start - (b.start + offset) / per_frame) for a, b in zip(shown, spoken, strict=True)]
    hasty = [
        caption
        for caption in timeline.captions
        if sum(len(word.text) for word in caption.words) / max((caption.end - caption.start) / timeline.fps, 1e-6) > 25
        and caption.end - caption.start < 0.3 * timeline.fps
    ]
    return [
        verdict("S1", "captions follow the voice", max(errors) <= 2, f"{max(errors):.1f} frames at most", "2 frames"),
        verdict(
            "T5",
            "captions can be read",
            not hasty,
            f"{len(hasty)} too short",
            "25 characters a second or 0.3 s",
            where=tuple(clock(caption.start / timeline.fps) for caption in hasty),
        ),
    ]
