"""Rows of the database as the Creatify dialect shows them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pitchreel.api.creatify.answers import (
    inner_link_of,
    link_of,
    rendered_of,
    script_of,
    script_product_of,
    status_of,
    video_of,
)
from pitchreel.service.rows import PreviewRow, ProductRow, ProjectRow

BASE = "https://ads.example"
ID = "7f3a5c1e9b0d4d6f8a2b4c6d8e0f1a2b"
DASHED = "7f3a5c1e-9b0d-4d6f-8a2b-4c6d8e0f1a2b"
LINK = "0b7c1d9e-55aa-4a5e-9d59-6a1c52d1f0aa"
JOB = "11112222333344445555666677778888"
DASHED_JOB = "11112222-3333-4444-5555-666677778888"


def product(**fields: Any) -> ProductRow:
    row = ProductRow(
        id=3,
        key_id=1,
        link=LINK,
        inner="9a9a9a9a-0000-4000-8000-121212121212",
        project="",
        url="https://shop.example/mug",
        name="Stone Mug",
        description="A mug of stone.",
        target_audience="",
        media=[
            {"type": 1, "url": "https://shop.example/1.png"},
            {"type": 2, "url": "https://shop.example/a.mp4"},
            {"type": 1, "url": "https://shop.example/2.png"},
        ],
        extra={},
        document=None,
        changed=[],
        created=0.0,
        updated=1.0,
    )
    return replace(row, **fields)


def project(**fields: Any) -> ProjectRow:
    row = ProjectRow(
        id=ID,
        key_id=1,
        product_id=3,
        kind="film",
        dialect="creatify",
        name="",
        order={"brief": {"length": 30, "ratio": "9:16"}, "echo": {"link": LINK, "visual_style": "LegoTemplate"}},
        state="waiting",
        stage="",
        progress=0.0,
        error_code="",
        error="",
        warnings=[],
        result={},
        cost=5.0,
        run=1,
        priority=10,
        submitted=False,
        webhook_url="",
        created=0.0,
        started=None,
        updated=0.0,
        finished=None,
    )
    return replace(row, **fields)


def preview(place: int = 0, state: str = "ready", **fields: Any) -> PreviewRow:
    row = PreviewRow(
        id=JOB if place == 0 else f"{place:032x}",
        project_id=ID,
        place=place,
        asked="OverCardsTemplate",
        style="card-stacking",
        ratio="9:16",
        state=state,
        error="",
        token=f"token-{place}",
        result={"duration": 29.5, "video": "previews/x.mp4"} if state == "ready" else {},
    )
    return replace(row, **fields)


DONE = {"video": "films/a b/ad.mp4", "cover": "films/a/cover.jpg", "duration": 24.2}


def test_a_link_holds_the_product_inside() -> None:
    assert link_of(product()).model_dump() == {
        "id": LINK,
        "url": "https://shop.example/mug",
        "credits_used": 1,
        "link": {
            "id": "9a9a9a9a-0000-4000-8000-121212121212",
            "url": "https://shop.example/mug",
            "title": "Stone Mug",
            "description": "A mug of stone.",
            "image_urls": ["https://shop.example/1.png", "https://shop.example/2.png"],
            "video_urls": ["https://shop.example/a.mp4"],
            "reviews": None,
            "logo_url": None,
            "ai_summary": None,
            "ai_industry": "",
            "ai_target_audiences": None,
        },
    }


def test_logo_and_reviews_come_from_the_page_unless_they_were_told() -> None:
    document = json.dumps(
        {
            "facts": [{"id": "review-1", "kind": "review", "text": "Keeps tea hot."}],
            "media": [{"role": "logo", "url": "https://shop.example/logo.png"}],
        }
    )
    read = inner_link_of(product(document=document))
    assert (read.reviews, read.logo_url) == (["Keeps tea hot."], "https://shop.example/logo.png")
    told = {"reviews": "Fine.", "logo_url": "https://x.example/l.svg", "ai_summary": "A mug."}
    changed = inner_link_of(product(document=document, extra=told))
    assert (changed.reviews, changed.logo_url, changed.ai_summary) == ("Fine.", "https://x.example/l.svg", "A mug.")
    emptied = product(document=document, extra={"reviews": [], "logo_url": ""})
    for shown in (inner_link_of(emptied), script_product_of(emptied)):
        assert (shown.reviews, shown.logo_url) == (None, None)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "pending"),
        ({"submitted": True}, "in_queue"),
        ({"state": "running"}, "running"),
        ({"state": "done"}, "done"),
        ({"state": "failed"}, "failed"),
        ({"state": "cancelled"}, "failed"),
        ({"state": "rejected"}, "rejected"),
        ({"kind": "previews"}, "pending"),
        ({"kind": "previews", "submitted": True}, "pending"),
        ({"kind": "previews", "state": "running"}, "pending"),
        ({"kind": "previews", "state": "ready"}, "pending"),
        ({"kind": "previews", "state": "failed"}, "failed"),
        ({"kind": "render", "run": 2}, "in_queue"),
        ({"kind": "render", "run": 2, "state": "running"}, "running"),
        ({"kind": "render", "run": 2, "state": "done"}, "done"),
    ],
)
def test_states_have_the_words_of_the_guide(fields: dict[str, Any], status: str) -> None:
    assert status_of(project(**fields)) == status


def test_a_finished_film_field_by_field() -> None:
    row = project(state="done", progress=1.0, result=DONE, warnings=["A picture was left out."])
    assert video_of(row, [], BASE).model_dump() == {
        "id": DASHED,
        "link": LINK,
        "media_job": None,
        "status": "done",
        "failed_reason": None,
        "is_hidden": False,
        "video_output": "https://ads.example/files/films/a%20b/ad.mp4",
        "video_thumbnail": "https://ads.example/files/films/a/cover.jpg",
        "outputs": [
            {
                "media_job": None,
                "visual_style": "LegoTemplate",
                "aspect_ratio": "9x16",
                "duration": 24.2,
                "video_output": "https://ads.example/files/films/a%20b/ad.mp4",
                "video_thumbnail": "https://ads.example/files/films/a/cover.jpg",
                "status": "done",
                "progress": 1.0,
                "failed_reason": None,
            }
        ],
        "credits_used": 5,
        "duration": 24.2,
        "progress": "100",
        "preview": "",
        "previews": [],
        "editor_url": "",
        "warnings": ["A picture was left out."],
        "name": None,
        "target_platform": "Tiktok",
        "target_audience": None,
        "language": "en",
        "video_length": 30,
        "aspect_ratio": "9x16",
        "script_style": "DiscoveryWriter",
        "visual_style": "LegoTemplate",
        "visual_styles": [],
        "override_avatar": None,
        "override_avatar_by_image": None,
        "override_voice": None,
        "override_script": None,
        "background_music_url": None,
        "background_music_volume": None,
        "voiceover_volume": None,
        "webhook_url": None,
        "no_background_music": False,
        "no_caption": False,
        "no_emotion": False,
        "no_cta": False,
        "no_stock_broll": False,
        "model_version": "standard",
        "caption_style": None,
        "caption_offset_x": None,
        "caption_offset_y": None,
        "caption_setting": None,
    }


def test_previews_are_shown_when_all_are_made() -> None:
    both = [preview(0), preview(1, state="waiting")]
    assert video_of(project(kind="previews", state="running"), both, BASE).previews == []
    shown = video_of(project(kind="previews", state="ready", cost=1.0), [preview(0), preview(1)], BASE)
    assert shown.status == "pending"
    assert [item.url for item in shown.previews] == [f"{BASE}/preview/token-0", f"{BASE}/preview/token-1"]
    assert shown.previews[0].model_dump() == {
        "media_job": DASHED_JOB,
        "visual_style": "OverCardsTemplate",
        "aspect_ratio": "9x16",
        "url": f"{BASE}/preview/token-0",
        "editor_url": "",
        "duration": 29.5,
    }
    assert (shown.preview, shown.credits_used) == ("", 1)


def test_a_preview_that_failed_is_left_out() -> None:
    rows = [preview(0), preview(1, state="failed")]
    assert len(video_of(project(kind="previews", state="ready"), rows, BASE).previews) == 1


def test_a_single_preview_stands_in_its_own_field() -> None:
    assert video_of(project(kind="previews", state="ready"), [preview(0)], BASE).preview == f"{BASE}/preview/token-0"


def test_a_rendered_preview_keeps_its_previews_and_counts_both_costs() -> None:
    order = {**project().order, "preview": JOB}
    row = project(kind="render", run=2, state="done", order=order, cost=4.0, result=DONE)
    shown = video_of(row, [preview(0), preview(1)], BASE)
    assert (shown.status, shown.media_job, shown.visual_style) == ("done", DASHED_JOB, "OverCardsTemplate")
    assert len(shown.previews) == 2
    assert shown.outputs[0].media_job == DASHED_JOB
    assert shown.credits_used == 5


def test_every_preview_that_was_rendered_has_an_output() -> None:
    order = {**project().order, "preview": JOB}
    first = project(kind="render", run=2, state="done", order=order, cost=4.0, result=DONE)
    order = {**first.order, "preview": preview(1).id, "asked": {"rendered": rendered_of(first)}}
    second = project(kind="render", run=3, state="running", order=order, progress=0.5)
    shown = video_of(second, [preview(0), preview(1, asked="LegoTemplate")], BASE)
    assert [(output.visual_style, output.status) for output in shown.outputs] == [
        ("LegoTemplate", "running"),
        ("OverCardsTemplate", "done"),
    ]
    assert shown.outputs[1].video_output == f"{BASE}/files/films/a%20b/ad.mp4"
    assert (shown.status, shown.video_output) == ("running", "")
    assert shown.credits_used == 1 + 4 + round(second.cost)


def test_a_failure_says_why() -> None:
    shown = video_of(project(state="failed", error="The page was gone.", cost=0.0), [], BASE)
    assert (shown.failed_reason, shown.video_output, shown.credits_used) == ("The page was gone.", "", 0)
    assert video_of(project(state="cancelled"), [], BASE).failed_reason


def test_a_film_that_another_dialect_ordered_is_shown_with_its_own_ratio_and_length() -> None:
    order = {"brief": {"length": 60, "ratio": "1:1"}, "echo": {}}
    shown = video_of(project(dialect="v1", order=order, name="Mug ad"), [], BASE)
    assert (shown.aspect_ratio, shown.video_length, shown.name) == ("1x1", 60, "Mug ad")


def test_scripts_are_strings_under_the_names_that_were_asked_for() -> None:
    echo = {"language": "en", "video_length": 30, "script_styles": ["DIY", "BenefitsV2"], "target_audience": None}
    written = [
        {"style": "how-to", "name": "How to", "title": "Make tea", "paragraphs": ["First.", "Then."]},
        {"style": "benefits", "name": "Benefits", "title": "Stay warm", "paragraphs": ["Warm."]},
    ]
    row = project(kind="scripts", state="done", order={"echo": echo}, result={"scripts": written}, cost=1.0)
    shown = script_of(row, product(), "api-id")
    assert shown.status == "done"
    assert [script.model_dump() for script in shown.generated_scripts] == [
        {"paragraphs": "First.\n\nThen.", "script_name": "How to", "script_style": "DIY", "title": "Make tea"},
        {"paragraphs": "Warm.", "script_name": "Benefits", "script_style": "BenefitsV2", "title": "Stay warm"},
    ]
    assert (shown.product.slug, shown.product.primary_image_url) == ("stone-mug", "https://shop.example/1.png")
    assert shown.workspace != script_of(row, product(), "another").workspace


def test_scripts_that_wait_are_pending() -> None:
    row = project(kind="scripts", state="waiting", submitted=True, order={"echo": {}})
    assert script_of(row, product(), "api-id").status == "pending"
