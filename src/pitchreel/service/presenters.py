"""Presenters: people of a key's own, made from a clip or a photograph. The row is there at once, the person later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pitchreel.service import projects
from pitchreel.service.order import Order
from pitchreel.service.problems import NotFound
from pitchreel.service.rows import ProjectRow, Stored
from pitchreel.storage.database import Database
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
        values = {"name": name, "source": source, "state": "waiting", "result": {}}
        done = conn.execute(insert(table).values(key_id=key_id, created=db.clock(conn), **values))
        key = done.inserted_primary_key
        assert key is not None
        order = Order(
            kind="presenter",
            presenter=int(key[0]),
            link=source,
            name=name,
            base=base,
            webhook_url=webhook_url,
            echo=echo or {},
        )
        project = projects.place(conn, db, key_id, order, cost=cost, dialect=dialect, project_id=project_id)
        return _one(conn, int(key[0])), project


def find(db: Database, key_id: int, presenter_id: int) -> PresenterRow:
    """A presenter of the key; raises NotFound, also for another key's and for a removed one."""
    query = select(table).where(table.c.id == presenter_id, table.c.key_id == key_id, table.c.deleted.is_(None))
    with db.read() as conn:
        row = conn.execute(query).mappings().first() if abs(presenter_id) < 2**31 else None
    if row is None:
        raise _unknown(presenter_id)
    return PresenterRow.of(row)


def listed(db: Database, key_id: int) -> list[PresenterRow]:
    """The key's presenters, newest first, without removed ones."""
    query = select(table).where(table.c.key_id == key_id, table.c.deleted.is_(None)).order_by(table.c.id.desc())
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


def _one(conn: Connection, presenter_id: int) -> PresenterRow:
    row = conn.execute(select(table).where(table.c.id == presenter_id)).mappings().first()
    if row is None:
        raise _unknown(presenter_id)
    return PresenterRow.of(row)


def _unknown(presenter_id: int) -> NotFound:
    return NotFound(f"There is no presenter {presenter_id}", "Use the id that creating it answered")
