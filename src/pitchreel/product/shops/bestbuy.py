"""Best Buy: the hero price, the thumbnails, and features as pairs of title and text."""

from __future__ import annotations

from pitchreel.product.shops.route import Route

ROUTE = Route(
    id="bestbuy",
    hosts=("bestbuy.com", "bestbuy.ca"),
    weight=0.85,
    name=(".sku-title h1", "h1[class*=heading]"),
    price=("[data-testid=customer-price] span", ".priceView-hero-price span", ".priceView-customer-price span"),
    list_price=("[data-testid=regular-price]", ".pricing-price__regular-price"),
    description=(".long-description-container .html-fragment", ".long-description", ".product-description"),
    features=(".feature-list .list-row", ".features-list .list-row", "[class*=feature] li"),
    pictures=(".thumbnail-list img", "[data-testid=image-carousel] img", ".shop-media-gallery img"),
)
