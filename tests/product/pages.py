"""Small product pages of our own that show one trap each, put together for the tests of the reading."""

from __future__ import annotations

import json
from typing import Any

from pitchreel.documents import Product
from pitchreel.product import read_product

URL = "https://harbour.example/kettle"


def html(body: str, head: str = "", lang: str = "en", title: str = "Tin Kettle | Harbour Goods") -> bytes:
    """A whole page around a body."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    ).encode()


def ld(data: Any) -> str:
    """A JSON-LD script; a string goes in as it is."""
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def kettle(**more: Any) -> dict[str, Any]:
    """A JSON-LD product."""
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Tin Kettle",
        "description": "A kettle of brushed tin that boils a litre in four minutes and keeps its handle cool.",
        "image": "/img/kettle-1001.jpg",
        "offers": {"@type": "Offer", "price": "39.00", "priceCurrency": "GBP"},
        **more,
    }


def read(body: str = "<h1>Tin Kettle</h1>", head: str = "", url: str = URL, **more: str) -> Product:
    """The product of a page put together from a body and a head."""
    return read_product(html(body, head, **more), url)
