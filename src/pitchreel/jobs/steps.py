"""Steps: what flows are made of. Each is done once and its answer written down; one that was cut off is done again.

A step never raises what a job can come to by itself: that is an answer too (``{"failed": ...}``), so that it is written
down like any other. What is raised (the database does not answer) is tried again by the engine.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from typing import Any

from sqlalchemy import func, select

from pitchreel.errors import PitchreelError, StorageError
from pitchreel.jobs.assignment import Job
from pitchreel.jobs.floor import Floor, floor
from pitchreel.jobs.hands import tell
from pitchreel.jobs.launcher import Broke, HandDied
from pitchreel.jobs.moderation import judge
from pitchreel.service import course, projects
from pitchreel.storage.tables import executors

_log = logging.getLogger(__name__)
_REPORT_SECONDS = 1.0
INTERNAL = {"code": "error", "what": "Something went wrong inside Pitchreel", "hint": "The operator's log says what"}
_DIED = {
    "code": "render",
    "what": "A process that worked on it was ended by the system",
    "hint": "Memory may have run out: give the worker fewer slots",
}
MOVED_ON = {"over": True}
"""The project was cancelled or deleted, or is at another run: nobody waits for this."""


class Over(Exception):
    """The project moved on while a task worked for it."""


async def begin(project: str, run: int) -> dict[str, Any]:
    """Take a run up. The answer holds a ``token`` for its files, the ``order`` and its ``previews``."""
    return await asyncio.to_thread(_begin, floor(), project, run)


def _begin(here: Floor, project: str, run: int) -> dict[str, Any]:
    with here.db.begin() as conn:
        if not course.start(conn, here.db, project, run):
            return MOVED_ON
    row = projects.known(here.db, project)
    small = [
        {"id": preview.id, "style": preview.style, "state": preview.state}
        for preview in projects.previews(here.db, project)
    ]
    words = row.wishes.model_dump(
        mode="json", include={"kind", "link", "preview", "audio_url", "screen", "product", "presenter"}
    )
    return {"token": secrets.token_urlsafe(18), "order": words, "previews": small, "priority": row.priority}


async def task(
    name: str, project: str, run: int, words: dict[str, Any], *, stage: str, span: tuple[float, float], **how: Any
) -> dict[str, Any]:
    """Have a hand do a task for a project.

    ``span`` is where the task begins and ends in the project's progress. ``how``: ``step`` (its name in the log),
    ``light``, ``work`` (the project in whose workspace it is done), ``shared`` (its progress is one share of several).
    """
    here = floor()
    row = await asyncio.to_thread(projects.known, here.db, project)
    if row.over or row.run != run:
        return MOVED_ON
    async with here.room(light=bool(how.get("light"))), here.at_work():
        here.log_step("begin", project, run, how["step"])
        listener = _Listener(here, project, run, stage, span, shared=bool(how.get("shared")))
        try:
            await listener.say(0.0)
            job = Job.of(row, str(how.get("work") or "")).model_dump(mode="json")
            answer = await here.launcher.run(name, {"job": job, **words}, listener.hear)
            await listener.end()
        except Over:
            return MOVED_ON
        except HandDied:
            return {"died": True, "failed": _DIED}
        except Broke:
            return {"failed": INTERNAL}
        except StorageError:
            raise
        except PitchreelError as error:
            return {"failed": tell(error)}
        return answer


class _Listener:
    """Hears a hand and passes on what its project's owner may see."""

    def __init__(
        self, here: Floor, project: str, run: int, stage: str, span: tuple[float, float], *, shared: bool
    ) -> None:
        self.here = here
        self.project, self.run, self.stage = project, run, stage
        self.start, self.stop = span
        self.shared = shared
        self.notes: list[str] = []
        self._last = 0.0
        self._told = 0.0
        """Share of the task that the row already counts, where several share a stage."""

    async def hear(self, said: dict[str, Any]) -> None:
        if "note" in said:
            self.notes.append(str(said["note"]))
        elif time.monotonic() - self._last >= _REPORT_SECONDS:
            await self.say(float(said.get("progress", 0.0)))

    async def say(self, done: float) -> None:
        """Write the progress down; raises Over when the project does not want to know."""
        self._last = time.monotonic()
        if not await asyncio.to_thread(self._write, done, ()):
            raise Over

    async def end(self) -> None:
        """Write down that the task is done, and what it had to say."""
        if not await asyncio.to_thread(self._write, 1.0, tuple(self.notes)):
            raise Over

    def _write(self, done: float, notes: tuple[str, ...]) -> bool:
        length = self.stop - self.start
        with self.here.db.begin() as conn:
            if self.shared:
                gained, self._told = (done - self._told) * length, done
                return course.advance(
                    conn, self.here.db, self.project, self.run, stage=self.stage, by=gained, warnings=notes
                )
            progress = self.start + length * done
            return course.report(
                conn, self.here.db, self.project, run=self.run, stage=self.stage, progress=progress, warnings=notes
            )


async def settle(project: str, run: int, ending: dict[str, Any]) -> bool:
    """Write down how a run ended, with its result or the reason; its owner hears of it in the same transaction."""
    return await asyncio.to_thread(_settle, floor(), project, run, ending)


def _settle(here: Floor, project: str, run: int, ending: dict[str, Any]) -> bool:
    reason = ending.get("failed") or {}
    result = ending.get("result")
    with here.db.begin() as conn:
        return course.report(
            conn,
            here.db,
            project,
            run=run,
            state=ending["state"],
            result=result,
            warnings=(result or {}).get("warnings", ()),
            error_code=reason.get("code", ""),
            error=in_words(reason),
        )


def in_words(reason: dict[str, Any]) -> str:
    """A reason as its project's owner reads it."""
    return f"{reason['what']}. {reason['hint']}." if reason.get("hint") else str(reason.get("what", ""))


async def settle_preview(preview: str, ending: dict[str, Any]) -> None:
    """Write down what became of one preview."""
    await asyncio.to_thread(_settle_preview, floor(), preview, ending)


def _settle_preview(here: Floor, preview: str, ending: dict[str, Any]) -> None:
    reason = ending.get("failed") or {}
    with here.db.begin() as conn:
        course.report_preview(
            conn, preview, state=ending["state"], result=ending.get("result"), error=reason.get("what", "")
        )


async def moderate(project: str, run: int, texts: list[str]) -> dict[str, Any]:
    """Ask the operator's rules about all texts of a job; ``{"rejected": reason}`` or nothing."""
    here = floor()
    row = await asyncio.to_thread(projects.known, here.db, project)
    order = row.wishes
    said = [row.name, order.brief.script or "", *(variable.content for variable in order.variables), *texts]
    reason = await asyncio.to_thread(judge, "\n".join(text for text in said if text), here.settings)
    return {"rejected": reason} if reason else {}


async def count_hands() -> int:
    """How many heavy tasks all living workers do at once, as far as this one can tell.

    One alone counts as two, so that what is lost with a worker is never a whole film.
    """
    here = floor()
    return max(2, here.slots * await asyncio.to_thread(_workers, here))


def _workers(here: Floor) -> int:
    with here.db.read() as conn:
        alive = executors.c.beat >= (here.db.clock(conn) - here.settings.lease_seconds) * 1000
        return int(conn.execute(select(func.count()).select_from(executors).where(alive)).scalar_one())


async def parent_of(preview: str) -> str:
    """The project that a preview belongs to."""
    return (await asyncio.to_thread(projects.preview, floor().db, preview)).project_id
