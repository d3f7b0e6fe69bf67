"""PrestaShop 1.6 to 8: the cover, its thumbnails, and the current price."""

from __future__ import annotations

from pitchreel.product.shops.route import Route

ROUTE = Route(
    id="prestashop",
    signs=("prestashop", "PrestaShop", "/themes/", "product-id-"),
    needs="body#product, #product.page-product, .product-container .product-prices, #buy_block",
    weight=0.8,
    name=("h1[itemprop=name]", "#main h1", "#product h1"),
    brand=(".product-manufacturer a", ".product-manufacturer img@alt", "#product_manufacturer a"),
    price=(
        ".current-price [itemprop=price]@content",
        ".current-price .current-price-value@content",
        ".current-price span",
        "#our_price_display",
    ),
    list_price=(".product-discount .regular-price", "#old_price_display"),
    description=(
        ".product-description",
        "#description .product-description",
        "[id^=product-description]",
        "#short_description_content",
    ),
    features=("[id^=product-description-short] li", ".product-description li"),
    pictures=(
        ".product-images img[data-image-large-src]@data-image-large-src",
        "img.js-thumb@data-image-large-src",
        "#thumbs_list a@href",
        ".product-cover img",
    ),
)
