"""Engines run in processes of their own, which may fail or hang."""

from __future__ import annotations

import sys
import time

import pytest

from pitchreel.errors import LanguageError, SetupError, VoiceError
from pitchreel.voice.engines import ENGINES, engine
from pitchreel.voice.engines.base import Job, SpokenWord
from pitchreel.voice.engines.process import run_worker
from pitchreel.voice.engines.segments import plain_text, token_owners


def run(code: str, seconds: float = 10) -> bytes:
    return run_worker([sys.executable, "-c", code], b"in", seconds=seconds, engine="test", missing="Install it")


def test_a_worker_gets_its_request_and_gives_its_answer() -> None:
    assert run("import sys; print(sys.stdin.read() + 'side', end='')") == b"inside"


def test_a_worker_that_hangs_is_ended_with_everything_it_started() -> None:
    started = time.monotonic()
    with pytest.raises(VoiceError, match="did not finish"):
        run("import subprocess; subprocess.run(['sleep', '30'])", seconds=0.7)
    assert time.monotonic() - started < 10


def test_a_worker_that_fails_says_why() -> None:
    with pytest.raises(VoiceError, match="no such voice"):
        run("raise SystemExit('no such voice')")


def test_a_worker_that_dies_is_noticed() -> None:
    with pytest.raises(VoiceError):
        run("import os; os.kill(os.getpid(), 11)")


def test_a_program_that_is_not_there_names_what_brings_it() -> None:
    with pytest.raises(SetupError) as caught:
        run_worker(["/nowhere/festival"], b"", seconds=1, engine="festival", missing="sudo apt-get install festival")
    assert "apt-get install" in caught.value.hint


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_engine_names_the_package_that_brings_it(name: str) -> None:
    assert "install" in engine(name).missing("slt-hts")


def test_espeak_refuses_a_language_it_does_not_have() -> None:
    with pytest.raises(VoiceError, match="language"):
        engine("espeak").speak(Job("qqq+f2", ((SpokenWord("a"),),), (1.0,)), seconds=10)


def test_words_for_english_engines_hold_nothing_they_would_trip_over() -> None:
    words = [SpokenWord('say"(quit)\\', ","), SpokenWord("Café’s"), SpokenWord("☃", "…")]
    assert plain_text(words) == "sayquit, Cafe's uh."


def test_an_english_engine_refuses_a_script_it_cannot_read() -> None:
    with pytest.raises(LanguageError):
        plain_text([SpokenWord("こんにちは"), SpokenWord("世界", ".")])


def test_tokens_of_an_engine_that_splits_words_go_to_their_words_by_letters() -> None:
    assert token_owners(["it", "'s", "new"], ["it's", "new"]) == [0, 0, 1]
    assert token_owners(["a", "b"], ["a", "b"]) == [0, 1]
