"""What feeds call things: the table of names in ``columns.toml``, and how a name is looked up."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pitchreel.product.reading.text import plain, tidy


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("pitchreel.product.feeds").joinpath("columns.toml").read_text(encoding="utf-8"))


@cache
def _by_name() -> dict[str, tuple[str, int]]:
    return {
        plain(name): (field, rank)
        for field, names in _tables()["fields"].items()
        for rank, name in reversed(list(enumerate(names)))
    }


@cache
def _labels() -> dict[str, str]:
    return {plain(name): label for name, label in _tables()["details"].items()}


def column_key(column: str) -> str:
    """A column's name as it is looked up: ``g:image_link`` and ``Image Link`` are one."""
    column = tidy(column[:120])
    prefix, _, rest = column.partition(":")
    return plain(rest if rest and len(prefix) <= 2 else column)


def field_of(column: str) -> tuple[str, int]:
    """The question that a column answers and how good a place for it that is (0 is best); ``""`` for none."""
    return _by_name().get(column_key(column), ("", 0))


def label_of(column: str) -> str:
    """The label of a column that names a property (``Material``), or an empty string."""
    return _labels().get(column_key(column), "")


def availability_of(text: str) -> str:
    """What a feed's word for availability means, in the words of a Product; empty when it is not known."""
    return str(_tables()["availability"].get(plain(text.rsplit("/", 1)[-1]), ""))


def is_hidden(text: str) -> bool:
    """Whether a feed's word says that the product is not on show."""
    return plain(text) in _tables()["hidden"]["words"]
