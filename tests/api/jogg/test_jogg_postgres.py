"""The same door over PostgreSQL, which is stricter about lengths, orders and letters than SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from api_house import serve_here
from jogg_door import Door
from test_jogg_door import FACTS, FILM, data, new_product, problem

from pitchreel.config import Settings
from pitchreel.service import keys


@pytest.fixture
def strict_door(tmp_path: Path, postgres: Any) -> Iterator[Door]:
    url = postgres.database()
    with ExitStack() as stack:
        stack.callback(postgres.drop, url)
        here = stack.enter_context(serve_here(Settings.model_validate({"home": tmp_path, "database_url": url})))
        yield Door(here, keys.create(here.house.db, "test"))


def test_what_is_stored_is_found_and_listed(strict_door: Door) -> None:
    door = strict_door
    long = "ü" * 5000
    product_id = new_product(door)
    data(door.put("/open/product", json={"product_id": product_id, "title": long, "intro_text": long}))
    assert data(door.get("/v1/products"))[0]["name"] == long
    film = data(door.post("/v1/create_video_from_url", json={**FILM, "product_id": product_id}))["project_id"]
    assert data(door.get("/open/prj_info", params={"project_id": film}))["status"] == 2
    assert data(door.get("/v2/product_videos?sort_order=asc&status=3"))["total"] == 1
    body = {
        "product_id": product_id,
        "video_spec": {"length": "15"},
        "avatar": {"id": 1},
        "script": {"style": "Data"},
        "visual_styles": ["FullScreen", "Card Stacking"],
    }
    made = data(door.post("/v2/create_video_from_product/preview_list", json=body))
    listed = data(door.get("/v2/product_previews?page=2&page_size=1&status=3"))
    assert [one["id"] for one in listed["previews"]] == [made["previews"][0]["preview_id"]]
    avatar = data(door.post("/v1/avatar/create", json={"origin_url": "http://shop.test/a.mp4", "name": "ü" * 120}))
    data(door.delete("/v1/avatar/custom/delete", params=avatar))
    assert set(data(door.post("/v1/upload/asset", json={"filename": long + ".mp4"}))) >= {"sign_url", "media_url"}
    once = {"Idempotency-Key": "one"}
    first, second = (door.post("/v1/product", json=FACTS, headers=once) for _ in range(2))
    assert first.content == second.content
    problem(door.post("/v1/avatar/create", json={"origin_url": "http://a.test/", "name": "x" * 121}), 40000, "name")
    for strange in ("\0", "0" * 32, "9" * 40, "☃" * 20, "' OR 1=1 --"):
        answer = door.get("/v1/project", params={"project_id": strange}).json()
        assert answer["code"] in {10104, 40000}, answer
