"""The shop for trying the whole pipeline must come out exactly as its description says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pitchreel.documents import Product
from pitchreel.errors import PageBlocked
from pitchreel.product import read_product

SHOP = Path(__file__).parents[2] / ".." / "shared" / "shop"
pytestmark = pytest.mark.skipif(not SHOP.is_dir(), reason="the shop's pages are not beside this checkout")


def read(name: str) -> Product:
    return read_product((SHOP / f"{name}.html").read_bytes(), f"http://127.0.0.1:8099/{name}.html")


def pictures(product: Product) -> list[str]:
    return [picture.url.rsplit("/", 1)[-1] for picture in product.pictures]


def test_plimsolls() -> None:
    product = read("plimsolls")
    assert product.name == "Drift Canvas Plimsolls"
    assert (product.number("price"), product.currency) == (Decimal("49.00"), "USD")
    assert product.number("list_price") == Decimal("65.00")
    assert (product.number("rating"), product.number("review_count")) == (Decimal("4.7"), 1286)
    assert product.text("brand") == "Northpier"
    assert len(product.features) == 5
    assert pictures(product) == [f"blue-plimsolls-{number}.png" for number in (1, 2, 3, 4)]
    assert product.pictures[0].description == "Blue canvas plimsoll from the side"
    assert [review.text for review in product.all_of("review")] == ["Walked 14 km in them on day one. No blisters."]
    assert product.theme_colour == "#0b5cff"
    assert product.text("shipping") == "Free delivery over $40."
    assert product.text("guarantee") == "Free returns for 60 days."
    assert product.text("availability") == "in stock"


def test_apple_juice_keeps_the_related_shoes_out() -> None:
    product = read("apple-juice")
    assert (product.number("price"), product.currency) == (Decimal("17.90"), "EUR")
    assert (product.number("rating"), product.number("review_count")) == (Decimal("4.9"), 312)
    assert pictures(product) == ["apple-drink.png", "carrot-drink.png", "banana-drink.png"]
    assert "plimsoll" not in product.dump().lower()
    assert product.logo is not None and product.logo.url.endswith("/groceries.jpg")


def test_cushion_is_german_prose() -> None:
    product = read("cushion")
    assert (product.number("price"), product.number("list_price")) == (Decimal("29.90"), Decimal("39.90"))
    assert (product.currency, product.language) == ("EUR", "de")
    assert pictures(product) == ["parrot-cushion.jpg", "cushion-blue.webp"]
    assert len(product.features) >= 5
    assert not any("€" in feature.text for feature in product.features)


def test_juice_video_is_a_clip_and_a_range() -> None:
    product = read("juice-video")
    assert (product.number("price"), product.number("price_high"), product.currency) == (Decimal("29.5"), 34, "GBP")
    assert not product.pictures
    assert [clip.url for clip in product.clips] == ["http://127.0.0.1:8099/images/juice-clip.mp4"]
    assert len(product.features) == 4


def test_no_media_is_still_read() -> None:
    product = read("no-media")
    assert product.name == "Gift voucher"
    assert not product.media


def test_blocked_is_a_robot_check() -> None:
    with pytest.raises(PageBlocked, match=r"robot check.*--html FILE"):
        read("blocked")
