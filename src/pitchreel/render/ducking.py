"""How music steps back for the voice and comes forward again, as a line of decibels over the film."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pitchreel.documents.timeline import AudioSpan
from pitchreel.render.loudness import Sound

PAUSE = 0.4
"""Seconds; music does not move in a shorter pause."""
_ATTACK, _RELEASE, _AHEAD = 0.22, 0.35, 0.02
"""Seconds to step back, to come forward, and by which it is back before the voice begins."""


def merge(spans: Iterable[AudioSpan], rate: int) -> tuple[tuple[int, int], ...]:
    """Stretches of speech as (start, end) in samples, in order, with pauses shorter than 400 ms closed."""
    merged: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: span.start):
        if span.end <= span.start:
            continue
        if merged and span.start - merged[-1][1] < PAUSE * rate:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return tuple(merged)


class Ducking:
    """The gain of music over the film: ``under`` dB while the voice speaks, ``between`` dB elsewhere."""

    def __init__(self, speech: tuple[tuple[int, int], ...], rate: int, *, under: float, between: float) -> None:
        self._under, self._between = under, between
        attack, release, ahead = (round(seconds * rate) for seconds in (_ATTACK, _RELEASE, _AHEAD))
        points: list[tuple[float, float]] = []
        before = None
        for start, end in speech:
            ready = start - ahead
            if before is None or ready - before >= attack + release:
                if before is not None:
                    points += [(before, 0.0), (before + release, 1.0)]
                points += [(ready - attack, 1.0), (ready, 0.0)]
            else:
                room = (ready - before) / (attack + release)
                points += [(before, 0.0), (before + room * release, room), (ready, 0.0)]
            before = end
        if before is not None:
            points += [(before, 0.0), (before + release, 1.0)]
        self._at = np.array([at for at, _ in points] or [0.0])
        self._rise = np.array([rise for _, rise in points] or [1.0])

    def gain(self, start: int, length: int) -> Sound:
        """The factors for the samples from ``start`` on, shape (length,)."""
        rise = np.interp(np.arange(start, start + length), self._at, self._rise)
        rise = rise * rise * (3 - 2 * rise)
        return np.asarray(10 ** ((self._under + (self._between - self._under) * rise) / 20), np.float32)
