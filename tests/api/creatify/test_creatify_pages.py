"""Pages that no ad can come of, at the door of the Creatify dialect; with a worker, over the shop's own pages."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from api_house import Server, Shop


@pytest.fixture(scope="module")
def counted(server: Server) -> Iterator[httpx.Client]:
    """A caller with ten credits."""
    with server.client(**server.new_key("counted", 10).creatify) as client:
        yield client


def left(client: httpx.Client) -> float:
    return float(client.get("/api/remaining_credits/").json()["remaining_credits"])


@pytest.mark.parametrize("name", ["blocked.html", "nothing-here.html"])
def test_a_page_that_cannot_be_read(counted: httpx.Client, shop: Shop, name: str) -> None:
    before = left(counted)
    answer = counted.post("/api/links/", json={"url": shop.page(name)})
    assert (answer.status_code, answer.json()) == (400, [f"Failed to scrape url: {shop.page(name)}"])
    assert left(counted) == before


def test_a_page_without_pictures(counted: httpx.Client, shop: Shop) -> None:
    if not shop.whole:
        pytest.skip("the demo shop has no page without pictures")
    before = left(counted)
    answer = counted.post("/api/links/", json={"url": shop.page("no-media.html")})
    assert (answer.status_code, answer.json()) == (400, ["Link must have at least one image or one video."])
    assert left(counted) == before
    assert counted.get("/api/links/").json() == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/mug", "http://169.254.169.254/latest", "http://[::1]/"])
def test_an_address_inside_is_not_read(counted: httpx.Client, address: str) -> None:
    answer = counted.post("/api/links/", json={"url": address})
    assert (answer.status_code, answer.json()) == (400, [f"Failed to scrape url: {address}"])


def test_a_page_that_is_read_costs_one_credit(counted: httpx.Client, shop: Shop) -> None:
    before = left(counted)
    link = counted.post("/api/links/", json={"url": shop.product}).json()
    assert left(counted) == before - link["credits_used"] == before - 1


def test_scripts_of_a_page(counted: httpx.Client, shop: Shop) -> None:
    asked = {"url": shop.product, "language": "en", "video_length": 15, "script_styles": ["DIY"]}
    answer = counted.post("/api/ai_scripts/", json=asked)
    assert answer.status_code == 201
    made = answer.json()
    assert made["status"] == "done"
    assert [script["script_style"] for script in made["generated_scripts"]] == ["DIY"]
    assert made["product"]["url"] == shop.product
    assert len(counted.get("/api/links/").json()) == 1


def test_a_notice_address_inside_is_refused(counted: httpx.Client, shop: Shop) -> None:
    link = counted.post("/api/links/", json={"url": shop.product}).json()
    asked = {"link": link["id"], "webhook_url": "http://169.254.169.254/hook"}
    answer = counted.post("/api/link_to_videos/", json=asked)
    assert answer.status_code == 400
    assert list(answer.json()) == ["webhook_url"]


def test_a_photograph_that_is_none_is_refused(counted: httpx.Client, shop: Shop) -> None:
    link = counted.post("/api/links/", json={"url": shop.product}).json()
    asked = {"link": link["id"], "override_avatar_by_image": shop.product}
    answer = counted.post("/api/link_to_videos/", json=asked)
    assert answer.status_code == 400
    assert list(answer.json()) == ["override_avatar_by_image"]
