"""Shopware 5 and 6."""

from __future__ import annotations

from pitchreel.product.shops.route import Route

ROUTE = Route(
    id="shopware",
    signs=("shopware", "Shopware", "is--ctl-detail", "is-ctl-product", "sArticle", "/web/cache/", "/theme/"),
    needs=(
        ".product--detail-upper, .product-detail, .product--details, .is-ctl-product, .buybox--form,"
        " .article_description"
    ),
    weight=0.78,
    name=("h1.product--title", "h1.product-detail-name"),
    brand=(".product--supplier a@title", ".product-detail-manufacturer-link@title", ".product-detail-manufacturer"),
    price=(".product--buybox .price--content", ".product-detail-price", ".product--price .price--content"),
    list_price=(
        ".product--buybox .price--line-through",
        ".product-detail-list-price-wrapper .list-price-price",
        ".list-price-price",
    ),
    description=(".product--description", ".product-detail-description-text", "#description .long_description"),
    features=(".product--description li", ".product-detail-description-text li"),
    pictures=(
        ".image-slider--item .image--element@data-img-original",
        ".gallery-slider-item img",
        ".image-slider--slide img",
    ),
)
