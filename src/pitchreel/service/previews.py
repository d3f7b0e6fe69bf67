"""Previews: a key's small films over all the requests that ordered them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from pitchreel.service.rows import PreviewRow, ProjectRow
from pitchreel.storage.database import Database
from pitchreel.storage.tables import previews as table
from pitchreel.storage.tables import projects as project_table


def listed(
    db: Database, key_id: int, *, states: Sequence[str] | None = None, limit: int = 20, offset: int = 0
) -> list[tuple[ProjectRow, PreviewRow]]:
    """The key's previews with the projects they belong to: the newest project first, in it the last preview first."""
    query = _mine(select(table.c.id, table.c.project_id), key_id, states)
    query = query.order_by(project_table.c.created.desc(), project_table.c.id, table.c.place.desc())
    with db.read() as conn:
        found = conn.execute(query.limit(limit).offset(offset)).all()
        parents = select(project_table).where(project_table.c.id.in_({row.project_id for row in found}))
        smalls = select(table).where(table.c.id.in_([row.id for row in found]))
        projects = {row["id"]: ProjectRow.of(row) for row in conn.execute(parents).mappings()}
        previews = {row["id"]: PreviewRow.of(row) for row in conn.execute(smalls).mappings()}
    return [(projects[row.project_id], previews[row.id]) for row in found]


def count(db: Database, key_id: int, *, states: Sequence[str] | None = None) -> int:
    """How many previews the key has, without those of deleted projects."""
    with db.read() as conn:
        return int(conn.execute(_mine(select(func.count()), key_id, states)).scalar_one())


def _mine(query: Select[Any], key_id: int, states: Sequence[str] | None) -> Select[Any]:
    mine = query.select_from(table.join(project_table, project_table.c.id == table.c.project_id)).where(
        project_table.c.key_id == key_id, project_table.c.state != "deleted"
    )
    return mine if states is None else mine.where(table.c.state.in_(states))
