"""Answers: rows as each generation shows them. Pure, without a server."""

from __future__ import annotations

from typing import Any

import pytest

from pitchreel.api.jogg.answers import order_answer, product_answer, project_answer
from pitchreel.api.jogg.open.videos import project_info
from pitchreel.api.jogg.v2.answers import new_video, template_video_answer, video_answer
from pitchreel.api.jogg.v2.paging import asked_slice
from pitchreel.api.jogg.v2.scripts import scripts_answer
from pitchreel.api.jogg.wire import film_cost, preview_cost
from pitchreel.pipeline import Brief
from pitchreel.service.order import Order
from pitchreel.service.problems import InvalidRequest
from pitchreel.service.rows import ProductRow, ProjectRow

ID = "0123456789abcdef0123456789abcdef"
FILM = {"video": "films/t/ad.mp4", "cover": "films/t/ad.jpg", "duration": 15.4}


def row(state: str = "done", **more: Any) -> ProjectRow:
    order = Order(kind="film", brief=Brief(ratio="16:9"), asked={"avatar": "37", "template": "Daylight"})
    values: dict[str, Any] = {
        "id": ID,
        "key_id": 1,
        "product_id": 1,
        "kind": "film",
        "dialect": "v1",
        "name": "Mug",
        "order": order.model_dump(mode="json"),
        "state": state,
        "stage": "video",
        "progress": 0.426,
        "error_code": "",
        "error": "",
        "warnings": [],
        "result": FILM if state == "done" else {},
        "cost": 1.0,
        "run": 1,
        "priority": 10,
        "submitted": True,
        "webhook_url": "",
        "created": 1_800_000_000.7,
        "started": None,
        "updated": 1_800_000_009.2,
        "finished": 1_800_000_008.0,
    }
    return ProjectRow(**{**values, **more})


def address(blob: str | None) -> str:
    return f"http://here.test/files/{blob}" if blob else ""


STATES = {
    "waiting": (2, "waiting", "processing", "pending"),
    "running": (3, "processing", "processing", "processing"),
    "ready": (4, "success", "completed", "completed"),
    "done": (4, "success", "completed", "completed"),
    "failed": (5, "failed", "failed", "failed"),
    "rejected": (5, "failed", "failed", "failed"),
    "cancelled": (5, "failed", "failed", "failed"),
    "deleted": (99, "deleted", "failed", "failed"),
}


@pytest.mark.parametrize("state", STATES)
def test_states_in_every_generation(state: str) -> None:
    number, word, film, task = STATES[state]
    found = row(state)
    first, oldest = project_answer(found, address), project_info(found, address)
    assert (first.status_code, first.status_desc) == (number, word)
    assert (oldest.status, oldest.step, oldest.progress_desc) == (number, number, word)
    assert video_answer(found, address, "completed").status == film
    assert template_video_answer(found, address, "completed").status == task
    assert scripts_answer(found).status == task


def test_a_finished_film() -> None:
    shown = project_answer(row(), address).model_dump()
    assert shown == {
        "id": ID,
        "title": "Mug",
        "video_url": "http://here.test/files/films/t/ad.mp4",
        "cover_url": "http://here.test/files/films/t/ad.jpg",
        "video_duration": 15,
        "status_code": 4,
        "status_desc": "success",
        "created_at": 1_800_000_000,
    }


def test_warnings_and_reasons_are_there_only_when_there_are_any() -> None:
    assert order_answer(row()).model_dump() == {"project_id": ID}
    warned = row(warnings=["Theo presents instead"])
    assert order_answer(warned).model_dump() == {"project_id": ID, "warnings": ["Theo presents instead"]}
    failed = project_answer(row("failed", error="No picture."), address).model_dump()
    assert failed["err_msg"] == "No picture." and "warnings" not in failed


def test_the_oldest_form_counts_in_hundreds() -> None:
    info = project_info(row("running"), address)
    assert (info.progress, info.aspect_ratio, info.person_id, info.template_id) == (42, 1, 37, 0)
    assert (project_info(row(), address).progress, project_info(row("running", progress=1.0), address).progress) == (
        100,
        99,
    )


def test_the_word_for_a_finished_film_is_a_setting() -> None:
    assert video_answer(row(), address, "success").status == "success"
    assert new_video(row("waiting"), "success").status == "processing"


def test_a_failed_film_says_why() -> None:
    shown = video_answer(row("failed", error="No picture.", error_code="no_media"), address, "completed")
    assert shown.error is not None
    assert (shown.error.code, shown.error.message, shown.video_url) == ("no_media", "No picture.", "")


def test_facts_of_a_template_film_stand_in_both_places() -> None:
    shown = template_video_answer(row(), address, "completed")
    assert shown.data is not None and shown.data.url == shown.video_url
    assert template_video_answer(row("running"), address, "completed").data is None


def test_scripts_in_both_forms() -> None:
    text = {"style": "data", "name": "Data", "title": "", "paragraphs": ["One.", "Two."]}
    shown = scripts_answer(row(result={"scripts": [text]}))
    assert shown.data is not None
    assert shown.data.generated_scripts[0].script_paragraphs == ["One.", "Two."]
    assert shown.scripts[0].script_paragraphs == "One.\n\nTwo."


def test_a_product() -> None:
    product = ProductRow(
        id=7,
        key_id=1,
        link="l",
        inner="i",
        project=ID,
        url="http://shop.test/mug",
        name="Mug",
        description="Warm.",
        target_audience="",
        media=[{"type": 2, "url": "http://shop.test/a.jpg"}],
        extra={},
        document=None,
        changed=[],
        created=0.0,
        updated=0.0,
    )
    assert product_answer(product).model_dump() == {
        "product_id": "MTAwMDAwMDc",
        "url": "http://shop.test/mug",
        "name": "Mug",
        "description": "Warm.",
        "media": [{"type": 2, "name": "", "url": "http://shop.test/a.jpg", "description": ""}],
        "target_audience": "",
    }


@pytest.mark.parametrize(("seconds", "cost"), [(0, 1), (15, 1), (120, 1), (121, 2), (300, 3)])
def test_costs(seconds: float, cost: float) -> None:
    assert (film_cost(seconds), preview_cost(seconds)) == (cost, cost / 2)


@pytest.mark.parametrize("total", [0, 1, 9, 10, 11, 25])
@pytest.mark.parametrize("size", [1, 4, 10])
def test_pages_hold_everything_once_in_both_orders(total: int, size: int) -> None:
    newest_first = list(range(total))
    for order in ("asc", "desc"):
        seen: list[int] = []
        for page in range(1, -(-total // size) + 2):
            asked = asked_slice(str(page), str(size), "", order)
            offset, limit = asked.window(total)
            part = newest_first[offset : offset + limit]
            seen += part[::-1] if asked.ascending else part
        assert seen == (newest_first[::-1] if order == "asc" else newest_first)


def test_pages_that_were_not_given() -> None:
    assert asked_slice("0", "") == asked_slice("", "0") == asked_slice("1", "10")
    assert asked_slice("1", "5000") == asked_slice("1", "100")


@pytest.mark.parametrize("bad", [("x", "10"), ("1", "-1"), ("²", "1"), ("1000001", "1"), ("1", "9" * 30)])
def test_pages_that_are_none(bad: tuple[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        asked_slice(*bad)
