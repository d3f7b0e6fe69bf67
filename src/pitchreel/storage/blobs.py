"""Blobs: the files of an installation under names of our own, in a folder or in an S3-compatible bucket.

A blob is written whole or not at all, and read in pieces, so that a film never lies in memory. Names are ours
(``films/<project>/ad.mp4``), never a user's; one that could lead out of the store is no name.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pitchreel.config import Settings
from pitchreel.errors import BlobMissing, SetupError, StorageError

PIECE = 1 << 20
"""Bytes of a piece that ``get`` hands out."""

# No segment begins with a dot, so neither "..", nor a file that is still being written, can be named.
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\Z")
_LONGEST = 500


@dataclass(frozen=True)
class BlobStat:
    """What is known of a blob: ``size`` in bytes, ``etag`` as it stands in a header, ``modified`` since 1970."""

    size: int
    etag: str
    modified: float


class Blobs(ABC):
    """A store of files. A missing one is BlobMissing, a store that cannot be reached StorageError.

    ``content_type`` is kept where the store can (a bucket); whoever serves a blob goes by its name.
    """

    def put_bytes(self, name: str, data: bytes, content_type: str = "application/octet-stream") -> None:
        """Store ``data`` under ``name``, in the place of what was there."""
        self._put_bytes(_writable(name), data, content_type)

    def put_file(self, name: str, path: Path, content_type: str = "application/octet-stream") -> None:
        """Store a copy of a file under ``name``, in the place of what was there."""
        self._put_file(_writable(name), path, content_type)

    def get(self, name: str, start: int | None = None, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to, not including, ``end``, in pieces; both are cut to the blob's size."""
        pieces = self._pieces(_readable(name), max(0, start or 0), end)
        # Up to where the blob is open: that it is missing is said here, not at the first piece.
        next(pieces)
        return pieces

    def get_to(self, name: str, path: Path) -> None:
        """Copy a blob into a file; the file is there whole or not at all."""
        pieces = self.get(name)
        with _failing(path), _written(path) as part, part.open("wb") as file:
            for piece in pieces:
                file.write(piece)

    def stat(self, name: str) -> BlobStat | None:
        """What is known of a blob; None when there is none of that name."""
        return self._stat(name) if _is_name(name) else None

    def delete(self, name: str) -> None:
        """Take a blob away; one that is not there is as good."""
        if _is_name(name):
            self._delete(name)

    def delete_prefix(self, prefix: str) -> None:
        """Take away all below a folder of names (``films/<project>``)."""
        self._delete_prefix(_readable(prefix.rstrip("/")))

    def list(self, prefix: str = "") -> Iterator[str]:
        """The names below a folder of names, or all of them, in no order."""
        return self._list(_readable(prefix.rstrip("/")) if prefix else "")

    def local(self, name: str) -> Path | None:
        """The file itself, where blobs are files; to be read only. None for a bucket, or when there is none."""
        return None

    @abstractmethod
    def _put_bytes(self, name: str, data: bytes, content_type: str) -> None: ...

    @abstractmethod
    def _put_file(self, name: str, path: Path, content_type: str) -> None: ...

    @abstractmethod
    def _pieces(self, name: str, start: int, end: int | None) -> Iterator[bytes]:
        """Nothing, once the blob is open; then the bytes from ``start`` to ``end`` of what it was at that moment."""

    @abstractmethod
    def _stat(self, name: str) -> BlobStat | None: ...

    @abstractmethod
    def _delete(self, name: str) -> None: ...

    @abstractmethod
    def _delete_prefix(self, prefix: str) -> None: ...

    @abstractmethod
    def _list(self, prefix: str) -> Iterator[str]: ...


class FolderBlobs(Blobs):
    """Blobs as files below ``root``; several machines may share it if it is one file system."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with _failing(root):
            root.mkdir(parents=True, mode=0o700, exist_ok=True)

    def __repr__(self) -> str:
        return f"FolderBlobs({str(self.root)!r})"

    def local(self, name: str) -> Path | None:
        """The file itself; to be read only."""
        path = self.root / name
        return path if _is_name(name) and path.is_file() else None

    def _put_bytes(self, name: str, data: bytes, content_type: str) -> None:
        path = self.root / name
        with _failing(path), _written(path) as part:
            part.write_bytes(data)

    def _put_file(self, name: str, path: Path, content_type: str) -> None:
        target = self.root / name
        with _failing(target), _written(target) as part:
            shutil.copyfile(path, part)

    def _pieces(self, name: str, start: int, end: int | None) -> Iterator[bytes]:
        path = self.root / name
        with _failing(path), path.open("rb", buffering=0) as file:
            yield b""
            file.seek(start)
            left = os.fstat(file.fileno()).st_size - start if end is None else end - start
            while left > 0 and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece

    def _stat(self, name: str) -> BlobStat | None:
        path = self.root / name
        with _failing(self.root):
            try:
                stat = path.stat()
            except (FileNotFoundError, NotADirectoryError):
                if not self.root.is_dir():
                    raise StorageError(f"{self.root} is no folder any more", "See whether its disk is there") from None
                return None
        if not S_ISREG(stat.st_mode):
            return None
        return BlobStat(stat.st_size, f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"', stat.st_mtime)

    def _delete(self, name: str) -> None:
        path = self.root / name
        with _failing(path):
            path.unlink(missing_ok=True)

    def _delete_prefix(self, prefix: str) -> None:
        path = self.root / prefix
        # Two that clean up at once may meet: what the other one took first is no failure.
        shutil.rmtree(path, ignore_errors=True)
        if path.exists():
            raise StorageError(f"{path} cannot be taken away", "See whether it belongs to another user")

    def _list(self, prefix: str) -> Iterator[str]:
        for folder, _, names in os.walk(self.root / prefix):
            for name in names:
                found = (Path(folder) / name).relative_to(self.root).as_posix()
                if _is_name(found):
                    yield found


def open_blobs(settings: Settings) -> Blobs:
    """The store of this installation. Raises SetupError for an address that is none."""
    given = settings.blobs_url
    if not given:
        return FolderBlobs(settings.home.expanduser().absolute() / "blobs")
    parts = urlsplit(given)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        return FolderBlobs(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        from pitchreel.storage.bucket import BucketBlobs

        options: dict[str, Any] = dict(parse_qsl(parts.query))
        unknown = sorted(options.keys() - {"endpoint", "region"})
        if not unknown and parts.username is None:
            return BucketBlobs(parts.netloc, unquote(parts.path).strip("/"), **options)
    raise SetupError(
        "PITCHREEL_BLOBS_URL is not an address of a folder or bucket",
        "Write file:///folder or s3://bucket/prefix?endpoint=https://host&region=name; "
        "credentials stand in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    )


def _is_name(name: str) -> bool:
    return len(name) <= _LONGEST and bool(_NAME.match(name))


def _readable(name: str) -> str:
    if not _is_name(name):
        raise BlobMissing("There is no such file: its name is not one that is given here")
    return name


def _writable(name: str) -> str:
    if not _is_name(name):
        raise StorageError(f"{name[:80]!r} is not a name for a stored file")
    return name


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    # A file beside the target that takes its place once it is whole and on the disk.
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise BlobMissing(f"{path.name} is not there") from None
    except OSError as error:
        raise StorageError(
            f"{path} cannot be used: {error.strerror}", "See whether the disk is full or read-only"
        ) from error
