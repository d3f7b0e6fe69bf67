"""Clip layers: decoded as a stream, retimed to the film's frames, and sampled like pictures."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from pitchreel.documents.timeline import ClipLayer
from pitchreel.errors import MediaError
from pitchreel.render.elements import Element, Shown, Stage
from pitchreel.render.framing import Frame, Framing, contained
from pitchreel.render.geometry import Affine
from pitchreel.render.pictures import BoxShadow, seen_of
from pitchreel.render.placement import move_of
from pitchreel.render.planes import OFFSET, Plane, Planes, even_up
from pitchreel.render.resampling import padded
from pitchreel.render.sampling import Card

_HINT = "Replace the file by an MP4 or WebM clip that plays, or take it out of the Timeline"
_JUMP = 2.0
"""Seconds ahead beyond which the reader seeks instead of decoding on."""
_HD_ROWS = 720
"""Untagged clips from this height on are taken for BT.709, smaller ones for BT.601, as players do."""
_PIXELS = 40_000_000
_EARLY = 1e-3
_EXACT = Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
"""Without these a grey turns a little green on its way from BT.601."""


class ClipReader:
    """The frames of a clip by time in seconds, read forwards; an earlier time, or one far ahead, seeks."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            self._container = av.open(str(path), options={"protocol_whitelist": "file"})
            if not self._container.streams.video:
                raise MediaError(f"{name} holds no picture", _HINT)
            self._stream = self._container.streams.video[0]
            self._stream.thread_count = 1
            first = next(self._container.decode(self._stream), None)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise MediaError(f"{name} cannot be decoded as a clip: {error}", _HINT) from None
        if first is None or first.width * first.height > _PIXELS:
            raise MediaError(f"{name} holds no frame that can be used", _HINT)
        self._start = float(first.time or 0.0)
        self._turns = round((first.rotation or 0) / 90) % 4
        self.width, self.height = first.width, first.height
        if self._turns % 2:
            self.width, self.height = self.height, self.width
        self.duration = self._length()
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._current: av.VideoFrame | None = None
        self._following: av.VideoFrame | None = None
        self._converted: tuple[tuple[float, int, int], Planes] | None = None

    def _length(self) -> float:
        stream, container = self._stream, self._container
        if stream.duration and stream.time_base:
            return max(0.04, float(stream.duration * stream.time_base))
        if container.duration:
            return max(0.04, float(container.duration) / float(av.time_base))
        last = self._start
        for frame in container.decode(stream):
            last = float(frame.time or last)
        return max(0.04, last - self._start + 0.04)

    def at(self, seconds: float, width: int, height: int) -> Planes:
        """The frame shown at a time from the clip's start, scaled and padded; raises MediaError."""
        try:
            frame = self._seek(self._start + seconds)
            key = (self._time(frame), width, height)
            if self._converted is None or self._converted[0] != key:
                self._converted = (key, self._convert(frame, width, height))
        except (av.FFmpegError, OSError, ValueError) as error:
            raise MediaError(f"{self.name} breaks off at {seconds:.1f} s: {error}", _HINT) from None
        return self._converted[1]

    def _time(self, frame: av.VideoFrame) -> float:
        time = frame.time
        return self._start if time is None else float(time)

    def _seek(self, time: float) -> av.VideoFrame:
        current = self._current
        if current is None or time < self._time(current) - _EARLY or time > self._time(current) + _JUMP:
            base = self._stream.time_base
            self._container.seek(int(max(time, self._start) / base), stream=self._stream)
            self._frames = self._container.decode(self._stream)
            current = next(self._frames, None)
            if current is None:
                raise ValueError("no frame follows")
            self._following = next(self._frames, None)
        while self._following is not None and self._time(self._following) <= time + _EARLY:
            current, self._following = self._following, next(self._frames, None)
        self._current = current
        return current

    def _convert(self, frame: av.VideoFrame, width: int, height: int) -> Planes:
        if self._turns % 2:
            width, height = height, width
        source = frame.colorspace
        if source not in (Colorspace.ITU709, Colorspace.ITU601, Colorspace.SMPTE170M):
            source = Colorspace.ITU709 if frame.height >= _HD_ROWS else Colorspace.ITU601
        shrinks = width < frame.width
        ready = frame.reformat(
            width,
            height,
            "yuv420p",
            src_colorspace=source,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=_EXACT | (Interpolation.AREA if shrinks else Interpolation.BICUBIC),
            # The scaler's own threads would not live on in a process that is forked, which then waits for them.
            threads=1,
        )
        planes = []
        for k, plane in enumerate(ready.planes):
            wide, high = (width, height) if k == 0 else (width // 2, height // 2)
            rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
            planes.append(np.ascontiguousarray(np.rot90(rows[:high, :wide], self._turns)))
        return padded(Planes(*planes))

    def close(self) -> None:
        """Close the file."""
        self._container.close()


def clip_elements(layer: ClipLayer, stage: Stage, until: int) -> list[Element]:
    """A clip layer as what is painted: a shadow where one falls, then the clip."""
    reader = ClipReader(stage.shelf.path(layer.asset), stage.timeline.assets[layer.asset].path)
    box = layer.box
    frame = Frame.around(*(value * stage.scale for value in (box.x, box.y, box.width, box.height)))
    shown = Framing(reader.width, reader.height, frame.width, frame.height, layer.fit, layer.focus)
    if layer.fit == "contain":
        frame = contained(reader.width, reader.height, frame)
        shown = Framing(reader.width, reader.height, frame.width, frame.height, "cover", (0.5, 0.5))
    elements: list[Element] = []
    if layer.shadow is not None:
        elements.append(BoxShadow(layer, stage, until, frame, layer.radius * stage.scale, layer.shadow))
    elements.append(Clip(layer, stage, until, reader, frame, shown))
    return elements


class Clip(Shown):
    """A moving picture in a box with rounded corners."""

    def __init__(
        self, layer: ClipLayer, stage: Stage, until: int, reader: ClipReader, frame: Frame, shown: Framing
    ) -> None:
        super().__init__(layer, stage, until)
        self._clip, self._reader, self._framing = layer, reader, shown
        scale = seen_of(layer, shown, until).scale
        if 0.7 <= scale <= 2:
            # Near its own size it is sampled once only, straight into the frame.
            scale = 1.0
        self._size = max(2, even_up(reader.width * scale)), max(2, even_up(reader.height * scale))
        self._back = Affine.scale(reader.width / self._size[0], reader.height / self._size[1])
        self._card = Card(frame, layer.radius * stage.scale)
        self._dark = 1 - min(1.0, layer.dim)

    def state(self, frame: int) -> Hashable:
        """The place, and the time in the clip."""
        placed = self.placement(frame)
        return None if placed is None else (placed, self._time(frame))

    def paint(self, target: Planes, frame: int) -> None:
        """Sample the frame of that time."""
        placed = self.placement(frame)
        if placed is None:
            return
        planes = self._reader.at(self._time(frame), *self._size)
        if self._dark < 1:
            planes = Planes(
                *(_darken(plane, self._dark, black) for plane, black in zip(planes.each, OFFSET, strict=True))
            )
        inside = self._framing.inside(placed) @ self._back
        self._card.paint(target, planes, inside, move_of(self.layer, placed, self.stage.scale), placed.opacity)

    def _time(self, frame: int) -> float:
        # In whole microseconds, so that a loop begins again on the very frame on which it should.
        start = self._clip.in_ms * 1000
        end = min(self._clip.out_ms * 1000 or math.inf, round(self._reader.duration * 1e6))
        elapsed = round((frame - self.layer.start) * 1e6 / self.stage.timeline.fps)
        return (start + elapsed % max(40_000, int(end) - start)) / 1e6


def _darken(plane: Plane, share: float, black: int) -> Plane:
    return cv2.addWeighted(plane, share, plane, 0, black * (1 - share))  # type: ignore[no-any-return]
