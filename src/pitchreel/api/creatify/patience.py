"""Patience: how long a request may take altogether, however many things it waits for."""

from __future__ import annotations

import time

SECONDS = 27.0
"""This service's clients hang up after 30."""


class Patience:
    """A caller's patience, from when the request came."""

    def __init__(self) -> None:
        self._until = time.monotonic() + SECONDS

    def of(self, seconds: float) -> float:
        """So many seconds, or as many as the caller will still wait where those are fewer."""
        return max(0.0, min(seconds, self._until - time.monotonic()))
