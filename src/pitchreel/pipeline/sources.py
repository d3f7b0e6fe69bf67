"""Sources: what a film can be made from, told apart: a link, a Product document, the demo shop."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.errors import InputError
from pitchreel.product import fetch_product, gather_media
from pitchreel.product.fetch import Fetcher
from pitchreel.progress import Progress


def is_link(source: str) -> bool:
    """Whether a source is an address rather than a path."""
    return urlsplit(source).scheme.lower() in {"http", "https"}


def source_key(source: str) -> str:
    """What a source holds, for the ledger: a link is its address, a file its content."""
    if is_link(source):
        return source
    path = Path(source)
    try:
        return f"{path.resolve().parent}:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    except OSError:
        return source


def open_source(
    source: str, folder: Path, *, settings: Settings, progress: Progress, fetcher: Fetcher | None = None
) -> Product:
    """The Product of a source, with its media in ``folder``; raises what fetching, reading and media raise."""
    if is_link(source):
        product = fetch_product(source, settings=settings, fetcher=fetcher)
        base = None
    else:
        path = Path(source)
        if path.suffix.lower() != ".json" or not path.exists():
            raise InputError(
                f"{source!r} is neither a link nor the path of a Product document",
                "Give an address that begins with https:// or http://, or a product.json",
            )
        product = Product.load(path)
        base = path.resolve().parent
    progress(0.3)
    return gather_media(
        product,
        folder,
        settings=settings,
        base=base,
        fetcher=fetcher,
        progress=lambda done: progress(0.3 + 0.7 * done),
    )
