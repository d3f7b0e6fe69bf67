"""What is said of what came to nothing, and of what was taken away again."""

from __future__ import annotations

import pytest
from jogg_door import FILM, PREVIEWS, Door, data, new_product, problem
from sqlalchemy import update

from pitchreel.jobs.cleaning import DAY, clean_projects
from pitchreel.jobs.floor import Floor
from pitchreel.jobs.launcher import Launcher
from pitchreel.service import course, projects
from pitchreel.storage.tables import projects as table


def end(door: Door, project_id: str, state: str, why: str) -> None:
    """As its owner's command, a worker or the sweeper ends a project."""
    db = door.here.house.db
    if state == "cancelled":
        projects.cancel(db, door.key.id, project_id)
        return
    with db.begin() as conn:
        assert course.report(conn, db, project_id, state=state, error_code="x", error=why)


ENDS = [("cancelled", "It was cancelled."), ("failed", "It was interrupted too often."), ("rejected", "Not here.")]


@pytest.mark.parametrize(("state", "why"), ENDS)
def test_ones_own_avatar_whose_making_ended_is_not_in_progress(door: Door, state: str, why: str) -> None:
    made = data(door.post("/v1/avatar/create", json={"origin_url": "http://shop.test/ann.mp4", "name": "Ann"}))
    (project,) = projects.listed(door.here.house.db, door.key.id, kinds=("presenter",))
    end(door, project.id, state, why)
    (own,) = data(door.get("/v1/avatars/custom"))["avatars"]
    assert (own["avatar_id"], own["status"], own["fail_msg"]) == (made["avatar_id"], 2, why)
    assert data(door.get("/v2/avatars/custom"))["avatars"][0]["avatar_status"] == "failed"
    film = {**FILM, "product_id": new_product(door), "avatar_id": made["avatar_id"], "avatar_type": 1}
    problem(door.post("/v1/create_video_from_url", json=film), 40000, "could not be made")


def previews_by_status(door: Door) -> dict[str, list[str]]:
    """What each filter of the list finds, as the words of its items."""
    found = {}
    for number in "345":
        page = data(door.get(f"/v2/product_previews?status={number}"))
        assert page["total"] == len(page["previews"])
        found[number] = [one["status"] for one in page["previews"]]
    return found


def new_previews(door: Door) -> str:
    """Two previews, in the list of the first answer's project."""
    body = {**PREVIEWS, "product_id": new_product(door)}
    found: str = data(door.post("/v2/create_video_from_product/preview_list", json=body))["preview_list_id"]
    return found


@pytest.mark.parametrize(("state", "why"), ENDS)
def test_previews_of_a_job_that_ended_are_found_among_the_failed(door: Door, state: str, why: str) -> None:
    project = new_previews(door)
    assert previews_by_status(door) == {"3": ["processing"] * 2, "4": [], "5": []}
    first = projects.previews(door.here.house.db, project)[0]
    with door.here.house.db.begin() as conn:
        course.report_preview(conn, first.id, state="failed", error="No picture.")
    end(door, project, state, why)
    assert previews_by_status(door) == {"3": [], "4": [], "5": ["failed"] * 2}
    listed = data(door.get("/v2/product_previews?sort_order=asc"))["previews"]
    assert [one["err_msg"] for one in listed] == ["No picture.", why]


def clean_up(door: Door) -> None:
    """What the night after two months takes away."""
    house = door.here.house
    with house.db.begin() as conn:
        conn.execute(
            update(table).where(table.c.key_id == door.key.id).values(finished=house.db.clock(conn) - 60 * DAY)
        )
    assert clean_projects(Floor(house.settings, house.db, house.blobs, Launcher(house.settings), "cleaner", 1)) == 1


def test_previews_that_were_cleaned_up_say_so(door: Door) -> None:
    project, db = new_previews(door), door.here.house.db
    first, second = projects.previews(db, project)
    with db.begin() as conn:
        course.report(conn, db, project, state="running")
        course.report_preview(conn, first.id, state="ready", result={"video": f"films/{project}/x.mp4"})
        course.report_preview(conn, second.id, state="failed", error="No picture.")
        course.report(conn, db, project, state="ready")
    assert previews_by_status(door) == {"3": [], "4": ["completed"], "5": ["failed"]}
    clean_up(door)
    assert previews_by_status(door) == {"3": [], "4": [], "5": ["failed"] * 2}
    listed = data(door.get("/v2/product_previews?sort_order=asc"))["previews"]
    words = ["It was cleaned up for its age; order new previews.", "No picture."]
    assert [(one["err_msg"], one["preview_url"], one["video_url"]) for one in listed] == [
        (word, "", "") for word in words
    ]
    shown = [door.here.get(f"/preview/{one.token}/state").json() for one in (first, second)]
    assert shown == [{"state": "failed", "error": word} for word in words]
    render = {"preview_id": first.id}
    answer = door.post("/v2/create_video_from_product/render_single_preview", json=render)
    problem(answer, 40000, "The preview was cleaned up")


def test_films_that_were_cleaned_up_are_no_success(door: Door) -> None:
    film = {**FILM, "product_id": new_product(door)}
    project, db = data(door.post("/v1/create_video_from_url", json=film))["project_id"], door.here.house.db
    with db.begin() as conn:
        course.report(conn, db, project, state="running")
        course.report(conn, db, project, state="done", result={"video": f"films/{project}/x.mp4"})

    def statuses() -> dict[str, list[str]]:
        pages = {number: data(door.get(f"/v2/product_videos?status={number}")) for number in "345"}
        return {number: [one["status"] for one in page["videos"]] for number, page in pages.items()}

    assert statuses() == {"3": [], "4": ["completed"], "5": []}
    clean_up(door)
    assert statuses() == {"3": [], "4": [], "5": ["failed"]}


def test_somebody_elses_preview_is_one_that_is_not_there(door: Door) -> None:
    project = new_previews(door)
    small, other = projects.previews(door.here.house.db, project)[0], door.other()

    def said(preview_id: str) -> str:
        answer = other.post("/v2/create_video_from_product/render_single_preview", json={"preview_id": preview_id})
        problem(answer, 10104)
        words: str = answer.json()["msg"]
        return words

    assert said(small.id).replace(small.id, "f" * 32) == said("f" * 32)
    assert project not in said(small.id)
    end(door, project, "cancelled", "")
    assert said(small.id).replace(small.id, "f" * 32) == said("f" * 32)
