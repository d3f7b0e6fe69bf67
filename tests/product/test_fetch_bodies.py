"""Bodies on the way in: unpacked up to the limit, and kept whole or not at all."""

from __future__ import annotations

import gzip
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loopback import Server, response

from pitchreel.config import Settings
from pitchreel.errors import FetchError, OutputError, TooLarge
from pitchreel.product.fetch import Fetcher, Response

BODY = b"<html><h1>Mug</h1></html>"


def fetch(url: str, *, limit: int = 100_000) -> Response:
    return Fetcher(Settings(allow_private=True)).get(url, limit=limit, seconds=5.0)


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY[:7], mtime=0) + gzip.compress(BODY[7:], mtime=0)),
        ("gzip", gzip.compress(BODY, mtime=0) + b"\0" * 12),
        ("deflate", zlib.compress(BODY)),
        ("deflate", raw_deflate(BODY)),
        ("identity", BODY),
    ],
)
def test_compressed_answers_are_decoded(encoding: str, body: bytes) -> None:
    with Server({"/": response(body, Content_Encoding=encoding)}) as server:
        assert fetch(server.url("/")).body == BODY


@pytest.mark.parametrize(
    "bomb", [gzip.compress(bytes(300_000_000), 9, mtime=0), gzip.compress(bytes(1000), mtime=0) * 400]
)
def test_a_bomb_ends_at_the_limit(bomb: bytes) -> None:
    with Server({"/": response(bomb, Content_Encoding="gzip")}) as server:
        began = time.process_time()
        with pytest.raises(TooLarge):
            fetch(server.url("/"), limit=300_000)
        assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"not gzip at all"),
        ("gzip", gzip.compress(BODY * 99, mtime=0)[:-30]),
        ("br", BODY),
        ("gzip, gzip", BODY),
        ("deflate", b"\xff\xff\xff"),
    ],
)
def test_broken_or_unasked_compression_is_an_error(encoding: str, body: bytes) -> None:
    with Server({"/": response(body, Content_Encoding=encoding)}) as server, pytest.raises(FetchError):
        fetch(server.url("/"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=3000), st.integers(1, 9))
def test_any_body_survives_compression(tmp_path: Path, body: bytes, level: int) -> None:
    with Server({"/": response(gzip.compress(body, level), Content_Encoding="gzip")}) as server:
        assert fetch(server.url("/")).body == body


# Files


def test_a_download_appears_whole(tmp_path: Path) -> None:
    body = bytes(range(256)) * 4000
    with Server({"/": response(body)}) as server:
        got = Fetcher(Settings(allow_private=True)).download(
            server.url("/"), tmp_path / "x", limit=2_000_000, seconds=5
        )
    assert (tmp_path / "x").read_bytes() == body
    assert got.body == b""


def test_a_download_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with Server({"/": response(b"x" * 100).replace(b": 100", b": 900")}) as server, pytest.raises(FetchError):
        Fetcher(Settings(allow_private=True)).download(server.url("/"), tmp_path / "x", limit=2000, seconds=5)
    assert list(tmp_path.iterdir()) == []


def test_a_download_to_nowhere_is_an_output_error(tmp_path: Path) -> None:
    with Server({"/": response(b"x")}) as server, pytest.raises(OutputError, match="cannot be written"):
        Fetcher(Settings(allow_private=True)).download(server.url("/"), tmp_path / "no" / "x", limit=2000, seconds=5)
