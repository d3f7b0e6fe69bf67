"""What is said of what came to nothing, and of what was taken away again."""

from __future__ import annotations

import pytest
from jogg_door import FILM, Door, data, new_product, problem

from pitchreel.service import course, projects


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
