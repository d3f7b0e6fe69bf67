"""Ranges: which bytes of a file a request asks for (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
from email.utils import formatdate, parsedate_to_datetime
from typing import NamedTuple

from starlette.datastructures import Headers

from pitchreel.storage.blobs import BlobStat

_ONE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class Span(NamedTuple):
    """What is to be answered: a status, and the bytes from ``start`` up to, not including, ``end``."""

    status: int
    start: int
    end: int


def span_of(headers: Headers, stat: BlobStat, *, ranges: bool = True) -> Span:
    """The span that the headers of a GET or HEAD ask for; 304, 412 and 416 have no bytes.

    One range is served; several, or one that cannot be read, are answered with the whole file, as the standard allows.
    Only a GET has ``ranges``.
    """
    nothing, whole = (0, 0), (0, stat.size)
    if wanted := headers.get("if-match"):
        if not _names(wanted, stat.etag):
            return Span(412, *nothing)
    elif (unchanged := _time(headers.get("if-unmodified-since"))) is not None and int(stat.modified) > unchanged:
        return Span(412, *nothing)
    if unless := headers.get("if-none-match"):
        if _names(unless, stat.etag):
            return Span(304, *nothing)
    elif (since := _time(headers.get("if-modified-since"))) is not None and int(stat.modified) <= since:
        return Span(304, *nothing)
    found = _ONE.fullmatch(headers.get("range", "")) if ranges else None
    if found is None or not (found[1] or found[2]) or not _still(headers.get("if-range"), stat):
        return Span(200, *whole)
    if found[1]:
        start = int(found[1])
        end = min(int(found[2]) + 1, stat.size) if found[2] else stat.size
        if found[2] and int(found[2]) < start:
            return Span(200, *whole)
    else:
        start, end = max(0, stat.size - int(found[2])), stat.size
    return Span(206, start, end) if start < end else Span(416, *nothing)


def http_date(seconds: float) -> str:
    """A time as it stands in a header."""
    return formatdate(seconds, usegmt=True)


def _names(value: str, etag: str) -> bool:
    bare = etag.removeprefix("W/")
    return value.strip() == "*" or any(part.strip().removeprefix("W/") == bare for part in value.split(","))


def _still(condition: str | None, stat: BlobStat) -> bool:
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition.strip() == stat.etag
    return _time(condition) == int(stat.modified)


def _time(value: str | None) -> int | None:
    try:
        return int(parsedate_to_datetime(value).timestamp()) if value else None
    except (ValueError, OverflowError):
        return None
