"""Videos: films of a link, made at once or by way of previews."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from pitchreel.api.addresses import base_of
from pitchreel.api.auth import CreatifyKey
from pitchreel.api.creatify import costs
from pitchreel.api.creatify.answers import KINDS, RENDERED, length_of, own_script_of, rendered_of, told_link, video_of
from pitchreel.api.creatify.bodies import form_body
from pitchreel.api.creatify.catalogues import own_persona
from pitchreel.api.creatify.links import LISTED_AT_MOST
from pitchreel.api.creatify.orders import DIALECT, Names, film_order, previews_order
from pitchreel.api.creatify.paging import Ids, read_ids
from pitchreel.api.creatify.patience import Patience
from pitchreel.api.creatify.requests import PreviewListRequest, RenderRequest, VideoRequest
from pitchreel.api.creatify.routes import Router
from pitchreel.api.creatify.shapes import Video
from pitchreel.api.house import House, HouseOf
from pitchreel.api.idempotent import idempotent, project_id
from pitchreel.config import Settings
from pitchreel.service import credits, endpoints, presenters, previews, products, projects
from pitchreel.service.marks import mark, marks_of
from pitchreel.service.order import Order
from pitchreel.service.problems import InvalidRequest, NotFound, NotReady
from pitchreel.service.rows import ProjectRow

router = Router()
PREVIEWED = "previewed"
"""Marks a film whose caller asked for a preview of it, and who will ask for its render as well."""


@router.post("/api/link_to_videos/", summary="Make a video of a link", openapi_extra=form_body(VideoRequest))
@idempotent
async def create_video(request: Request, asked: VideoRequest, house: HouseOf, key: CreatifyKey) -> Video:
    """Makes the film without a preview. Five credits per started 30 seconds."""
    row = await _order(request, house, key.id, asked, Patience(), film_order, costs.direct)
    return (await _shown(request, house, row)).model_copy(update={"status": "pending"})


@router.get("/api/link_to_videos/", summary="List videos")
def list_videos(request: Request, house: HouseOf, key: CreatifyKey, ids: Ids = None) -> list[Video]:
    """The videos with these ids, or the newest hundred."""
    rows = projects.listed(house.db, key.id, kinds=KINDS, ids=read_ids(ids), limit=LISTED_AT_MOST, drafts=False)
    base = base_of(request)
    return [_video(house, row, base) for row in rows if row.kind in KINDS]


@router.post("/api/link_to_videos/preview/", summary="Preview a video", openapi_extra=form_body(VideoRequest))
@idempotent
async def create_preview(request: Request, asked: VideoRequest, house: HouseOf, key: CreatifyKey) -> Video:
    """Makes one small film and answers with its page in ``preview``; one that takes long answers without it.

    One credit per started 30 seconds.
    """
    patience = Patience()
    row = await _order(request, house, key.id, asked, patience, previews_order, costs.previews)
    return await _shown(request, house, await house.jobs.wait(row, patience.of(house.settings.creatify_seconds)))


@router.post(
    "/api/link_to_videos/preview_list_async/",
    summary="Preview a video in several styles",
    openapi_extra=form_body(PreviewListRequest),
)
@idempotent
async def create_previews(request: Request, asked: PreviewListRequest, house: HouseOf, key: CreatifyKey) -> Video:
    """Makes one small film for each style. One credit per started 30 seconds, whatever the number of styles."""
    row = await _order(request, house, key.id, asked, Patience(), previews_order, costs.previews)
    return await _shown(request, house, row)


# The reference spells it so as well.
router.post("/api/link_to_videos/preview_list_aysnc/", include_in_schema=False)(create_previews)


@router.get("/api/link_to_videos/{id}/", summary="Get a video")
async def get_video(request: Request, id: UUID, house: HouseOf, key: CreatifyKey) -> Video:
    """A video, its previews and how far it is."""
    return await _shown(request, house, await _find(house, key.id, id))


@router.post("/api/link_to_videos/{id}/render/", summary="Render the preview")
@idempotent
async def render(request: Request, id: UUID, house: HouseOf, key: CreatifyKey) -> Video:
    """Makes the previewed film in full. Four credits per started 30 seconds; 400 while there is no preview.

    A film that is made without previews is rendered anyway: once generate_preview was called, this answers with it.
    """
    row = await _find(house, key.id, id)
    if row.kind == "film" and PREVIEWED in marks_of(row):
        return await _shown(request, house, row)
    previews = await run_in_threadpool(projects.previews, house.db, row.id)
    ready = next((preview for preview in previews if preview.state == "ready"), None)
    if ready is None:
        raise NotReady("There is no preview to render yet", "Ask for a preview, and wait until it is there")
    return await _render(request, house, key.id, row, ready.id)


@router.post(
    "/api/link_to_videos/{id}/render_single_preview/",
    summary="Render one of the previews",
    openapi_extra=form_body(RenderRequest),
)
@idempotent
async def render_single_preview(
    request: Request, id: UUID, asked: RenderRequest, house: HouseOf, key: CreatifyKey
) -> Video:
    """Makes the chosen preview in full, under the same id. Four credits per started 30 seconds.

    A preview that is being made in full, or that was made so last, is answered as it is and costs nothing.
    """
    row = await _find(house, key.id, id)
    previews = await run_in_threadpool(projects.previews, house.db, row.id)
    if all(preview.id != asked.media_job.hex for preview in previews):
        raise NotFound("There is no such preview in this video")
    return await _render(request, house, key.id, row, asked.media_job.hex)


@router.post("/api/link_to_videos/{id}/generate_preview/", summary="Ask for a preview of a video")
async def generate_preview(request: Request, id: UUID, house: HouseOf, key: CreatifyKey) -> Video:
    """Answers with the video and the preview that it has; nothing is made anew and nothing is charged."""
    row = await _find(house, key.id, id)
    if row.kind == "film":
        row = await run_in_threadpool(mark, house.db, key.id, row.id, **{PREVIEWED: True})
    return await _shown(request, house, row)


async def _order(
    request: Request,
    house: House,
    key_id: int,
    asked: VideoRequest,
    patience: Patience,
    order_of: Callable[..., Order],
    cost_of: Callable[[float], int],
) -> ProjectRow:
    """Takes a request in: everything that can be wrong with it is found before anything is stored or charged."""

    def understand() -> Order:
        settings = house.settings
        _check(asked, settings)
        product = products.find(house.db, key_id, str(asked.link))
        own = own_persona(house, key_id, asked.override_avatar) if asked.override_avatar else None
        if own and own.state != "done":
            why = f"could not be made. {own.error}" if own.state == "failed" else "is not made yet"
            raise InvalidRequest("override_avatar", f"This persona {why}".rstrip(" ."))
        names = Names(strict=settings.strict_names)
        order = order_of(asked, names, product=product.id, presenter=own.id if own else None, base=base_of(request))
        if asked.override_avatar_by_image and not _is_ordered(house, key_id, project_id(request)):
            credits.check(house.db, key_id, cost_of(_seconds(order)), order.kind)
        return order

    order = await run_in_threadpool(understand)
    if asked.override_avatar_by_image:
        presenter = await _from_image(house, key_id, asked.override_avatar_by_image, order.base, patience)
        order = order.model_copy(update={"presenter": presenter})
    row = await run_in_threadpool(
        projects.order,
        house.db,
        key_id,
        order,
        cost=cost_of(_seconds(order)),
        dialect=DIALECT,
        project_id=project_id(request),
    )
    await house.jobs.submit(row)
    return row


def _seconds(order: Order) -> float:
    return costs.ordered_seconds(order.brief.length, order.brief.script)


def _is_ordered(house: House, key_id: int, promised: str | None) -> bool:
    """Whether what an Idempotency-Key promised is ordered already, and so paid."""
    if promised is None:
        return False
    with suppress(NotFound):
        projects.find(house.db, key_id, promised)
        return True
    return False


def _check(asked: VideoRequest, settings: Settings) -> None:
    """What is wrong with a request beyond its single fields; raises InvalidRequest."""
    if asked.override_avatar and asked.override_avatar_by_image:
        raise InvalidRequest("override_avatar_by_image", "This field and override_avatar exclude each other")
    most = settings.script_characters
    if len(asked.override_script or "") > most:
        raise InvalidRequest("override_script", f"Ensure this field has no more than {most} characters")
    if asked.webhook_url:
        endpoints.check_url(asked.webhook_url, settings=settings, field="webhook_url", https=False)


async def _from_image(house: House, key_id: int, address: str, base: str, patience: Patience) -> int:
    """The row of the presenter that a photograph becomes; one that was made of it before is taken again.

    Raises InvalidRequest when no presenter can be made of it.
    """
    row, making = await run_in_threadpool(
        presenters.of_source, house.db, key_id, name="From a photograph", source=address, dialect=DIALECT, base=base
    )
    if making is None:
        return row.id
    project = await house.jobs.submit_read(making, patience.of(house.settings.read_seconds))
    if project.state != "done":
        why = project.error or "It could not be looked at in time."
        raise InvalidRequest("override_avatar_by_image", why)
    return row.id


async def _render(request: Request, house: House, key_id: int, row: ProjectRow, preview_id: str) -> Video:
    small, _ = await run_in_threadpool(previews.own, house.db, key_id, preview_id)
    duration = float(small.result.get("duration") or 0.0)
    taken = await run_in_threadpool(
        previews.render,
        house.db,
        key_id,
        preview_id,
        cost=costs.render(costs.made_seconds(length_of(row), own_script_of(row), duration)),
        dialect=DIALECT,
        into=row.id,
        marks=lambda before: {RENDERED: rendered_of(before)},
    )
    await house.jobs.submit(taken)
    return await _shown(request, house, taken)


async def _find(house: House, key_id: int, id: UUID) -> ProjectRow:
    row = await run_in_threadpool(projects.find, house.db, key_id, id.hex)
    if row.kind not in KINDS:
        raise NotFound("There is no video with this id")
    return row


async def _shown(request: Request, house: House, row: ProjectRow) -> Video:
    return await run_in_threadpool(_video, house, row, base_of(request))


def _video(house: House, row: ProjectRow, base: str) -> Video:
    product = None
    if row.product_id is not None and not told_link(row):
        product = products.known(house.db, row.product_id)
    return video_of(row, projects.previews(house.db, row.id), base, product)
