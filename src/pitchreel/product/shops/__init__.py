"""Shops with a route of their own: each a small module of places and, where needed, one reading of its own."""

from __future__ import annotations

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.page import Page
from pitchreel.product.shops import (
    aliexpress,
    amazon,
    appstore,
    bestbuy,
    bigcommerce,
    ebay,
    etsy,
    googleplay,
    magento,
    newegg,
    prestashop,
    shopify,
    shopware,
    walmart,
    woocommerce,
)
from pitchreel.product.shops.route import Route

ROUTES: tuple[Route, ...] = (
    amazon.ROUTE,
    etsy.ROUTE,
    ebay.ROUTE,
    aliexpress.ROUTE,
    walmart.ROUTE,
    bestbuy.ROUTE,
    newegg.ROUTE,
    googleplay.ROUTE,
    appstore.ROUTE,
    shopify.ROUTE,
    woocommerce.ROUTE,
    magento.ROUTE,
    bigcommerce.ROUTE,
    prestashop.ROUTE,
    shopware.ROUTE,
)
"""Every route, those of one shop before those of a platform; a page takes the first that fits."""


def read_shop(page: Page, findings: Findings) -> str:
    """Lay on the table what the page's own shop is known to say, and where; the route's id, or an empty string."""
    for route in ROUTES:
        if route.fits(page):
            route.apply(page, findings)
            return route.id
    return ""
