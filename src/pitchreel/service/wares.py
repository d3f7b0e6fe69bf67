"""Wares: a product row as the Product document that a film is made from, and back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit

from pitchreel.documents import Product
from pitchreel.documents.product import Fact, Media, Source
from pitchreel.product.feeds.record import Context, Record, make_product
from pitchreel.service.problems import InvalidRequest
from pitchreel.service.rows import ProductRow

PICTURE, CLIP = 1, 2
"""A medium's type on the wire. It is a hint: the content decides."""
_CLIP_ENDINGS = {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".m3u8"}
_GIVEN = "given"


def document_of(row: ProductRow) -> Product:
    """The Product of a row: what its page said, with what the caller changed put over it; given by hand otherwise.

    Raises InvalidRequest when there is not even a name.
    """
    read = Product.parse(row.document, "the stored product") if row.document else None
    changed = set(row.changed)
    if read is None:
        if not row.name.strip():
            raise InvalidRequest("name", "The product has no name", "Give one, or an address that can be read")
        product = _given(row.name, row.description, row.url)
        changed |= {"media"}
    else:
        product = read
        if changed & {"name", "description"}:
            product = _changed(read, row.name, row.description, changed)
        if "reviews" in row.extra:
            product = product.model_copy(update={"facts": tuple(f for f in product.facts if f.kind != "review")})
    if "media" in changed:
        product = product.model_copy(update={"media": (*_media(row.media), *_logo(product, row))})
    elif "logo_url" in row.extra:
        gallery = tuple(item for item in product.media if item.role != "logo")
        product = product.model_copy(update={"media": (*gallery, *_logo(product, row))})
    return product


def media_of(product: Product) -> list[dict[str, Any]]:
    """A document's gallery as the rows of the wire."""
    return [
        {
            "type": PICTURE if item.kind == "picture" else CLIP,
            "name": PurePosixPath(urlsplit(item.url).path).name[:200],
            "url": item.url,
            "description": item.description,
        }
        for item in product.media
        if item.role == "gallery" and item.url
    ]


def _given(name: str, description: str, url: str) -> Product:
    record = Record("order")
    record.add("name", name, "name")
    record.add("description", description, "description")
    record.add("link", url, "url")
    product = make_product(record, Context())
    return product.model_copy(update={"facts": tuple(_by_hand(product.facts))})


def _by_hand(facts: Iterable[Fact]) -> Iterable[Fact]:
    for fact in facts:
        sources = tuple(source.model_copy(update={"method": _GIVEN}) for source in fact.sources)
        yield fact.model_copy(update={"sources": sources or (Source(method=_GIVEN, quote=fact.text[:500]),)})


def _changed(read: Product, name: str, description: str, changed: set[str]) -> Product:
    """The caller's words for the page's. A new description brings its own features; prices and ratings stay."""
    wanted = name if "name" in changed and name.strip() else read.name
    told = description if "description" in changed else read.text("description")
    new = _given(wanted or read.url, told, read.url)
    replaced = {"name"} if "name" in changed else set()
    if "description" in changed:
        replaced |= {"description", "feature"} if new.features else {"description"}
    facts = [fact for fact in new.facts if fact.kind in replaced]
    facts += [fact for fact in read.facts if fact.kind not in replaced]
    return read.model_copy(update={"facts": tuple(facts)})


def _media(rows: list[dict[str, Any]]) -> tuple[Media, ...]:
    media = []
    for number, row in enumerate(rows, 1):
        url = str(row.get("url") or "").strip()
        if not url:
            continue
        kind = _kind(row.get("type"), url)
        media.append(
            Media(id=f"{kind}-{number}", kind=kind, url=url, description=str(row.get("description") or "")[:1000])
        )
    return tuple(media)


def _kind(hint: object, url: str) -> Literal["picture", "clip"]:
    try:
        ending = PurePosixPath(urlsplit(url).path).suffix.lower()
    except ValueError:
        ending = ""
    if ending in _CLIP_ENDINGS:
        return "clip"
    return "clip" if str(hint) == str(CLIP) else "picture"


def _logo(product: Product, row: ProductRow) -> tuple[Media, ...]:
    if "logo_url" not in row.extra:
        return (product.logo,) if product.logo else ()
    url = str(row.extra["logo_url"] or "")
    return (Media(id="logo", kind="picture", role="logo", url=url),) if url else ()
