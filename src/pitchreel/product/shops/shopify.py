"""Shopify: every theme has its own markup, but ``meta``, the currency and the product's JSON are the platform's."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.lines import add_line
from pitchreel.product.reading.money import CODES, read_exact
from pitchreel.product.reading.page import Page
from pitchreel.product.reading.structured import load_json, load_script_object
from pitchreel.product.reading.text import strip_markup, tidy
from pitchreel.product.shops.route import Route

_CURRENCY = re.compile(r"Shopify\.currency\s{0,3}=\s{0,3}\{\s{0,3}\"active\"\s{0,3}:\s{0,3}\"([A-Z]{3})\"")
_META = re.compile(rb"\bvar meta\s{0,3}=\s{0,3}(?=\{)")
_CENTS = Decimal(100)


def read(page: Page, findings: Findings) -> None:
    """The ``meta`` object, and the product's own JSON where the theme puts it into the page."""
    currency = ""
    for script in page.scripts:
        if b"Shopify.currency" in script.data and (match := _CURRENCY.search(script.text)) and match[1] in CODES:
            currency = match[1]
            findings.add("currency", currency, "state", "Shopify.currency.active", 0.8)
            break
    if meta := _META.search(page.source):
        data = load_script_object(page.source[meta.end() : meta.end() + 150_000].decode("utf-8", "replace"))
        product = data.get("product") if isinstance(data, dict) else None
        if isinstance(product, dict):
            _read_meta(page, findings, product, currency)
    for script in page.scripts:
        if script.type == "application/json" and (
            "productjson" in script.id or "product-json" in script.attributes.lower()
        ):
            data = load_json(script.text)
            product = data.get("product", data) if isinstance(data, dict) else None
            if isinstance(product, dict) and product.get("title"):
                read_json(page, findings, product, currency, cents=True)
                break


def _read_meta(page: Page, findings: Findings, product: dict[str, Any], currency: str) -> None:
    findings.product_evidence += 1
    vendor = product.get("vendor")
    if isinstance(vendor, str):
        findings.add("brand", tidy(vendor), "state", "meta.product.vendor", 0.55)
    kind = product.get("type")
    if isinstance(kind, str):
        findings.add("category", tidy(kind), "state", "meta.product.type", 0.5)
    _variants(page, findings, product, "meta.product.variants", currency, cents=True)


def _variants(
    page: Page, findings: Findings, product: dict[str, Any], place: str, currency: str, *, cents: bool
) -> None:
    """The price of the variant that the address names, else of the first; the range over all."""
    variants = (
        [one for one in product.get("variants") or [] if isinstance(one, dict)]
        if isinstance(product.get("variants"), list)
        else []
    )
    wanted = parse_qs(urlsplit(page.url).query).get("variant", [""])[0]
    priced: list[tuple[Decimal, Decimal | None, bool]] = []
    for one in variants[:250]:
        amount, before = (_amount(one.get(key), cents=cents) for key in ("price", "compare_at_price"))
        if amount is not None:
            priced.append((amount, before, bool(wanted) and str(one.get("id")) == wanted))
    if not priced:
        return
    chosen = next((one for one in priced if one[2]), priced[0])
    findings.add(
        "price", f"{chosen[0]}", "state", place, 0.85 if chosen[2] else 0.72, number=chosen[0], currency=currency
    )
    if chosen[1] is not None and chosen[1] > chosen[0]:
        findings.add("list_price", f"{chosen[1]}", "state", place, 0.8, number=chosen[1], currency=currency)


def _amount(value: object, *, cents: bool) -> Decimal | None:
    if value in (None, ""):
        return None
    amount = read_exact(value)
    return amount / _CENTS if amount is not None and cents and isinstance(value, int) else amount


def read_json(page: Page, findings: Findings, product: dict[str, Any], currency: str, *, cents: bool) -> None:
    """A product as Shopify's ``.js`` (prices in cents) and ``.json`` (prices as text) addresses give it."""
    findings.product_evidence += 2
    place = "product.js" if cents else "product.json"
    findings.add("name", tidy(str(product.get("title") or "")), "state", f"{place}.title", 0.85)
    findings.add("brand", tidy(str(product.get("vendor") or "")), "state", f"{place}.vendor", 0.6)
    body = product.get("body_html") or product.get("description") or ""
    if isinstance(body, str):
        findings.add("description", strip_markup(body), "state", f"{place}.body_html", 0.8, quote=body)
        for item in re.findall(r"<li[^<>]{0,200}>(.{5,600}?)</li>", body[:40_000], re.DOTALL)[:25]:
            add_line(findings, strip_markup(item).replace("\n", " "), "state", f"{place}.body_html li", 0.8)
    _variants(page, findings, product, f"{place}.variants", currency, cents=cents)
    pictures = product.get("images") or product.get("media") or []
    for one in pictures[:60] if isinstance(pictures, list) else []:
        address = one.get("src") if isinstance(one, dict) else one
        words = one.get("alt") if isinstance(one, dict) else ""
        if isinstance(address, str) and (not isinstance(one, dict) or one.get("media_type", "image") == "image"):
            findings.show(
                page.absolute(address), "state", f"{place}.images", 0.85, description=str(words or ""), width=2048
            )
            findings.gallery_settled = True


ROUTE = Route(
    id="shopify",
    hosts=("myshopify.com",),
    signs=("cdn.shopify.com", "/cdn/shop/", "myshopify.com"),
    read=read,
    weight=0.6,
    description=(
        "[class*=product__description].rte",
        ".product-single__description",
        ".product__description",
        ".product-description",
        "[itemprop=description]",
    ),
    features=("[class*=product__description] li", ".product-single__description li", ".product-description li"),
)
