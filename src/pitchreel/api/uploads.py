"""Uploads: the bytes of an asset, sent to its signed address as they are or as one part of a form.

The address is the key: other headers, an API key among them, are passed over.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

import anyio
import anyio.from_thread
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.types import Message

from pitchreel.api.house import House, house_of
from pitchreel.config import Settings
from pitchreel.errors import InvalidRequest, TooLarge
from pitchreel.service import assets
from pitchreel.storage.blobs import PIECE

router = APIRouter(include_in_schema=False)

_HANDS = anyio.CapacityLimiter(16)
"""Threads that store what comes in; apart from all other requests', which slow senders must not keep waiting."""
FRAMING = 100_000
"""Bytes that a form may have around its file."""


@router.put("/upload/{asset_id}")
@router.post("/upload/{asset_id}")
async def receive(asset_id: str, request: Request, token: str = "") -> dict[str, Any]:
    """Take an asset's bytes, once or again while its address is good."""
    house = house_of(request)
    await run_in_threadpool(assets.check_token, house.db, asset_id, token, house.settings)
    limit = largest(house.settings)
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or len(length) > 15 or int(length) > limit + FRAMING:
        raise _too_large(limit)
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        await _receive_form(house, asset_id, _Limited(request, limit + FRAMING))
    else:
        await _store(house, asset_id, _handed_over(_Limited(request, limit).stream()))
    return {"rid": request.state.rid, "code": 0, "msg": "success"}


def largest(settings: Settings) -> int:
    """Bytes of the largest upload of any kind."""
    return max(settings.upload_picture_bytes, settings.upload_clip_bytes, settings.upload_sound_bytes)


async def _receive_form(house: House, asset_id: str, request: Request) -> None:
    # The parser keeps a part in memory up to 1 MB and in a file without a name beyond.
    async with request.form(max_files=1, max_fields=20) as form:
        files = [part for part in form.values() if isinstance(part, UploadFile)]
        if len(files) != 1:
            raise InvalidRequest("file", "The form holds no file", "Send the file itself, or a form with one file")
        await _store(house, asset_id, iter(lambda: files[0].file.read(PIECE), b""))


async def _store(house: House, asset_id: str, pieces: Iterator[bytes]) -> None:
    store = partial(assets.receive, house.db, house.blobs, asset_id, pieces, house.settings)
    await anyio.to_thread.run_sync(store, limiter=_HANDS)


def _handed_over(stream: AsyncIterator[bytes]) -> Iterator[bytes]:
    """What comes in, for the thread that stores it."""
    while (piece := anyio.from_thread.run(_next, stream)) is not None:
        yield piece


async def _next(stream: AsyncIterator[bytes]) -> bytes | None:
    return await anext(stream, None)


class _Limited(Request):
    """The same request, whose body ends in an error when it is too large."""

    def __init__(self, request: Request, limit: int) -> None:
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message = await request.receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise _too_large(limit)
            return message

        super().__init__(request.scope, receive_counted)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The file is larger than {limit // 1_000_000} MB", "Send a smaller one")
