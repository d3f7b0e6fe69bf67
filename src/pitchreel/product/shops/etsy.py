"""Etsy: the carousel's panes hold the full-size pictures; the seller is the brand."""

from __future__ import annotations

from pitchreel.product.shops.route import Route

ROUTE = Route(
    id="etsy",
    hosts=("etsy.com",),
    weight=0.75,
    name=("h1[data-buy-box-listing-title]", "#listing-page-cart h1", "h1[data-listing-id]"),
    brand=("[data-shop-name-link]", "#listing-page-cart [href*='/shop/']", "a[href*='/shop/'][class*=text-link]"),
    description=("[data-product-details-description-text-content]", "#description-text", "[data-id=description-text]"),
    features=("#product-details-content-toggle li", "[data-selector=product-details-highlights] li"),
    pictures=(
        "[data-carousel-pane] img[data-src-zoom-image]",
        "[data-carousel-pane] img",
        "#image-carousel li[data-full-image-href]@data-full-image-href",
        ".image-carousel-container li img[data-zoom-src]",
    ),
)
