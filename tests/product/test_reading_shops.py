"""Each shop's route on a small page of our own that has that shop's places and one of its traps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from pages import html, ld

from pitchreel.documents import Product
from pitchreel.product import read_product
from pitchreel.product.reading.page import Page
from pitchreel.product.shops import ROUTES

SCREENSHOTS = "".join(
    f'<button><img src="https://lh3.example/shot-{number}abcd{number}=w720-h310" alt="Screenshot Image"></button>'
    for number in (1, 2)
)


@dataclass(frozen=True)
class Case:
    """A page of a shop and what must be read from it."""

    url: str
    body: str
    price: str | None
    currency: str
    pictures: tuple[str, ...]
    head: str = ""
    before: str | None = None
    brand: str = ""
    rating: str | None = None
    count: int | None = None
    features: tuple[str, ...] = ()


def state(name: str, data: object) -> str:
    """A script that holds a page's state."""
    return f'<script id="{name}" type="application/json">{json.dumps(data)}</script>'


GALLERY = [
    {"hiRes": None, "large": "https://m.example/I/51aa._AC_.jpg", "thumb": "https://m.example/I/51aa._US40_.jpg"},
    {"hiRes": "https://m.example/I/81bb._SL1500_.jpg", "large": "https://m.example/I/51bb._AC_.jpg"},
]
CASES = {
    "amazon": Case(
        "https://www.amazon.de/dp/B000KETTLE",
        """<span id="productTitle"> Tin Kettle </span><a id="bylineInfo">Besuche den Tarn-Store</a>
        <div id="similar"><span class="a-price"><span class="a-offscreen">9,99 €</span></span></div>
        <div id="corePriceDisplay_desktop_feature_div"><span class="priceToPay"><span class="a-offscreen"> </span>
        <span><span>39</span><span>,</span><span>00</span><span>€</span></span></span>
        <span class="basisPrice"><span class="a-offscreen">49,00 €</span></span></div>
        <span id="acrPopover" title="4,6 von 5 Sternen"></span>
        <span id="acrCustomerReviewText">1.286 Sternebewertungen</span>
        <div id="feature-bullets"><ul><li><span class="a-list-item">Kocht einen Liter in vier Minuten</span></li>
        <li class="aok-hidden"><span class="a-list-item">Prüfen Sie, ob das hier wirklich passt</span></li></ul></div>
        <script>P.register({'colorImages': { 'initial': GALLERY}, 'x': 1});</script>""".replace(
            "GALLERY", json.dumps(GALLERY)
        ),
        "39.00",
        "EUR",
        ("51aa", "81bb"),
        before="49.00",
        brand="Tarn",
        rating="4.6",
        count=1286,
        features=("Kocht einen Liter in vier Minuten",),
    ),
    "amazon without a buy box": Case(
        "https://www.amazon.com/dp/B000KETTLE",
        """<span id="productTitle">Tin Kettle</span><div class="carousel"><span class="a-price">$9.99</span></div>
        <img id="landingImage" data-a-dynamic-image='{"https://m.example/I/51aa._SX300_.jpg":[300,300],"https://m.example/I/51aa._SX679_.jpg":[679,679]}'>""",
        None,
        "",
        ("51aa._SX679_",),
    ),
    "shopify": Case(
        "https://harbour.example/products/kettle?variant=22",
        """<h1>Tin Kettle</h1><script>Shopify.currency = {"active":"CAD","rate":"1.0"};
        var meta = {"product":{"vendor":"Tarn","type":"Kettles","variants":[
        {"id":11,"price":2900},{"id":22,"price":3900}]}};</script>
        <script type="application/json" id="ProductJson-product">{"title":"Tin
        Kettle","variants":[],"images":["//cdn.example/files/kettle-1.jpg","//cdn.example/files/kettle-2.jpg"]}</script>""",
        "39",
        "CAD",
        ("kettle-1", "kettle-2"),
        head='<link href="https://cdn.shopify.com/s/files/theme.css" rel="stylesheet">',
        brand="Tarn",
    ),
    "woocommerce": Case(
        "https://harbour.example/product/kettle/",
        """<div class="product"><div class="woocommerce-product-gallery">
        <div class="woocommerce-product-gallery__image"><a href="/up/2024/11/1.jpg">
        <img src="/up/2024/11/1-300x300.jpg" alt="Side"></a></div>
        <div class="woocommerce-product-gallery__image"><a href="/up/2024/11/2.jpg">
        <img src="/up/2024/11/2-300x300.jpg" alt="Lid"></a></div></div>
        <div class="summary"><h1 class="product_title">Tin Kettle</h1>
        <p class="price"><del><span class="amount">€49,00</span></del> <ins><span class="amount">€39,00</span></ins>
        </p>
        <div class="woocommerce-product-details__short-description"><ul><li>Boils a litre in four minutes</li></ul>
        </div></div></div>
        <section class="related products"><span class="price"><span class="amount">€9,00</span></span>
        <img src="/up/pan.jpg"></section>""",
        "39",
        "EUR",
        ("2024/11/1.jpg", "2024/11/2.jpg"),
        head='<link href="/wp-content/plugins/woocommerce/style.css" rel="stylesheet">',
        before="49",
        features=("Boils a litre in four minutes",),
    ),
    "etsy": Case(
        "https://www.etsy.com/listing/87/kettle",
        """<h1 data-buy-box-listing-title>Tin Kettle</h1><a data-shop-name-link>TarnWorks</a>
        <ul><li data-carousel-pane>
        <img src="/il/il_75x75.101_a.jpg" data-src-zoom-image="https://i.example/r/il/1/101/il_fullxfull.101_abcd.jpg"></li>
        <li data-carousel-pane>
        <img src="/il/il_75x75.102_a.jpg" data-src-zoom-image="https://i.example/r/il/2/102/il_fullxfull.102_abcd.jpg"></li></ul>""",
        "39.00",
        "GBP",
        ("il_fullxfull.101", "il_fullxfull.102"),
        head=ld(
            {
                "@type": "Product",
                "name": "Tin Kettle",
                "offers": {"@type": "AggregateOffer", "lowPrice": "39.00", "priceCurrency": "GBP"},
            }
        ),
        brand="TarnWorks",
    ),
    "ebay": Case(
        "https://www.ebay.co.uk/itm/1234",
        """<h1 class="x-item-title__mainTitle"><span>Tin Kettle</span></h1><div class="x-price-primary">£39.00</div>
        <div class="ux-labels-values--brand"><div class="ux-labels-values__values">Tarn</div></div>
        <div class="ux-image-carousel"><div class="ux-image-carousel-item">
        <img src="https://i.example/images/g/aaAAOSw1/s-l500.jpg"
        data-zoom-src="https://i.example/images/g/aaAAOSw1/s-l1600.jpg"></div>
        <div class="ux-image-carousel-item"><img data-src="https://i.example/images/g/bbAAOSw2/s-l500.jpg"></div>
        </div>""",
        "39.00",
        "GBP",
        ("aaAAOSw1/s-l1600", "bbAAOSw2"),
        brand="Tarn",
    ),
    "aliexpress": Case(
        "https://de.aliexpress.com/item/1.html",
        """<script>window.runParams = { data: {"titleModule":
        {"subject":"Tin Kettle","feedbackRating":{"averageStar":"4.8","totalValidNum":12}},
        "priceModule":{"formatedActivityPrice":"€ 39,00 - 45,50","formatedPrice":"€ 60,00 - 70,00"},
        "imageModule":{"imagePathList":["https://ae.example/kf/Kettle1234.jpg","https://ae.example/kf/Kettle5678.jpg"]},
        "specsModule":{"props":[{"attrName":"Brand Name","attrValue":"Tarn"},
        {"attrName":"Volume","attrValue":"1.2 l"}]}} };</script>
        <div class="more-to-love"><span class="price">€ 1,99</span></div>""",
        "39.00",
        "EUR",
        ("Kettle1234", "Kettle5678"),
        before="60.00",
        brand="Tarn",
        rating="4.8",
        count=12,
        features=("Volume: 1.2 l",),
    ),
    "aliexpress drawn by scripts": Case(
        "https://de.aliexpress.com/item/1.html",
        """<script>window.runParams = {}; window._d_c_.DCData =
        {"imagePathList":["https://ae.example/kf/Kettle1234.jpg","https://ae.example/kf/Kettle5678.jpg"]};</script>
        <div class="card"><span class="price">€ 4,19</span></div>""",
        None,
        "",
        ("Kettle1234", "Kettle5678"),
        head='<meta property="og:title" content="Tin Kettle">',
    ),
    "walmart": Case(
        "https://www.walmart.com/ip/1",
        "<h1>Tin Kettle</h1>"
        + state(
            "__NEXT_DATA__",
            {
                "props": {
                    "pageProps": {
                        "initialData": {
                            "data": {
                                "product": {
                                    "name": "Tin Kettle",
                                    "brand": "Tarn",
                                    "averageRating": 4.4,
                                    "numberOfReviews": 31,
                                    "priceInfo": {
                                        "currentPrice": {"price": 39, "currencyUnit": "USD"},
                                        "wasPrice": {"price": 49},
                                    },
                                    "imageInfo": {
                                        "allImages": [
                                            {"url": "https://i5.example/a-1234.jpeg"},
                                            {"url": "https://i5.example/b-5678.jpeg"},
                                        ]
                                    },
                                },
                                "idml": {"longDescription": "<ul><li>Boils a litre in four minutes</li></ul>"},
                            }
                        }
                    }
                }
            },
        ),
        "39",
        "USD",
        ("a-1234", "b-5678"),
        before="49",
        brand="Tarn",
        rating="4.4",
        count=31,
        features=("Boils a litre in four minutes",),
    ),
    "bestbuy": Case(
        "https://www.bestbuy.com/site/kettle/1.p",
        """<div class="sku-title"><h1>Tin Kettle</h1></div><div class="priceView-hero-price">
        <span aria-hidden="true">$39.00</span><span>Your price is $39.00</span></div>
        <ul class="thumbnail-list"><li><img src="https://p.example/6411_sd.jpg;maxHeight=54"></li><li>
        <img src="https://p.example/6411cv1d.jpg;maxHeight=54"></li></ul>
        <div class="bundle"><div class="priceView-hero-price"><span>$129.00</span></div></div>""",
        "39.00",
        "USD",
        ("6411_sd", "6411cv1d"),
    ),
    "newegg": Case(
        "https://www.newegg.com/kettle/p/N1",
        """<h1 class="product-title">Tin Kettle</h1><ul class="price"><li class="price-was">$49.00</li>
        <li class="price-current">$<strong>39</strong><sup>.00</sup></li></ul>
        <div class="product-bullets"><ul><li>Boils a litre in four minutes</li></ul></div>
        <div class="swiper-zoom-container"><img src="https://c1.example/ProductImage/14-126-451-05.jpg"></div>
        <div class="swiper-zoom-container"><img src="https://c1.example/ProductImage/14-126-451-04.jpg"></div>""",
        "39.00",
        "USD",
        ("451-05", "451-04"),
        features=("Boils a litre in four minutes",),
    ),
    "google play": Case(
        "https://play.google.com/store/apps/details?id=kettle",
        f"""<h1 itemprop="name">Tin Kettle</h1><a href="/store/apps/developer?id=Tarn">Tarn</a>
        <button>Install</button>
        <div>Offers in-app purchases $0.99</div>{SCREENSHOTS}""",
        "0",
        "",
        ("cover-99abcdef", "shot-1abcd1", "shot-2abcd2"),
        head='<meta property="og:image" content="https://lh3.example/cover-99abcdef">',
        brand="Tarn",
    ),
    "app store": Case(
        "https://apps.apple.com/us/app/kettle/id1",
        """<h1 itemprop="name">Tin Kettle</h1><div itemprop="offers" itemscope>
        <div itemprop="price" content="0">Free</div></div>
        <div class="in-app-purchases"><span class="in-app-price">$0.99</span></div>
        <img itemprop="screenshot" src="https://is1.example/v4/c7c60057-6358-33c1-cb00-707bef81883c/screen696x696.jpeg">""",
        "0",
        "",
        ("970a71f1", "c7c60057"),
        head='<meta property="og:image" content="https://is5.example/v4/970a71f1-9c94-cc61-c960-304191a8dc42/1200x630bf.jpg">',
    ),
    "shopware": Case(
        "https://harbour.example/kettle",
        """<h1 class="product-detail-name">Tin Kettle</h1><div class="product-detail">
        <p class="product-detail-price">39,00 €</p>
        <span class="list-price-price">49,00 €</span><div class="gallery-slider-item">
        <img src="/media/kettle-1.jpg" data-full-image="/media/full/kettle-1.jpg"></div>
        <div class="gallery-slider-item"><img src="/media/kettle-2.jpg"></div></div>""",
        "39",
        "EUR",
        ("/media/full/kettle-1", "/media/kettle-2"),
        head='<meta name="generator" content="Shopware 6">',
        before="49",
    ),
    "magento": Case(
        "https://harbour.example/kettle.html",
        """<div class="product-info-main"><h1 class="page-title">
        <span data-ui-id="page-title-wrapper">Tin Kettle</span></h1>
        <span class="old-price"><span class="price">$49.00</span></span><span data-price-type="finalPrice">
        <span class="price">$39.00</span></span></div>
        <script type="text/x-magento-init">{"[data-gallery]": {"mage/gallery/gallery": {"mixins": [], "data": [
        {"thumb": "/c/k1_t.jpg", "full": "https://harbour.example/media/k/kettle_1.jpg", "caption": "Side", "type":
        "image"},
        {"full": "https://harbour.example/media/k/kettle_2.jpg", "type": "image"}], "options": {}}}}</script>""",
        "39.00",
        "USD",
        ("kettle_1", "kettle_2"),
        head='<script src="/static/version1/frontend/Magento/luma/en_US/mage/x.js"></script>',
        before="49.00",
    ),
    "bigcommerce": Case(
        "https://harbour.example/kettle/",
        """<div class="productView"><h1 class="productView-title">Tin Kettle</h1><h2 class="productView-brand">
        <a>Tarn</a></h2>
        <div class="productView-price"><span data-product-rrp-price-without-tax>$49.00</span>
        <span data-product-price-without-tax>$39.00</span></div>
        <a class="productView-thumbnail-link" href="/s/500x500/kettle-1.jpg"
        data-image-gallery-zoom-image-url="/s/1280x1280/kettle-1.jpg"></a>
        <a class="productView-thumbnail-link" href="/s/500x500/kettle-2.jpg"
        data-image-gallery-zoom-image-url="/s/1280x1280/kettle-2.jpg"></a></div>""",
        "39.00",
        "USD",
        ("1280x1280/kettle-1", "1280x1280/kettle-2"),
        head='<link href="https://cdn11.bigcommerce.com/s-1/stencil/theme.css" rel="stylesheet">',
        before="49.00",
        brand="Tarn",
    ),
    "prestashop": Case(
        "https://harbour.example/12-kettle.html",
        """<section id="main"><h1>Tin Kettle</h1><div class="product-prices">
        <span class="regular-price">49,00 €</span>
        <div class="current-price"><span itemprop="price" content="39">39,00 €</span></div></div>
        <div class="product-container"><ul class="product-images"><li>
        <img data-image-large-src="/101-large_default/kettle.jpg" src="/101-home/kettle.jpg"></li>
        <li><img data-image-large-src="/102-large_default/kettle.jpg" src="/102-home/kettle.jpg"></li></ul>
        <div class="product-prices"></div></div></section>""",
        "39",
        "EUR",
        ("101-large", "102-large"),
        head='<meta name="generator" content="PrestaShop">',
    ),
}


def read(case: Case) -> Product:
    return read_product(html(case.body, case.head, title="Tin Kettle"), case.url)


@pytest.mark.parametrize("name", CASES)
def test_route(name: str) -> None:
    case = CASES[name]
    product = read(case)
    assert product.name == "Tin Kettle"
    assert product.number("price") == (None if case.price is None else Decimal(case.price))
    assert product.currency == case.currency
    addresses = [picture.url for picture in product.pictures]
    assert len(addresses) == len(case.pictures), addresses
    assert all(key in address for key, address in zip(case.pictures, addresses, strict=True)), addresses
    expected: dict[str, Any] = {
        "list_price": None if case.before is None else float(case.before),
        "brand": case.brand or None,
        "rating": None if case.rating is None else float(case.rating),
        "review_count": case.count,
    }
    found = product.summary()
    assert {key: found[key] for key in expected if expected[key] is not None} == {
        key: value for key, value in expected.items() if value is not None
    }
    assert set(case.features) <= {feature.text for feature in product.features}


def test_every_route_has_its_page() -> None:
    taken = set()
    for case in CASES.values():
        page = Page(html(case.body, case.head), case.url)
        taken.add(next(route.id for route in ROUTES if route.fits(page)))
    assert taken == {route.id for route in ROUTES}


def test_a_page_of_no_shop_takes_no_route() -> None:
    page = Page(html("<h1>Tin Kettle</h1>"), "https://harbour.example/kettle")
    assert not any(route.fits(page) for route in ROUTES)


@pytest.mark.parametrize("host", ["amazon.example.com", "notamazon.com", "ebay-kettles.example"])
def test_a_name_that_only_sounds_like_a_shop_is_not_it(host: str) -> None:
    page = Page(html("<h1>Tin Kettle</h1>"), f"https://{host}/kettle")
    assert not any(
        route.fits(page) for route in ROUTES if route.id in {"ebay", "etsy"} or not host.startswith("amazon.")
    )
