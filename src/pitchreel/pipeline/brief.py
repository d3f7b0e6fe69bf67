"""Brief: what somebody asks for, in one value that every door fills in and the pipeline carries out."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, ValidationError

from pitchreel.documents.base import Model
from pitchreel.errors import InputError

Ratio = Literal["9:16", "16:9", "1:1"]
Length = Literal[15, 30, 45, 60]


class Brief(Model):
    """An order for one film. None leaves the choice to Pitchreel; ``none`` (presenter, music) leaves the part out."""

    length: Length = 30
    ratio: Ratio = "9:16"
    style: str | None = None
    """A visual style; without one the template's, or FullScreen."""
    template: str | None = None
    script_style: str | None = None
    script: str | None = None
    """The user's own words instead of a written script."""
    language: str | None = None
    voice: str | None = None
    presenter: str | None = None
    music: str | None = None
    captions: bool | None = None
    """None leaves it to the template."""
    placement: str = "feeds"
    """Where the film will be shown: the words keep inside what that place leaves free."""
    variables: dict[str, str] = Field(default_factory=dict)
    """Values for a template's variables, by name."""
    seed: int = 0

    @classmethod
    def of(cls, **wishes: Any) -> Self:
        """A brief of these wishes; raises InputError naming the one that is wrong."""
        try:
            return cls.model_validate(wishes)
        except ValidationError as error:
            first = error.errors()[0]
            wish = "-".join(map(str, first["loc"])).replace("_", "-")
            raise InputError(
                f"{wish} cannot be {first.get('input')!r}: {first['msg']}", "See `pitchreel make --help`"
            ) from None
