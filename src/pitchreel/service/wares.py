"""Wares: a product row as the Product document that a film is made from, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
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
_REVIEWS, _REVIEW_LENGTH = 12, 600
_WORDS = ("text", "content", "body", "review", "comment", "review_text", "reviewBody", "description")
_STARS = ("rating", "stars", "score", "rating_value", "ratingValue")
"""What callers call a review's words and its stars."""


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
        others = tuple(fact for fact in product.facts if fact.kind != "review")
        product = product.model_copy(update={"facts": (*others, *_reviews(row.extra["reviews"]))})
    if "media" in changed:
        product = product.model_copy(update={"media": (*_media(row.media), *_logo(product, row))})
    elif "logo_url" in row.extra:
        gallery = tuple(item for item in product.media if item.role != "logo")
        product = product.model_copy(update={"media": (*gallery, *_logo(product, row))})
    return product


def shown_reviews(row: ProductRow) -> Any:
    """What the caller said of reviews, which may be that there are none; else what the page has, None for nothing."""
    if "reviews" in row.extra:
        return row.extra["reviews"] or None
    texts = [str(fact.get("text")) for fact in document_data(row).get("facts") or () if fact.get("kind") == "review"]
    return texts or None


def shown_logo(row: ProductRow) -> str | None:
    """The address of the logo, as the caller gave it or the page has it."""
    if "logo_url" in row.extra:
        return row.extra["logo_url"] or None
    media = document_data(row).get("media") or ()
    return next((str(item["url"]) for item in media if item.get("role") == "logo" and item.get("url")), None)


def document_data(row: ProductRow) -> dict[str, Any]:
    """What a row's page said, as plain data."""
    read: dict[str, Any] = json.loads(row.document) if row.document else {}
    return read


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


def _reviews(given: Any) -> Iterable[Fact]:
    """The caller's own reviews as facts: a text with one on each line, or a list of texts or of objects."""
    items = given.splitlines() if isinstance(given, str) else given if isinstance(given, list) else [given]
    number = 0
    for item in items:
        stars: Decimal | None = None
        words = item
        if isinstance(item, Mapping):
            words = _first(item, _WORDS)
            said = _first(item, _STARS)
            stars = None if said is None else _stars(said)
            if said is not None and stars is None:
                continue
        if isinstance(words, str) and words.strip() and number < _REVIEWS:
            number += 1
            text = " ".join(words.split())[:_REVIEW_LENGTH]
            source = Source(method=_GIVEN, place="reviews", quote=text[:500])
            yield Fact(id=f"review-{number}", kind="review", text=text, number=stars, sources=(source,))


def _first(item: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "")), None)


def _stars(said: Any) -> Decimal | None:
    """Stars of five; None for what cannot be read as that."""
    found = re.fullmatch(r"\s*([0-5](?:[.,]\d{1,3})?)(?:\s*(?:/|of|out of)\s*5(?:\.0)?)?(?:\s*stars?)?\s*", str(said))
    number = Decimal(found[1].replace(",", ".")) if found else None
    return number if number is not None and number <= 5 else None


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
