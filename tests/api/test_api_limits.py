"""A key may send so many requests in a minute, and is told when it may go on."""

from __future__ import annotations

import pytest

from pitchreel.api.limits import Limiter
from pitchreel.service.problems import TooManyRequests


def test_a_minute_slides() -> None:
    now = 100.0
    limiter = Limiter(3, clock=lambda: now)
    assert [limiter.take(1) for _ in range(3)] == [2, 1, 0]
    now += 20.5
    with pytest.raises(TooManyRequests) as refused:
        limiter.take(1)
    assert refused.value.retry_after == 40
    now += 40
    assert limiter.take(1) == 2


def test_each_key_is_counted_for_itself() -> None:
    limiter = Limiter(1)
    limiter.take(1)
    assert limiter.take(2) == 0
