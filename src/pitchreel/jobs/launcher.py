"""Launcher: the worker's side of its hands: starts them, gives them tasks, hears them, and ends them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from pitchreel.config import Settings
from pitchreel.errors import SetupError

_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from pitchreel.jobs.hands import main; main(*map(int, sys.argv[2:]))"
)
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_LONGEST_LINE = 8 << 20
_START_SECONDS = 120.0
_log = logging.getLogger(__name__)

Hear = Callable[[dict[str, Any]], Awaitable[None]]
"""Told every line of a hand but the last; what it raises ends the task."""


class HandDied(Exception):
    """A hand ended without an answer: it crashed, or the kernel ended it."""


class Broke(Exception):
    """A task ended with an exception that nobody foresaw; the text is for the log."""


class Launcher:
    """Starts hands for one worker. ``run`` is called from the event loop of the flows, the rest from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None
        self._wanted: queue.SimpleQueue[threading.Event | None] = queue.SimpleQueue()
        # The kernel ends a child when the thread dies that started it: this one lives as long as the worker.
        self._keeper = threading.Thread(target=self._keep, name="hands", daemon=True)
        self._keeper.start()

    async def run(self, task: str, words: dict[str, Any], hear: Hear) -> dict[str, Any]:
        """Have one task done and give its answer, ``{"result": ...}`` or ``{"failed": {...}}``.

        Being cancelled ends the hand and all that it started. Raises HandDied and Broke.
        """
        line = await asyncio.to_thread(self._hire)
        pid = 0
        writer: asyncio.StreamWriter | None = None
        try:
            reader, writer = await asyncio.open_connection(sock=line, limit=_LONGEST_LINE)
            writer.write(json.dumps({"task": task, "words": words}).encode() + b"\n")
            while heard := await reader.readline():
                said = json.loads(heard)
                if "pid" in said:
                    pid = said["pid"]
                elif "result" in said or "failed" in said:
                    pid = 0
                    return dict(said)
                elif "broke" in said:
                    _log.error("%s broke: %s\n%s", task, said["broke"], said["trace"])
                    raise Broke(said["broke"])
                else:
                    await hear(said)
            pid = 0
            raise HandDied(task)
        except ConnectionError:
            raise HandDied(task) from None
        finally:
            if pid:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
            if writer is None:
                line.close()
            else:
                writer.close()

    def warm_up(self) -> None:
        """Start the hands ahead of the first task; returns at once."""
        self._wanted.put(threading.Event())

    def close(self) -> None:
        """End all hands, whatever they are doing."""
        self._wanted.put(None)
        self._keeper.join(5)

    def _hire(self) -> socket.socket:
        """A line to a new hand."""
        for _ in range(2):
            started = threading.Event()
            self._wanted.put(started)
            if not started.wait(_START_SECONDS):
                break
            ours, theirs = socket.socketpair()
            try:
                with self._lock:
                    door = self._door
                    if door is None:
                        raise BrokenPipeError
                    socket.send_fds(door, [b"hand"], [theirs.fileno()])
                ours.setblocking(False)
                return ours
            except OSError:
                ours.close()
                self._lose(door)
            finally:
                theirs.close()
        raise SetupError("The worker's processes do not start", "Look at its log; is there memory left?")

    def _lose(self, door: socket.socket | None) -> None:
        with self._lock:
            if door is not None and self._door is door:
                self._door.close()
                self._door = None

    def _keep(self) -> None:
        while (wanted := self._wanted.get()) is not None:
            try:
                with self._lock:
                    there = self._door is not None and self._process is not None and self._process.poll() is None
                if not there:
                    self._end()
                    self._start()
            except Exception:
                _log.exception("The worker's processes did not start")
            wanted.set()
        self._end()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-I", "-c", _BOOT, json.dumps(sys.path), str(os.getpid()), str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, **_ENVIRONMENT},
                start_new_session=True,
            )
        ours.settimeout(_START_SECONDS)
        ours.send(pickle.dumps(self._settings))
        if ours.recv(16) != b"ready":
            ours.close()
            raise SetupError("The worker's processes ended on starting", "Look at its log")
        ours.settimeout(10)
        with self._lock:
            self._door = ours

    def _end(self) -> None:
        self._lose(self._door)
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
