"""A rendering process: takes segments from a queue shared with its siblings, paints and encodes them.

The first process, the foreman, is a fresh interpreter. It imports, reads an order and forks its siblings for it while
it has a single thread, so that the price of starting is paid once; it then waits for the next order. The queue is a
pipe that holds one byte for each segment: whoever reads it has taken the segment, and HOME sends a process home. All
die with their parent.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

REPORT_EVERY = 8
"""Frames between two reports."""
HOME = 255
"""In the queue: no more segments for whoever reads it."""
PATIENCE = 120.0
"""Seconds that a foreman waits for another order before it goes."""
_PR_SET_PDEATHSIG = 1
_LONGEST_TEXT = 1000
"""Characters of an error's text: a report must stay below what a pipe takes in one piece."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the processes are to render. ``step``: frames of the film from one rendered frame to the next."""

    folder: str
    scratch: str
    scale: float
    step: int
    processes: int
    format: dict[str, Any]
    segments: tuple[tuple[int, int], ...]


class Hearer(Protocol):
    """Whoever is told how many frames were rendered."""

    def send(self, **words: object) -> None:
        """Hear of ``frames``, and of the ``segment`` that is done with them."""


def die_with(parent: int) -> None:
    """Let the kernel kill this process when its parent dies (Linux; elsewhere the closed pipes end it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def main(parent: int, jobs: int, reports: int) -> NoReturn:
    """What a foreman does; an order and its Timeline are two lines of JSON on standard input."""
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    report = _Reporter(reports)
    orders = sys.stdin.buffer
    code = 0
    try:
        rehearse()
        report.begun = time.process_time()
        report.send(ready=report.begun)
        while not code and select.select([orders], [], [], PATIENCE)[0] and (order_line := orders.readline()):
            code = _work(json.loads(order_line), orders.readline(), jobs, report)
            report.send(finished=code)
            # What is left of the film: until it is collected its clips are open.
            gc.unfreeze()
            give_back_memory()
    except BaseException as error:
        report.error(error)
        code = 1
    os._exit(code)


def rehearse() -> None:
    """Import all that frames need and paint a small one, so that fonts and codecs are ready when an order comes."""
    from PIL import Image

    from pitchreel.documents.marks import Fill, Run, Text
    from pitchreel.documents.timeline import Box, GroundLayer, Scene, SpriteLayer, Timeline
    from pitchreel.render.composer import Composer
    from pitchreel.render.encoder import FramePool

    Image.preinit()
    box = Box(x=0, y=0, width=64, height=64)
    words = Text(x=0, y=0, width=64, height=64, runs=(Run(text="Aa", size=20, colour="#ffffff"),))
    layers = (
        GroundLayer(id="ground", start=0, end=1, box=box, fill=Fill(colours=("#000000",))),
        SpriteLayer(id="words", start=0, end=1, box=box, marks=(words,)),
    )
    scene = Scene(id="rehearsal", start=0, end=1, layers=layers)
    film = Timeline(width=64, height=64, frames=1, safe=box, scenes=(scene,))
    _, planes = FramePool(64, 64, 1).next()
    Composer(film, Path(), 1.0).paint(planes, 0)


def _work(plain: dict[str, Any], timeline_json: bytes, jobs: int, report: _Reporter) -> int:
    from pitchreel.documents.timeline import Timeline
    from pitchreel.render.composer import Composer
    from pitchreel.render.encoder import VideoFormat
    from pitchreel.render.planes import blank

    order = Order(**{**plain, "segments": tuple(map(tuple, plain["segments"]))})
    timeline = Timeline.model_validate_json(timeline_json)
    gc.freeze()  # what is shared stays shared: the collector would touch, and so copy, every page of it
    me = os.getpid()
    children: list[int] = []
    try:
        format = VideoFormat(**order.format)
        composer = Composer(timeline, Path(order.folder), order.scale)
        if order.processes > 1:
            # What every frame needs (presenter, captions, fonts) is made ready once and inherited.
            composer.paint(blank(*composer.size), 0)
    except BaseException as error:
        report.error(error)
        return 1
    for _ in range(order.processes - 1):
        child = os.fork()
        if child == 0:
            die_with(me)
            report.begun = 0.0
            _render(composer, order, format, jobs, report)
            os._exit(0)
        children.append(child)
    _render(composer, order, format, jobs, report)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    for code in codes:
        if code < 0:
            report.send(killed=-code)
    return int(any(codes))


def _render(composer: Any, order: Order, format: Any, jobs: int, report: _Reporter) -> None:
    """Render segments until the queue says to go home; an error ends the process."""
    try:
        before = False
        while (index := os.read(jobs, 1)[0]) != HOME:
            if before:
                give_back_memory()
            render_segment(composer, order, format, index, report)
            before = True
        report.usage()
    except BaseException as error:
        report.error(error)
        os._exit(1)


def segment_path(scratch: Path, index: int) -> Path:
    """Where a segment is written."""
    return scratch / f"segment-{index:03}.mp4"


def render_segment(composer: Any, order: Order, format: Any, index: int, report: Hearer) -> None:
    """Paint and encode one segment; its frames are counted in rendered frames."""
    from pitchreel.render.encoder import FramePool, SegmentWriter, alpha_of
    from pitchreel.render.transparency import SeeThrough

    start, end = order.segments[index]
    pool = FramePool(format.width, format.height, pixels=format.pixels)
    clear = SeeThrough(composer) if format.alpha else None
    writer = SegmentWriter(segment_path(Path(order.scratch), index), format)
    whole = False
    try:
        for number in range(start, end):
            frame, planes = pool.next()
            if clear is None:
                composer.paint(planes, number * order.step)
            else:
                clear.paint(planes, alpha_of(frame), number * order.step)
            writer.write(frame)
            if (number - start) % REPORT_EVERY == REPORT_EVERY - 1:
                report.send(frames=REPORT_EVERY)
        whole = True
    finally:
        writer.close(whole=whole)
    report.send(frames=(end - start) % REPORT_EVERY, segment=index)


def give_back_memory() -> None:
    """Return what an encoder left in the heap to the system, before the next one takes as much again (glibc only)."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class _Reporter:
    """Tells the parent how far this process is: one line of JSON at a time, short enough to be written whole."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self.begun = 0.0
        """CPU time at which the present order was begun."""

    def send(self, **words: object) -> None:
        os.write(self._pipe, json.dumps(words).encode() + b"\n")

    def usage(self) -> None:
        used, now = resource.getrusage(resource.RUSAGE_SELF), time.process_time()
        self.send(peak=used.ru_maxrss * 1024, cpu=now - self.begun)
        self.begun = now

    def error(self, error: BaseException) -> None:
        from pitchreel.errors import OutputError, PitchreelError, RenderError

        if isinstance(error, OSError):
            problem: PitchreelError = OutputError(
                f"The film cannot be written: {error.strerror or error}", "Free some space, or choose another folder"
            )
        elif isinstance(error, PitchreelError):
            problem = error
        else:
            import traceback

            problem = RenderError(f"A frame could not be painted: {error!r}", "This is an error of Pitchreel's own")
            traceback.print_exception(error)
        self.send(error=type(problem).__name__, what=problem.what[:_LONGEST_TEXT], hint=problem.hint[:_LONGEST_TEXT])
