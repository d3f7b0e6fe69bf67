from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from script_shelf import BOOTS, FLOWERS, product

from pitchreel.script.money import discount_percent, format_number, format_price, read_offer, show_rating


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        ("49.00", "USD", "en", "$49"),
        ("49.5", "USD", "en", "$49.50"),
        ("29.5", "GBP", "en", "£29.50"),
        ("29.9", "EUR", "de", "29,90 €"),
        ("1130", "EUR", "de", "1.130 €"),
        ("4900", "JPY", "en", "¥4,900"),
        ("12.5", "", "en", "12.5"),
    ],
)
def test_prices_are_written_as_the_language_writes_them(amount: str, currency: str, language: str, text: str) -> None:
    assert format_price(Decimal(amount), currency, language) == text


@given(st.decimals(1, 10_000, places=2), st.decimals(1, 10_000, places=2))
def test_a_discount_never_promises_more_than_there_is(price: Decimal, before: Decimal) -> None:
    percent = discount_percent(price, before)
    assert 0 <= percent < 100
    assert price <= before * (100 - percent) / 100 or percent == 0


def test_a_range_has_no_discount_and_says_so() -> None:
    offer = read_offer(FLOWERS, "en")
    assert offer.price == "£18.50"
    assert offer.ranged
    assert not offer.percent
    assert read_offer(BOOTS, "en").percent == "25%"


def test_a_product_without_a_price_has_no_offer() -> None:
    assert read_offer(product("Mug"), "en").price == ""


def test_ratings_are_never_rounded_up() -> None:
    assert format_number(show_rating(Decimal("4.2961")), "en") == "4.2"
    assert format_number(show_rating(Decimal("4.98")), "de") == "4,98"
