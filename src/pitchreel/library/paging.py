"""Lists in pages, and the filters that every list has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from pitchreel.documents.base import Model
from pitchreel.library.match import bare, is_number, text_of

Item = TypeVar("Item")
LARGEST_PAGE = 100


class Page(Model, Generic[Item]):
    """One page of a list; ``page`` counts from 1, ``pages`` is how many there are, at least 1."""

    items: tuple[Item, ...]
    total: int
    page: int
    page_size: int
    pages: int

    @property
    def has_more(self) -> bool:
        """Whether a page follows."""
        return self.page < self.pages


def page_of(
    items: Sequence[Item], page: object = 1, page_size: object = 10, *, largest: int = LARGEST_PAGE
) -> Page[Item]:
    """The page that was asked for; what is no number counts as not given, a page past the end is empty."""
    number = _number(page, 1)
    size = min(_number(page_size, 10), largest)
    start = (number - 1) * size
    return Page(
        items=tuple(items[start : start + size]),
        total=len(items),
        page=number,
        page_size=size,
        pages=max(1, -(-len(items) // size)),
    )


def _number(value: object, otherwise: int) -> int:
    text = text_of(value)
    return int(text) if is_number(text) and int(text) > 0 else otherwise


def kept(items: Iterable[Item], *tests: tuple[object, Callable[[Item], Iterable[str]]]) -> tuple[Item, ...]:
    """The items that pass every test: a filter's value, a comma list of which one must be among an item's words.

    A filter that is not given lets everything through.
    """
    wanted = [({bare(word) for word in text_of(value).split(",")} - {""}, words) for value, words in tests]
    return tuple(
        item for item in items if all(not some or some & {bare(word) for word in words(item)} for some, words in wanted)
    )
