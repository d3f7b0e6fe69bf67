"""Feeds in XML: Google Merchant's RSS 2.0 and Atom, and what is built alike.

The parser is incremental, and a document that declares a DTD is refused before any entity could be declared: a bomb
has nothing to explode with. Names are compared without their prefix, so a feed that forgot to declare ``g:`` reads.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from xml.parsers import expat

from pitchreel.errors import DocumentError
from pitchreel.product.feeds.record import CELL, CELLS, BadRow, Context, Record
from pitchreel.product.feeds.source import FeedSource
from pitchreel.product.feeds.tables import Entry

ITEMS = frozenset({"item", "entry", "product"})
"""Elements that hold one product."""
DEPTH = 40
PIECE = 65_536
STALLED = 8_000_000
"""Bytes that the parser may hold back as one unfinished tag."""

_FIRST_TAG = re.compile(r"<([A-Za-z][\w:.-]{0,60})")
_OF_FEED = {"title": "site_name", "link": "url", "language": "language"}
_ROOT = frozenset({"rss", "channel", "feed", "rdf", "products", "items", "catalog", "store", "shop", "root"})


def fits_xml(source: FeedSource) -> bool:
    """Whether it is XML with a feed's elements, and no page."""
    head = source.beginning.lstrip("\ufeff \t\r\n")
    first = _FIRST_TAG.search(head)
    return head.startswith("<") and first is not None and _local(first[1]) in _ROOT


def read_xml(source: FeedSource, context: Context) -> Iterator[tuple[Entry, Context]]:
    """Each item of the feed, as soon as it ended; raises DocumentError when there is none before the XML breaks."""
    reader = _Reader(source.what, context)
    any_item = False
    with source.open() as stream:
        fed = 0
        while True:
            piece = stream.read(PIECE)
            broken = reader.feed(piece, last=not piece)
            fed += len(piece)
            while reader.done:
                any_item = True
                yield reader.done.popleft(), reader.context
            if not broken and fed - reader.position > STALLED:
                broken = "a tag does not end"
            if broken and not any_item:
                raise DocumentError(f"{source.what} is no readable XML: {broken}", "Export or fetch it again")
            if broken:
                yield (f"item {reader.count + 1}", BadRow(f"the XML breaks off there: {broken}")), reader.context
                return
            if not piece:
                return


class _Reader:
    """Turns the parser's events into records."""

    def __init__(self, what: str, context: Context) -> None:
        self.what = what
        self.context = context
        self.done: deque[Entry] = deque()
        self.count = 0
        self._stack: list[str] = []
        self._item: Record | None = None
        self._base = 0
        self._text: list[str] = []
        self._size = 0
        self._parts: dict[str, str] = {}
        self._cells = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    @property
    def position(self) -> int:
        """How many bytes the parser has dealt with."""
        return self._parser.CurrentByteIndex

    def feed(self, data: bytes, *, last: bool) -> str:
        """Take bytes; returns what is wrong with them, or an empty string."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            return f"{expat.errors.messages[error.code]} in line {error.lineno}"
        except (LookupError, ValueError) as error:  # an encoding that Python does not know, or cannot use here
            return str(error)
        return ""

    def _doctype(self, *declared: object) -> None:
        raise DocumentError(f"{self.what} declares a DTD, which is not read", "Export the feed without <!DOCTYPE ...>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= DEPTH:
            raise DocumentError(f"{self.what} is nested more than {DEPTH} deep", "Give a product feed")
        local = _local(name)
        self._stack.append(local)
        self._text.clear()
        self._size = 0
        if self._item is None and local in ITEMS:
            self.count += 1
            self._item = Record(f"item {self.count}")
            self._base = len(self._stack)
            self._cells = 0
        elif self._item is not None and len(self._stack) == self._base + 1:
            self._parts.clear()
            if local == "link" and attributes.get("rel", "alternate") == "alternate":
                self._put("link", attributes.get("href", ""))

    def _characters(self, text: str) -> None:
        if self._size < CELL:
            self._text.append(text)
            self._size += len(text)

    def _end(self, name: str) -> None:
        local = self._stack.pop()
        text = "".join(self._text).strip()
        self._text.clear()
        self._size = 0
        depth = len(self._stack)
        if self._item is None:
            self._of_feed(local, text)
        elif depth == self._base - 1:
            self.done.append(self._item)
            self._item = None
        elif depth == self._base:
            self._cell(local, text, own=":" in name)
        elif depth == self._base + 1 and len(self._parts) < 20:
            self._parts[local] = text

    def _cell(self, local: str, text: str, *, own: bool) -> None:
        if self._parts:
            label, value = self._parts.get("attribute_name", ""), self._parts.get("attribute_value", "")
            if label and value:
                self._put("product_detail", f"{label}: {value}")
            elif not text and "content" in self._parts:  # structured_title, structured_description
                self._put(local, self._parts["content"])
        self._put(local, text, own=own)

    def _put(self, local: str, text: str, *, own: bool = False) -> None:
        if self._item is None or not text or self._cells >= 4 * CELLS:
            return
        self._cells += 1
        before = {name: len(cells) for name, cells in self._item.cells.items()}
        self._item.put(local, text)
        if own:  # g:title is meant for the advertisement, title for readers of news
            for name, cells in self._item.cells.items():
                if len(cells) > before.get(name, 0):
                    cells[-1] = cells[-1]._replace(rank=cells[-1].rank - 100, column=f"g:{local}")

    def _of_feed(self, local: str, text: str) -> None:
        if (field := _OF_FEED.get(local)) and text and all(name in _ROOT for name in self._stack):
            if field == "url" and not text.startswith(("http://", "https://")):
                return
            if not getattr(self.context, field):
                self.context = self.context._replace(**{field: " ".join(text.split())[:200]})


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
