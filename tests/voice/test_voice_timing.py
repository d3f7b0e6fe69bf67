"""Word times held against the sound itself: an aligner for English, the ends of rests for any language."""

from __future__ import annotations

from pathlib import Path

import pytest
from saying import ENGLISH, GERMAN, installed, script_of

from pitchreel.documents import Narration
from pitchreel.qa.timing import Deviation, aligned_starts, deviation, starts_after_rests
from pitchreel.voice import speak


def after_rests(narration: Narration, folder: Path) -> Deviation:
    spans = [(word.start / 48000, word.end / 48000) for word in narration.words]
    return deviation([start for start, _ in spans], starts_after_rests(folder / narration.audio, spans))


@pytest.mark.parametrize(
    "voice",
    [
        "local:festival/slt-hts",
        "local:flite/rms",
        "local:flite/slt",
        "local:espeak/en-us+f2",
        "local:espeak/en-us+edward",
    ],
)
def test_english_words_start_when_they_are_heard(voice: str, tmp_path: Path) -> None:
    pytest.importorskip("pocketsphinx")
    if not installed(voice):
        pytest.skip(f"{voice} is not installed")
    narration = speak(script_of(*ENGLISH), voice=voice, folder=tmp_path)
    heard = aligned_starts(tmp_path / narration.audio, [word.text for word in narration.words])
    found = deviation([word.start / 48000 for word in narration.words], heard)
    assert found.count == len(narration.words)
    assert found.median <= 0.030
    assert found.p95 <= 0.120
    rests = after_rests(narration, tmp_path)
    assert rests.count >= 7
    assert rests.p95 <= 0.030


@pytest.mark.parametrize("voice", ["female", "male"])
def test_german_words_start_where_rests_end(voice: str, tmp_path: Path) -> None:
    narration = speak(script_of(*GERMAN, language="de"), voice=voice, folder=tmp_path)
    found = after_rests(narration, tmp_path)
    assert found.count >= 8
    assert found.median <= 0.015
    assert found.p95 <= 0.030


def test_the_measure_sees_a_narration_that_is_late(tmp_path: Path) -> None:
    pytest.importorskip("pocketsphinx")
    narration = speak(script_of(*ENGLISH[:2]), folder=tmp_path)
    heard = aligned_starts(tmp_path / narration.audio, [word.text for word in narration.words])
    late = deviation([word.start / 48000 + 0.15 for word in narration.words], heard)
    assert late.median > 0.1
    spans = [(word.start / 48000 + 0.08, word.end / 48000 + 0.08) for word in narration.words]
    assert deviation([start for start, _ in spans], starts_after_rests(tmp_path / narration.audio, spans)).median > 0.06
