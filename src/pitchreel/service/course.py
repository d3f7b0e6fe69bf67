"""Course: how projects move. A project moves only along the arrows below, each by one guarded UPDATE, so that two
who push it at once cannot both succeed; what the owner is to hear of is recorded in the same transaction.

    waiting ──► running ──► ready (previews) ──► waiting (one of them in full)
       │           ├──────► done ──────────────► waiting (another one)
       │           ├──────► failed (credits given back)
       │           └──────► rejected (moderation)
       └──► cancelled ◄── running                  any ──► deleted
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from pitchreel.service import credits, events
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.database import Database
from pitchreel.storage.tables import presenters as presenter_table
from pitchreel.storage.tables import previews as preview_table
from pitchreel.storage.tables import projects as table

FROM: dict[str, tuple[str, ...]] = {
    "running": ("waiting", "running"),
    "ready": ("running",),
    "done": ("running",),
    "failed": ("waiting", "running"),
    "rejected": ("waiting", "running"),
    "cancelled": ("waiting", "running"),
    "deleted": ("waiting", "running", "ready", "done", "failed", "rejected", "cancelled"),
    "waiting": ("ready", "done", "failed", "rejected", "cancelled"),
}
"""The states from which each state may be reached."""
ENDS = ("ready", "done", "failed", "rejected", "cancelled")
"""States that something follows from, and that the owner hears of."""
GIVING_BACK = ("failed", "rejected", "cancelled")
CHARGED_SINGLY = ("v1", "open", "v2")
"""Dialects whose previews cost something each; another's are charged together."""
UNLISTED = "unlisted"
"""Marks, among what was asked of its project and in its result, a presenter that no list shows and nobody hears of."""
MOST = 0.95
"""Progress that those who share a stage reach together at most."""


def start(conn: Connection, db: Database, project_id: str, run: int) -> bool:
    """A worker takes the run up; False when the project is over or at another run."""
    now = db.clock(conn)
    hit = conn.execute(
        update(table)
        .where(table.c.id == project_id, table.c.run == run, table.c.state.in_(FROM["running"]))
        .values(state="running", started=func.coalesce(table.c.started, now), updated=now)
    )
    return bool(hit.rowcount)


def report(
    conn: Connection,
    db: Database,
    project_id: str,
    *,
    run: int | None = None,
    state: str | None = None,
    stage: str | None = None,
    progress: float | None = None,
    warnings: Sequence[str] | None = None,
    result: dict[str, Any] | None = None,
    error_code: str = "",
    error: str = "",
) -> bool:
    """Say how a project is getting on; a new ``state`` only along the arrows, and only once.

    Warnings are added to those that are there. Gives whether it was taken: not when the project had moved on (another
    ``run``, cancelled, deleted, done). Owner's events and credits, previews that still wait, and the presenter that was
    to be made follow the state in the same transaction.
    """
    now = db.clock(conn)
    values: dict[str, Any] = {"updated": now}
    if state is not None:
        values["state"] = state
        if state not in ("running", "waiting"):
            values["finished"] = now
        if state in ("done", "ready"):
            values["progress"] = 1.0
    if stage is not None:
        values["stage"] = stage
    if progress is not None:
        # A step that is done again begins below what its owner has seen.
        values["progress"] = case((table.c.progress > progress, table.c.progress), else_=progress)
    if result is not None:
        values["result"] = result
    if error or error_code:
        values |= {"error": error, "error_code": error_code}
    if warnings:
        there = conn.execute(select(table.c.warnings).where(table.c.id == project_id)).scalar_one_or_none() or []
        values["warnings"] = list(dict.fromkeys([*there, *warnings]))
    guard = FROM[state] if state is not None else ("running",)
    query = update(table).where(table.c.id == project_id, table.c.state.in_(guard)).values(**values)
    if run is not None:
        query = query.where(table.c.run == run)
    if not conn.execute(query).rowcount:
        return False
    if state in ENDS:
        _conclude(conn, ProjectRow.of(conn.execute(select(table).where(table.c.id == project_id)).mappings().one()))
    return True


def _conclude(conn: Connection, row: ProjectRow) -> None:
    """What follows from an end."""
    if row.state in GIVING_BACK:
        credits.give_back(conn, row.id)
        waiting = (preview_table.c.project_id == row.id) & (preview_table.c.state == "waiting")
        conn.execute(update(preview_table).where(waiting).values(state="failed", error=row.error))
    unlisted = row.kind == "presenter" and bool((row.order.get("asked") or {}).get(UNLISTED))
    if row.kind == "presenter":
        _conclude_presenter(conn, row, unlisted=unlisted)
    if not unlisted:
        events.record(conn, row)


def _conclude_presenter(conn: Connection, row: ProjectRow, *, unlisted: bool) -> None:
    """The presenter is there, or why it is not; one that no list shows goes if it could not be made."""
    values: dict[str, Any] = {"state": "failed", "error": row.error}
    if row.state == "done":
        values = {"state": "done", "kind": row.result.get("kind", ""), "result": row.result}
    if unlisted:
        values |= {"result": {**row.result, UNLISTED: True}} if row.state == "done" else {"deleted": row.updated}
    conn.execute(update(presenter_table).where(presenter_table.c.id == row.order.get("presenter")).values(**values))


def advance(
    conn: Connection, db: Database, project_id: str, run: int, *, stage: str, by: float, warnings: Sequence[str] = ()
) -> bool:
    """Add to the progress of a run, for one of several that work on the same stage; False when it had moved on."""
    query = update(table).where(table.c.id == project_id, table.c.run == run, table.c.state == "running")
    more = case((table.c.progress + by > MOST, MOST), else_=table.c.progress + by)
    if not conn.execute(query.values(stage=stage, progress=more, updated=db.clock(conn))).rowcount:
        return False
    return not warnings or report(conn, db, project_id, run=run, warnings=warnings)


def report_preview(
    conn: Connection, preview_id: str, *, state: str, result: dict[str, Any] | None = None, error: str = ""
) -> None:
    """Say what became of one preview that waits: ready or failed, which gives back what was charged for it alone."""
    query = select(table.c.id, table.c.dialect).join(preview_table, preview_table.c.project_id == table.c.id)
    project = conn.execute(query.where(preview_table.c.id == preview_id).with_for_update(of=table)).one()
    values: dict[str, Any] = {"state": state, "error": error}
    if result is not None:
        values["result"] = result
    waiting = (preview_table.c.id == preview_id) & (preview_table.c.state == "waiting")
    taken = conn.execute(update(preview_table).where(waiting).values(**values)).rowcount
    if taken and state == "failed" and project.dialect in CHARGED_SINGLY:
        paid = (preview_table.c.project_id == project.id) & (preview_table.c.state != "failed")
        others = conn.execute(select(func.count()).select_from(preview_table).where(paid)).scalar_one()
        credits.give_back(conn, project.id, parts=others + 1)


def unsubmitted(conn: Connection, before: float) -> list[ProjectRow]:
    """Rows that wait and that the engine was not told of, taken in before a time; the most urgent first."""
    query = (
        select(table)
        .where(table.c.submitted.is_(False), table.c.state.in_(("waiting", "running")), table.c.updated < before)
        .order_by(table.c.priority, table.c.created)
    )
    return [ProjectRow.of(row) for row in conn.execute(query).mappings()]


def submitted(conn: Connection, project_id: str, run: int) -> None:
    """The engine was told of a run."""
    conn.execute(update(table).where(table.c.id == project_id, table.c.run == run).values(submitted=True))
