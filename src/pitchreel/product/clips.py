"""One clip, probed, watched and made over. Runs in a limited child: what it is given comes from anywhere.

A clip is decoded twice: small and fast to learn where it moves and is sharp, then the part worth keeping at full
size, into a file that every later stage can trust: muted, upright, even in size, constant in rate, quick to seek.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pitchreel.errors import MediaError
from pitchreel.product import looks
from pitchreel.product.pictures import reason, save_picture, unwritable
from pitchreel.product.watching import (
    HINT,
    find_drawing,
    find_liveliest,
    find_liveliness,
    frames_of,
    open_clip,
    turned,
    watch,
)

Bytes = NDArray[np.uint8]

CLIP_TIME = 4.0
"""A clip may take this many times the CPU seconds of a picture."""
LONGEST_SIDE, SHORTEST_SIDE = 1920, 1080
KEPT_SECONDS = 20.0
"""Of a longer clip only this much around its liveliest stretch is kept."""
STRETCH_SECONDS = 6.0
HIGHEST_RATE = 30
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_BT709, _UNSPECIFIED, _FULL_RANGE = 1, 2, 2
"""FFmpeg's AVCOL_SPC_BT709, AVCOL_SPC_UNSPECIFIED and AVCOL_RANGE_JPEG."""


@dataclass(frozen=True)
class Clip:
    """What was found in a clip. Paths are names in the folder that was given; times are milliseconds."""

    path: str
    poster: str
    width: int
    height: int
    duration_ms: int
    stretch_ms: tuple[int, int]
    subject: tuple[float, float, float, float]
    focus: tuple[float, float]
    colours: tuple[str, ...]
    shares: tuple[float, ...]
    traits: tuple[str, ...]
    kept_of_ms: int
    """How long the clip was before it was shortened."""


def examine_clip(source: str, folder: str, name: str, pixels: int) -> Clip:
    """Watch the file ``source``, write ``folder/name.mp4`` and its still ``folder/name.jpg``; raises MediaError."""
    path = Path(source)
    try:
        seen = watch(path, pixels)
        lively = find_liveliness(seen)
        start, end = find_liveliest(lively, seen, STRETCH_SECONDS)
        from_, until = (
            find_liveliest(lively, seen, KEPT_SECONDS) if seen.seconds > KEPT_SECONDS else (0.0, seen.seconds)
        )
        if not from_ <= start < end <= until:
            from_, until = _around(start, end, seen.seconds)
        size, kept = _make_over(path, Path(folder) / f"{name}.mp4", from_, until)
        start, end = start - from_, min(end - from_, kept)
        still = _best_still(Path(folder) / f"{name}.mp4", start, end)
    except MediaError:
        raise
    except MemoryError:
        raise MediaError("The clip takes too much memory to decode", "Give a smaller clip") from None
    except OSError as error:
        if error.errno in _FULL:
            raise unwritable(Path(folder), error) from None
        raise MediaError(f"The clip cannot be decoded: {reason(error)}", HINT) from error
    except Exception as error:  # decoders of foreign bytes raise whatever they like
        raise MediaError(f"The clip cannot be decoded: {reason(error)}", HINT) from error
    save_picture(Image.fromarray(still), Path(folder) / f"{name}.jpg")
    x, y, box = looks.find_focus(find_drawing(seen, start + from_, end + from_, still))
    colours, shares = looks.find_colours(still)
    return Clip(
        path=f"{name}.mp4",
        poster=f"{name}.jpg",
        width=size[0],
        height=size[1],
        duration_ms=round(kept * 1000),
        stretch_ms=(round(start * 1000), round(end * 1000)),
        subject=box,
        focus=(x, y),
        colours=colours,
        shares=shares,
        traits=looks.find_traits(still, plain=False),
        kept_of_ms=round(seen.seconds * 1000),
    )


def _around(start: float, end: float, whole: float) -> tuple[float, float]:
    begin = min(max(0.0, (start + end - KEPT_SECONDS) / 2), whole - KEPT_SECONDS)
    return begin, begin + KEPT_SECONDS


def _make_over(source: Path, target: Path, start: float, end: float) -> tuple[tuple[int, int], float]:
    """Write the part of a clip as muted, upright H.264 at a constant rate; its size and seconds."""
    with (
        open_clip(source) as container,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out,
    ):
        rate = _rate(container.streams.video[0])
        stream: Any = None
        written, held = 0, None
        size = (0, 0)
        total = max(1, round((end - start) * rate))
        for at, frame in frames_of(container):
            if at - start > (total + 1) / rate:
                break
            if stream is None:
                size = _fitted(frame, container.streams.video[0].sample_aspect_ratio)
                stream = _add_stream(out, rate, size)
            while held is not None and written < total and written / rate < at - start - 0.25 / rate:
                _write(out, stream, held, written)
                written += 1
            held = _upright(frame, size)
        while held is not None and written < total:
            _write(out, stream, held, written)
            written += 1
        if stream is None:
            raise MediaError("The clip holds no moving picture", HINT)
        for packet in stream.encode():
            out.mux(packet)
    return size, float(written / rate)


def _rate(stream: Any) -> Fraction:
    """The clip's own rate if a film can carry it, else half of it or the highest."""
    rate = Fraction(stream.average_rate or HIGHEST_RATE).limit_denominator(1001)
    while rate > HIGHEST_RATE + 1:
        rate /= 2
    return rate if rate >= 10 else Fraction(HIGHEST_RATE)


def _fitted(frame: Any, aspect: Fraction | None) -> tuple[int, int]:
    """Width and height of the made-over clip: upright, square pixels, even, within the limits."""
    width, height = float(frame.width), float(frame.height)
    if aspect and Fraction(1, 4) < aspect < 4:
        width *= float(aspect)
    if frame.rotation % 180:
        width, height = height, width
    scale = min(1.0, LONGEST_SIDE / max(width, height), SHORTEST_SIDE / min(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def _upright(frame: Any, size: tuple[int, int]) -> Any:
    angle = frame.rotation % 360
    width, height = size if angle % 180 == 0 else (size[1], size[0])
    scaled = {"width": width, "height": height, "interpolation": "AREA"}
    if not angle:
        if (frame.width, frame.height) == size and _is_plain(frame):
            return frame
        return frame.reformat(format="yuv420p", dst_colorspace="ITU709", **scaled)
    picture = turned(frame.reformat(format="rgb24", **scaled).to_ndarray(), angle)
    return av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p", dst_colorspace="ITU709")


def _is_plain(frame: Any) -> bool:
    """Whether a frame already is what films are made of: 4:2:0, limited range, BT.709 (HD that does not say is)."""
    known = frame.colorspace == _BT709 or (frame.colorspace == _UNSPECIFIED and min(frame.width, frame.height) >= 720)
    return bool(known and frame.format.name == "yuv420p" and frame.color_range != _FULL_RANGE)


def _add_stream(out: Any, rate: Fraction, size: tuple[int, int]) -> Any:
    stream = out.add_stream("libx264", rate=rate)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.codec_context.thread_count = 1
    stream.codec_context.color_primaries = stream.codec_context.color_trc = stream.codec_context.colorspace = 1
    stream.codec_context.color_range = 1
    # A key frame each half second, and every frame decodable on its way there, makes any place cheap to reach.
    stream.options = {
        "preset": "superfast",
        "crf": "17",
        "g": str(max(6, round(rate / 2))),
        "bf": "0",
        "flags": "+cgop",
    }
    return stream


def _write(out: Any, stream: Any, frame: Any, index: int) -> None:
    frame.pts, frame.time_base = index, 1 / stream.codec_context.framerate
    frame.pict_type = 0
    for packet in stream.encode(frame):
        out.mux(packet)


def _best_still(path: Path, start: float, end: float) -> Bytes:
    """The sharpest frame of a stretch, rather from its middle."""
    best, still = -1.0, None
    step = max((end - start) / 24, 1 / HIGHEST_RATE)
    due = start
    with open_clip(path) as container:
        for at, frame in frames_of(container):
            if at < due - 1e-3:
                continue
            if at > end:
                break
            due = at + step
            scale = min(1.0, 640 / frame.width)
            width, height = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
            grey = frame.reformat(format="gray", width=width, height=height).to_ndarray()
            middle = 1 - abs(2 * (at - start) / max(end - start, 1e-6) - 1)
            worth = float(cv2.Laplacian(grey, cv2.CV_32F).std()) * (0.8 + 0.2 * middle)
            if worth > best:
                best, still = worth, frame
    if still is None:
        raise MediaError("The clip holds no picture", HINT)
    return np.asarray(still.to_ndarray(format="rgb24"), dtype=np.uint8)
