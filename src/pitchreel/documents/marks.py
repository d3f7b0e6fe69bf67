"""Marks: what a sprite is drawn from. Coordinates are pixels from the top left of the sprite's box."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pitchreel.documents.base import Model

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$")]
"""#rrggbb or #rrggbbaa."""


class Shadow(Model):
    """A soft shadow: offset and blur (sigma) in pixels."""

    x: float = 0
    y: float = 0
    blur: float = 0
    colour: Colour = "#00000066"


class Fill(Model):
    """One colour, or a straight gradient between several at an angle (degrees; 0 runs to the right, 90 down)."""

    colours: tuple[Colour, ...]
    angle: float = 90


class Rect(Model):
    """A rectangle, rounded by ``radius``."""

    mark: Literal["rect"] = "rect"
    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    fill: Fill | None = None
    stroke: Colour | None = None
    stroke_width: float = 0
    shadow: Shadow | None = None


class Ellipse(Model):
    """An ellipse inside the given box; ``blur`` softens it into a contact shadow."""

    mark: Literal["ellipse"] = "ellipse"
    x: float
    y: float
    width: float
    height: float
    fill: Fill | None = None
    stroke: Colour | None = None
    stroke_width: float = 0
    blur: float = 0


class Stroke(Model):
    """A straight line with round ends."""

    mark: Literal["line"] = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour


class Shape(Model):
    """A path in SVG syntax."""

    mark: Literal["path"] = "path"
    d: str
    fill: Fill | None = None
    stroke: Colour | None = None
    stroke_width: float = 0


class Stars(Model):
    """``of`` stars in a row, each ``size`` wide, filled from the left up to ``value``."""

    mark: Literal["stars"] = "stars"
    x: float
    y: float
    size: float
    value: float
    of: int = 5
    fill: Colour
    empty: Colour


class Run(Model):
    """A stretch of text in one look. A newline breaks the line; nothing else does."""

    text: str
    size: float
    weight: int = 700
    colour: Colour
    family: str = "Inter"
    """Scripts that the family lacks are taken from the matching Noto family."""
    tracking: float = 0
    """In thousandths of the size."""
    rise: float = 0
    """Baseline shift upwards in fractions of the size (raised cents)."""
    strike: bool = False


class Text(Model):
    """Lines of text in a box: aligned in it, first baseline set by ``valign``.

    Whoever makes a Timeline breaks the lines (``pitchreel.typeset`` measures); the renderer never wraps.
    """

    mark: Literal["text"] = "text"
    x: float
    y: float
    width: float
    height: float
    runs: tuple[Run, ...]
    align: Literal["left", "center", "right"] = "left"
    valign: Literal["top", "middle", "bottom"] = "top"
    line_height: float = 1.1
    """As a multiple of the largest size."""
    shadow: Shadow | None = None
    outline: Colour | None = None
    outline_width: float = 0


class Picture(Model):
    """A still asset (a logo, a thumbnail) fitted into a box."""

    mark: Literal["picture"] = "picture"
    asset: str
    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    fit: Literal["contain", "cover"] = "contain"


Mark = Annotated[Rect | Ellipse | Stroke | Shape | Stars | Text | Picture, Field(discriminator="mark")]
