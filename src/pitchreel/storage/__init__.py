"""Storage: the database and the files of an installation."""

from __future__ import annotations

from pitchreel.storage.database import Database, open_database

__all__ = ["Database", "open_database"]
