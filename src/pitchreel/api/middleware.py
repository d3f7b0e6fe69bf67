"""Middleware: what holds for every request before an operation sees it. Plain ASGI; each a few lines.

Outermost first: Watched (number, log, headers), TrustedHosts, Caught (no stack is ever shown), PlainAddresses,
SmallBodies.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pitchreel.api import problems
from pitchreel.config import Settings
from pitchreel.errors import InvalidRequest
from pitchreel.service.addresses import LOOPBACK, trusts

log = logging.getLogger("pitchreel.api")

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
POLICY = (
    b"content-security-policy",
    b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
)
"""For every answer that has no policy of its own: nothing runs, nothing is loaded, nobody frames it."""

Count = Callable[[str, str, int, float], None]
"""Told of each answer: method, path of the route, status, seconds."""


class Watched:
    """Gives each request its number (``state["rid"]``), adds the headers that all answers have, and logs it.

    The log holds the path of the route, never the path asked for: that may hold what opens a file.
    """

    def __init__(self, app: ASGIApp, count: Count) -> None:
        self._app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        rid = state["rid"] = uuid4().hex
        began, status = time.perf_counter(), 500

        async def send_headed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message.get("headers", []))
                names = {name.lower() for name, _ in headers}
                headers += [(b"x-request-id", rid.encode()), *state.get("answer_headers", [])]
                headers += [pair for pair in (*HEADERS, POLICY) if pair[0] not in names]
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self._app(scope, receive, send_headed)
        finally:
            taken = time.perf_counter() - began
            path = getattr(scope.get("route"), "path", "-")
            self._count(scope["method"], path, status, taken)
            log.info("%s %s %s %d %.0f ms", rid, scope["method"], path, status, taken * 1000)


class TrustedHosts:
    """Lets only requests in that were sent to a name of ours, so that no page can reach us under a name of its own."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        public = urlsplit(settings.public_url).hostname or ""
        self._names = ",".join(filter(None, (*LOOPBACK, public, settings.trusted_hosts)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = [value for name, value in scope["headers"] if name == b"host"]
        host = _hostname(given[0]) if len(given) == 1 else None
        if host is None:
            text = "The request names no host, or one that cannot be read.\n"
            await PlainTextResponse(text, 400)(scope, receive, send)
        elif not trusts(host, self._names):
            text = "This server does not answer to that name. Its operator can add it to PITCHREEL_TRUSTED_HOSTS.\n"
            await PlainTextResponse(text, 421)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _hostname(value: bytes) -> str | None:
    text = value.decode("latin-1")
    if not text or any(letter in text for letter in "/?#@\\ \t,"):
        return None
    try:
        parts = urlsplit(f"//{text}")
        return parts.hostname if parts.port != 0 else None
    except ValueError:
        return None


class Caught:
    """Turns an error that nobody foresaw into the dialect's own answer, and logs it with the request's number."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except Exception:
            if scope["type"] != "http":
                raise
            rid = scope["state"]["rid"]
            log.exception("%s failed", rid)
            if started:
                # Half an answer is out; the broken connection tells the caller.
                raise
            answer = await problems.answer(Request(scope), problems.unexpected(rid))
            await answer(scope, receive, send)


class PlainAddresses:
    """Refuses addresses with a NUL in them: no name here has one, and not every database can be asked for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        if scope["type"] == "http" and ("\0" in scope["path"] or b"%00" in scope["query_string"]):
            error = InvalidRequest("url", "The address holds a character that is no text", "Leave NUL out")
            await (await problems.answer(Request(scope), error))(scope, receive, send)
            return
        await self._app(scope, receive, send)


class SmallBodies:
    """Refuses bodies larger than the limit; ``free`` are the paths that count for themselves."""

    def __init__(self, app: ASGIApp, limit: int, free: tuple[str, ...]) -> None:
        self._app = app
        self._limit = limit
        self._free = free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        if scope["type"] != "http" or scope["path"].startswith(self._free):
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length[:20]) > self._limit:
            await (await self._refusal(scope))(scope, receive, send)
            return
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise HTTPException(413, f"The body is larger than {self._limit} bytes.")
            return message

        await self._app(scope, receive_counted, send)

    async def _refusal(self, scope: Scope) -> Response:
        error = HTTPException(413, f"The body is larger than {self._limit} bytes.")
        return await problems.answer(Request(scope), error)
