"""Engine: one worker process, from its first sign of life to its last."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time

from dbos import DBOS, DBOSConfig

from pitchreel.config import Settings
from pitchreel.jobs import wiring
from pitchreel.jobs.client import open_client
from pitchreel.jobs.floor import LIGHT, Floor, set_floor, slots_of
from pitchreel.jobs.launcher import Launcher
from pitchreel.jobs.lease import Lease
from pitchreel.jobs.sweeping import Sweeper
from pitchreel.storage import open_blobs, open_database
from pitchreel.storage.schema import Note
from pitchreel.webhooks import sender

_log = logging.getLogger(__name__)
_POLL = 0.25
_RECORDING = 1.0
"""Seconds in which the last steps' answers are surely written down."""
_ENDING = 10.0
_LETTERS = 5.0


def run_worker(settings: Settings, stop: threading.Event, *, slots: int = 0, note: Note = lambda text: None) -> int:
    """Work until ``stop`` is set, then put the work down; to be called from the main thread. Gives the exit code.

    Once ``stop`` is set no new step is begun; those in hand go on for ``drain_seconds`` at most. What is left is handed
    out again, from exactly there, to whoever is alive or comes next. Raises SetupError and StorageError.
    """
    slots = slots or slots_of(settings)
    db = open_database(settings, note=note)
    executor = f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"
    here = Floor(settings, db, open_blobs(settings), Launcher(settings), executor, slots)
    here.launcher.warm_up()
    set_floor(here)
    _launch(here)
    lease = Lease(db, executor, beat=settings.lease_beat, ttl=settings.lease_seconds)
    lease.start()
    sweeper = Sweeper(here, open_client(settings))
    sweeper.start()
    letters = threading.Thread(target=sender.run, args=(db, settings, stop), name="webhooks", daemon=True)
    letters.start()
    _log.info("Worker %s takes work, %s at once", executor, slots)
    while not stop.wait(1.0):
        pass
    _drain(here, sweeper, lease)
    letters.join(_LETTERS)
    return 0


def _launch(here: Floor) -> None:
    from pitchreel.jobs import cleaning, flows

    url = wiring.engine_url(here.settings)
    wiring.prepare_file(url)
    config: DBOSConfig = {
        "name": wiring.NAME,
        "system_database_url": url,
        "executor_id": here.executor,
        "application_version": wiring.VERSION,
        "serializer": wiring.SERIALIZER,
        "log_level": "WARNING",
        "notification_listener_polling_interval_sec": _POLL,
        "scheduler_polling_interval_sec": 30,
    }
    DBOS(config=config)
    assert flows.FLOWS
    DBOS.launch()
    # Partitioned by key: the limit for each, and a turn for everybody.
    DBOS.register_queue(
        wiring.JOBS,
        worker_concurrency=here.slots + 2,
        partition_concurrency=here.settings.key_jobs or 1_000_000,
        polling_interval_sec=_POLL,
        on_conflict="always_update",
    )
    DBOS.register_queue(
        wiring.SEGMENTS, worker_concurrency=here.slots, polling_interval_sec=_POLL, on_conflict="always_update"
    )
    DBOS.register_queue(wiring.NET, worker_concurrency=LIGHT, polling_interval_sec=_POLL, on_conflict="always_update")
    DBOS.apply_schedules(
        [
            {
                "schedule_name": cleaning.SCHEDULE,
                "workflow_fn": cleaning.clean,
                "schedule": cleaning.NIGHTLY,
                "context": None,
            }
        ]
    )


def _drain(here: Floor, sweeper: Sweeper, lease: Lease) -> None:
    """Finish what is in hand, as far as the time goes, and hand the rest over."""
    here.closed = True
    until = time.monotonic() + here.settings.drain_seconds
    while here.busy and time.monotonic() < until:
        time.sleep(0.1)
    if here.busy:
        _log.info("%s steps are broken off and done again elsewhere", here.busy)
    else:
        time.sleep(_RECORDING)
    ender = threading.Thread(target=_end_engine, name="ending", daemon=True)
    ender.start()
    ender.join(_ENDING)
    here.launcher.close()
    sweeper.stop()
    hand_over(here.settings, here.executor)
    lease.stop()


def _end_engine() -> None:
    DBOS.destroy(workflow_completion_timeout_sec=0)


def hand_over(settings: Settings, executor: str) -> int:
    """Put what this worker had under way back into its queues; tells how many. Others need not wait for its lease."""
    client = open_client(settings)
    try:
        rows = client.list_workflows(status="PENDING", executor_id=executor, load_input=False, load_output=False)
        again = getattr(getattr(client, "_sys_db", None), "reenqueue_for_recovery", None)
        if again is None:
            return 0  # found by the others' leases within seconds
        for row in rows:
            again(row.workflow_id, [executor], wiring.NET)
        return len(rows)
    finally:
        client.destroy()
