"""Feeds: a shop's catalogue as one file, read row by row into Products."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from pitchreel.documents import Product
from pitchreel.errors import DocumentError
from pitchreel.product.feeds.formats import ENDINGS, FORMATS, Format, find_format
from pitchreel.product.feeds.record import BadRow, Context, Record, Unshown, make_product
from pitchreel.product.feeds.source import FeedSource

__all__ = ["ENDINGS", "FORMATS", "is_feed", "read_feed"]

_KNOWN = (
    "Google Merchant XML or TSV, Shopify's products.json or CSV export, WooCommerce's Store API, a CSV whose first row "
    "names its columns (title, price, image link, ...), and a list of links are read"
)


def is_feed(source: Path | bytes) -> bool:
    """Whether a file or what was fetched is a feed; a Product document and a page are none."""
    try:
        return find_format(FeedSource(source)) is not None
    except DocumentError:
        return False


def read_feed(
    source: Path | bytes,
    *,
    limit: int | None = None,
    url: str = "",
    currency: str = "",
    now: datetime | None = None,
    note: Callable[[str], None] = lambda text: None,
) -> Iterator[Product]:
    """The Products of a feed, one at a time as it is read, at most ``limit``.

    ``url`` is where the feed came from, for relative addresses; ``currency`` (ISO 4217) is that of prices which name
    none, as in Shopify's exports; ``now`` decides whether a sale with dates is on, by default the clock does. A row
    that makes no product is left out, and ``note`` hears which and why; so it does how many variants of products
    already read, and how many hidden products, were passed over. A row that holds only an address gives a Product
    with nothing but its ``url``. Raises DocumentError when the source is no feed, before the first Product.
    """
    feed = FeedSource(source)
    form = find_format(feed)
    if form is None:
        raise DocumentError(f"{feed.what} is no feed that is known", _KNOWN)
    products = _products(feed, form, Context(url=url, currency=currency.upper()), now, note)
    return islice(products, limit)


def _names(entry: Record) -> list[str]:
    """What variants further down may call this product as their parent: its number, its SKU, ``id:`` its number."""
    names = [cell.text for cell in entry.all("identifier")]
    return [*names, *(f"id:{name}" for name in names)]


def _products(
    feed: FeedSource, form: Format, context: Context, now: datetime | None, note: Callable[[str], None]
) -> Iterator[Product]:
    groups: set[str] = set()
    passed = {"variants of products already read": 0, "products that the shop does not show": 0}
    for entry, told in form.read(feed, context):
        try:
            if not isinstance(entry, Record):
                raise entry[1]
            group = entry.text("group")
            if group and group in groups:
                passed["variants of products already read"] += 1
                continue
            product = make_product(entry, told, now)
        except BadRow as reason:
            note(f"{entry.place if isinstance(entry, Record) else entry[0]} was left out: {reason}")
            continue
        except Unshown:
            passed["products that the shop does not show"] += 1
            continue
        groups.update(filter(None, (group, *_names(entry))))
        yield product
    for what, count in passed.items():
        if count:
            note(f"{count} {what} were passed over")
