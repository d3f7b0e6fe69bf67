"""Films that the guides' examples do not show: presenters of one's own, screens, what cannot be fetched, what is said
about a page that cannot be read.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from api_house import ApiKey, Receiver, Server, Shop
from jogg_films import PATIENCE, done, ordered, over, picture_of
from test_jogg_guides import pictures

FILM = {
    "aspect_ratio": 0,
    "video_length": "15",
    "avatar_id": 1,
    "script_style": "Data",
    "visual_style": "FullScreen",
    "language": "english",
}
TALK = {"script": "This mug keeps tea warm.", "voice_id": "en-US-JennyNeural", "avatar_id": 1, "aspect_ratio": 2}


def test_green_screen(jogg: httpx.Client) -> None:
    body = {**TALK, "screen_style": 2, "caption": False}
    film = done(jogg, ordered(jogg, "/v1/create_video_from_talking_avatar", body))
    red, green, blue = (int(value) for value in picture_of(jogg, film["video_url"])[4, 4])
    assert green > 150 > 100 > max(red, blue), (red, green, blue)


def test_a_presenter_of_ones_own_before_a_picture(jogg: httpx.Client, shop: Shop) -> None:
    found = pictures(jogg, shop)
    made = jogg.post("/v1/avatar/create", json={"origin_url": found["picture"], "name": "Still"}).json()
    avatar = made["data"]["avatar_id"]
    mine = own_avatar(jogg, avatar)
    assert (mine["status"], mine["fail_msg"]) == (1, "")
    assert jogg.get(urlsplit(mine["cover_url"]).path).headers["content-type"].startswith("image/")
    photo = jogg.get("/v1/avatars/photo_avatars").json()["data"]["avatars"]
    assert avatar in [one["avatar_id"] for one in photo]
    body = {
        **TALK,
        "avatar_id": avatar,
        "avatar_type": 1,
        "screen_style": 1,
        "background_url": found["picture2"],
        "caption": True,
    }
    film = done(jogg, ordered(jogg, "/v1/create_video_from_talking_avatar", body))
    assert picture_of(jogg, film["video_url"]).std() > 5


def own_avatar(client: httpx.Client, number: int) -> dict[str, Any]:
    """An avatar of the caller's own when its making is over."""
    until = time.monotonic() + PATIENCE
    while True:
        own = client.get("/v1/avatars/custom").json()["data"]["avatars"]
        mine: dict[str, Any] = next(one for one in own if one["avatar_id"] == number)
        if mine["status"]:
            return mine
        assert time.monotonic() < until, mine
        time.sleep(0.3)


def test_what_cannot_be_fetched_is_left_out_with_a_warning(jogg: httpx.Client, shop: Shop) -> None:
    found = pictures(jogg, shop)
    media = [{"type": 1, "url": found["picture"]}, {"type": 2, "url": f"{shop.base}/missing.mp4"}]
    facts = {"name": "Canvas shoes", "description": "Light shoes. Washable.", "media": media}
    product_id = jogg.post("/v1/product", json=facts).json()["data"]["product_id"]
    film = done(jogg, ordered(jogg, "/v1/preview", {**FILM, "product_id": product_id}))
    assert any("missing.mp4" in warning for warning in film["warnings"]), film["warnings"]


def test_nothing_left_is_an_error_with_its_reason(jogg: httpx.Client, shop: Shop, receiver: Receiver) -> None:
    events = ["generated_video_failed"]
    endpoint = jogg.post("/v1/endpoint", json={"url": f"{receiver.url}/jogg-v1", "events": events}).json()["data"]
    media = [{"type": 1, "url": f"{shop.base}/missing.png"}]
    facts = {"name": "Canvas shoes", "description": "Light shoes. Washable.", "media": media}
    product_id = jogg.post("/v1/product", json=facts).json()["data"]["product_id"]
    before = jogg.get("/v2/user/remaining_quota").json()["data"]["remaining_quota"]
    project = ordered(jogg, "/v1/create_video_from_url", {**FILM, "product_id": product_id})
    failed = over(jogg, project)
    assert (failed["status_code"], failed["status_desc"], failed["video_url"]) == (5, "failed", "")
    assert failed["err_msg"]
    told = jogg.get(f"/v2/product_video/{project}").json()["data"]
    assert told["status"] == "failed" and told["error"]["message"] == failed["err_msg"]
    assert jogg.get("/v2/user/remaining_quota").json()["data"]["remaining_quota"] == before
    notice = receiver.wait(lambda one: one.path == "/jogg-v1" and project in one.body.decode()).json()
    assert (notice["event"], notice["data"]["project_id"]) == ("generated_video_failed", project)
    assert notice["data"]["error"]["message"]
    jogg.delete(f"/v1/endpoint/{endpoint['endpoint_id']}")


def test_somebody_elses_upload_is_not_there(server: Server, jogg: httpx.Client, other_key: ApiKey) -> None:
    with server.client(**other_key.jogg) as other:
        upload: dict[str, Any] = other.post("/v1/upload/asset", json={"filename": "a.wav"}).json()["data"]
    body = {"audio_url": upload["asset_id"], "avatar_id": 1, "screen_style": 1}
    answer = jogg.post("/v1/create_video_from_talking_avatar", json=body).json()
    assert answer["code"] == 10104, answer


@pytest.mark.parametrize("page", ["blocked.html", "nowhere.html"])
@pytest.mark.parametrize("path", ["/v1/product", "/open/product", "/v2/product"])
def test_a_page_that_cannot_be_read(jogg: httpx.Client, shop: Shop, page: str, path: str) -> None:
    if not shop.whole:
        pytest.skip("the demo's shop has no such page")
    answer = jogg.post(path, json={"url": shop.page(page)})
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (200, 40000, None)
    assert len(answer.json()["msg"]) > 40
