"""Previews: a key's small films over all the requests that ordered them, and what is made of one in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from pitchreel.service import projects
from pitchreel.service.course import FROM
from pitchreel.service.problems import NotFound, NotReady
from pitchreel.service.rows import PreviewRow, ProjectRow, dashed
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
        owners = {row["id"]: ProjectRow.of(row) for row in conn.execute(parents).mappings()}
        rows = {row["id"]: PreviewRow.of(row) for row in conn.execute(smalls).mappings()}
    return [(owners[row.project_id], rows[row.id]) for row in found]


def count(db: Database, key_id: int, *, states: Sequence[str] | None = None) -> int:
    """How many previews the key has, without those of deleted projects."""
    with db.read() as conn:
        return int(conn.execute(_mine(select(func.count()), key_id, states)).scalar_one())


def own(db: Database, key_id: int, preview_id: str) -> tuple[PreviewRow, ProjectRow]:
    """A preview of the key and its project; raises NotFound, in the same words for another key's."""
    small = projects.preview(db, preview_id)
    with db.read() as conn:
        return small, _parent(conn, key_id, small, preview_id)


def _parent(conn: Connection, key_id: int, small: PreviewRow, asked: str) -> ProjectRow:
    try:
        return projects.owned(conn, key_id, small.project_id)
    except NotFound:
        raise projects.no_preview(asked) from None


def by_token(db: Database, token: str) -> PreviewRow:
    """A preview by what its page's address holds; raises NotFound."""
    with db.read() as conn:
        row = conn.execute(select(table).where(table.c.token == token)).mappings().first()
    if row is None:
        raise NotFound("There is no such preview", "It may have been cleaned up; ask for new previews")
    return PreviewRow.of(row)


def render(
    db: Database,
    key_id: int,
    preview_id: str,
    *,
    cost: float,
    dialect: str,
    project_id: str | None = None,
    into: str | None = None,
    webhook_url: str | None = None,
    marks: Callable[[ProjectRow], Mapping[str, Any]] | None = None,
) -> ProjectRow:
    """Order a preview in full: as a new project, or as another run of its own (``into``).

    ``project_id`` is the new one's if an Idempotency-Key fixes it; a project that has it already is the answer.
    A run of its own that makes this very preview, or has made it, is the answer and costs nothing. ``marks`` says what
    is to be kept, among what was asked, of the project as it stood before its new run.
    Raises NotFound, NotReady while the preview is not there, OutOfCredits.
    """
    small = projects.preview(db, preview_id)
    with db.begin() as conn:
        parent = _parent(conn, key_id, small, preview_id)
        if small.cleaned:
            raise NotReady("The preview was cleaned up", "Order new previews")
        if small.state != "ready":
            raise NotReady(f"The preview is {small.state}", "Wait until it is ready")
        update_ = {"kind": "render", "preview": small.id, "styles": (), "styles_asked": ()}
        if webhook_url is not None:
            update_["webhook_url"] = webhook_url
        wishes = parent.wishes.of_style(small.asked).model_copy(update=update_)
        if into is None:
            return projects.take(conn, db, key_id, wishes, cost=cost, dialect=dialect, project_id=project_id)
        if dashed(into) != dashed(parent.id):
            raise NotReady("The preview belongs to another project", "Render it where it was made")
        if wishes.preview == parent.wishes.preview and (parent.state == "done" or not parent.over):
            return parent
        if not parent.over:
            raise NotReady("The project is still at work", "Wait until it is done")
        if marks is not None:
            wishes = wishes.model_copy(update={"asked": {**wishes.asked, **marks(parent)}})
        return projects.take(
            conn, db, key_id, wishes, cost=cost, dialect=dialect, project_id=parent.id, again=FROM["waiting"]
        )


def _mine(query: Select[Any], key_id: int, states: Sequence[str] | None) -> Select[Any]:
    mine = query.select_from(table.join(project_table, project_table.c.id == table.c.project_id)).where(
        project_table.c.key_id == key_id, project_table.c.state != "deleted"
    )
    return mine if states is None else mine.where(table.c.state.in_(states))
