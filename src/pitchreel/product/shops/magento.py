"""Magento 1 and 2: the gallery stands in ``mage/gallery/gallery``'s settings."""

from __future__ import annotations

import re

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.page import Page
from pitchreel.product.reading.structured import load_script_object
from pitchreel.product.shops.route import Route

_GALLERY = re.compile(r"\"mage/gallery/gallery\"\s{0,3}:\s{0,3}(?=\{)")
_DATA = re.compile(r"\"data\"\s{0,5}:\s{0,5}(?=\[)")


def read(page: Page, findings: Findings) -> None:
    """Pictures and clips of the gallery's settings, in their order."""
    for script in page.scripts:
        if b"mage/gallery/gallery" not in script.data:
            continue
        text = script.text
        match = _GALLERY.search(text)
        data = _DATA.search(text, match.end()) if match else None
        listed = load_script_object(text[data.end() : data.end() + 200_000]) if data else None
        for one in listed[:60] if isinstance(listed, list) else []:
            if not isinstance(one, dict):
                continue
            address = one.get("full") or one.get("img")
            words = one.get("caption")
            if isinstance(address, str) and one.get("type", "image") == "image":
                findings.show(
                    page.absolute(address),
                    "state",
                    "mage/gallery",
                    0.9,
                    description=words if isinstance(words, str) else "",
                    width=1500,
                )
                findings.gallery_settled = True
            if isinstance(link := one.get("videoUrl"), str) and link:
                findings.play(page.absolute(link), "state", "mage/gallery", 0.7)
        findings.product_evidence += 1
        return


ROUTE = Route(
    id="magento",
    signs=("Magento", "/static/version", "/static/frontend/", "/skin/frontend/", "catalog-product-view", "mage/"),
    needs="body.catalog-product-view, .product-info-main, .product-essential, #product_addtocart_form",
    read=read,
    weight=0.78,
    name=(
        ".page-title [data-ui-id=page-title-wrapper]",
        ".product-info-main h1",
        ".product-name h1",
        ".product-name .h1",
    ),
    price=(
        ".product-info-main .special-price .price",
        ".product-info-main [data-price-type=finalPrice] .price",
        ".product-shop .special-price .price",
        ".product-shop .regular-price .price",
        ".price-info .price-box .price",
    ),
    list_price=(".product-info-main .old-price .price", ".product-shop .old-price .price"),
    brand=(".product-info-main .brand", "[data-th=Manufacturer]", "[data-th=Brand]", "[data-th=Hersteller]"),
    description=(
        ".product.attribute.description .value",
        "#description .value",
        ".product-collateral .std",
        ".product.attribute.overview .value",
    ),
    features=(".product.attribute.overview li", ".product.attribute.description li", ".short-description li"),
    rating=(".product-reviews-summary .rating-result@title",),
    review_count=(".product-reviews-summary .reviews-actions .view",),
    pictures=(".product-image-gallery img.gallery-image", ".more-views a"),
)
