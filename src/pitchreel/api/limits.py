"""Limits: how many requests a key may send in a minute, counted by this process."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from pitchreel.service.problems import TooManyRequests

WINDOW = 60.0
"""Seconds over which requests are counted."""


class Limiter:
    """Counts requests over a sliding minute; ``per_minute`` 0 lets all through."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._seen: dict[int, deque[float]] = {}
        self._lock = threading.Lock()

    def take(self, key_id: int) -> int:
        """Count one request of a key; gives how many more it may send now. Raises TooManyRequests."""
        now = self._clock()
        with self._lock:
            seen = self._seen.setdefault(key_id, deque())
            while seen and seen[0] <= now - WINDOW:
                seen.popleft()
            if len(seen) >= self.per_minute:
                wait = max(1, int(seen[0] + WINDOW - now + 0.999))
                raise TooManyRequests(
                    f"This key has sent {self.per_minute} requests within a minute",
                    f"Try again in {wait} s",
                    retry_after=wait,
                )
            seen.append(now)
            return self.per_minute - len(seen)
