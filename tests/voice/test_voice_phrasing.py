"""Rests inside a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from pitchreel.voice.engines.base import Phone, SpokenWord, Utterance
from pitchreel.voice.phrasing import LEAST, keep_rests

RATE = 16000


def two_words(gap: float) -> Utterance:
    """A hum of 0.5 s, a rest, a hum of 0.5 s."""
    hum = np.full(RATE // 2, 0.5, dtype=np.float32)
    sound = np.concatenate([hum, np.zeros(round(gap * RATE), dtype=np.float32), hum])
    spans = ((0.0, 0.5), (0.5 + gap, 1.0 + gap))
    phones = tuple(Phone("m", start, end, 0, index) for index, (start, end) in enumerate(spans))
    return Utterance(sound, RATE, spans, phones)


def test_a_short_rest_at_a_comma_is_lengthened_and_all_times_move_with_the_sound() -> None:
    spoken = keep_rests(two_words(0.07), [SpokenWord("one", ","), SpokenWord("two", ".")])
    assert spoken.words[0] == (0.0, 0.5)
    assert spoken.words[1] == pytest.approx((0.5 + LEAST[","], 1.0 + LEAST[","]))
    assert spoken.phones[1].start == pytest.approx(spoken.words[1][0])
    heard = np.flatnonzero(spoken.sound > 0.4)
    assert heard[heard > 0.55 * RATE][0] / RATE == pytest.approx(spoken.words[1][0], abs=0.001)
    assert len(spoken.sound) / RATE == pytest.approx(1.0 + LEAST[","])


@pytest.mark.parametrize(("gap", "mark"), [(0.2, ","), (0.07, ""), (0.0, ",")])
def test_long_rests_unmarked_ones_and_words_run_together_are_left(gap: float, mark: str) -> None:
    utterance = two_words(gap)
    assert keep_rests(utterance, [SpokenWord("one", mark), SpokenWord("two", ".")]) is utterance
