"""Encoding alone: frames that lie ready in memory go through the same encoder, with nothing to compose.

This is what the speed of rendering is measured against. Processes import first and wait for the word to begin, so
that their start is not counted; the film's own processes are counted from their very start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from pitchreel.errors import RenderError
from pitchreel.render.encoder import SegmentWriter, VideoFormat
from pitchreel.render.joining import join

_BOOT = "import sys; from pitchreel.bench.alone import main; main(*sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU seconds."""

    wall: float
    cpu: float


def encode_processes(raw: Path, format: VideoFormat, frames: int, processes: int, folder: Path) -> Cost:
    """Encode raw frames by some processes of one thread each (or one of two threads), and join what they made."""
    edges = [round(frames * k / processes) for k in range(processes + 1)]
    spans = list(pairwise(edges))
    crew = []
    paths = [folder / f"alone-{k}.mp4" for k in range(len(spans))]
    for path, (start, end) in zip(paths, spans, strict=True):
        order = json.dumps(format.plain())
        command = [sys.executable, "-c", _BOOT, str(raw), order, str(start), str(end), str(path)]
        crew.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for process in crew:
        assert process.stdout is not None
        process.stdout.readline()
    begun, own = time.perf_counter(), time.process_time()
    for process in crew:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    used = 0.0
    for process in crew:
        assert process.stdout is not None
        answer = process.stdout.readline()
        if not answer:
            raise RenderError("Encoding alone broke down", "Look at what it wrote above")
        used += float(answer)
    film = folder / "alone.mp4"
    join(list(zip(edges, paths, strict=False)), None, film, container="mp4", fps=format.fps, tags={})
    cost = Cost(time.perf_counter() - begun, used + time.process_time() - own)
    for process in crew:
        process.communicate()
    return cost


def encode_command(ffmpeg: str, raw: Path, format: VideoFormat, folder: Path) -> Cost:
    """Encode raw frames by the ffmpeg command with x264's threads."""
    command = [ffmpeg, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p"]
    command += ["-s", f"{format.width}x{format.height}", "-r", str(format.fps), "-i", str(raw)]
    command += ["-c:v", "libx264", "-preset", format.preset, "-crf", str(format.quality), "-profile:v", "high"]
    command += ["-threads", str(format.threads), "-x264-params", f"keyint={4 * format.fps}:open-gop=0"]
    command += ["-movflags", "+faststart", str(folder / "alone.mp4")]
    begun = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RenderError("The ffmpeg command failed", "Look at what it wrote above")
    return Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime)


def main(raw: str, order: str, start: str, end: str, path: str) -> None:
    """One encoding process: says that it is ready, waits, encodes, and says how much CPU time that took."""
    format = VideoFormat(**json.loads(order))
    rows, first, last = format.height * 3 // 2, int(start), int(end)
    frames = np.memmap(
        raw, np.uint8, "r", shape=(Path(raw).stat().st_size // (rows * format.width), rows, format.width)
    )
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.process_time()
    writer = SegmentWriter(Path(path), format)
    for number in range(first, last):
        frame = av.VideoFrame.from_numpy_buffer(frames[number], "yuv420p")
        frame.colorspace, frame.color_range, frame.time_base = (
            Colorspace.ITU709,
            ColorRange.MPEG,
            Fraction(1, format.fps),
        )
        writer.write(frame)
    writer.close()
    print(time.process_time() - begun, flush=True)
