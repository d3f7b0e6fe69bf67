"""Bodies: JSON as clients send it, read leniently where that is harmless and refused where it is not.

The media type is not looked at, a body of nothing is an empty object, the last of two equal keys wins, and a whole
number beyond 2^53 is its digits as text. What no database and no answer can carry is refused: NaN, infinite numbers,
lone surrogates, NUL, nests deeper than 40.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from fastapi import Request

from pitchreel.service.problems import InvalidRequest

DEEPEST = 40
LARGEST = 2**53
"""Beyond it a double, which is what most clients read numbers as, no longer holds every integer."""


class NotAnObject(InvalidRequest):
    """A body of JSON that is no object. ``given`` is what Python calls it: list, str, int, float, bool or NoneType."""

    def __init__(self, value: object) -> None:
        super().__init__("body", "The body is not an object", "Send an object of JSON")
        self.given = type(value).__name__


class JsonRequest(Request):
    """A request whose body is an object of JSON, whatever its media type says; shares everything with ``request``."""

    def __init__(self, request: Request) -> None:
        headers = [pair for pair in request.scope["headers"] if pair[0] != b"content-type"]
        scope = {**request.scope, "headers": [*headers, (b"content-type", b"application/json")]}
        super().__init__(scope, request.receive)
        self._object: dict[str, Any] | None = None

    async def body(self) -> bytes:
        """The body's bytes; an empty object when there are none."""
        return (await super().body()).strip() or b"{}"

    async def json(self) -> dict[str, Any]:
        """The object; raises InvalidRequest."""
        if self._object is None:
            self._object = read_object(await self.body())
        return self._object


def read_object(data: bytes) -> dict[str, Any]:
    """An object of JSON; raises InvalidRequest for the field ``body``."""
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
    except UnicodeDecodeError:
        raise InvalidRequest("body", "The body is not UTF-8", "Send JSON in UTF-8") from None
    except RecursionError:
        raise InvalidRequest("body", f"The body is nested deeper than {DEEPEST}") from None
    except ValueError as error:
        raise InvalidRequest("body", f"The body is not JSON: {error}", "Send an object of JSON") from None
    if not isinstance(value, dict):
        raise NotAnObject(value)
    _look_through(value)
    return value


def _look_through(value: Any) -> None:
    layer: list[Any] = [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for item in layer:
            if isinstance(item, dict):
                below += item.keys()
                below += item.values()
            elif isinstance(item, list):
                below += item
            elif isinstance(item, str) and not _carries(item):
                raise InvalidRequest("body", "The body holds a character that is no text", "Leave NUL and halves out")
        if not below:
            return
        layer = below
    raise InvalidRequest("body", f"The body is nested deeper than {DEEPEST}")


def _carries(text: str) -> bool:
    if text.isascii():
        return "\0" not in text
    return not any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in text)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _whole(digits: str) -> int | str:
    # As text a number is carried whole; a field that wants a number refuses it, others do not look.
    if len(digits) > 17 or abs(value := int(digits)) > LARGEST:
        return digits
    return value
