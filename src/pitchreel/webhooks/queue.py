"""Queue: a delivery is taken by one sender at a time, and what came of it is written by whoever holds it.

Senders of any number of processes and machines take from the same table. Taking is one conditional update that writes
until when the delivery is held; a sender that dies lets go of it at that time, by the database's clock. The hold is
also the sender's proof: what it reports counts only while the row still carries the very same one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from pitchreel.service.endpoints import request_secret
from pitchreel.storage.database import Database
from pitchreel.storage.tables import deliveries, endpoints, events, keys

CANDIDATES = 8
"""Looked at in one go: another sender may take the first of them in between."""
MARGIN = 30.0
"""Seconds that a delivery is held beyond the time that sending it may take."""


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery that this sender holds: all that is needed to send it. ``stop`` is why it is not to be sent.

    ``fresh`` is one that nobody looked at since it was stored at ``created``: the ladder's first rung is still to come.
    """

    id: str
    hold: float
    event_id: str
    event: str
    endpoint_id: str | None
    url: str
    secret: str
    dialect: str
    body: bytes
    attempts: int
    created: float
    fresh: bool
    stop: str = ""


def take(db: Database, *, seconds: float, secret: bytes, busy: Collection[str] = ()) -> Held | None:
    """Take the delivery that has been due the longest; None when there is none.

    ``seconds`` is how long sending may take; ``secret`` is the installation's. Receivers in ``busy`` are passed over,
    so that a slow one does not hold up the others.
    """
    with db.read() as conn:
        if not _due(conn, db.clock(conn), busy):
            return None
    with db.begin() as conn:
        now = db.clock(conn)
        hold = now + seconds + MARGIN
        for name in _due(conn, now, busy):
            taken = conn.execute(
                update(deliveries)
                .where(deliveries.c.id == name, deliveries.c.state == "waiting")
                .where(deliveries.c.next_at <= now, deliveries.c.held <= now)
                .values(held=hold)
            )
            if taken.rowcount:
                return _held(conn, name, hold, secret)
    return None


def receiver(url: str) -> str:
    """Who an address belongs to: everything before its path, as it is written."""
    found = re.match(r"[^:/?#]+://[^/?#]*", url)
    return found[0] if found else url


def delivered(db: Database, held: Held, status: int) -> bool:
    """It arrived. Gives whether this sender still held it, as all reports do."""
    with db.begin() as conn:
        return _report(conn, db, held, state="delivered", last_status=status, last_error="")


def begin(db: Database, held: Held, *, seconds: float) -> bool:
    """It is sent for the first time so many seconds after it was stored, and let go of until then."""
    with db.begin() as conn:
        return _report(conn, db, held, sent=False, next_at=held.created + seconds)


def put_off(db: Database, held: Held, *, seconds: float, status: int | None, error: str) -> bool:
    """It did not arrive and is sent again after so many seconds."""
    with db.begin() as conn:
        return _report(conn, db, held, last_status=status, last_error=error, next_at=db.clock(conn) + seconds)


def given_up(db: Database, held: Held, *, status: int | None, error: str, in_a_row: int) -> bool:
    """It did not arrive and is not sent again; after ``in_a_row`` of them its endpoint is switched off (0: never)."""
    with db.begin() as conn:
        kept = _report(conn, db, held, state="given_up", last_status=status, last_error=error)
        if kept and held.endpoint_id and in_a_row and _failed(conn, held.endpoint_id) >= in_a_row:
            _switch_off(conn, held.endpoint_id, f"{in_a_row} notices in a row did not arrive; the last: {error}")
        return kept


def stopped(db: Database, held: Held, *, status: int | None = None, error: str, gone: bool = False) -> bool:
    """It is not sent again, whatever the ladder says; ``gone`` switches its endpoint off, too."""
    with db.begin() as conn:
        kept = _report(conn, db, held, sent=status is not None, state="stopped", last_status=status, last_error=error)
        if kept and gone and held.endpoint_id:
            _switch_off(conn, held.endpoint_id, error)
        return kept


def _due(conn: Connection, now: float, busy: Collection[str]) -> list[str]:
    query = select(deliveries.c.id).where(
        deliveries.c.state == "waiting", deliveries.c.next_at <= now, deliveries.c.held <= now
    )
    for one in busy:
        query = query.where(~deliveries.c.url.startswith(one, autoescape=True))
    return list(conn.execute(query.order_by(deliveries.c.next_at, deliveries.c.id).limit(CANDIDATES)).scalars())


def _held(conn: Connection, name: str, hold: float, secret: bytes) -> Held:
    row = conn.execute(
        select(
            deliveries,
            events.c.name.label("event"),
            keys.c.api_id,
            endpoints.c.url.label("endpoint_url"),
            endpoints.c.secret,
            endpoints.c.enabled,
            endpoints.c.note,
        )
        .join(events, events.c.id == deliveries.c.event_id)
        .join(keys, keys.c.id == deliveries.c.key_id)
        .join(endpoints, endpoints.c.id == deliveries.c.endpoint_id, isouter=True)
        .where(deliveries.c.id == name)
    ).one()
    stop = ""
    if row.endpoint_id and row.endpoint_url is None:
        stop = "its endpoint was removed"
    elif row.endpoint_id and not row.enabled:
        stop = f"its endpoint is switched off{row.note and f': {row.note}'}"
    return Held(
        id=row.id,
        hold=hold,
        event_id=row.event_id,
        # An endpoint may know the event under another name than the project's own dialect.
        event=json.loads(row.body).get("event", row.event),
        endpoint_id=row.endpoint_id,
        url=row.endpoint_url or row.url,
        secret=row.secret or request_secret(secret, row.api_id),
        dialect=row.dialect,
        body=row.body.encode(),
        attempts=row.attempts,
        created=row.created,
        fresh=row.attempts == 0 and row.next_at == row.created,
        stop=stop,
    )


def _report(conn: Connection, db: Database, held: Held, *, sent: bool = True, **values: object) -> bool:
    if "state" in values:
        values["finished"] = db.clock(conn)
    mine = update(deliveries).where(deliveries.c.id == held.id, deliveries.c.held == held.hold)
    attempts = deliveries.c.attempts + int(sent)
    return bool(conn.execute(mine.values(held=0.0, attempts=attempts, url=held.url, **values)).rowcount)


def _failed(conn: Connection, endpoint_id: str) -> int:
    # Given up since the last one that arrived.
    last = (
        select(func.coalesce(func.max(deliveries.c.finished), 0.0))
        .where(deliveries.c.endpoint_id == endpoint_id, deliveries.c.state == "delivered")
        .scalar_subquery()
    )
    query = select(func.count()).where(
        deliveries.c.endpoint_id == endpoint_id, deliveries.c.state == "given_up", deliveries.c.finished > last
    )
    return int(conn.execute(query).scalar_one())


def _switch_off(conn: Connection, endpoint_id: str, note: str) -> None:
    conn.execute(
        update(endpoints).where(endpoints.c.id == endpoint_id, endpoints.c.enabled).values(enabled=False, note=note)
    )
