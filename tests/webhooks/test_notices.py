"""What is recorded and said about a project, in each dialect's words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from pitchreel.service import deliveries, endpoints, notices
from pitchreel.storage.tables import events, previews

HOOK = "https://receiver.example.com/hook"
VIDEO = "https://ads.example.com/files/films/1/secret/ad.mp4"
COVER = "https://ads.example.com/files/films/1/secret/cover.jpg"
FAILED: dict[str, Any] = {"state": "failed", "result": {}, "error_code": "page_blocked", "error": "A robot check."}


def said(yard: Any, **values: Any) -> Any:
    """The body that a request's own address is sent."""
    yard.told(webhook_url=HOOK, **values)
    return json.loads(yard.only().body)


def test_v1_tells_of_a_film(yard: Any) -> None:
    project = yard.project(webhook_url=HOOK)
    event_id = yard.tell(project)
    assert re.fullmatch(r"[0-9a-f]{32}", event_id)
    sent = yard.only()
    assert json.loads(sent.body) == {
        "event_id": event_id,
        "event": "generated_video_success",
        "timestamp": int(project.updated),
        "data": {"project_id": project.id, "video_url": VIDEO, "duration": 15},
    }
    assert (sent.url, sent.state, sent.endpoint_id, sent.event) == (HOOK, "waiting", None, "generated_video_success")


def test_v1_tells_of_a_failure(yard: Any) -> None:
    body = said(yard, **FAILED)
    assert body["event"] == "generated_video_failed"
    assert body["data"] == {"project_id": yard.only().project_id, "error": {"message": "A robot check."}}


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("film", "generated_product_video"),
        ("render", "generated_product_video"),
        ("talk", "generated_avatar_video"),
        ("template", "generated_template_video"),
    ],
)
def test_v2_tells_of_each_kind_under_its_own_name_and_with_all_ids(yard: Any, kind: str, event: str) -> None:
    body = said(yard, kind=kind, dialect="v2")
    name = yard.only().project_id
    assert body["event"] == f"{event}_success"
    assert body["data"] == {
        "project_id": name,
        "video_id": name,
        "product_video_id": name,
        "status": "completed",
        "video_url": VIDEO,
        "cover_url": COVER,
        "duration": 15,
    }


def test_v2_tells_of_a_failure_with_a_code(yard: Any) -> None:
    body = said(yard, kind="talk", dialect="v2", **FAILED)
    assert body["event"] == "generated_avatar_video_failed"
    assert body["data"]["status"] == "failed"
    assert body["data"]["error"] == {"code": "page_blocked", "message": "A robot check."}
    assert "video_url" not in body["data"]


def test_v2_tells_of_scripts(yard: Any) -> None:
    scripts = [{"style": "data", "name": "Data", "title": "T", "paragraphs": ["One.", "Two."]}]
    body = said(yard, kind="scripts", dialect="v2", result={"scripts": scripts})
    assert body["event"] == "generated_script_success"
    assert body["data"]["task_id"] == yard.only().project_id
    assert body["data"]["scripts"] == [{"script_style": "Data", "script_paragraphs": ["One.", "Two."]}]


@pytest.mark.parametrize(("dialect", "ending"), [("v1", {}), ("v2", {}), ("v1", FAILED), ("v2", FAILED)])
def test_an_own_avatar_is_told_of_by_the_id_that_creating_it_answered(yard: Any, dialect: str, ending: Any) -> None:
    body = said(yard, kind="presenter", dialect=dialect, order={"presenter": 1}, **{"result": {}, **ending})
    assert body["event"] == ("create_avatar_failed" if ending else "create_avatar_success")
    assert body["data"]["avatar_id"] == 100_001


def test_creatify_tells_of_a_film(yard: Any) -> None:
    body = said(yard, dialect="creatify")
    assert body == {
        "id": str(uuid.UUID(yard.only().project_id)),
        "status": "done",
        "failed_reason": None,
        "video_output": VIDEO,
        "video_thumbnail": COVER,
    }


@pytest.mark.parametrize("state", ["failed", "rejected"])
def test_creatify_tells_of_a_failure_and_of_a_rejection(yard: Any, state: str) -> None:
    body = said(yard, dialect="creatify", **{**FAILED, "state": state})
    assert (body["status"], body["failed_reason"], body["video_output"]) == (state, "A robot check.", "")


def with_previews(yard: Any, **values: Any) -> Any:
    project = yard.project(kind="previews", webhook_url=HOOK, result={}, **values)
    rows = [
        {"asked": "FullScreenTemplate", "state": "ready", "token": f"a{project.id}", "result": {"video": "p/1.mp4"}},
        {"asked": "LegoTemplate", "state": "failed", "token": f"b{project.id}", "error": "No picture.", "result": {}},
    ]
    with yard.db.begin() as conn:
        for place, row in enumerate(rows):
            about = {"id": uuid.uuid4().hex, "project_id": project.id, "place": place, "style": "x", "ratio": "9:16"}
            conn.execute(insert(previews).values({**about, **row}))
    yard.tell(project)
    return project, json.loads(yard.only().body)


def test_creatify_tells_of_previews_that_are_ready(either_yard: Any) -> None:
    project, body = with_previews(either_yard, dialect="creatify", state="ready")
    (preview,) = body.pop("previews")
    assert body == {"id": str(uuid.UUID(project.id)), "status": "pending", "failed_reason": None}
    assert preview.pop("media_job")
    assert preview == {
        "visual_style": "FullScreenTemplate",
        "url": f"https://ads.example.com/preview/a{project.id}",
        "aspect_ratio": "9x16",
    }


def test_v2_tells_of_previews_one_by_one(yard: Any) -> None:
    project, body = with_previews(yard, dialect="v2", state="ready")
    assert body["event"] == "generated_preview_success"
    assert body["data"]["preview_list_id"] == project.id
    good, bad = body["data"]["previews"]
    assert (good["video_url"], good["err_msg"]) == ("https://ads.example.com/files/p/1.mp4", "")
    assert (bad["preview_url"], bad["err_msg"]) == ("", "No picture.")


def test_recording_twice_changes_nothing(either_yard: Any) -> None:
    project = either_yard.project(webhook_url=HOOK)
    assert either_yard.tell(project) == either_yard.tell(project)
    either_yard.only()
    with either_yard.db.read() as conn:
        assert conn.execute(select(func.count()).select_from(events)).scalar_one() == 1


def test_another_run_is_another_event(yard: Any) -> None:
    name = uuid.uuid4().hex
    first = yard.project(id=name, webhook_url=HOOK)
    from dataclasses import replace

    assert yard.tell(first) != yard.tell(replace(first, run=2))
    assert len(deliveries.listed(yard.db)) == 2


def test_nothing_is_left_of_a_change_that_was_undone(yard: Any) -> None:
    from pitchreel.service.events import record

    project = yard.project(webhook_url=HOOK)
    with pytest.raises(ZeroDivisionError), yard.db.begin() as conn:
        record(conn, project)
        raise ZeroDivisionError
    assert not deliveries.listed(yard.db)


def test_a_page_that_was_read_is_nobodys_news(yard: Any) -> None:
    assert yard.told(kind="read", webhook_url=HOOK) == ""
    assert not deliveries.listed(yard.db)


def add(yard: Any, path: str, *names: str, **values: Any) -> Any:
    url = f"https://receiver.example.com/{path}"
    return endpoints.create(yard.db, yard.key.id, url=url, events=names, settings=yard.settings, **values)


def test_every_endpoint_that_wants_it_is_told_in_its_own_dialect(yard: Any) -> None:
    add(yard, "v1", "generated_video_success", "generated_video_failed")
    add(yard, "v2", "generated_product_video_success", "generated_video_success", dialect="v2")
    add(yard, "v2-any-video", "generated_video_success", dialect="v2")
    add(yard, "failures", "generated_video_failed")
    add(yard, "off", "generated_video_success", enabled=False)
    add(yard, "talks", "generated_avatar_video_success", dialect="v2")
    event_id = yard.told(webhook_url=HOOK)
    bodies = {one.url.rpartition("/")[2]: json.loads(one.body) for one in deliveries.listed(yard.db)}
    assert {name: body["event"] for name, body in bodies.items()} == {
        "hook": "generated_video_success",
        "v1": "generated_video_success",
        "v2": "generated_product_video_success",
        "v2-any-video": "generated_video_success",
    }
    assert {body["event_id"] for body in bodies.values()} == {event_id}
    assert "video_id" in bodies["v2"]["data"] and "video_id" not in bodies["v1"]["data"]


def test_another_keys_endpoints_are_told_nothing(yard: Any) -> None:
    from pitchreel.service import keys

    other = keys.create(yard.db, "Bob")
    add(yard, "mine", "generated_video_success")
    yard.told(key_id=other.id)
    assert not deliveries.listed(yard.db)


@pytest.mark.parametrize("values", [{"kind": "previews", "state": "ready"}, {"order": {"draft": True}}])
def test_endpoints_are_not_told_of_previews(yard: Any, values: dict[str, Any]) -> None:
    add(yard, "v2", *notices.V2_EVENTS, dialect="v2")
    assert yard.told(**values)
    assert not deliveries.listed(yard.db)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-1e9, 1e9).map(lambda number: round(number, 3))
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), inner),
    max_leaves=20,
)


@given(JSON)
def test_a_body_reads_back_as_it_was(value: Any) -> None:
    text = notices.compact(value)
    assert json.loads(text) == value
    assert notices.compact(json.loads(text)) == text


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
@settings(max_examples=1, deadline=None)
@given(st.lists(JSON, min_size=300, max_size=300))
def test_a_body_is_what_javascript_makes_of_it(values: list[Any]) -> None:
    bodies = [notices.compact(value) for value in values]
    program = """
        const bodies = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(JSON.stringify(bodies.filter(body => JSON.stringify(JSON.parse(body)) !== body)));
    """
    run = subprocess.run(
        ["node", "-e", program], input=json.dumps(bodies), capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(run.stdout) == []


def test_a_broken_letter_does_not_break_the_body() -> None:
    assert notices.compact({"style": "a\ud800b"}) == '{"style":"a?b"}'
