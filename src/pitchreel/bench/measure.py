"""Measuring: the reference storyboard rendered, encoded alone, previewed and made four times as long."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pitchreel.bench.alone import Cost, encode_command, encode_processes
from pitchreel.bench.report import Run
from pitchreel.config import Settings
from pitchreel.documents.timeline import Timeline
from pitchreel.progress import silent
from pitchreel.render.composer import Composer
from pitchreel.render.encoder import VideoFormat
from pitchreel.render.film import Rendered, render
from pitchreel.render.planes import blank
from pitchreel.render.segments import dismiss, warm_up

PREVIEW_SIDE, PREVIEW_FPS = 640, 15
_MEMORY_DISK = Path("/dev/shm")


@contextmanager
def workplace(bytes_needed: int) -> Iterator[Path]:
    """A folder in memory where there is room for it, else on disk."""
    roomy = _MEMORY_DISK.is_dir() and shutil.disk_usage(_MEMORY_DISK).free > bytes_needed
    with TemporaryDirectory(prefix="pitchreel-bench-", dir=_MEMORY_DISK if roomy else None) as folder:
        yield Path(folder)


@contextmanager
def counted() -> Iterator[Callable[[], Cost]]:
    """Wall and CPU seconds of what this process does inside; call what it yields at the end."""
    began, before = time.perf_counter(), time.process_time()
    yield lambda: Cost(time.perf_counter() - began, time.process_time() - before)


def film(
    timeline: Timeline, folder: Path, output: Path, *, preview: bool = False, cold: bool = False
) -> tuple[Rendered, Cost]:
    """Render a film, or a preview of it, with the settings that a user has who sets none.

    Its first process has been started before, as ``make`` does while it waits for the page, and as those are that
    encode alone; unless it is ``cold``. Previews follow one another, as they do in a command.
    """
    if not preview:
        dismiss()
        if not cold:
            warm_up(wait=20)
    scale = PREVIEW_SIDE / max(timeline.width, timeline.height) if preview else 1.0
    with counted() as cost:
        made = render(
            timeline,
            folder,
            output,
            scale=scale,
            fps=PREVIEW_FPS if preview else None,
            draft=preview,
            processes=0,
            settings=Settings.model_construct(),
            progress=silent,
        )
        spent = cost()
    return made, Cost(spent.wall, spent.cpu + sum(made.usage.cpu) + made.usage.started)


def raw_frames(timeline: Timeline, folder: Path, path: Path) -> None:
    """Write the film's frames as raw yuv420p."""
    composer = Composer(timeline, folder)
    frame = blank(*composer.size)
    with path.open("wb") as file:
        for number in range(timeline.frames):
            composer.paint(frame, number)
            for plane in frame.each:
                file.write(plane.data)


def raw_size(timeline: Timeline) -> int:
    """Bytes that the raw frames of a film take."""
    return timeline.frames * timeline.width * timeline.height * 3 // 2


def compare(timeline: Timeline, folder: Path, runs: int, say: Callable[[str], None]) -> tuple[Run, ...]:
    """Render and encode alone in turn; each run of encoding alone is the faster of its two ways."""
    settings = Settings.model_construct()
    format = VideoFormat("mp4", timeline.width, timeline.height, timeline.fps, settings.quality, settings.preset)
    ffmpeg = shutil.which("ffmpeg")
    found = []
    with workplace(raw_size(timeline) + 200_000_000) as memory:
        raw = memory / "frames.yuv"
        raw_frames(timeline, folder, raw)
        for number in range(runs):
            ways = {"two processes": encode_processes(raw, format, timeline.frames, 2, memory)}
            two_threads = replace(format, threads=2)
            if ffmpeg is not None:
                ways["ffmpeg, two threads"] = encode_command(ffmpeg, raw, two_threads, memory)
            else:
                ways["two threads"] = encode_processes(raw, two_threads, timeline.frames, 1, memory)
            best = min(ways, key=lambda way: ways[way].wall)
            _, cost = film(timeline, folder, memory / "film.mp4")
            alone = ways[best]
            found.append(Run(wall=cost.wall, cpu=cost.cpu, alone_wall=alone.wall, alone_cpu=alone.cpu, alone=best))
            say(
                f"  run {number + 1}: render {cost.wall:.2f} s wall, {cost.cpu:.2f} s CPU; "
                + "; ".join(f"{way} {spent.wall:.2f}, {spent.cpu:.2f}" for way, spent in ways.items())
            )
    return tuple(found)


def machine() -> str:
    """What the figures were measured on."""
    name = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        name = named[0].partition(":")[2].strip() if named else name
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[0]
    return f"{name}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, load before {load:.2f}"
