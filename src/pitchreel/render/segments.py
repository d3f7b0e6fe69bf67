"""Rendering by several processes: how a film is cut, and how the processes are started, watched and stopped."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pitchreel import errors
from pitchreel.documents.timeline import Timeline
from pitchreel.errors import PitchreelError, RenderError
from pitchreel.render.worker import Order, segment_path

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
_PIECES = 2
"""Segments for each process: whoever is done first takes another, and all end at about the same time."""
_SNAP = 0.3
"""How far a cut may move to the start of a scene, in lengths of a segment: there a key frame stands anyway, and no
scene has to be made ready twice."""
_MOST = 200


def cut(frames: int, scenes: tuple[int, ...], processes: int) -> tuple[tuple[int, int], ...]:
    """Cut ``frames`` into segments for some processes, at the starts of ``scenes`` where one is near."""
    count = 1 if processes == 1 else min(processes * _PIECES, frames // _SHORTEST, _MOST)
    edges = [0]
    for k in range(1, count):
        wished = round(frames * k / count)
        near = min((scene for scene in scenes if scene > edges[-1]), key=lambda at: abs(at - wished), default=wished)
        at = near if abs(near - wished) <= _SNAP * frames / count else wished
        if edges[-1] < at < frames:
            edges.append(at)
    return tuple(zip(edges, [*edges[1:], frames], strict=True))


def processes_for(wished: int) -> int:
    """How many processes to use: as asked, or one for each core that this process may use, four at most."""
    return wished if wished > 0 else min(4, len(os.sched_getaffinity(0)))


@dataclass
class Usage:
    """What the processes used: peak memory of each in bytes, and their CPU seconds."""

    peaks: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


class Crew:
    """The processes at work on one film. Leaving the context ends them, whatever they are doing."""

    def __init__(self, timeline: Timeline, order: Order) -> None:
        self.order = order
        self.usage = Usage()
        self.done = 0
        """Frames rendered so far."""
        self._finished: set[int] = set()
        jobs_out, jobs_in = os.pipe()
        self._reports, reports_in = os.pipe()
        try:
            os.write(jobs_in, bytes(range(len(order.segments))))
            command = [sys.executable, "-I", "-c", _BOOT, json.dumps(sys.path)]
            self._process = subprocess.Popen(
                [*command, str(os.getpid()), str(jobs_out), str(reports_in)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE if os.environ.get("PITCHREEL_DEBUG") is None else None,
                pass_fds=(jobs_out, reports_in),
                env={**os.environ, **_ENVIRONMENT},
                start_new_session=True,
            )
        finally:
            for pipe in (jobs_in, jobs_out, reports_in):
                os.close(pipe)
        self._rest = b""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # then it died; its end is seen when the reports are read
            self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
            self._process.stdin.write(timeline.model_dump_json().encode())
            self._process.stdin.close()

    def poll(self, seconds: float = 0.0) -> bool:
        """Take in what the processes report, waiting for it at most so long; True when all is done.

        Raises what a process raised, or RenderError when one died.
        """
        ready, _, _ = select.select([self._reports], [], [], seconds)
        if not ready:
            return False
        data = os.read(self._reports, 65536)
        if not data:
            return self._end()
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._hear(json.loads(line))
        return False

    def _hear(self, words: dict[str, object]) -> None:
        match words:
            case {"error": str(name), "what": str(what), "hint": str(hint)}:
                raise _rebuilt(name, what, hint)
            case {"killed": int(number)}:
                raise _killed(number)
            case {"peak": int(peak), "cpu": float(cpu)}:
                self.usage.peaks.append(peak)
                self.usage.cpu.append(cpu)
            case {"frames": int(frames)}:
                self.done += frames
                if "segment" in words:
                    self._finished.add(int(str(words["segment"])))

    def _end(self) -> bool:
        code = self._process.wait()
        if len(self._finished) == len(self.order.segments) and code == 0:
            return True
        raise _killed(-code if code < 0 else 0)

    def paths(self) -> list[tuple[int, Path]]:
        """First frame and file of each segment."""
        scratch = Path(self.order.scratch)
        return [(start, segment_path(scratch, index)) for index, (start, _) in enumerate(self.order.segments)]

    def close(self) -> None:
        """End all processes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._reports)
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


@contextmanager
def crew(timeline: Timeline, order: Order) -> Iterator[Crew]:
    """Start the processes for an order; they are ended on leaving."""
    team = Crew(timeline, order)
    try:
        yield team
    finally:
        team.close()


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
