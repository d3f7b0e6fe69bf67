"""The ladder: when a notice is sent again."""

from __future__ import annotations

import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pitchreel.config import Settings
from pitchreel.webhooks import ladder

SETTINGS = Settings()


def test_the_default_rungs_are_those_of_standard_webhooks() -> None:
    assert ladder.rungs(SETTINGS) == (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)


@given(failed=st.integers(1, 9))
def test_each_wait_is_its_rung_and_a_fifth_at_most(failed: int) -> None:
    rung = ladder.rungs(SETTINGS)[failed]
    seconds = ladder.wait(SETTINGS, failed)
    assert seconds is not None and rung <= seconds <= rung * 1.2


def test_waits_differ() -> None:
    assert len({ladder.wait(SETTINGS, 3) for _ in range(50)}) > 25


def test_the_ladder_ends() -> None:
    assert ladder.wait(SETTINGS, 10) is None
    assert ladder.wait(SETTINGS, 10, retry_after=60) is None


def test_a_receiver_may_ask_for_more_time_but_not_for_ever() -> None:
    assert ladder.wait(SETTINGS, 1, retry_after=900) == 900
    assert ladder.wait(SETTINGS, 1, retry_after=1e9) == ladder.LONGEST
    patient = ladder.wait(SETTINGS, 3, retry_after=1)
    assert patient is not None and patient >= 1800


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        (email.utils.formatdate(1_000_090, usegmt=True), 90),
        (email.utils.formatdate(999_000, usegmt=True), 0),
        ("-5", 0),
        ("١٢", 0),
        ("1e9", 0),
        ("soon", 0),
        ("", 0),
        ("Fri, 99 Foo 9999 99:99:99 GMT", 0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float) -> None:
    assert ladder.retry_after(value, now=1_000_000) == seconds


@given(st.text(max_size=60))
def test_any_retry_after_is_a_number_of_seconds(value: str) -> None:
    assert ladder.retry_after(value, now=1_000_000) >= 0


@pytest.mark.parametrize("text", ["", "5,", "a", "1.5", "-1", "5;6"])
def test_a_ladder_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Settings(webhook_ladder=text)
