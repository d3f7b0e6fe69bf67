"""What rules of speech are made of: pieces of text with their words, and the patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pitchreel.voice.speakable.language import SPACES, Speech

GAP = f"[{SPACES}]?"
DASH = "[-–—−]"
MINUS = "[-–−]"
EDGE = r"(?![\w²³])"


@dataclass(frozen=True)
class Piece:
    """The text from ``start`` to before ``end`` is spoken as ``words`` (separated by spaces); then ``mark``."""

    start: int
    end: int
    words: str
    mark: str = ""


Handler = Callable[[re.Match[str], Speech], list[Piece] | None]


@dataclass(frozen=True)
class Rule:
    """A way of writing, and how it is spoken: pieces for a match, or None when it is something else after all."""

    pattern: re.Pattern[str]
    handle: Handler


def rule(pattern: str, handle: Handler, flags: int = 0) -> Rule:
    """A rule for a regular expression."""
    return Rule(re.compile(pattern, flags), handle)


def any_of(table: dict[str, str], after: str) -> str:
    """A pattern, in the group ``key``, for any of a table's entries; a space in an entry may be missing in the text."""
    longest = sorted(table, key=len, reverse=True)
    inner = "|".join(re.escape(key).replace(r"\ ", f"[{SPACES}]?") for key in longest)
    return rf"(?P<key>{inner})(?<!\w(?=\w)){after}"


def look_up(match: re.Match[str], table: dict[str, str]) -> tuple[str, str] | None:
    """The entry of a table that was matched without regard for case and spaces; the exact one first."""
    text = match["key"]
    if text in table:
        return text, table[text]
    key = re.sub(rf"[{SPACES}]", "", text).lower()
    for entry, spoken in table.items():
        if entry.replace(" ", "").lower() == key:
            return entry, spoken
    return None
