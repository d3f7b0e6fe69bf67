"""BigCommerce (Stencil themes): ``productView`` and its thumbnails."""

from __future__ import annotations

from pitchreel.product.shops.route import Route

ROUTE = Route(
    id="bigcommerce",
    signs=("bigcommerce.com", "/stencil/"),
    needs=".productView",
    weight=0.8,
    name=("h1.productView-title", ".productView-title"),
    brand=(".productView-brand a", ".productView-brand"),
    price=(
        ".productView-price [data-product-price-without-tax]",
        ".productView-price [data-product-price-with-tax]",
        ".productView-price .price--main",
    ),
    list_price=(
        ".productView-price [data-product-rrp-price-without-tax]",
        ".productView-price [data-product-non-sale-price-without-tax]",
        ".productView-price .price--rrp",
    ),
    description=("#tab-description", ".productView-description"),
    features=("#tab-description li", ".productView-description li"),
    review_count=(".productView-reviewLink",),
    pictures=(
        "[data-image-gallery-zoom-image-url]@data-image-gallery-zoom-image-url",
        ".productView-thumbnail-link@href",
        ".productView-image img",
    ),
)
