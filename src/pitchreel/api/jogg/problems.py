"""Problems in this dialect's words: the same envelope, a code of its own table, ``data`` null.

The HTTP status of a problem is 200 unless the operator sets ``jogg_http_status``: the public documents do not agree on
it, and clients that throw on any other status never show the code and the message. What never reached an operation
(no such path, another method, a body that is too large, a mistaken Idempotency-Key) keeps its own status.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from pitchreel.api.house import house_of
from pitchreel.api.jogg.envelope import Problem
from pitchreel.errors import FetchError, InputError, MediaError, PageError, PitchreelError
from pitchreel.service.problems import (
    Conflict,
    Forbidden,
    InvalidRequest,
    NotAvailable,
    NotFound,
    NotReady,
    OutOfCredits,
    Rejected,
    TooManyRequests,
)


class Words(NamedTuple):
    """How a problem is told: the code, the standard HTTP status, what its message begins with."""

    code: int
    status: int
    opening: str = ""


_PARAMETER = Words(40000, 400, "Parameter error: ")
_MISSING = Words(10104, 404)
_SYSTEM = Words(50000, 500)
_WORDS: tuple[tuple[type[Exception], Words], ...] = (
    (TooManyRequests, Words(429, 429)),
    (NotFound, _MISSING),
    (Forbidden, Words(10105, 401)),
    (OutOfCredits, Words(18020, 402)),
    (NotAvailable, Words(18025, 403)),
    (Conflict, Words(40000, 422, "Parameter error: ")),
    (NotReady, _PARAMETER),
    (Rejected, _PARAMETER),
    (InputError, _PARAMETER),
    (FetchError, _PARAMETER),
    (PageError, _PARAMETER),
    (MediaError, _PARAMETER),
)
"""Tried in this order; whatever is none of them is a system error."""

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description}
    for status, description in (
        (400, "40000: a parameter is missing or wrong"),
        (401, "10105: no key, or one that is not known"),
        (402, "18020: the key's credits are used up"),
        (403, "18025: not available here"),
        (404, "10104: no such record"),
        (405, "another method than the operation's"),
        (413, "40000: the body is too large"),
        (422, "40000: the Idempotency-Key came with another body before"),
        (429, "429: more requests than the key may send in a minute"),
    )
}
"""For the operations' documentation; 400 to 429 are the statuses of ``jogg_http_status = "standard"``."""


def answer(error: Exception, request: Request) -> Response:
    """A problem as this dialect tells it."""
    if isinstance(error, RequestValidationError):
        return _reply(request, _PARAMETER, _first_fault(error))
    if isinstance(error, HTTPException):
        words = _MISSING if error.status_code in {404, 405} else _PARAMETER
        return _reply(request, words, str(error.detail), status=error.status_code, headers=dict(error.headers or {}))
    words = next((words for kind, words in _WORDS if isinstance(error, kind)), _SYSTEM)
    message = _message(error)
    if type(error) is PitchreelError:
        return _reply(request, words, message, status=words.status)
    if isinstance(error, TooManyRequests):
        return _reply(request, words, message, more={"retryAfter": error.retry_after})
    status = words.status if isinstance(error, Conflict) else None
    return _reply(request, words, message, status=status)


def _message(error: Exception) -> str:
    if isinstance(error, InvalidRequest):
        said = str(error).rstrip(".")
        return said if said.startswith(error.field) else f"{error.field}: {said}"
    return str(error).rstrip(".")


def _first_fault(error: RequestValidationError) -> str:
    """The first thing that is wrong with a request, in words that begin with the field's name."""
    fault = error.errors()[0]
    field = ".".join(str(part) for part in fault["loc"] if part not in {"body", "query", "path"}) or "body"
    if fault["type"] == "missing":
        return f"{field} is required"
    return f"{field}: {str(fault['msg']).removeprefix('Value error, ')}"


def _reply(
    request: Request,
    words: Words,
    message: str,
    *,
    status: int | None = None,
    headers: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
) -> JSONResponse:
    if status is None:
        standard = house_of(request).settings.jogg_http_status == "standard"
        status = words.status if standard else 200
    body = Problem(rid=request.state.rid, code=words.code, msg=words.opening + message)
    return JSONResponse({**body.model_dump(), **(more or {})}, status_code=status, headers=headers)
