"""Problems: what goes wrong, in the words of a Django REST framework, which is what this dialect's clients know.

A field that is wrong: ``{field: [sentence, ...]}``, nested as the body is. Anything else: ``{"detail": sentence}``.
A page that no ad can come of: an array of sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pitchreel.api.bodies import NotAnObject
from pitchreel.errors import FetchError, InputError, MediaError, NoMedia, PageError, PitchreelError
from pitchreel.service import problems

NO_MEDIA = "Link must have at least one image or one video."
FEW_MEDIA = "Link must have at least three images or one video."
NOT_FOUND = "Not found."
NO_CREDITS = "Insufficient credits."
NO_KEYS = "Missing or invalid X-API-ID / X-API-KEY headers."

STATUS: tuple[tuple[type[PitchreelError], int], ...] = (
    (problems.NotFound, 404),
    (problems.Forbidden, 401),
    (problems.OutOfCredits, 402),
    (problems.Conflict, 422),
    (problems.TooManyRequests, 429),
    (problems.NotReady, 400),
    (problems.NotAvailable, 501),
    (problems.Rejected, 400),
    (PageError, 400),
    (FetchError, 400),
    (MediaError, 400),
    (InputError, 400),
)

# What pydantic calls a fault, in this dialect's sentences; {} is filled from the fault's own figures.
SENTENCES: Mapping[str, str] = {
    "missing": "This field is required.",
    "string_type": "Not a valid string.",
    "string_too_long": "Ensure this field has no more than {max_length} characters.",
    "string_too_short": "This field may not be blank.",
    "string_pattern_mismatch": "Enter a valid URL.",
    "uuid_parsing": "Must be a valid UUID.",
    "uuid_type": "Must be a valid UUID.",
    "int_parsing": "A valid integer is required.",
    "int_type": "A valid integer is required.",
    "int_from_float": "A valid integer is required.",
    "int_parsing_size": "A valid integer is required.",
    "float_parsing": "A valid number is required.",
    "float_type": "A valid number is required.",
    "finite_number": "A valid number is required.",
    "bool_parsing": "Must be a valid boolean.",
    "bool_type": "Must be a valid boolean.",
    "list_type": "Expected a list of items.",
    "model_type": "Expected an object.",
    "model_attributes_type": "Expected an object.",
    "dict_type": "Expected an object.",
    "greater_than_equal": "Ensure this value is greater than or equal to {ge}.",
    "less_than_equal": "Ensure this value is less than or equal to {le}.",
    "too_long": "Ensure this field has no more than {max_length} elements.",
    "too_short": "This list may not be empty.",
    "json_invalid": "JSON parse error - {error}",
}


class Listed(problems.ServiceError):
    """A request refused in the form of an array of one sentence."""

    code = "listed"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def answer(error: Exception, request: Request) -> Response:
    """The answer that a caller of this dialect gets for an error."""
    if isinstance(error, RequestValidationError):
        if any(fault["loc"][:1] == ("path",) for fault in error.errors()):
            return JSONResponse({"detail": NOT_FOUND}, status_code=404)
        return JSONResponse(faults(error.errors()), status_code=400)
    if isinstance(error, HTTPException):
        return JSONResponse({"detail": _detail(error, request)}, status_code=error.status_code, headers=error.headers)
    if isinstance(error, problems.TooManyRequests):
        return JSONResponse(_told(error), status_code=429, headers={"Retry-After": str(error.retry_after)})
    if isinstance(error, PitchreelError):
        status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
        return JSONResponse(_told(error), status_code=400 if isinstance(error, Listed) else status)
    return JSONResponse({"detail": "A server error occurred."}, status_code=500)


def faults(errors: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Faults of a body as this dialect tells them: by field, nested as the body is."""
    told: dict[str, Any] = {}
    for error in errors:
        place = [str(part) for part in error["loc"][1:]]
        sentence = _sentence(error)
        if error["type"] == "json_invalid":
            return {"detail": sentence}
        _put(told, place or ["non_field_errors"], sentence)
    return told


def unread_page(url: str) -> Listed:
    """The page could not be read."""
    return Listed(f"Failed to scrape url: {url}")


def invalid_choice(field: str, value: object) -> problems.InvalidRequest:
    """A name that the contract does not have."""
    return problems.InvalidRequest(field, f'"{value}" is not a valid choice')


def _put(told: dict[str, Any], place: Sequence[str], sentence: str) -> None:
    for part in place[:-1]:
        inner = told.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        told = inner
    kept = told.setdefault(place[-1], [])
    if isinstance(kept, list) and sentence not in kept:
        kept.append(sentence)


def _sentence(error: Mapping[str, Any]) -> str:
    if error.get("input") is None and error["type"].endswith("_type"):
        return "This field may not be null."
    template = SENTENCES.get(error["type"])
    return template.format_map(error.get("ctx", {})) if template else str(error["msg"])


def _told(error: PitchreelError) -> Any:
    if isinstance(error, NotAnObject):
        return {"non_field_errors": [f"Invalid data. Expected a dictionary, but got {error.given}."]}
    if isinstance(error, problems.InvalidRequest):
        if error.field == "body":
            return {"detail": f"JSON parse error - {error}"}
        told: dict[str, Any] = {}
        _put(told, (error.field or "non_field_errors").split("."), f"{error.what}.")
        return told
    if isinstance(error, Listed):
        return [error.sentence]
    if isinstance(error, NoMedia):
        return [NO_MEDIA]
    if isinstance(error, PageError | FetchError):
        return [str(error)]
    if isinstance(error, problems.NotFound):
        return {"detail": NOT_FOUND}
    if isinstance(error, problems.OutOfCredits):
        return {"detail": f"{NO_CREDITS} {error}"}
    if isinstance(error, problems.Forbidden):
        return {"detail": NO_KEYS, "code": "not_authenticated"}
    return {"detail": str(error)}


def _detail(error: HTTPException, request: Request) -> str:
    if error.status_code == 404 and error.detail == "Not Found":
        return NOT_FOUND
    if error.status_code == 405:
        return f'Method "{request.method}" not allowed.'
    return str(error.detail)
