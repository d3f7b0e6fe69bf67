"""The door in front: what is answered without any worker: envelopes, problems, lists, what is stored and found."""

from __future__ import annotations

from typing import Any

import pytest
from api_house import Open, key_headers
from jogg_door import FACTS, Door, data, new_product, problem

from pitchreel.service import products

FILM = {
    "aspect_ratio": 0,
    "video_length": "15",
    "language": "english",
    "avatar_id": 1,
    "avatar_type": 0,
    "visual_style": "",
    "script_style": "Data",
    "voice_id": "en-US-ChristopherNeural",
    "music_id": 13,
    "template_id": 123,
    "template_type": "public",
    "override_script": "",
    "video_name": "",
}


def test_a_product_given_by_hand(door: Door) -> None:
    made = data(door.post("/v1/product", json={"url": "", **FACTS}))
    assert made == {"product_id": made["product_id"], "url": "", **FACTS}
    listed = data(door.get("/v1/products"))
    assert listed == [made]


def test_a_put_changes_what_it_gives_and_keeps_media_unseen(door: Door) -> None:
    product_id = new_product(door)
    change = {"product_id": product_id, "name": "", "media": [{"type": 1, "name": "n", "url": "http://none.test/x"}]}
    answer = door.put("/v1/product", json=change)
    assert data(answer) is None and set(answer.json()) == {"rid", "code", "msg"}
    after = data(door.get("/v1/products"))[0]
    assert after["name"] == FACTS["name"]
    assert after["media"] == [{"type": 1, "name": "n", "url": "http://none.test/x", "description": ""}]


def test_one_identity_over_all_generations(door: Door) -> None:
    product_id = new_product(door, "/v2/product")
    data(door.put("/open/product", json={"product_id": product_id, "title": "Called by /open"}))
    assert data(door.get("/v1/products"))[0]["name"] == "Called by /open"
    number = products.find(door.here.house.db, door.key.id, product_id).id
    data(door.put("/open/product", json={"product_id": number, "intro_text": "By its number"}))
    assert data(door.get("/v1/products"))[0]["description"] == "By its number"
    ordered = data(door.post("/v1/create_video_from_url", json={**FILM, "product_id": product_id}))["project_id"]
    assert data(door.get("/v1/project", params={"project_id": ordered}))["id"] == ordered
    assert data(door.get(f"/v1/project/{ordered}"))["status_desc"] == "waiting"
    assert data(door.get("/open/prj_info", params={"project_id": ordered}))["status"] == 2
    assert data(door.get(f"/v2/product_video/{ordered}"))["status"] == "processing"


def test_a_promised_project(door: Door) -> None:
    row = products.find(door.here.house.db, door.key.id, new_product(door))
    info = data(door.get("/open/prj_info", params={"project_id": row.project}))
    assert (info["status"], info["step"], info["progress_desc"], info["title"]) == (1, 1, "start", row.name)
    body = {"project_id": row.project, "avatar_id": 37, "lang": "english", "template_name": "Card Stacking"}
    assert data(door.post("/open/project/render", json=body))["project_id"] == row.project
    assert data(door.get("/open/prj_info", params={"project_id": row.project}))["status"] == 2
    assert data(door.get(f"/v1/project/{row.project}"))["status_code"] == 2


def test_the_mixed_form_answers_its_project(door: Door) -> None:
    body = {"product_id": new_product(door), "avatar_id": 100266, "avatar_source": 1, "template_id": 0}
    answer = data(door.post("/open/project/render", json={**body, "video_length": "15", "visual_style": "FullScreen"}))
    assert data(door.get("/open/prj_info", params={"project_id": answer["project_id"]}))["id"] == answer["project_id"]
    assert any("100266" in warning for warning in answer["warnings"])


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", "/v1/product", {}, "Parameter error: url is required"),
        ("POST", "/v1/product", {"name": "Mug"}, "Parameter error: media is required"),
        ("POST", "/v1/create_video_from_url", {**FILM, "product_id": "x", "avatar_id": 0}, "avatar_id is required"),
        (
            "POST",
            "/v1/create_video_from_url",
            {**FILM, "product_id": "x", "aspect_ratio": 7},
            "aspect_ratio: must be 0",
        ),
        ("PUT", "/v1/product", {"name": "x"}, "Parameter error: product_id is required"),
        ("GET", "/v1/project", None, "Parameter error: project_id is required"),
        ("GET", "/open/prj_info", None, "Parameter error: project_id is required"),
        ("POST", "/open/product", {"url": ""}, "Parameter error: url is required"),
        ("POST", "/v1/ai_scripts", {"language": "english"}, "Parameter error: product_id is required"),
        ("POST", "/v1/upload/asset", {"filename": ""}, "Parameter error: filename is required"),
        ("POST", "/v1/avatar/create", {"name": "Ann"}, "Parameter error: origin_url is required"),
        ("DELETE", "/v1/avatar/custom/delete", None, "Parameter error: avatar_id is required"),
        ("POST", "/v2/create_video_from_product", {"product_id": "x"}, "Parameter error: video_spec is required"),
        ("POST", "/v2/create_video_from_avatar", {"script": "Hi."}, "Parameter error: avatar is required"),
        ("GET", "/v2/product_videos?page_size=x", None, "Parameter error: page_size must be a whole number"),
        ("GET", "/v2/product_videos?status=1", None, "Parameter error: status must be 3"),
    ],
)
def test_parameter_errors(door: Door, method: str, path: str, body: Any, message: str) -> None:
    problem(door.request(method, path, json=body), 40000, message)


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b"\xff", b'{"url": NaN}'])
def test_bodies_that_are_no_object(door: Door, body: bytes) -> None:
    problem(door.post("/v1/product", content=body), 40000, "Parameter error: ")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/project?project_id=00000000000000000000000000000000",
        "/v1/project/x",
        "/open/prj_info?project_id=%00",
        "/v2/product_video/0",
        "/v2/avatar_video/00000000000000000000000000000000",
        "/v2/template_video/x",
        "/v2/ai_scripts/results/x",
        "/v2/template/custom/99999999",
    ],
)
def test_unknown_records(door: Door, path: str) -> None:
    code = 40000 if "%00" in path else 10104
    problem(door.get(path), code)


@pytest.mark.parametrize("product", ["x", "MTAwMDAwMDE", 99999999999999, "0" * 32])
def test_unknown_products(door: Door, product: object) -> None:
    problem(door.post("/v1/create_video_from_url", json={**FILM, "product_id": product}), 10104)
    problem(door.put("/open/product", json={"product_id": product, "name": "x"}), 10104)


def test_somebody_elses_things_are_not_there(door: Door) -> None:
    product_id = new_product(door)
    project = data(door.post("/v1/create_video_from_url", json={**FILM, "product_id": product_id}))["project_id"]
    avatar = data(door.post("/v1/avatar/create", json={"name": "A", "origin_url": "http://shop.test/a.mp4"}))[
        "avatar_id"
    ]
    other = door.other()
    problem(other.get(f"/v1/project/{project}"), 10104)
    problem(other.put("/v1/product", json={"product_id": product_id, "name": "x"}), 10104)
    problem(other.delete("/v1/avatar/custom/delete", params={"avatar_id": avatar}), 10104)
    assert data(other.get("/v1/products")) == []
    assert data(other.get("/v1/avatars/custom")) == {"avatars": []}


def test_without_a_key(door: Door) -> None:
    for headers in ({"x-api-key": ""}, {"x-api-key": "wrong"}):
        problem(door.get("/v1/whoami", headers=headers), 10105)
        problem(door.post("/v1/product", json={}, headers=headers), 10105)
        problem(door.get("/open/timbre", headers=headers), 10105)


def test_the_status_of_problems_is_a_setting(opened: Open) -> None:
    door = opened(jogg_http_status="standard")
    headers = key_headers(door)
    problem(door.get("/v1/whoami"), 10105, status=401)
    problem(door.get("/v1/project/x", headers=headers), 10104, status=404)
    problem(door.post("/v1/product", json={}, headers=headers), 40000, status=400)
    problem(door.get("/v2/photo_avatar", headers=headers), 18025, status=403)


def test_what_never_reached_an_operation_keeps_its_status(door: Door) -> None:
    problem(door.get("/v1/nothing"), 10104, status=404)
    problem(door.request("PATCH", "/v1/product"), 10104, status=405)


def test_too_many_requests(opened: Open) -> None:
    door = opened(rate_limit=2)
    headers = key_headers(door)
    for _ in range(2):
        data(door.post("/v1/upload/asset", json={"filename": "a.jpg"}, headers=headers))
    answer = door.post("/v1/upload/asset", json={"filename": "a.jpg"}, headers=headers)
    problem(answer, 429)
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert 1 <= answer.json()["retryAfter"] <= 60
    data(door.get("/v1/products", headers=headers))


def test_a_quota_that_is_used_up(door: Door) -> None:
    small = door.other(quota=1.2)

    def left() -> float:
        found: float = data(small.get("/v2/user/remaining_quota"))["remaining_quota"]
        return found

    film = {**FILM, "product_id": new_product(small)}
    assert left() == pytest.approx(1.2)
    data(small.post("/v1/preview", json=film))
    assert left() == pytest.approx(0.7)
    problem(small.post("/v1/create_video_from_url", json=film), 18020)
    data(small.post("/v2/ai_scripts", json={"product_id": film["product_id"]}))
    assert left() == pytest.approx(0.5)


def test_no_quota_is_a_large_number(door: Door) -> None:
    assert data(door.get("/v2/user/remaining_quota"))["remaining_quota"] == 999999


@pytest.mark.parametrize("given", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_the_media_type_is_a_hint(door: Door, given: str) -> None:
    answer = door.post("/v1/upload/asset", content=b'{"filename": "1.jpg"}', headers={"Content-Type": given})
    upload = data(answer)
    assert upload["asset_id"] == upload["media_url"]
    assert upload["sign_url"].startswith(door.url) and upload["asset_id"].startswith(door.url)


def test_uploads_are_named_by_every_generation(door: Door) -> None:
    assert set(data(door.post("/v2/upload/asset", json={"filename": "a b.mp4", "content_type": "video/mp4"}))) == {
        "sign_url",
        "asset_url",
    }
    answer = door.post("/open/upload/sign", json={"filetype": "mp4", "filename": "../x.mp4", "use_to": "video"})
    upload = data(answer)
    assert upload == {name: answer.json()[name] for name in ("sign_url", "full_path", "key")}
    assert upload["full_path"].endswith("/files/" + upload["key"]) and ".." not in upload["key"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/photo_avatar/photo/generate"),
        ("POST", "/v1/photo_avatar/add_motion"),
        ("GET", "/v1/photo_avatar/generation?photo_id=1"),
        ("POST", "/v2/product_avatar/generation"),
        ("GET", "/v2/product_avatar/generation/b"),
        ("POST", "/v2/create_lip_sync_video"),
        ("POST", "/v2/video_translate/"),
        ("GET", "/v2/video_translate/target_languages"),
    ],
)
def test_what_is_not_available_here_says_so(door: Door, method: str, path: str) -> None:
    problem(door.request(method, path, json={"name": "x"} if method == "POST" else None), 18025, "not available here")


def test_ones_own_avatar(door: Door) -> None:
    made = data(door.post("/v1/avatar/create", json={"origin_url": "http://shop.test/ann.mp4", "name": "Ann"}))
    number = made["avatar_id"]
    assert made == {"avatar_id": number} and number > 100_000
    own = {"avatar_id": number, "name": "Ann", "cover_url": "", "status": 0, "fail_msg": ""}
    assert data(door.get("/v1/avatars/custom"))["avatars"] == [own]
    older = data(door.get("/open/avatar/user"))["avatars"][0]
    assert (older["id"], older["product_status"]) == (number, 0)
    newer = data(door.get("/v2/avatars/custom?name=an&status=processing"))["avatars"][0]
    assert (newer["id"], newer["avatar_status"]) == (number, "processing")
    data(door.delete("/open/avatar/user/delete", params={"avatar_id": number}))
    assert data(door.get("/v1/avatars/custom"))["avatars"] == []
    for none in (number, "x", 5, 10**30):
        problem(door.delete("/v1/avatar/custom/delete", params={"avatar_id": none}), 10104)


def test_the_same_request_twice(door: Door) -> None:
    body = {**FILM, "product_id": new_product(door)}
    once = {"Idempotency-Key": "one"}
    first, second = (door.post("/v1/create_video_from_url", json=body, headers=once) for _ in range(2))
    assert first.content == second.content
    other = door.post("/v1/create_video_from_url", json={**body, "caption": True}, headers=once)
    problem(other, 40000, "Idempotency-Key", status=422)
    assert data(door.get("/v2/product_videos"))["total"] == 1


def test_lists_of_films(door: Door) -> None:
    product_id = new_product(door)
    ids = [
        data(door.post("/v1/create_video_from_url", json={**FILM, "product_id": product_id, "video_name": name}))
        for name in ("first", "second", "third")
    ]
    page = data(door.get("/v2/product_videos?page=1&page_size=2&status=3"))
    assert [video["title"] for video in page["videos"]] == ["third", "second"]
    assert (page["total"], page["page"], page["page_size"]) == (3, 1, 2)
    assert [video["id"] for video in page["videos"]] == [ids[2]["project_id"], ids[1]["project_id"]]
    last = data(door.get("/v2/product_videos?page=2&page_size=2&sort_order=asc"))
    assert [video["title"] for video in last["videos"]] == ["third"]
    assert data(door.get("/v2/product_videos?page=9"))["videos"] == []
    assert data(door.get("/v2/product_videos?status=4"))["total"] == 0
    assert data(door.get("/v2/template_videos"))["pagination"]["total_items"] == 0


def test_previews_and_one_of_them_in_full(door: Door) -> None:
    body = {
        "product_id": new_product(door),
        "video_spec": {"length": "15", "aspect_ratio": "portrait"},
        "avatar": {"id": 1, "type": 0},
        "script": {"style": "Data", "language": "english"},
        "visual_styles": ["FullScreen", "Simple Product Switch"],
    }
    made = data(door.post("/v2/create_video_from_product/preview_list", json=body))
    assert [one["visual_style"] for one in made["previews"]] == body["visual_styles"]
    listed = data(door.get("/v2/product_previews?sort_order=asc"))["previews"]
    assert [one["id"] for one in listed] == [one["preview_id"] for one in made["previews"]]
    second = data(door.get("/v2/product_previews?page=2&page_size=1&status=3"))
    assert ([one["id"] for one in second["previews"]], second["total"]) == ([listed[0]["id"]], 2)
    assert data(door.get("/v2/product_previews?status=4"))["previews"] == []
    render = {"preview_id": made["previews"][1]["preview_id"]}
    film = data(door.post("/v2/create_video_from_product/render_single_preview", json=render))
    assert film["video_id"] == film["product_video_id"] and film["status"] == "processing"
    assert data(door.get(f"/v2/product_video/{film['video_id']}"))["status"] == "processing"
    problem(door.post("/v2/create_video_from_product/render_single_preview", json={"preview_id": "x"}), 10104)
    problem(door.other().post("/v2/create_video_from_product/render_single_preview", json=render), 10104)


def test_scripts_are_ordered(door: Door) -> None:
    body = {
        "language": "english",
        "video_length_seconds": "15",
        "script_style": "Storytime",
        "product_info": {"source_type": "details", "data": {"name": "Mug", "description": "Keeps tea warm."}},
    }
    task = data(door.post("/v2/ai_scripts", json=body))["task_id"]
    waiting = data(door.get(f"/v2/ai_scripts/results/{task}"))
    assert (waiting["status"], waiting["data"], waiting["err_msg"]) == ("pending", None, "")
    assert data(door.get("/v1/products")) == []


def test_scripts_have_a_largest_length(door: Door) -> None:
    talk = {"script": "word " * 1500, "voice_id": "en-US-JennyNeural", "avatar_id": 1, "screen_style": 1}
    problem(door.post("/v1/create_video_from_talking_avatar", json=talk), 40000, "script has 7,499 characters")


def test_addresses_for_notices_are_checked(door: Door) -> None:
    body = {
        "product_id": new_product(door),
        "video_spec": {"length": "15"},
        "avatar": {"id": 1},
        "script": {"style": "Data"},
        "webhook_url": "http://169.254.169.254/latest",
    }
    problem(door.post("/v2/create_video_from_product", json=body), 40000, "webhook_url")


def test_problems_are_in_the_documentation(door: Door) -> None:
    for dialect in ("v1", "open", "v2"):
        paths = door.get(f"/openapi/{dialect}.json").json()["paths"]
        assert paths
        for path, operations in paths.items():
            for method, operation in operations.items():
                assert {"200", "400", "401", "404", "422", "429"} <= set(operation["responses"]), path
                assert operation["summary"] and (method != "post" or "requestBody" in operation), path


def test_examples_of_the_documentation_are_understood(door: Door) -> None:
    product_id = new_product(door)
    project = products.find(door.here.house.db, door.key.id, product_id).project
    tried = 0
    for dialect in ("v1", "open", "v2"):
        schema = door.get(f"/openapi/{dialect}.json").json()
        for path, operations in schema["paths"].items():
            body = operations.get("post", {}).get("requestBody", {"content": {"": {"schema": {}}}})
            reference = next(iter(body["content"].values()))["schema"].get("$ref", "/").rsplit("/", 1)[-1]
            for example in schema["components"]["schemas"].get(reference, {}).get("examples", ()):
                if path.endswith("/product"):
                    continue
                for name, own in (("product_id", product_id), ("project_id", project)):
                    if name in example:
                        example[name] = own
                example.get("product_info", {"data": {}})["data"]["product_id"] = product_id
                if path != "/v1/ai_scripts":
                    assert data(door.post(path, json=example)) is not None, path
                tried += 1
    assert tried >= 12
