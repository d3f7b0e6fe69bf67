"""Extras: what a user brings along to a film, or wants otherwise than it usually is. Nothing is changed by default."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pydantic import Field

from pitchreel.documents.base import Model
from pitchreel.documents.marks import Colour
from pitchreel.documents.timeline import CaptionStyle
from pitchreel.presenter.custom import CustomPresenter
from pitchreel.styles.grid import Area

SILENT = 0.005
"""A volume below this leaves the part out."""


class CaptionLook(Model):
    """What captions look like where they should not look as the template has them."""

    look: str | None = None
    """A look of ``captions.toml``."""
    x: float = Field(default=0.0, ge=-0.5, le=0.5)
    y: float = Field(default=0.0, ge=-1.0, le=1.0)
    """How far they are moved, in fractions of the frame; they stay inside the safe box."""
    size: float = Field(default=1.0, ge=0.5, le=2.0)
    """Of the letters, against the usual size."""
    colour: Colour | None = None
    spoken: Colour | None = None
    """Of the word that is being spoken."""
    plate: Colour | None = None
    """Behind the words."""
    uppercase: bool | None = None

    def sized(self, style: CaptionStyle) -> CaptionStyle:
        """The style at its size."""
        return style.model_copy(update={"size": round(style.size * self.size, 1)})

    def coloured(self, style: CaptionStyle) -> CaptionStyle:
        """The style in these colours; a spoken word of a given colour needs no marker behind it."""
        changes: dict[str, object] = {}
        if self.colour:
            changes |= {"colour": self.colour, "spoken": style.spoken if style.marker else self.colour}
        if self.spoken:
            changes |= {"spoken": self.spoken, "marker": None}
        if self.plate:
            solid = self.plate[7:9] != "00"
            changes |= {"plate": self.plate if solid else None}
        if self.uppercase is not None:
            changes["uppercase"] = self.uppercase
        return style.model_copy(update=changes)

    def moved(self, place: Area, width: int, height: int, safe: Area) -> Area:
        """The place of captions, moved but still inside the safe box."""
        x = min(max(place.x + self.x * width, safe.x), safe.right - place.width)
        y = min(max(place.y + self.y * height, safe.y), safe.bottom - place.height)
        return Area(max(x, safe.x), y, min(place.width, safe.width), place.height)


@dataclass(frozen=True)
class Extras:
    """What a user brings along. Paths are relative to the film's folder."""

    presenter: CustomPresenter | None = None
    """Somebody filmed or photographed, instead of a drawn presenter; ``media`` lies in the film's folder."""
    music: str | None = None
    """A sound file instead of a piece of the catalogue."""
    voice_volume: float = 1.0
    music_volume: float = 1.0
    """Against the usual: 1 is as it is, 0 is silence."""
    calls: bool = True
    """Whether the film ends with a call to action."""
    captions: CaptionLook | None = None
    warnings: tuple[str, ...] = ()
    """What could not be taken along, and why."""

    @property
    def voice_heard(self) -> bool:
        """Whether the voice is in the mix at all."""
        return self.voice_volume >= SILENT

    @property
    def music_heard(self) -> bool:
        """Whether music may be in the mix."""
        return self.music_volume >= SILENT

    @property
    def bed_gain(self) -> float:
        """Decibels for all that is not the voice: the mix is set by the voice, so a softer voice is louder music."""
        return 20 * math.log10(max(self.music_volume, SILENT)) + self.effects_gain

    @property
    def effects_gain(self) -> float:
        """Decibels for small sounds, which stand by the voice."""
        return -20 * math.log10(max(self.voice_volume, SILENT)) if self.voice_heard else 0.0


NO_EXTRAS = Extras()
