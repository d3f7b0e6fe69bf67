"""Keys: who may come in. A key is shown once, when it is made; only its hash is stored.

The key itself is 256 bits of chance, so a plain SHA-256 is enough: there is nothing to guess from a list of words.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
import uuid
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, func, insert, select, update

from pitchreel.service.problems import InvalidRequest, NotFound
from pitchreel.storage.database import Database
from pitchreel.storage.tables import keys as table

CACHE_SECONDS = 0.25
"""How long a key that was good is taken for good without looking: a revoked one may come in for so long."""

_CACHE_ROWS = 1000
_cache: WeakKeyDictionary[Database, dict[str, tuple[float, Key]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Key:
    """A key that was checked. ``id`` is its row; every object belongs to one."""

    id: int
    name: str
    api_id: str


@dataclass(frozen=True, slots=True)
class NewKey(Key):
    """A key at its making, the only time that ``api_key`` is known."""

    api_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyEntry(Key):
    """A key in the list. ``quota`` is None without a limit, ``revoked`` None if it isn't; times are since 1970."""

    quota: float | None
    used: float
    created: float
    revoked: float | None


def create(db: Database, name: str = "", *, quota: float | None = None) -> NewKey:
    """Make a key that may use ``quota`` credits, or any number."""
    with db.begin() as conn:
        return _create(conn, db, name, quota)


def first(db: Database) -> NewKey | None:
    """Make the installation's first key; None when it has one, or had."""
    with db.begin() as conn:
        if db.engine.dialect.name == "postgresql":
            # Two servers that start at once would both see none.
            conn.execute(select(func.pg_advisory_xact_lock(0x70_69_74_6B)))
        there = conn.execute(select(func.count()).select_from(table)).scalar_one()
        return None if there else _create(conn, db, "first", None)


def check(db: Database, *, api_key: str, api_id: str | None = None) -> Key | None:
    """The key that these belong to, or None. ``api_id`` None is not looked at; any other must be the key's own."""
    hashed = _hash(api_key)
    key = _remembered(db, hashed)
    if key is None:
        cached = _cache.setdefault(db, {})
        with db.read() as conn:
            row = conn.execute(select(table).where(table.c.key_hash == hashed)).mappings().first()
        if row is None or row["revoked"] is not None or not hmac.compare_digest(row["key_hash"], hashed):
            cached.pop(hashed, None)
            return None
        key = Key(row["id"], row["name"], row["api_id"])
        if len(cached) >= _CACHE_ROWS:
            cached.clear()
        cached[hashed] = (time.monotonic() + CACHE_SECONDS, key)
    return _with_id(key, api_id)


def remembered(db: Database, *, api_key: str, api_id: str | None = None) -> Key | None:
    """What ``check`` found within the last CACHE_SECONDS, without asking the database; None says nothing."""
    key = _remembered(db, _hash(api_key))
    return None if key is None else _with_id(key, api_id)


def _remembered(db: Database, hashed: str) -> Key | None:
    until, key = _cache.setdefault(db, {}).get(hashed, (0.0, None))
    return key if until >= time.monotonic() else None


def _with_id(key: Key, api_id: str | None) -> Key | None:
    same = api_id is None or hmac.compare_digest(_bytes(key.api_id), _bytes(api_id))
    return key if same else None


def listed(db: Database) -> list[KeyEntry]:
    """All keys, the oldest first, revoked ones too."""
    columns = (table.c[name] for name in ("id", "name", "api_id", "quota", "used", "created", "revoked"))
    with db.read() as conn:
        return [KeyEntry(*row) for row in conn.execute(select(*columns).order_by(table.c.id))]


def revoke(db: Database, api_id: str) -> None:
    """Let a key in no more; what it made stays. Raises NotFound."""
    with db.begin() as conn:
        when = func.coalesce(table.c.revoked, db.clock(conn))
        if not conn.execute(update(table).where(table.c.api_id == api_id).values(revoked=when)).rowcount:
            raise NotFound(f"There is no key with the api_id {api_id[:80]!r}", "See `pitchreel keys list`")
    _cache.pop(db, None)


def _create(conn: Connection, db: Database, name: str, quota: float | None) -> NewKey:
    if quota is not None and not 0 <= quota < 1e12:
        raise InvalidRequest("credits", "A number of credits is zero or more", "Leave it out for no limit")
    api_id, api_key = str(uuid.uuid4()), f"pr_{secrets.token_urlsafe(32)}"
    values = {
        "name": name[:200],
        "api_id": api_id,
        "key_hash": _hash(api_key),
        "quota": quota,
        "created": db.clock(conn),
    }
    row = conn.execute(insert(table).values(**values)).inserted_primary_key
    return NewKey(int(row[0]) if row else 0, name[:200], api_id, api_key)


def _hash(api_key: str) -> str:
    return hashlib.sha256(_bytes(api_key)).hexdigest()


def _bytes(given: str) -> bytes:
    # Headers may hold anything.
    return given.encode("utf-8", "surrogatepass")
