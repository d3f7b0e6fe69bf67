"""Galleries: every picture of this product at its largest, in order, and nothing else."""

from __future__ import annotations

import json

import pytest
from pages import kettle, ld, read

from pitchreel.product.reading.addresses import picture_key, read_srcset

IMAGES = "https://harbour.example/img"


def urls(body: str, head: str = "") -> list[str]:
    return [picture.url.removeprefix("https://harbour.example") for picture in read(body, head).pictures]


@pytest.mark.parametrize(
    "addresses",
    [
        ("/p/kettle_600x.jpg?v=12", "/p/kettle_2048x2048.jpg?v=12", "/p/kettle.jpg"),
        ("/up/2024/11/1-60x60.jpg", "/up/2024/11/1-300x300.jpg", "/up/2024/11/1.jpg"),
        ("/I/81Nu3G391XL._AC_SL1500_.jpg", "/I/81Nu3G391XL._AC_US40_.jpg"),
        ("/images/g/xt0AAOSwfC9XOf8d/s-l300.jpg", "/images/g/xt0AAOSwfC9XOf8d/s-l1600.jpg"),
        ("/t_default/f_auto,w_500/kettle.png", "/t_web_936/f_auto,q_90,w_936/kettle.png"),
        ("/cu_cP9JE9-SCJz=s360-rw", "/cu_cP9JE9-SCJz=w720-h310-rw", "/cu_cP9JE9-SCJz"),
        (
            "/image/thumb/v4/970a71f1-9c94-cc61-c960-304191a8dc42/1200x630bf.jpg",
            "/image/thumb/v4/970a71f1-9c94-cc61-c960-304191a8dc42/230x0w.jpg",
        ),
        ("/Large/ev11gp42384k.jpg", "/300x300/EV11GP42384K.jpg"),
        ("/p/4711_sd.jpg;maxHeight=120;maxWidth=120", "/p/4711_sd.jpg"),
    ],
)
def test_sizes_of_one_picture_have_one_key(addresses: tuple[str, ...]) -> None:
    assert len({picture_key(IMAGES + address) for address in addresses}) == 1


@pytest.mark.parametrize(
    "addresses",
    [
        ("/14-126-451-05.jpg", "/14-126-451-04.jpg"),
        ("/2024/11/1.jpg", "/2024/11/2.jpg", "/2024/12/1.jpg"),
        ("/service?imageId=100-847__1", "/service?imageId=100-847__2"),
        ("/6411488cv1d.jpg", "/6411488cv11d.jpg"),
        ("/kettle-front.jpg", "/kettle-back.jpg"),
    ],
)
def test_different_pictures_have_different_keys(addresses: tuple[str, ...]) -> None:
    assert len({picture_key(IMAGES + address) for address in addresses}) == len(addresses)


def test_srcset() -> None:
    assert read_srcset("/a.jpg 1x, /b,c.jpg 640w,/d.jpg 1280w, /e.jpg") == [
        ("/a.jpg", 400),
        ("/b,c.jpg", 640),
        ("/d.jpg", 1280),
        ("/e.jpg", 0),
    ]


def test_the_largest_offer_is_taken() -> None:
    body = """<h1>Tin Kettle</h1><div class="product-gallery">
    <img src="/img/kettle-1001_60x.jpg" srcset="/img/kettle-1001_300x.jpg 300w, /img/kettle-1001_1600x.jpg 1600w"
        alt="Kettle from the side">
    <a href="/img/kettle-1002.jpg"><img src="/img/kettle-1002-100x100.jpg" alt="Kettle from above"></a>
    <img src="data:image/gif;base64,R0lGOD" data-src="/img/kettle-1003.jpg" data-zoom-image="/zoom/kettle-1003.jpg"
        alt="The spout">
    <picture><source srcset="/img/kettle-1004.webp 900w"><img src="/img/kettle-1004-90x90.jpg" alt="The lid">
        </picture></div>"""
    product = read(body, ld(kettle(image="/img/kettle-1001_300x.jpg")))
    assert [picture.url.removeprefix("https://harbour.example") for picture in product.pictures] == [
        "/img/kettle-1001_1600x.jpg",
        "/img/kettle-1002.jpg",
        "/zoom/kettle-1003.jpg",
        "/img/kettle-1004.webp",
    ]
    assert [picture.description for picture in product.pictures] == [
        "Kettle from the side",
        "Kettle from above",
        "The spout",
        "The lid",
    ]
    assert [picture.id for picture in product.media] == ["picture-1", "picture-2", "picture-3", "picture-4"]


def test_furniture_and_other_products_stay_out() -> None:
    body = """<header><nav></nav><img src="/img/logo-2024.png" alt="Harbour"></header><h1>Tin Kettle</h1>
    <div class="gallery"><img src="/img/kettle-1001.jpg"><img src="/img/kettle-1002.jpg">
        <img src="/img/trust-badge.png"></div>
    <div class="payment-icons"><img src="/img/visa.png"></div><img src="/img/pixel.gif" width="1" height="1">
    <section class="you-may-also-like"><div class="slider"><img src="/img/pan-2001.jpg"></div></section>
    <aside><img src="/img/cup-3001.jpg"></aside><div class="reviews"><img src="/img/guest-4001.jpg"></div>"""
    assert urls(body, ld(kettle())) == ["/img/kettle-1001.jpg", "/img/kettle-1002.jpg"]


@pytest.mark.parametrize(
    "first", ["/img/na500x500.jpg", "/img/placeholder.png", "/static/share.png", "/img/logo.png", "/img/no-image.jpg"]
)
def test_a_placeholder_offered_first_is_not_the_picture(first: str) -> None:
    body = '<h1>Tin Kettle</h1><div class="product-media"><img src="/img/kettle-1001.jpg" alt="Kettle"></div>'
    assert urls(body, ld(kettle(image=first)) + f'<meta property="og:image" content="{first}">') == [
        "/img/kettle-1001.jpg"
    ]


def test_a_gallery_in_a_script_is_found_around_the_known_picture() -> None:
    state = {
        "shop": {"banner": "https://harbour.example/img/banner-1.jpg"},
        "media": [
            {"alt": f"View {number}", "src": f"https://cdn.example/p/kettle-10{number:02}.jpg"}
            for number in range(1, 6)
        ],
        "related": [{"sku": "pan", "price": 9, "src": "https://cdn.example/p/pan-2001.jpg"}],
    }
    body = f"<h1>Tin Kettle</h1><script>window.STATE = {json.dumps(state)}</script>"
    product = read(body, ld(kettle(image="https://cdn.example/p/kettle-1001.jpg")))
    assert [picture.url[-8:-4] for picture in product.pictures] == ["1001", "1002", "1003", "1004", "1005"]
    assert product.pictures[1].description == "View 2"


def test_a_list_of_variants_is_not_a_gallery() -> None:
    state = [
        {"sku": f"K{number}", "price": number, "src": f"https://cdn.example/p/kettle-10{number:02}.jpg"}
        for number in range(1, 6)
    ]
    body = f"<h1>Tin Kettle</h1><script>window.STATE = {json.dumps(state)}</script>"
    assert len(read(body, ld(kettle(image="https://cdn.example/p/kettle-1001.jpg"))).pictures) == 1


def test_a_gallery_of_ids_takes_the_shape_of_the_known_address() -> None:
    ids = [f"{number:08x}-7180-4638-a072-670fa89feace" for number in range(1, 5)]
    body = f"<h1>Tin Kettle</h1><script>window.STATE = {json.dumps({'images': ids})}</script>"
    product = read(body, ld(kettle(image=f"https://cdn.example/{ids[0]}/-/preview/")))
    assert [picture.url for picture in product.pictures] == [f"https://cdn.example/{one}/-/preview/" for one in ids]


def test_pictures_behind_lightbox_links() -> None:
    body = "<h1>Tin Kettle</h1>" + "".join(
        f'<a data-fancybox href="/shots/kettle-0{number}.jpg"><div class="small"></div></a>' for number in (1, 2)
    )
    assert urls(body, ld(kettle())) == ["/img/kettle-1001.jpg", "/shots/kettle-01.jpg", "/shots/kettle-02.jpg"]


def test_clips_are_files_and_the_rest_is_said() -> None:
    body = """<h1>Tin Kettle</h1><video poster="/v/p.jpg"><source src="/v/boil.webm"><source src="/v/boil.mp4">
        </video>
    <video src="/v/live.m3u8"></video><iframe src="https://www.youtube.com/embed/abc"></iframe>"""
    product = read(body, ld(kettle(video={"@type": "VideoObject", "name": "On the boil", "contentUrl": "/v/boil.mp4"})))
    assert [clip.url for clip in product.clips] == ["https://harbour.example/v/boil.mp4"]
    assert product.clips[0].description == "On the boil"
    assert "youtube" in product.warnings[0] and "m3u8" in product.warnings[0]


def test_the_logo_is_told_apart() -> None:
    product = read(
        "<header><nav></nav><img class='logo' src='/img/harbour.png' alt='Harbour Goods'></header><h1>Tin Kettle</h1>",
        ld(kettle()),
    )
    assert product.logo is not None and product.logo.url.endswith("/img/harbour.png")
    assert [picture.url for picture in product.pictures] == ["https://harbour.example/img/kettle-1001.jpg"]


def test_a_product_called_after_furniture_keeps_its_pictures() -> None:
    body = """<h1>Pixel Star Banner</h1><div class="gallery"><img src="/img/pixel-star-1.jpg">
    <img src="/img/banner-2.jpg"></div>"""
    head = ld(kettle(name="Pixel Star Banner", image="/img/pixel-star-1.jpg"))
    assert urls(body, head) == ["/img/pixel-star-1.jpg", "/img/banner-2.jpg"]
