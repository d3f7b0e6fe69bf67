"""Crew: the worker processes beside the server: started with it, replaced when they die, drained when it ends."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

log = logging.getLogger("pitchreel.serve")

COMMAND = (sys.executable, "-m", "pitchreel", "worker")
STEADY = 30.0
"""Seconds after which a worker that dies is replaced at once; one that dies sooner waits longer each time."""
LONGEST_WAIT = 30.0
NICE = 10
"""How far workers stand back behind the server."""
_PR_SET_PDEATHSIG = 1


@dataclass
class _Place:
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    wait: float = 1.0
    at: float = field(default=0.0)


class Crew:
    """``count`` workers for as long as the ``with`` block runs.

    ``drain`` is how many seconds they have to put their work down before they are killed; nothing is lost by it.
    """

    def __init__(self, count: int, env: Mapping[str, str], *, drain: float, command: Sequence[str] = COMMAND) -> None:
        self._drain_seconds = drain
        self._places = [_Place() for _ in range(count)]
        self._env = {**os.environ, **env}
        self._command = command
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._keep, name="crew")

    def __enter__(self) -> Crew:
        self._watch.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._watch.join()

    def pids(self) -> list[int]:
        """The workers' process ids."""
        return [place.process.pid for place in self._places if place.process and place.process.poll() is None]

    def _keep(self) -> None:
        # One thread starts and ends them all: a child's tie to its parent is one to the thread that started it.
        try:
            while not self._stop.wait(0.2):
                for place in self._places:
                    self._tend(place, time.monotonic())
        finally:
            self._drain()

    def _tend(self, place: _Place, now: float) -> None:
        if place.process is not None:
            status = place.process.poll()
            if status is None:
                return
            place.wait = 1.0 if now - place.began > STEADY else min(LONGEST_WAIT, place.wait * 2)
            place.at = now + place.wait
            place.process = None
            log.warning("A worker ended with %d; another one starts in %.0f s", status, place.wait)
        if now >= place.at:
            place.began = now
            place.process = subprocess.Popen(
                self._command, env=self._env, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=_settle_in
            )

    def _drain(self) -> None:
        running = [place.process for place in self._places if place.process is not None]
        for process in running:
            process.terminate()
        until = time.monotonic() + self._drain_seconds
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("Worker %d did not put its work down in time; it is ended", process.pid)
                process.kill()
                process.wait()


_LIBC = ctypes.CDLL(None)


def _settle_in() -> None:
    # A worker puts its work down when whoever started it is gone, however that came; and it stands back, so that
    # requests are answered while every core renders.
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    os.nice(NICE)
