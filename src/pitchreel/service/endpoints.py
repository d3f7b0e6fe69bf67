"""Endpoints: the addresses that a key wants to be told of events at, each with its own secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import secrets
import string
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from pitchreel.config import Settings
from pitchreel.errors import AddressRefused, InvalidRequest
from pitchreel.product.addresses import refusal
from pitchreel.product.fetch import parse_url
from pitchreel.service.notices import V1_EVENTS, V2_EVENTS
from pitchreel.service.problems import NotFound
from pitchreel.storage.database import Database
from pitchreel.storage.tables import endpoints, keys

Version = Literal["v1", "v2"]

LIMIT = 20
"""Endpoints of one key, as JoggAI has it."""
URL_CHARACTERS = 2000
_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of a key. ``dialect`` decides what is sent: v1 or v2; ``note`` is why it was switched off here."""

    id: str
    url: str
    secret: str
    enabled: bool
    events: tuple[str, ...]
    dialect: str
    note: str
    username: str
    created: float

    @property
    def status(self) -> str:
        """The dialects' word for whether anything is sent to it."""
        return "enabled" if self.enabled else "disabled"


def event_names(dialect: Version = "v1") -> tuple[str, ...]:
    """The events that a version of the contract knows."""
    return V1_EVENTS if dialect == "v1" else V2_EVENTS


def check_url(url: str, *, settings: Settings, field: str = "url", https: bool = True) -> str:
    """An address that notices may be sent to, without spaces around it; raises InvalidRequest.

    This is a kindness to the caller: where its name leads is looked at when something is sent. With ``https`` a plain
    http address passes only for the hosts of allow_hosts, or by the setting webhook_http.
    """
    text = url.strip()
    if len(text) > URL_CHARACTERS:
        raise InvalidRequest(field, f"{field} is longer than {URL_CHARACTERS:,} characters")
    try:
        parsed = parse_url(text)
    except AddressRefused as error:
        raise InvalidRequest(field, f"{field} is not an address: {error.what}", error.hint) from None
    host = parsed.raw_host.decode("ascii")
    port = parsed.port or {"http": 80, "https": 443}[parsed.scheme]
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    named = shown in {item.strip().lower() for item in settings.allow_hosts.split(",")}
    if https and parsed.scheme != "https" and not (named or settings.webhook_http):
        raise InvalidRequest(field, f"{field} must begin with https://", f"PITCHREEL_ALLOW_HOSTS={shown} allows it")
    try:
        reason = refusal(ipaddress.ip_address(host), allow_private=settings.allow_private)
    except ValueError:
        reason = ""
    if reason and not named:
        raise InvalidRequest(field, f"{field} leads to {reason}", f"PITCHREEL_ALLOW_HOSTS={shown} allows it")
    return text


def create(
    db: Database,
    key_id: int,
    *,
    url: str,
    events: Iterable[str],
    enabled: bool = True,
    dialect: Version = "v1",
    settings: Settings,
) -> Endpoint:
    """Register an endpoint; its secret is made here and stays. Raises InvalidRequest, also for the 21st of a key."""
    checked = check_url(url, settings=settings)
    wanted = _known(events)
    secret = _short_secret() if dialect == "v1" else _secret()
    with db.begin() as conn:
        # The key's row is the lock: two requests at once must not both be the twentieth.
        conn.execute(update(keys).where(keys.c.id == key_id).values(used=keys.c.used))
        number = conn.execute(select(func.count()).select_from(endpoints).where(endpoints.c.key_id == key_id))
        if number.scalar_one() >= LIMIT:
            raise InvalidRequest("url", f"There are {LIMIT} endpoints already", "Remove one first")
        row = {
            "id": uuid.uuid4().hex,
            "key_id": key_id,
            "url": checked,
            "secret": secret,
            "events": list(wanted),
            "enabled": enabled,
            "dialect": dialect,
            "created": db.clock(conn),
        }
        conn.execute(insert(endpoints).values(row))
        return _find(conn, key_id, str(row["id"]))


def change(
    db: Database,
    key_id: int,
    endpoint_id: str,
    *,
    url: str | None = None,
    events: Iterable[str] | None = None,
    enabled: bool | None = None,
    settings: Settings,
) -> Endpoint:
    """Change what is given; what waits for it goes to its new address. Raises NotFound, InvalidRequest."""
    values: dict[str, Any] = {}
    if url is not None:
        values["url"] = check_url(url, settings=settings)
    if events is not None:
        values["events"] = list(_known(events))
    if enabled is not None:
        values["enabled"] = enabled
        values["note"] = ""
    with db.begin() as conn:
        if values:
            mine = update(endpoints).where(endpoints.c.id == endpoint_id, endpoints.c.key_id == key_id)
            conn.execute(mine.values(**values))
        return _find(conn, key_id, endpoint_id)


def remove(db: Database, key_id: int, endpoint_id: str) -> None:
    """Remove an endpoint; what still waits for it is not sent. Raises NotFound."""
    with db.begin() as conn:
        gone = conn.execute(delete(endpoints).where(endpoints.c.id == endpoint_id, endpoints.c.key_id == key_id))
        if not gone.rowcount:
            raise _not_found()


def find(db: Database, key_id: int, endpoint_id: str) -> Endpoint:
    """An endpoint of a key; raises NotFound."""
    with db.read() as conn:
        return _find(conn, key_id, endpoint_id)


def listed(db: Database, key_id: int | None = None) -> tuple[Endpoint, ...]:
    """The endpoints of a key, or of all keys, the oldest first."""
    query = _query() if key_id is None else _query().where(endpoints.c.key_id == key_id)
    with db.read() as conn:
        rows = conn.execute(query.order_by(endpoints.c.created, endpoints.c.id))
        return tuple(_endpoint(row) for row in rows)


def request_secret(secret: bytes, api_id: str) -> str:
    """What an address named in a request itself is signed with: one secret for each key, from the installation's."""
    derived = hmac.new(secret, f"webhook_url {api_id}".encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(derived).decode("ascii")


def _query() -> Any:
    return select(endpoints, keys.c.name.label("username")).join(keys, keys.c.id == endpoints.c.key_id)


def _find(conn: Connection, key_id: int, endpoint_id: str) -> Endpoint:
    row = conn.execute(_query().where(endpoints.c.id == endpoint_id, endpoints.c.key_id == key_id)).first()
    if row is None:
        raise _not_found()
    return _endpoint(row)


def _endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(
        id=row.id,
        url=row.url,
        secret=row.secret,
        enabled=row.enabled,
        events=tuple(row.events),
        dialect=row.dialect,
        note=row.note,
        username=row.username,
        created=row.created,
    )


def _not_found() -> NotFound:
    return NotFound("There is no such endpoint", "See the list of endpoints")


def _known(events: Iterable[str]) -> Sequence[str]:
    wanted = tuple(dict.fromkeys(events))
    if not wanted:
        raise InvalidRequest("events", "events is empty", f"Choose of: {', '.join(V2_EVENTS)}")
    for name in wanted:
        if name not in V2_EVENTS:
            raise InvalidRequest("events", f"There is no event called {name!r}", f"Choose of: {', '.join(V2_EVENTS)}")
    return wanted


def _short_secret() -> str:
    # v1's sixteen characters; letters and digits only are also valid Base64, which Standard Webhooks wants.
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def _secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode("ascii")
