"""Encoding: frames into H.264 or VP9, sound into AAC or Opus, with tags that say how they are to be read."""

from __future__ import annotations

import wave
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from pitchreel.render.planes import Plane, Planes

Container = Literal["mp4", "webm"]

AUDIO_BITS = {"mp4": 192_000, "webm": 128_000}
_AUDIO_CODEC = {"mp4": "aac", "webm": "libopus"}
_AUDIO_OPTIONS = {"mp4": {"aac_coder": "fast"}, "webm": {}}
"""The fast coder at 192 kbit/s is as near to the sound as the thorough one at 160, in a quarter of the time."""
_KEY_SECONDS = 4
_VP9_STEP = 12
"""VP9's quality scale is x264's, shifted by about this much at the same look."""


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """All that decides how frames are encoded. ``quality`` is x264's crf."""

    container: Container
    width: int
    height: int
    fps: int
    quality: int = 21
    preset: str = "veryfast"
    threads: int = 1
    alpha: bool = False
    """Transparency beside the colours, which VP9 alone can carry."""

    @property
    def pixels(self) -> str:
        """FFmpeg's name of the pixel format."""
        return "yuva420p" if self.alpha else "yuv420p"

    def plain(self) -> dict[str, Any]:
        """As plain data, for another process."""
        return asdict(self)


def add_video(container: OutputContainer, format: VideoFormat) -> VideoStream:
    """Open the encoder of a format as a stream of a container.

    Groups of pictures are closed and every one of them can begin a segment.
    """
    key = _KEY_SECONDS * format.fps
    if format.container == "mp4":
        options = {
            "crf": str(format.quality),
            "preset": format.preset,
            "profile": "high",
            # Chroma stands in the middle of its four pixels.
            "x264-params": f"keyint={key}:open-gop=0:chromaloc=1",
        }
        stream = container.add_stream("libx264", rate=format.fps, options=options)
    else:
        options = {
            "crf": str(format.quality + _VP9_STEP),
            "b": "0",
            "g": str(key),
            "deadline": "realtime" if format.preset in ("ultrafast", "superfast") else "good",
            "cpu-used": "6" if format.preset in ("ultrafast", "superfast") else "4",
            "lag-in-frames": "16",
        }
        if format.alpha:
            # The encoder's hidden reference frames would have no alpha beside them.
            options["auto-alt-ref"] = "0"
        stream = container.add_stream("libvpx-vp9", rate=format.fps, options=options)
    stream.width, stream.height, stream.pix_fmt = format.width, format.height, format.pixels
    context = stream.codec_context
    context.thread_count = format.threads
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    return stream


class FramePool:
    """A few frames that are painted and encoded in turn: an encoder is done with a frame when it takes the next."""

    def __init__(self, width: int, height: int, count: int = 2, *, pixels: str = "yuv420p") -> None:
        self._frames = [self._make(width, height, pixels) for _ in range(count)]
        self._turn = 0

    @staticmethod
    def _make(width: int, height: int, pixels: str) -> tuple[av.VideoFrame, Planes]:
        frame = av.VideoFrame(width, height, pixels)
        frame.colorspace = Colorspace.ITU709
        frame.color_range = ColorRange.MPEG
        return frame, planes_of(frame)

    def next(self) -> tuple[av.VideoFrame, Planes]:
        """A frame to paint, and its planes."""
        self._turn = (self._turn + 1) % len(self._frames)
        return self._frames[self._turn]


def planes_of(frame: av.VideoFrame) -> Planes:
    """Luma and chroma of a yuv420p or yuva420p frame, as views that write into it."""
    half = frame.width // 2, frame.height // 2
    sizes = (frame.width, frame.height), half, half
    return Planes(*(_view(frame, number, *size) for number, size in enumerate(sizes)))


def alpha_of(frame: av.VideoFrame) -> Plane:
    """The alpha of a yuva420p frame, as a view that writes into it."""
    return _view(frame, 3, frame.width, frame.height)


def _view(frame: av.VideoFrame, number: int, width: int, height: int) -> Plane:
    plane = frame.planes[number]
    rows: Plane = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[:height, :width]


class SegmentWriter:
    """Encodes the frames of a segment into a file of its own."""

    def __init__(self, path: Path, format: VideoFormat) -> None:
        # MP4 has no place for alpha beside the packets.
        self._container = av.open(str(path), "w", format="webm" if format.alpha else "mp4")
        self._stream = add_video(self._container, format)
        self._base = Fraction(1, format.fps)
        self._count = 0

    def write(self, frame: av.VideoFrame) -> None:
        """Encode the next frame."""
        frame.pts, frame.time_base = self._count, self._base
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def close(self, *, whole: bool = True) -> None:
        """Finish the file, or leave it when the segment was broken off."""
        if whole:
            self._container.mux(self._stream.encode(None))
        self._container.close()


def encode_sound(wav: Path, path: Path, container: Container) -> None:
    """Encode a WAV file (16 bits) into a file of its own, a second at a time."""
    with wave.open(str(wav)) as source, av.open(str(path), "w", format="mp4") as target:
        rate, channels = source.getframerate(), source.getnchannels()
        layout = "stereo" if channels == 2 else "mono"
        stream = target.add_stream(_AUDIO_CODEC[container], rate=rate, layout=layout, options=_AUDIO_OPTIONS[container])
        stream.bit_rate = AUDIO_BITS[container]
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=48000)
        done = 0
        while data := source.readframes(rate):
            samples = np.frombuffer(data, "<i2").reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, done, Fraction(1, rate)
            done += samples.shape[1] // channels
            for piece in resampler.resample(frame):
                target.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
