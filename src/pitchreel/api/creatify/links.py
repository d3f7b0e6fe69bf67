"""Links: product pages read, products told, both changed and listed."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from pitchreel.api.addresses import base_of
from pitchreel.api.auth import CreatifyKey
from pitchreel.api.creatify import costs
from pitchreel.api.creatify.answers import CLIP, PICTURE, UNTITLED, inner_link_of, link_of
from pitchreel.api.creatify.bodies import form_body
from pitchreel.api.creatify.orders import DIALECT
from pitchreel.api.creatify.paging import AskedPage, Ids, Paged, paged, read_ids
from pitchreel.api.creatify.patience import Patience
from pitchreel.api.creatify.problems import FEW_MEDIA, NO_MEDIA, Listed, unread_page
from pitchreel.api.creatify.requests import LinkChange, LinkParams, LinkRequest
from pitchreel.api.creatify.routes import Router
from pitchreel.api.creatify.shapes import InnerLink, Link
from pitchreel.api.house import House, HouseOf
from pitchreel.api.idempotent import idempotent, project_id
from pitchreel.errors import NoMedia
from pitchreel.service import credits, products, projects
from pitchreel.service.products import UNLISTED, Facts, MediaGiven
from pitchreel.service.rows import ProductRow, ProjectRow

router = Router()
FEWEST_PICTURES = 3
"""Pictures that a product without a clip needs when it is told rather than read."""
LISTED_AT_MOST = 100


@router.post("/api/links/", summary="Read a product page", openapi_extra=form_body(LinkRequest))
@idempotent
async def create_link(request: Request, asked: LinkRequest, house: HouseOf, key: CreatifyKey) -> Link:
    """Reads the page before it answers. One credit, given back when no ad can come of the page."""
    promised = project_id(request)
    base = base_of(request)
    ticket, row = await read_page(house, key.id, asked.url, Patience(), cost=costs.LINK, promised=promised, base=base)
    if not row.media:
        await run_in_threadpool(_forget, house, ticket, row)
        raise Listed(NO_MEDIA)
    return link_of(row)


@router.post(
    "/api/links/link_with_params/", summary="Tell a product without its page", openapi_extra=form_body(LinkParams)
)
@idempotent
def create_link_with_params(request: Request, asked: LinkParams, house: HouseOf, key: CreatifyKey) -> Link:
    """Keeps what is told, unseen: pictures and clips are looked at when a film is made. One credit."""
    told = facts_of(asked, None)
    kinds = [item.type for item in told.media or ()]
    if CLIP not in kinds and len(kinds) < FEWEST_PICTURES:
        raise Listed(FEW_MEDIA)
    named = told.model_copy(update={"name": told.name or _title_of(asked.description or "")})
    row = products.from_facts(house.db, key.id, named, cost=costs.LINK, promised=project_id(request))
    return link_of(row)


@router.get("/api/links/", summary="List links")
def list_links(house: HouseOf, key: CreatifyKey, asked: AskedPage, ids: Ids = None) -> list[Link]:
    """The links with these ids, or the newest hundred."""
    wanted = read_ids(ids)
    limit = asked.size if asked.given else LISTED_AT_MOST
    rows = products.listed(house.db, key.id, refs=wanted, limit=limit, offset=asked.offset)
    return [link_of(row) for row in rows if is_link(row)]


@router.get("/api/links/paginated/", summary="List links page by page")
def page_links(request: Request, house: HouseOf, key: CreatifyKey, asked: AskedPage) -> Paged[Link]:
    """One page of all links, newest first."""
    rows = products.listed(house.db, key.id, limit=asked.size, offset=asked.offset)
    return paged(request, asked, [link_of(row) for row in rows], products.count(house.db, key.id))


@router.get("/api/links/{id}/", summary="Get a link")
def get_link(id: UUID, house: HouseOf, key: CreatifyKey) -> Link:
    """A link by its id, or by that of the product inside it."""
    return link_of(products.find(house.db, key.id, str(id)))


@router.put("/api/links/{id}/", summary="Change a link", openapi_extra=form_body(LinkChange))
def change_link(id: UUID, asked: LinkChange, house: HouseOf, key: CreatifyKey) -> InnerLink:
    """Puts what is sent over what is known; what is left out stays, and a title is never emptied.

    Answers with the product inside the link; 400 where neither a picture nor a clip would be left.
    """
    row = products.find(house.db, key.id, str(id))
    facts = facts_of(asked, row)
    if facts.media == ():
        raise Listed(NO_MEDIA)
    return inner_link_of(products.change(house.db, key.id, row.id, facts))


@router.patch("/api/links/{id}/", summary="Change a link", openapi_extra=form_body(LinkChange))
def patch_link(id: UUID, asked: LinkChange, house: HouseOf, key: CreatifyKey) -> InnerLink:
    """The same as PUT."""
    return change_link(id, asked, house, key)


async def read_page(
    house: House, key_id: int, url: str, patience: Patience, *, cost: float, promised: str | None, base: str = ""
) -> tuple[ProjectRow, ProductRow]:
    """The ticket and the product of a page, read now; raises what this dialect answers to a page that is not read."""
    ticket = await run_in_threadpool(
        products.read, house.db, key_id, url, dialect=DIALECT, base=base, cost=cost, promised=promised
    )
    ticket = await house.jobs.submit_read(ticket, patience.of(house.settings.read_seconds))
    if ticket.state == "done" and ticket.product_id is not None:
        return ticket, await run_in_threadpool(products.known, house.db, ticket.product_id)
    if not ticket.over:
        await run_in_threadpool(projects.cancel, house.db, key_id, ticket.id)
        await house.jobs.cancel(ticket)
    raise Listed(NO_MEDIA) if ticket.error_code == NoMedia.code else unread_page(url)


def unlist(house: House, row: ProductRow) -> ProductRow:
    """Keep a product out of the list of links; it stays what films and scripts are made of."""
    return products.change(house.db, row.key_id, row.id, Facts(extra=UNLISTED))


def is_link(row: ProductRow) -> bool:
    """Whether a product is one of the caller's links."""
    return not row.extra.get("unlisted")


def _forget(house: House, ticket: ProjectRow, row: ProductRow) -> None:
    with house.db.begin() as conn:
        credits.give_back(conn, ticket.id)
    unlist(house, row)


def facts_of(asked: LinkParams | LinkChange, row: ProductRow | None) -> Facts:
    """What a request says of a product; the pictures or clips that it leaves out stay as they are in ``row``."""
    said = asked.model_fields_set
    facts: dict[str, object] = {
        ours: getattr(asked, theirs) or ""
        for theirs, ours in (
            ("url", "url"),
            ("title", "name"),
            ("description", "description"),
            ("logo_url", "logo_url"),
        )
        if theirs in said
    }
    if "reviews" in said:
        facts["reviews"] = asked.reviews or []
    if "ai_summary" in said:
        facts["extra"] = {"ai_summary": asked.ai_summary or ""}
    if (media := _media_of(asked, row)) is not None:
        facts["media"] = media
    if row is not None and not (asked.title or "").strip():
        facts.pop("name", None)
    return Facts.model_validate(facts)


def _media_of(asked: LinkParams | LinkChange, row: ProductRow | None) -> tuple[MediaGiven, ...] | None:
    given = getattr(asked, "media", None)
    if given is not None:
        named = [item for item in given if item.url.strip()]
        return tuple(MediaGiven(type=CLIP if item.is_clip else PICTURE, url=item.url.strip()) for item in named)
    lists = {PICTURE: asked.image_urls, CLIP: asked.video_urls}
    if not {"image_urls", "video_urls"} & asked.model_fields_set:
        return None
    media: list[MediaGiven] = []
    known = {str(item.get("url")): MediaGiven.model_validate(item) for item in (row.media if row else ())}
    for kind, urls in lists.items():
        if urls is not None:
            plain = [MediaGiven(type=kind, url=url.strip()) for url in urls if url.strip()]
            media += [known.get(item.url, item).model_copy(update={"type": kind}) for item in plain]
        elif row is not None:
            media += [MediaGiven.model_validate(item) for item in row.media if item.get("type") == kind]
    return tuple(media)


def _title_of(description: str) -> str:
    """A name for a product that was given none: how its description begins, where it has one."""
    first = description.strip().split("\n", 1)[0].split(". ", 1)[0]
    words = first[:60].rsplit(" ", 1)[0] if len(first) > 60 else first
    return words.strip(" .,;:") or UNTITLED
