"""Cleaning: what nobody needs any more is taken away, right after a film and every night.

A night that no worker was there for is caught up on by the first one that finds it.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from datetime import datetime, timedelta
from typing import Any

from dbos import DBOS
from sqlalchemy import delete, select, update

from pitchreel.errors import PitchreelError
from pitchreel.jobs.assignment import Film
from pitchreel.jobs.floor import Floor, floor
from pitchreel.jobs.workspace import WORK, clear, folder_of
from pitchreel.service import assets, idempotency, projects
from pitchreel.service.rows import CLEANED
from pitchreel.storage.tables import executors
from pitchreel.storage.tables import presenters as presenter_table
from pitchreel.storage.tables import previews as preview_table
from pitchreel.storage.tables import projects as table

_log = logging.getLogger(__name__)
DAY = 86_400.0
SCHEDULE = "clean"
NIGHTLY = "17 3 * * *"
_OVER = ("ready", "done", "failed", "rejected", "cancelled", "deleted")
_AT_ONCE = 500
"""Projects looked up at a time."""
_DELETED_DAYS = 1.0
"""Files of deleted projects and removed presenters go with the next clean-up after so long."""


async def clean_up(project: str, run: int, work: str, film: dict[str, Any]) -> bool:
    """Take away what a finished film leaves: its pieces, and its workspace unless previews in it may still be ordered.

    Whether it could be done; a film does not fail by it.
    """
    return await asyncio.to_thread(_tidy, floor(), work or project, Film.model_validate(film))


def _tidy(here: Floor, work: str, film: Film) -> bool:
    try:
        if not projects.previews(here.db, work):
            clear(here.blobs, here.settings, work)
            return True
        folder = folder_of(here.blobs, here.settings, work)
        shutil.rmtree(folder / film.pieces, ignore_errors=True)
        for path in folder.glob(f"film/{film.name}.*"):
            path.unlink(missing_ok=True)
        here.blobs.delete_prefix(f"{WORK}/{work}/{film.pieces}")
        return True
    except PitchreelError as error:
        _log.warning("%s", error)
        return False


@DBOS.workflow(name="clean.v1")
async def clean(scheduled: datetime, context: Any) -> None:
    """Take away old files and what the engine remembers of finished jobs."""
    finished = await DBOS.run_step_async({"name": "projects"}, _clean_projects_async)
    await DBOS.run_step_async({"name": "uploads"}, _clean_uploads_async)
    await DBOS.run_step_async({"name": "presenters"}, _clean_presenters_async)
    if finished:
        _log.info("Cleaned up %s projects", finished)


def catch_up(now: datetime) -> None:
    """Have the last night's cleaning done if no worker was there for it; any number may ask, it is done once."""
    DBOS.backfill_schedule(SCHEDULE, now - timedelta(days=1), now)


async def _clean_projects_async() -> int:
    return await asyncio.to_thread(clean_projects, floor())


async def _clean_presenters_async() -> int:
    return await asyncio.to_thread(clean_presenters, floor())


async def _clean_uploads_async() -> int:
    return await asyncio.to_thread(clean_uploads, floor())


def clean_projects(here: Floor) -> int:
    """Take away the films and workspaces of projects that were over ``keep_days`` ago; tells how many.

    The rows stay, so that a late question about a project is answered; their results are emptied.
    """
    total = 0
    while cleaned := _clean_some(here):
        total += cleaned
    return total


def _clean_some(here: Floor) -> int:
    with here.db.read() as conn:
        now = here.db.clock(conn)
        old = select(table.c.id).where(
            table.c.state.in_(_OVER),
            (table.c.finished < now - here.settings.keep_days * DAY)
            | ((table.c.state == "deleted") & (table.c.finished < now - _DELETED_DAYS * DAY)),
            table.c.stage != CLEANED,
        )
        ids = list(conn.execute(old.limit(_AT_ONCE)).scalars())
    for project in ids:
        here.blobs.delete_prefix(f"films/{project}")
        clear(here.blobs, here.settings, project)
        with here.db.begin() as conn:
            conn.execute(update(table).where(table.c.id == project).values(result={}, stage=CLEANED))
            conn.execute(
                update(preview_table).where(preview_table.c.project_id == project).values(result={}, state=CLEANED)
            )
    return len(ids)


def clean_presenters(here: Floor) -> int:
    """Take away the files of presenters that were removed a day ago, unless a film with them is still to be made.

    Tells how many. Films that have begun brought theirs along; the rows stay, for those that look back.
    """
    with here.db.read() as conn:
        wanted = table.c.order["presenter"].as_integer()
        needed = set(conn.execute(select(wanted).where(table.c.state.in_(("waiting", "running")))).scalars())
        removed = presenter_table.c.deleted < here.db.clock(conn) - _DELETED_DAYS * DAY
        ids = (
            set(conn.execute(select(presenter_table.c.id).where(removed, presenter_table.c.state != CLEANED)).scalars())
            - needed
        )
    for number in sorted(ids):
        here.blobs.delete_prefix(f"presenters/{number}")
        with here.db.begin() as conn:
            conn.execute(update(presenter_table).where(presenter_table.c.id == number).values(result={}, state=CLEANED))
    return len(ids)


def clean_uploads(here: Floor) -> int:
    """Take away old uploads, stored answers and signs of life of workers long gone; tells how many uploads."""
    with here.db.begin() as conn:
        now = here.db.clock(conn)
        conn.execute(delete(executors).where(executors.c.beat < (now - 7 * DAY) * 1000))
    idempotency.clean(here.db, now - here.settings.idempotency_seconds)
    return assets.clean(here.db, here.blobs, here.settings, now - here.settings.keep_days * DAY)


def forget_finished(before: datetime, limit: int = _AT_ONCE) -> int:
    """Let the engine forget flows that ended before a time; tells how many."""
    found = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
        end_time=before.isoformat(),
        limit=limit,
        load_input=False,
        load_output=False,
    )
    ids = [flow.workflow_id for flow in found]
    if ids:
        DBOS.delete_workflows(ids)
    return len(ids)
