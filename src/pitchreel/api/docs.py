"""Docs: one interactive page for each dialect, from the package itself: no address outside this server is asked."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from pitchreel import __version__
from pitchreel.api import pages
from pitchreel.api.addresses import base_of
from pitchreel.api.dialects import DIALECTS, Dialect
from pitchreel.service.problems import NotFound

router = APIRouter(include_in_schema=False)

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}


@router.api_route("/", methods=["GET", "HEAD"])
def index(request: Request) -> Response:
    """What speaks here, and where."""
    return pages.page("index.html", SAFE, version=__version__, base=base_of(request))


@router.api_route("/docs", methods=["GET", "HEAD"])
def docs_index(request: Request) -> Response:
    """The same page: it links each dialect's."""
    return index(request)


@router.api_route("/docs/{name}", methods=["GET", "HEAD"])
def docs_page(name: str) -> Response:
    """A dialect's operations, to read and to try."""
    dialect = _named(name)
    return pages.page("docs.html", SAFE, title=dialect.title, document=f"/openapi/{dialect.name}.json")


@router.get("/openapi/{name}.json")
def document(name: str, request: Request) -> JSONResponse:
    """A dialect's OpenAPI document."""
    return JSONResponse({**schema(_named(name)), "servers": [{"url": base_of(request)}]})


@cache
def schema(dialect: Dialect) -> dict[str, Any]:
    """The OpenAPI document over a dialect's routes, put together once, as that takes a second; not to be changed."""
    return dialect.describe(
        get_openapi(
            title=f"Pitchreel: {dialect.title}",
            version=__version__,
            description=dialect.summary,
            routes=dialect.router.routes,
        )
    )


def _named(name: str) -> Dialect:
    for dialect in DIALECTS:
        if dialect.name == name:
            return dialect
    raise NotFound(f"There is no documentation called {name[:40]!r}", f"One of: {', '.join(d.name for d in DIALECTS)}")
