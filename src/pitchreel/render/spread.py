"""A film rendered piece by piece, each piece by whoever is free: another process, or another machine.

The pieces and the sound lie in one folder until they are joined. Every call gives a whole file or none, and making a
piece twice gives the same piece, so that whatever was lost on the way is simply made again.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.documents.timeline import Timeline
from pitchreel.documents.video import Video
from pitchreel.errors import OutputError
from pitchreel.progress import Progress, silent
from pitchreel.render.assets import Shelf
from pitchreel.render.composer import Composer
from pitchreel.render.encoder import encode_sound
from pitchreel.render.film import Plan, describe, plan_film
from pitchreel.render.joining import join
from pitchreel.render.loudness import Loudness
from pitchreel.render.mixer import mix_sound
from pitchreel.render.segments import cut
from pitchreel.render.worker import Order, render_segment, segment_path

Segments = tuple[tuple[int, int], ...]
"""First frame and end of each piece, in rendered frames."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A film to be rendered in pieces: ``folder`` is what its assets are relative to, ``scratch`` where pieces lie.

    ``suffix``, ``scale``, ``fps`` and ``draft`` are as ``render_video`` takes them, and must be the same in every call.
    """

    timeline: Timeline
    folder: Path
    scratch: Path
    settings: Settings
    suffix: str = ".mp4"
    scale: float = 1.0
    fps: int | None = None
    draft: bool = False

    def plan(self) -> Plan:
        """The film's format; raises InputError and OutputError."""
        return plan_film(
            self.timeline, self.suffix, scale=self.scale, fps=self.fps, draft=self.draft, settings=self.settings
        )

    def cut(self, hands: int) -> Segments:
        """Cut the film for so many hands, about two pieces for each. Raises MediaError for an asset that is missing."""
        plan = self.plan()
        Shelf(self.timeline.assets, self.folder).check()
        pixels = plan.frames * plan.format.width * plan.format.height
        return cut(plan.frames, plan.scenes, max(1, min(hands, pixels // (2 * self.settings.segment_pixels))))

    def render(self, segments: Segments, index: int, *, progress: Progress = silent) -> Path:
        """Render one piece in this process; raises MediaError, OutputError, RenderError."""
        plan = self.plan()
        target = segment_path(self.scratch, index)
        scratch = self.scratch / f".{index}.{os.getpid()}.part"
        order = Order(str(self.folder.resolve()), str(scratch), self.scale, plan.step, 1, plan.format.plain(), segments)
        start, end = segments[index]
        try:
            scratch.mkdir(parents=True, exist_ok=True)
            composer = Composer(self.timeline, self.folder, self.scale)
            render_segment(composer, order, plan.format, index, _Counter(end - start, progress))
            segment_path(scratch, index).replace(target)
        except OSError as error:
            raise OutputError(
                f"{target} cannot be written: {error.strerror or error}", "Free some space, or choose another folder"
            ) from None
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return target

    def sound(self, *, progress: Progress = silent) -> Loudness:
        """Mix and encode the film's sound into ``scratch``; raises MediaError, OutputError."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        wav = self.scratch / f"sound.{os.getpid()}.wav"
        part = self.scratch / f".sound.{os.getpid()}.mp4"
        try:
            loudness = mix_sound(self.timeline, self.folder, wav, progress=lambda done: progress(0.9 * done))
            encode_sound(wav, part, self.plan().format.container)
            part.replace(self._heard)
        finally:
            wav.unlink(missing_ok=True)
            part.unlink(missing_ok=True)
        progress(1.0)
        return loudness

    def join(self, segments: Segments, loudness: Loudness, output: Path) -> Video:
        """Put pieces and sound together into ``output``, whole or not at all; raises RenderError, OutputError."""
        started = time.perf_counter()
        plan = self.plan()
        form = plan.format
        pieces = [(start, segment_path(self.scratch, index)) for index, (start, _) in enumerate(segments)]
        part = output.with_name(f".{output.name}.{os.getpid()}.part")
        try:
            join(pieces, self._heard, part, container=form.container, fps=form.fps, tags=describe(self.timeline))
            size = part.stat().st_size
            part.replace(output)
        except OSError as error:
            raise OutputError(
                f"{output} cannot be written: {error.strerror or error}", "Free some space, or choose another folder"
            ) from None
        finally:
            part.unlink(missing_ok=True)
        return Video(
            path=str(output),
            container=form.container,
            width=form.width,
            height=form.height,
            fps=form.fps,
            frames=plan.frames,
            duration=plan.frames / form.fps,
            bytes=size,
            loudness=loudness.integrated,
            true_peak=loudness.true_peak,
            seconds={"join": round(time.perf_counter() - started, 3)},
        )

    @property
    def _heard(self) -> Path:
        return self.scratch / "sound.mp4"


@dataclass(slots=True)
class _Counter:
    """Hears of rendered frames as a process's parent would."""

    frames: int
    progress: Progress
    done: int = field(default=0)

    def send(self, **words: object) -> None:
        frames = words.get("frames")
        self.done += frames if isinstance(frames, int) else 0
        self.progress(min(1.0, self.done / max(1, self.frames)))
