"""Walmart: the product inside ``__NEXT_DATA__`` (today) or ``script#item`` (before)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pitchreel.documents.product import FactKind
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.lines import add_line
from pitchreel.product.reading.money import CODES, read_exact
from pitchreel.product.reading.page import Page
from pitchreel.product.reading.schema import add_rating
from pitchreel.product.reading.structured import load_json
from pitchreel.product.reading.text import strip_markup, tidy
from pitchreel.product.shops.route import Route


def read(page: Page, findings: Findings) -> None:
    """The page's state object, in whichever of its two shapes it stands."""
    for script in page.scripts:
        if script.id == "__next_data__":
            data = _at(load_json(script.text), "props", "pageProps", "initialData", "data")
            if isinstance(product := _at(data, "product"), dict):
                _read_product(page, findings, product, _at(data, "idml"))
        elif script.id == "item":
            listed = _at(load_json(script.text), "item", "product", "buyBox", "products")
            if isinstance(listed, list) and listed and isinstance(listed[0], dict):
                _read_buy_box(page, findings, listed[0])


def _read_product(page: Page, findings: Findings, product: dict[str, Any], more: Any) -> None:
    findings.product_evidence += 2
    findings.add("name", tidy(str(product.get("name") or "")), "state", "product.name", 0.95)
    findings.add("brand", tidy(str(product.get("brand") or "")), "state", "product.brand", 0.9)
    kinds: tuple[tuple[FactKind, str], ...] = (("price", "currentPrice"), ("list_price", "wasPrice"))
    for kind, key in kinds:
        amount = read_exact(_at(product, "priceInfo", key, "price"))
        unit = _at(product, "priceInfo", key, "currencyUnit")
        currency = unit if unit in CODES else "USD"
        if amount is not None and amount > 0:
            place = f"product.priceInfo.{key}"
            findings.add(kind, f"{amount}", "state", place, 0.95, number=amount, currency=currency)
    for body, place in (
        (_at(more, "longDescription"), "idml.longDescription"),
        (product.get("shortDescription"), "product.shortDescription"),
    ):
        if isinstance(body, str):
            findings.add("description", strip_markup(body), "state", place, 0.9 if "long" in place else 0.8, quote=body)
            for line in strip_markup(body).splitlines()[:20]:
                add_line(findings, line, "state", place, 0.7)
    for one in _list(_at(more, "specifications"))[:20]:
        if isinstance(one, dict) and one.get("name") and one.get("value"):
            add_line(findings, f"{one['name']}: {one['value']}", "state", "idml.specifications", 0.5)
    _numbers(findings, product.get("averageRating"), product.get("numberOfReviews"))
    for one in _list(_at(product, "imageInfo", "allImages"))[:40]:
        if isinstance(one, dict) and isinstance(one.get("url"), str):
            findings.show(page.absolute(one["url"]), "state", "product.imageInfo.allImages", 0.95, width=2000)
            findings.gallery_settled = True


def _read_buy_box(page: Page, findings: Findings, product: dict[str, Any]) -> None:
    findings.product_evidence += 2
    findings.add("name", tidy(str(product.get("productName") or "")), "state", "item.buyBox.productName", 0.95)
    findings.add("brand", tidy(str(product.get("brandName") or "")), "state", "item.buyBox.brandName", 0.9)
    amount = read_exact(_at(product, "priceMap", "price"))
    if amount:
        findings.add("price", f"{amount}", "state", "item.buyBox.priceMap", 0.95, number=amount, currency="USD")
    for key in ("detailedDescription", "shortDescription"):
        if isinstance(body := product.get(key), str):
            findings.add("description", strip_markup(body), "state", f"item.buyBox.{key}", 0.85, quote=body)
    _numbers(findings, _at(product, "averageRating") or product.get("customerRating"), product.get("numberOfReviews"))
    for one in _list(product.get("images"))[:40]:
        if isinstance(one, dict) and isinstance(address := one.get("url"), str):
            findings.show(page.absolute(address), "state", "item.buyBox.images", 0.95, width=2000)
            findings.gallery_settled = True


def _numbers(findings: Findings, rating: object, count: object) -> None:
    value, number = read_exact(rating), read_exact(count)
    if value and number:
        add_rating(findings, value, Decimal(5), "state", "averageRating", 0.95)
        findings.add("review_count", f"{int(number)}", "state", "numberOfReviews", 0.95, number=Decimal(int(number)))


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


ROUTE = Route(
    id="walmart",
    hosts=("walmart.com", "walmart.ca", "walmart.com.mx"),
    read=read,
    weight=0.85,
    name=("#main-title", "h1[itemprop=name]", "h1.prod-ProductTitle"),
    price=("[data-testid=price-wrap] [itemprop=price]", "[itemprop=price]", ".price-characteristic@content"),
    features=("[data-testid=product-description] li", ".about-product-description li"),
    pictures=(
        "[data-testid=vertical-carousel-container] img",
        "[data-testid=media-thumbnail] img",
        ".prod-alt-image-carousel img",
    ),
)
