"""Rests inside a sentence: as long as its punctuation asks for, where the engine rests at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pitchreel.voice.engines.base import SpokenWord, Utterance
from pitchreel.voice.sound import fade

LEAST = {",": 0.13, ";": 0.17, ":": 0.17}
"""Seconds between the words around a mark."""
SPOKEN_OVER = 0.03
"""A shorter gap is no rest: the engine ran on, and a cut would be heard."""


def keep_rests(utterance: Utterance, sentence: Sequence[SpokenWord]) -> Utterance:
    """Lengthen rests that are shorter than their mark asks for, by silence in their middle."""
    rate = utterance.rate
    cuts: list[tuple[int, int]] = []
    for index, word in enumerate(sentence[:-1]):
        end, start = utterance.words[index][1], utterance.words[index + 1][0]
        missing = LEAST.get(word.mark, 0.0) - (start - end)
        if missing > 0.005 and start - end >= SPOKEN_OVER:
            cuts.append((round((start + end) / 2 * rate), round(missing * rate)))
    if not cuts:
        return utterance
    edge = round(0.004 * rate)
    parts, before = [], 0
    for place, length in cuts:
        parts += [fade(utterance.sound[before:place], edge if before else 0, edge), np.zeros(length, dtype=np.float32)]
        before = place
    parts.append(fade(utterance.sound[before:], edge, 0))
    places = np.array([place for place, _ in cuts])
    shifts = np.concatenate([[0], np.cumsum([length for _, length in cuts])]) / rate

    def moved(time: float) -> float:
        return time + float(shifts[np.searchsorted(places, time * rate)])

    return replace(
        utterance,
        sound=np.concatenate(parts),
        words=tuple((moved(start), moved(end)) for start, end in utterance.words),
        phones=tuple(replace(phone, start=moved(phone.start), end=moved(phone.end)) for phone in utterance.phones),
    )
