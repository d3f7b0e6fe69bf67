"""Pages: the few pages of the server, from files of the package; nothing in them comes from elsewhere."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Template

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from pitchreel import __version__
from pitchreel.service.problems import NotFound

router = APIRouter(include_in_schema=False)

STATIC = {
    "docs.js": "text/javascript; charset=utf-8",
    "favicon.svg": "image/svg+xml",
    "page.css": "text/css; charset=utf-8",
    "preview.css": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}
"""The files that pages use, and their types."""


def page(name: str, headers: Mapping[str, str], /, **values: str) -> Response:
    """A page with its values put in as text."""
    escaped = {key: html.escape(value) for key, value in values.items()}
    return HTMLResponse(Template(_read(name).decode()).substitute(escaped), headers=dict(headers))


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file that the pages use."""
    if name not in STATIC:
        raise NotFound("There is no such file")
    headers = {"Cache-Control": "public, max-age=86400", "ETag": f'"{__version__}"'}
    return Response(_read(name), headers=headers, media_type=STATIC[name])


@router.get("/favicon.ico")
def favicon() -> Response:
    """What browsers ask for by themselves."""
    return static("favicon.svg")


@cache
def _read(name: str) -> bytes:
    return (resources.files("pitchreel.api") / "static" / name).read_bytes()
