"""Floor: what the flows of this process stand on; the engine calls them with names and ids alone."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.errors import SetupError
from pitchreel.jobs.launcher import Launcher
from pitchreel.render.segments import cores
from pitchreel.storage.blobs import Blobs
from pitchreel.storage.database import Database

STEP_LOG = "PITCHREEL_STEP_LOG"
"""Environment: a file to which every step's begin and recorded end are written, one line of JSON each, for tests."""
LIGHT = 8
"""Light tasks (a page, a script) that one worker does at once, beside the heavy ones."""


@dataclass
class Floor:
    """One worker: its stores, its hands, how many of them may work at once, and whether it still takes work."""

    settings: Settings
    db: Database
    blobs: Blobs
    launcher: Launcher
    executor: str
    slots: int
    closed: bool = False
    busy: int = 0
    """Tasks in hand."""
    _heavy: asyncio.Semaphore | None = field(default=None)
    _light: asyncio.Semaphore | None = field(default=None)

    def room(self, *, light: bool) -> asyncio.Semaphore:
        """What a task waits at until there is a hand for it; made in the event loop in which it is used."""
        if self._heavy is None or self._light is None:
            self._heavy, self._light = asyncio.Semaphore(self.slots), asyncio.Semaphore(LIGHT)
        return self._light if light else self._heavy

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Count a task as in hand; once this worker is to end, never begin it: the work goes on elsewhere.

        Counted first and asked then, as whoever ends the worker closes it first and counts then: none falls between.
        """
        self.busy += 1
        try:
            if not self.closed:
                yield
                return
        finally:
            self.busy -= 1
        await asyncio.Event().wait()

    def log_step(self, what: str, project: str, run: int, step: str) -> None:
        """Write that a step began, or that its end was recorded, where a test asks for it."""
        if path := os.environ.get(STEP_LOG):
            line = {
                "what": what,
                "project": project,
                "run": run,
                "step": step,
                "pid": os.getpid(),
                "executor": self.executor,
                "at": time.time(),
            }
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")


_here: list[Floor] = []


def set_floor(floor: Floor) -> None:
    """The floor of this process, before its engine is started."""
    _here[:] = [floor]


def floor() -> Floor:
    """The floor of this process."""
    if not _here:
        raise SetupError("No worker was started in this process", "Run `pitchreel worker`")
    return _here[0]


def slots_of(settings: Settings) -> int:
    """How many heavy tasks one worker does at once."""
    return settings.worker_slots or cores()
