"""Bucket: blobs in an S3-compatible store. Credentials come from the environment (AWS_...), or the machine's role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError, PreconditionError
from obstore.store import S3Store

from pitchreel.errors import BlobMissing, StorageError
from pitchreel.storage.blobs import Blobs, BlobStat

# A piece is a request of its own: a slow reader holds no connection open, and a broken one is asked again.
_PIECE = 4 << 20


class BucketBlobs(Blobs):
    """Blobs as objects below ``prefix`` of a bucket; ``endpoint`` for stores other than Amazon's."""

    def __init__(self, bucket: str, prefix: str = "", *, endpoint: str = "", region: str = "us-east-1") -> None:
        self._place = f"s3://{bucket}/{prefix}".rstrip("/")
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            region=region,
            **({"endpoint": endpoint} if endpoint else {}),  # type: ignore[arg-type]
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=10),
                "timeout": timedelta(seconds=120),
            },
            retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=60)},
        )

    def __repr__(self) -> str:
        return f"BucketBlobs({self._place!r})"

    def _put_bytes(self, name: str, data: bytes, content_type: str) -> None:
        with self._failing(name):
            obstore.put(self._store, name, data, attributes={"Content-Type": content_type})

    def _put_file(self, name: str, path: Path, content_type: str) -> None:
        if not path.is_file():
            raise BlobMissing(f"{path.name} is not there")
        with self._failing(name):
            obstore.put(self._store, name, path, attributes={"Content-Type": content_type}, max_concurrency=4)

    def _pieces(self, name: str, start: int, end: int | None) -> Iterator[bytes]:
        stat = self._stat(name)
        if stat is None:
            raise BlobMissing(f"There is no file {name}")
        yield b""
        last = stat.size if end is None else min(end, stat.size)
        while start < last:
            upto = min(start + _PIECE, last)
            with self._failing(name):
                found = obstore.get(self._store, name, options={"range": (start, upto), "if_match": stat.etag})
                piece = bytes(found.bytes())
            yield piece
            start = upto

    def _stat(self, name: str) -> BlobStat | None:
        try:
            with self._failing(name):
                found = obstore.head(self._store, name)
        except BlobMissing:
            return None
        return BlobStat(found["size"], found["e_tag"] or "", found["last_modified"].timestamp())

    def _delete(self, name: str) -> None:
        try:
            with self._failing(name):
                obstore.delete(self._store, name)
        except BlobMissing:
            return

    def _delete_prefix(self, prefix: str) -> None:
        with self._failing(prefix):
            for objects in obstore.list(self._store, prefix):
                obstore.delete(self._store, [item["path"] for item in objects])

    def _list(self, prefix: str) -> Iterator[str]:
        with self._failing(prefix):
            for objects in obstore.list(self._store, prefix or None):
                for item in objects:
                    yield item["path"]

    @contextmanager
    def _failing(self, name: str) -> Iterator[None]:
        try:
            yield
        except (NotFoundError, FileNotFoundError):
            raise BlobMissing(f"There is no file {name}") from None
        except PreconditionError:
            raise StorageError(f"The file {name} was replaced while it was read", "Read it again") from None
        except (BaseError, OSError) as error:
            said = str(error).splitlines()[0][:200]
            raise StorageError(
                f"{self._place} cannot be used: {said}", "Look at PITCHREEL_BLOBS_URL and the AWS_ credentials"
            ) from None
