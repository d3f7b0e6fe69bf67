"""The operations of the Creatify dialect that need no worker, over a server in this process."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from api_house import Here, key_headers, serve_here
from creatify_mug import MUG, PICTURES

from pitchreel.config import Settings
from pitchreel.script import write_variants
from pitchreel.service import keys, products
from pitchreel.service.wares import document_of

Ask = Callable[..., Any]


def paths_of(here: Here) -> list[tuple[str, str]]:
    schema = here.get("/openapi/creatify.json").json()
    return [(method, path) for path, operations in schema["paths"].items() for method in operations]


def test_every_operation_asks_for_both_keys(here: Here) -> None:
    operations = paths_of(here)
    assert len(operations) >= 28
    with httpx.Client(base_url=here.base_url) as client:
        for method, path in operations:
            answer = client.request(method, path.replace("{id}", str(uuid.uuid4())), json={})
            assert answer.status_code == 401, (method, path)
            assert "X-API-KEY" in answer.json()["detail"]


def test_the_document_wants_both_keys_at_once_and_names_the_refusals(here: Here) -> None:
    schema = here.get("/openapi/creatify.json").json()
    schemes = schema["components"]["securitySchemes"]
    assert {name: scheme["name"] for name, scheme in schemes.items()} == {
        name: name for name in ("X-API-ID", "X-API-KEY")
    }
    operations = {f"{method} {path}": schema["paths"][path][method] for method, path in paths_of(here)}
    assert all(operation["security"] == [{"X-API-ID": [], "X-API-KEY": []}] for operation in operations.values())
    statuses = {name: set(operation["responses"]) for name, operation in operations.items()}
    assert statuses["get /api/links/{id}/"] == {"200", "401", "404"}
    assert statuses["post /api/links/"] == {"200", "400", "401", "402", "422", "429"}
    assert statuses["post /api/link_to_videos/"] == {"200", "400", "401", "402", "404", "422", "429"}
    assert statuses["post /api/personas_v2/"] == {"201", "400", "401", "422", "429"}
    assert statuses["get /api/voices/paginated/"] == {"200", "400", "401", "404"}
    assert "HTTPValidationError" not in here.get("/openapi/creatify.json").text


def test_a_key_without_its_id_is_not_enough(here: Here) -> None:
    without = {name: value for name, value in here.headers.items() if name.lower() != "x-api-id"}
    assert httpx.get(f"{here.base_url}/api/remaining_credits/", headers=without).status_code == 401
    bearer = {"Authorization": f"Bearer {here.headers['x-api-key']}"}
    assert httpx.get(f"{here.base_url}/api/remaining_credits/", headers=bearer).status_code == 200


def test_no_operation_redirects(here: Here) -> None:
    for method, path in paths_of(here):
        bare = path.replace("{id}", str(uuid.uuid4())).rstrip("/")
        answer = here.request(method, bare, json={}, follow_redirects=False)
        assert answer.status_code not in (301, 302, 307, 308, 405), (method, bare)
        slashed = here.request(method, f"{bare}/", json={}, follow_redirects=False)
        assert slashed.status_code == answer.status_code, (method, path)


def test_what_is_not_there_is_told_in_the_dialects_words(here: Here) -> None:
    assert (here.get("/api/nothing/").status_code, here.get("/api/nothing/").json()) == (404, {"detail": "Not found."})
    wrong = here.delete("/api/links/")
    assert (wrong.status_code, wrong.json()) == (405, {"detail": 'Method "DELETE" not allowed.'})
    broken = here.post("/api/links/", content=b"{", headers={"Content-Type": "application/json"})
    assert broken.status_code == 400
    assert broken.json()["detail"].startswith("JSON parse error")
    for body, kind in (([], "list"), ("mug", "str"), (7, "int"), (None, "NoneType")):
        answer = here.post("/api/links/", json=body, content=None if body is not None else b"null")
        expected = {"non_field_errors": [f"Invalid data. Expected a dictionary, but got {kind}."]}
        assert (answer.status_code, answer.json()) == (400, expected)


def test_a_product_told_by_hand_is_a_link_at_once(here: Here, link: dict[str, Any]) -> None:
    assert link["credits_used"] == 1
    assert link["id"] != link["link"]["id"]
    assert link["link"]["title"] == MUG["title"]
    assert link["link"]["image_urls"] == PICTURES
    for id in (link["id"], link["link"]["id"], uuid.UUID(link["id"]).hex):
        assert here.get(f"/api/links/{id}/").json() == link
    assert here.get("/api/links/", params={"ids": link["id"]}).json() == [link]
    assert link in here.get("/api/links/").json()


@pytest.mark.parametrize("told", [{}, {**MUG, "image_urls": PICTURES[:2]}, {**MUG, "image_urls": None}])
def test_without_a_clip_three_pictures_are_needed(here: Here, told: dict[str, Any]) -> None:
    answer = here.post("/api/links/link_with_params/", json=told)
    assert (answer.status_code, answer.json()) == (400, ["Link must have at least three images or one video."])


def test_one_clip_is_enough(here: Here) -> None:
    told = {"description": "A kettle that sings. It is red.", "video_urls": ["https://cdn.example/kettle.mp4"]}
    made = here.post("/api/links/link_with_params/", json=told).json()
    assert made["link"]["video_urls"] == told["video_urls"]
    assert made["link"]["title"] == "A kettle that sings"


def test_a_product_told_without_words_has_no_title(here: Here) -> None:
    made = here.post("/api/links/link_with_params/", json={"image_urls": PICTURES}).json()
    assert made["link"]["title"] is None
    assert made in here.get("/api/links/").json()
    row = products.find(here.house.db, 1, made["id"])
    lines = [line.shown for script in write_variants(document_of(row), n=6, length=15) for line in script.lines]
    assert not any("ntitled" in line for line in lines)
    flat = here.put(f"/api/links/{made['id']}/", json={"title": "Tin kettle"}).json()
    assert flat == {**made["link"], "title": "Tin kettle"}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_is_partial_and_answers_flat(here: Here, method: str) -> None:
    made = here.post("/api/links/link_with_params/", json={**MUG, "video_urls": ["https://cdn.example/m.mp4"]}).json()
    change = {"image_urls": PICTURES[:1], "logo_url": "https://cdn.example/logo.png", "reviews": "Lovely."}
    flat = here.request(method, f"/api/links/{made['id']}/", json=change).json()
    assert flat == {**made["link"], **change}
    assert here.get(f"/api/links/{made['id']}/").json()["link"] == flat


def test_a_change_empties_what_it_says_but_no_link_is_left_without_media_or_title(here: Here) -> None:
    clip = "https://cdn.example/m.mp4"
    told = {**MUG, "video_urls": [clip], "logo_url": "https://cdn.example/logo.png", "reviews": "Lovely."}
    made = here.post("/api/links/link_with_params/", json=told).json()
    path = f"/api/links/{made['id']}/"
    flat = here.put(path, json={"image_urls": [], "logo_url": None, "reviews": [], "title": None}).json()
    assert flat == {**made["link"], "image_urls": [], "logo_url": None, "reviews": None}
    assert made["id"] in [item["id"] for item in here.get("/api/links/").json()]
    for nothing in ({"video_urls": []}, {"media": [{"url": " "}]}, {"image_urls": [" "], "video_urls": []}):
        answer = here.put(path, json=nothing)
        assert (answer.status_code, answer.json()) == (400, ["Link must have at least one image or one video."])
    pictures = here.post("/api/links/link_with_params/", json=MUG).json()
    answer = here.put(f"/api/links/{pictures['id']}/", json={"image_urls": []})
    assert (answer.status_code, answer.json()) == (400, ["Link must have at least one image or one video."])
    assert here.get(path).json()["link"] == flat
    assert here.put(path, json={"image_urls": None, "title": " "}).json() == flat


def test_a_change_may_name_its_media_in_one_list(here: Here, link: dict[str, Any]) -> None:
    made = here.post("/api/links/link_with_params/", json=MUG).json()
    media = [{"type": "image", "url": PICTURES[1]}, {"type": "video", "url": "https://cdn.example/m.mp4"}]
    flat = here.patch(f"/api/links/{made['id']}/", json={"media": media}).json()
    assert (flat["image_urls"], flat["video_urls"]) == ([PICTURES[1]], ["https://cdn.example/m.mp4"])


def test_a_form_says_the_same_as_json(here: Here) -> None:
    form = here.post("/api/links/link_with_params", data=MUG).json()
    assert form["link"]["image_urls"] == PICTURES
    changed = here.put(f"/api/links/{form['id']}", files=[("title", (None, "Clay Mug"))]).json()
    assert changed == {**form["link"], "title": "Clay Mug"}


def test_links_come_in_pages(here: Here) -> None:
    for number in range(3):
        here.post("/api/links/link_with_params/", json={**MUG, "title": f"Mug {number}"})
    first = here.get("/api/links/paginated/", params={"page": 1, "limit": 2}).json()
    assert first["previous"] is None
    assert len(first["results"]) == 2
    second = here.get(first["next"]).json()
    assert second["previous"] is not None
    assert not {item["id"] for item in first["results"]} & {item["id"] for item in second["results"]}
    last = -(-first["count"] // 2)
    assert here.get("/api/links/paginated/", params={"page": last, "limit": 2}).json()["next"] is None
    assert "page_size" not in first["next"]
    beyond = here.get("/api/links/paginated/", params={"page": last + 1, "limit": 2})
    assert (beyond.status_code, beyond.json()) == (404, {"detail": "Invalid page."})


@pytest.mark.parametrize("ids", ["x", "1,2", ",".join(str(uuid.uuid4()) for _ in range(101))])
def test_a_list_of_ids_is_read_strictly(here: Here, ids: str) -> None:
    for path in ("/api/links/", "/api/link_to_videos/", "/api/ai_scripts/"):
        answer = here.get(path, params={"ids": ids})
        assert answer.status_code == 400
        assert "ids" in answer.json()


@pytest.mark.parametrize("address", ["https://shop.example/mug", "HTTPS://SHOP.EXAMPLE/mug"])
def test_a_page_that_nobody_reads_in_time_is_told_as_not_scraped(here: Here, address: str) -> None:
    answer = here.post("/api/links/", json={"url": address})
    assert (answer.status_code, answer.json()) == (400, [f"Failed to scrape url: {address}"])


def test_scripts_wait_for_a_worker(here: Here, link: dict[str, Any]) -> None:
    asked = {"title": MUG["title"], "description": MUG["description"], "video_length": 15, "language": "en"}
    answer = here.post("/api/ai_scripts/", json=asked)
    made = answer.json()
    assert answer.status_code == 201
    assert (made["status"], made["generated_scripts"], made["credits_used"]) == ("pending", [], 1)
    assert made["product"]["title"] == MUG["title"]
    assert here.get(f"/api/ai_scripts/{made['id']}/").json() == made
    other = here.post("/api/ai_scripts/", json={**asked, "video_length": 30}).json()
    ids = f"{made['id']},{other['id']}"
    for ordering, expected in (("-created_at", [other, made]), ("updated_at", [made, other]), ("size", [made, other])):
        assert here.get("/api/ai_scripts/", params={"ids": ids, "ordering": ordering}).json() == expected


def test_scripts_need_something_to_be_about(here: Here) -> None:
    answer = here.post("/api/ai_scripts/", json={"title": "Mug"})
    expected = {"non_field_errors": ["Either url or title and description are required."]}
    assert (answer.status_code, answer.json()) == (400, expected)


def test_products_that_scripts_were_about_are_no_links(here: Here) -> None:
    here.post("/api/ai_scripts/", json={"title": "Unlisted lamp", "description": "A lamp."})
    assert "Unlisted lamp" not in [item["link"]["title"] for item in here.get("/api/links/").json()]


def test_scripts_are_about_the_link_of_that_title_and_description(here: Here) -> None:
    words = {"title": "Tin kettle", "description": "A kettle of tin that sings."}
    made = here.post("/api/links/link_with_params/", json={**MUG, **words, "title": "Kettle"}).json()
    shadow = here.post("/api/ai_scripts/", json=words).json()["product"]["id"]
    assert here.post("/api/ai_scripts/", json=words).json()["product"]["id"] == shadow
    here.put(f"/api/links/{made['id']}/", json={"title": " Tin kettle\n"})
    again = here.post("/api/ai_scripts/", json=words).json()["product"]
    assert (again["id"], again["image_urls"]) == (made["link"]["id"], MUG["image_urls"])


ASKED = {
    "name": "Autumn",
    "target_platform": "Instagram",
    "target_audience": "Young Adults",
    "language": "en",
    "video_length": 30,
    "aspect_ratio": "9x16",
    "script_style": "DIY",
    "model_version": "aurora_v1_fast",
    "override_script": "Tea that stays warm. Order the stone mug today.",
    "no_cta": True,
    "caption_setting": {"style": "neo", "offset": {"x": 0.0, "y": 0.4}, "hidden": False},
    "voiceover_volume": 0.8,
}


def test_a_video_echoes_all_that_was_asked(here: Here, link: dict[str, Any]) -> None:
    asked = {**ASKED, "link": link["id"], "visual_style": "MotionCardsTemplate", "aspect_ratio": "9:16"}
    answer = here.post("/api/link_to_videos/", json=asked)
    made = answer.json()
    assert answer.status_code == 200, made
    assert (made["status"], made["previews"], made["credits_used"]) == ("pending", [], 5)
    caption = made.pop("caption_setting")
    assert {name: caption[name] for name in ("style", "offset", "hidden")} == ASKED["caption_setting"]
    expected = {**asked, "aspect_ratio": "9x16"}
    expected.pop("caption_setting")
    assert {name: made[name] for name in expected} == expected
    assert any("aurora_v1_fast" in warning for warning in made["warnings"])


def test_credits_follow_the_table(here: Here, link: dict[str, Any]) -> None:
    made = keys.create(here.house.db, "counted", quota=20)
    headers = {"X-API-ID": made.api_id, "X-API-KEY": made.api_key}
    with httpx.Client(base_url=here.base_url, headers=headers, timeout=30) as client:

        def left() -> float:
            return float(client.get("/api/remaining_credits/").json()["remaining_credits"])

        assert left() == 20
        mug = client.post("/api/links/link_with_params/", json=MUG).json()
        assert left() == 19
        client.post("/api/ai_scripts/", json={"title": MUG["title"], "description": MUG["description"]})
        assert left() == 18
        styles = ["LegoTemplate", "OverCardsTemplate", "FullScreenTemplate"]
        listed = {"link": mug["id"], "video_length": 60, "visual_styles": styles}
        assert client.post("/api/link_to_videos/preview_list_async/", json=listed).json()["credits_used"] == 2
        assert left() == 16
        client.post("/api/link_to_videos/", json={"link": mug["id"], "video_length": 45})
        assert left() == 6
        refused = client.post("/api/link_to_videos/", json={"link": mug["id"], "video_length": 45})
        assert refused.status_code == 402
        assert refused.json()["detail"].startswith("Insufficient credits.")
        assert left() == 6


def test_a_key_without_a_limit_has_plenty(here: Here) -> None:
    assert here.get("/api/remaining_credits/").json() == {"remaining_credits": 999999.0}
    assert here.get("/api/workspace/remaining_credits/").json() == {"remaining_credits": 999999.0}


def test_previews_are_empty_until_they_are_made_and_cannot_be_rendered(here: Here, link: dict[str, Any]) -> None:
    asked = {**ASKED, "link": link["id"], "visual_styles": ["DramaticTemplate", "VlogTemplate"]}
    made = here.post("/api/link_to_videos/preview_list_async/", json=asked).json()
    assert (made["status"], made["previews"], made["credits_used"]) == ("pending", [], 1)
    assert made["visual_styles"] == asked["visual_styles"]
    path = f"/api/link_to_videos/{made['id']}"
    early = here.post(f"{path}/render/", json={})
    assert early.status_code == 400
    unknown = here.post(f"{path}/render_single_preview/", json={"media_job": str(uuid.uuid4())})
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "Not found."})
    assert here.post(f"{path}/generate_preview/", json={}).json()["id"] == made["id"]


def test_a_film_made_at_once_is_rendered_only_after_its_preview_was_asked_for(here: Here, link: dict[str, Any]) -> None:
    path = f"/api/link_to_videos/{here.post('/api/link_to_videos/', json={'link': link['id']}).json()['id']}"
    assert here.post(f"{path}/render/", json={}).status_code == 400
    assert here.post(f"{path}/generate_preview/", json={}).status_code == 200
    rendered = here.post(f"{path}/render/", json={})
    assert (rendered.status_code, rendered.json()["credits_used"]) == (200, 5)


def test_a_single_preview_that_takes_long_is_pending(here: Here, link: dict[str, Any]) -> None:
    made = here.post("/api/link_to_videos/preview/", json={"link": link["id"]}).json()
    assert (made["status"], made["preview"], made["credits_used"]) == ("pending", "", 1)


def test_avatar_and_image_exclude_each_other(here: Here, link: dict[str, Any]) -> None:
    persona = here.get("/api/personas/").json()[0]["id"]
    asked = {"link": link["id"], "override_avatar": persona, "override_avatar_by_image": "https://cdn.example/me.jpg"}
    assert "override_avatar_by_image" in here.post("/api/link_to_videos/", json=asked).json()


def test_videos_are_listed_newest_first_and_by_id(here: Here, link: dict[str, Any]) -> None:
    ids = [here.post("/api/link_to_videos/", json={"link": link["id"]}).json()["id"] for _ in range(2)]
    listed = [video["id"] for video in here.get("/api/link_to_videos/").json()]
    assert listed[:2] == ids[::-1]
    found = here.get("/api/link_to_videos/", params={"ids": ",".join([*ids, str(uuid.uuid4())])}).json()
    assert [video["id"] for video in found] == ids


def test_nobody_sees_what_belongs_to_another_key(here: Here, stranger: httpx.Client, link: dict[str, Any]) -> None:
    video = here.post("/api/link_to_videos/", json={"link": link["id"]}).json()
    scripts = here.post("/api/ai_scripts/", json={"title": "Mug", "description": "A mug."}).json()
    asked = [
        stranger.get(f"/api/links/{link['id']}/"),
        stranger.put(f"/api/links/{link['id']}/", json={"title": "Mine"}),
        stranger.get(f"/api/link_to_videos/{video['id']}/"),
        stranger.post(f"/api/link_to_videos/{video['id']}/render/", json={}),
        stranger.post(f"/api/link_to_videos/{video['id']}/generate_preview/", json={}),
        stranger.get(f"/api/ai_scripts/{scripts['id']}/"),
        stranger.post("/api/link_to_videos/", json={"link": link["id"]}),
        stranger.get("/api/links/no-uuid/"),
    ]
    assert {(answer.status_code, answer.text) for answer in asked} == {(404, '{"detail":"Not found."}')}
    for path in ("/api/links/", "/api/link_to_videos/", "/api/ai_scripts/"):
        ids = ",".join([link["id"], video["id"], scripts["id"]])
        assert stranger.get(path, params={"ids": ids}).json() == []


def test_a_film_that_another_dialect_ordered_is_of_a_link(here: Here) -> None:
    media = [{"type": 1, "name": "mug", "url": url, "description": "a mug"} for url in PICTURES]
    told = {"url": "", "name": "Stone Mug", "description": MUG["description"], "media": media}
    product = here.post("/v1/product", json=told).json()["data"]
    asked = {"product_id": product["product_id"], "visual_style": "FullScreen", "aspect_ratio": 0, "video_length": 15}
    names = {"avatar_id": 37, "avatar_type": 0, "voice_id": "en-US-ChristopherNeural", "script_style": "Discovery"}
    made = here.post(
        "/v1/create_video_from_url", json={**asked, **names, "language": "english", "caption": True}
    ).json()
    path = f"/api/link_to_videos/{made['data']['project_id']}/"
    video = here.get(path).json()
    assert here.get(f"/api/links/{video['link']}/").json()["link"]["title"] == "Stone Mug"
    assert here.get("/api/link_to_videos/").json()[0]["link"] == video["link"]


def test_an_id_of_another_kind_is_not_found(here: Here, link: dict[str, Any]) -> None:
    video = here.post("/api/link_to_videos/", json={"link": link["id"]}).json()
    scripts = here.post("/api/ai_scripts/", json={"title": "Mug", "description": "A mug."}).json()
    assert here.get(f"/api/ai_scripts/{video['id']}/").status_code == 404
    assert here.get(f"/api/link_to_videos/{scripts['id']}/").status_code == 404


def test_the_same_idempotency_key_makes_one_video(here: Here, link: dict[str, Any]) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    asked = {"link": link["id"], "name": "Once"}
    first = here.post("/api/link_to_videos/", json=asked, headers=headers)
    again = here.post("/api/link_to_videos/", json=asked, headers=headers)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    other = here.post("/api/link_to_videos/", json={**asked, "name": "Twice"}, headers=headers)
    assert other.status_code == 422
    assert "detail" in other.json()


@pytest.mark.parametrize(
    "asked",
    [
        {"override_avatar": str(uuid.uuid4())},
        {"visual_style": "SimpleCleanTemplate"},
        {"script_style": "EnthusiasticWriter"},
        {"language": "klingon"},
        {"caption_style": "sparkle"},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_name_outside_the_contract_has_a_warning(here: Here, link: dict[str, Any], asked: dict[str, str]) -> None:
    made = here.post("/api/link_to_videos/", json={"link": link["id"], **asked}).json()
    assert made["warnings"], made
    name, value = next(iter(asked.items()))
    assert made[name] == value


def test_strict_names_are_refused(tmp_path: Any) -> None:
    with serve_here(Settings(home=tmp_path / "home", strict_names=True)) as client:
        client.headers.update(key_headers(client))
        link = client.post("/api/links/link_with_params/", json=MUG).json()
        answer = client.post("/api/link_to_videos/", json={"link": link["id"], "visual_style": "X"})
        assert (answer.status_code, answer.json()) == (400, {"visual_style": ['"X" is not a valid choice.']})
        for nested in ({"font_family": "X"}, {"style": "X"}, {"font_style": "X"}):
            answer = client.post("/api/link_to_videos/", json={"link": link["id"], "caption_setting": nested})
            expected = {"caption_setting": {next(iter(nested)): ['"X" is not a valid choice.']}}
            assert (answer.status_code, answer.json()) == (400, expected)
        asked = {"link": link["id"], "visual_styles": ["LegoTemplate", "VlogTemplate"], "aspect_ratio": "1x1"}
        answer = client.post("/api/link_to_videos/preview_list_async/", json=asked)
        assert (answer.status_code, answer.json()) == (400, {"aspect_ratio": ["VlogTemplate is made in 9x16 only."]})


def test_one_operation_has_one_answer_to_a_key_at_each_of_its_paths(here: Here, link: dict[str, Any]) -> None:
    def answers(*paths: str, **body: object) -> list[str]:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        got = [here.post(path, json=body, headers=headers) for path in paths]
        assert [answer.status_code for answer in got] == [got[0].status_code] * len(paths), got[-1].text
        return [answer.json()["id"] for answer in got]

    listed = [f"/api/link_to_videos/{name}" for name in ("preview_list_async", "preview_list_aysnc")]
    asked = {"link": link["id"], "visual_styles": ["LegoTemplate"]}
    assert len(set(answers(*listed, *(f"{path}/" for path in listed), **asked))) == 1
    film = answers("/api/link_to_videos/", "/api/link_to_videos", link=link["id"])
    assert len(set(film)) == 1
    assert len(set(answers("/api/links/link_with_params", "/api/links/link_with_params/", **MUG))) == 1


def test_one_key_for_two_things_of_an_operation_is_refused(here: Here, link: dict[str, Any]) -> None:
    first, second = (
        here.post("/api/link_to_videos/", json={"link": link["id"], "name": name}).json()["id"] for name in "ab"
    )
    for id in (first, second):
        here.post(f"/api/link_to_videos/{id}/generate_preview/", json={})
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    path = "/api/link_to_videos/{}/render{}"
    assert here.post(path.format(first, "/"), json={}, headers=headers).json()["id"] == first
    assert here.post(path.format(first, ""), json={}, headers=headers).json()["id"] == first
    assert here.post(path.format(second, "/"), json={}, headers=headers).status_code == 422
