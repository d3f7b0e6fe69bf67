"""What is done to a voice before it is mixed."""

from __future__ import annotations

from collections.abc import Sequence

from pitchreel.voice.engines.base import Sound, Utterance
from pitchreel.voice.sound import fade, resample

MARGIN = 0.015
"""Seconds kept before the first and after the last sound."""


def prepare(utterance: Utterance, rate: int) -> tuple[Sound, int]:
    """An utterance without the silence around it, at ``rate``, and how many samples were left out before it."""
    sound = resample(utterance.sound, utterance.rate, rate)
    first = max(round((utterance.phones[0].start - MARGIN) * rate), 0)
    last = min(round((utterance.phones[-1].end + 2 * MARGIN) * rate), len(sound))
    return fade(sound[first:last], round(0.004 * rate), round(0.02 * rate)), first


def finish(track: Sound, rate: int, sentences: Sequence[tuple[int, int]]) -> Sound:
    """The whole narration, treated."""
    return track
