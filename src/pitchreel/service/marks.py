"""Marks: what a caller did with a project after ordering it, where a dialect has to remember that."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from pitchreel.service import projects
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.database import Database
from pitchreel.storage.tables import projects as table


def mark(db: Database, key_id: int, project_id: str, **marks: Any) -> ProjectRow:
    """Put marks to what was asked of a project; raises NotFound."""
    row = projects.find(db, key_id, project_id)
    with db.begin() as conn:
        order = conn.execute(select(table.c.order).where(table.c.id == row.id)).scalar_one()
        asked = {**order.get("asked", {}), **marks}
        conn.execute(update(table).where(table.c.id == row.id).values(order={**order, "asked": asked}))
    return projects.known(db, row.id)


def marks_of(row: ProjectRow) -> dict[str, Any]:
    """The marks of a project, among what was asked."""
    found: dict[str, Any] = row.order.get("asked") or {}
    return found
