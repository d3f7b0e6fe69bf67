"""Costs: the service's table of credits. Films are counted in blocks of 30 seconds, rounded up."""

from __future__ import annotations

import math

LINK = 1
SCRIPTS = 1
BLOCK_SECONDS = 30
UNLIMITED = 999_999
"""What a key without a quota has left."""


def previews(length: int) -> int:
    """Credits of previews of so many seconds, once for all styles together."""
    return blocks(length)


def render(length: int) -> int:
    """Credits of a chosen preview in full."""
    return 4 * blocks(length)


def direct(length: int) -> int:
    """Credits of a film that is made at once."""
    return 5 * blocks(length)


def blocks(length: int) -> int:
    """Started blocks of 30 seconds."""
    return math.ceil(length / BLOCK_SECONDS)
