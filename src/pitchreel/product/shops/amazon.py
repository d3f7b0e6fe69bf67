"""Amazon, all country sites: the buy box alone has the price, and ``colorImages`` the gallery."""

from __future__ import annotations

import json

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.page import Page, attribute
from pitchreel.product.reading.structured import load_script_object
from pitchreel.product.shops.route import Route

_GALLERIES = (
    "'colorImages': { 'initial': ",
    "'colorImages': {'initial': ",
    '"colorImages":{"initial":',
    "'imageGalleryData' : ",
)


def read(page: Page, findings: Findings) -> None:
    """The gallery: the list in the page's script, else the main picture's own offers."""
    for start in _GALLERIES:
        at = page.source.find(start.encode())
        if at < 0:
            continue
        entries = load_script_object(page.source[at + len(start) : at + 80_000].decode("utf-8", "replace"))
        for entry in entries[:40] if isinstance(entries, list) else []:
            if not isinstance(entry, dict):
                continue
            address = entry.get("hiRes") or entry.get("large") or entry.get("mainUrl") or entry.get("thumb")
            if isinstance(address, str):
                findings.show(
                    page.absolute(address), "state", "colorImages", 0.97, width=1500 if entry.get("hiRes") else 500
                )
                findings.gallery_settled = True
        if findings.gallery_settled:
            break
    else:
        _landing_picture(page, findings)
    findings.product_evidence += 1.5 if page.first("#productTitle, #ebooksProductTitle") is not None else 0


def _landing_picture(page: Page, findings: Findings) -> None:
    for place in ("#landingImage", "#imgBlkFront", "#ebooksImgBlkFront", "#main-image"):
        node = page.first(place)
        if node is None:
            continue
        address = attribute(node, "data-old-hires")
        if not address:
            try:
                offered = json.loads(attribute(node, "data-a-dynamic-image") or "{}")
                address = max(offered, key=lambda one: offered[one][0]) if offered else attribute(node, "src")
            except (ValueError, TypeError, IndexError, KeyError, AttributeError):
                address = attribute(node, "src")
        findings.show(page.absolute(address), "dom", place, 0.97, description=attribute(node, "alt"))
        findings.gallery_settled = True
        return


ROUTE = Route(
    id="amazon",
    hosts=("amazon.*",),
    read=read,
    name=("#productTitle", "#ebooksProductTitle", "#btAsinTitle", "#title"),
    brand=(
        "#bylineInfo",
        "#brand",
        "a#brand",
        "#bylineInfo_feature_div .author a",
        "#byline .author a",
        ".po-brand td.a-span9",
    ),
    price=(
        "#corePriceDisplay_desktop_feature_div .priceToPay .a-offscreen",
        "#corePriceDisplay_desktop_feature_div .priceToPay",
        "#corePrice_feature_div .a-offscreen",
        "#corePrice_desktop .apexPriceToPay .a-offscreen",
        ".apexPriceToPay .a-offscreen",
        "#priceblock_dealprice",
        "#priceblock_saleprice",
        "#priceblock_ourprice",
        "#price_inside_buybox",
        "#newBuyBoxPrice",
        "#kindle-price",
        "#buyNewSection .offer-price",
        "#buyBoxInner .header-price",
        "#actualPriceValue",
    ),
    list_price=(
        "#corePriceDisplay_desktop_feature_div .basisPrice .a-offscreen",
        "#corePrice_desktop .a-text-price[data-a-strike=true] .a-offscreen",
        ".priceBlockStrikePriceString",
        "#listPriceValue",
        "#print-list-price .a-text-strike",
    ),
    description=(
        "#productDescription",
        "#bookDescription_feature_div noscript",
        "#bookDescription_feature_div",
        "#productDescription_feature_div",
        "#aplus",
    ),
    features=(
        "#feature-bullets li:not(.aok-hidden) span.a-list-item",
        "#productFactsDesktopExpander ul li span.a-list-item",
        "#productFactsDesktop_feature_div li span.a-list-item",
        "#featurebullets_feature_div li",
    ),
    rating=("#acrPopover@title", "#averageCustomerReviews .a-icon-alt", ".reviewCountTextLinkedHistogram@title"),
    review_count=("#acrCustomerReviewText",),
    reviews=("[data-hook=review-body] span", "[data-hook=review-collapsed]"),
    availability=("#availability span",),
    settles=frozenset({"price", "rating", "review_count"}),
)
