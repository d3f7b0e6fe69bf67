"""What the five documents share: frozen, versioned, round-tripping through JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from pitchreel.errors import DocumentError, OutputError

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes a document of version n as plain data and gives it as version n + 1."""


class Model(BaseModel):
    """A frozen value; an unknown field is an error, so that a slip in a document edited by hand is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")


class Document(Model):
    """One of the five documents. ``version`` is the version of its schema, not of its content."""

    kind: ClassVar[str]
    current: ClassVar[int] = 1
    upgrades: ClassVar[dict[int, Upgrade]] = {}

    version: int = 1

    @classmethod
    def parse(cls, text: str | bytes, source: str = "the document") -> Self:
        """Read JSON; raises DocumentError naming the field that is wrong."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DocumentError(f"{source} is not JSON: {error}", f"Give a {cls.kind} document") from None
        if not isinstance(data, dict):
            raise DocumentError(f"{source} is not a {cls.kind} document", "It should hold one JSON object")
        version = data.get("version", 1)
        if not isinstance(version, int) or not 1 <= version <= cls.current:
            raise DocumentError(
                f"{source} has version {version!r} of the {cls.kind} schema",
                f"This release reads versions 1 to {cls.current}",
            )
        while version < cls.current:
            data = cls.upgrades[version](data)
            version += 1
            data["version"] = version
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the top level"
            raise DocumentError(
                f"{source} is not a {cls.kind} document: {where}: {first['msg']}", "Correct that field"
            ) from None

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a document from a file; raises DocumentError."""
        try:
            return cls.parse(path.read_bytes(), str(path))
        except OSError as error:
            raise DocumentError(
                f"{path} cannot be read: {error.strerror}", f"Give the path of a {cls.kind} document"
            ) from None

    def files(self) -> tuple[str, ...]:
        """Paths of the files that the document names, relative to its folder."""
        return ()

    def dump(self) -> str:
        """The document as indented JSON, ending in a newline."""
        return self.model_dump_json(indent=1, exclude_none=True) + "\n"

    def save(self, path: Path) -> Path:
        """Write the document whole or not at all; raises OutputError."""
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(self.dump(), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise OutputError(
                f"{path} cannot be written: {error.strerror}", "Choose a folder that can be written to"
            ) from None
        return path
