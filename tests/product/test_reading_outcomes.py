"""Pages that are not a product are recognised, named, and answered with the way on."""

from __future__ import annotations

import json

import pytest
from pages import html, kettle, ld, read

from pitchreel.errors import NotAProduct, PageBlocked
from pitchreel.product import read_product

URL = "https://harbour.example/kettle"


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        (
            "Just a moment...",
            "<h1>harbour.example</h1><p>Checking if the site connection is secure. Ray ID: 7f00</p>",
            "robot check",
        ),
        (
            "Access Denied",
            "<h1>Access Denied</h1><p>You don't have permission. Reference #18.2d351ab8</p>",
            "robot check",
        ),
        ("harbour.example", "<p>Please verify you are a human</p><p>Press & Hold</p>", "robot check"),
        ("Sicherheitsabfrage", "<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>", "robot check"),
        ("Sign in", "<h1>Sign in</h1><p>Please sign in to continue.</p>", "sign-in wall"),
        ("Harbour", "<p>Opening soon</p><p>Enter store using password</p>", "sign-in wall"),
        (
            "Before you continue",
            "<h1>Before you continue to Harbour</h1><p>We use cookies and data to deliver our services.</p>",
            "consent wall",
        ),
        ("Harbour", "<p>This shop is not available in your country.</p>", "region block"),
    ],
)
def test_walls(title: str, body: str, kind: str) -> None:
    with pytest.raises(PageBlocked, match=f"{kind}.*--html FILE.*PRODUCT.json"):
        read(body, title=title)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("404 - Harbour", "<h1>Page not found</h1><p>Try the search.</p>"),
        ("Seite nicht gefunden", "<h1>Hoppla</h1><p>Diese Seite wurde leider nicht gefunden.</p>"),
        ("Harbour", "<h1>Sorry</h1><p>The product you are looking for no longer exists.</p>"),
    ],
)
def test_a_404_in_disguise(title: str, body: str) -> None:
    with pytest.raises(NotAProduct, match="not found"):
        read(body, title=title)


def test_an_empty_shell_is_named() -> None:
    with pytest.raises(NotAProduct, match=r"empty shell.*drawn by scripts"):
        read("<div id=root></div><script>app()</script>", title="")


def test_a_category_is_named() -> None:
    cards = [
        {"@type": "Product", "name": f"Pan {number}", "offers": {"price": number, "priceCurrency": "GBP"}}
        for number in range(1, 9)
    ]
    with pytest.raises(NotAProduct, match=r"list of products.*Pick one"):
        read(
            "<h1>All pans</h1>",
            ld({"@type": "ItemList", "itemListElement": [{"item": card} for card in cards]}),
            title="Pans",
        )


def test_a_home_page_is_named() -> None:
    cards = "".join(
        f"<div class=card>Pan {number}<span class=price>£{number}.00</span></div>" for number in range(1, 12)
    )
    with pytest.raises(NotAProduct, match="home page of a shop"):
        read_product(html(f"<h1>Welcome</h1>{cards}"), "https://harbour.example/")


def test_a_product_page_that_speaks_of_captchas_is_a_product() -> None:
    body = """<h1>Tin Kettle</h1><p class=price>£39.00</p><button>Add to basket</button>
    <p>Protected by reCAPTCHA. Sign in to review. Not a robot!</p>"""
    assert read(body, ld(kettle())).name == "Tin Kettle"


def test_a_product_without_pictures_is_read() -> None:
    product = read("<h1>Gift voucher</h1><p>A voucher by e-mail. Valid for three years.</p>", title="Gift voucher")
    assert product.name == "Gift voucher" and not product.pictures


def test_a_landing_page_of_software_is_a_product_of_its_own_site() -> None:
    head = """<meta property="og:site_name" content="Plankton">
    <meta name="description" content="Plankton counts your log lines and tells you which ones matter.">"""
    product = read_product(
        html(
            "<h1>Logs that answer back</h1><p>Plankton reads ten thousand lines a second.</p>", head, title="Plankton"
        ),
        "https://plankton.example/",
    )
    assert product.text("brand") == "Plankton" and product.number("price") is None


def test_a_shop_s_own_answers_are_read() -> None:
    product = {
        "title": "Tin Kettle",
        "vendor": "Tarn",
        "body_html": "<ul><li>Boils a litre in four minutes</li></ul>",
        "variants": [{"id": 1, "price": "39.00", "compare_at_price": "49.00"}],
        "images": [{"src": "https://cdn.example/kettle.jpg", "alt": "Side"}],
    }
    read_one = read_product(json.dumps({"product": product}).encode(), "https://harbour.example/products/kettle.json")
    assert (read_one.name, read_one.number("price"), read_one.number("list_price")) == ("Tin Kettle", 39, 49)
    assert read_one.pictures[0].description == "Side"
    with pytest.raises(NotAProduct, match="list of 2 products"):
        read_product(json.dumps({"products": [product, product]}).encode(), "https://harbour.example/products.json")
    with pytest.raises(NotAProduct, match="unknown kind"):
        read_product(b'{"hello": "world"}', URL)


def test_woocommerce_s_store_api_speaks_in_minor_units() -> None:
    product = {
        "name": "Tin Kettle",
        "prices": {"price": "2000", "regular_price": "2500", "currency_code": "EUR", "currency_minor_unit": 3},
        "images": [{"src": "https://cdn.example/kettle.jpg", "alt": ""}],
        "average_rating": "4.5",
        "review_count": 7,
    }
    read_one = read_product(json.dumps(product).encode(), "https://harbour.example/wp-json/wc/store/v1/products/7")
    assert (read_one.number("price"), read_one.number("list_price"), read_one.currency) == (2, 2.5, "EUR")
    assert read_one.number("review_count") == 7


@pytest.mark.parametrize(
    "raw", [b"", b"   ", b"\x00\xff\xfe", b"<", b"{", b"[]", b"\xef\xbb\xbf", b"<html>", b"%PDF-1.7"]
)
def test_what_is_no_page_at_all(raw: bytes) -> None:
    with pytest.raises(NotAProduct):
        read_product(raw, URL)
