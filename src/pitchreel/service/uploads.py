"""Uploads: what came in, judged by its bytes; what its sender calls it does not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pitchreel.config import Settings
from pitchreel.errors import InvalidRequest, StorageError, TooLarge
from pitchreel.product.sniff import HEAD, sniff

Kind = Literal["picture", "clip", "sound"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file is, what it is served as, and how its name ends."""

    kind: Kind
    content_type: str
    suffix: str


_SNIFFED: dict[str, Shape] = {
    "jpeg": Shape("picture", "image/jpeg", ".jpg"),
    "png": Shape("picture", "image/png", ".png"),
    "webp": Shape("picture", "image/webp", ".webp"),
    "gif": Shape("picture", "image/gif", ".gif"),
    "avif": Shape("picture", "image/avif", ".avif"),
    "mp4": Shape("clip", "video/mp4", ".mp4"),
    "webm": Shape("clip", "video/webm", ".webm"),
}
_M4A = Shape("sound", "audio/mp4", ".m4a")
_BRANDS = {b"M4A ": _M4A, b"M4B ": _M4A, b"qt  ": Shape("clip", "video/quicktime", ".mov")}
_MP3 = Shape("sound", "audio/mpeg", ".mp3")
_SOUNDS = (
    (b"ID3", _MP3),
    (b"fLaC", Shape("sound", "audio/flac", ".flac")),
    (b"OggS", Shape("sound", "audio/ogg", ".ogg")),
)


def shape_of(head: bytes) -> Shape | None:
    """What a file is by its first bytes (``HEAD`` of them, or all there are); None for what is not taken."""
    kind = sniff(head)
    if kind == "mp4" and head[8:12] in _BRANDS:
        return _BRANDS[head[8:12]]
    if kind in _SNIFFED:
        return _SNIFFED[kind]
    return _sound(head) if kind == "other" else None


def _sound(head: bytes) -> Shape | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Shape("sound", "audio/wav", ".wav")
    if head.startswith(b"OggS") and b"theora" in head[:512]:
        return None
    for start, shape in _SOUNDS:
        if head.startswith(start):
            return shape
    if len(head) < 4 or head[0] != 0xFF:
        return None
    # An MPEG audio frame: eleven bits of sync, then version, layer III, bit rate and sample rate that exist.
    if head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08 and head[2] >> 4 != 15 and head[2] >> 2 & 3 != 3:
        return _MP3
    # An ADTS frame of AAC: twelve bits of sync and layer 0.
    return Shape("sound", "audio/aac", ".aac") if head[1] & 0xF6 == 0xF0 else None


def collect(pieces: Iterable[bytes], path: Path, settings: Settings) -> tuple[Shape, int]:
    """Write what comes in to ``path`` and answer what it is and its size in bytes; it never lies in memory as a whole.

    Raises InvalidRequest for an empty file or a kind that is not taken, TooLarge past the limit of its kind: both as
    soon as they can be told.
    """
    head, shape, size = b"", None, 0
    with path.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            try:
                file.write(piece)
            except OSError as error:
                raise StorageError(
                    f"{path} cannot be written: {error.strerror}", "See whether the disk is full"
                ) from error
            if shape is None:
                head += piece[: HEAD - len(head)]
                shape = _judged(head) if len(head) >= HEAD else None
            if shape is not None:
                _within(shape, size, settings)
    if not size:
        raise InvalidRequest("file", "The file is empty", "Send its bytes as the body, or as one part of a form")
    shape = shape or _judged(head)
    _within(shape, size, settings)
    return shape, size


def _judged(head: bytes) -> Shape:
    shape = shape_of(head)
    if shape is None:
        raise InvalidRequest(
            "file",
            "The file is neither a picture, nor a clip, nor a sound that can be used",
            "Send JPEG, PNG, WebP, GIF or AVIF; MP4, MOV or WebM; MP3, WAV, M4A, AAC, FLAC or Ogg",
        )
    return shape


def _within(shape: Shape, size: int, settings: Settings) -> None:
    limits = {
        "picture": settings.upload_picture_bytes,
        "clip": settings.upload_clip_bytes,
        "sound": settings.upload_sound_bytes,
    }
    limit = limits[shape.kind]
    if size > limit:
        raise TooLarge(f"The {shape.kind} is larger than {limit / 1e6:g} MB", "Send a smaller one")
