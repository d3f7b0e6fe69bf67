"""Lists of every generation, and the endpoints that hear of events."""

from __future__ import annotations

import pytest
from jogg_door import Door, data, problem

LISTS = {
    "/v1/avatars": ("avatars", {"avatar_id", "name", "cover_url", "aspect_ratio", "style", "gender", "age"}),
    "/v1/voices": ("voices", {"name", "voice_id", "audition_url", "language", "gender", "age"}),
    "/v1/musics": ("musics", {"id", "name", "music_url", "duration"}),
    "/v1/visual_styles": ("visual_styles", {"id", "name"}),
    "/v1/templates": ("templates", {"id", "name", "cover_url", "preview_url", "aspect_ratio"}),
    "/open/avatar": ("avatars", {"id", "name", "cover_url"}),
    "/open/timbre": ("timbres", {"name", "lang_id", "audition_url", "language"}),
    "/v2/avatars/public": (
        "avatars",
        {"id", "name", "video_url", "cover_url", "aspect_ratio", "style", "gender", "age"},
    ),
    "/v2/voices": ("voices", {"voice_id", "name", "audio_url", "language", "gender", "age", "accent", "use_case"}),
    "/v2/musics": ("music", {"id", "name", "music_url", "duration"}),
    "/v2/visual_styles": ("visual_styles", {"id", "name"}),
    "/v2/templates": ("templates", {"id", "name", "cover_url", "preview_url", "aspect_ratio"}),
}


@pytest.mark.parametrize("path", LISTS)
def test_lists_have_the_fields_of_the_contract(door: Door, path: str) -> None:
    name, fields = LISTS[path]
    items = data(door.get(path))[name]
    assert items and all(set(item) >= fields for item in items)
    for item in items:
        for field in (field for field in item if field.endswith("_url")):
            assert item[field].startswith(door.url), (field, item[field])


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/avatars/custom", "avatars"),
        ("/v1/avatars/photo_avatars", "avatars"),
        ("/v1/voices/custom", "voices"),
        ("/v1/musics/custom", "musics"),
        ("/v1/templates/custom", "templates"),
        ("/open/avatar/user", "avatars"),
        ("/open/timbre/user", "timbres"),
        ("/v2/avatars/custom", "avatars"),
        ("/v2/avatars/photo_avatars", "avatars"),
        ("/v2/avatars/product_avatars", "product_avatars"),
        ("/v2/voices/custom", "voices"),
        ("/v2/templates/custom", "templates"),
    ],
)
def test_lists_of_ones_own_begin_empty(door: Door, path: str, name: str) -> None:
    assert data(door.get(path))[name] == []


def test_music_is_found_under_each_name(door: Door) -> None:
    found = data(door.get("/v1/musics"))
    assert found["musics"] == found["music"] == found["avatars"] != []


def test_filters_may_be_empty(door: Door) -> None:
    whole = data(door.get("/v1/voices?language=&page=1&page_size=10&age=&gender="))
    assert len(whole["voices"]) == 10 < whole["total"]
    german = data(door.get("/v1/voices?language=german&page_size=100"))
    assert 0 < german["total"] < whole["total"]
    assert {voice["language"] for voice in german["voices"]} == {"german"}
    second = data(door.get("/v1/voices?page=2&page_size=10"))
    assert not {one["voice_id"] for one in second["voices"]} & {one["voice_id"] for one in whole["voices"]}
    assert {one["aspect_ratio"] for one in data(door.get("/v1/templates?aspect_ratio=1"))["templates"]} == {1}
    assert len({one["aspect_ratio"] for one in data(door.get("/v1/templates?aspect_ratio=-1"))["templates"]}) == 3


def test_pages_of_the_second_version(door: Door) -> None:
    first = data(door.get("/v2/avatars/public?page=1&page_size=2"))
    assert len(first["avatars"]) == 2 and first["has_more"] is True
    music = data(door.get("/v2/musics?page=1&page_size=3"))
    assert music["pagination"]["total_pages"] == -(-music["pagination"]["total_items"] // 3)


def test_a_template_by_its_number(door: Door) -> None:
    listed = next(one for one in data(door.get("/v2/templates"))["templates"] if one["variables"])
    found = data(door.get(f"/v2/template/custom/{listed['id']}"))
    assert found["template_id"] == listed["id"] and found["variables"] == listed["variables"]


def test_every_template_asks_for_something_to_say_and_something_to_show(door: Door) -> None:
    for one in data(door.get("/v1/templates"))["templates"]:
        kinds = {variable["type"] for variable in one["variables"]}
        assert "script" in kinds and kinds & {"image", "video"}, one["name"]
    assert data(door.get("/v1/visual_styles/custom")) == {"visual_styles": []}


def test_whose_key_it_is(door: Door) -> None:
    for path in ("/v1/whoami", "/v2/user/whoami"):
        assert set(data(door.get(path))) == {"username", "email"}


@pytest.mark.parametrize("path", ["/v1/endpoint", "/v1/webhook/endpoint"])
def test_one_answer_for_every_reader_of_an_endpoint(door: Door, path: str) -> None:
    asked = {"url": "https://hooks.example/jogg", "events": ["generated_video_success"], "status": "enabled"}
    answer = door.post(path, json=asked)
    made = data(answer)
    assert made.items() <= answer.json().items()
    assert set(made) == {"endpoint_id", "url", "secret", "status", "events", "username", "created_at"}
    assert asked.items() <= made.items() and len(made["secret"]) == 16
    one = f"{path}/{made['endpoint_id']}"
    changed = data(door.put(one, json={"status": "disabled", "secret": "mine"}))
    assert changed == {**made, "status": "disabled"}
    assert data(door.get("/v1/endpoints"))["endpoints"] == data(door.get("/v1/webhook/endpoints")) == [changed]
    assert data(door.get("/v2/endpoints"))["endpoints"] == [changed]
    assert data(door.delete(one)) is None
    problem(door.delete(one), 10104)


def test_events(door: Door) -> None:
    first = data(door.get("/v1/events"))["events"]
    assert {"generated_video_success", "generated_video_failed"} <= set(first)
    assert data(door.get("/v1/webhook/events")) == first
    second = data(door.get("/v2/events"))["events"]
    assert {"generated_product_video_success", "generated_avatar_video_failed"} <= set(second)


def test_an_endpoint_of_the_second_version(door: Door) -> None:
    asked = {"url": "https://hooks.example/v2", "events": ["generated_product_video_success"], "status": "enabled"}
    made = data(door.post("/v2/endpoint", json=asked))
    assert made["secret"].startswith("whsec_")
    assert data(door.delete(f"/v2/endpoint/{made['endpoint_id']}")) == {"message": "webhook deleted"}


@pytest.mark.parametrize("url", ["http://hooks.example/x", "https://127.0.0.1/x", "ftp://a.example", "nothing"])
def test_endpoints_are_reached_by_https_and_far_away(door: Door, url: str) -> None:
    problem(door.post("/v1/endpoint", json={"url": url, "events": ["generated_video_success"]}), 40000, "url")
