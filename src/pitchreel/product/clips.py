"""One clip, probed, watched and made over. Runs in a limited child: what it is given comes from anywhere.

A clip is decoded twice: small and fast to learn where it moves and is sharp, then the part worth keeping at full
size, into a file that every later stage can trust: muted, upright, even in size, constant in rate, quick to seek.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pitchreel.errors import MediaError
from pitchreel.product import looks
from pitchreel.product.oklab import Floats
from pitchreel.product.pictures import reason
from pitchreel.product.sniff import CLIPS, HEAD, sniff

Bytes = NDArray[np.uint8]

LONGEST_SIDE, SHORTEST_SIDE = 1920, 1080
KEPT_SECONDS = 20.0
"""Of a longer clip only this much around its liveliest stretch is kept."""
WATCHED_SECONDS = 120.0
"""Of a longer clip only the beginning is watched."""
STRETCH_SECONDS = 6.0
LOOKS_PER_SECOND = 6
HIGHEST_RATE = 30
_SMALL = 192
_CUT = 0.22
"""Mean difference between two looks, 0 to 1, from which they are two shots."""
_BT709, _UNSPECIFIED, _FULL_RANGE = 1, 2, 2
"""FFmpeg's AVCOL_SPC_BT709, AVCOL_SPC_UNSPECIFIED and AVCOL_RANGE_JPEG."""
_HINT = "Give a sound MP4 or WebM"


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


@dataclass(frozen=True)
class _Looks:
    """Small grey frames (0 to 1) at even times, with the seconds between them and the seconds that were watched."""

    frames: list[Floats]
    step: float
    seconds: float


def examine_clip(source: str, folder: str, name: str, pixels: int) -> Clip:
    """Watch the file ``source``, write ``folder/name.mp4`` and its still ``folder/name.jpg``; raises MediaError."""
    path = Path(source)
    try:
        seen = _watch(path, pixels)
        lively = _liveliness(seen)
        start, end = _liveliest(lively, seen, STRETCH_SECONDS)
        from_, until = _liveliest(lively, seen, KEPT_SECONDS) if seen.seconds > KEPT_SECONDS else (0.0, seen.seconds)
        if not from_ <= start < end <= until:
            from_, until = _around(start, end, seen.seconds)
        size, kept = _make_over(path, Path(folder) / f"{name}.mp4", from_, until)
        start, end = start - from_, min(end - from_, kept)
        still = _best_still(Path(folder) / f"{name}.mp4", start, end)
    except MediaError:
        raise
    except MemoryError:
        raise MediaError("The clip takes too much memory to decode", "Give a smaller clip") from None
    except Exception as error:  # decoders of foreign bytes raise whatever they like
        raise MediaError(f"The clip cannot be decoded: {reason(error)}", _HINT) from error
    Image.fromarray(still).save(Path(folder) / f"{name}.jpg", quality=92, subsampling=0)
    x, y, box = looks.find_focus(_drawing(seen, start + from_, end + from_, still))
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


def _open(path: Path) -> Any:
    with path.open("rb") as file:
        kind = sniff(file.read(HEAD))
    if kind not in CLIPS:
        raise MediaError("The file is no clip that can be read", _HINT)
    container = av.open(
        str(path),
        format=CLIPS[kind],
        options={"protocol_whitelist": "file", "enable_drefs": "0"},
        metadata_errors="ignore",
    )
    if not container.streams.video:
        container.close()
        raise MediaError("The clip holds no picture", _HINT)
    return container


def _frames(container: Any, pixels: int = 0) -> Iterator[tuple[float, Any]]:
    """Frames with their seconds from the first one, in order; raises MediaError for frames over ``pixels``."""
    stream = container.streams.video[0]
    stream.codec_context.thread_count = 1
    codec = stream.codec_context
    if pixels and (codec.width * codec.height > pixels):
        raise MediaError(f"The clip has {codec.width:,} x {codec.height:,} pixels", "Give a smaller clip")
    first, last = None, -1.0
    for frame in container.decode(stream):
        if pixels and frame.width * frame.height > pixels:
            raise MediaError(f"The clip has {frame.width:,} x {frame.height:,} pixels", "Give a smaller clip")
        if frame.time is None:
            continue
        first = frame.time if first is None else first
        at = float(frame.time - first)
        if at > last:
            last = at
            yield at, frame


def _watch(path: Path, pixels: int) -> _Looks:
    step = 1 / LOOKS_PER_SECOND
    frames: list[Floats] = []
    last, decoded = 0.0, 0
    between = 1 / HIGHEST_RATE
    with _open(path) as container:
        for at, frame in _frames(container, min(pixels, 4096 * 2304)):
            between = max(1e-3, at - last) if at else between
            last, decoded = at, decoded + 1
            if at > WATCHED_SECONDS:
                break
            if at + 1e-6 < len(frames) * step:
                continue
            scale = _SMALL / max(frame.width, frame.height)
            small = frame.reformat(
                width=max(2, round(frame.width * scale)), height=max(2, round(frame.height * scale)), format="gray"
            ).to_ndarray()
            grey = _turned(small, frame.rotation).astype(np.float32) / np.float32(255)
            while len(frames) * step <= at + 1e-6 and len(frames) < WATCHED_SECONDS * LOOKS_PER_SECOND + 1:
                frames.append(grey)
    if decoded < 3:
        raise MediaError("The clip holds no moving picture", _HINT)
    return _Looks(frames, step, min(last + min(between, 0.2), WATCHED_SECONDS))


def _liveliness(seen: _Looks) -> Floats:
    """For each look: motion and sharpness, both evened out; nothing across a cut, nothing in the dark."""
    frames = seen.frames
    change = np.array([0.0, *(float(np.abs(b - a).mean()) for a, b in pairwise(frames))])
    cut = change > _CUT
    motion = np.clip(np.where(cut, 0, change) / 0.05, 0, 1)
    sharpness = np.array([float(cv2.Laplacian(frame, cv2.CV_32F).std()) for frame in frames])
    spread = np.array([float(frame.std()) for frame in frames])
    sharp = sharpness / max(float(np.percentile(sharpness, 90)), 1e-6)
    lively = (0.25 + motion) * np.clip(sharp, 0, 1.2) * np.clip(spread / 0.08, 0, 1)
    return np.asarray(np.where(cut, -0.5, lively), dtype=np.float32)


def _liveliest(lively: Floats, seen: _Looks, seconds: float) -> tuple[float, float]:
    """Start and end, in seconds, of the stretch of at most ``seconds`` that is liveliest."""
    if seen.seconds <= seconds:
        return 0.0, seen.seconds
    count = max(1, round(seconds / seen.step))
    sums = np.convolve(lively, np.ones(count), mode="valid")
    start = float(np.argmax(sums)) * seen.step
    start = min(start, seen.seconds - seconds)
    return start, start + seconds


def _around(start: float, end: float, whole: float) -> tuple[float, float]:
    begin = min(max(0.0, (start + end - KEPT_SECONDS) / 2), whole - KEPT_SECONDS)
    return begin, begin + KEPT_SECONDS


def _turned(picture: Bytes, degrees: int) -> Bytes:
    """A frame upright; a clip carries its turn as an angle counted against the clock."""
    return np.ascontiguousarray(np.rot90(picture, round(degrees / 90) % 4)) if degrees % 360 else picture


def _make_over(source: Path, target: Path, start: float, end: float) -> tuple[tuple[int, int], float]:
    """Write the part of a clip as muted, upright H.264 at a constant rate; its size and seconds."""
    with _open(source) as container, av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        rate = _rate(container.streams.video[0])
        stream: Any = None
        written, held = 0, None
        size = (0, 0)
        total = max(1, round((end - start) * rate))
        for at, frame in _frames(container):
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
            raise MediaError("The clip holds no moving picture", _HINT)
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
    turned = frame.rotation % 360
    width, height = size if turned % 180 == 0 else (size[1], size[0])
    scaled = {"width": width, "height": height, "interpolation": "AREA"}
    if not turned and (frame.width, frame.height) == size and _is_plain(frame):
        return frame
    if not turned:
        return frame.reformat(format="yuv420p", dst_colorspace="ITU709", **scaled)
    picture = frame.reformat(format="rgb24", **scaled).to_ndarray()
    return av.VideoFrame.from_ndarray(_turned(picture, turned), format="rgb24").reformat(
        format="yuv420p", dst_colorspace="ITU709"
    )


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
    with _open(path) as container:
        for at, frame in _frames(container):
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
        raise MediaError("The clip holds no picture", _HINT)
    return np.asarray(still.to_ndarray(format="rgb24"), dtype=np.uint8)


def _drawing(seen: _Looks, start: float, end: float, still: Bytes) -> Floats:
    """Where a stretch draws the eye: where its still does, and more so where it moves."""
    drawn = looks.find_saliency(still)
    first, last = round(start / seen.step), min(len(seen.frames) - 1, round(end / seen.step))
    moves = np.zeros_like(seen.frames[0])
    for before, after in zip(seen.frames[first:last], seen.frames[first + 1 : last + 1], strict=False):
        change = np.abs(after - before)
        if change.mean() < _CUT:
            moves += change
    moves = cv2.resize(cv2.GaussianBlur(moves, (0, 0), 3), drawn.shape[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(drawn * (0.5 + moves / max(float(moves.max()), 1e-6)), dtype=np.float32)
