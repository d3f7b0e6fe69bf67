"""Feeds in JSON: Shopify's ``products.json``, WooCommerce's Store API, and lists of objects with telling keys.

The list is cut into its items by counting brackets, so that one item at a time is in memory and a broken one costs
only itself.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from pitchreel.product.feeds.columns import field_of
from pitchreel.product.feeds.record import BadRow, Context, Record
from pitchreel.product.feeds.source import FeedSource
from pitchreel.product.feeds.tables import Entry
from pitchreel.product.reading.money import read_exact

ITEM = 4_000_000
"""Characters of one item; what is longer is left out."""
PIECE = 65_536
LISTS = ("products", "items", "data", "results", "entries")
"""Keys under which an object holds its list of products."""

_LIST = re.compile(
    rf'\{{\s*(?:"[^"]{{1,40}}"\s*:\s*(?:"[^"]{{0,400}}"|[\w.+-]{{1,40}})\s*,\s*){{0,20}}"({"|".join(LISTS)})"\s*:\s*\['
)
_MARKS = re.compile(r'["\\{}\[\]]')
_IN_STRING = re.compile(r'["\\]')


def fits_json(source: FeedSource) -> bool:
    """Whether it is a list of objects, or an object that holds one under a telling key."""
    return _start_of_list(source.beginning) > 0


def _start_of_list(head: str) -> int:
    """Where the first item could begin, 0 when there is no list."""
    blank = len(head) - len(head.lstrip("\ufeff \t\r\n"))
    if re.match(r"\[\s*(?:\{|\]\s*$)", head[blank:]):
        return blank + 1
    match = _LIST.match(head, blank)
    return match.end() if match else 0


def read_json(source: FeedSource, context: Context) -> Iterator[tuple[Entry, Context]]:
    """Each item, read by whichever shape it has."""
    with source.text() as text:
        for number, item in enumerate(_items(text, _start_of_list(source.beginning)), 1):
            place = f"item {number}"
            yield _read_item(place, item, context), context


def _items(text: io.TextIOWrapper, start: int) -> Iterator[str | None]:
    """The items' own text; None for one that is too long. Ends with the list, or where the text ends."""
    text.read(start)
    depth, string, size = 0, False, 0
    held: list[str] = []
    piece, at = text.read(PIECE), 0
    while piece:
        begun = at
        while True:
            match = (_IN_STRING if string else _MARKS).search(piece, at)
            if match is None:
                at = len(piece)
                break
            mark, at = match[0], match.end()
            if mark == "\\":
                if at == len(piece):
                    piece += text.read(1)
                at += 1
            elif mark == '"':
                string = not string
            elif mark in "{[":
                depth += 1
                if depth == 1:
                    begun, size = at - 1, 0
                    held.clear()
            else:
                depth -= 1
                if depth < 0:
                    return
                if depth == 0:
                    size += at - begun
                    yield "".join((*held, piece[begun:at])) if size <= ITEM else None
                    held.clear()
        if depth > 0:
            size += at - begun
            if size <= ITEM:
                held.append(piece[begun:])
            else:
                held.clear()
        piece, at = text.read(PIECE), 0
    if depth > 0:
        yield ""


def _read_item(place: str, text: str | None, context: Context) -> Entry:
    if not text:
        return place, BadRow("it is too long" if text is None else "the feed breaks off in it")
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        return place, BadRow(f"it is no JSON: {error}"[:200])
    if not isinstance(item, dict):
        return place, BadRow("it is no object")
    record = Record(place)
    try:
        next(read for shape, read in _SHAPES if shape(item))(record, item, context)
    except (TypeError, AttributeError, ValueError) as error:
        return place, BadRow(f"it is not built as its kind is: {error}"[:200])
    return record


def _shopify(record: Record, item: dict[str, Any], context: Context) -> None:
    for key in ("title", "body_html", "vendor", "product_type", "handle", "id"):
        record.put(key, _plain(item.get(key)))
    if context.url and (handle := _plain(item.get("handle"))):
        record.add("link", f"/products/{handle}", "handle")
    variants = [one for one in _list(item.get("variants")) if isinstance(one, dict)]
    priced = [(number, one) for one in variants if (number := read_exact(one.get("price"))) is not None]
    on_sale = [pair for pair in priced if pair[1].get("available") is not False] or priced
    if on_sale:
        number, one = min(on_sale, key=lambda pair: pair[0])
        record.add("price", _plain(one.get("price")), "variants.price")
        record.add("list_price", _plain(one.get("compare_at_price")), "variants.compare_at_price")
        dearest = max(on_sale, key=lambda pair: pair[0])
        if dearest[0] > number:
            record.add("price_high", _plain(dearest[1].get("price")), "variants.price")
    told = [one["available"] for one in variants if isinstance(one.get("available"), bool)]
    if told:
        record.add("availability", "in stock" if any(told) else "out of stock", "variants.available")
    _show(record, item.get("images"), "images")


def _woocommerce(record: Record, item: dict[str, Any], context: Context) -> None:
    for key in ("name", "permalink", "description", "short_description", "sku", "id", "review_count"):
        record.put(key, _plain(item.get(key)))
    if (rating := read_exact(item.get("average_rating"))) is not None and rating > 0:
        record.add("rating", _plain(item.get("average_rating")), "average_rating")
    prices = item["prices"]
    digits = prices.get("currency_minor_unit")
    scale = Decimal(10) ** (digits if isinstance(digits, int) and 0 <= digits <= 4 else 2)
    code = _plain(prices.get("currency_code"))

    def put(name: str, value: Any, column: str) -> None:
        if (amount := read_exact(value or None)) is not None:
            record.add(name, f"{amount / scale:f} {code}".strip(), f"prices.{column}")

    span = prices.get("price_range")
    put("price", prices.get("price"), "price")
    put("list_price", prices.get("regular_price"), "regular_price")
    if isinstance(span, dict):
        put("price_high", span.get("max_amount"), "price_range.max_amount")
    if isinstance(item.get("is_in_stock"), bool):
        record.add("availability", "in stock" if item["is_in_stock"] else "out of stock", "is_in_stock")
    kinds = [_plain(one.get("name")) for one in _list(item.get("categories")) if isinstance(one, dict)]
    if kinds:
        record.add("category", kinds[0], "categories")
    _show(record, item.get("images"), "images")


def _by_keys(record: Record, item: dict[str, Any], context: Context) -> None:
    for key, value in item.items():
        if field_of(key)[0] == "picture":
            _show(record, value, key)
        elif isinstance(value, list):
            for one in value[:50]:
                record.put(key, _plain(one))
        elif isinstance(value, dict):
            record.put(key, _plain(value.get("name") or value.get("value") or value.get("amount")))
        else:
            record.put(key, _plain(value))


Read = Callable[[Record, dict[str, Any], Context], None]
_SHAPES: tuple[tuple[Callable[[dict[str, Any]], bool], Read], ...] = (
    (lambda item: isinstance(item.get("variants"), list) and "title" in item, _shopify),
    (lambda item: isinstance(item.get("prices"), dict) and "name" in item, _woocommerce),
    (lambda item: True, _by_keys),
)


def _show(record: Record, pictures: Any, column: str) -> None:
    for one in _list(pictures)[:100]:
        if isinstance(one, dict):
            record.show(_plain(one.get("src") or one.get("url")), _plain(one.get("alt")), column)
        else:
            record.show(_plain(one), "", column)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
