"""Pace: how far a film is and how long it will still take, from what each stage usually costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from pitchreel.progress import Progress

SHARES = {"product": 10.0, "script": 1.0, "narration": 10.0, "timeline": 3.0, "video": 70.0, "checks": 6.0}
"""Usual wall time of the stages against one another, for a 30 s film with a handful of pictures."""


class Step(NamedTuple):
    """Where a film is: the stage, its own share done, the film's share done (0 to 1), and seconds left if known."""

    stage: str
    done: float
    overall: float
    left: float | None


class Pace:
    """Turns the progress of stages into the progress of a film."""

    def __init__(self, watch: Callable[[Step], None], shares: dict[str, float] = SHARES) -> None:
        self._watch = watch
        self._shares = shares
        self._whole = sum(shares.values())
        self._begun = time.monotonic()
        self._started: dict[str, float] = {}
        self.seconds: dict[str, float] = {}

    def stage(self, name: str) -> Progress:
        """The progress of one stage; calling it with 1 ends the stage."""
        self._started[name] = time.monotonic()
        before = 0.0
        for other, share in self._shares.items():
            if other == name:
                break
            before += share

        def report(done: float) -> None:
            now = time.monotonic()
            done = min(max(done, 0.0), 1.0)
            overall = (before + self._shares[name] * done) / self._whole
            elapsed = now - self._begun
            left = elapsed * (1 - overall) / overall if overall > 0.03 and elapsed > 0.5 else None
            self.seconds[name] = round(now - self._started[name], 3)
            self._watch(Step(name, done, overall, left))

        report(0.0)
        return report

    @property
    def elapsed(self) -> float:
        """Wall seconds since the film was begun."""
        return time.monotonic() - self._begun
