"""Projects: orders with a life, as their owners see them; how they move is in ``course``."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, case, func, insert, select, update

from pitchreel.service import credits
from pitchreel.service.course import FROM, report
from pitchreel.service.order import Order
from pitchreel.service.problems import NotFound, NotReady
from pitchreel.service.rows import CLEANED, PreviewRow, ProjectRow, dashed
from pitchreel.storage.database import Database
from pitchreel.storage.tables import previews as preview_table
from pitchreel.storage.tables import projects as table

PRIORITIES = {"read": 1, "scripts": 2, "presenter": 4, "previews": 6}
"""Smaller is sooner; what somebody waits for with a page open goes before films."""
FILM_PRIORITY = 10
_SPOKEN_OF = case(((table.c.stage == CLEANED) & table.c.state.in_(("ready", "done")), CLEANED), else_=table.c.state)
"""The state that lists look for: one of those above, or that a film was cleaned up."""
_WHOLE = table.c.order["draft"].as_boolean().is_not(True)
"""Not a small film; an order says so only when it is one."""


def order(
    db: Database,
    key_id: int,
    order: Order,
    *,
    cost: float,
    dialect: str,
    project_id: str | None = None,
    again: bool = False,
    request: str | None = None,
) -> ProjectRow:
    """Take an order in: the row, its previews and its charge in one transaction. Tell ``Jobs.submit`` of it after.

    ``project_id`` is an id known beforehand (promised by the legacy dialect, or made from an Idempotency-Key): a
    project that has it already is the answer, unless it is over and ``again`` asks for another run of it. ``request``
    is the id that an Idempotency-Key makes where the project's own is another one: what was asked for under it once
    does not run again.
    Raises OutOfCredits, NotFound for another key's id, NotReady for another run while one with other wishes is at work.
    """
    states = (*FROM["waiting"], "deleted") if again else ()
    with db.begin() as conn:
        return take(
            conn, db, key_id, order, cost=cost, dialect=dialect, project_id=project_id, again=states, request=request
        )


def take(
    conn: Connection,
    db: Database,
    key_id: int,
    order: Order,
    *,
    cost: float,
    dialect: str,
    project_id: str | None,
    again: Collection[str] = (),
    request: str | None = None,
) -> ProjectRow:
    """The same inside a transaction that somebody else began; ``again`` are the states from which it runs again."""
    there = _row(conn, project_id) if project_id is not None else None
    if there is None:
        asked = _asked_under(order, request)
        return place(conn, db, key_id, asked, cost=cost, dialect=dialect, project_id=project_id)
    if there.key_id != key_id:
        raise _unknown(there.id)
    before = there.wishes.requests
    if request in before:
        return there
    if there.state in again:
        return _again(conn, db, there, _asked_under(order, request, before), cost)
    if again and not there.over:
        if {**there.order, "requests": []} != {**order.model_dump(mode="json"), "requests": []}:
            raise NotReady("The project is still at work with other wishes", "Wait until it is done")
        noted = _asked_under(there.wishes, request, before).model_dump(mode="json")
        conn.execute(update(table).where(table.c.id == there.id).values(order=noted))
    return there


def place(
    conn: Connection,
    db: Database,
    key_id: int,
    order: Order,
    *,
    cost: float,
    dialect: str,
    project_id: str | None = None,
) -> ProjectRow:
    """Put a new project down, inside a transaction that somebody else began."""
    now = db.clock(conn)
    project = project_id or uuid.uuid4().hex
    conn.execute(
        insert(table).values(
            id=project,
            key_id=key_id,
            product_id=order.product,
            kind=order.kind,
            dialect=dialect,
            name=order.name,
            order=order.model_dump(mode="json"),
            state="waiting",
            warnings=list(order.warnings),
            priority=PRIORITIES.get(order.kind, FILM_PRIORITY),
            webhook_url=order.webhook_url,
            created=now,
            updated=now,
        )
    )
    credits.charge(conn, key_id, cost, order.kind, project)
    smalls = [
        {
            "id": uuid.uuid4().hex,
            "project_id": project,
            "place": number,
            "asked": order.styles_asked[number] if number < len(order.styles_asked) else style,
            "style": style,
            "ratio": order.brief.ratio,
            "token": secrets.token_urlsafe(24),
        }
        for number, style in enumerate(order.styles)
    ]
    if smalls:
        conn.execute(insert(preview_table), smalls)
    return _one(conn, project)


def find(db: Database, key_id: int, project_id: str) -> ProjectRow:
    """A project of the key, its id with or without dashes; raises NotFound, also for another key's."""
    with db.read() as conn:
        return owned(conn, key_id, project_id)


def known(db: Database, project_id: str) -> ProjectRow:
    """A project by its id alone, for the side that carries orders out; raises NotFound."""
    with db.read() as conn:
        return _one(conn, project_id)


def listed(
    db: Database,
    key_id: int,
    *,
    kinds: Sequence[str] | None = None,
    states: Sequence[str] | None = None,
    dialects: Sequence[str] | None = None,
    limit: int = 20,
    offset: int = 0,
    ids: Sequence[str] | None = None,
    drafts: bool = True,
) -> list[ProjectRow]:
    """The key's projects, newest first, without deleted ones; with ``ids`` those of them that exist, in that order.

    Among ``states`` may be ``CLEANED``, which films are in that were cleaned up. ``drafts``: small films as well.
    """
    if ids is not None:
        wanted = [plain for given in ids if (plain := _plain(given))]
        with db.read() as conn:
            query = select(table).where(table.c.key_id == key_id, table.c.id.in_(wanted), table.c.state != "deleted")
            rows = {row["id"]: ProjectRow.of(row) for row in conn.execute(query).mappings()}
        return [rows[plain] for plain in wanted if plain in rows]
    query = select(table).where(table.c.key_id == key_id, table.c.state != "deleted")
    for column, values in ((table.c.kind, kinds), (_SPOKEN_OF, states), (table.c.dialect, dialects)):
        if values is not None:
            query = query.where(column.in_(values))
    if not drafts:
        query = query.where(_WHOLE)
    query = query.order_by(table.c.created.desc(), table.c.id).limit(limit).offset(offset)
    with db.read() as conn:
        return [ProjectRow.of(row) for row in conn.execute(query).mappings()]


def count(
    db: Database,
    key_id: int,
    *,
    kinds: Sequence[str] | None = None,
    states: Sequence[str] | None = None,
    drafts: bool = True,
) -> int:
    """How many projects the key has, without deleted ones; ``drafts``: small films as well."""
    query = select(func.count()).select_from(table).where(table.c.key_id == key_id, table.c.state != "deleted")
    for column, values in ((table.c.kind, kinds), (_SPOKEN_OF, states)):
        if values is not None:
            query = query.where(column.in_(values))
    if not drafts:
        query = query.where(_WHOLE)
    with db.read() as conn:
        return int(conn.execute(query).scalar_one())


def cancel(db: Database, key_id: int, project_id: str) -> ProjectRow:
    """Stop a project that waits or runs; over ones stay as they are. Tell ``Jobs.cancel`` of it after."""
    with db.begin() as conn:
        row = owned(conn, key_id, project_id)
        report(conn, db, row.id, state="cancelled", error_code="cancelled", error="It was cancelled.")
        return _one(conn, row.id)


def delete(db: Database, key_id: int, project_id: str) -> None:
    """Take a project out of sight; its files go at the next clean-up. Raises NotFound."""
    with db.begin() as conn:
        row = owned(conn, key_id, project_id)
        report(conn, db, row.id, state="deleted")


def previews(db: Database, project_id: str) -> list[PreviewRow]:
    """The previews of a project, in the order in which they were asked for."""
    query = select(preview_table).where(preview_table.c.project_id == project_id).order_by(preview_table.c.place)
    with db.read() as conn:
        return [PreviewRow.of(row) for row in conn.execute(query).mappings()]


def preview(db: Database, preview_id: str) -> PreviewRow:
    """A preview by its id alone, for the side that carries orders out; raises NotFound."""
    query = select(preview_table).where(preview_table.c.id == (_plain(preview_id) or preview_id))
    with db.read() as conn:
        row = conn.execute(query).mappings().first()
    if row is None:
        raise no_preview(preview_id)
    return PreviewRow.of(row)


def owned(conn: Connection, key_id: int, project_id: str) -> ProjectRow:
    """``find`` inside a transaction that somebody else began."""
    row = _row(conn, _plain(project_id) or project_id)
    if row is None or row.key_id != key_id or row.state == "deleted":
        raise _unknown(project_id)
    return row


def no_preview(preview_id: str) -> NotFound:
    """The error for a preview that is not there, or not the asker's."""
    return NotFound(f"There is no preview {preview_id[:80]!r}", "Use an id from the project's previews")


def _asked_under(order: Order, request: str | None, before: tuple[str, ...] = ()) -> Order:
    """The order with the Idempotency-Keys that it was asked for under so far, and with this one."""
    return order.model_copy(update={"requests": before if request is None else (*before, request)})


def _again(conn: Connection, db: Database, row: ProjectRow, order: Order, cost: float) -> ProjectRow:
    """Another run of a project that is over."""
    hit = conn.execute(
        update(table)
        .where(table.c.id == row.id, table.c.run == row.run, table.c.state.in_(FROM["waiting"]))
        .values(
            state="waiting",
            run=row.run + 1,
            kind=order.kind,
            product_id=order.product,
            name=order.name or row.name,
            order=order.model_dump(mode="json"),
            stage="",
            progress=0.0,
            error="",
            error_code="",
            warnings=list(order.warnings),
            result={},
            cost=0.0,
            priority=PRIORITIES.get(order.kind, FILM_PRIORITY),
            submitted=False,
            webhook_url=order.webhook_url,
            started=None,
            finished=None,
            updated=db.clock(conn),
        )
    )
    if not hit.rowcount:
        raise NotReady("The project is still at work", "Wait until it is done")
    credits.charge(conn, row.key_id, cost, order.kind, row.id)
    return _one(conn, row.id)


def _plain(project_id: str) -> str | None:
    """The id without dashes; None for what cannot be one."""
    text = dashed(project_id)
    return text.replace("-", "") if text else None


def _row(conn: Connection, project_id: str) -> ProjectRow | None:
    row = conn.execute(select(table).where(table.c.id == project_id)).mappings().first()
    return None if row is None else ProjectRow.of(row)


def _one(conn: Connection, project_id: str) -> ProjectRow:
    row = _row(conn, project_id)
    if row is None:
        raise _unknown(project_id)
    return row


def _unknown(project_id: str) -> NotFound:
    return NotFound(f"There is no project {project_id[:80]!r}", "Use the id that creating it answered")
