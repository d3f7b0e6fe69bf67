"""Shares: a finished film behind an address that ends: a page to look at, and the film itself. No key is needed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.datastructures import URL

from pitchreel.api import pages
from pitchreel.api.files import serve_blob
from pitchreel.api.house import House, HouseOf
from pitchreel.service import projects, shares
from pitchreel.service.problems import NotFound

router = APIRouter(include_in_schema=False)

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; media-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


@router.api_route("/share/{project}", methods=["GET", "HEAD"])
def share_page(project: str, request: Request, house: HouseOf, token: str = "") -> Response:
    """The page: the film, playing and to be saved."""
    name = _shared(house, project, token)[0]
    film = URL(path=f"/share/{project}/film", query=request.url.query)
    return pages.page("share.html", SAFE, name=name, film=str(film))


@router.api_route("/share/{project}/film", methods=["GET", "HEAD"])
def share_film(project: str, request: Request, house: HouseOf, token: str = "") -> Response:
    """The film, in ranges; a browser keeps none of it, because the link ends."""
    return serve_blob(request, house, _shared(house, project, token)[1], cache="no-store")


def _shared(house: House, project: str, token: str) -> tuple[str, str]:
    """The name of a shared project and its film's blob; raises NotFound for a link that is wrong or has ended."""
    row = projects.known(house.db, project) if shares.holds(house.db, project, token, house.settings) else None
    if row is None or row.state != "done" or "video" not in row.result:
        raise NotFound("There is no such film, or the link has ended", "Ask whoever sent it for another one")
    return row.name or "Film", row.result["video"]
