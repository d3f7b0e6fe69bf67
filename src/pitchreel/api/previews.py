"""Previews: a page for each, which plays it, or shows how far it is; made to be embedded, opened without a key.

These are the only pages that others may frame. A page holds nothing but a small film and its style's name.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from pitchreel.api import pages
from pitchreel.api.house import House, HouseOf
from pitchreel.service import previews, projects
from pitchreel.service.addresses import file_url
from pitchreel.service.rows import CLEANED, PreviewRow

router = APIRouter(include_in_schema=False)

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",
}


@router.api_route("/preview/{token}", methods=["GET", "HEAD"])
def preview_page(token: str, house: HouseOf) -> Response:
    """The page."""
    preview = previews.by_token(house.db, token)
    return pages.page("preview.html", SAFE, style=preview.asked or preview.style, ratio=preview.ratio.replace(":", "x"))


@router.get("/preview/{token}/state")
def preview_state(token: str, house: HouseOf) -> JSONResponse:
    """What the page shows: ``state`` waiting, ready or failed, ``progress`` 0 to 1, ``video``, ``cover``, ``error``."""
    preview = previews.by_token(house.db, token)
    return JSONResponse(_state(preview, house), headers=SAFE)


def _state(preview: PreviewRow, house: House) -> dict[str, Any]:
    if preview.state == "ready":
        # Relative, so that the page's own policy covers them whatever name it was opened under.
        files = {name: file_url("", preview.result[name]) for name in ("video", "cover") if name in preview.result}
        return {"state": "ready", "progress": 1.0} | files
    project = projects.known(house.db, preview.project_id)
    if preview.state in ("failed", CLEANED) or project.state in ("failed", "rejected", "cancelled", "deleted"):
        return {"state": "failed", "error": preview.reason or project.error or "It was not made."}
    return {"state": "waiting", "progress": project.progress}
