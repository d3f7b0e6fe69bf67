from __future__ import annotations

import json
from itertools import product as pairs

import pytest
from sqlalchemy import select, update

from pitchreel.service import course, credits, deliveries, keys, projects
from pitchreel.service.order import Order
from pitchreel.service.problems import NotFound, OutOfCredits
from pitchreel.service.rows import ProjectRow
from pitchreel.storage import Database
from pitchreel.storage.tables import events
from pitchreel.storage.tables import keys as key_table
from pitchreel.storage.tables import projects as table

STATES = ("waiting", "running", "ready", "done", "failed", "rejected", "cancelled", "deleted")
FILM = Order(kind="film", warnings=("A name was not known",))


def told(database: Database, row: ProjectRow) -> list[str]:
    with database.read() as conn:
        return list(conn.execute(select(events.c.name).where(events.c.project_id == row.id)).scalars())


@pytest.fixture
def key(database: Database) -> int:
    return keys.create(database, "one").id


@pytest.fixture
def row(database: Database, key: int) -> ProjectRow:
    return projects.order(database, key, FILM, cost=5.0, dialect="v1")


def report(database: Database, row: ProjectRow, **words: object) -> bool:
    with database.begin() as conn:
        return course.report(conn, database, row.id, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize("before, after", list(pairs(STATES, STATES)))
def test_a_project_moves_only_along_the_arrows(database: Database, row: ProjectRow, before: str, after: str) -> None:
    with database.begin() as conn:
        conn.execute(update(table).where(table.c.id == row.id).values(state=before))
    assert report(database, row, state=after) is (before in course.FROM[after])
    now = projects.known(database, row.id)
    assert now.state == (after if before in course.FROM[after] else before)


@pytest.mark.parametrize("dialect", ["v1", "v2", "creatify"])
@pytest.mark.parametrize("started", [True, False])
def test_what_is_cancelled_is_told_as_failed_and_what_is_deleted_is_not(
    database: Database, key: int, dialect: str, started: bool
) -> None:
    order = FILM.model_copy(update={"webhook_url": "https://receiver.example/hook"})
    for stop in (projects.cancel, projects.delete):
        row = projects.order(database, key, order, cost=5.0, dialect=dialect)
        if started:
            report(database, row, state="running")
        stop(database, key, row.id)
    projects.cancel(database, key, projects.listed(database, key)[0].id)
    (sent,) = deliveries.listed(database)
    body = json.loads(sent.body)
    about = body if dialect == "creatify" else body["data"]
    if dialect != "creatify":
        assert body["event"].endswith("_failed")
        assert about["error"]["message"] == "It was cancelled."
    if dialect == "v2":
        assert about["error"]["code"] == "cancelled"
    if dialect == "creatify":
        assert (about["status"], about["failed_reason"]) == ("failed", "It was cancelled.")
    if dialect != "v1":
        assert about["status"] == "failed"


def test_an_end_is_told_once_and_in_the_same_transaction(database: Database, row: ProjectRow) -> None:
    assert report(database, row, state="running")
    with pytest.raises(RuntimeError), database.begin() as conn:
        course.report(conn, database, row.id, state="done", result={"duration": 15.0})
        raise RuntimeError
    assert (projects.known(database, row.id).state, told(database, row)) == ("running", [])
    assert report(database, row, state="done", result={"duration": 15.0})
    assert not report(database, row, state="done")
    assert not report(database, row, state="failed", error="too late")
    assert told(database, row) == ["generated_video_success"]
    assert projects.known(database, row.id).progress == 1.0


@pytest.mark.parametrize("state", ["failed", "rejected", "cancelled"])
def test_what_came_to_nothing_costs_nothing(database: Database, key: int, row: ProjectRow, state: str) -> None:
    with database.begin() as conn:
        conn.execute(update(key_table).values(quota=10.0))
    assert credits.remaining(database, key) == 5.0
    report(database, row, state=state)
    report(database, row, state=state)
    assert credits.remaining(database, key) == 10.0


def test_an_order_that_cannot_be_paid_leaves_nothing(database: Database, key: int) -> None:
    with database.begin() as conn:
        conn.execute(update(key_table).values(quota=1.0))
    with pytest.raises(OutOfCredits):
        projects.order(database, key, FILM, cost=5.0, dialect="v1")
    assert projects.listed(database, key) == []


def test_an_earlier_run_cannot_speak_for_a_later_one(database: Database, key: int) -> None:
    promised = "ab" * 16
    row = projects.order(database, key, FILM, cost=0, dialect="open", project_id=promised)
    assert projects.order(database, key, FILM, cost=0, dialect="open", project_id=promised, again=True).run == 1
    report(database, row, state="failed", error="no")
    assert projects.order(database, key, FILM, cost=0, dialect="open", project_id=promised).run == 1
    again = projects.order(database, key, FILM, cost=0, dialect="open", project_id=promised, again=True)
    assert (again.run, again.state, again.error, again.submitted) == (2, "waiting", "", False)
    assert not report(database, row, run=1, state="cancelled")
    with database.begin() as conn:
        assert not course.start(conn, database, promised, 1)
        assert course.start(conn, database, promised, 2)


def test_warnings_are_added_and_progress_is_shared(database: Database, row: ProjectRow) -> None:
    assert row.warnings == ["A name was not known"]
    report(database, row, state="running")
    report(database, row, run=1, stage="media", progress=0.2, warnings=("One was left out", "A name was not known"))
    with database.begin() as conn:
        assert course.advance(conn, database, row.id, 1, stage="video", by=0.3, warnings=("Another",))
        assert course.advance(conn, database, row.id, 1, stage="video", by=9.0)
        assert not course.advance(conn, database, row.id, 2, stage="video", by=0.1)
    now = projects.known(database, row.id)
    assert now.warnings == ["A name was not known", "One was left out", "Another"]
    assert (now.stage, now.progress) == ("video", course.MOST)
    report(database, row, run=1, stage="join", progress=0.5)
    now = projects.known(database, row.id)
    assert (now.stage, now.progress) == ("join", course.MOST)


def test_ids_are_found_with_and_without_dashes_by_their_owner_alone(database: Database, key: int) -> None:
    rows = [projects.order(database, key, FILM, cost=0, dialect="v1") for _ in range(3)]
    dashed = "-".join((rows[0].id[:8], rows[0].id[8:12], rows[0].id[12:16], rows[0].id[16:20], rows[0].id[20:]))
    assert projects.find(database, key, dashed).id == rows[0].id
    wanted = [rows[2].id, "nonsense", dashed]
    assert [row.id for row in projects.listed(database, key, ids=wanted)] == [rows[2].id, rows[0].id]
    stranger = keys.create(database, "two").id
    for name in (rows[0].id, dashed, "nonsense", ""):
        with pytest.raises(NotFound):
            projects.find(database, stranger, name)
    projects.delete(database, key, rows[0].id)
    with pytest.raises(NotFound):
        projects.find(database, key, rows[0].id)
    assert len(projects.listed(database, key)) == 2
