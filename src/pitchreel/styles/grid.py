"""The frame, its safe box and the areas on it.

Lengths are pixels of the full-size frame. ``v`` is a hundredth of the shorter side: sizes are given in it, so that a
layout survives every ratio.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from pydantic import model_validator

from pitchreel.documents.base import Model
from pitchreel.documents.timeline import Box
from pitchreel.errors import UnknownName


class Area(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def box(self) -> Box:
        """The same in whole pixels, at even places where colour planes of half the size begin."""
        x, y = 2 * round(self.x / 2), 2 * round(self.y / 2)
        return Box(
            x=x, y=y, width=max(2, 2 * round((self.right - x) / 2)), height=max(2, 2 * round((self.bottom - y) / 2))
        )

    def grown(self, by: float) -> Area:
        """The same with ``by`` more on every side (or less, below 0)."""
        return Area(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def scaled(self, by: float) -> Area:
        """The same scaled about its middle."""
        x, y = self.centre
        return Area(x - self.width * by / 2, y - self.height * by / 2, self.width * by, self.height * by)

    def moved(self, x: float = 0, y: float = 0) -> Area:
        """The same elsewhere."""
        return Area(self.x + x, self.y + y, self.width, self.height)

    def between(self, top: float, bottom: float) -> Area:
        """The part of it between two heights."""
        low, high = max(self.y, top), min(self.bottom, bottom)
        return Area(self.x, low, self.width, max(1.0, high - low))

    def fitted(self, aspect: float, across: float = 0.5, down: float = 0.5) -> Area:
        """The largest area of an aspect (width over height) inside it, at ``across`` and ``down`` of what is left."""
        width = min(self.width, self.height * aspect)
        height = width / aspect
        return Area(self.x + (self.width - width) * across, self.y + (self.height - height) * down, width, height)

    def fitted_to(self, width: float, height: float) -> Area:
        """An area of a size in its middle."""
        x, y = self.centre
        return Area(x - width / 2, y - height / 2, width, height)

    def overlap(self, other: Area) -> float:
        """The pixels that both cover."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(0.0, width) * max(0.0, height)

    def holds(self, other: Area, slack: float = 0.5) -> bool:
        """Whether the other lies inside it."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


class Slot(Model):
    """A place in a layout. ``box`` is x, y, width and height in fractions of the safe box.

    ``across`` says what the horizontal fractions are of: the ``safe`` box, the ``centre`` (the part of it that is
    symmetric about the frame's middle) or the ``frame`` less its margins; pictures may leave the safe box, words
    may not. ``bleed`` names the sides that reach the frame's edge (``left``, ``top``, ``right``, ``bottom``).
    """

    box: tuple[float, float, float, float]
    across: Literal["safe", "centre", "frame"] = "safe"
    bleed: tuple[Literal["left", "top", "right", "bottom"], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, data: Any) -> Any:
        return {"box": data} if isinstance(data, list | tuple) else data


MARGIN = 6.0
"""In v: how near pictures come to the frame's edge when they do not bleed."""
GUTTER = 3.0
"""In v, between things."""
INSET = 0.8
"""In v: how far layouts stay inside the safe box, so that nothing touches its edge."""


@dataclass(frozen=True)
class Frame:
    """The canvas of a film."""

    width: int
    height: int
    fps: int
    safe: Area
    sample_rate: int = 48000

    @property
    def v(self) -> float:
        """A hundredth of the shorter side."""
        return min(self.width, self.height) / 100

    @property
    def whole(self) -> Area:
        """All of it."""
        return Area(0, 0, self.width, self.height)

    @property
    def inner(self) -> Area:
        """The safe box less a little: what the fractions of slots are of."""
        return self.safe.grown(-INSET * self.v)

    def at(self, slot: Slot) -> Area:
        """Where a slot lies."""
        inner = self.inner
        left, width = inner.x, inner.width
        if slot.across == "centre":
            half = min(self.width / 2 - inner.x, inner.right - self.width / 2)
            left, width = self.width / 2 - half, 2 * half
        elif slot.across == "frame":
            left, width = MARGIN * self.v, self.width - 2 * MARGIN * self.v
        x, y, w, h = slot.box
        area = Area(left + x * width, inner.y + y * inner.height, w * width, h * inner.height)
        west = 0.0 if "left" in slot.bleed else area.x
        north = 0.0 if "top" in slot.bleed else area.y
        east = float(self.width) if "right" in slot.bleed else area.right
        south = float(self.height) if "bottom" in slot.bleed else area.bottom
        return Area(west, north, east - west, south - north)

    def frames(self, milliseconds: float) -> int:
        """A time in whole frames."""
        return round(milliseconds * self.fps / 1000)

    def sample(self, frame: float) -> int:
        """The sample at which a frame begins."""
        return round(frame * self.sample_rate / self.fps)

    def frame(self, sample: float) -> float:
        """The frame at a sample, with its fraction."""
        return sample * self.fps / self.sample_rate


@cache
def _zones() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("zones.toml").read_text(encoding="utf-8"))


def placements() -> tuple[str, ...]:
    """The placements whose safe zones are known."""
    return tuple(_zones()["zones"])


def make_frame(ratio: str, *, fps: int = 30, placement: str = "feeds") -> Frame:
    """The frame of a ratio (``9:16``, ``16:9``, ``1:1``) with the safe box of a placement; raises UnknownName.

    A placement that says nothing of a ratio leaves it the universal zone.
    """
    data = _zones()
    if ratio not in data["sizes"]:
        raise UnknownName("ratio", ratio, data["sizes"])
    if placement not in data["zones"]:
        raise UnknownName("placement", placement, data["zones"])
    width, height = data["sizes"][ratio]
    cut = data["zones"][placement].get(ratio) or data["zones"]["universal"][ratio]
    safe = Area(cut["left"], cut["top"], width - cut["left"] - cut["right"], height - cut["top"] - cut["bottom"])
    return Frame(width, height, fps, safe)
