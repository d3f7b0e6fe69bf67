"""Idempotency: what is asked for twice with the same Idempotency-Key is done once, and answered twice.

The row of an answer is claimed before the work begins and held by a heartbeat. Whoever finds it held waits; whoever
finds its hold over (the maker died) takes it over. What is done twice then is only what a maker did in the moment
before it died, and a maker that gives what it makes an id derived from the key finds its own work again.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pitchreel.errors import StorageError
from pitchreel.service.problems import Conflict, NotReady
from pitchreel.storage.database import Database
from pitchreel.storage.tables import answers as table

Answer = tuple[int, str]
"""HTTP status and body."""

HOLD = 20.0
"""Seconds after which a maker that gave no sign of life is believed dead; it gives one four times as often."""
KEEP = 86_400.0
"""Seconds that an answer is kept for."""
PATIENCE = 150.0
"""Seconds that somebody waits for an answer which another request is making."""

# Work goes on when the one who asked has hung up; the loop itself holds its tasks only weakly.
_working: set[asyncio.Task[Answer | None]] = set()


@dataclass(frozen=True)
class _Claim:
    where: ColumnElement[bool]
    held: float


@dataclass(frozen=True)
class _Free:
    """Nobody is making it; ``held`` is that of a row which is in the way."""

    held: float | None = None


async def run(
    db: Database,
    key_id: int,
    scope: str,
    idempotency_key: str,
    body_hash: str,
    make: Callable[[], Awaitable[Answer]],
    *,
    keep: float = KEEP,
    hold: float = HOLD,
    patience: float = PATIENCE,
) -> Answer:
    """The answer to a request: the stored one, or that of ``make``, called by exactly one of all who ask at once.

    ``scope`` is the operation. An answer from 500 on is given, not stored, and so is an exception: the next one tries
    again. Raises Conflict for another body under the same key, NotReady when the maker takes longer than ``patience``.
    """
    where = and_(table.c.key_id == key_id, table.c.scope == scope, table.c.idempotency_key == idempotency_key)
    row = {"key_id": key_id, "scope": scope, "idempotency_key": idempotency_key, "body_hash": body_hash}
    loop = asyncio.get_running_loop()
    until, pause = loop.time() + patience, 0.02
    while True:
        found = await asyncio.to_thread(_look, db, where, row, keep, hold)
        if isinstance(found, tuple):
            return found
        if found is not None:
            task = asyncio.create_task(_make(db, found, make, hold))
            _working.add(task)
            task.add_done_callback(_working.discard)
            if (answer := await asyncio.shield(task)) is not None:
                return answer
        if loop.time() > until:
            raise NotReady("The first request with this Idempotency-Key is still being answered", "Ask again later")
        await asyncio.sleep(pause)
        pause = min(0.5, pause * 1.5)


def clean(db: Database, before: float) -> int:
    """Forget the answers that are older than ``before`` (seconds since 1970); tells how many."""
    with db.begin() as conn:
        old = and_(table.c.created < before, table.c.held < db.clock(conn))
        return conn.execute(delete(table).where(old)).rowcount


def _look(
    db: Database, where: ColumnElement[bool], row: dict[str, object], keep: float, hold: float
) -> Answer | _Claim | None:
    # The answer, a claim to make it, or None while somebody else does.
    with db.read() as conn:
        found = _judge(conn, db, where, row, keep)
    if not isinstance(found, _Free):
        return found
    with db.begin() as conn:
        # Once more: another one may have come between.
        found = _judge(conn, db, where, row, keep, locked=True)
        if not isinstance(found, _Free):
            return found
        now = db.clock(conn)
        fresh = {"status": None, "body": "", "held": now + hold, "created": now, **row}
        if found.held is not None:
            # Exactly what was seen: what came since is another one's.
            conn.execute(delete(table).where(where, table.c.held == found.held))
        dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        claiming = dialect.insert(table).values(**fresh).on_conflict_do_nothing().returning(table.c.held)
        return None if conn.execute(claiming).first() is None else _Claim(where, now + hold)


def _judge(
    conn: Connection,
    db: Database,
    where: ColumnElement[bool],
    row: dict[str, object],
    keep: float,
    *,
    locked: bool = False,
) -> Answer | _Free | None:
    # The answer, None while it is being made, _Free when it is to be made.
    query = select(table).where(where)
    there = conn.execute(query.with_for_update() if locked else query).first()
    now = db.clock(conn)
    if there is None:
        return _Free()
    if there.created < now - keep and there.held <= now:
        return _Free(there.held)
    if there.body_hash != row["body_hash"]:
        raise Conflict(
            "This Idempotency-Key was used for another request", "Send the same request again, or take another key"
        )
    if there.status is not None:
        return there.status, there.body
    return _Free(there.held) if there.held <= now else None


async def _make(db: Database, claim: _Claim, make: Callable[[], Awaitable[Answer]], hold: float) -> Answer | None:
    # The answer; None when the hold was lost on the way, so that another one's counts.
    holding = _Holding(db, claim, hold)
    beating = asyncio.create_task(holding.beat())
    answer: Answer | None = None
    try:
        answer = await make()
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        stored = answer is not None and answer[0] < 500
        kept = await asyncio.to_thread(holding.end, answer if stored else None)
    return answer if kept or not stored else None


class _Holding:
    """A claimed row: the time until which it is held is also the proof of who holds it."""

    def __init__(self, db: Database, claim: _Claim, hold: float) -> None:
        self._db = db
        self._claim = claim
        self._held = claim.held
        self._hold = hold
        # A beat that is under way when the work ends is over before the end is written.
        self._turn = threading.Lock()

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(self._hold / 4)
            # A database that is away for a moment may be back at the next beat, before the hold is over.
            with suppress(StorageError):
                await asyncio.to_thread(self._prolong)

    def _prolong(self) -> None:
        with self._turn, self._db.begin() as conn:
            held = self._db.clock(conn) + self._hold
            if conn.execute(update(table).where(self._mine()).values(held=held)).rowcount:
                self._held = held

    def end(self, answer: Answer | None) -> bool:
        with self._turn, self._db.begin() as conn:
            if answer is None:
                return bool(conn.execute(delete(table).where(self._mine())).rowcount)
            values = {"status": answer[0], "body": answer[1], "held": self._db.clock(conn)}
            return bool(conn.execute(update(table).where(self._mine()).values(**values)).rowcount)

    def _mine(self) -> ColumnElement[bool]:
        return and_(self._claim.where, table.c.held == self._held, table.c.status.is_(None))
