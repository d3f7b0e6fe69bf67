"""What these clients leave blank or send beside counts as the contract says, and states that come late are told."""

from __future__ import annotations

from typing import Any

import pytest
from api_house import Open, key_headers
from jogg_door import FACTS, Door, data, new_product, problem
from sqlalchemy import update

from pitchreel.api.jogg.open.bodies import TalkBody
from pitchreel.api.jogg.parts import ProductChange, ProductGiven
from pitchreel.service import course, keys, products, projects
from pitchreel.service.rows import CLEANED
from pitchreel.storage.tables import projects as table

BLANK = {"type": 1, "name": "", "url": "", "description": ""}
FILM = {
    "aspect_ratio": "portrait",
    "video_length": "15",
    "language": "english",
    "avatar_id": 127,
    "voice_id": "en-US-ChristopherNeural",
    "script_style": "Don't Worry",
    "visual_style": "FullScreen",
}
TALK = {"aspect_ratio": 1.0, "avatar_id": 127, "tts_voice_id": "en-US-ChristopherNeural", "script": "Hello there."}


def new_film(door: Door, **more: Any) -> str:
    product = new_product(door)
    found: str = data(door.post("/v1/create_video_from_url", json={**FILM, "product_id": product, **more}))[
        "project_id"
    ]
    return found


def promised(door: Door) -> str:
    return products.find(door.here.house.db, door.key.id, new_product(door)).project


def end(door: Door, project: str, state: str) -> None:
    db = door.here.house.db
    with db.begin() as conn:
        assert course.start(conn, db, project, 1)
        assert course.report(conn, db, project, run=1, state=state, result={"video": "films/x/film.mp4"})


def test_a_film_that_was_cleaned_up_is_deleted(door: Door) -> None:
    project = new_film(door)
    end(door, project, "done")
    assert data(door.get("/v1/project", params={"project_id": project}))["status_code"] == 4
    with door.here.house.db.begin() as conn:
        conn.execute(update(table).where(table.c.id == project).values(result={}, stage=CLEANED))
    shown = data(door.get("/v1/project", params={"project_id": project}))
    assert (shown["status_code"], shown["status_desc"], shown["video_url"]) == (99, "deleted", "")
    old = data(door.get("/open/prj_info", params={"project_id": project}))
    assert (old["status"], old["step"], old["progress"]) == (99, 99, 100)


def test_a_cancelled_film_says_why(door: Door) -> None:
    project = new_film(door)
    projects.cancel(door.here.house.db, door.key.id, project)
    shown = data(door.get("/v1/project", params={"project_id": project}))
    assert (shown["status_desc"], shown["err_msg"]) == ("failed", "It was cancelled.")


@pytest.mark.parametrize("recording", [{"url": "", "duration": 0}, {"url": ""}, {}, None, ""])
def test_a_blank_recording_is_none(recording: object) -> None:
    wish = TalkBody.model_validate({**TALK, "audio_script": recording}).wish()
    assert (wish.script, wish.audio_url) == ("Hello there.", None)


def test_a_blank_recording_leaves_the_other_one() -> None:
    body = {**TALK, "script": "", "audio_script": {"url": ""}, "audio_url": "https://shop.test/a.mp3"}
    assert TalkBody.model_validate(body).wish().audio_url == "https://shop.test/a.mp3"


def test_blank_media_are_left_out(door: Door) -> None:
    made = data(door.post("/v1/product", json={**FACTS, "media": [BLANK, *FACTS["media"], {**BLANK, "url": None}]}))
    assert [item["url"] for item in made["media"]] == [item["url"] for item in FACTS["media"]]
    change = ProductChange.model_validate({"product_id": made["product_id"], "media": [BLANK]})
    assert change.media is None
    problem(door.post("/v1/product", json={**FACTS, "media": [BLANK]}), 40000, "media is required")


@pytest.mark.parametrize("beside", [{"media": [BLANK]}, {"media": 7}, {"media": [{"url": {}}]}, {"name": ["x"]}])
def test_with_an_address_the_rest_is_ignored(beside: dict[str, object]) -> None:
    given = ProductGiven.model_validate({"url": "https://shop.test/mug", **beside})
    assert (given.url, given.media, given.name) == ("https://shop.test/mug", None, None)


@pytest.mark.parametrize("kind", [-7, 2, 9])
def test_an_avatar_is_public_or_ones_own(door: Door, kind: int) -> None:
    product = new_product(door)
    answer = door.post("/v1/create_video_from_url", json={**FILM, "product_id": product, "avatar_type": kind})
    problem(answer, 40000, "avatar_type")


def test_large_numbers_where_nobody_looks(door: Door) -> None:
    product = new_product(door)
    media = [{"url": "https://shop.test/one.jpg", "clip_id": 1834567890123456789}]
    assert door.put("/open/product", json={"product_id": product, "intro_medias": media}).json()["code"] == 0
    answer = door.post("/v1/create_video_from_url", json={**FILM, "product_id": product, "avatar_id": 10**30})
    problem(answer, 40000, "avatar_id")


@pytest.mark.parametrize("path", ["/v1/products"])
def test_texts_push_no_product_out_of_the_list(door: Door, path: str) -> None:
    product = new_product(door)
    db, key = door.here.house.db, door.key.id
    for number in range(3):
        products.from_facts(db, key, products.Facts(name=f"Text {number}", extra=products.UNLISTED))
    assert [item["product_id"] for item in data(door.get(path))] == [product]
    assert products.count(db, key) == 1
    assert len(products.listed(db, key, hidden=True)) == 4


def test_a_promised_project_at_work_takes_no_other_wishes(door: Door) -> None:
    wish = {**FILM, "project_id": promised(door), "title": "First"}
    assert data(door.post("/open/project/render", json=wish)) is not None
    assert data(door.post("/open/project/render", json=wish)) is not None
    problem(door.post("/open/project/render", json={**wish, "aspect_ratio": "landscape"}), 40000, "other wishes")


def test_another_run_has_its_own_title(door: Door) -> None:
    project = promised(door)
    wish = {**FILM, "project_id": project, "title": "First"}
    data(door.post("/open/project/render", json=wish))
    end(door, project, "done")
    data(door.post("/open/project/render", json={**wish, "title": "Second"}))
    assert data(door.get("/open/prj_info", params={"project_id": project}))["title"] == "Second"


def test_a_state_of_zero_was_not_given(door: Door) -> None:
    assert door.get("/v2/product_videos", params={"page": "0", "page_size": "0", "status": "0"}).json()["code"] == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/product", {"url": "https://shop.test/mug"}),
        (
            "/v1/ai_scripts",
            {**FACTS, "language": "english", "video_length_seconds": "15", "script_style": "Don't Worry"},
        ),
    ],
)
def test_what_takes_too_long_is_stopped_and_costs_nothing(opened: Open, path: str, body: dict[str, Any]) -> None:
    here = opened(read_seconds=0.2)
    headers = key_headers(here)
    problem(here.post(path, json=body, headers=headers), 50000, "It took too long")
    key = keys.listed(here.house.db)[-1]
    assert key.used == 0
    assert [row.state for row in projects.listed(here.house.db, key.id)] == ["cancelled"]


def test_a_refused_upload_has_a_code(door: Door) -> None:
    asset = data(door.post("/v1/upload/asset", json={"filename": "lamp.png"}))
    problem(door.put(asset["sign_url"], content=b"no picture"), 40000, status=400)
    problem(door.put(f"{asset['sign_url']}0", content=b"x"), 10105, status=401)


def test_files_of_others_are_not_taken_for_ours_where_any_name_is_trusted(opened: Open) -> None:
    here = opened(trusted_hosts="*")
    door = Door(here, keys.create(here.house.db, "one"))
    recording = {"audio_url": "https://shop.example/files/voice.mp3", "avatar_id": 127, "screen_style": 1}
    assert data(door.post("/v1/create_video_from_talking_avatar", json=recording))["project_id"]


def test_somebody_elses_file_makes_no_avatar(door: Door) -> None:
    asset = data(door.post("/v1/upload/asset", json={"filename": "me.png"}))
    wish = {"origin_url": asset["asset_id"], "name": "me"}
    other = door.other()
    for path in ("/v1/avatar/create", "/open/avatar/create"):
        problem(other.post(path, json=wish), 10104, "no such file")
    assert data(other.get("/v1/avatars/custom"))["avatars"] == []


def test_an_avatar_that_is_not_ones_own_is_not_there_in_one_sentence(door: Door) -> None:
    made = data(door.post("/v1/avatar/create", json={"origin_url": "https://shop.test/me.png", "name": "me"}))
    said = []
    for number in (made["avatar_id"], 100999):
        answer = door.other().delete(f"/v1/avatar/custom/delete?avatar_id={number}")
        problem(answer, 10104, f"'{number}'")
        said.append(answer.json()["msg"].replace(str(number), ""))
    assert said[0] == said[1]


def test_the_oldest_form_asks_for_no_avatar(door: Door) -> None:
    assert data(door.post("/open/render/talking_avatar", json={"script": "Hello there.", "screen_style": 1}))["prj_id"]
    product = new_product(door)
    assert data(door.post("/open/project/render", json={"product_id": product}))["project_id"]
    problem(door.post("/open/product", json={"url": "   "}), 40000, "url")


def test_a_film_without_its_voice(door: Door) -> None:
    made = data(door.post("/open/render", json={"text": "Hello there.", "template_id": 101, "without_tts": 1}))
    order = projects.find(door.here.house.db, door.key.id, made["prj_id"]).wishes
    assert (order.brief.voice_volume, order.variables[0].content) == (0.0, "Hello there.")
    made = data(door.post("/open/render", json={"text": "Hello there.", "template_id": 101}))
    assert projects.find(door.here.house.db, door.key.id, made["prj_id"]).wishes.brief.voice_volume == 1.0


def test_a_project_made_elsewhere_is_made_again_by_the_oldest_form(door: Door) -> None:
    project = new_film(door)
    end(door, project, "done")
    again = data(door.post("/open/project/render", json={**FILM, "project_id": project}))
    assert again["project_id"] == project
    assert projects.find(door.here.house.db, door.key.id, project).run == 2
    problem(door.other().post("/open/project/render", json={**FILM, "project_id": project}), 10104, "product")
    talk = data(door.post("/open/render/talking_avatar", json=TALK))["prj_id"]
    problem(door.post("/open/project/render", json={**FILM, "project_id": talk}), 10104, "product")


def test_what_the_oldest_form_promised_is_known_to_the_newest(door: Door) -> None:
    shown = data(door.get(f"/v2/product_video/{promised(door)}"))
    assert (shown["status"], shown["video_url"], shown["title"]) == ("processing", "", FACTS["name"])


def test_small_films_are_not_among_the_films(door: Door) -> None:
    product = new_product(door)
    small = data(door.post("/v1/preview", json={**FILM, "product_id": product}))["project_id"]
    whole = data(door.post("/v1/create_video_from_url", json={**FILM, "product_id": product}))["project_id"]
    listed = data(door.get("/v2/product_videos"))
    assert ([one["id"] for one in listed["videos"]], listed["total"]) == ([whole], 1)
    assert data(door.get("/v1/project", params={"project_id": small}))["id"] == small


def test_a_preview_in_full_is_told_of_its_own_style_alone(door: Door) -> None:
    product = new_product(door)
    names = ["FullScreen", "Elegant Presentation", "Card Stacking"]
    order = {
        "product_id": product,
        "visual_styles": names,
        "video_spec": {"length": "15", "aspect_ratio": "portrait"},
        "avatar": {"id": 127, "type": 0},
        "voice": {"id": "en-US-ChristopherNeural"},
        "script": {"style": "Storytime", "language": "english"},
    }
    path = "/v2/create_video_from_product/"
    made = data(door.post(f"{path}preview_list", json=order))
    said = {}
    for small in made["previews"]:
        film = data(door.post(f"{path}render_single_preview", json={"preview_id": small["preview_id"]}))
        said[small["visual_style"]] = [one for one in film.get("warnings", ()) if "visual style" in one]
    assert [len(said[name]) for name in names] == [0, 1, 0]
