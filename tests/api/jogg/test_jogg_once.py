"""A request whose answer was lost, sent again with the same Idempotency-Key: nothing is made or charged twice."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from api_house import Open
from jogg_door import FACTS, FILM, Door, data, new_product, problem
from sqlalchemy import delete, func, select, update

from pitchreel.documents import Product
from pitchreel.documents.product import Fact, Media
from pitchreel.service import course, keys, products, projects
from pitchreel.storage.database import Database
from pitchreel.storage.tables import answers
from pitchreel.storage.tables import keys as key_table
from pitchreel.storage.tables import previews as preview_table
from pitchreel.storage.tables import products as product_table
from pitchreel.storage.tables import projects as table

PAGE = Product(
    url="https://shop.example/lamp",
    facts=(Fact(id="name", kind="name", text="Kite Lamp"),),
    media=tuple(
        Media(id=f"picture-{number}", kind="picture", url=f"https://shop.example/{number}.png") for number in range(3)
    ),
)


def lose_answers(db: Database) -> None:
    """As if the server had been killed between making and answering."""
    with db.begin() as conn:
        conn.execute(delete(answers))


def used(door: Door) -> float:
    with door.here.house.db.read() as conn:
        found = conn.execute(select(key_table.c.used).where(key_table.c.id == door.key.id)).scalar_one()
    return round(float(found), 3)


def counted(door: Door) -> tuple[int, int]:
    """The key's products and projects."""
    with door.here.house.db.read() as conn:
        products_, projects_ = (
            conn.execute(select(func.count()).select_from(one).where(one.c.key_id == door.key.id)).scalar_one()
            for one in (product_table, table)
        )
    return products_, projects_


def twice(door: Door, path: str, body: dict[str, Any], key: str = "one") -> list[Any]:
    """The data of both answers, the first of which was lost."""
    found = []
    for _ in range(2):
        found.append(data(door.post(path, json=body, headers={"Idempotency-Key": key})))
        lose_answers(door.here.house.db)
    return found


def end(door: Door, project_id: str, state: str = "done") -> None:
    db = door.here.house.db
    with db.begin() as conn:
        course.report(conn, db, project_id, state="running")
        assert course.report(conn, db, project_id, state=state)


@contextlib.contextmanager
def reader(db: Database) -> Iterator[None]:
    """A worker that finds the same product on every page."""
    stop = threading.Event()

    def read() -> None:
        while not stop.wait(0.02):
            with db.begin() as conn:
                mine = select(table).where(table.c.kind == "read", table.c.state == "waiting")
                for row in conn.execute(mine).all():
                    products.remember(conn, db, row.product_id, PAGE)
                    course.report(conn, db, row.id, state="running")
                    course.report(conn, db, row.id, state="done")

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("state", ["ready", "waiting"])
def test_a_preview_in_full(door: Door, state: str) -> None:
    body = {
        "product_id": new_product(door),
        "video_spec": {"length": "15"},
        "avatar": {"id": 1},
        "script": {"style": "Data", "language": "english"},
        "visual_styles": ["FullScreen"],
    }
    made = data(door.post("/v2/create_video_from_product/preview_list", json=body))
    db = door.here.house.db
    with db.begin() as conn:
        conn.execute(
            update(preview_table).where(preview_table.c.project_id == made["preview_list_id"]).values(state=state)
        )
    before = used(door)
    path, render = "/v2/create_video_from_product/render_single_preview", made["previews"][0]
    first, second = twice(door, path, {"preview_id": render["preview_id"]})
    assert first["video_id"] == second["video_id"]
    assert (used(door) - before, counted(door)) == (1.0, (1, 2))
    # Whatever became of the preview meanwhile.
    end(door, made["preview_list_id"], "failed")
    third = data(door.post(path, json={"preview_id": render["preview_id"]}, headers={"Idempotency-Key": "one"}))
    assert third["video_id"] == first["video_id"]


@pytest.mark.parametrize("path", ["/v1/product", "/v2/product"])
def test_a_product_that_is_told(door: Door, path: str) -> None:
    first, second = twice(door, path, FACTS)
    assert first == second
    assert counted(door) == (1, 0)
    assert data(door.post(path, json=FACTS))["product_id"] != first["product_id"]


def test_a_product_told_with_its_scripts(door: Door) -> None:
    first, second = twice(door, "/v2/ai_scripts", {"name": "Mug", "description": "Keeps tea warm.", "language": "en"})
    assert first["task_id"] == second["task_id"]
    assert (used(door), counted(door)) == (0.2, (1, 1))


@pytest.mark.parametrize("path", ["/v1/product", "/open/product", "/v2/product"])
def test_a_product_that_is_read(door: Door, path: str) -> None:
    with reader(door.here.house.db):
        first, second = twice(door, path, {"url": "https://shop.example/lamp"})
    assert first == second
    assert counted(door) == (1, 1)


def test_reading_that_came_to_nothing_is_tried_again(opened: Open) -> None:
    here = opened(read_seconds=0.5)
    door = Door(here, keys.create(here.house.db, "one"))
    body, once = {"url": "https://shop.example/lamp"}, {"Idempotency-Key": "one"}
    problem(door.post("/v1/product", json=body, headers=once), 50000, "took too long", status=200)
    assert [row.state for row in projects.listed(here.house.db, door.key.id)] == ["cancelled"]
    with reader(here.house.db):
        assert data(door.post("/v1/product", json=body, headers=once))["name"] == "Kite Lamp"
    assert [(row.state, row.run) for row in projects.listed(here.house.db, door.key.id)] == [("done", 2)]
    assert counted(door) == (1, 1)


def test_links_cost_once(door: Door) -> None:
    headers = {"X-API-ID": door.key.api_id, "X-API-KEY": door.key.api_key, "Idempotency-Key": "one"}
    told = {"title": "Lamp", "image_urls": [f"https://shop.example/{number}.png" for number in range(3)]}
    with reader(door.here.house.db):
        for path, body in (
            ("/api/links/", {"url": "https://shop.example/lamp"}),
            ("/api/links/link_with_params/", told),
        ):
            ids = set()
            for _ in range(2):
                answer = door.here.post(path, json=body, headers=headers)
                assert answer.is_success, answer.text
                ids.add(answer.json()["id"])
                lose_answers(door.here.house.db)
            assert len(ids) == 1, path
    assert (used(door), counted(door)) == (2.0, (2, 1))


def test_the_promised_project_runs_once_for_each_key(door: Door) -> None:
    product = products.find(door.here.house.db, door.key.id, new_product(door))
    body = {**FILM, "project_id": product.project}

    def render(key: str) -> int:
        answer = door.post("/open/project/render", json=body, headers={"Idempotency-Key": key})
        assert data(answer)["project_id"] == product.project
        lose_answers(door.here.house.db)
        return projects.known(door.here.house.db, product.project).run

    assert [render("one"), render("one"), render("meanwhile")] == [1, 1, 1]
    end(door, product.project)
    assert [render("one"), render("meanwhile")] == [1, 1]
    assert [render("two"), render("two")] == [2, 2]
    end(door, product.project)
    assert [render("one"), render("two")] == [2, 2]
    assert used(door) == 2.0
    data(door.post("/open/project/render", json=body))
    assert used(door) == 3.0
