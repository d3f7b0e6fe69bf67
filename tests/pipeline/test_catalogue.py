"""A feed becomes films: what it makes, what it keeps on a second run, and what it says of the rest."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from pitchreel.config import Settings
from pitchreel.errors import DocumentError, InputError, PageBlocked, UnknownName
from pitchreel.pipeline.catalogue import Outcome, Outcomes, make_catalogue, names_feed, open_catalogue

LD = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Harbour Mug",
    "image": "/gone.png",
    "offers": {"@type": "Offer", "price": "12.50", "priceCurrency": "EUR"},
}
PAGE = f'<html><script type="application/ld+json">{json.dumps(LD)}</script><h1>Harbour Mug</h1></html>'


def picture() -> bytes:
    noise = np.random.default_rng(1).integers(90, 160, (30, 40, 3), np.uint8)
    scene = cv2.resize(noise, (1000, 800), interpolation=cv2.INTER_CUBIC)
    cv2.circle(scene, (500, 400), 220, (40, 90, 200), -1, cv2.LINE_AA)
    return bytes(cv2.imencode(".png", scene)[1])


class Shop(BaseHTTPRequestHandler):
    asked: list[str]
    pages: dict[str, bytes]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = self.pages.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


class Served:
    def __init__(self, url: str, handler: type[Shop]) -> None:
        self.url = url
        self.asked = handler.asked
        self.pages = handler.pages
        host = url.removeprefix("http://")
        self.settings = Settings(allow_hosts=host, catalogue_delay=0, preset="ultrafast", quality=35)


@pytest.fixture
def shop() -> Iterator[Served]:
    pages = {"/lamp.png": picture(), "/mug": PAGE.encode(), "/robots.txt": b"User-agent: *\nDisallow: /private\n"}
    handler = type("Handler", (Shop,), {"asked": [], "pages": pages})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(f"http://127.0.0.1:{server.server_port}", handler)
    server.shutdown()
    server.server_close()


def feed(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("sku,title,price,image,link,features", *rows)) + "\n")
    return path


def lamp(shop: Served) -> str:
    features = "Bent from one piece of ash wood|The head turns all the way round|Dims without a flicker"
    return f"L1,Kite Desk Lamp,89.00 EUR,{shop.url}/lamp.png,,{features}"


def run(source: Path | str, out: Path, shop: Served, **options: object) -> Outcomes:
    plain = {"length": 15, "presenter": "none", "music": "none", "captions": False}
    return make_catalogue(str(source), out, settings=shop.settings, **{**plain, **options})  # type: ignore[arg-type]


def test_a_film_for_each_product_and_none_twice(shop: Served, tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.csv", lamp(shop), "X1,Ghost,5 EUR,,,", ",,5 EUR,,,", f",,,,{shop.url}/mug,")
    heard: list[Outcome] = []
    first = run(source, tmp_path / "ads", shop, end=heard.append)
    assert [outcome.state for outcome in first.outcomes] == ["made", "failed", "failed"]
    assert list(first.outcomes) == heard
    made, ghost, mug = first.outcomes
    assert (tmp_path / "ads" / str(made.video)).stat().st_size > 10_000
    assert (made.duration, ghost.code, ghost.exit_code) == (15.0, "no_media", 4)
    assert mug.folder.startswith("mug-")
    assert "Harbour Mug" in str(mug.problem)
    assert [note.split(" was")[0] for note in first.notes] == ["row 4"]
    assert Outcomes.load(tmp_path / "ads" / "outcomes.json") == first

    film = (tmp_path / "ads" / str(made.video)).stat().st_mtime_ns
    reads = shop.asked.count("/mug")
    feed(source, "X1,Ghost,5 EUR,,,", lamp(shop))  # in another order, and the mug is gone
    again = run(source, tmp_path / "ads", shop)
    assert [outcome.state for outcome in again.outcomes] == ["failed", "kept"]
    assert (tmp_path / "ads" / str(made.video)).stat().st_mtime_ns == film
    assert shop.asked.count("/mug") == reads == 1


def test_a_page_is_read_once_for_all_runs(shop: Served, tmp_path: Path) -> None:
    source = tmp_path / "links.txt"
    source.write_text(f"{shop.url}/mug\n")
    for _ in range(2):
        assert run(source, tmp_path / "ads", shop).outcomes[0].code == "no_media"
    assert shop.asked.count("/mug") == 1


def test_a_page_that_robots_txt_shuts_is_an_outcome(shop: Served, tmp_path: Path) -> None:
    source = tmp_path / "links.txt"
    source.write_text(f"{shop.url}/private/mug\n")
    (outcome,) = run(source, tmp_path / "ads", shop).outcomes
    assert (outcome.state, outcome.code) == ("failed", "page_blocked")
    assert shop.asked == ["/robots.txt"]


def test_a_feed_at_an_address(shop: Served) -> None:
    shop.pages["/feed.csv"] = b"title,image,link\nLamp,/lamp.png,/lamp\n"
    with open_catalogue(f"{shop.url}/feed.csv", settings=shop.settings) as products:
        (found,) = products
    assert (found.url, found.pictures[0].url) == (f"{shop.url}/lamp", f"{shop.url}/lamp.png")
    shop.pages["/private/feed.csv"] = shop.pages["/feed.csv"]
    with pytest.raises(PageBlocked), open_catalogue(f"{shop.url}/private/feed.csv", settings=shop.settings):
        pass


def test_the_limit_holds_across_handfuls(shop: Served, tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.csv", *(f"N{number},Lamp {number},5 EUR,,," for number in range(120)))
    for limit, count in ((None, 120), (60, 60), (25, 25), (1, 1)):
        with open_catalogue(str(source), settings=shop.settings, limit=limit) as products:
            assert [product.name for product in products] == [f"Lamp {number}" for number in range(count)]
    few = shop.settings.model_copy(update={"feed_products": 7})
    with open_catalogue(str(source), settings=few) as products:
        assert len(list(products)) == 7


def test_an_order_that_no_product_can_meet_ends_the_run(shop: Served, tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.csv", lamp(shop), lamp(shop))
    with pytest.raises(UnknownName):
        run(source, tmp_path / "ads", shop, voice="nobody")
    with pytest.raises(InputError, match="many"):
        run(source, tmp_path / "ad.mp4", shop)


def test_what_is_no_feed_is_said(shop: Served, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("just words\n")
    with pytest.raises(DocumentError, match="no feed"):
        run(tmp_path / "x.csv", tmp_path / "ads", shop)
    with pytest.raises(DocumentError):
        run(tmp_path / "none.csv", tmp_path / "ads", shop)


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("a.csv", "title,price\n", True),
        ("a.csv", "nonsense", True),
        ("a.xml.gz", "", True),
        ("a.json", '[{"title": "x"}]', True),
        ("a.json", '{"facts": []}', False),
        ("a.txt", "https://shop.example/lamp\n", True),
        ("a.txt", "nonsense", False),
        ("a.html", "title,price\n", False),
    ],
)
def test_which_sources_are_feeds(tmp_path: Path, name: str, content: str, answer: bool) -> None:
    (tmp_path / name).write_text(content)
    assert names_feed(str(tmp_path / name)) is answer
    assert not names_feed(f"https://shop.example/{name}")
    assert not names_feed(str(tmp_path / f"missing-{name}"))
