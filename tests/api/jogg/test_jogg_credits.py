"""What the operations cost, and what is given back of it."""

from __future__ import annotations

from typing import Any

import pytest
from jogg_door import FILM, PREVIEWS, Door, data, new_product

from pitchreel.service import course, credits, projects

LONG = "word " * 1200
"""Six thousand characters: nearly eight minutes."""
TALK = {"avatar_id": 1, "screen_style": 1, "voice_id": "en-US-JennyNeural"}


def cost(door: Door, path: str, body: dict[str, Any]) -> float:
    """What a request of somebody with a hundred credits leaves fewer."""
    before = credits.remaining(door.here.house.db, door.key.id)
    data(door.post(path, json=body))
    after = credits.remaining(door.here.house.db, door.key.id)
    assert before is not None and after is not None
    return round(before - after, 3)


@pytest.mark.parametrize(("script", "whole"), [("", 1.0), ("A short one.", 1.0), (LONG[:1600], 2.0), (LONG, 4.0)])
def test_a_script_of_ones_own_costs_what_it_takes_to_speak(door: Door, script: str, whole: float) -> None:
    rich = door.other(quota=100)
    film = {**FILM, "product_id": new_product(rich), "override_script": script}
    assert cost(rich, "/v1/create_video_from_url", film) == whole
    assert cost(rich, "/v1/preview", film) == whole / 2
    previews = {**PREVIEWS, "product_id": film["product_id"], "override_script": script}
    assert cost(rich, "/v2/create_video_from_product/preview_list", previews) == whole
    small = data(rich.get("/v2/product_previews?page_size=1"))["previews"][0]["id"]
    assert cost(rich, "/v2/create_video_from_product/render_single_preview", {"preview_id": small}) == whole
    variables = [{"type": "script", "name": "script", "properties": {"content": script or "A short one."}}]
    template = {"template_id": 1, "lang": "english", "template_type": "common", "variables": variables}
    assert cost(rich, "/v1/create_video_with_template", template) == whole
    if script:
        assert cost(rich, "/v1/create_video_from_talking_avatar", {**TALK, "script": script}) == whole


def test_a_recording_costs_one(door: Door) -> None:
    body = {**TALK, "audio_url": "https://shop.example/an-hour.mp3"}
    assert cost(door.other(quota=100), "/v1/create_video_from_talking_avatar", body) == 1.0


def test_a_preview_that_failed_costs_nothing(door: Door) -> None:
    rich, db = door.other(quota=100), door.here.house.db
    styles = ["FullScreen", "Simple Product Switch", "Card Stacking"]
    body = {**PREVIEWS, "product_id": new_product(rich), "visual_styles": styles}
    project = data(rich.post("/v2/create_video_from_product/preview_list", json=body))["preview_list_id"]
    smalls = [one.id for one in projects.previews(db, project)]

    def left(preview: str, state: str) -> float | None:
        with db.begin() as conn:
            course.report_preview(conn, preview, state=state, error="No picture." if state == "failed" else "")
        return credits.remaining(db, rich.key.id)

    with db.begin() as conn:
        course.report(conn, db, project, state="running")
    assert left(smalls[0], "failed") == 99.0
    # Reported again, as after a crash between the report and the note of it.
    assert left(smalls[0], "failed") == 99.0
    assert left(smalls[1], "ready") == 99.0
    assert left(smalls[2], "failed") == 99.5
    with db.begin() as conn:
        course.report(conn, db, project, state="ready")
    assert (credits.remaining(db, rich.key.id), projects.known(db, project).cost) == (99.5, 0.5)


@pytest.mark.parametrize("all_of_them", [False, True])
def test_previews_that_all_failed_give_back_what_was_paid(door: Door, all_of_them: bool) -> None:
    rich, db = door.other(quota=100), door.here.house.db
    body = {**PREVIEWS, "product_id": new_product(rich)}
    project = data(rich.post("/v2/create_video_from_product/preview_list", json=body))["preview_list_id"]
    with db.begin() as conn:
        course.report(conn, db, project, state="running")
        for small in projects.previews(db, project)[: 2 if all_of_them else 1]:
            course.report_preview(conn, small.id, state="failed", error="No picture.")
        course.report(conn, db, project, state="failed", error="No picture.")
    assert credits.remaining(db, rich.key.id) == 100.0
