"""Watching a clip: small grey frames at even times, and from them where it is lively and where it draws the eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.errors import MediaError
from pitchreel.product import looks
from pitchreel.product.oklab import Floats
from pitchreel.product.sniff import CLIPS, HEAD, sniff

Bytes = NDArray[np.uint8]

WATCHED_SECONDS = 120.0
"""Of a longer clip only the beginning is watched."""
LOOKS_PER_SECOND = 6
HINT = "Give a sound MP4 or WebM"
_SMALL = 192
_CUT = 0.22
"""Mean difference between two looks, 0 to 1, from which they are two shots."""
_USUAL_GAP = 1 / 30


@dataclass(frozen=True)
class Looks:
    """Small grey frames (0 to 1) at even times, with the seconds between them and the seconds that were watched."""

    frames: list[Floats]
    step: float
    seconds: float


def open_clip(path: Path) -> Any:
    """The container of a clip, for one demuxer and without a way to other files; raises MediaError."""
    with path.open("rb") as file:
        kind = sniff(file.read(HEAD))
    if kind not in CLIPS:
        raise MediaError("The file is no clip that can be read", HINT)
    container = av.open(
        str(path),
        format=CLIPS[kind],
        options={"protocol_whitelist": "file", "enable_drefs": "0"},
        metadata_errors="ignore",
    )
    if not container.streams.video:
        container.close()
        raise MediaError("The clip holds no picture", HINT)
    return container


def frames_of(container: Any, pixels: int = 0) -> Iterator[tuple[float, Any]]:
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


def watch(path: Path, pixels: int) -> Looks:
    """Look at a clip from its start; raises MediaError for a frame over ``pixels`` and for a clip of no motion."""
    step = 1 / LOOKS_PER_SECOND
    frames: list[Floats] = []
    last, decoded = 0.0, 0
    between = _USUAL_GAP
    with open_clip(path) as container:
        for at, frame in frames_of(container, min(pixels, 4096 * 2304)):
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
            grey = turned(small, frame.rotation).astype(np.float32) / np.float32(255)
            while len(frames) * step <= at + 1e-6 and len(frames) < WATCHED_SECONDS * LOOKS_PER_SECOND + 1:
                frames.append(grey)
    if decoded < 3:
        raise MediaError("The clip holds no moving picture", HINT)
    return Looks(frames, step, min(last + min(between, 0.2), WATCHED_SECONDS))


def find_liveliness(seen: Looks) -> Floats:
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


def find_liveliest(lively: Floats, seen: Looks, seconds: float) -> tuple[float, float]:
    """Start and end, in seconds, of the stretch of at most ``seconds`` that is liveliest."""
    if seen.seconds <= seconds:
        return 0.0, seen.seconds
    count = max(1, round(seconds / seen.step))
    sums = np.convolve(lively, np.ones(count), mode="valid")
    start = float(np.argmax(sums)) * seen.step
    start = min(start, seen.seconds - seconds)
    return start, start + seconds


def turned(picture: Bytes, degrees: int) -> Bytes:
    """A frame upright; a clip carries its turn as an angle counted against the clock."""
    return np.ascontiguousarray(np.rot90(picture, round(degrees / 90) % 4)) if degrees % 360 else picture


def find_drawing(seen: Looks, start: float, end: float, still: Bytes) -> Floats:
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
