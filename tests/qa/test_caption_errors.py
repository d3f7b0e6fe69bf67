"""Caption times are held against the sound itself: a shift that the documents hide is seen."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from pitchreel.documents import Narration, Script, Timeline
from pitchreel.documents.script import Line
from pitchreel.documents.timeline import (
    Box,
    Caption,
    CaptionStyle,
    CaptionWord,
    Fill,
    GroundLayer,
    Mix,
    Scene,
    Track,
)
from pitchreel.qa.timing import caption_errors
from pitchreel.voice import speak

FPS, RATE, START = 30, 48000, 9600
TEXTS = {
    "en": ("Your coffee went cold again.", "This mug keeps it hot.", "Pick a colour and pour."),
    "de": ("Der Kaffee ist wieder kalt.", "Dieser Becher hält ihn heiß.", "Such dir eine Farbe aus."),
}


def film_of(narration: Narration, *, late: int = 0) -> Timeline:
    """A film of captions alone, each word ``late`` frames after the narration says."""

    def frame(sample: int) -> int:
        return round((sample + START) * FPS / RATE) + late

    words = tuple(CaptionWord(text=w.text, start=frame(w.start), end=frame(w.end)) for w in narration.words)
    frames = words[-1].end + 30
    whole = Box(x=0, y=0, width=100, height=100)
    ground = GroundLayer(id="g", start=0, end=frames, box=whole, fill=Fill(colours=("#000000",)))
    return Timeline(
        width=100,
        height=100,
        fps=FPS,
        frames=frames,
        safe=whole,
        assets={"voice": {"kind": "audio", "path": narration.audio}},
        scenes=(Scene(id="s", start=0, end=frames, layers=(ground,)),),
        captions=(Caption(start=0, end=frames, words=words, box=whole),),
        caption_style=CaptionStyle(size=10),
        mix=Mix(tracks=(Track(kind="voice", asset="voice", start=START),)),
    )


@pytest.fixture(scope="module", params=["en", "de"])
def narration(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, Path]:
    if request.param == "en":
        pytest.importorskip("pocketsphinx")
    folder = tmp_path_factory.mktemp("said")
    lines = tuple(Line(role="benefit", shown=text, spoken=text) for text in TEXTS[request.param])
    script = Script(title="Mug", style="own", language=request.param, length=15, lines=lines)
    return speak(script, folder=folder), folder


def test_captions_that_follow_the_voice_are_found_to_do_so(narration: tuple[Narration, Path]) -> None:
    said, folder = narration
    errors = caption_errors(film_of(said), said, folder)
    assert len(errors) >= len(said.lines)
    assert statistics.median(errors) <= 0.060
    # The aligner itself is now and then far off on a synthetic voice.
    assert sorted(errors)[int(0.9 * len(errors)) - 1] <= 0.120


def test_captions_that_are_late_are_seen(narration: tuple[Narration, Path]) -> None:
    said, folder = narration
    assert statistics.median(caption_errors(film_of(said, late=6), said, folder)) == pytest.approx(0.2, abs=0.04)


def test_a_plan_that_is_wrong_as_a_whole_is_seen(narration: tuple[Narration, Path]) -> None:
    """Narration and captions agree with one another, and both are 200 ms behind the sound."""
    said, folder = narration
    shift = RATE // 5
    words = tuple(w.model_copy(update={"start": w.start + shift, "end": w.end + shift}) for w in said.words)
    wrong = said.model_copy(update={"words": words})
    assert statistics.median(caption_errors(film_of(wrong), wrong, folder)) == pytest.approx(0.2, abs=0.06)


def test_other_words_than_those_spoken_cannot_be_judged(narration: tuple[Narration, Path]) -> None:
    said, folder = narration
    film = film_of(said)
    caption = film.captions[0].model_copy(update={"words": film.captions[0].words[1:]})
    assert caption_errors(film.model_copy(update={"captions": (caption,)}), said, folder) == []
    assert caption_errors(film.model_copy(update={"captions": ()}), said, folder) == []
