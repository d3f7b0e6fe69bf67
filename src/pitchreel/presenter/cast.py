"""The cast: who can present a film. Each presenter is one file in ``people/``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import Field

from pitchreel.documents.base import Model
from pitchreel.documents.marks import Colour
from pitchreel.errors import UnknownName


class Face(Model):
    """Half widths and heights of the face in units of the rig, at the temples, cheekbones, jaw and chin."""

    temple: float = 104
    cheek: float = 106
    jaw: float = 84
    chin: float = 33
    length: float = 142
    age_lines: float = Field(default=0, ge=0, le=1)
    blush: float = Field(default=0.5, ge=0, le=1)
    blush_colour: Colour = "#e0705c"
    freckles: bool = False
    neck: float = 48
    """Half width of the neck."""


class Eyes(Model):
    """Eyes; ``tilt`` lifts the outer corner, ``lashes`` is 0 to 1."""

    colour: Colour = "#5b3a24"
    size: float = 1.0
    spacing: float = 49
    tilt: float = 2
    lashes: float = 0.5
    crease: float = 0.6


class Brows(Model):
    """Brows, in units of the rig: ``arch`` lifts the middle, ``angle`` the inner end."""

    colour: Colour = "#33231c"
    thickness: float = 8
    arch: float = 6
    angle: float = 0
    length: float = 60
    height: float = 37
    """How far above the eyes."""


class Nose(Model):
    """Half width at the wings, and where it ends below the eyes."""

    width: float = 19
    length: float = 53


class Mouth(Model):
    """The lips: their colour, the fullness of both, and where the line between them lies below the eyes."""

    colour: Colour = "#b9545a"
    upper: float = 8
    lower: float = 12
    width: float = 1.0
    height: float = 91


class Hair(Model):
    """A pattern of ``hair/`` in a colour; ``second`` colours what the pattern calls so (a scarf's band, grey)."""

    style: str
    colour: Colour
    second: Colour = "#888888"


class Beard(Model):
    """A beard: a pattern of ``hair/`` drawn on the face."""

    style: str
    colour: Colour


class Glasses(Model):
    """Spectacles: round or square rims in a colour."""

    style: Literal["round", "square"] = "round"
    colour: Colour = "#2b2b2e"


class Clothes(Model):
    """A pattern of ``clothes/`` and the colours of its surfaces; ``main`` is what a film may change."""

    style: str
    main: Colour
    second: Colour = "#ffffff"
    legs: str = "trousers"
    lower: Colour = "#2d3442"
    """Pattern and colour of what is worn below."""


class Build(Model):
    """The body against the family's own measures: shoulders (2.1 head widths), waist, hips and hands."""

    shoulders: float = 1.0
    waist: float = 1.0
    hips: float = 1.0
    hands: float = 1.0


class Look(Model):
    """Everything that the rig draws a presenter from."""

    skin: Colour
    face: Face = Face()
    eyes: Eyes = Eyes()
    brows: Brows = Brows()
    nose: Nose = Nose()
    mouth: Mouth = Mouth()
    hair: Hair
    beard: Beard | None = None
    glasses: Glasses | None = None
    earrings: Colour | None = None
    clothes: Clothes
    build: Build = Build()


class Presenter(Model):
    """Somebody who can present a film."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    """Never changes."""
    number: int
    """The same identity for interfaces that count presenters; never changes."""
    name: str
    gender: Literal["female", "male"]
    age: Literal["young", "adult", "middle-aged", "senior"]
    description: str
    tags: tuple[str, ...] = ()
    look: Look = Field(repr=False)


@lru_cache(maxsize=1)
def presenters() -> tuple[Presenter, ...]:
    """Every presenter, by number."""
    home = resources.files("pitchreel.presenter") / "people"
    files = [item for item in home.iterdir() if item.name.endswith(".toml")]
    read = [Presenter.model_validate(tomllib.loads(item.read_text("utf-8"))) for item in files]
    return tuple(sorted(read, key=lambda item: item.number))


def find_presenter(name: str | int) -> Presenter:
    """The presenter with an id, a name in any case, or a number; raises UnknownName."""
    wanted = str(name).strip().casefold()
    for item in presenters():
        if wanted in (item.id, item.name.casefold(), str(item.number)):
            return item
    raise UnknownName("presenter", str(name), [item.id for item in presenters()])
