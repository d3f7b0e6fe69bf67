"""Sets word starts to where the sound really begins, where silence before it makes that plain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pitchreel.voice.engines.base import Utterance
from pitchreel.voice.sound import envelope

REST = 0.05
"""Seconds without a phone that count as a rest inside an utterance."""
EARLIER, LATER = 0.05, 0.12
"""How far a start may be moved, in seconds."""
QUIET_DB = 34.0
"""Below the loud parts of the utterance by so much is silence."""
HOP = 0.002


def settle_starts(utterance: Utterance) -> Utterance:
    """Move the start of the first word, and of words after a rest, to the onset of sound near it.

    Engines time phones by their models: a stop begins with its closure, which nobody hears after a rest, and the
    statistical voices begin up to 50 ms late. Phones stay, so that lips still close before the stop bursts.
    """
    level = envelope(utterance.sound, utterance.rate, window=0.008, hop=HOP)
    if not len(level):
        return utterance
    loud = level > np.percentile(level, 95) * 10 ** (-QUIET_DB / 20)
    words = list(utterance.words)
    before = -1.0
    for index, (start, end) in enumerate(words):
        if end <= start:
            continue
        if start - before >= REST:
            begin = max(start - EARLIER, before, 0.0)
            words[index] = (_onset(loud, start, begin, min(start + LATER, end - 0.02)), end)
        before = end
    return replace(utterance, words=tuple(words))


def _onset(loud: np.ndarray[tuple[int], np.dtype[np.bool_]], start: float, first: float, last: float) -> float:
    """The end of the silence nearest to ``start`` between two times, or ``start`` where there is none."""
    low, high = round(first / HOP), round(last / HOP)
    stretch = loud[low:high]
    rises = np.flatnonzero(stretch[1:] & ~stretch[:-1]) + 1
    if not len(rises):
        return start
    times = (low + rises) * HOP
    return float(times[np.argmin(np.abs(times - start))])
