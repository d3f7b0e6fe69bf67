"""Secret: what this installation signs its expiring addresses with.

Given by PITCHREEL_SECRET (the same on every machine of one installation), or made once and kept in the data folder.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import uuid
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.errors import SetupError, StorageError

SHORTEST = 16
"""Characters that a secret has at least."""


def installation_secret(settings: Settings) -> bytes:
    """The secret; made and kept in the data folder when none is set. Raises SetupError for one that is too short."""
    given = settings.secret.get_secret_value()
    if given:
        if len(given) < SHORTEST:
            raise SetupError(
                f"PITCHREEL_SECRET is shorter than {SHORTEST} characters", "Make one with: openssl rand -hex 32"
            )
        return given.encode()
    path = settings.home.expanduser().absolute() / "secret"
    try:
        if not path.exists():
            _make(path)
        found = path.read_bytes().strip()
    except OSError as error:
        raise StorageError(f"{path} cannot be used: {error.strerror}", "Or set PITCHREEL_SECRET") from None
    if len(found) < SHORTEST:
        raise SetupError(f"{path} holds no secret", "Remove it: another one is made; signed addresses given before end")
    return found


def sign(secret: bytes, purpose: str, subject: str, expires: float) -> str:
    """A token that lets whoever holds it do ``purpose`` with ``subject`` until ``expires`` (seconds since 1970)."""
    until = int(expires)
    return f"{until}.{_signature(secret, purpose, subject, until)}"


def holds(secret: bytes, purpose: str, subject: str, token: str, now: float) -> bool:
    """Whether a token was made for this purpose and subject and is still good at ``now``."""
    until, _, signature = token.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) <= 12):
        return False
    right = hmac.compare_digest(signature.encode(), _signature(secret, purpose, subject, int(until)).encode())
    return right and now < int(until)


def _signature(secret: bytes, purpose: str, subject: str, until: int) -> str:
    # No part can run into the next: the lengths are signed, too.
    parts = (purpose.encode(), subject.encode(), str(until).encode())
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def _make(path: Path) -> None:
    # Several processes may come at once: the first link counts, the others read it.
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    part = path.with_name(f".secret.{uuid.uuid4().hex[:8]}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_hex(32).encode() + b"\n")
        os.fsync(handle)
        try:
            os.link(part, path)
        except FileExistsError:
            return
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)
