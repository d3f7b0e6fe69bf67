"""Store: the installation's database, as the commands open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pitchreel.cli import console
from pitchreel.config import Settings

if TYPE_CHECKING:
    from pitchreel.storage import Database


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database for as long as the ``with`` block runs; a migration is told on standard error."""
    from pitchreel.storage import open_database

    db = open_database(settings, note=console.warn)
    try:
        yield db
    finally:
        db.close()
