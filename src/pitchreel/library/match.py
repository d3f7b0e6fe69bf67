"""How a name of the wire finds one of ours: every dialect's ``match_*`` functions are made of what is here.

A value may be anything that JSON can hold. What counts as not given gives ``NOTHING``; a name outside the contract
is an InvalidRequest where the caller is strict, and otherwise a fall-back that the warning names.
"""

from __future__ import annotations

import json
import math
from typing import Literal, NoReturn

from pitchreel.documents.base import Model
from pitchreel.errors import InvalidRequest

_LONGEST = 60
"""Characters of a caller's value that a message repeats."""

Gender = Literal["female", "male"]


class Match(Model):
    """What a name of the wire means here.

    ``ours`` is the id in our catalogues, None where the choice is left to Pitchreel; ``shown`` is the name to answer
    with, as the contract spells it; ``warning`` is a sentence about what is not quite as asked. ``ratio`` is the
    ratio that an id itself stands for, ``gender`` that of a voice or of a presenter.
    """

    ours: str | None
    shown: str = ""
    warning: str | None = None
    ratio: str | None = None
    gender: Gender | None = None


NOTHING = Match(ours=None)
"""Nothing was asked for."""


def text_of(value: object) -> str:
    """The words of a JSON value; empty where it counts as not given: null, "", false, [] and {}."""
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true"
    if isinstance(value, float) and math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else "a very large number"
    if isinstance(value, float):
        return repr(value)
    try:
        return json.dumps(value) if value else ""
    except (TypeError, ValueError, RecursionError):
        return type(value).__name__


def id_of(value: object) -> str:
    """As ``text_of``, for ids: 0 counts as not given as well."""
    text = text_of(value)
    return "" if is_number(text) and int(text) == 0 else text


def is_number(text: str) -> bool:
    """Whether a text is a whole number of ordinary size in plain figures."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def bare(name: str) -> str:
    """What of a name counts when two are compared: letters and figures, whatever their case."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def short(text: str) -> str:
    """A caller's value as a message may repeat it."""
    return text if is_number(text) else repr(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def refuse(field: str, kind: str, text: str, hint: str = "") -> NoReturn:
    """Raise InvalidRequest for a name that the contract does not have."""
    raise InvalidRequest(field, f"{field}: there is no {kind} {short(text)}", hint)
