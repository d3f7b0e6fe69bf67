"""A feed's bytes: a file or what was fetched, unpacked if it is gzip, capped, and as text line by line."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pitchreel.errors import DocumentError, TooLarge

HEAD = 65_536
"""Bytes of the beginning by which a format is told."""
MAX_BYTES = 2_000_000_000
"""Bytes read of one feed, unpacked: a guard against bombs, not against large shops."""
LINE = 1_000_000
"""Characters of one line; what is longer is cut, and its row is left out."""

_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FeedSource:
    """Where a feed comes from. ``what`` names it in messages; ``name`` is its file name, for the format."""

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        self.name = source.name.lower().removesuffix(".gz") if isinstance(source, Path) else ""
        self.what = str(source) if isinstance(source, Path) else "The feed"
        with self.open() as stream:
            self.head = stream.read(HEAD)

    def open(self) -> io.BufferedReader:
        """The unpacked bytes, capped; raises DocumentError when it cannot be read."""
        try:
            raw: BinaryIO = self._source.open("rb") if isinstance(self._source, Path) else io.BytesIO(self._source)
        except OSError as error:
            raise DocumentError(f"{self.what} cannot be read: {error.strerror}", "Give the path of a feed") from None
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        return io.BufferedReader(_Capped(gzip.GzipFile(fileobj=raw) if packed else raw, raw, self.what))

    @property
    def encoding(self) -> str:
        """The text's encoding: by its mark, else UTF-8 where the beginning is that, else Windows-1252."""
        for mark, encoding in _MARKS:
            if self.head.startswith(mark):
                return encoding
        try:
            codecs.getincrementaldecoder("utf-8")().decode(self.head)
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8"

    @property
    def beginning(self) -> str:
        """The first characters as text."""
        return self.head.decode(self.encoding, "replace")

    def text(self) -> io.TextIOWrapper:
        """The text from the start; bytes that are none in its encoding become U+FFFD."""
        return io.TextIOWrapper(self.open(), encoding=self.encoding, errors="replace", newline="")


class Lines:
    """The lines of a text, none longer than LINE; ``cut`` says whether one since the last question was."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._cut = False

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LINE):
            if len(line) >= LINE and not line.endswith("\n"):
                self._cut = True
                while (rest := self._text.readline(LINE)) and not rest.endswith("\n"):
                    pass
            yield line.replace("\0", "")

    def was_cut(self) -> bool:
        """Whether a line was cut since this was last asked."""
        cut, self._cut = self._cut, False
        return cut


class _Capped(io.RawIOBase):
    """A stream that ends in TooLarge after MAX_BYTES and in DocumentError where its packing is broken."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, raw: BinaryIO, what: str) -> None:
        self._stream = stream
        self._raw = raw
        self._what = what
        self._left = MAX_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise DocumentError(f"{self._what} is damaged: {error}", "Export or fetch it again") from None
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge(f"{self._what} holds more than {MAX_BYTES / 1e9:g} GB", "Split it into several feeds")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()
