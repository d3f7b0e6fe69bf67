"""The catalogues of the Creatify dialect: presenters, voices, music, as lists and in pages."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from api_house import Here, Open, key_headers
from creatify_mug import MUG

from pitchreel.service import course, deliveries, keys, projects

CATALOGUES = ["personas", "voices", "musics"]


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_is_a_list_and_comes_in_pages(here: Here, name: str) -> None:
    whole = here.get(f"/api/{name}/").json()
    assert isinstance(whole, list)
    assert whole
    collected: list[Any] = []
    address: str | None = f"/api/{name}/paginated/?page=1&page_size=5"
    while address:
        page = here.get(address).json()
        numbers = {"page", "page_size"} if name == "musics" else set()
        assert set(page) == {"count", "next", "previous", "results"} | numbers
        assert page["count"] == len(whole)
        collected += page["results"]
        address = page["next"]
    assert collected == whole


@pytest.mark.parametrize(("page", "status"), [("", 200), ("1", 200), ("x", 400), ("0", 400), ("9999", 404)])
def test_a_page_is_a_number_or_not_given(here: Here, page: str, status: int) -> None:
    assert here.get("/api/voices/paginated/", params={"page": page}).status_code == status


@pytest.mark.parametrize("size", ["page_size", "limit"])
def test_neighbours_are_named_by_the_address_that_callers_know(opened: Open, size: str) -> None:
    here = opened(public_url="https://ads.example/studio", trusted_hosts="ads.example,127.0.0.1")
    here.headers.update(key_headers(here))
    page = here.get("/api/voices/paginated/", params={"page": 2, size: 1}).json()
    address = "https://ads.example/studio/api/voices/paginated/"
    assert (page["previous"], page["next"]) == (f"{address}?page=1&{size}=1", f"{address}?page=3&{size}=1")


def test_the_other_paths_of_pages(here: Here) -> None:
    dashed = here.get("/api/personas-paginated/", params={"page": 1, "limit": 3}).json()
    assert len(dashed["results"]) == 3
    page = here.get("/api/musics/", params={"page": 1, "page_size": 4}).json()
    assert len(page["results"]) == 4
    assert (page["page"], page["page_size"]) == (1, 4)


def test_a_persona_has_the_fields_of_the_contract(here: Here) -> None:
    persona = here.get("/api/personas/", params={"gender": "f"}).json()[0]
    assert here.get(f"/api/personas/{persona['id']}/").json() == persona
    assert persona["gender"] == "f"
    assert isinstance(persona["suitable_industries"], list)
    assert persona["preview_image_9_16"].startswith(f"{here.base_url}/files/library/")
    expected = {
        "id", "created_at", "updated_at", "gender", "creator_name", "suitable_industries", "preview_image_16_9",
        "preview_image_1_1", "preview_image_9_16", "preview_video_16_9", "preview_video_1_1", "preview_video_9_16",
        "landscape_preview_video", "squared_preview_video", "portrait_preview_video", "is_active", "process_status",
        "failed_reason", "type", "age_range", "location", "style", "video_scene", "keywords",
    }  # fmt: skip
    assert set(persona) == expected


def test_voices_have_accents_that_can_be_chosen_and_no_language(here: Here, link: dict[str, Any]) -> None:
    voice = here.get("/api/voices/").json()[0]
    assert set(voice) == {"name", "gender", "accents"}
    assert set(voice["accents"][0]) == {"id", "accent_name", "preview_url"}
    asked = {"link": link["id"], "override_voice": voice["accents"][0]["id"]}
    made = here.post("/api/link_to_videos/", json=asked).json()
    assert made["override_voice"] == asked["override_voice"]
    assert made["warnings"] == []


def test_music_is_found_by_category_and_words(here: Here) -> None:
    categories = here.get("/api/music_categories/").json()
    assert all(set(category) == {"name"} for category in categories)
    for category in categories:
        found = here.get("/api/musics/", params={"category": category["name"]}).json()
        assert found
        assert all(category["name"] in track["category"] for track in found)
    track = here.get("/api/musics/").json()[0]
    assert here.get("/api/musics/", params={"search": track["name"]}).json()[0] == track


def test_a_persona_of_ones_own(here: Here, stranger: httpx.Client) -> None:
    told = {"gender": "f", "video_scene": "kitchen", "keywords": ["tea", "calm"]}
    asked = {"creator_name": "Noor", "lipsync_input": "https://cdn.example/noor.mp4", **told}
    answer = here.post("/api/personas_v2/", json=asked)
    made = answer.json()
    assert answer.status_code == 201
    assert (made["creator_name"], made["process_status"], made["is_active"]) == ("Noor", "pending", False)
    assert {name: made[name] for name in told} == told
    assert here.get("/api/personas_v2/").json() == [made]
    assert here.get("/api/personas_v2/count/").json() == {"count": 1}
    assert here.get(f"/api/personas/{made['id']}/").json() == made
    assert stranger.get("/api/personas_v2/").json() == []
    assert stranger.delete(f"/api/personas/{made['id']}/").status_code == 404
    assert here.delete(f"/api/personas/{made['id']}/").status_code == 204
    assert here.get(f"/api/personas/{made['id']}/").status_code == 404
    assert here.post("/api/personas_v2/", json={}).json() == {"lipsync_input": ["This field is required."]}


def test_no_film_is_ordered_with_a_persona_that_is_not_made(here: Here, link: dict[str, Any]) -> None:
    persona = here.post("/api/personas_v2/", json={"lipsync_input": "https://cdn.example/noor.mp4"}).json()
    asked = {"link": link["id"], "override_avatar": persona["id"]}
    early = here.post("/api/link_to_videos/", json=asked)
    assert (early.status_code, early.json()) == (400, {"override_avatar": ["This persona is not made yet."]})
    db = here.house.db
    project = next(row for key in keys.listed(db) for row in projects.listed(db, key.id, kinds=("presenter",)))
    with db.begin() as conn:
        course.report(conn, db, project.id, state="failed", error="No face.")
    assert here.get(f"/api/personas/{persona['id']}/").json()["failed_reason"] == "No face."
    answer = here.post("/api/link_to_videos/", json=asked)
    expected = {"override_avatar": ["This persona could not be made. No face."]}
    assert (answer.status_code, answer.json()) == (400, expected)


@pytest.mark.parametrize(("kind", "clip"), [("photo", ""), ("clip", "/files/presenters/1/x/media.mp4")])
def test_a_persona_of_a_photograph_has_no_clip_to_show(opened: Open, kind: str, clip: str) -> None:
    here = opened()
    here.headers.update(key_headers(here))
    made = here.post("/api/personas_v2/", json={"lipsync_input": "https://cdn.example/noor"}).json()
    db = here.house.db
    (project,) = projects.listed(db, keys.listed(db)[0].id, kinds=("presenter",))
    result = {"kind": kind, "cover": "presenters/1/x/cover.png", "preview": "presenters/1/x/media.mp4"}
    with db.begin() as conn:
        course.start(conn, db, project.id, project.run)
        course.report(conn, db, project.id, state="done", result=result)
    persona = here.get(f"/api/personas/{made['id']}/").json()
    clips = {value for name, value in persona.items() if "preview_video" in name}
    assert clips == {f"{here.base_url}{clip}" if clip else ""}
    assert persona["preview_image_9_16"].endswith("/files/presenters/1/x/cover.png")
    link = here.post("/api/links/link_with_params/", json=MUG).json()["id"]
    asked = {"link": link, "override_avatar": made["id"]}
    assert here.post("/api/link_to_videos/", json=asked).status_code == 200


def test_a_persona_is_told_of_under_its_own_id(opened: Open) -> None:
    here = opened(allow_hosts="127.0.0.1:9")
    here.headers.update(key_headers(here))
    asked = {"lipsync_input": "https://cdn.example/noor.mp4", "keywords": "tea, calm", "gender": "?"}
    inside = here.post("/api/personas_v2/", json={**asked, "webhook_url": "http://169.254.169.254/hook"})
    assert (inside.status_code, list(inside.json())) == (400, ["webhook_url"])
    assert here.get("/api/personas_v2/").json() == []
    hook = "http://127.0.0.1:9/hook"
    made = here.post("/api/personas_v2/", json={**asked, "webhook_url": hook}).json()
    assert (made["keywords"], made["gender"]) == (["tea", "calm"], "nb")
    db = here.house.db
    (project,) = projects.listed(db, keys.listed(db)[0].id, kinds=("presenter",))
    with db.begin() as conn:
        course.report(conn, db, project.id, state="failed", error="No face.")
    (said,) = deliveries.listed(db)
    expected = {"id": made["id"], "process_status": "failed", "failed_reason": "No face."}
    assert (said.url, json.loads(said.body)) == (hook, expected)
