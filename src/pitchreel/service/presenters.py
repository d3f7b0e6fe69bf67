"""Presenters: people of a key's own, made from a clip or a photograph. The row is there at once, the person later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, func, insert, select, update

from pitchreel.service import projects
from pitchreel.service.course import UNLISTED
from pitchreel.service.order import Order
from pitchreel.service.problems import NotFound
from pitchreel.service.rows import ProjectRow, Stored
from pitchreel.storage.database import Database
from pitchreel.storage.tables import keys as key_table
from pitchreel.storage.tables import presenters as table
from pitchreel.storage.tables import projects as project_table


@dataclass(frozen=True, slots=True)
class PresenterRow(Stored):
    """A presenter of a key's own. ``kind``: clip or photo, once known.

    ``state``: waiting, running, done, failed; or cleaned, when it was removed and its files were taken away.
    """

    id: int
    key_id: int
    name: str
    source: str
    kind: str
    state: str
    error: str
    result: dict[str, Any]
    created: float
    deleted: float | None


def create(
    db: Database,
    key_id: int,
    *,
    name: str,
    source: str,
    dialect: str,
    base: str = "",
    cost: float = 0.0,
    webhook_url: str = "",
    echo: dict[str, Any] | None = None,
    project_id: str | None = None,
) -> tuple[PresenterRow, ProjectRow]:
    """A presenter from what lies at ``source``, and the project that makes it; tell ``Jobs.submit`` of that one after.

    ``webhook_url`` is told what became of it; ``echo`` is what the dialect repeats of the request, see ``echoes``.
    With a ``project_id`` that is there already, its presenter is given again.
    """
    with db.begin() as conn:
        if project_id is not None:
            there = conn.execute(
                select(project_table).where(project_table.c.id == project_id, project_table.c.key_id == key_id)
            ).mappings()
            if (row := there.first()) is not None:
                made = ProjectRow.of(row)
                return _one(conn, made.wishes.presenter or 0), made
        order = Order(kind="presenter", link=source, name=name, base=base, webhook_url=webhook_url, echo=echo or {})
        return _place(conn, db, key_id, order, cost=cost, dialect=dialect, project_id=project_id)


def of_source(
    db: Database, key_id: int, *, name: str, source: str, dialect: str, base: str = ""
) -> tuple[PresenterRow, ProjectRow | None]:
    """A presenter from what lies at ``source`` for a film alone: the key's that there is or is being made, else a new
    one that no list shows and that nobody is told of. The project that makes it, None where it is made.

    However many ask at once, one is made; what could not be made goes, and the next who asks has it tried again.
    """
    mine = select(table).where(table.c.key_id == key_id, table.c.source == source, table.c.deleted.is_(None))
    with db.begin() as conn:
        # Who asks at the same time waits here until it is seen that one is being made.
        conn.execute(select(key_table.c.id).where(key_table.c.id == key_id).with_for_update())
        there = [PresenterRow.of(row) for row in conn.execute(mine.order_by(table.c.id.desc())).mappings()]
        for row in there:
            if row.state == "done":
                return row, None
        for row in there:
            if row.result.get(UNLISTED) and (making := _making(conn, row)):
                return row, making
        order = Order(kind="presenter", link=source, name=name, base=base, asked={UNLISTED: True})
        return _place(conn, db, key_id, order, cost=0, dialect=dialect, project_id=None)


def find(db: Database, key_id: int, presenter_id: int) -> PresenterRow:
    """A presenter of the key; raises NotFound, also for another key's and for a removed one."""
    query = select(table).where(table.c.id == presenter_id, table.c.key_id == key_id, _shown())
    with db.read() as conn:
        row = conn.execute(query).mappings().first() if abs(presenter_id) < 2**31 else None
    if row is None:
        raise _unknown(presenter_id)
    return PresenterRow.of(row)


def listed(db: Database, key_id: int, *, hidden: bool = False) -> list[PresenterRow]:
    """The key's presenters, newest first, without removed ones; with ``hidden`` those for a film alone, too."""
    shown = table.c.deleted.is_(None) if hidden else _shown()
    query = select(table).where(table.c.key_id == key_id, shown).order_by(table.c.id.desc())
    with db.read() as conn:
        return [PresenterRow.of(row) for row in conn.execute(query).mappings()]


def echoes(db: Database, key_id: int) -> dict[int, dict[str, Any]]:
    """What the requests for the key's presenters said in their dialect's words, by presenter."""
    query = select(project_table.c.order)
    query = query.where(project_table.c.key_id == key_id, project_table.c.kind == "presenter")
    with db.read() as conn:
        orders = conn.execute(query).scalars().all()
    return {order["presenter"]: order.get("echo") or {} for order in orders}


def remove(db: Database, key_id: int, presenter_id: int) -> None:
    """Take a presenter out of sight; films that were ordered with it are still made. Raises NotFound."""
    row = find(db, key_id, presenter_id)
    with db.begin() as conn:
        conn.execute(update(table).where(table.c.id == row.id).values(deleted=db.clock(conn)))


def known(db: Database, presenter_id: int) -> PresenterRow:
    """A presenter by its number alone, also a removed one, for the side that carries orders out; raises NotFound."""
    with db.read() as conn:
        return _one(conn, presenter_id)


def _place(
    conn: Connection, db: Database, key_id: int, order: Order, *, cost: float, dialect: str, project_id: str | None
) -> tuple[PresenterRow, ProjectRow]:
    """A new row, and the project that makes it."""
    values = {"name": order.name, "source": order.link, "state": "waiting"}
    result = {UNLISTED: True} if order.asked.get(UNLISTED) else {}
    done = conn.execute(insert(table).values(key_id=key_id, created=db.clock(conn), result=result, **values))
    key = done.inserted_primary_key
    assert key is not None
    order = order.model_copy(update={"presenter": int(key[0])})
    project = projects.place(conn, db, key_id, order, cost=cost, dialect=dialect, project_id=project_id)
    return _one(conn, int(key[0])), project


def _making(conn: Connection, row: PresenterRow) -> ProjectRow | None:
    """The project that is still at work on a presenter."""
    of_it = project_table.c.order["presenter"].as_integer() == row.id
    query = select(project_table).where(
        project_table.c.key_id == row.key_id, project_table.c.kind == "presenter", of_it
    )
    found = conn.execute(query.where(project_table.c.state.in_(("waiting", "running")))).mappings().first()
    return None if found is None else ProjectRow.of(found)


def _shown() -> ColumnElement[bool]:
    unlisted = func.coalesce(table.c.result[UNLISTED].as_boolean(), false())
    return table.c.deleted.is_(None) & unlisted.is_(false())


def _one(conn: Connection, presenter_id: int) -> PresenterRow:
    row = conn.execute(select(table).where(table.c.id == presenter_id)).mappings().first()
    if row is None:
        raise _unknown(presenter_id)
    return PresenterRow.of(row)


def _unknown(presenter_id: int) -> NotFound:
    return NotFound(f"There is no presenter {presenter_id}", "Use the id that creating it answered")
