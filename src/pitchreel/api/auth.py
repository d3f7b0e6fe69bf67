"""Auth: who sends a request, told by a key in its headers; never by one in its address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader
from starlette.concurrency import run_in_threadpool

from pitchreel.api.house import house_of
from pitchreel.service import keys
from pitchreel.service.keys import Key
from pitchreel.service.problems import Forbidden

_JOGG = APIKeyHeader(name="x-api-key", scheme_name="api_key", auto_error=False)
_CREATIFY_ID = APIKeyHeader(name="X-API-ID", scheme_name="X-API-ID", auto_error=False)
_CREATIFY_KEY = APIKeyHeader(name="X-API-KEY", scheme_name="X-API-KEY", auto_error=False)


async def jogg_key(request: Request, x_api_key: Annotated[str | None, Security(_JOGG)] = None) -> Key:
    """Who sends this, by x-api-key. Raises Forbidden, TooManyRequests."""
    given = x_api_key or request.headers.get("x-api-key", "")
    return await _known(request, given.strip(), None, "Send the api_key of `pitchreel keys create` as x-api-key")


async def creatify_key(
    request: Request,
    x_api_id: Annotated[str | None, Security(_CREATIFY_ID)] = None,
    x_api_key: Annotated[str | None, Security(_CREATIFY_KEY)] = None,
) -> Key:
    """Who sends this, by X-API-ID and X-API-KEY, or by the key alone as a Bearer. Raises Forbidden, TooManyRequests."""
    hint = "Send the api_id and api_key of `pitchreel keys create` as X-API-ID and X-API-KEY"
    given = x_api_key or request.headers.get("x-api-key", "")
    if given:
        return await _known(request, given.strip(), (x_api_id or request.headers.get("x-api-id", "")).strip(), hint)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return await _known(request, token.strip() if scheme.lower() == "bearer" else "", None, hint)


async def _known(request: Request, api_key: str, api_id: str | None, hint: str) -> Key:
    state = request.scope.setdefault("state", {})
    if isinstance(known := state.get("key"), Key):
        return known
    house = house_of(request)
    found = keys.remembered(house.db, api_key=api_key, api_id=api_id) if api_key else None
    if found is None and api_key:
        found = await run_in_threadpool(keys.check, house.db, api_key=api_key, api_id=api_id)
    if found is None:
        raise Forbidden("The API key is missing or not known here", hint)
    state["key"] = found
    if house.limiter.per_minute and request.method == "POST":
        left = house.limiter.take(found.id)
        state.setdefault("answer_headers", []).append((b"x-ratelimit-remaining", str(left).encode()))
    return found


JoggKey = Annotated[Key, Depends(jogg_key)]
"""Parameter of an endpoint: who sends this, in JoggAI's way."""
CreatifyKey = Annotated[Key, Depends(creatify_key)]
"""The same in Creatify's way."""
