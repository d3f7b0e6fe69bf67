"""Newegg: what the classes of the page say; the slides hold the pictures."""

from __future__ import annotations

from pitchreel.product.shops.route import Route

ROUTE = Route(
    id="newegg",
    hosts=("newegg.com", "newegg.ca"),
    weight=0.85,
    name=("h1.product-title", "#grpDescrip_h1 [itemprop=name]"),
    price=(".product-price .price-current", ".product-buy-box .price-current", ".price-current"),
    list_price=(".product-price .price-was-data", ".product-price .price-was"),
    features=(".product-bullets li", "#grpBullet_0 li", ".itmBullets li"),
    rating=(".product-rating .rating@title", ".product-rating i@title"),
    pictures=(".swiper-zoom-container img", ".swiper-gallery-thumbs img", ".product-view-gallery img"),
)
