"""From a link to a Product: the page fetched, then read in a limited child."""

from __future__ import annotations

import pytest
from loopback import Server, response

from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.errors import BadStatus, FetchError, NotAProduct, PageBlocked, PitchreelError, TooLarge
from pitchreel.product import fetch_product
from pitchreel.product.open import complete_url

PAGE = """<!doctype html><html><head><title>Kanne – Haus</title>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Teekanne Größe M",
"image":["/a.jpg"],"offers":{"@type":"Offer","price":"39.90","priceCurrency":"EUR"}}</script></head>
<body><h1>Teekanne Größe M</h1><p>39,90 €</p><img src="/a.jpg" alt="Kanne">
<button>In den Warenkorb</button></body></html>"""


def read(server: Server, path: str = "/p", **options: object) -> Product:
    return fetch_product(server.url(path), settings=Settings(allow_private=True, **options))  # type: ignore[arg-type]


def test_a_page_becomes_a_product() -> None:
    with Server({"/p": response(PAGE.encode())}) as server:
        got = read(server)
    assert got.name == "Teekanne Größe M"
    assert got.pictures[0].url == server.url("/a.jpg")


def test_the_address_is_the_one_after_redirects() -> None:
    with Server({"/p": response(b"", "302 Found", Location="/x/final"), "/x/final": response(PAGE.encode())}) as server:
        assert read(server).url == server.url("/x/final")


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "ISO-8859-15"])
def test_the_servers_encoding_is_believed(charset: str) -> None:
    body = PAGE.replace("€", "EUR").encode("iso-8859-1", "replace")
    with Server({"/p": response(body, Content_Type=f"text/html; charset={charset}")}) as server:
        assert read(server).name == "Teekanne Größe M"


@pytest.mark.parametrize("kind", ["application/pdf", "image/jpeg", "video/mp4", "application/octet-stream"])
def test_a_file_is_no_page(kind: str) -> None:
    with Server({"/p": response(b"%PDF-1.7 ...", Content_Type=kind)}) as server, pytest.raises(NotAProduct) as caught:
        read(server)
    assert caught.value.hint


def test_a_robot_check_is_named() -> None:
    body = b"<html><head><title>Robot Check</title></head><body>Enter the characters you see below</body></html>"
    with Server({"/p": response(body)}) as server, pytest.raises(PageBlocked):
        read(server)


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden"])
def test_a_status_is_named(status: str) -> None:
    with Server({"/p": response(b"", status)}) as server, pytest.raises(BadStatus, match=status[:3]):
        read(server)


def test_an_endless_page_ends() -> None:
    with Server({"/p": response(b"<p>" * 400_000)}) as server, pytest.raises(TooLarge):
        read(server, page_bytes=1_000_000)


def test_a_page_made_to_explode_costs_one_error() -> None:
    body = b"<html><body>" + b"<div><b><i>" * 300_000
    with Server({"/p": response(body)}) as server, pytest.raises(PitchreelError):
        read(server, child_seconds=3)


def test_links_as_people_type_them() -> None:
    assert complete_url(" shop.example/mug ") == "https://shop.example/mug"
    assert complete_url("shop.example:8443/mug") == "https://shop.example:8443/mug"
    assert complete_url("http://shop.example") == "http://shop.example"
    assert complete_url("file:///etc/passwd") == "file:///etc/passwd"


def test_other_schemes_are_refused() -> None:
    with pytest.raises(FetchError):
        fetch_product("file:///etc/passwd", settings=Settings())
