"""What a file is, by its first bytes; what a server or a name calls it does not count."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["jpeg", "png", "webp", "gif", "avif", "svg", "mp4", "webm", "html", "other"]

HEAD = 4096
"""Bytes that are enough to tell."""

PICTURES: dict[str, str] = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF"}
"""Kinds of pictures that are decoded, with the one decoder that Pillow may use for each."""

CLIPS: dict[str, str] = {"mp4": "mov", "webm": "matroska"}
"""Kinds of clips that are decoded, with the one demuxer that FFmpeg may use for each."""

_AVIF_BRANDS = (b"avif", b"avis")
_STILL_BRANDS = (b"mif1", b"msf1", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"crx ")


def sniff(head: bytes) -> Kind:
    """The kind of a file from its first bytes (``HEAD`` of them, or all there are)."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head[4:8] == b"ftyp":
        return _sniff_boxes(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    text = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<"):
        return "svg" if re.search(rb"<svg[\s/>]", text) and b"<html" not in text else "html"
    return "other"


def _sniff_boxes(head: bytes) -> Kind:
    size = min(int.from_bytes(head[:4], "big"), len(head), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
    if any(brand in _AVIF_BRANDS for brand in brands):
        return "avif"
    return "other" if brands[0] in _STILL_BRANDS else "mp4"
