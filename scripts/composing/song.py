"""What a piece is: its card in the catalogue, its time, and the function that plays it onto a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from composing.master import Desk, finish
from composing.score import Meter


@dataclass(frozen=True)
class Song:
    """A piece. ``compose`` puts its stems on the desk.

    For the master: ``tilt`` in dB an octave over 1 kHz, ``wide`` as a factor on the sides, ``top`` in Hz where it ends.
    """

    id: str
    number: int
    name: str
    mood: str
    description: str
    tags: tuple[str, ...]
    key: str
    meter: Meter
    compose: Callable[[Desk, Meter, np.random.Generator], None]
    tilt: float = 0.0
    wide: float = 1.15
    top: float = 20000
    seconds: float = 1.6
    """How long the room rings."""
    bright: float = 5500
    """Where the room's top ends, Hz."""

    def render(self) -> tuple[np.ndarray, Desk]:
        """The finished loop and the desk with its stems."""
        desk = Desk(self.meter, seconds=self.seconds, bright=self.bright)
        self.compose(desk, self.meter, np.random.default_rng(self.number))
        return finish(desk.sum(), tilt=self.tilt, wide=self.wide, top=self.top), desk
