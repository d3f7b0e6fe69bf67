"""Recording: a film's frames and sound in memory, written again in any of the ways that are wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc
from numpy.typing import NDArray

TICKS = 90000
"""Of the clock that frames are shown by, a second."""


@dataclass(frozen=True)
class Recording:
    """Frames as yuv420p, shape (3/2 height, width), stereo sound, shape (2, samples), and how they are written."""

    frames: tuple[NDArray[np.uint8], ...]
    sound: NDArray[np.float32]
    fps: int = 30
    rate: int = 48000
    options: Mapping[str, str] = field(default_factory=lambda: {"preset": "superfast", "crf": "14"})
    pixel_format: str = "yuv420p"
    bt709: bool = True
    aspect: Fraction = Fraction(1)
    """Width over height of a pixel."""
    audio_codec: str = "aac"
    layout: str = "stereo"
    index_first: bool = True
    metadata: Mapping[str, str] = field(default_factory=dict)
    shown: Callable[[int], float] = float
    """When a frame is shown, in frames."""


def read(path: Path) -> Recording:
    """Take a finished film into memory."""
    with av.open(str(path)) as container:
        rate, metadata = container.streams.video[0].average_rate, dict(container.metadata)
        frames = tuple(frame.to_ndarray() for frame in container.decode(video=0))
    with av.open(str(path)) as container:
        sound = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    return Recording(frames, sound[:, : round(len(frames) / rate * 48000)], fps=int(rate or 30), metadata=metadata)


def write(recording: Recording, path: Path) -> Path:
    """Write a film as the recording says."""
    options = {"movflags": "+faststart"} if recording.index_first else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(recording.metadata)
        video = container.add_stream("libx264", rate=recording.fps, options=dict(recording.options))
        high, video.width = recording.frames[0].shape
        video.height = high * 2 // 3
        video.pix_fmt = recording.pixel_format
        video.codec_context.time_base = Fraction(1, TICKS)
        video.codec_context.sample_aspect_ratio = recording.aspect
        if recording.bt709:
            video.codec_context.color_primaries = ColorPrimaries.BT709
            video.codec_context.color_trc = ColorTrc.BT709
            video.codec_context.colorspace = Colorspace.ITU709
        audio = None
        if recording.sound.size:
            audio = container.add_stream(recording.audio_codec, rate=recording.rate, layout=recording.layout)
            audio.bit_rate = 192000
        for number, pixels in enumerate(recording.frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
            frame.pts = round(recording.shown(number) * TICKS / recording.fps)
            frame.time_base = Fraction(1, TICKS)
            if recording.bt709:
                frame.color_primaries, frame.color_trc, frame.colorspace = 1, 1, Colorspace.ITU709
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            _add_sound(container, audio, recording)
    return path


def _add_sound(container: av.container.OutputContainer, stream: av.AudioStream, recording: Recording) -> None:
    resampler = av.AudioResampler(format=stream.format, layout=recording.layout, rate=recording.rate)
    step = 48000
    for start in range(0, recording.sound.shape[1], step):
        piece = np.ascontiguousarray(recording.sound[:, start : start + step])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
        for out in resampler.resample(frame):
            container.mux(stream.encode(out))
    for out in resampler.resample(None):
        container.mux(stream.encode(out))
    container.mux(stream.encode(None))


def with_frames(recording: Recording, first: int, last: int, make: Callable[[int], NDArray[np.uint8]]) -> Recording:
    """The frames from ``first`` to before ``last`` made anew; ``make`` gets the frame's number."""
    frames = list(recording.frames)
    frames[first:last] = [make(number) for number in range(first, last)]
    return replace(recording, frames=tuple(frames))


def black(recording: Recording) -> NDArray[np.uint8]:
    """A black frame of the same size."""
    pixels = np.full_like(recording.frames[0], 128)
    pixels[: len(pixels) * 2 // 3] = 16
    return pixels


def with_sound(
    recording: Recording, first: float, last: float, change: Callable[..., NDArray[np.float32]]
) -> Recording:
    """The sound from one second to another passed through ``change``."""
    sound = recording.sound.copy()
    part = slice(round(first * 48000), round(last * 48000))
    sound[:, part] = change(sound[:, part])
    return replace(recording, sound=sound)
