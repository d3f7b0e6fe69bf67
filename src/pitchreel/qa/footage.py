"""Footage: a finished file as it is: what its container says, its pictures small, its sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.errors import MediaError

SMALL = 90
"""Width in pixels, at least, at which pictures are kept for measuring: 60 s of them take about 30 MB."""
_ROWS = 4
"""Every fourth row of a large picture goes into its small one: a mean over them is as steady, and costs a quarter."""
_DECODER = {"skip_loop_filter": "all"}
"""Deblocking is a quarter of the work, changes nothing at the size that is kept, and every bit is still read."""


@dataclass(frozen=True)
class Footage:
    """Everything about a file that the checks look at. ``luma`` is frames x height x width, limited range."""

    path: Path
    container: str
    video_codec: str
    profile: str
    pixel_format: str
    tagged_bt709: bool
    square_pixels: bool
    width: int
    height: int
    fps: float
    times: NDArray[np.float64]
    """When each frame is shown, in seconds."""
    luma: NDArray[np.uint8]
    audio_codec: str
    audio_rate: int
    audio_channels: int
    sound: NDArray[np.float32]
    """Channels x samples at ``audio_rate``."""
    index_first: bool
    """Whether the index stands before the data, so that a browser can begin at once."""
    metadata: dict[str, str]

    @property
    def video_seconds(self) -> float:
        """How long the pictures last."""
        return float(self.times[-1] - self.times[0] + 1 / self.fps) if len(self.times) else 0.0

    @property
    def audio_seconds(self) -> float:
        """How long the sound lasts."""
        return self.sound.shape[1] / self.audio_rate if self.audio_rate else 0.0


def read_footage(path: Path) -> Footage:
    """Decode a whole file; raises MediaError when any part of it cannot be decoded."""
    try:
        return _read(path)
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        raise MediaError(f"{path} cannot be decoded: {error}", "Render it again") from None


def _read(path: Path) -> Footage:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        context.options = _DECODER
        # One thread: on a machine that is busy anyway more of them only cost more.
        context.thread_count = 1
        shrink = _Shrink(context.width, context.height)
        times, frames = [], []
        for frame in container.decode(video):
            times.append(float(frame.time))
            frames.append(shrink(_plane(frame)))
        facts = {
            "container": container.format.name,
            "video_codec": context.codec.canonical_name,
            "profile": str(context.profile or ""),
            "pixel_format": str(context.pix_fmt),
            "tagged_bt709": (int(context.color_primaries), int(context.color_trc), int(context.colorspace))
            == (1, 1, 1),
            "square_pixels": video.sample_aspect_ratio in (None, 0, 1),
            "width": context.width,
            "height": context.height,
            "fps": float(video.average_rate or 0),
            "metadata": dict(container.metadata),
        }
    codec, rate, channels, sound = _sound(path)
    return Footage(
        path=path,
        times=np.array(times),
        luma=np.stack(frames) if frames else np.zeros((0, shrink.height, shrink.width), np.uint8),
        audio_codec=codec,
        audio_rate=rate,
        audio_channels=channels,
        sound=sound,
        index_first=_index_first(path),
        **facts,
    )


class _Shrink:
    """Makes the luma of a frame small: means over blocks of whole pixels, which is the quickest way there is."""

    def __init__(self, width: int, height: int) -> None:
        block = max(1, width // SMALL)
        self._step = _ROWS if block >= 2 * _ROWS else 1
        rows = max(1, round(block / self._step))
        self.width, self.height = width // block, -(-height // self._step) // rows
        self._source = (self.height * rows, self.width * block)

    def __call__(self, luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
        high, wide = self._source
        small = cv2.resize(luma[:: self._step][:high, :wide], (self.width, self.height), interpolation=cv2.INTER_AREA)
        return np.asarray(small)


def _plane(frame: av.VideoFrame) -> NDArray[np.uint8]:
    plane = frame.planes[0]
    rows: NDArray[np.uint8] = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width]


def _sound(path: Path) -> tuple[str, int, int, NDArray[np.float32]]:
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return "", 0, 0, np.zeros((0, 0), np.float32)
        stream = container.streams.audio[0]
        rate, channels = stream.codec_context.sample_rate, stream.codec_context.channels
        resampler = av.AudioResampler(format="fltp", layout=stream.codec_context.layout, rate=rate)
        blocks = [out.to_ndarray() for frame in container.decode(stream) for out in resampler.resample(frame)]
        whole = np.concatenate(blocks, axis=1) if blocks else np.zeros((channels, 0), np.float32)
        return stream.codec_context.codec.canonical_name, rate, channels, whole.astype(np.float32)


def _index_first(path: Path) -> bool:
    """For MP4: whether the moov atom precedes mdat. For WebM: always, since it streams."""
    if path.suffix.lower() != ".mp4":
        return True
    with path.open("rb") as file:
        while len(header := file.read(8)) == 8:
            size, name = int.from_bytes(header[:4], "big"), header[4:]
            if name in (b"moov", b"mdat"):
                return name == b"moov"
            skip = int.from_bytes(file.read(8), "big") - 16 if size == 1 else size - 8
            if skip < 0:
                return False
            file.seek(skip, 1)
    return False
