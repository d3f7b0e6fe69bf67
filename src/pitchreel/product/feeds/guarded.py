"""Feeds read in a limited child, a handful of Products at a time: a feed made to hang costs one error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.errors import DocumentError
from pitchreel.product.feeds import read_feed

HANDFUL = 25

_open: dict[str, tuple[Iterator[Product], list[str]]] = {}
"""In the child: the feeds that are being read, by path."""


def read_guarded(
    path: Path, *, settings: Settings, limit: int | None, url: str, currency: str, note: Callable[[str], None]
) -> Iterator[Product]:
    """What ``read_feed`` gives, read in a child under the settings' limits; raises DocumentError as that does."""
    limit = min(limit or settings.feed_products, settings.feed_products)
    with Child(memory=settings.child_memory, preload=(__name__,)) as child:

        def call(function: Callable[..., tuple[list[Product], list[str]]], *args: object) -> list[Product]:
            found, notes = child.run(
                function, *args, seconds=settings.child_seconds, failure=DocumentError, what=f"The feed {path.name}"
            )
            for text in notes:
                note(text)
            return found

        found = call(_begin, str(path), limit, url, currency)
        while found:
            yield from found
            found = call(_go_on, str(path)) if len(found) == HANDFUL else []


def _begin(path: str, limit: int, url: str, currency: str) -> tuple[list[Product], list[str]]:
    notes: list[str] = []
    _open[path] = read_feed(Path(path), limit=limit, url=url, currency=currency, note=notes.append), notes
    return _go_on(path)


def _go_on(path: str) -> tuple[list[Product], list[str]]:
    products, notes = _open[path]
    found = list(islice(products, HANDFUL))
    said = list(notes)
    notes.clear()
    return found, said
