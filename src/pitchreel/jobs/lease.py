"""Lease: every worker says that it lives, and takes over the work of one that does not.

The engine itself never looks after another worker's unfinished flows. Here its own rows are the list of what is to be
done: whatever is under way and belongs to nobody alive is handed out again, at every look, until somebody has it; so
neither a reaper that dies nor a database that drops in between loses anything.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from dbos import DBOS
from sqlalchemy import delete, insert, select, update

from pitchreel.storage.database import Database
from pitchreel.storage.tables import executors as table

FENCED = 75
"""What a worker ends with that could not say that it lives for so long that others may have its work."""
LOOKS = 2
"""So many looks in a row find a worker dead before its work is taken over."""
_log = logging.getLogger(__name__)


class Lease:
    """One worker's sign of life, and its eye on the others. ``beat`` and ``ttl`` in seconds."""

    def __init__(self, db: Database, executor: str, *, beat: float, ttl: float) -> None:
        self.db = db
        self.executor = executor
        self.interval = beat
        self.ttl = ttl
        self.host = socket.gethostname()
        self._suspects: dict[str, int] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)
        self._beaten = time.monotonic()

    def start(self) -> None:
        """Say once that it lives, then go on saying so in a thread."""
        self.beat()
        self._thread.start()

    def stop(self) -> None:
        """Say no more; the row goes, so that what is left over is taken at once."""
        self._stop.set()
        self._thread.join(self.interval + 5)
        with self.db.begin() as conn:
            conn.execute(delete(table).where(table.c.id == self.executor))

    def beat(self) -> None:
        """Write that this worker lives."""
        with self.db.begin() as conn:
            values = {"host": self.host, "pid": os.getpid(), "beat": self.db.clock(conn) * 1000}
            if not conn.execute(update(table).where(table.c.id == self.executor).values(**values)).rowcount:
                conn.execute(insert(table).values(id=self.executor, **values))
        self._beaten = time.monotonic()

    def living(self) -> set[str]:
        """The workers that are alive: heard of lately, and on this machine with a process that is there."""
        with self.db.read() as conn:
            since = (self.db.clock(conn) - self.ttl) * 1000
            rows = conn.execute(select(table).where(table.c.beat >= since)).all()
        return {row.id for row in rows if row.host != self.host or process_lives(row.pid)}

    def look(self) -> list[str]:
        """One look at the others; gives the flows that were handed out again."""
        owners = {
            flow.executor_id
            for flow in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
            if flow.executor_id
        }
        dead = owners - self.living() - {self.executor}
        self._suspects = {executor: self._suspects.get(executor, 0) + 1 for executor in dead}
        gone = [executor for executor, looks in self._suspects.items() if looks >= LOOKS]
        if not gone:
            return []
        taken = take_over(gone)
        _log.info("Taken over from %s: %s", ", ".join(gone), ", ".join(taken))
        return taken

    def _run(self) -> None:
        while not self._stop.wait(self.interval):
            if time.monotonic() - self._beaten > self.ttl:
                _log.error("No sign of life for %.0f s: others may have the work, so this worker ends", self.ttl)
                os._exit(FENCED)  # no clean-up may run: it could write over what another one does
            for act in (self.beat, self.look):
                self._try(act)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as error:
            _log.warning("%s: %s", type(error).__name__, str(error)[:200])


def take_over(executors: list[str]) -> list[str]:
    """Hand out what belongs to these again; gives the ids. Several workers may do it at once."""
    recover = getattr(DBOS, "_recover_pending_workflows", None)
    if recover is not None:
        return [handle.workflow_id for handle in recover(executors)]
    # A later engine without that call: the public way, which does not look at the owner again.
    taken = []
    for flow in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False):
        if flow.executor_id in executors:
            DBOS.resume_workflow(flow.workflow_id, queue_name=flow.queue_name)
            taken.append(flow.workflow_id)
    return taken


def process_lives(pid: int) -> bool:
    """Whether a process of this machine is there and more than a remnant."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except PermissionError:
        return True
    except (ProcessLookupError, FileNotFoundError):
        return not Path("/proc/self").exists() and _signalled(pid)
    return state != "Z"


def _signalled(pid: int) -> bool:
    # Where there is no /proc, the signal is all there is.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
