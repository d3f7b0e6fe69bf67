"""Prices, numbers and shares as a language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal, format_percent

from pitchreel.documents import Product


def _locale(language: str) -> Locale:
    for code in (language, language.split("-")[0], "en"):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("babel knows English")


def format_price(amount: Decimal, currency: str, language: str) -> str:
    """``$49``, ``$49.50``, ``29,90 €``: whole amounts without cents."""
    if not currency:
        return format_number(amount, language)
    pattern = None
    locale = _locale(language)
    if amount == amount.to_integral_value():
        pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    text: str = format_currency(amount, currency, format=pattern, locale=locale, currency_digits=pattern is None)
    return text.replace("\xa0", " ").replace("\u202f", " ")


def format_number(number: Decimal, language: str) -> str:
    """``1,286`` and ``4.7`` in English, ``1.286`` and ``4,7`` in German."""
    text: str = format_decimal(number, locale=_locale(language))
    return text.replace("\xa0", " ").replace("\u202f", " ")


def show_rating(rating: Decimal) -> Decimal:
    """A rating as one would say it: 4.7 and 4.98 as they are, 4.2361 as 4.2, never rounded up."""
    exponent = rating.normalize().as_tuple().exponent
    return rating.quantize(Decimal("0.1"), ROUND_DOWN) if isinstance(exponent, int) and exponent < -2 else rating


def format_share(percent: int, language: str) -> str:
    """``24%`` in English, ``24 %`` in German."""
    text: str = format_percent(Decimal(percent) / 100, locale=_locale(language))
    return text.replace("\xa0", " ").replace("\u202f", " ")


@dataclass(frozen=True)
class Offer:
    """What the product costs, as texts; empty where the page does not say."""

    price: str = ""
    list_price: str = ""
    saving: str = ""
    percent: str = ""
    """The discount rounded down, so that it never promises more than there is."""
    ranged: bool = False
    """The price is where a range begins."""


def discount_percent(price: Decimal, list_price: Decimal) -> int:
    """How many per cent the price lies under the list price, rounded down; 0 when it does not."""
    if not 0 < price < list_price:
        return 0
    return int(((list_price - price) * 100 / list_price).to_integral_value(ROUND_DOWN))


def read_offer(product: Product, language: str) -> Offer:
    """The prices of a product in the writing of a language."""
    fact = product.fact("price")
    if fact is None or not (fact.number or fact.text):
        return Offer()
    if fact.number is None:
        return Offer(price=fact.text)
    price, before, high = fact.number, product.number("list_price"), product.number("price_high")
    currency = product.currency
    if price <= 0:
        return Offer()
    ranged = high is not None and high > price
    shown = format_price(price, currency, language)
    percent = 0 if before is None or ranged else discount_percent(price, before)
    if before is None or percent < 3:
        return Offer(price=shown, ranged=ranged)
    return Offer(
        price=shown,
        list_price=format_price(before, currency, language),
        saving=format_price(before - price, currency, language),
        percent=format_share(percent, language),
    )
