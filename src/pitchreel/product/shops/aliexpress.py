"""AliExpress: ``runParams`` in its shapes, the list of pictures, and never a price from elsewhere on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import currency_code, find_money, read_exact
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
    data = load_script_object(page.source[match.end() : match.end() + 900_000].decode("utf-8", "replace"), 900_000) if match else None
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
    prices = _at(data, "priceModule") or {}
    shown = [prices.get(key) for key in ("formatedActivityPrice", "formatedPrice")] if isinstance(prices, dict) else []
    shown = [text for text in shown if isinstance(text, str) and text]
    for kind, text in zip(("price", "list_price"), shown, strict=False):
        found = find_money(text.replace(" - ", " – "), 2)
        if found:
            code = currency_code(found[0].sign, countries(page))
            findings.add("price" if kind == "price" else "list_price", found[0].quote, "state", "priceModule", 0.9, number=found[0].amount, currency=code, quote=text)
            top = re.search(r"–\s{0,3}(\d[\d.,\s]{0,14})", text.replace(" - ", " – "))
            high = read_exact(top[1].strip()) if top and kind == "price" else None
            if high is not None and high > found[0].amount:
                findings.add("price_high", text, "state", "priceModule", 0.8, number=high, currency=code)
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
    price=("[class*=price--currentPriceText]", ".product-price-current", ".product-price-value", ".uniform-banner-box-price"),
    list_price=("[class*=price--originalText]",),
    settles=frozenset({"price"}),
)
