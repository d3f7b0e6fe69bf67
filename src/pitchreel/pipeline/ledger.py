"""Ledger: what every stage in a film's folder was made from, so that only what changed is made again.

A stage is made anew when its inputs changed, when its document is gone, or when a file that it names is gone.
A document that a person edited stays: the stages after it see the edited one. Only if the inputs of an edited
document change as well is it made anew, and the edited one is kept beside it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pitchreel
from pitchreel.documents import Document
from pitchreel.errors import InputError, OutputError

D = TypeVar("D", bound=Document)


Note = Callable[[str], None]
"""Somebody who wants to hear a sentence."""


def digest(*parts: str) -> str:
    """A short fingerprint of texts."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode()
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()[:32]


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold a film's folder; raises InputError while another process works in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror}", "Choose another place with --output or --workdir"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(f"Another run is working in {folder}", "Wait for it, or give another --workdir") from None
        yield
    finally:
        os.close(handle)


class Ledger:
    """The book of one folder. ``note`` hears when an edited document is kept or set aside."""

    def __init__(self, folder: Path, note: Note) -> None:
        self.folder = folder
        self.note = note
        self.reused: list[str] = []
        self._path = folder / ".stages.json"
        try:
            self._rows: dict[str, dict[str, str]] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._rows = {}

    def stage(self, kind: type[D], inputs: tuple[str, ...], make: Callable[[], D]) -> D:
        """The document of a stage: the one in the folder if it still holds, else made and saved."""
        name = kind.kind.lower()
        path = self.folder / f"{name}.json"
        key = digest(pitchreel.__version__, *inputs)
        row = self._rows.get(name, {})
        if path.exists():
            text = path.read_text(encoding="utf-8", errors="replace")
            edited = bool(row) and digest(text) != row["digest"]
            if row.get("key") == key:
                document = kind.parse(text, str(path))
                if all((self.folder / file).exists() for file in document.files()):
                    if edited:
                        self.note(f"{path.name} was edited: using it as it is")
                    self.reused.append(name)
                    return document
            elif edited:
                aside = path.with_suffix(".edited.json")
                path.replace(aside)
                self.note(f"{path.name} was edited, and what it is made from changed: kept as {aside.name}, made anew")
        document = make()
        document.save(path)
        self._rows[name] = {"key": key, "digest": digest(path.read_text(encoding="utf-8"))}
        self._save()
        return document

    def _save(self) -> None:
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(self._rows, indent=1), encoding="utf-8")
        part.replace(self._path)
