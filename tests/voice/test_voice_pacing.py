"""Rests and pace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.voice import pacing

ROLES = ("hook", "benefit", "offer", "call_to_action")


def test_rests_are_longer_between_lines_and_longest_before_what_matters() -> None:
    found = pacing.rests(
        [(0, "hook", "?"), (0, "hook", "."), (1, "benefit", "."), (2, "offer", "."), (3, "call_to_action", ".")]
    )
    question, line, offer, call = (rest.natural for rest in found)
    assert 0.12 <= question <= 0.25 < line < offer < call


seconds = st.floats(0.5, 60)


@given(seconds, st.integers(1, 150), st.floats(0, 5), st.floats(0.1, 90))
def test_the_pace_never_leaves_its_limits(speech: float, words: int, resting: float, wanted: float) -> None:
    factor = pacing.bend(speech, words, resting, wanted)
    assert 1 - pacing.BEND <= factor <= 1 + pacing.BEND
    rate = words / speech
    if factor > 1:
        assert rate * factor <= pacing.FASTEST + 1e-9
    if factor < 1:
        assert rate * factor >= pacing.SLOWEST - 1e-9


@given(st.integers(1, 40), st.floats(0.2, 20))
def test_a_sentence_is_slowed_and_never_hurried(words: int, speech: float) -> None:
    assert 1 - pacing.HELD <= pacing.calm(words, speech) <= 1


@given(
    st.lists(st.builds(pacing.Rest, st.floats(0.12, 0.5), st.floats(0.5, 0.9)), min_size=1, max_size=12),
    st.floats(-10, 10),
)
def test_rests_take_what_is_missing_within_their_limits(rests: list[pacing.Rest], missing: float) -> None:
    lengths = pacing.stretch_rests(rests, missing)
    for rest, length in zip(rests, lengths, strict=True):
        assert pacing.SHORTEST - 1e-9 <= length <= rest.longest + 1e-9
    change = sum(lengths) - sum(rest.natural for rest in rests)
    assert abs(change) <= abs(missing) + 1e-9
    assert change * missing >= 0


def test_no_rests_take_nothing() -> None:
    assert pacing.stretch_rests([], 1.0) == ()
    assert pacing.rests([(0, "hook", ".")]) == ()


def test_a_speech_that_is_too_long_is_hurried_towards_the_wanted_length() -> None:
    assert pacing.bend(20, 50, 2, 20) == pytest.approx(20 / 18)
