"""Brief: what somebody asks for, in one value that every door fills in and the pipeline carries out."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, ValidationError

from pitchreel.documents.base import Model
from pitchreel.errors import InputError
from pitchreel.styles import CaptionLook

Ratio = Literal["9:16", "16:9", "1:1"]
Length = Literal[15, 30, 45, 60]


class Wishes(Model):
    """What can be asked of any film. None leaves the choice to Pitchreel.

    Files of the user's own are named by paths relative to the film's folder, or absolute ones. Volumes stand against
    the usual: 1 is as it is, 0 is silence.
    """

    ratio: Ratio = "9:16"
    language: str | None = None
    voice: str | None = None
    presenter: str | None = None
    custom_presenter: str | None = None
    """A folder that ``prepare_presenter`` made: somebody of the user's own, wherever a presenter is seen."""
    captions: bool | None = None
    """None leaves it to the template."""
    caption_look: CaptionLook | None = None
    music: str | None = None
    music_file: str | None = None
    """A sound file of the user's own instead of a piece of the catalogue."""
    music_volume: float = Field(default=1.0, ge=0, le=4)
    voice_volume: float = Field(default=1.0, ge=0, le=4)
    placement: str = "feeds"
    """Where the film will be shown: the words keep inside what that place leaves free."""
    seed: int = 0

    @classmethod
    def of(cls, **wishes: Any) -> Self:
        """A brief of these wishes; raises InputError naming the one that is wrong."""
        try:
            return cls.model_validate(wishes)
        except ValidationError as error:
            first = error.errors()[0]
            wish = "-".join(map(str, first["loc"])).replace("_", "-")
            if not wish:
                raise InputError(first["msg"], "See `pitchreel make --help`") from None
            raise InputError(
                f"{wish} cannot be {first.get('input')!r}: {first['msg']}", "See `pitchreel make --help`"
            ) from None


class Brief(Wishes):
    """An order for one ad. ``none`` (presenter, music) leaves the part out."""

    length: Length = 30
    style: str | None = None
    """A visual style; without one the template's, or FullScreen."""
    template: str | None = None
    script_style: str | None = None
    script: str | None = None
    """The user's own words instead of a written script."""
    variables: dict[str, str] = Field(default_factory=dict)
    """Values for a template's variables, by name."""
    no_cta: bool = False
    """Leave the call to action out: its words, the button, price and shop of the end card."""

    @property
    def suffix(self) -> str:
        """What the film's name ends in."""
        return ".mp4"
