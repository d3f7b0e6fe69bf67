"""The formats that a feed can have, each told by what stands in it; the first that fits is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pitchreel.product.feeds.interfaces import fits_json, read_json
from pitchreel.product.feeds.merchant import fits_xml, read_xml
from pitchreel.product.feeds.record import Context
from pitchreel.product.feeds.source import FeedSource
from pitchreel.product.feeds.tables import (
    Entry,
    fits_links,
    fits_shopify,
    fits_table,
    read_links,
    read_shopify,
    read_table,
)


class Format(NamedTuple):
    """One format: ``endings`` are those of its files, ``fits`` looks at the content, ``read`` gives its rows."""

    id: str
    endings: tuple[str, ...]
    fits: Callable[[FeedSource], bool]
    read: Callable[[FeedSource, Context], Iterator[tuple[Entry, Context]]]


FORMATS = (
    Format("xml", (".xml", ".rss", ".atom"), fits_xml, read_xml),
    Format("json", (".json",), fits_json, read_json),
    Format("links", (".txt", ".csv"), fits_links, read_links),
    Format("shopify-csv", (".csv",), fits_shopify, read_shopify),
    Format("table", (".csv", ".tsv", ".txt"), fits_table, read_table),
)
ENDINGS = tuple(dict.fromkeys(ending for one in FORMATS for ending in one.endings))


def find_format(source: FeedSource) -> Format | None:
    """The format of a feed: of those that fit, one with the file's ending before the others."""
    fitting = [one for one in FORMATS if one.fits(source)]
    return next((one for one in fitting if source.name.endswith(one.endings)), fitting[0] if fitting else None)
