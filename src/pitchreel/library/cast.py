"""Who presents, as the lists of both services tell it."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pitchreel.documents.base import Model
from pitchreel.library.names import read_data
from pitchreel.presenter import Presenter, presenters


class Entry(Model):
    """What the services' lists tell about a presenter, in their words. ``also`` are further numbers of theirs."""

    also: tuple[int, ...] = ()
    style: Literal["professional", "social"] = "professional"
    ethnicity: str = ""
    scenes: tuple[str, ...] = ("studio",)
    industries: tuple[str, ...] = ()
    location: Literal["outdoor", "fantasy", "indoor", "other"] = "other"


@cache
def cast() -> tuple[tuple[Presenter, Entry], ...]:
    """Every presenter with what the lists tell; one that ``data/cast.toml`` does not know yet has the defaults."""
    told = read_data("cast")
    return tuple((person, Entry.model_validate(told.get(person.id, {}))) for person in presenters())
