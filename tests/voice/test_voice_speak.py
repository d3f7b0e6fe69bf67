"""A script spoken: the file, the words, the sounds, the lines, the length."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from saying import ENGLISH, GERMAN, installed, script_of

from pitchreel.config import Settings
from pitchreel.documents import Narration
from pitchreel.documents.script import Line
from pitchreel.errors import EmptyScript, LanguageError, OutputError
from pitchreel.voice import pacing, speak
from pitchreel.voice.filters import loudness
from pitchreel.voice.sound import read_wav

VOICES = [
    "local:festival/slt-hts",
    "local:flite/rms",
    "local:flite/slt",
    "local:espeak/en-us+f2",
    "local:espeak/de+edward",
]


def check(narration: Narration, folder: Path) -> None:
    """What holds for every narration."""
    with wave.open(str(folder / narration.audio)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48000, 1, 2)
        assert file.getnframes() == narration.samples
    clock = 0
    for word in narration.words:
        assert clock <= word.start <= word.end <= narration.samples
        clock = word.end
    clock = 0
    for sound in narration.phonemes:
        assert clock <= sound.start < sound.end <= narration.samples
        clock = sound.end
    for line, span in enumerate(narration.lines):
        heard = [word for word in narration.words if word.line == line and word.end > word.start]
        if heard:
            assert (span.start, span.end) == (heard[0].start, heard[-1].end)
        else:
            assert span.start == span.end


@pytest.mark.parametrize("voice", VOICES)
def test_every_engine_speaks_a_whole_script(voice: str, tmp_path: Path) -> None:
    if not installed(voice):
        pytest.skip(f"{voice} is not installed")
    german = "/de" in voice
    script = script_of(*(GERMAN if german else ENGLISH), language="de" if german else "en")
    narration = speak(script, voice=voice, folder=tmp_path)
    check(narration, tmp_path)
    assert narration.voice == voice
    assert [word.text for word in narration.words] == [text for line in script.lines for text in line.shown.split()]
    assert all(word.end - word.start > 0.03 * 48000 for word in narration.words)
    assert len(narration.sentences) == (7 if not german else 6)
    spoken = sum(span.end - span.start for span in narration.sentences) / 48000
    assert 2.0 < len(narration.words) / spoken < 3.4
    sound, _ = read_wav(tmp_path / narration.audio)
    assert loudness(sound) == pytest.approx(-16, abs=0.5)
    assert {sound.viseme for sound in narration.phonemes} >= {"PP", "FF", "aa", "SS"}
    assert {sound.stress for sound in narration.phonemes} >= {0, 2}


def test_rests_are_silent_and_sentences_are_not(tmp_path: Path) -> None:
    narration = speak(script_of(*GERMAN, language="de"), folder=tmp_path)
    sound, _ = read_wav(tmp_path / narration.audio)
    for before, after in zip(narration.sentences, narration.sentences[1:], strict=False):
        assert 0.1 < (after.start - before.end) / 48000 < 0.6
        middle = (before.end + after.start) // 2
        assert np.abs(sound[middle - 480 : middle + 480]).max() < 0.003
    for span in narration.sentences:
        assert np.std(sound[span.start : span.end]) > 0.03


def test_the_same_script_is_spoken_the_same_twice(tmp_path: Path) -> None:
    script = script_of(ENGLISH[1])
    first = speak(script, folder=tmp_path / "one")
    second = speak(script, folder=tmp_path / "two")
    assert first == second
    assert (tmp_path / "one" / first.audio).read_bytes() == (tmp_path / "two" / second.audio).read_bytes()


@pytest.mark.parametrize("share", [0.9, 1.1])
def test_a_wanted_length_is_reached_within_natural_limits(share: float, tmp_path: Path) -> None:
    script = script_of(*GERMAN, language="de")
    free = speak(script, folder=tmp_path)
    wanted = free.samples / 48000 * share
    bent = speak(script, folder=tmp_path, seconds=wanted)
    check(bent, tmp_path)
    assert bent.samples / 48000 == pytest.approx(wanted, rel=0.02)


def test_a_length_out_of_reach_is_not_forced(tmp_path: Path) -> None:
    script = script_of(*GERMAN, language="de")
    free = speak(script, folder=tmp_path).samples
    hurried = speak(script, folder=tmp_path, seconds=1).samples
    dragged = speak(script, folder=tmp_path, seconds=90).samples
    assert 0.75 * free < hurried < free < dragged < 1.6 * free


def test_a_beat_is_kept_before_the_call_to_action(tmp_path: Path) -> None:
    plain = speak(script_of(*GERMAN[:2], language="de", roles=("benefit", "benefit")), folder=tmp_path)
    call = speak(script_of(*GERMAN[:2], language="de", roles=("benefit", "call_to_action")), folder=tmp_path)
    grown = (call.lines[1].start - plain.lines[1].start) / 48000
    assert grown == pytest.approx(pacing.BEFORE_ROLE["call_to_action"], abs=0.002)


def test_lines_may_be_spoken_otherwise_than_shown(tmp_path: Path) -> None:
    script = script_of("x", language="de")
    line = Line(role="hook", shown="Hallo, liebe Welt!", spoken="Guten Tag, du liebe weite Welt!")
    narration = speak(script.model_copy(update={"lines": (line,)}), folder=tmp_path)
    check(narration, tmp_path)
    assert [word.text for word in narration.words] == ["Hallo,", "liebe", "Welt!"]


def test_words_that_are_not_spoken_stand_empty_in_their_place(tmp_path: Path) -> None:
    narration = speak(script_of("Schnell — wirklich 😍", "😍", language="de"), folder=tmp_path)
    check(narration, tmp_path)
    assert [word.end > word.start for word in narration.words] == [True, False, True, False, False]


@pytest.mark.parametrize("lines", [(), ("😍",), ("...", "—"), ("",)])
def test_nothing_to_say_is_said_so(lines: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(EmptyScript):
        speak(script_of(*lines), folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_language_without_a_voice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LanguageError):
        speak(script_of("hello", language="tlh"), folder=tmp_path)


def test_an_unwritable_folder_is_refused_and_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "audio").write_text("in the way")
    with pytest.raises(OutputError):
        speak(script_of("Hallo.", language="de"), folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["audio"]


def test_progress_runs_forward_to_the_end(tmp_path: Path) -> None:
    seen: list[float] = []
    speak(script_of("Hallo Welt.", language="de"), folder=tmp_path, settings=Settings(), progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


WORDS = st.sampled_from(
    ["Nur", "17,90", "€", "—", "😍", "und", "50", "×", "50", "cm!", "z.", "B.", "RTX", "3070.", "Jazz?"]
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=4))
def test_any_lines_come_out_in_order(lines: list[list[str]], tmp_path: Path) -> None:
    script = script_of("Los.", *(" ".join(words) for words in lines), language="de")
    narration = speak(script, folder=tmp_path)
    check(narration, tmp_path)
    assert [word.text for word in narration.words] == ["Los.", *(text for words in lines for text in words)]
