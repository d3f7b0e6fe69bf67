"""Dialects: whose words a path is answered in. One row for each generation of each service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, NamedTuple, cast

from fastapi import APIRouter, Request, Response
from starlette.types import Scope

from pitchreel.service.keys import Key


class Dialect(NamedTuple):
    """A group of operations below one path. ``module`` has their ``router``, ``words`` the ``answer`` to an error."""

    name: str
    title: str
    prefix: str
    module: str
    words: str
    keyed_by: str
    """The function of ``auth`` that tells who sends a request."""
    summary: str

    @property
    def router(self) -> APIRouter:
        """Its operations."""
        return cast(APIRouter, import_module(self.module).router)

    def answer(self, error: Exception, request: Request) -> Response:
        """An error in the dialect's words."""
        return cast(Response, import_module(self.words).answer(error, request))

    def describe(self, document: dict[str, Any]) -> dict[str, Any]:
        """Its OpenAPI document, from the framework's."""
        tell = getattr(import_module(self.module), "describe", None)
        return cast(dict[str, Any], tell(document)) if tell else document

    async def key(self, request: Request) -> Key:
        """Who sends a request; raises Forbidden, TooManyRequests."""
        ask = cast(Callable[[Any], Awaitable[Key]], getattr(import_module("pitchreel.api.auth"), self.keyed_by))
        return await ask(request)


_JOGG, _CREATIFY = "pitchreel.api.jogg", "pitchreel.api.creatify"
DIALECTS = (
    Dialect("v1", "JoggAI v1", "/v1", f"{_JOGG}.v1", _JOGG, "jogg_key", "Clients written for api.jogg.ai/v1."),
    Dialect("open", "JoggAI open", "/open", f"{_JOGG}.open", _JOGG, "jogg_key", "The older form of the same."),
    Dialect("v2", "JoggAI v2", "/v2", f"{_JOGG}.v2", _JOGG, "jogg_key", "Its second version: product to video."),
    Dialect("creatify", "Creatify", "/api", _CREATIFY, _CREATIFY, "creatify_key", "Creatify's URL to Video."),
)


def find_dialect(path: str) -> Dialect | None:
    """The dialect that a path is answered in, or None for the server's own pages."""
    for dialect in DIALECTS:
        if path == dialect.prefix or path.startswith(f"{dialect.prefix}/"):
            return dialect
    return None


def dialect_of(scope: Scope) -> Dialect:
    """The dialect of a request to one of its operations."""
    found = find_dialect(scope["path"])
    assert found is not None, scope["path"]
    return found
