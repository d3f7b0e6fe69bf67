"""Words and numbers that a film shows by itself: the button, prices, ratings, the name of the shop."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal

from pitchreel.documents import Product, Script

_NO_CENTS = re.compile(r"[.,]00(?=\D*$)")


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("wording.toml").read_text(encoding="utf-8"))


def phrase(language: str, key: str, **values: str) -> str:
    """A phrase in a language, or an empty string where that language has none."""
    words = _data().get(language.split("-")[0].lower(), {})
    return words.get(key, "").format(**values)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def number(value: Decimal, language: str) -> str:
    """A number as a language writes it."""
    return str(format_decimal(value, locale=_locale(language)))


def money(value: Decimal, currency: str, language: str, *, cents: bool = True) -> str:
    """A price as a language writes it; without ``cents`` where it has none."""
    if not currency:
        return number(value, language)
    written = str(format_currency(value, currency, locale=_locale(language)))
    return written if cents else _NO_CENTS.sub("", written)


def prices(product: Product, language: str) -> tuple[str, str]:
    """The price, and the list price where it is above the price; each may be empty. Both have cents, or neither."""
    now, before = product.number("price"), product.number("list_price")
    if now is None:
        return "", ""
    before = before if before is not None and before > now else None
    cents = any(value is not None and value != value.to_integral_value() for value in (now, before))
    written = [
        money(value, product.currency, language, cents=cents) if value is not None else "" for value in (now, before)
    ]
    return written[0], written[1]


def starts_from(product: Product) -> bool:
    """Whether the price is where a range begins."""
    low, high = product.number("price"), product.number("price_high")
    return low is not None and high is not None and high > low


def rating(product: Product, language: str) -> tuple[float, str, str] | None:
    """The rating out of five, as words, and the words about how many gave it; None without one."""
    value = product.number("rating")
    if value is None or not 0 < value <= 5:
        return None
    count = product.number("review_count")
    words = phrase(language, "reviews", count=number(count, language)) if count and count > 1 else ""
    return float(value), number(value, language), words or (number(count, language) if count and count > 1 else "")


def button(script: Script, language: str) -> str:
    """What the button says."""
    return script.call_to_action.strip().rstrip(".!") or phrase(language, "button") or phrase("en", "button")


def short_name(name: str) -> str:
    """What a long name begins with, before a comma, a dash, a bracket or what it is made of, if that says enough."""
    first = re.split(r",\s|\s[–—|-]\s|\s?[(\[;]|\s(?:with|from|for|mit|aus|für|avec|pour|con|para)\s", name)[0].strip()
    return first if len(first.split()) > 1 or len(first) >= 8 else name


def shop(product: Product) -> str:
    """The name of the shop, or the host of its address."""
    name = product.text("site_name")
    host = urlsplit(product.url).hostname or ""
    bare = host.removeprefix("www.")
    local = not bare or "." not in bare or bare.replace(".", "").isdigit()
    return name or ("" if local else bare)
