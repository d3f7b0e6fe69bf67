"""Problems: an error becomes an answer, in the words of the dialect that was spoken to."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pitchreel.api.dialects import find_dialect
from pitchreel.errors import InputError, PitchreelError, StorageError, TooLarge
from pitchreel.service import problems

STATUSES: tuple[tuple[type[PitchreelError], int], ...] = (
    (problems.NotFound, 404),
    (problems.Forbidden, 401),
    (problems.OutOfCredits, 402),
    (problems.Conflict, 422),
    (problems.TooManyRequests, 429),
    (problems.NotReady, 409),
    (problems.NotAvailable, 501),
    (problems.Rejected, 422),
    (TooLarge, 413),
    (InputError, 400),
    (StorageError, 503),
)
"""HTTP status of an error on the server's own pages; the first kind that it is one of. Others are 500."""

UPLOADS = "/upload/"
UPLOADED_BY = "/v1"
"""Uploads are begun there and speak its words; a refusal has its HTTP status, too, for few look into a PUT's answer."""


async def answer(request: Request, error: Exception) -> Response:
    """The answer to an error; never fails and never shows a stack."""
    path = request.url.path
    uploads = path.startswith(UPLOADS)
    dialect = find_dialect(UPLOADED_BY if uploads else path)
    response = dialect.answer(error, request) if dialect else _own(error)
    if uploads:
        response.status_code = _own(error).status_code
    if isinstance(error, problems.TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
        response.headers.setdefault("X-RateLimit-Remaining", "0")
    return response


def unexpected(rid: str) -> PitchreelError:
    """What a caller is told of an error that nobody foresaw; the log has the rest."""
    return PitchreelError("Something went wrong inside Pitchreel", f"Look for {rid} in the server's log")


def status_of(error: PitchreelError) -> int:
    """HTTP status of an error."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 500)


def _own(error: Exception) -> Response:
    if isinstance(error, PitchreelError):
        return _say(status_of(error), error.code, str(error))
    if isinstance(error, RequestValidationError):
        where = ".".join(str(part) for part in error.errors()[0].get("loc", ()))
        return _say(400, "invalid_request", f"{where}: {error.errors()[0].get('msg', '')}")
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        return _say(error.status_code, "not_found" if error.status_code == 404 else "http", error.detail, headers)
    return _say(500, "error", "Something went wrong inside Pitchreel.")


def _say(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
