"""Costs: the service's table of credits. Films are counted in blocks of 30 seconds, rounded up."""

from __future__ import annotations

import math

from pitchreel.service.order import SPOKEN

LINK = 1
SCRIPTS = 1
BLOCK_SECONDS = 30
SLACK_SECONDS = 1.0
"""How much longer a film of whole blocks may come out than it was ordered without starting another one."""
UNLIMITED = 999_999
"""What a key without a quota has left."""


def ordered_seconds(length: int, script: str | None) -> float:
    """About how many seconds a film will have: as many as were ordered, or as its own script takes."""
    return max(length, len(script or "") / SPOKEN)


def made_seconds(length: int, script: str | None, duration: float) -> float:
    """Seconds that a film in full counts with whose preview lasts ``duration``; 0 where that is not known.

    One with its caller's own script is as long as it is; for one that is written here no more than was ordered counts.
    """
    if duration <= 0:
        return ordered_seconds(length, script)
    return duration if script else min(length, duration)


def previews(seconds: float) -> int:
    """Credits of previews of so many seconds, once for all styles together."""
    return blocks(seconds)


def render(seconds: float) -> int:
    """Credits of a chosen preview in full."""
    return 4 * blocks(seconds)


def direct(seconds: float) -> int:
    """Credits of a film that is made at once."""
    return 5 * blocks(seconds)


def blocks(seconds: float) -> int:
    """Started blocks of 30 seconds."""
    return max(1, math.ceil((seconds - SLACK_SECONDS) / BLOCK_SECONDS))
