"""Pictures and clips that the tests draw, with what is true about them."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Bytes = NDArray[np.uint8]
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLUE: Colour = (30, 80, 190)


def bottle(colour: Colour = BLUE, size: int = 700, *, handle: bool = False) -> Bytes:
    """A bottle as RGBA with smooth edges: the truth that a cut-out is measured against."""
    large = Image.new("RGBA", (size * 4, size * 4), (*colour, 0))
    draw = ImageDraw.Draw(large)
    unit = size * 4 / 100
    if handle:
        draw.ellipse([unit * v for v in (55, 42, 86, 74)], fill=(*colour, 255))
        draw.ellipse([unit * v for v in (61, 48, 80, 68)], fill=(*colour, 0))
    draw.rounded_rectangle([unit * v for v in (32, 30, 66, 88)], unit * 6, fill=(*colour, 255))
    draw.rectangle([unit * v for v in (42, 14, 56, 34)], fill=(*[c * 2 // 3 for c in colour], 255))
    draw.rectangle([unit * v for v in (36, 50, 62, 64)], fill=(*[min(255, c + 50) for c in colour], 255))
    small = large.resize((size, size), Image.Resampling.BOX)
    pixels = np.array(small)
    shade = np.linspace(1.0, 0.72, size)[None, :, None]
    pixels[..., :3] = np.clip(pixels[..., :3] * shade, 0, 255).astype(np.uint8)
    return pixels


def over(subject: Bytes, ground: Bytes | Colour) -> Bytes:
    """A subject composed over a colour or a picture."""
    back = np.broadcast_to(np.asarray(ground, dtype=np.float32), (*subject.shape[:2], 3))
    alpha = subject[..., 3:].astype(np.float32) / 255
    return np.round(subject[..., :3] * alpha + back * (1 - alpha)).astype(np.uint8)


def with_shadow(ground: Bytes | Colour, subject: Bytes, strength: float = 0.45) -> Bytes:
    """A ground on which the subject throws a soft shadow to the lower right."""
    size = subject.shape[0]
    mask = np.zeros((size, size), np.float32)
    cv2.ellipse(mask, (int(size * 0.53), int(size * 0.885)), (int(size * 0.24), int(size * 0.03)), 0, 0, 360, 1, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), size * 0.02)[..., None] * strength
    back = np.broadcast_to(np.asarray(ground, dtype=np.float32), (size, size, 3))
    return np.round(back * (1 - soft)).astype(np.uint8)


def room(width: int = 700, height: int = 700, seed: int = 1) -> Bytes:
    """A busy scene without a plain background."""
    random = np.random.default_rng(seed)
    picture = random.integers(0, 255, (10, 10, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC))


def encode(pixels: Bytes, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, format=kind, **options)
    return out.getvalue()


def clip(
    frames: list[Bytes], *, rate: int = 12, kind: str = "mp4", sound: bool = False, times: list[int] | None = None
) -> bytes:
    """A clip of frames; ``times`` in milliseconds instead of an even rate."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as container:
        stream: Any = container.add_stream("libx264" if kind == "mp4" else "libvpx-vp9", rate=Fraction(rate))
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p" if stream.width % 2 == stream.height % 2 == 0 else "yuv444p"
        stream.options = (
            {"preset": "ultrafast", "crf": "18"} if kind == "mp4" else {"deadline": "realtime", "cpu-used": "8"}
        )
        track: Any = container.add_stream("aac", rate=48000) if sound else None
        for index, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            if times is not None:
                frame.pts, frame.time_base = times[index], Fraction(1, 1000)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
        if track is not None:
            noise = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            noise.sample_rate = 48000
            for packet in [*track.encode(noise), *track.encode()]:
                container.mux(packet)
    return out.getvalue()


def moving(count: int, width: int = 320, height: int = 240, still: range = range(0)) -> list[Bytes]:
    """Frames in which an orange box crosses a textured ground from left to right, standing still for a while."""
    ground = room(width, height) // 3 + 60
    frames, at = [], 0
    for index in range(count):
        at += index not in still
        frame = ground.copy()
        x = int((width - 60) * (at % 24) / 24)
        frame[height // 3 : height // 3 + 70, x : x + 60] = (240, 120, 30)
        frame[height // 3 + 10 : height // 3 + 20, x + 10 : x + 50] = (255, 255, 255)
        frames.append(frame)
    return frames
