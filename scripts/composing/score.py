"""Notes, rhythms written as strings, and the small unevenness of hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

RATE = 48000
FRAME = 1600
"""Samples of one frame at 30 frames a second: a beat is a whole number of them."""

VELOCITIES = {"X": 0.95, "x": 0.75, "o": 0.55, "g": 0.32}
"""Letters of a rhythm: accent, normal, soft, ghost."""


@dataclass(frozen=True)
class Note:
    """Start and length in beats, MIDI pitch, velocity 0 to 1."""

    start: float
    length: float
    pitch: float
    velocity: float


@dataclass(frozen=True)
class Meter:
    """The time of a piece: ``frames`` of a 30th of a second a beat, four beats a bar."""

    frames: int
    bars: int
    swing: float = 0.0
    """How late every second sixteenth comes, in sixteenths (0.33: triplets)."""

    @property
    def beats(self) -> int:
        """Beats in the loop."""
        return self.bars * 4

    @property
    def beat(self) -> int:
        """Samples of a beat."""
        return self.frames * FRAME

    @property
    def samples(self) -> int:
        """Samples of the loop."""
        return self.beats * self.beat

    @property
    def bpm(self) -> float:
        """Beats a minute."""
        return 1800 / self.frames

    def sample(self, beats: float) -> int:
        """The sample of a moment, swung, anywhere on the circle."""
        step = beats * 4
        whole = int(np.floor(step + 1e-6))
        late = self.swing * (1 - abs(step - whole)) if whole % 2 else 0.0
        return round((step + late) / 4 * self.beat)


def rhythm(pattern: str, *, bars: Iterable[int], steps: int = 16) -> Iterator[tuple[float, float]]:
    """(beat, velocity) of every hit, the pattern repeated over the given bars; it may span several bars."""
    marks = pattern.replace(" ", "").replace("|", "")
    rounds = len(marks) // steps
    for bar in bars:
        part = marks[bar % rounds * steps : (bar % rounds + 1) * steps]
        for step, mark in enumerate(part):
            if mark in VELOCITIES:
                yield bar * 4 + step * 4 / steps, VELOCITIES[mark]


def human(
    notes: Sequence[Note],
    rng: np.random.Generator,
    meter: Meter,
    *,
    late: float = 0.0,
    spread: float = 0.006,
    touch: float = 0.06,
) -> list[Note]:
    """Hands: ``late`` and ``spread`` in seconds, ``touch`` as a share of the velocity."""
    seconds = meter.beat / RATE
    out = []
    for note in notes:
        shift = (late + float(np.clip(rng.normal(0, spread), -2 * spread, 2 * spread))) / seconds
        velocity = float(np.clip(note.velocity * (1 + rng.normal(0, touch)), 0.05, 1.0))
        out.append(replace(note, start=note.start + shift, velocity=velocity))
    return out


def strum(
    pitches: Sequence[int], start: float, length: float, velocity: float, *, spread: float, down: bool = True
) -> list[Note]:
    """A chord whose notes follow one another within ``spread`` beats."""
    order = sorted(pitches) if down else sorted(pitches, reverse=True)
    step = spread / max(1, len(order) - 1)
    return [
        Note(start + i * step, length - i * step, pitch, velocity * (1 - 0.05 * i)) for i, pitch in enumerate(order)
    ]
