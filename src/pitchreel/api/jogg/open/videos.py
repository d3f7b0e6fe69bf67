"""/open: films, and how they are getting on."""

from __future__ import annotations

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.answers import FileUrl, ProjectId, order_answer, project_answer, promised_answer
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope, Told
from pitchreel.api.jogg.open.bodies import RenderBody, TalkBody
from pitchreel.api.jogg.parts import required
from pitchreel.api.jogg.reading import Filter
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import ordered, project_or_promise, take_film, take_talk, take_template
from pitchreel.api.jogg.v1.bodies import TextBody
from pitchreel.api.jogg.wire import RATIO_NUMBERS
from pitchreel.service.order import Order
from pitchreel.service.rows import ProductRow, ProjectRow

router = new_router("Videos")


class NewProject(Told):
    """What was ordered."""

    prj_id: str


class ProjectInfo(Told):
    """A project and its film. ``status`` and ``step``: 1 start, 2 waiting, 3 processing, 4 success, 5 failed."""

    id: str
    title: str
    progress: int
    progress_desc: str
    aspect_ratio: int
    step: int
    status: int
    err_msg: str
    video_path: str
    video_duration: int
    video_url: str
    cover_path: str
    cover_url: str
    workspace_index: int
    template_id: int
    template_type: str
    index_template_id: int
    person_id: int
    placeholder_cover_url: str
    created_at: int
    updated_at: int


@router.post("/open/project/render", summary="Make a product's film")
@idempotent
async def render_project(body: RenderBody, desk: At) -> Envelope[ProjectId]:
    """By ``project_id``, which becomes the film; or by ``product_id``, and the answer says which project it is."""
    promised = body.project_id is not None
    return desk.say(order_answer(await ordered(desk, take_film, body.wish(), dialect="open", promised=promised)))


@router.post("/open/render", summary="Make a film from a template and values")
@idempotent
async def render_template(body: TextBody, desk: At) -> Envelope[NewProject]:
    """``text`` is spoken."""
    row = await ordered(desk, take_template, body.wish(), dialect="open")
    return desk.say(NewProject(prj_id=row.id, warnings=row.warnings))


@router.post("/open/render/talking_avatar", summary="Make a talking presenter")
@idempotent
async def render_talking_avatar(body: TalkBody, desk: At) -> Envelope[NewProject]:
    """Somebody who speaks ``script``, or the recording of ``audio_script``."""
    row = await ordered(desk, take_talk, body.wish(), dialect="open")
    return desk.say(NewProject(prj_id=row.id, warnings=row.warnings))


@router.get("/open/prj_info", summary="How a project is getting on")
def get_project(desk: At, project_id: Filter = "") -> Envelope[ProjectInfo]:
    """Ask again until ``status`` is 4 or 5."""
    if not project_id:
        raise required("project_id")
    found = project_or_promise(desk, project_id)
    return desk.say(promise_info(found) if isinstance(found, ProductRow) else project_info(found, desk.file))


def project_info(row: ProjectRow, file_url: FileUrl) -> ProjectInfo:
    """A project as the oldest form shows it."""
    shown = project_answer(row, file_url)
    order = row.wishes
    return ProjectInfo(
        id=row.id,
        title=row.name,
        progress=100 if row.state in ("ready", "done") else min(99, int(row.progress * 100)),
        progress_desc=shown.status_desc,
        aspect_ratio=RATIO_NUMBERS[order.brief.ratio],
        step=shown.status_code,
        status=shown.status_code,
        err_msg=row.error,
        video_path=_path(row.result.get("video")),
        video_duration=shown.video_duration,
        video_url=shown.video_url,
        cover_path=_path(row.result.get("cover")),
        cover_url=shown.cover_url,
        workspace_index=0,
        template_id=_asked_number(order, "template"),
        template_type="common",
        index_template_id=_asked_number(order, "template"),
        person_id=_asked_number(order, "avatar"),
        placeholder_cover_url=shown.cover_url,
        created_at=int(row.created),
        updated_at=int(row.updated),
        warnings=row.warnings,
    )


def promise_info(product: ProductRow) -> ProjectInfo:
    """A project that was promised with its product and not ordered yet."""
    shown = promised_answer(product)
    return ProjectInfo(
        id=shown.id,
        title=shown.title,
        progress=0,
        progress_desc=shown.status_desc,
        aspect_ratio=0,
        step=shown.status_code,
        status=shown.status_code,
        err_msg="",
        video_path="",
        video_duration=0,
        video_url="",
        cover_path="",
        cover_url="",
        workspace_index=0,
        template_id=0,
        template_type="common",
        index_template_id=0,
        person_id=0,
        placeholder_cover_url="",
        created_at=shown.created_at,
        updated_at=int(product.updated),
    )


def _path(blob: str | None) -> str:
    return f"files/{blob}" if blob else ""


def _asked_number(order: Order, name: str) -> int:
    said = str(order.asked.get(name, ""))
    return int(said) if said.isdecimal() else 0
