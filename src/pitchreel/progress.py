"""How a stage says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]
"""Called with the share of a stage that is done, 0 to 1, never going back."""


def silent(done: float) -> None:
    """Progress that nobody watches."""
