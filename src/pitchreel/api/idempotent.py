"""Idempotent: a create call with the header Idempotency-Key is carried out once, however often it is sent.

The answer is stored with the hash of the request; the same key and request get it again, byte for byte, waiting while
it is still being made. A request that was refused made nothing, so its key may be used again.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request, Response

from pitchreel.api.dialects import dialect_of
from pitchreel.api.house import house_of
from pitchreel.service import idempotency
from pitchreel.service.problems import InvalidRequest

HEADER = "Idempotency-Key"
LONGEST = 255
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_SPACE = uuid.UUID("6f1d1c0e-6d0b-5a52-9d38-2b1f2a1c7a54")


def idempotent(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint of a ``Route`` as one that honours the header; written below its ``@router.post``."""
    endpoint.__dict__["idempotent"] = True
    return endpoint


def operation_of(endpoint: Callable[..., Any], path: str) -> str:
    """What a marked endpoint does, by one name at all of its paths: the first that it was given; else empty."""
    if not getattr(endpoint, "idempotent", False):
        return ""
    found: str = endpoint.__dict__.setdefault("operation", path)
    return found


def project_id(request: Request) -> str | None:
    """The id that a project ordered by this request is to have; None without the header.

    It follows from the key, the header and the request, so that whoever takes over from a maker that died between
    ordering and answering finds that order instead of making a second.
    """
    found: str | None = request.scope["state"].get("project_id")
    return found


async def answer_once(request: Request, operation: str, handle: Callable[[], Awaitable[Response]]) -> Response:
    """Carry the request out, or give the answer that it got before. Raises Conflict, and what ``handle`` raises."""
    given = request.headers[HEADER].strip()
    if not given or len(given) > LONGEST or not given.isprintable():
        raise InvalidRequest(HEADER, f"The header {HEADER} must have 1 to {LONGEST} printable characters")
    key = await dialect_of(request.scope).key(request)
    digest = hashlib.sha256()
    # What stands in the path counts, not how the path is written: with a slash at its end, or under another name.
    placed = json.dumps({name: str(value) for name, value in request.path_params.items()}, sort_keys=True)
    for part in (request.method, placed, request.url.query):
        digest.update(part.encode() + b"\0")
    digest.update(await request.body())
    body_hash = digest.hexdigest()
    request.scope["state"]["project_id"] = uuid.uuid5(_SPACE, f"{key.id}\n{operation}\n{given}\n{body_hash}").hex

    async def make() -> tuple[int, str]:
        response = await handle()
        return response.status_code, bytes(response.body).decode()

    house = house_of(request)
    keep = house.settings.idempotency_seconds
    status, body = await idempotency.run(house.db, key.id, operation, given, body_hash, make, keep=keep)
    return Response(body, status, media_type="application/json")
