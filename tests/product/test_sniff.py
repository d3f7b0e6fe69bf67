"""What a file is, by its first bytes."""

from __future__ import annotations

import pytest
from drawings import bottle, clip, encode, moving
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.product.sniff import sniff

RGB = bottle(size=64)[..., :3]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_pictures(kind: str) -> None:
    assert sniff(encode(RGB, kind)) == kind.lower()


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_clips(kind: str) -> None:
    assert sniff(clip(moving(4, 64, 48), kind=kind)) == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"<svg xmlns='x'>", "svg"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><!-- a --><svg >", "svg"),
        (b"<!DOCTYPE html><html><svg>", "html"),
        (b"<html>", "html"),
        (b"", "other"),
        (b"II*\0", "other"),
        (b"%PDF-1.7", "other"),
        (b"#EXTM3U\n", "other"),
        (b"RIFF\0\0\0\0AVI ", "other"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "other"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf", "avif"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  ", "mp4"),
    ],
)
def test_others(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    assert isinstance(sniff(data), str)
