"""Texts: columns that take whatever a caller sends. PostgreSQL refuses NUL in a text, and no database takes half a
surrogate pair; JSON can hold both. Each becomes U+FFFD, in what is stored as in what is looked for.
"""

from __future__ import annotations

import re

from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.types import String as _String
from sqlalchemy.types import Text as _Text

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class String(TypeDecorator[str]):
    """A text that is ours, of at most so many characters (PostgreSQL insists on them, SQLite doesn't)."""

    impl = _String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The value as it is stored and compared."""
        return value and _NO_TEXT.sub("\ufffd", value)


class Text(TypeDecorator[str]):
    """A text of any length, from anybody."""

    impl = _Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The value as it is stored and compared."""
        return value and _NO_TEXT.sub("\ufffd", value)
