"""Rendering by several processes: how a film is cut, and how the processes are started, watched and stopped."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pitchreel import errors
from pitchreel.documents.timeline import Timeline
from pitchreel.errors import PitchreelError, RenderError
from pitchreel.render.worker import HOME, Order, segment_path

_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from pitchreel.render.worker import main; main(*map(int, sys.argv[2:]))"
)
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # Pictures go back to the system when they are freed; in the heap they would leave holes, and memory would grow.
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "1000000",
}
_SHORTEST = 24
"""Frames that make a segment worth its start."""
_SNAP = 0.2
"""How far a cut may move to the start of a scene, in mean lengths of a segment: there a key frame stands anyway, and no
scene has to be made ready twice."""
_MOST = 200
_STALL = 180.0
"""Seconds without a word from any process after which they are given up: the slowest films bring a frame a second."""


def cut(frames: int, scenes: tuple[int, ...], processes: int) -> tuple[tuple[int, int], ...]:
    """Cut ``frames`` into segments for some processes, at the starts of ``scenes`` where one is near.

    The long ones come first: whoever is done takes another, and with short ones at the end all are done at about the
    same time. Shorter ones throughout would do that as well, but each costs the start of an encoder.
    """
    shares = _shares(processes, min(frames // _SHORTEST, _MOST))
    whole, reach = sum(shares), _SNAP * frames / len(shares)
    edges, passed = [0], 0
    for share in shares[:-1]:
        passed += share
        wished = round(frames * passed / whole)
        near = min((scene for scene in scenes if scene > edges[-1]), key=lambda at: abs(at - wished), default=wished)
        at = near if abs(near - wished) <= reach else wished
        if edges[-1] < at < frames:
            edges.append(at)
    return tuple(zip(edges, [*edges[1:], frames], strict=True))


def _shares(processes: int, most: int) -> list[int]:
    """How long the segments are in relation to one another."""
    if processes == 1:
        return [1]
    shares = [3] * processes + [2] * (processes // 2) + [1] * processes
    return shares if len(shares) <= most else [1] * max(1, min(2 * processes, most))


def cores() -> int:
    """How many cores to use when nobody says: all that this process may use, four at most."""
    return min(4, len(os.sched_getaffinity(0)))


@dataclass
class Usage:
    """What the processes used: peak memory of each in bytes, their CPU seconds, and those of starting the foreman
    when it had not been started before."""

    peaks: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    started: float = 0.0


class Foreman:
    """The first of the processes, with the pipes to it; it takes one order after another."""

    def __init__(self) -> None:
        self.thread = threading.get_native_id()
        jobs, self._jobs = os.pipe()
        self.reports, reports = os.pipe()
        command = [sys.executable, "-I", "-c", _BOOT, json.dumps(sys.path), str(os.getpid()), str(jobs), str(reports)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL if os.environ.get("PITCHREEL_DEBUG") is None else None,
                pass_fds=(jobs, reports),
                env={**os.environ, **_ENVIRONMENT},
                start_new_session=True,
            )
        finally:
            os.close(jobs)
            os.close(reports)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def wait(self, seconds: float) -> None:
        """Wait until it is ready for an order, at most so long."""
        ready, _, _ = select.select([self.reports], [], [], seconds)
        if ready:
            os.read(self.reports, 4096)

    def send(self, order: Order, timeline: Timeline) -> None:
        """Give it an order. A foreman that died in between is noticed when its reports are read."""
        pipe = self._process.stdin
        assert pipe is not None
        os.write(self._jobs, bytes(range(len(order.segments))) + bytes([HOME] * order.processes))
        with contextlib.suppress(BrokenPipeError):
            pipe.write(json.dumps(asdict(order)).encode() + b"\n" + timeline.model_dump_json().encode() + b"\n")
            pipe.flush()

    def end(self) -> int:
        """End it and its siblings, whatever they are doing; gives the code it ended with."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        os.close(self.reports)
        os.close(self._jobs)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        return code


_idle: list[Foreman] = []
_door = threading.Lock()


def hire() -> Foreman:
    """A foreman that waits for work, or a new one.

    Only the thread that started a foreman gets it again: the kernel ends a child when the thread dies that made it.
    """
    with _door:
        for foreman in [waiting for waiting in _idle if not waiting.alive]:
            _idle.remove(foreman)
            foreman.end()
        for foreman in _idle:
            if foreman.thread == threading.get_native_id():
                _idle.remove(foreman)
                return foreman
    return Foreman()


def keep(foreman: Foreman) -> None:
    """Let a foreman wait for the next film: the second of several previews starts at once."""
    with _door:
        _idle.append(foreman)


def warm_up(*, wait: float = 0.0) -> None:
    """Start a foreman ahead of the first film, while something else (the page) is still being waited for.

    ``wait``: seconds to wait at most until it is ready.
    """
    if not _idle:
        foreman = Foreman()
        if wait:
            foreman.wait(wait)
        keep(foreman)


@atexit.register
def dismiss() -> None:
    """End the foremen that wait."""
    with _door:
        while _idle:
            _idle.pop().end()


class Crew:
    """The processes at work on one film."""

    def __init__(self, timeline: Timeline, order: Order) -> None:
        self.order = order
        self.usage = Usage()
        self.done = 0
        """Frames rendered so far."""
        self._finished: set[int] = set()
        self._over = False
        self._rest = b""
        self._heard = time.monotonic()
        self._foreman = hire()
        self._foreman.send(order, timeline)

    def poll(self, seconds: float = 0.0) -> bool:
        """Take in what the processes report, waiting for it at most so long; True when all is done.

        Raises what a process raised, or RenderError when one died.
        """
        ready, _, _ = select.select([self._foreman.reports], [], [], seconds)
        if ready:
            self._heard = time.monotonic()
            data = os.read(self._foreman.reports, 65536)
            if not data:
                raise _killed(0)
            *lines, self._rest = (self._rest + data).split(b"\n")
            for line in lines:
                self._hear(json.loads(line))
        elif time.monotonic() - self._heard > _STALL and not self._over:
            raise RenderError(
                f"The rendering processes have not made a frame in {_STALL:.0f} seconds",
                "Make it again; with PITCHREEL_PROCESSES=1 if it happens twice",
            )
        return self._over

    def _hear(self, words: dict[str, object]) -> None:
        match words:
            case {"error": str(name), "what": str(what), "hint": str(hint)}:
                raise _rebuilt(name, what, hint)
            case {"killed": int(number)}:
                raise _killed(number)
            case {"ready": float(cpu)}:
                self.usage.started = cpu
            case {"peak": int(peak), "cpu": float(cpu)}:
                self.usage.peaks.append(peak)
                self.usage.cpu.append(cpu)
            case {"frames": int(frames)}:
                self.done += frames
                if isinstance(index := words.get("segment"), int):
                    self._finished.add(index)
            case {"finished": int(code)}:
                if code or len(self._finished) < len(self.order.segments):
                    raise _killed(0)
                self._over = True

    def paths(self) -> list[tuple[int, Path]]:
        """First frame and file of each segment."""
        scratch = Path(self.order.scratch)
        return [(start, segment_path(scratch, index)) for index, (start, _) in enumerate(self.order.segments)]

    def leave(self) -> None:
        """Part from the processes: done, the foreman waits for the next film; otherwise all are ended."""
        if self._over:
            keep(self._foreman)
        else:
            self._foreman.end()


@contextmanager
def crew(timeline: Timeline, order: Order) -> Iterator[Crew]:
    """Processes at work on an order; when it is not done on leaving, they are ended."""
    team = Crew(timeline, order)
    try:
        yield team
    finally:
        team.leave()


def _rebuilt(name: str, what: str, hint: str) -> PitchreelError:
    kind = getattr(errors, name, RenderError)
    problem: PitchreelError = kind.__new__(kind)
    PitchreelError.__init__(problem, what, hint)
    return problem


def _killed(number: int) -> RenderError:
    reason = f" by {signal.Signals(number).name}" if number else ""
    return RenderError(
        f"A rendering process was ended{reason}",
        "If memory ran out, render with PITCHREEL_PROCESSES=1 or close other programs",
    )
