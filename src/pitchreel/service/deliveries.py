"""Deliveries: what was and is to be sent about events, for the operator and for the meters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import RowMapping, delete, func, select, update

from pitchreel.errors import InvalidRequest
from pitchreel.service.problems import NotFound
from pitchreel.storage.database import Database
from pitchreel.storage.tables import deliveries, events

State = Literal["waiting", "delivered", "given_up", "stopped"]
"""waiting: sent or sent again in time; delivered: answered with 2xx; given_up: the ladder is used up; stopped: its
endpoint is gone, switched off, or answered 410."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one address. ``body`` is what is sent, byte for byte; times in seconds since 1970."""

    id: str
    event_id: str
    event: str
    project_id: str
    key_id: int
    endpoint_id: str | None
    url: str
    dialect: str
    body: str
    state: str
    attempts: int
    next_at: float
    last_status: int | None
    last_error: str
    created: float
    finished: float | None


_QUERY = select(deliveries, events.c.name.label("event"), events.c.project_id).join(
    events, events.c.id == deliveries.c.event_id
)


def listed(
    db: Database, *, state: str = "", key_id: int | None = None, project_id: str = "", limit: int = 100
) -> tuple[Delivery, ...]:
    """Deliveries, the newest first; raises InvalidRequest for a state that is none."""
    query = _QUERY.order_by(deliveries.c.created.desc(), deliveries.c.id).limit(limit)
    if state:
        if state not in get_args(State):
            raise InvalidRequest(
                "state", f"There is no state called {state!r}", f"One of: {', '.join(get_args(State))}"
            )
        query = query.where(deliveries.c.state == state)
    if key_id is not None:
        query = query.where(deliveries.c.key_id == key_id)
    if project_id:
        query = query.where(events.c.project_id == project_id)
    with db.read() as conn:
        return tuple(map(_delivery, conn.execute(query).mappings()))


def find(db: Database, delivery_id: str) -> Delivery:
    """One delivery; raises NotFound."""
    with db.read() as conn:
        row = conn.execute(_QUERY.where(deliveries.c.id == delivery_id)).mappings().first()
    if row is None:
        raise NotFound(f"There is no delivery called {delivery_id!r}", "pitchreel webhooks list shows them")
    return _delivery(row)


def send_again(db: Database, delivery_id: str) -> Delivery:
    """Send one once more, now and from the ladder's first rung, whatever became of it; raises NotFound.

    Body and event id stay, so a receiver that has it already can tell.
    """
    with db.begin() as conn:
        anew = {"state": "waiting", "attempts": 0, "next_at": db.clock(conn), "held": 0.0, "finished": None}
        conn.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(anew))
    return find(db, delivery_id)


def counts(db: Database) -> dict[str, int]:
    """How many there are in each state, and how many of those waiting are ``due``."""
    by_state = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    with db.read() as conn:
        found = {state: int(number) for state, number in conn.execute(by_state)}
        waiting = (deliveries.c.state == "waiting") & (deliveries.c.next_at <= db.clock(conn))
        due = conn.execute(select(func.count()).select_from(deliveries).where(waiting)).scalar_one()
    return {state: found.get(state, 0) for state in get_args(State)} | {"due": due}


def clean(db: Database, *, seconds: float, most: int = 1000) -> int:
    """Forget deliveries that ended so long ago, and events that nothing is sent about any more; how many of both.

    At most ``most`` of each in one transaction: whoever waits to write is not kept waiting.
    """
    with db.begin() as conn:
        before = db.clock(conn) - seconds
        old = select(deliveries.c.id).where(deliveries.c.state != "waiting", deliveries.c.finished < before).limit(most)
        gone = conn.execute(delete(deliveries).where(deliveries.c.id.in_(old.scalar_subquery()))).rowcount
        told = select(deliveries.c.id).where(deliveries.c.event_id == events.c.id).exists()
        idle = select(events.c.id).where(events.c.created < before, ~told).limit(most)
        return gone + conn.execute(delete(events).where(events.c.id.in_(idle.scalar_subquery()))).rowcount


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(**{name: row[name] for name in Delivery.__slots__})
