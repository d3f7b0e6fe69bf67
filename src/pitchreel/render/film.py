"""From a Timeline to a finished film, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pitchreel import __version__
from pitchreel.config import Settings
from pitchreel.documents.timeline import Timeline
from pitchreel.documents.video import Video
from pitchreel.errors import InputError, OutputError
from pitchreel.progress import Progress, silent
from pitchreel.render.assets import Shelf
from pitchreel.render.elements import stage_size
from pitchreel.render.encoder import Container, VideoFormat, encode_sound
from pitchreel.render.joining import join
from pitchreel.render.loudness import Loudness
from pitchreel.render.mixer import mix_sound
from pitchreel.render.segments import Usage, cores, crew, cut
from pitchreel.render.worker import Order

_CONTAINERS: dict[str, Container] = {".mp4": "mp4", ".m4v": "mp4", ".webm": "webm"}
_DRAFT_PRESET, _DRAFT_QUALITY = "ultrafast", 24
"""A draft is for looking at once: fast matters more than size, and not every platform takes it."""
_SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
"""IPTC's term for media made by an algorithm alone."""
_SOUND_SHARE, _JOIN_SHARE = 0.08, 0.02
_WAIT = 0.25
_WORTH_A_PROCESS = 80_000_000
"""Pixels that make another process worth its start: some 40 frames at full size."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a film is rendered: its format, the film's frames from one rendered frame to the next (``step``), how many
    are rendered, and the rendered frames at which scenes start."""

    format: VideoFormat
    step: int
    frames: int
    scenes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A film and what it took: wall seconds by step, memory and CPU of the processes."""

    video: Video
    loudness: Loudness
    seconds: dict[str, float]
    usage: Usage


def render_video(
    timeline: Timeline,
    folder: Path,
    output: Path,
    *,
    scale: float = 1.0,
    fps: int | None = None,
    draft: bool = False,
    processes: int = 0,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Video:
    """Render a film into an MP4 or WebM file, by the suffix of ``output``.

    ``folder`` is what the paths of the assets are relative to. A preview is the same Timeline at a smaller ``scale``
    and an ``fps`` that divides the Timeline's, as a ``draft``: encoded for speed. Raises MediaError for an asset that
    cannot be used, OutputError when the file cannot be written, RenderError otherwise; then nothing is left behind.
    """
    return render(
        timeline,
        folder,
        output,
        scale=scale,
        fps=fps,
        draft=draft,
        processes=processes,
        settings=settings or Settings(),
        progress=progress,
    ).video


def render(
    timeline: Timeline,
    folder: Path,
    output: Path,
    *,
    scale: float,
    fps: int | None,
    draft: bool = False,
    processes: int,
    settings: Settings,
    progress: Progress,
) -> Rendered:
    """Like ``render_video``, with the figures that a measurement wants."""
    started = time.perf_counter()
    plan = plan_film(timeline, output.suffix, scale=scale, fps=fps, draft=draft, settings=settings)
    container, rate, step, frames = plan.format.container, plan.format.fps, plan.step, plan.frames
    width, height = plan.format.width, plan.format.height
    Shelf(timeline.assets, folder).check()
    team = processes or settings.processes or min(cores(), max(1, frames * width * height // _WORTH_A_PROCESS))
    seconds: dict[str, float] = {}
    with scratch_beside(output) as scratch:
        order = Order(
            str(folder.resolve()), str(scratch), scale, step, team, plan.format.plain(), cut(frames, plan.scenes, team)
        )
        with crew(timeline, order) as workers:
            share = 1 - _SOUND_SHARE - _JOIN_SHARE

            def report(sound: float) -> None:
                workers.poll()
                progress(share * min(1.0, workers.done / frames) + _SOUND_SHARE * sound)

            wav, heard = scratch / "sound.wav", scratch / "sound.mp4"
            loudness = mix_sound(timeline, folder, wav, progress=lambda done: report(0.8 * done))
            encode_sound(wav, heard, container)
            wav.unlink()
            seconds["sound"] = time.perf_counter() - started
            while not workers.poll(_WAIT):
                report(1.0)
            seconds["frames"] = time.perf_counter() - started
            part = scratch / f"film.{container}"
            tags = describe(timeline)
            join(workers.paths(), heard, part, container=container, fps=rate, tags=tags)
            size = part.stat().st_size
        part.replace(output)
    progress(1.0)
    seconds["total"] = time.perf_counter() - started
    video = Video(
        path=str(output),
        container=container,
        width=width,
        height=height,
        fps=rate,
        frames=frames,
        duration=frames / rate,
        bytes=size,
        loudness=loudness.integrated,
        true_peak=loudness.true_peak,
        seconds={"video": round(seconds["total"], 3)},
    )
    return Rendered(video, loudness, seconds, workers.usage)


def plan_film(
    timeline: Timeline, suffix: str, *, scale: float, fps: int | None, draft: bool, settings: Settings
) -> Plan:
    """What a film of this suffix, size and rate takes; raises OutputError and InputError."""
    container = _CONTAINERS.get(suffix.lower())
    if container is None:
        raise OutputError(f"A {suffix or 'nameless'} file is neither .mp4 nor .webm", "Give the film one of these")
    if timeline.alpha and container != "webm":
        raise OutputError("An MP4 cannot carry the transparency of this film", "Give it a name that ends in .webm")
    rate = fps or timeline.fps
    if timeline.fps % rate:
        raise InputError(f"{rate} frames a second do not divide the film's {timeline.fps}", "Choose a divisor of it")
    step = timeline.fps // rate
    width, height = stage_size(timeline, scale)
    format = VideoFormat(
        container,
        width,
        height,
        rate,
        quality=_DRAFT_QUALITY if draft else settings.quality,
        preset=_DRAFT_PRESET if draft else settings.preset,
        alpha=timeline.alpha,
    )
    scenes = tuple(-(-scene.start // step) for scene in timeline.scenes)
    return Plan(format, step, -(-timeline.frames // step), scenes)


def describe(timeline: Timeline) -> dict[str, str]:
    """The film's tags: its title, its note for people, and the same for machines as JSON in the comment."""
    synthetic = {
        "generator": f"Pitchreel {__version__}",
        "digitalSourceType": _SYNTHETIC,
        "synthetic": {
            "voice": any(track.kind == "voice" and not track.own for track in timeline.mix.tracks),
            "presenter": any(layer.layer == "presenter" for layer in timeline.layers()),
        },
        "note": timeline.note,
    }
    tags = {"comment": json.dumps(synthetic, ensure_ascii=False), "description": timeline.note, "title": timeline.title}
    return {name: value for name, value in tags.items() if value}


@contextmanager
def scratch_beside(output: Path) -> Iterator[Path]:
    """A hidden folder beside the output, on the same disk; it is removed on leaving. Raises OutputError.

    Folders left by a process that was killed are swept away.
    """
    parent = output.absolute().parent
    scratch = parent / f".{output.name}.{os.getpid()}.part"
    try:
        if output.is_dir():
            raise OutputError(f"{output} is a folder", "Give the name of a file")
        parent.mkdir(parents=True, exist_ok=True)
        _sweep(parent, output.name)
        scratch.mkdir()
        yield scratch
    except OSError as error:
        raise OutputError(
            f"{output} cannot be written: {error.strerror or error}", "Free some space, or choose another folder"
        ) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _sweep(parent: Path, name: str) -> None:
    for left in parent.glob(f".{name}.*.part"):
        process = left.name.removesuffix(".part").rpartition(".")[2]
        if process.isdigit() and not Path(f"/proc/{process}").exists() and Path("/proc/self").exists():
            with suppress(OSError):
                shutil.rmtree(left)
