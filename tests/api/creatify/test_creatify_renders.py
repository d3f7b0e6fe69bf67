"""Previews rendered in full, one after the other and again, as a caller sees them; the worker's part is played here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from api_house import Here
from creatify_mug import MUG

from pitchreel.service import course, keys, projects

STYLES = ["LegoTemplate", "OverCardsTemplate"]


class Previewed:
    """A caller with so many credits, and their video of two previews."""

    def __init__(self, here: Here, client: httpx.Client, duration: float = 0.0, **more: object) -> None:
        self.house = here.house
        self.client = client
        link = client.post("/api/links/link_with_params/", json=MUG).json()["id"]
        asked = {"link": link, "video_length": 30, "visual_styles": STYLES, **more}
        made = client.post("/api/link_to_videos/preview_list_async/", json=asked).json()
        self.path = f"/api/link_to_videos/{made['id']}/"
        self.id = UUID(made["id"]).hex
        with self.house.db.begin() as conn:
            for small in projects.previews(self.house.db, self.id):
                course.report_preview(
                    conn, small.id, state="ready", result={"video": "previews/x.mp4", "duration": duration}
                )
        self.end("ready", {})
        self.first, self.second = (preview["media_job"] for preview in self.shown["previews"])

    @property
    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(self.path).json()
        return found

    @property
    def left(self) -> float:
        return float(self.client.get("/api/remaining_credits/").json()["remaining_credits"])

    def render(self, job: str) -> httpx.Response:
        return self.client.post(f"{self.path}render_single_preview/", json={"media_job": job})

    def end(self, state: str, result: dict[str, Any]) -> None:
        db = self.house.db
        with db.begin() as conn:
            assert course.start(conn, db, self.id, projects.known(db, self.id).run)
            assert course.report(conn, db, self.id, state=state, result=result)

    def make(self, job: str, name: str) -> None:
        assert self.render(job).status_code == 200
        self.end("done", {"video": f"films/{name}.mp4", "cover": f"films/{name}.jpg", "duration": 24.0})

    def films(self) -> dict[str, str]:
        return {output["media_job"]: output["video_output"].rpartition("/")[2] for output in self.shown["outputs"]}


@contextmanager
def counted(here: Here, quota: int = 100) -> Iterator[httpx.Client]:
    made = keys.create(here.house.db, "counted", quota=quota)
    headers = {"X-API-ID": made.api_id, "X-API-KEY": made.api_key}
    with httpx.Client(base_url=here.base_url, headers=headers, timeout=30) as client:
        yield client


@pytest.fixture
def video(here: Here, request: pytest.FixtureRequest) -> Iterator[Previewed]:
    with counted(here, getattr(request, "param", 100)) as client:
        yield Previewed(here, client)


def test_a_preview_that_is_rendered_already_is_not_rendered_again(video: Previewed) -> None:
    video.make(video.first, "one")
    before, left = video.shown, video.left
    for path, body in (("render_single_preview/", {"media_job": video.first}), ("render/", {})):
        again = video.client.post(f"{video.path}{path}", json=body)
        assert (again.status_code, again.json()) == (200, before)
    assert (before["status"], before["credits_used"], video.left) == ("done", 5, left)


def test_a_preview_that_is_being_rendered_is_charged_once(video: Previewed) -> None:
    assert video.render(video.first).json()["credits_used"] == 5
    left = video.left
    assert video.render(video.first).json()["credits_used"] == 5
    assert video.left == left


def test_a_film_stays_until_there_is_a_newer_one_of_its_preview(video: Previewed) -> None:
    video.make(video.first, "one")
    video.make(video.second, "two")
    assert video.shown["credits_used"] == 9
    assert video.render(video.first).json()["status"] in ("in_queue", "pending")
    assert video.films() == {video.first: "one.mp4", video.second: "two.mp4"}
    video.end("failed", {})
    failed = video.shown
    assert (failed["status"], failed["credits_used"]) == ("failed", 9)
    assert video.films() == {video.first: "one.mp4", video.second: "two.mp4"}
    video.make(video.first, "three")
    assert video.shown["credits_used"] == 13
    assert video.films() == {video.first: "three.mp4", video.second: "two.mp4"}
    video.make(video.second, "four")
    assert video.shown["credits_used"] == 1 + 4 * 4
    assert video.left == 100 - 1 - video.shown["credits_used"]


@pytest.mark.parametrize("video", [6], indirect=True)
def test_a_render_that_is_refused_changes_nothing(video: Previewed) -> None:
    video.make(video.first, "one")
    before = video.shown
    assert video.render(video.second).status_code == 402
    assert (video.shown, video.left) == (before, 0)
    assert before["credits_used"] == 5


LONG_SCRIPT = "The stone mug keeps tea warm for an hour. " * 20
"""Some 65 seconds of speech."""


def test_a_long_script_of_the_callers_own_is_charged_as_long_as_it_takes(here: Here) -> None:
    with counted(here) as client:
        video = Previewed(here, client, duration=69.4, override_script=LONG_SCRIPT)
        assert (video.shown["credits_used"], video.left) == (3, 100 - 1 - 3)
        assert video.render(video.first).json()["credits_used"] == 3 + 12
        assert video.left == 100 - 1 - 3 - 12
        asked = {"link": video.shown["link"], "video_length": 15, "override_script": LONG_SCRIPT}
        assert client.post("/api/link_to_videos/", json=asked).json()["credits_used"] == 15
        one = client.post("/api/link_to_videos/preview/", json=asked).json()
        assert (one["credits_used"], video.left) == (3, 100 - 1 - 3 - 12 - 15 - 3)


@pytest.mark.parametrize(
    ("duration", "script", "credits"),
    [(30.03, "", 4), (33.0, "", 4), (30.03, "Tea. " * 60, 4), (33.0, "Tea. " * 60, 8)],
)
def test_a_preview_in_full_is_charged_by_how_long_it_is(here: Here, duration: float, script: str, credits: int) -> None:
    with counted(here) as client:
        video = Previewed(here, client, duration=duration, override_script=script)
        assert video.render(video.first).json()["credits_used"] == 1 + credits
