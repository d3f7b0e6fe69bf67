"""Sweeping: no project is lost between its row and the engine, whatever crashed in between."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from dbos import DBOS, DBOSClient
from sqlalchemy import select, update

from pitchreel.jobs import wiring
from pitchreel.jobs.cleaning import catch_up, forget_finished
from pitchreel.jobs.client import enqueue
from pitchreel.jobs.floor import Floor
from pitchreel.jobs.steps import INTERNAL, in_words
from pitchreel.service import course
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.tables import projects as table

_log = logging.getLogger(__name__)
EVERY = 2.0
"""Seconds between two looks for rows that the engine was not told of."""
ASTRAY_EVERY = 20.0
"""Seconds between two looks for projects whose flow has ended or vanished."""
ASTRAY_AFTER = 15.0
"""Seconds without a word after which a project is looked at."""
FORGET_EVERY = 3600.0
"""Seconds between two looks for flows to be forgotten, and for a night's cleaning that was missed."""
_GIVEN_UP = {
    "code": "error",
    "what": "The work was interrupted too often",
    "hint": "The operator's log says why its workers ended",
}


class Sweeper:
    """Looks for what fell between; every worker has one, and several may find the same."""

    def __init__(self, here: Floor, client: DBOSClient) -> None:
        self.here = here
        self.client = client
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        self._next_astray = self._next_forget = 0.0

    def start(self) -> None:
        """Begin to look, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        while True:
            try:
                self.submit_left()
                now = time.monotonic()
                if now >= self._next_astray:
                    self._next_astray = now + ASTRAY_EVERY
                    self.settle_astray()
                if now >= self._next_forget:
                    self._next_forget = now + FORGET_EVERY
                    today = datetime.now(UTC)
                    catch_up(today)
                    forget_finished(today - timedelta(days=self.here.settings.keep_days))
            except Exception as error:
                _log.warning("%s: %s", type(error).__name__, str(error)[:200])
            if self._stop.wait(EVERY):
                return

    def submit_left(self) -> int:
        """Tell the engine of rows that a crash left out; tells how many."""
        with self.here.db.read() as conn:
            now = self.here.db.clock(conn)
            left = course.unsubmitted(conn, now)
        # Who left one out left the others out too: all of them at once, so that the urgent ones are first in the queue.
        if not any(row.updated < now - EVERY for row in left):
            return 0
        for row in left:
            enqueue(self.client, row)
            with self.here.db.begin() as conn:
                course.submitted(conn, row.id, row.run)
        return len(left)

    def settle_astray(self) -> int:
        """End projects whose flow was given up, and begin those again that the engine does not know of."""
        with self.here.db.read() as conn:
            before = self.here.db.clock(conn) - ASTRAY_AFTER
            quiet = select(table).where(table.c.state.in_(("waiting", "running")), table.c.submitted.is_(True))
            rows = [ProjectRow.of(row) for row in conn.execute(quiet.where(table.c.updated < before)).mappings()]
        if not rows:
            return 0
        ids = [wiring.workflow_id(row) for row in rows]
        flows = {
            flow.workflow_id: flow.status
            for flow in DBOS.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
        }
        return sum(self._settle(row, flows.get(wiring.workflow_id(row))) for row in rows)

    def _settle(self, row: ProjectRow, status: str | None) -> bool:
        if status in ("ENQUEUED", "PENDING", "DELAYED"):
            return False
        with self.here.db.begin() as conn:
            if status is None:
                again = update(table).where(table.c.id == row.id, table.c.run == row.run)
                conn.execute(again.values(submitted=False))
                return True
            reason = _GIVEN_UP if status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED" else INTERNAL
            _log.error("The flow of project %s, run %s, ended as %s", row.id, row.run, status)
            code, words = reason["code"], in_words(reason)
            return course.report(conn, self.here.db, row.id, run=row.run, state="failed", error_code=code, error=words)
