"""Hands: the processes of a worker that do the work. One is loaded with all that films need and does nothing but fork;
each fork takes one task, so a crash costs one task, and starting costs next to nothing.

The first of them has a single thread and never touches the database. All die with their parent.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pickle
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from pitchreel.config import Settings
from pitchreel.errors import PitchreelError
from pitchreel.storage.blobs import Blobs, open_blobs
from pitchreel.storage.database import Database, open_database

ROOM = "pitchreel.jobs"
"""Tasks are functions of its modules, called ``tasks.media``."""
_LONGEST_TEXT = 2000
_QUIET_SECONDS = 0.5
"""Progress is said at most this often."""


@dataclass
class Desk:
    """What a task finds when it begins: the settings, the stores, and somebody to tell how it gets on."""

    settings: Settings
    line: socket.socket
    _said: float = field(default=0.0)

    @cached_property
    def db(self) -> Database:
        """The database, opened when a task asks for it."""
        return open_database(self.settings)

    @cached_property
    def blobs(self) -> Blobs:
        """The store of files."""
        return open_blobs(self.settings)

    def progress(self, done: float) -> None:
        """Say which share of the task is done, 0 to 1."""
        now = time.monotonic()
        if now - self._said >= _QUIET_SECONDS:
            self._said = now
            self.say(progress=round(min(max(done, 0.0), 1.0), 4))

    def note(self, text: str) -> None:
        """A warning for whoever ordered the work."""
        self.say(note=text[:_LONGEST_TEXT])

    def say(self, **words: object) -> None:
        """One line of JSON to the worker."""
        self.line.sendall(json.dumps(words).encode() + b"\n")


def main(parent: int, control: int) -> NoReturn:
    """The first process: takes the settings, then one socket after another, and forks a hand for each."""
    from pitchreel.render.worker import die_with

    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the worker decides when to stop
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    door = socket.socket(fileno=control)
    settings: Settings = pickle.loads(door.recv(1 << 20))
    _rehearse()
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector would touch, and so copy, every page of it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the hands: the kernel clears them away
    door.send(b"ready")
    me = os.getpid()
    while True:
        words, lines, _, _ = socket.recv_fds(door, 16, 1)
        if not words:
            os._exit(0)
        if os.fork() == 0:
            door.close()
            _work(me, settings, socket.socket(fileno=lines[0]))
        os.close(lines[0])


def _rehearse() -> None:
    from pitchreel.render.worker import rehearse

    importlib.import_module(f"{ROOM}.tasks")
    rehearse()


def _work(parent: int, settings: Settings, line: socket.socket) -> NoReturn:
    from pitchreel.render.worker import die_with, give_back_memory

    os.setsid()
    _stand_back()
    die_with(parent)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    desk = Desk(settings, line)
    try:
        desk.say(pid=os.getpid())
        with line.makefile("rb") as orders:
            order = json.loads(orders.readline())
        module, _, name = order["task"].partition(".")
        task = getattr(importlib.import_module(f"{ROOM}.{module}"), name)
        answer: dict[str, Any] = {"result": task(desk, **order["words"])}
    except PitchreelError as error:
        answer = {"failed": tell(error)}
    except BaseException as error:
        answer = {"broke": f"{type(error).__name__}: {error}"[:_LONGEST_TEXT], "trace": traceback.format_exc()[-8000:]}
    try:
        desk.say(**answer)
    except OSError:
        os._exit(1)  # the worker has gone
    give_back_memory()
    sys.stdout.flush()
    os._exit(0)


def _stand_back() -> None:
    # A session is a group of its own to Linux's scheduler, and niceness counts within a group: the group needs it, too.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(os.nice(0)))


def tell(error: PitchreelError) -> dict[str, Any]:
    """An error as plain data."""
    status = getattr(error, "status", 0)
    return {
        "kind": type(error).__name__,
        "code": error.code,
        "what": error.what[:_LONGEST_TEXT],
        "hint": error.hint[:_LONGEST_TEXT],
        "status": status if isinstance(status, int) else 0,
    }
