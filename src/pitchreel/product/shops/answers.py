"""Answers of shops' own interfaces, read as they are: Shopify's ``.js`` and ``.json``, WooCommerce's Store API."""

from __future__ import annotations

from typing import Any

from pitchreel.errors import NotAProduct
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.page import Page
from pitchreel.product.reading.structured import load_json
from pitchreel.product.shops import shopify, woocommerce

_PICK = "Pick one product of the list and give its own link"


def is_answer(page: Page) -> bool:
    """Whether a page is no page but JSON."""
    return page.source[:200].lstrip()[:1] in {b"{", b"["}


def read_answer(page: Page, findings: Findings) -> None:
    """Lay the one product of an answer on the table; raises NotAProduct for a list of several, or for none."""
    data = load_json(page.source.decode("utf-8", "replace"))
    if isinstance(data, dict):
        data = data.get("product", data.get("products", data))
    if isinstance(data, list):
        listed = [one for one in data if isinstance(one, dict)]
        if len(listed) != 1:
            raise NotAProduct(f"{page.url[:200]} is a list of {len(listed)} products, not one", _PICK)
        data = listed[0]
    if not isinstance(data, dict):
        raise NotAProduct(
            f"{page.url[:200]} is data of an unknown kind, not a product", "Give the link of the product's page"
        )
    _read_one(page, findings, data)


def _read_one(page: Page, findings: Findings, product: dict[str, Any]) -> None:
    if isinstance(product.get("prices"), dict) or "store/v1" in page.url:
        woocommerce.read_store_api(page, findings, product)
    elif product.get("title") and isinstance(product.get("variants"), list):
        # The .js answer speaks in cents and whole numbers, the .json one in text.
        first = next((one for one in product["variants"] if isinstance(one, dict)), {})
        shopify.read_json(page, findings, product, "", cents=isinstance(first.get("price"), int))
    else:
        raise NotAProduct(
            f"{page.url[:200]} is data of an unknown kind, not a product", "Give the link of the product's page"
        )
