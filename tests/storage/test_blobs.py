"""Files under names of our own, in a folder and in a bucket: whole or not at all, in pieces, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pitchreel.config import Settings
from pitchreel.errors import BlobMissing, SetupError, StorageError
from pitchreel.storage import Blobs, open_blobs
from pitchreel.storage.blobs import PIECE

LARGE = bytes(range(256)) * 4 * 11_000


def read(blobs: Blobs, name: str, start: int | None = None, end: int | None = None) -> bytes:
    return b"".join(blobs.get(name, start, end))


def test_what_was_stored_is_read_again(blobs: Blobs, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(LARGE)
    blobs.put_file("films/a/ad.mp4", tmp_path / "film", "video/mp4")
    blobs.put_bytes("films/a/ad.srt", b"1")
    assert read(blobs, "films/a/ad.mp4") == LARGE
    blobs.get_to("films/a/ad.mp4", tmp_path / "new" / "copy")
    assert (tmp_path / "new" / "copy").read_bytes() == LARGE
    stat = blobs.stat("films/a/ad.mp4")
    assert stat is not None
    assert stat.size == len(LARGE)
    assert stat.etag.startswith('"') and stat.etag.endswith('"')
    assert stat.modified > 1_700_000_000


def test_an_overwritten_file_has_another_tag(blobs: Blobs) -> None:
    blobs.put_bytes("a", b"one")
    first = blobs.stat("a")
    blobs.put_bytes("a", b"three")
    second = blobs.stat("a")
    assert read(blobs, "a") == b"three"
    assert first and second and first.etag != second.etag


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 1),
        (5, 5),
        (9, 3),
        (None, 7),
        (3, None),
        (PIECE - 1, PIECE + 1),
        (0, 10**12),
        (10**12, None),
        (4_194_300, 4_194_310),
    ],
)
def test_ranges_are_those_of_slices(blobs: Blobs, start: int | None, end: int | None) -> None:
    blobs.put_bytes("a", LARGE)
    assert read(blobs, "a", start, end) == LARGE[start:end]


def test_what_is_not_there(blobs: Blobs, tmp_path: Path) -> None:
    assert blobs.stat("films/none") is None
    assert blobs.local("films/none") is None
    with pytest.raises(BlobMissing):
        blobs.get("films/none")
    with pytest.raises(BlobMissing):
        blobs.get_to("films/none", tmp_path / "x")
    assert not (tmp_path / "x").exists()
    with pytest.raises(BlobMissing):
        blobs.put_file("films/b", tmp_path / "nothing here")
    blobs.delete("films/none")
    blobs.delete_prefix("films/none")


def test_a_folder_of_names_is_listed_and_taken_away(blobs: Blobs) -> None:
    names = {"films/ab/x/1", "films/ab/2", "films/abc/3", "films/ab.4", "other"}
    for name in names:
        blobs.put_bytes(name, b"x")
    assert set(blobs.list()) == names
    assert set(blobs.list("films/ab")) == {"films/ab/x/1", "films/ab/2"}
    blobs.delete_prefix("films/ab")
    assert set(blobs.list()) == {"films/abc/3", "films/ab.4", "other"}
    blobs.delete("other")
    assert set(blobs.list("films/")) == {"films/abc/3", "films/ab.4"}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../../b",
        "a//b",
        "a/",
        ".hidden",
        "a/.b",
        "a b",
        "a\x00b",
        "a\\b",
        "ä",
        "a\n",
        "x" * 600,
    ],
)
def test_a_name_that_leads_elsewhere_is_none(blobs: Blobs, name: str) -> None:
    with pytest.raises(StorageError):
        blobs.put_bytes(name, b"x")
    with pytest.raises(BlobMissing):
        blobs.get(name)
    assert blobs.stat(name) is None
    assert blobs.local(name) is None
    blobs.delete(name)
    if name != "a/":
        with pytest.raises(BlobMissing):
            blobs.delete_prefix(name)


@given(name=st.text(min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_no_name_at_all_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    blobs = open_blobs(Settings(home=tmp_path / "home"))
    try:
        blobs.put_bytes(name, b"x")
    except StorageError:
        assert blobs.stat(name) is None
        return
    local = blobs.local(name)
    assert local is not None and local.resolve().is_relative_to((tmp_path / "home" / "blobs").resolve())
    assert {path.name for path in tmp_path.iterdir()} == {"home"}


def test_a_folder_gives_the_file_itself_and_a_bucket_does_not(blobs: Blobs) -> None:
    blobs.put_bytes("a/b", b"x")
    local = blobs.local("a/b")
    assert (local is None) == ("Bucket" in repr(blobs))
    assert local is None or local.read_bytes() == b"x"


def test_a_reader_never_sees_half_a_file(blobs: Blobs) -> None:
    versions = [letter * size for letter, size in ((b"a", 300_000), (b"b", 9_000_000))]
    blobs.put_bytes("a", versions[0])
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            for version in versions:
                blobs.put_bytes("a", version)

    seen = []
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        for _ in range(10):
            # A bucket's file that was replaced between two pieces is an error, never a mixture.
            with suppress(StorageError):
                seen.append(read(blobs, "a"))
        stop.set()
        writing.result()
    assert seen or "Bucket" in repr(blobs)
    assert all(found in versions for found in seen)
    assert list(blobs.list()) == ["a"]


_CARRY = """
import sys, tracemalloc
from pathlib import Path
from pitchreel.config import Settings
from pitchreel.storage import open_blobs
folder = Path(sys.argv[1])
blobs = open_blobs(Settings(home=folder))
tracemalloc.start()
blobs.put_file("films/a", folder / "film")
size = sum(len(piece) for piece in blobs.get("films/a"))
blobs.get_to("films/a", folder / "copy")
print(size, tracemalloc.get_traced_memory()[1])
"""


def test_a_film_never_lies_in_memory(tmp_path: Path) -> None:
    with (tmp_path / "film").open("wb") as file:
        file.truncate(60_000_000)
    # In a process of its own: what other threads of this one take would be counted as well.
    told = subprocess.run([sys.executable, "-c", _CARRY, str(tmp_path)], capture_output=True, text=True, check=True)
    size, peak = map(int, told.stdout.split())
    assert size == 60_000_000
    assert peak < 4 * PIECE


def test_a_copy_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Breaking(Exception):
        pass

    blobs = open_blobs(Settings(home=tmp_path))
    blobs.put_bytes("a", b"x")

    def breaking() -> Iterator[bytes]:
        yield b"half"
        raise Breaking

    blobs.get = lambda *_: breaking()  # type: ignore[method-assign]
    with pytest.raises(Breaking):
        blobs.get_to("a", tmp_path / "out" / "copy")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "url",
    ["/folder", "file://elsewhere/x", "file:relative", "s3://", "s3://key:word@bucket", "s3://b?colour=1", "ftp://a/b"],
)
def test_an_address_that_is_none_is_said_to_be(tmp_path: Path, url: str) -> None:
    with pytest.raises(SetupError, match="PITCHREEL_BLOBS_URL"):
        open_blobs(Settings(home=tmp_path, blobs_url=url))


def test_a_folder_elsewhere(tmp_path: Path) -> None:
    blobs = open_blobs(Settings(home=tmp_path / "home", blobs_url=f"file://{tmp_path}/a%20b"))
    blobs.put_bytes("x", b"x")
    assert (tmp_path / "a b" / "x").read_bytes() == b"x"


def test_a_bucket_that_is_not_there_is_an_error_of_the_store(bucket_url: str, tmp_path: Path) -> None:
    blobs = open_blobs(Settings(home=tmp_path, blobs_url=bucket_url.replace("films-", "other-")))
    with pytest.raises(StorageError):
        blobs.put_bytes("a", b"x")


def test_the_content_type_is_kept_in_a_bucket(bucket_url: str, bucket_server: str, tmp_path: Path) -> None:
    import boto3

    open_blobs(Settings(home=tmp_path, blobs_url=bucket_url)).put_bytes("a.vtt", b"WEBVTT", "text/vtt")
    client = boto3.client("s3", endpoint_url=bucket_server, region_name="eu-central-1")
    bucket = bucket_url.split("/")[2]
    assert client.head_object(Bucket=bucket, Key="pitchreel/a.vtt")["ContentType"] == "text/vtt"
