"""Workspace: the folder in which a project's documents and files come together, step by step.

Where blobs are files, the folder lies among them and every machine works in place. Where they are in a bucket, each
machine has its own copy: what is missing is brought before a step, and what is new is kept after it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.storage.blobs import Blobs, FolderBlobs

WORK = "work"
"""The folder of names below which workspaces are kept."""
_BOOK = ".kept.json"
_HIDDEN = "dot-"
"""Stands in a blob's name for the dot that begins a file's."""
_HIDDEN_KEPT = (".stages.json",)
_PASSING = (".part", ".sum", ".lock")

Stamp = tuple[str, int, int]
"""A kept file: the blob's etag, and the file's size and time of change in nanoseconds."""


@contextmanager
def workspace(blobs: Blobs, settings: Settings, project: str) -> Iterator[Path]:
    """The project's folder, with all in it that earlier steps made; what this step makes is kept on leaving.

    Raises StorageError. A step that fails keeps nothing.
    """
    folder = folder_of(blobs, settings, project)
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(blobs, FolderBlobs):
        yield folder
        return
    copy = _Copy(blobs, folder, f"{WORK}/{project}")
    copy.bring()
    yield folder
    copy.keep()


def folder_of(blobs: Blobs, settings: Settings, project: str) -> Path:
    """Where a project's workspace lies on this machine."""
    root = blobs.root if isinstance(blobs, FolderBlobs) else settings.home.expanduser().absolute()
    return root / WORK / project


def clear(blobs: Blobs, settings: Settings, project: str) -> None:
    """Remove a workspace, here and in the store."""
    shutil.rmtree(folder_of(blobs, settings, project), ignore_errors=True)
    blobs.delete_prefix(f"{WORK}/{project}")


class _Copy:
    """A workspace's copy on this machine."""

    def __init__(self, blobs: Blobs, folder: Path, prefix: str) -> None:
        self.blobs = blobs
        self.folder = folder
        self.prefix = prefix
        try:
            rows = json.loads((folder / _BOOK).read_text(encoding="utf-8"))
            self.book: dict[str, Stamp] = {name: tuple(row) for name, row in rows.items()}
        except (OSError, ValueError):
            self.book = {}

    def bring(self) -> None:
        """Bring what another machine made."""
        for blob in self.blobs.list(self.prefix):
            name = _file(blob.removeprefix(f"{self.prefix}/"))
            path, stat = self.folder / name, self.blobs.stat(blob)
            if stat is None or (path.exists() and self.book.get(name, ("", 0, 0))[0] == stat.etag):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            self.blobs.get_to(blob, path)
            self._note(name, path, stat.etag)
        self._save()

    def keep(self) -> None:
        """Keep what is new or changed."""
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if not path.is_file() or not _lasting(name):
                continue
            there = path.stat()
            if self.book.get(name, ("", 0, 0))[1:] == (there.st_size, there.st_mtime_ns):
                continue
            blob = f"{self.prefix}/{_blob(name)}"
            self.blobs.put_file(blob, path)
            stat = self.blobs.stat(blob)
            self._note(name, path, stat.etag if stat else "")
        self._save()

    def _note(self, name: str, path: Path, etag: str) -> None:
        there = path.stat()
        self.book[name] = (etag, there.st_size, there.st_mtime_ns)

    def _save(self) -> None:
        part = self.folder / f"{_BOOK}.{os.getpid()}.part"
        part.write_text(json.dumps(self.book), encoding="utf-8")
        part.replace(self.folder / _BOOK)


def _lasting(name: str) -> bool:
    """Whether a file is more than a step's own scratch."""
    if name.endswith(_PASSING):
        return False
    return all(not part.startswith(".") or part in _HIDDEN_KEPT for part in name.split("/"))


def _blob(name: str) -> str:
    head, _, last = name.rpartition("/")
    last = f"{_HIDDEN}{last[1:]}" if last.startswith(".") else last
    return f"{head}/{last}" if head else last


def _file(name: str) -> str:
    head, _, last = name.rpartition("/")
    last = f".{last[len(_HIDDEN) :]}" if last.startswith(_HIDDEN) else last
    return f"{head}/{last}" if head else last
