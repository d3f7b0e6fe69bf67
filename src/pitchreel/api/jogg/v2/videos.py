"""/v2: films and previews, and how they are getting on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.desk import At, Desk
from pitchreel.api.jogg.envelope import Envelope
from pitchreel.api.jogg.reading import Filter, Name
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import (
    ordered,
    project_or_promise,
    take_film,
    take_previews,
    take_render,
    take_talk,
    take_template,
)
from pitchreel.api.jogg.v2.answers import (
    NewPreviews,
    NewVideo,
    Preview,
    TemplateVideo,
    Video,
    new_previews,
    new_video,
    preview_answer,
    promised_video,
    template_video_answer,
    video_answer,
)
from pitchreel.api.jogg.v2.bodies import FilmBody, PreviewBody, PreviewsBody, TalkBody, TemplateBody
from pitchreel.api.jogg.v2.paging import Pagination, Slice, asked_slice
from pitchreel.service import addresses, previews, projects
from pitchreel.service.problems import NotFound
from pitchreel.service.rows import ProductRow, ProjectRow

router = new_router("Videos")
VideoId = Annotated[Name, Path()]
PRODUCT_FILMS = ("film", "render")


class Videos(BaseModel):
    """A page of films."""

    videos: list[Video]
    total: int
    page: int
    page_size: int


class Previews(BaseModel):
    """A page of previews."""

    previews: list[Preview]
    total: int
    page: int
    page_size: int


class TemplateVideos(BaseModel):
    """A page of films from templates."""

    data: list[TemplateVideo]
    pagination: Pagination


@router.post("/v2/create_video_from_product", summary="Make a product's film")
@idempotent
async def create_video_from_product(body: FilmBody, desk: At) -> Envelope[NewVideo]:
    """Nested, or flat as in the guides."""
    return desk.say(new_video(await ordered(desk, take_film, body.wish(), dialect="v2"), _done(desk)))


@router.post("/v2/create_video_from_product/preview_list", summary="Make previews in several visual styles")
@idempotent
async def create_previews(body: PreviewsBody, desk: At) -> Envelope[NewPreviews]:
    """Each has its id at once and its small film a little later."""
    row = await ordered(desk, take_previews, body.wish(), dialect="v2")
    ordered_previews = await run_in_threadpool(projects.previews, desk.house.db, row.id)
    return desk.say(new_previews(row, ordered_previews))


@router.post("/v2/create_video_from_product/render_single_preview", summary="Render a preview in full")
@idempotent
async def render_preview(body: PreviewBody, desk: At) -> Envelope[NewVideo]:
    """The same film in its full size; it may be asked for before the small one is there."""
    row = await ordered(desk, take_render, body.preview_id, dialect="v2", webhook_url=body.webhook_url)
    return desk.say(new_video(row, _done(desk)))


@router.get("/v2/product_video/{video_id}", summary="How a product's film is getting on")
def get_product_video(video_id: VideoId, desk: At) -> Envelope[Video]:
    """Ask again until ``status`` is completed or failed."""
    found = project_or_promise(desk, video_id)
    if isinstance(found, ProductRow):
        return desk.say(promised_video(found))
    return desk.say(video_answer(_of_kind(found, video_id, PRODUCT_FILMS), desk.file, _done(desk)))


@router.get("/v2/product_videos", summary="List the product films")
def list_product_videos(
    desk: At,
    page: Filter = "1",
    page_size: Filter = "10",
    status: Filter = "",
    sort_by: Filter = "created_at",
    sort_order: Filter = "desc",
) -> Envelope[Videos]:
    """``status`` 3 is processing, 4 success, 5 failed."""
    found = _slice(desk, asked_slice(page, page_size, status, sort_order), PRODUCT_FILMS)
    videos = [video_answer(row, desk.file, _done(desk)) for row in found.rows]
    return desk.say(Videos(videos=videos, total=found.total, page=found.page, page_size=found.page_size))


@router.get("/v2/product_previews", summary="List the previews")
def list_product_previews(
    desk: At,
    page: Filter = "1",
    page_size: Filter = "10",
    status: Filter = "",
    sort_by: Filter = "created_at",
    sort_order: Filter = "desc",
) -> Envelope[Previews]:
    """``status`` 3 is processing, 4 success, 5 failed."""
    asked = asked_slice(page, page_size, status, sort_order)
    total = previews.count(desk.house.db, desk.key.id, states=asked.states)
    offset, limit = asked.window(total)
    rows = previews.listed(desk.house.db, desk.key.id, states=asked.states, limit=limit, offset=offset) if limit else []
    shown = [
        preview_answer(row, one, desk.file, addresses.preview_url(desk.base, one.token), _done(desk))
        for row, one in (rows[::-1] if asked.ascending else rows)
    ]
    return desk.say(Previews(previews=shown, total=total, page=asked.page, page_size=asked.page_size))


@router.post("/v2/create_video_from_avatar", summary="Make a talking presenter")
@idempotent
async def create_video_from_avatar(body: TalkBody, desk: At) -> Envelope[NewVideo]:
    """Somebody who speaks a script, or a recording."""
    return desk.say(new_video(await ordered(desk, take_talk, body.wish(), dialect="v2"), _done(desk)))


@router.get("/v2/avatar_video/{video_id}", summary="How a talking presenter is getting on")
def get_avatar_video(video_id: VideoId, desk: At) -> Envelope[Video]:
    """Ask again until ``status`` is completed or failed."""
    return desk.say(video_answer(_find(desk, video_id, ("talk",)), desk.file, _done(desk), waits=True))


@router.post("/v2/create_video_with_template", summary="Make a film from a template and values")
@idempotent
async def create_video_with_template(body: TemplateBody, desk: At) -> Envelope[NewVideo]:
    """The variables of a template are in the list of templates."""
    return desk.say(new_video(await ordered(desk, take_template, body.wish(), dialect="v2"), _done(desk)))


@router.get("/v2/template_video/{video_id}", summary="How a film from a template is getting on")
def get_template_video(video_id: VideoId, desk: At) -> Envelope[TemplateVideo]:
    """Ask again until ``status`` is completed or failed."""
    return desk.say(template_video_answer(_find(desk, video_id, ("template",)), desk.file, _done(desk)))


@router.get("/v2/template_videos", summary="List the films from templates")
def list_template_videos(
    desk: At, page: Filter = "1", page_size: Filter = "10", status: Filter = "", sort_order: Filter = "desc"
) -> Envelope[TemplateVideos]:
    """Newest first."""
    found = _slice(desk, asked_slice(page, page_size, status, sort_order), ("template",))
    videos = [template_video_answer(row, desk.file, _done(desk)) for row in found.rows]
    return desk.say(TemplateVideos(data=videos, pagination=found.pagination))


def _done(desk: Desk) -> str:
    return desk.house.settings.jogg_done_word


def _find(desk: Desk, video_id: str, kinds: tuple[str, ...]) -> ProjectRow:
    return _of_kind(projects.find(desk.house.db, desk.key.id, video_id), video_id, kinds)


def _of_kind(row: ProjectRow, video_id: str, kinds: tuple[str, ...]) -> ProjectRow:
    if row.kind not in kinds:
        raise NotFound(f"There is no such video {video_id[:80]!r}", "It was ordered by another operation")
    return row


def _slice(desk: Desk, asked: Slice, kinds: tuple[str, ...]) -> Slice:
    """The page that was asked for, with its rows."""
    db, key_id = desk.house.db, desk.key.id
    total = projects.count(db, key_id, kinds=kinds, states=asked.states, drafts=False)
    offset, limit = asked.window(total)
    if not limit:
        return asked.filled([], total)
    rows = projects.listed(db, key_id, kinds=kinds, states=asked.states, limit=limit, offset=offset, drafts=False)
    return asked.filled(rows, total)
