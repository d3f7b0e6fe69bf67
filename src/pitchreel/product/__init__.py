"""Product: the one guarded way out to the network, and the reading of product pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pitchreel.lazy import parts_of

if TYPE_CHECKING:
    from pitchreel.product.feeds import read_feed
    from pitchreel.product.media import gather_media
    from pitchreel.product.open import fetch_product
    from pitchreel.product.reading.product import read_product

_HOMES = {"fetch_product": "open", "gather_media": "media", "read_feed": "feeds", "read_product": "reading.product"}

__all__ = ["fetch_product", "gather_media", "read_feed", "read_product"]

# Loaded on first use: reading a page that one has needs neither the network nor a picture library.
__getattr__ = parts_of(__name__, _HOMES)
