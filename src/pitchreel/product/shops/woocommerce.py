"""WooCommerce: the page's classes are the plugin's own; the Store API speaks in minor units."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.lines import add_line
from pitchreel.product.reading.money import CODES, read_exact
from pitchreel.product.reading.page import Page, attribute
from pitchreel.product.reading.schema import add_rating
from pitchreel.product.reading.structured import load_json
from pitchreel.product.reading.text import strip_markup, tidy
from pitchreel.product.shops.route import Route


def read(page: Page, findings: Findings) -> None:
    """Prices of variations, where the page has a form for them."""
    findings.product_evidence += 1
    node = page.first("form.variations_form[data-product_variations]")
    data = load_json(attribute(node, "data-product_variations")) if node is not None else None
    amounts = sorted(
        amount
        for one in (data[:200] if isinstance(data, list) else [])
        if isinstance(one, dict) and (amount := read_exact(one.get("display_price"))) is not None
    )
    if amounts:
        findings.add("price", f"{amounts[0]}", "state", "data-product_variations", 0.6, number=amounts[0])
        if amounts[-1] > amounts[0]:
            findings.add("price_high", f"{amounts[-1]}", "state", "data-product_variations", 0.6, number=amounts[-1])


def read_store_api(page: Page, findings: Findings, product: dict[str, Any]) -> None:
    """A product as the Store API gives it (``/wp-json/wc/store/v1/products/<id>``): prices are whole minor units."""
    findings.product_evidence += 2
    findings.add("name", tidy(strip_markup(str(product.get("name") or ""))), "state", "store-api.name", 0.9)
    for key, weight in (("description", 0.8), ("short_description", 0.7)):
        body = str(product.get(key) or "")
        findings.add("description", strip_markup(body), "state", f"store-api.{key}", weight, quote=body)
        for item in re.findall(r"<li[^<>]{0,200}>(.{5,600}?)</li>", body[:40_000], re.DOTALL)[:25]:
            add_line(findings, strip_markup(item).replace("\n", " "), "state", f"store-api.{key} li", 0.8)
    prices = product.get("prices")
    if isinstance(prices, dict):
        digits = prices.get("currency_minor_unit")
        scale = Decimal(10) ** (digits if isinstance(digits, int) and 0 <= digits <= 4 else 2)
        code = str(prices.get("currency_code") or "")
        currency = code if code in CODES else ""
        price, before = (read_exact(prices.get(key) or None) for key in ("price", "regular_price"))
        if price is not None:
            amount = price / scale
            findings.add(
                "price", f"{amount}", "state", "store-api.prices.price", 0.95, number=amount, currency=currency
            )
            if before is not None and before > price:
                findings.add(
                    "list_price",
                    f"{before / scale}",
                    "state",
                    "store-api.prices.regular_price",
                    0.9,
                    number=before / scale,
                    currency=currency,
                )
    add_rating(
        findings,
        read_exact(product.get("average_rating") or None),
        Decimal(5),
        "state",
        "store-api.average_rating",
        0.9,
    )
    count = read_exact(product.get("review_count"))
    if count:
        findings.add(
            "review_count", f"{int(count)}", "state", "store-api.review_count", 0.9, number=Decimal(int(count))
        )
    for one in (product.get("images") or [])[:60] if isinstance(product.get("images"), list) else []:
        if isinstance(one, dict) and isinstance(one.get("src"), str):
            findings.show(
                page.absolute(one["src"]),
                "state",
                "store-api.images",
                0.9,
                description=str(one.get("alt") or ""),
                width=2048,
            )
            findings.gallery_settled = True


ROUTE = Route(
    id="woocommerce",
    needs="body.single-product, body[class*='single-product'], .woocommerce-product-gallery",
    signs=("woocommerce",),
    read=read,
    weight=0.78,
    name=("h1.product_title", ".summary h1", ".product_title"),
    price=(
        ".summary p.price ins .amount",
        ".summary p.price > .amount",
        ".summary p.price .amount",
        ".summary .price .amount",
    ),
    list_price=(".summary p.price del .amount", ".summary .price del .amount"),
    description=(
        "#tab-description",
        ".woocommerce-Tabs-panel--description",
        ".woocommerce-product-details__short-description",
    ),
    features=(
        ".woocommerce-product-details__short-description li",
        "#tab-description li",
        ".woocommerce-Tabs-panel--description li",
    ),
    rating=(".woocommerce-product-rating .rating", ".star-rating .rating"),
    review_count=(".woocommerce-product-rating .count", ".woocommerce-review-link .count"),
    availability=(".summary .stock",),
    pictures=(".woocommerce-product-gallery__image img", ".woocommerce-product-gallery img"),
)
