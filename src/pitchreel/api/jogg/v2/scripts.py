"""/v2: texts, ordered and fetched."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope, Told
from pitchreel.api.jogg.reading import Name
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import ordered, take_scripts
from pitchreel.api.jogg.v2.texts import ScriptsBody
from pitchreel.api.jogg.wire import status_of
from pitchreel.service import projects
from pitchreel.service.problems import NotFound
from pitchreel.service.rows import ProjectRow

router = new_router("Scripts")


class Task(Told):
    """What was ordered."""

    task_id: str


class Written(BaseModel):
    """A text by its paragraphs."""

    script_style: str
    script_paragraphs: list[str]


class AllWritten(BaseModel):
    """The texts."""

    generated_scripts: list[Written]


class Spoken(BaseModel):
    """A text in one piece."""

    script_style: str
    script_paragraphs: str


class ScriptsResult(Told):
    """How the texts are getting on. Documents do not agree where they stand: here they do in each of the places."""

    task_id: str
    status: str
    data: AllWritten | None
    scripts: list[Spoken]
    err_msg: str


@router.post("/v2/ai_scripts", summary="Order scripts")
@idempotent
async def create_scripts(body: ScriptsBody, desk: At) -> Envelope[Task]:
    """For a product that is known, or for given facts."""
    row = await ordered(desk, take_scripts, body.wish(), body.facts(), dialect="v2")
    return desk.say(Task(task_id=row.id, warnings=row.warnings))


@router.get("/v2/ai_scripts/results/{task_id}", summary="Fetch scripts")
def get_scripts(task_id: Annotated[Name, Path()], desk: At) -> Envelope[ScriptsResult]:
    """Ask again until ``status`` is completed or failed."""
    row = projects.find(desk.house.db, desk.key.id, task_id)
    if row.kind != "scripts":
        raise NotFound(f"There is no such task {task_id[:80]!r}", "It was ordered by another operation")
    return desk.say(scripts_answer(row))


def scripts_answer(row: ProjectRow) -> ScriptsResult:
    """The texts of a project."""
    texts = [(script["name"], list(script["paragraphs"])) for script in row.result.get("scripts", ())]
    written = [Written(script_style=name, script_paragraphs=paragraphs) for name, paragraphs in texts]
    return ScriptsResult(
        task_id=row.id,
        status=status_of(row).task,
        data=AllWritten(generated_scripts=written) if row.state == "done" else None,
        scripts=[Spoken(script_style=name, script_paragraphs="\n\n".join(lines)) for name, lines in texts],
        err_msg=row.error,
        warnings=row.warnings,
    )
