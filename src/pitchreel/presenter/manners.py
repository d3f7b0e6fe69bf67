"""What the presenter does besides speaking: blinks, brows, nods, hands and glances."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from typing import Literal

from pitchreel.documents.narration import Narration, Phoneme
from pitchreel.documents.timeline import Gesture
from pitchreel.presenter.lips import RATE
from pitchreel.presenter.visemes import VISEMES

BETWEEN_HANDS = 2 * RATE
"""Hands peak at most this often."""
_BLINK_GAP = (1.8, 4.2)
_BLINK = round(0.18 * RATE)
"""Closing and opening together; adults take 0.1 to 0.2 s."""
_BETWEEN_BROWS = round(1.5 * RATE)
_BETWEEN_NODS = round(1.1 * RATE)
_Name = Literal["hand_left", "hand_right", "both_hands", "point_left", "point_right"]
Side = Literal["left", "right"]
_HANDS: dict[Side, tuple[_Name, ...]] = {
    "right": ("hand_right", "hand_left", "both_hands", "hand_right", "point_right"),
    "left": ("hand_left", "hand_right", "both_hands", "hand_left", "point_left"),
}
"""In turn, by the side on which the product lies: the hand towards it more often, and only that one points."""


def gestures(
    narration: Narration, *, offset: int, samples: int, seed: int, glances: tuple[int, ...], side: Side
) -> tuple[Gesture, ...]:
    """All gestures of a film in order of their peaks; the same seed gives the same ones."""
    chance = random.Random(f"manners {seed}")
    stresses = _stresses(narration, offset)
    made = [
        *_blinks(chance, samples),
        *_brows_and_nods(chance, [at for at, _ in stresses]),
        *_hands(chance, stresses, samples, _HANDS[side]),
        *(
            Gesture(
                name="glance",
                sample=at,
                length=round(chance.uniform(1.2, 1.6) * RATE),
                strength=1.0 if side == "right" else -1.0,
            )
            for at in glances
        ),
    ]
    return tuple(sorted((g for g in made if 0 <= g.sample < samples), key=lambda g: (g.sample, g.name)))


def _stresses(narration: Narration, offset: int) -> list[tuple[int, float]]:
    """Peaks of the primary stresses in the film, each with a weight: long vowels in long words carry the sense."""
    scale = RATE / narration.sample_rate
    starts = [word.start for word in narration.words]
    found: list[tuple[int, float]] = []
    for sound in narration.phonemes:
        if sound.stress != 2 or VISEMES[sound.viseme].kind != "vowel":
            continue  # some voices mark the whole syllable; its vowel is where it peaks
        index = bisect_right(starts, sound.start) - 1
        letters = sum(c.isalnum() for c in narration.words[index].text) if index >= 0 else 1
        found.append((offset + round(_middle(sound) * scale), (sound.end - sound.start) * scale * min(letters, 9)))
    return found


def _middle(sound: Phoneme) -> int:
    return (sound.start + sound.end) // 2


def _blinks(chance: random.Random, samples: int) -> list[Gesture]:
    at = chance.uniform(0.5, 1.6) * RATE
    found = []
    while at < samples:
        found.append(Gesture(name="blink", sample=round(at), length=_BLINK))
        at += chance.uniform(*_BLINK_GAP) * RATE
    return found


def _brows_and_nods(chance: random.Random, stresses: list[int]) -> list[Gesture]:
    found: list[Gesture] = []
    brow = nod = -10 * RATE
    for at in stresses:
        pick = chance.random()
        if pick < 0.45 and at - brow >= _BETWEEN_BROWS:
            length = round(chance.uniform(0.45, 0.75) * RATE)
            found.append(Gesture(name="brow", sample=at, length=length, strength=round(chance.uniform(0.5, 1.0), 2)))
            brow = at
        elif at - nod >= _BETWEEN_NODS:
            length = round(chance.uniform(0.4, 0.6) * RATE)
            found.append(Gesture(name="nod", sample=at, length=length, strength=round(chance.uniform(0.4, 1.0), 2)))
            nod = at
    return found


def _hands(
    chance: random.Random, stresses: list[tuple[int, float]], samples: int, names: tuple[_Name, ...]
) -> list[Gesture]:
    """The heaviest stresses first, each at least two seconds from every other, with a seeded share left out."""
    taken: list[int] = []
    for at, weight in sorted(stresses, key=lambda item: (-item[1], item[0])):
        after = bisect_left(taken, at)
        near = taken[max(0, after - 1) : after + 1]
        if any(abs(at - other) < BETWEEN_HANDS for other in near) or weight <= 0:
            continue
        if at < 0.4 * RATE or at > samples - 0.5 * RATE or chance.random() < 0.12:
            continue
        taken.insert(after, at)
    found: list[Gesture] = []
    turn = chance.randrange(len(names))
    for at in taken:
        length = round(chance.uniform(1.5, 1.9) * RATE)
        strength = round(chance.uniform(0.93, 1.0), 2)
        found.append(Gesture(name=names[turn], sample=at, length=length, strength=strength))
        turn = (turn + chance.choice((1, 1, 2))) % len(names)
    return found
