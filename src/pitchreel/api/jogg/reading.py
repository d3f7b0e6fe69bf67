"""Reading requests as these clients send them: empty means absent, digits may come as text, names may be old ones."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from pitchreel.api.jogg.wire import ratio_of
from pitchreel.pipeline.brief import Ratio

LARGEST = 2**31 - 1
"""Numbers above it name nothing here, and not every database holds them."""


def clean_text(value: object) -> object:
    """Text without what no database can hold; numbers become their digits."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    return value


def _none_if_empty(value: object) -> object:
    return None if value in ("", [], {}) else value


def _none_if_nothing(value: object) -> object:
    return None if value in ("", "0", 0, [], {}) else value


def _length(value: object) -> int:
    text = str(value).strip().removesuffix(".0")
    if text not in {"15", "30", "60"}:
        raise ValueError('must be "15", "30" or "60"')
    return int(text)


Text = Annotated[str, BeforeValidator(clean_text), Field(max_length=20_000)]
"""Prose, an address or a file's name."""
Name = Annotated[str, BeforeValidator(clean_text), Field(max_length=120)]
"""A name from a catalogue, or an id."""
Title = Annotated[str, BeforeValidator(clean_text), Field(max_length=400)]
Number = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Shape = Annotated[
    Ratio,
    BeforeValidator(ratio_of),
    WithJsonSchema({"type": "integer", "enum": [0, 1, 2], "description": "0 is 9:16, 1 is 16:9, 2 is 1:1"}),
]
ShapeWord = Annotated[
    Ratio, BeforeValidator(ratio_of), WithJsonSchema({"type": "string", "enum": ["portrait", "landscape", "square"]})
]
Seconds = Annotated[
    int, BeforeValidator(_length), WithJsonSchema({"type": "string", "enum": ["15", "30", "60"], "title": "Length"})
]

Asked = Annotated[str, BeforeValidator(clean_text), Field(max_length=400)]
"""A parameter of the address; one that is empty was not given."""
Filter = Annotated[Asked, Query()]
"""The same in the query; as a filter of a list, an empty one lets everything through."""


class Given(BaseModel):
    """A part of a request. Unknown fields are passed over; empty ones were not given.

    ``aliases`` are older names of fields; ``nothing_at_zero`` the fields whose 0 means that nothing was given.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    aliases: ClassVar[dict[str, str]] = {}
    nothing_at_zero: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _drop_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        kept = {}
        for field, value in data.items():
            empty = _none_if_nothing(value) if field in cls.nothing_at_zero else _none_if_empty(value)
            if empty is not None:
                kept[field] = value
        for old, new in cls.aliases.items():
            if old in kept and new not in kept:
                kept[new] = kept[old]
        return kept
