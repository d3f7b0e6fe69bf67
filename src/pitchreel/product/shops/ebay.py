"""eBay, all country sites: the old item page (``#itemTitle``) and the one after it (``.x-item-title``)."""

from __future__ import annotations

from pitchreel.product.shops.route import Route

ROUTE = Route(
    id="ebay",
    hosts=("ebay.*",),
    needs="#itemTitle, .x-item-title, [data-testid=x-item-title], #prcIsum, .x-price-primary",
    weight=0.85,
    name=(".x-item-title__mainTitle", "[data-testid=x-item-title] h1", "h1#itemTitle"),
    brand=(".ux-labels-values--brand .ux-labels-values__values", "[itemprop=brand] [itemprop=name]"),
    price=(".x-price-primary", "#prcIsum", "#mm-saleDscPrc", "#prcIsum_bidPrice"),
    list_price=(".x-additional-info .ux-textspans--STRIKETHROUGH", "#orgPrc", "#mm-saleOrgPrc"),
    features=(),
    rating=(".ux-summary__start--rating", ".reviews .ebay-review-start-rating"),
    pictures=(".ux-image-carousel-item img", ".ux-image-carousel img", "#vi_main_img_fs img", "#icImg"),
)
