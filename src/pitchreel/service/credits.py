"""Credits: what a key may still use. A key without a quota may use any number, which is counted all the same."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select, update

from pitchreel.service.problems import NotFound, OutOfCredits
from pitchreel.storage.database import Database
from pitchreel.storage.tables import keys, projects

# Sums of tenths are no tenths.
_CRUMB = 1e-6
_MORE = "Ask for a larger quota"


def charge(conn: Connection, key_id: int, amount: float, reason: str, project_id: str | None = None) -> None:
    """Take credits from a key, for a project if it is for one, in the caller's transaction.

    One UPDATE with its condition: any number at once cannot take more than there is. ``reason`` is what for, in a
    word. Raises OutOfCredits.
    """
    if amount <= 0:
        return
    enough = or_(keys.c.quota.is_(None), keys.c.used + amount <= keys.c.quota + _CRUMB)
    taken = conn.execute(update(keys).where(keys.c.id == key_id, enough).values(used=keys.c.used + amount))
    if not taken.rowcount:
        raise _too_few(amount, reason, _left(conn, key_id) or 0.0)
    if project_id is not None:
        conn.execute(update(projects).where(projects.c.id == project_id).values(cost=projects.c.cost + amount))


def give_back(conn: Connection, project_id: str, *, parts: int = 1) -> float:
    """Give a project's credits back, in the caller's transaction; only the first time. Answers how many.

    With ``parts``, one of so many equal parts of what it costs now.
    """
    query = select(projects.c.key_id, projects.c.cost).where(projects.c.id == project_id).with_for_update()
    row = conn.execute(query).first()
    if row is None or row.cost <= 0:
        return 0.0
    amount = float(row.cost) / parts
    conn.execute(update(projects).where(projects.c.id == project_id).values(cost=row.cost - amount))
    conn.execute(update(keys).where(keys.c.id == row.key_id).values(used=keys.c.used - amount))
    return amount


def check(db: Database, key_id: int, amount: float, reason: str) -> None:
    """Raise OutOfCredits where ``charge`` would now, and take nothing."""
    left = remaining(db, key_id)
    if left is not None and amount > left + _CRUMB:
        raise _too_few(amount, reason, left)


def remaining(db: Database, key_id: int) -> float | None:
    """The credits that a key has left; None when it has no limit."""
    with db.read() as conn:
        return _left(conn, key_id)


def _left(conn: Connection, key_id: int) -> float | None:
    row = conn.execute(select(keys.c.quota, keys.c.used).where(keys.c.id == key_id)).first()
    if row is None:
        raise NotFound("There is no such key", "See `pitchreel keys list`")
    return None if row.quota is None else max(0.0, round(row.quota - row.used, 6))


def _too_few(amount: float, reason: str, left: float) -> OutOfCredits:
    costs = "cost" if reason.endswith("s") else "costs"
    credits = "credit" if amount == 1 else "credits"
    return OutOfCredits(f"The {reason} {costs} {amount:g} {credits} and the key has {left:g} left", _MORE)
