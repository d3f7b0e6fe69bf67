"""Credits: nobody gets more than there is, and a failed project's come back once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select

from pitchreel.service import course, credits, keys, projects
from pitchreel.service.order import Order
from pitchreel.service.problems import NotFound, OutOfCredits
from pitchreel.storage import Database
from pitchreel.storage.tables import projects as table


def make_project(db: Database, key_id: int, name: str = "p") -> str:
    row = {"id": name, "kind": "film", "order": {}, "state": "running", "created": 0.0, "updated": 0.0}
    with db.begin() as conn:
        conn.execute(insert(table).values(key_id=key_id, **row))
    return name


def charge(db: Database, key_id: int, amount: float, project: str | None = None) -> bool:
    try:
        with db.begin() as conn:
            credits.charge(conn, key_id, amount, "film", project)
    except OutOfCredits:
        return False
    return True


def test_a_quota_is_used_up(database: Database) -> None:
    key = keys.create(database, quota=5).id
    assert charge(database, key, 4)
    assert credits.remaining(database, key) == 1
    with pytest.raises(OutOfCredits, match="costs 2 credits and the key has 1 left"), database.begin() as conn:
        credits.charge(conn, key, 2, "film")
    assert charge(database, key, 1)
    assert credits.remaining(database, key) == 0
    assert charge(database, key, 0)


def test_tenths_add_up(database: Database) -> None:
    key = keys.create(database, quota=1).id
    assert [charge(database, key, 0.1) for _ in range(11)] == [True] * 10 + [False]
    assert credits.remaining(database, key) == 0


def test_without_a_quota_there_is_no_end(database: Database) -> None:
    key = keys.create(database)
    assert charge(database, key.id, 1e6)
    assert credits.remaining(database, key.id) is None
    assert keys.listed(database)[0].used == 1e6
    with pytest.raises(NotFound):
        credits.remaining(database, key.id + 1)


def test_fifty_threads_take_exactly_what_there_is(database: Database) -> None:
    key = keys.create(database, quota=30).id
    with ThreadPoolExecutor(50) as pool:
        taken = list(pool.map(lambda _: charge(database, key, 1), range(50)))
    assert sum(taken) == 30
    assert credits.remaining(database, key) == 0


def test_credits_come_back_once_however_many_ask(database: Database) -> None:
    key = keys.create(database, quota=10).id
    project = make_project(database, key)
    assert charge(database, key, 4, project)
    assert charge(database, key, 1, make_project(database, key, "other"))

    def give(_: int) -> float:
        with database.begin() as conn:
            return credits.give_back(conn, project)

    with ThreadPoolExecutor(20) as pool:
        given = list(pool.map(give, range(20)))
    assert sorted(given) == [0.0] * 19 + [4.0]
    assert credits.remaining(database, key) == 9
    with database.begin() as conn:
        assert credits.give_back(conn, "nothing") == 0


def test_a_charge_is_undone_with_its_transaction(database: Database) -> None:
    key = keys.create(database, quota=10).id
    project = make_project(database, key)
    with pytest.raises(ZeroDivisionError), database.begin() as conn:
        credits.charge(conn, key, 4, "film", project)
        _ = 1 / 0
    assert credits.remaining(database, key) == 10
    with database.read() as conn:
        assert conn.execute(select(table.c.cost)).scalar_one() == 0


@pytest.mark.parametrize(("dialect", "left"), [("v2", [9.5, 9.5, 10.0]), ("creatify", [9.0, 9.0, 9.0])])
def test_a_failed_preview_gives_back_what_was_charged_for_it_alone(
    database: Database, dialect: str, left: list[float]
) -> None:
    key = keys.create(database, "one", quota=10).id
    order = Order(kind="previews", styles=("FullScreen", "Lego"))
    row = projects.order(database, key, order, cost=1.0, dialect=dialect)
    first, second = (one.id for one in projects.previews(database, row.id))
    found = []
    for preview in (first, first, second):
        with database.begin() as conn:
            course.report_preview(conn, preview, state="failed", error="No picture.")
        found.append(credits.remaining(database, key))
    assert found == left
    with database.begin() as conn:
        course.report(conn, database, row.id, state="failed")
    assert credits.remaining(database, key) == 10.0
