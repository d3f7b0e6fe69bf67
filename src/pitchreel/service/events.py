"""Events: what happened to a project, written down together with the change itself.

An event and what is to be sent about it are rows of the same transaction as the project's new state: either all of it
happened or none, and nothing is sent before it is stored. The senders of ``pitchreel.webhooks`` take it from there.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from pitchreel.service import notices
from pitchreel.service.notices import Outcome
from pitchreel.service.rows import PreviewRow, ProjectRow
from pitchreel.storage.tables import deliveries, endpoints, events, previews


def record(conn: Connection, project: ProjectRow, outcome: Outcome | None = None, *, base: str = "") -> str:
    """Write down that a project ended (or that its previews are ready), and all that is to be sent about it.

    ``project`` is the row as it stands after the change. Without ``outcome`` its state decides: done and ready are a
    success, what was cancelled has failed. Addresses begin with the ``base`` of its order, how the caller reached the
    server, else with ``base``.
    The id of the event comes from the project, its run and the outcome, so recording the same thing twice, as after a
    crash, changes nothing. Returns the event's id; an empty string for a kind that nobody is told about.
    """
    kind = notices.kind_of(project)
    if kind not in notices.NAMES:
        return ""
    how: Outcome = outcome or ("success" if project.state in ("done", "ready") else "failure")
    words = f"{project.id} {project.run} {kind} {how}"
    event_id = hashlib.sha256(words.encode()).hexdigest()[:32]
    if conn.execute(select(events.c.id).where(events.c.id == event_id)).first():
        return event_id
    name = notices.names(kind, how, project.dialect)[0]
    said = notices.notice(
        event_id, how, project, _previews(conn, project), base=str(project.order.get("base") or base).rstrip("/")
    )
    data = {"kind": kind, "outcome": how, "dialect": project.dialect, "run": project.run}
    about = {"key_id": project.key_id, "created": project.updated}
    conn.execute(insert(events).values(id=event_id, project_id=project.id, name=name, data=data, **about))
    sendings = [
        {
            "id": uuid.uuid4().hex,
            "event_id": event_id,
            "endpoint_id": endpoint_id,
            "url": url,
            "dialect": dialect,
            "body": notices.body(said, dialect, called),
            "next_at": project.updated,
            **about,
        }
        for endpoint_id, url, dialect, called in _receivers(conn, project, kind, how, name)
    ]
    if sendings:
        conn.execute(insert(deliveries), sendings)
    return event_id


def _receivers(
    conn: Connection, project: ProjectRow, kind: str, how: Outcome, name: str
) -> Iterator[tuple[str | None, str, str, str]]:
    # Endpoint (None for the address that the request itself named), address, dialect and the event's name there.
    if project.webhook_url:
        yield None, project.webhook_url, project.dialect, name
    if kind in notices.UNLISTED:
        return
    mine = select(endpoints).where(endpoints.c.key_id == project.key_id, endpoints.c.enabled)
    for row in conn.execute(mine.order_by(endpoints.c.created)).all():
        called = next((one for one in notices.names(kind, how, row.dialect) if one in row.events), None)
        if called:
            yield row.id, row.url, row.dialect, called


def _previews(conn: Connection, project: ProjectRow) -> tuple[PreviewRow, ...]:
    if project.kind != "previews":
        return ()
    rows = conn.execute(select(previews).where(previews.c.project_id == project.id).order_by(previews.c.place))
    return tuple(map(PreviewRow.of, rows.mappings()))
