"""/v1: films, and how they are getting on."""

from __future__ import annotations

from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.answers import Project, ProjectId, order_answer, project_answer, promised_answer
from pitchreel.api.jogg.desk import At, Desk
from pitchreel.api.jogg.envelope import Envelope, Told
from pitchreel.api.jogg.parts import required
from pitchreel.api.jogg.reading import Filter, Name
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import (
    finished,
    ordered,
    project_or_promise,
    take_film,
    take_scripts,
    take_talk,
    take_template,
)
from pitchreel.api.jogg.v1.bodies import FilmBody, ScriptsBody, TalkBody, TemplateBody, TextBody
from pitchreel.service.rows import ProductRow

router = new_router("Videos")


class WrittenScript(BaseModel):
    """A text, its paragraphs with an empty line between them."""

    script_style: str
    script_paragraphs: str


class WrittenScripts(Told):
    """Texts for one product."""

    generated_scripts: list[WrittenScript]


@router.post("/v1/create_video_from_url", summary="Make a product's film")
@idempotent
async def create_video_from_url(body: FilmBody, desk: At) -> Envelope[ProjectId]:
    """In a visual style, or after a template of the library (``template_id`` 0 is none)."""
    return desk.say(order_answer(await ordered(desk, take_film, body.wish(), dialect="v1")))


@router.post("/v1/preview", summary="Make a small film to look at first")
@idempotent
async def create_preview(body: FilmBody, desk: At) -> Envelope[ProjectId]:
    """The same film at a smaller size and frame rate, for half of the credits."""
    return desk.say(order_answer(await ordered(desk, take_film, body.wish(), dialect="v1", draft=True)))


@router.post("/v1/create_video_from_talking_avatar", summary="Make a talking presenter")
@idempotent
async def create_video_from_talking_avatar(body: TalkBody, desk: At) -> Envelope[ProjectId]:
    """Somebody who speaks ``script``, or the recording at ``audio_url``."""
    return desk.say(order_answer(await ordered(desk, take_talk, body.wish(), dialect="v1")))


@router.post("/v1/create_video_with_template", summary="Make a film from a template and values")
@idempotent
async def create_video_with_template(body: TemplateBody, desk: At) -> Envelope[ProjectId]:
    """The variables of a template are in the list of templates."""
    return desk.say(order_answer(await ordered(desk, take_template, body.wish(), dialect="v1")))


@router.post("/v1/create_video_with_variable", summary="Make a film from a template and a text (older form)")
@idempotent
async def create_video_with_variable(body: TextBody, desk: At) -> Envelope[ProjectId]:
    """``text`` is spoken."""
    return desk.say(order_answer(await ordered(desk, take_template, body.wish(), dialect="v1")))


@router.post("/v1/ai_scripts", summary="Write scripts")
@idempotent
async def create_scripts(body: ScriptsBody, desk: At) -> Envelope[WrittenScripts]:
    """Writes while the caller waits."""
    row = await finished(desk, await ordered(desk, take_scripts, body.wish(), body, dialect="v1"))
    written = [
        WrittenScript(script_style=script["name"], script_paragraphs="\n\n".join(script["paragraphs"]))
        for script in row.result.get("scripts", ())
    ]
    return desk.say(WrittenScripts(generated_scripts=written, warnings=row.warnings))


@router.get("/v1/project", summary="How a project is getting on")
def get_project(desk: At, project_id: Filter = "") -> Envelope[Project]:
    """Ask again until ``status_code`` is 4 or 5."""
    if not project_id:
        raise required("project_id")
    return desk.say(_project(desk, project_id))


@router.get("/v1/project/{project_id}", summary="How a project is getting on, by path")
def get_project_by_path(desk: At, project_id: Name) -> Envelope[Project]:
    """The same with the id in the path."""
    return desk.say(_project(desk, project_id))


def _project(desk: Desk, project_id: str) -> Project:
    found = project_or_promise(desk, project_id)
    return promised_answer(found) if isinstance(found, ProductRow) else project_answer(found, desk.file)
