"""What a scene is painted from: each layer of the Timeline becomes one element or two.

An element says what it looks like at a frame (its state) and paints itself. Equal states mean equal pixels, whatever
frames were painted before: that lets a film be cut anywhere, and what stands still be painted only once.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pitchreel.documents.timeline import Layer, Timeline
from pitchreel.render.assets import Shelf
from pitchreel.render.placement import Placement, place
from pitchreel.render.planes import Planes, even


class Element(Protocol):
    """One thing painted over what is below it."""

    def state(self, frame: int) -> Hashable:
        """What it looks like at a frame of the film; None when it is not to be seen."""

    def paint(self, target: Planes, frame: int) -> None:
        """Paint it as it is at a frame."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What every element needs to know: the film, its assets, and the size at which it is rendered."""

    timeline: Timeline
    shelf: Shelf
    scale: float
    width: int
    height: int

    @classmethod
    def of(cls, timeline: Timeline, folder: Path, scale: float) -> Stage:
        """The stage of a film at a share of its full size."""
        return cls(timeline, Shelf(timeline.assets, folder), scale, *stage_size(timeline, scale))


def stage_size(timeline: Timeline, scale: float) -> tuple[int, int]:
    """Width and height of a film's frames at a share of their full size."""
    return max(16, even(timeline.width * scale)), max(16, even(timeline.height * scale))


_PLACES_KEPT = 4


@dataclass
class Shown:
    """Base of elements that follow a layer: when it is there, and where."""

    layer: Layer
    stage: Stage
    until: int
    """The frame before which it is to be seen."""
    _placed: dict[int, Placement | None] = field(default_factory=dict, init=False)
    """The frames last asked for: each is asked for as the next one, for its state and for painting."""

    def placement(self, frame: int) -> Placement | None:
        """Where the layer stands; None when it is not to be seen."""
        if not self.layer.start <= frame < self.until:
            return None
        if frame not in self._placed:
            if len(self._placed) >= _PLACES_KEPT:
                self._placed.clear()
            placed = place(self.layer, frame)
            self._placed[frame] = None if placed.opacity <= 0 or placed.scale <= 0 else placed
        return self._placed[frame]

    def state(self, frame: int) -> Hashable:
        """The placement says it all, unless an element has more to show."""
        return self.placement(frame)
