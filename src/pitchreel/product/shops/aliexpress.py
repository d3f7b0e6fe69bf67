"""AliExpress: ``runParams`` in its shapes, the list of pictures, and never a price from elsewhere on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pitchreel.documents.product import FactKind
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import currency_code, find_money, read_exact, read_number
from pitchreel.product.reading.page import Page
from pitchreel.product.reading.schema import add_rating
from pitchreel.product.reading.structured import load_script_object
from pitchreel.product.reading.text import tidy
from pitchreel.product.shops.route import Route, countries

_DATA = re.compile(rb"runParams\s{0,5}=\s{0,5}\{\s{0,60}\"?data\"?\s{0,5}:\s{0,5}(?=\{)")
_LIST = re.compile(rb"\"?imagePathList\"?\s{0,5}:\s{0,5}(?=\[)")


def read(page: Page, findings: Findings) -> None:
    """The state object of the page, module by module (2020) or component by component (later)."""
    match = _DATA.search(page.source)
    data = (
        load_script_object(page.source[match.end() : match.end() + 900_000].decode("utf-8", "replace"), 900_000)
        if match
        else None
    )
    if isinstance(data, dict):
        _read_state(page, findings, data)
    if (match := _LIST.search(page.source)) and isinstance(
        listed := load_script_object(page.source[match.end() : match.end() + 20_000].decode("utf-8", "replace")), list
    ):
        for address in listed[:40]:
            if isinstance(address, str):
                findings.show(page.absolute(address), "state", "imagePathList", 0.9, width=1000)
                findings.gallery_settled = True


def _read_state(page: Page, findings: Findings, data: dict[str, Any]) -> None:
    findings.product_evidence += 1.5
    title = _at(data, "titleModule", "subject") or _at(data, "productInfoComponent", "subject")
    findings.add("name", tidy(str(title or "")), "state", "subject", 0.95)
    _read_prices(page, findings, _at(data, "priceModule"))
    stars = _at(data, "titleModule", "feedbackRating") or _at(data, "feedbackComponent") or {}
    if isinstance(stars, dict):
        count = read_exact(stars.get("totalValidNum"))
        value = read_exact(stars.get("averageStar") or stars.get("evarageStar"))
        if count and value:
            add_rating(findings, value, Decimal(5), "state", "feedbackRating", 0.9)
            findings.add("review_count", f"{int(count)}", "state", "feedbackRating", 0.9, number=Decimal(int(count)))
    for label, said in _specifications(data):
        if label.lower() in {"brand name", "marke", "markenname", "marque", "marca"}:
            findings.add("brand", said, "state", "specsModule", 0.8)
        else:
            findings.add("feature", f"{label}: {said}", "state", "specsModule", 0.6)


def _read_prices(page: Page, findings: Findings, prices: object) -> None:
    """The price asked now and the one before; each may be a range, "97,39 - 128,72"."""
    kinds: tuple[tuple[FactKind, str], ...] = (("price", "formatedActivityPrice"), ("list_price", "formatedPrice"))
    given = [(kind, text) for kind, key in kinds if isinstance(text := _at(prices, key), str) and text]
    if len(given) == 1:
        given = [("price", given[0][1])]
    for kind, text in given:
        low, _, top = text.partition(" - ")
        money = next(iter(find_money(low, 1)), None)
        if money is None:
            continue
        code = currency_code(money.sign, countries(page))
        findings.add(kind, money.quote, "state", "priceModule", 0.9, number=money.amount, currency=code, quote=text)
        high = read_number(top) if top and kind == "price" else None
        if high is not None and high > money.amount:
            findings.add("price_high", text, "state", "priceModule", 0.8, number=high, currency=code)


def _specifications(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    listed = _at(data, "specsModule", "props") or _at(data, "productPropComponent", "props") or []
    for one in listed[:30] if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("attrName") and one.get("attrValue"):
            label, said = tidy(str(one["attrName"])), tidy(str(one["attrValue"]))
            if len(label) <= 40 and len(said) <= 100:
                yield label, said


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


ROUTE = Route(
    id="aliexpress",
    hosts=("aliexpress.com", "aliexpress.us", "aliexpress.ru"),
    read=read,
    name=("h1[data-pl=product-title]", ".product-title-text"),
    price=(
        "[class*=price--currentPriceText]",
        ".product-price-current",
        ".product-price-value",
        ".uniform-banner-box-price",
    ),
    list_price=("[class*=price--originalText]",),
    settles=frozenset({"price"}),
)
