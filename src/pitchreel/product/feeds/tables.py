"""Feeds that are tables: TSV and CSV with whatever headers, Shopify's export, lists of links."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import groupby

from pitchreel.errors import DocumentError
from pitchreel.product.feeds.columns import column_key, field_of
from pitchreel.product.feeds.record import BadRow, Context, Record
from pitchreel.product.feeds.source import FeedSource, Lines
from pitchreel.product.reading.money import read_exact

Entry = Record | tuple[str, BadRow]
"""A row as it was understood, or where it stands and why it was not."""

COLUMNS = 1000
"""Most columns of a table."""
_DELIMITERS = "\t,;|"
_GROUPS = ("handle", "url handle")
_OWN_PLACE = frozenset({"price", "list_price", "identifier", "availability", "picture_words"})
"""Questions that each row of a group answers for its own variant."""


def header_of(beginning: str) -> list[str]:
    """The cells of a table's first row, split by whichever mark splits it into most."""
    line = beginning.lstrip("\ufeff").splitlines()[0][:20_000] if beginning.strip() else ""
    return max((_cells(line, mark) for mark in _DELIMITERS), key=len, default=[])


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def fits_table(source: FeedSource) -> bool:
    """Whether the first row names what a product has: a title, or an address alone."""
    fields = {field_of(cell)[0] for cell in header_of(source.beginning)} - {""}
    return ("name" in fields and len(fields) >= 2) or "link" in fields


def fits_shopify(source: FeedSource) -> bool:
    """Whether the first row is that of Shopify's export, in which a product takes several rows."""
    keys = {column_key(cell) for cell in header_of(source.beginning)}
    return bool(keys & set(_GROUPS)) and "title" in keys and bool(keys & {"variant price", "image src", "price"})


def fits_links(source: FeedSource) -> bool:
    """Whether it is a list of addresses, one on each line."""
    return source.beginning.lstrip("\ufeff \t\r\n").startswith(("http://", "https://"))


def read_links(source: FeedSource, context: Context) -> Iterator[tuple[Entry, Context]]:
    """Each line's address."""
    with source.text() as text:
        for number, line in enumerate(Lines(text), 1):
            if link := line.lstrip("\ufeff").strip():
                record = Record(f"row {number}")
                record.add("link", link.split()[0], "link")
                bad = (record.place, BadRow("it is no address"))
                yield (record if link.startswith(("http://", "https://")) else bad), context


def read_table(source: FeedSource, context: Context) -> Iterator[tuple[Entry, Context]]:
    """Each row of a table; the header is row 1."""
    columns: list[str] = []
    for place, cells in _rows(source):
        if not columns:
            assert isinstance(cells, list)
            columns = cells
        else:
            yield (place, cells) if isinstance(cells, BadRow) else _record(place, columns, cells), context


def read_shopify(source: FeedSource, context: Context) -> Iterator[tuple[Entry, Context]]:
    """Each product of Shopify's export: rows with one handle that follow one another."""
    rows = _rows(source)
    _, columns = next(rows)
    assert isinstance(columns, list)
    handle = next(number for number, column in enumerate(columns) if column_key(column) in _GROUPS)

    def group(row: tuple[str, list[str] | BadRow]) -> str:
        return row[1][handle] if isinstance(row[1], list) and len(row[1]) > handle else row[0]

    for name, members in groupby(rows, group):
        whole: Record | None = None
        variants: list[Record] = []
        for place, cells in members:
            if isinstance(cells, BadRow):
                yield (place, cells), context
                continue
            record = _record(place, columns, cells)
            if isinstance(record, Record):
                variants.append(record)
                whole = whole or Record(place)
                _join(whole, record)
            else:
                yield record, context
        if whole is not None:
            _add_prices(whole, variants)
            if context.url and "link" not in whole.cells:
                whole.add("link", f"/products/{name}", columns[handle])
            yield whole, context


def _join(whole: Record, record: Record) -> None:
    for name, cells in record.cells.items():
        if name == "picture":
            told = record.text("picture_words")
            for cell in cells:
                whole.show(cell.text, told, cell.column)
        elif name not in whole.cells and (name not in _OWN_PLACE or name == "identifier"):
            whole.cells[name] = cells
    whole.details = whole.details or record.details


def _add_prices(whole: Record, variants: list[Record]) -> None:
    """The cheapest variant's price and what it was before; the dearest one's where they differ."""
    priced = [
        (number, cell, record)
        for record in variants
        if (cell := record.first("price")) and (number := read_exact(cell.text)) is not None
    ]
    if not priced:
        return
    low, high = min(priced, key=lambda one: one[0]), max(priced, key=lambda one: one[0])
    whole.cells["price"] = [low[1]]
    if before := low[2].first("list_price"):
        whole.cells["list_price"] = [before]
    if high[0] > low[0]:
        whole.cells["price_high"] = [high[1]]


def _rows(source: FeedSource) -> Iterator[tuple[str, list[str] | BadRow]]:
    """Rows with something in them and what to call them; the first is the header."""
    with source.text() as text:
        lines = Lines(text)
        beginning = source.beginning
        header = header_of(beginning)
        first = beginning.lstrip("\ufeff").splitlines()[0] if beginning.strip() else ""
        delimiter = next((mark for mark in _DELIMITERS if _cells(first[:20_000], mark) == header), ",")
        reader = csv.reader(iter(lines), delimiter=delimiter)
        number = 0
        while True:
            number += 1
            place = f"row {number}"
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:  # one cell beyond the module's limit of 131,072 characters, mostly a lost quote
                if number == 1:
                    raise DocumentError(f"{source.what} has no readable header: {error}", "Export it again") from None
                lines.was_cut()
                yield place, BadRow(f"it is no row of a table: {error}")
                continue
            if number == 1:
                if len(cells) > COLUMNS:
                    raise DocumentError(f"{source.what} has {len(cells):,} columns", f"{COLUMNS} are read at most")
                yield place, [cell.lstrip("\ufeff") for cell in cells]
            elif lines.was_cut():
                yield place, BadRow("it is too long")
            elif any(cell.strip() for cell in cells):
                yield place, cells


def _record(place: str, columns: list[str], cells: list[str]) -> Entry:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return place, BadRow(f"it has {len(cells)} cells, and the header {len(columns)}")
    record = Record(place)
    for column, cell in zip(columns, cells, strict=False):
        record.put(column, cell)
    return record
