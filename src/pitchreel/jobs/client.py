"""Client: how work is given to the workers. Nothing here runs any of it, so the API can never be blocked by a job.

A project's row is what counts: telling the engine of it is only quicker than waiting until a worker finds it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from typing import Any

from dbos import DBOSClient
from sqlalchemy import func, select

from pitchreel.config import Settings
from pitchreel.jobs import wiring
from pitchreel.service import course, projects
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.database import Database
from pitchreel.storage.tables import executors
from pitchreel.storage.tables import projects as project_table

_log = logging.getLogger(__name__)
_POLL = (0.05, 0.1, 0.1, 0.2, 0.2, 0.3)
"""Seconds between two looks at something that is waited for; the last one from then on."""


class Jobs:
    """The jobs of an installation, for whoever orders them. Threads may share it."""

    def __init__(self, settings: Settings, db: Database) -> None:
        self._settings = settings
        self._db = db
        self._lock = threading.Lock()
        self._client: DBOSClient | None = None

    async def submit(self, row: ProjectRow) -> None:
        """Tell the engine of a project's run; never raises: what is not told now is found by the workers."""
        await asyncio.to_thread(self.submit_now, row)

    def submit_now(self, row: ProjectRow) -> bool:
        """The same for a caller that may block; whether the engine took it."""
        if row.over or row.submitted:
            return True
        try:
            enqueue(self._engine(), row)
            with self._db.begin() as conn:
                course.submitted(conn, row.id, row.run)
        except Exception as error:
            _log.warning("Project %s waits until a worker finds it: %s", row.id, type(error).__name__)
            self._forget()
            return False
        return True

    async def submit_read(self, row: ProjectRow, seconds: float | None = None) -> ProjectRow:
        """Tell the engine and wait until the project is over, or so long; the row as it then stands."""
        await self.submit(row)
        return await self.wait(row, seconds)

    async def wait(self, row: ProjectRow, seconds: float | None = None) -> ProjectRow:
        """Wait until a project's run is over, at most so long (by default ``read_seconds``)."""
        until = time.monotonic() + (self._settings.read_seconds if seconds is None else seconds)
        pauses = iter(_POLL)
        while True:
            row = await asyncio.to_thread(projects.known, self._db, row.id)
            left = until - time.monotonic()
            if row.over or left <= 0:
                return row
            await asyncio.sleep(min(next(pauses, _POLL[-1]), left))

    async def cancel(self, row: ProjectRow) -> None:
        """End the work on a project that ``projects.cancel`` or ``delete`` has taken out; never raises."""
        await asyncio.to_thread(self.cancel_now, row)

    def cancel_now(self, row: ProjectRow) -> None:
        """The same for a caller that may block. A worker that is not reached finds out by itself within seconds."""
        try:
            self._engine().cancel_workflow(wiring.workflow_id(row), cancel_children=True)
        except Exception as error:
            _log.warning("Project %s ends when its worker sees it: %s", row.id, type(error).__name__)
            self._forget()

    async def counts(self) -> dict[str, float]:
        """``waiting`` and ``running`` projects, seconds of the ``oldest_wait``, ``workers`` alive."""
        return await asyncio.to_thread(self._counts)

    def close(self) -> None:
        """Give the engine's connections back."""
        self._forget()

    def _counts(self) -> dict[str, float]:
        states = select(project_table.c.state, func.count(), func.min(project_table.c.updated))
        states = states.where(project_table.c.state.in_(("waiting", "running"))).group_by(project_table.c.state)
        with self._db.read() as conn:
            now = self._db.clock(conn)
            rows = {state: (number, since) for state, number, since in conn.execute(states).all()}
            alive = executors.c.beat >= (now - self._settings.lease_seconds) * 1000
            workers = conn.execute(select(func.count()).select_from(executors).where(alive)).scalar_one()
        waiting, since = rows.get("waiting", (0, now))
        return {
            "waiting": waiting,
            "running": rows.get("running", (0, now))[0],
            "oldest_wait": max(0.0, now - since),
            "workers": workers,
        }

    def _engine(self) -> DBOSClient:
        with self._lock:
            if self._client is None:
                self._client = open_client(self._settings)
            return self._client

    def _forget(self) -> None:
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.destroy()


def open_client(settings: Settings) -> DBOSClient:
    """A client of the engine; it connects when it is used."""
    url = wiring.engine_url(settings)
    wiring.prepare_file(url)
    return DBOSClient(
        system_database_url=url,
        serializer=wiring.SERIALIZER,
        application_name=wiring.NAME,
        lazy=True,
        retry_connection_errors=False,
    )


def enqueue(client: DBOSClient, row: ProjectRow) -> None:
    """Put a project's run into its queue; one that is there already stays as it is."""
    queue = wiring.queue_of(row.kind)
    options: dict[str, Any] = {
        "workflow_name": wiring.flow_name(row.kind),
        "queue_name": queue,
        "workflow_id": wiring.workflow_id(row),
        "app_version": wiring.VERSION,
        "priority": row.priority,
    }
    if queue == wiring.JOBS:
        options["queue_partition_key"] = str(row.key_id)
    client.enqueue(options, row.id, row.run)  # type: ignore[arg-type]
