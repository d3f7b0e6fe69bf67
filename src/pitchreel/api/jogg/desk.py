"""Desk: where one request of this dialect is worked on: who sent it, what it may use, how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from pitchreel.api.addresses import base_of
from pitchreel.api.auth import JoggKey
from pitchreel.api.house import House, house_of
from pitchreel.api.idempotent import project_id
from pitchreel.api.jogg.envelope import Envelope, Plain
from pitchreel.service import addresses
from pitchreel.service.keys import Key

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """A request that was let in."""

    house: House
    key: Key
    rid: str
    base: str
    """How the caller reached the server: ``https://host[:port]``."""
    promised: str | None
    """The id of the project that this request orders, where an Idempotency-Key fixes it beforehand."""

    def say(self, data: T) -> Envelope[T]:
        """The answer of an operation that went well."""
        return Envelope(rid=self.rid, data=data)

    def done(self) -> Plain:
        """The same where there is nothing to tell."""
        return Plain(rid=self.rid)

    def file(self, blob: str | None) -> str:
        """The address of a stored file; empty for none."""
        return addresses.file_url(self.base, blob) if blob else ""

    def here(self, path: str) -> str:
        """The address of a path of this server; empty for none."""
        return f"{self.base}{path}" if path else ""


async def desk_of(request: Request, key: JoggKey) -> Desk:
    """The desk of a request; its key was checked. Nothing here blocks, so no thread is taken for it."""
    return Desk(house_of(request), key, request.state.rid, base_of(request), project_id(request))


At = Annotated[Desk, Depends(desk_of)]
"""Parameter of an endpoint: the desk that the request is worked on at."""
