"""Assets: files that callers bring. An asset has its address before its bytes; they come to a signed address that ends.

A request that names one of our own addresses is answered from the store: nothing is fetched over HTTP from ourselves,
and nobody reaches another key's files that way.
"""

from __future__ import annotations

import re
import secrets
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy import delete, insert, or_, select, update

from pitchreel.config import Settings
from pitchreel.errors import StorageError
from pitchreel.service import addresses
from pitchreel.service.problems import Forbidden, NotFound
from pitchreel.service.rows import Stored
from pitchreel.service.uploads import collect
from pitchreel.storage.blobs import Blobs
from pitchreel.storage.database import Database
from pitchreel.storage.secret import holds, installation_secret
from pitchreel.storage.secret import sign as sign_token
from pitchreel.storage.tables import assets as table
from pitchreel.storage.tables import keys, presenters, projects

EMPTY_SECONDS = 86_400.0
"""How long an asset is kept whose bytes never came."""

_PURPOSE = "upload"
_FILM = re.compile(r"films/([0-9a-f]{32})/.+")
_PRESENTER = re.compile(r"presenters/([0-9]{1,9})/.+")
_CLIPS, _PICTURES = (".mp4", ".webm", ".mov"), (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


@dataclass(frozen=True, slots=True)
class Asset(Stored):
    """A file of a key: ``kind`` picture, clip or sound, ``blob`` its name in the store; both empty until it came.

    A film that was made here is one, too, when its address is given back to us: without an ``id``.
    """

    id: str
    key_id: int
    filename: str
    kind: str
    content_type: str
    size: int
    blob: str
    created: float
    expires: float


def create(db: Database, key_id: int, filename: str) -> Asset:
    """An asset whose bytes are still to come."""
    with db.begin() as conn:
        now = db.clock(conn)
        asset = Asset(
            id=secrets.token_urlsafe(24),
            key_id=key_id,
            filename=filename[:255],
            kind="",
            content_type="",
            size=0,
            blob="",
            created=now,
            expires=now + EMPTY_SECONDS,
        )
        conn.execute(insert(table).values(**asdict(asset)))
    return asset


def sign(asset: Asset, settings: Settings) -> str:
    """The token of its upload address, good for ``upload_seconds`` from the asset's making."""
    until = asset.created + settings.upload_seconds
    return sign_token(installation_secret(settings), _PURPOSE, asset.id, until)


def check_token(db: Database, asset_id: str, token: str, settings: Settings) -> None:
    """Let bytes in for an asset, once or again; raises Forbidden for a token that is wrong, or no longer good."""
    owner = select(keys.c.revoked).join(table, table.c.key_id == keys.c.id).where(table.c.id == asset_id)
    with db.read() as conn:
        now = db.clock(conn)
        revoked = conn.execute(owner).scalar()
    if revoked is not None or not holds(installation_secret(settings), _PURPOSE, asset_id, token, now):
        raise Forbidden("The upload address is wrong or no longer good", "Ask for a new one")


def receive(db: Database, blobs: Blobs, asset_id: str, pieces: Iterable[bytes], settings: Settings) -> Asset:
    """Store an asset's bytes, in the place of earlier ones. Whoever calls has checked the token.

    Raises InvalidRequest, TooLarge, NotFound when the asset was cleaned up.
    """
    asset = known(db, asset_id)
    if asset is None:
        raise _unknown()
    with _incoming(settings) as path:
        shape, size = collect(pieces, path, settings)
        stem = PurePosixPath(addresses.safe_name(asset.filename)).stem or "file"
        blob = f"assets/{asset.id}/{stem}{shape.suffix}"
        blobs.put_file(blob, path, shape.content_type)
    values = {"kind": shape.kind, "content_type": shape.content_type, "size": size, "blob": blob}
    with db.begin() as conn:
        conn.execute(update(table).where(table.c.id == asset.id).values(**values))
    if asset.blob not in ("", blob):
        blobs.delete(asset.blob)
    found = known(db, asset_id)
    if found is None:
        blobs.delete(blob)
        raise _unknown()
    return found


def known(db: Database, asset_id: str) -> Asset | None:
    """An asset by its id, which nobody can guess; None when there is none."""
    with db.read() as conn:
        row = conn.execute(select(table).where(table.c.id == asset_id)).mappings().first()
    return None if row is None else Asset.of(row)


def find(db: Database, key_id: int, asset_id: str) -> Asset:
    """An asset of the key; raises NotFound, also for another key's."""
    asset = known(db, asset_id)
    if asset is None or asset.key_id != key_id:
        raise _unknown()
    return asset


def find_own(db: Database, key_id: int, url: str, settings: Settings, base: str = "") -> Asset | None:
    """The file behind one of our own addresses, straight from the store; None when the address is somebody else's.

    ``base`` is how the request reached us. Raises NotFound for a file of another key, and for one of ours that is not
    there; an asset whose bytes have not come is given with an empty ``blob``.
    """
    path = addresses.own_path(url, settings, base)
    if path is None or path.startswith("library/"):
        return None
    if asset_id := addresses.asset_id_of(path):
        return find(db, key_id, asset_id)
    owner = None
    with db.read() as conn:
        if film := _FILM.fullmatch(path):
            owner = conn.execute(select(projects.c.key_id).where(projects.c.id == film[1])).scalar()
        elif person := _PRESENTER.fullmatch(path):
            owner = conn.execute(select(presenters.c.key_id).where(presenters.c.id == int(person[1]))).scalar()
    if owner != key_id:
        raise _unknown()
    name = PurePosixPath(path)
    kind = "clip" if name.suffix in _CLIPS else "picture" if name.suffix in _PICTURES else "sound"
    return Asset("", key_id, name.name, kind, "", 0, path, 0.0, 0.0)


def clean(db: Database, blobs: Blobs, settings: Settings, before: float) -> int:
    """Remove assets that were made before ``before`` (seconds since 1970), or never came; tells how many.

    What an upload left behind that was cut off by a crash goes, too.
    """
    with db.read() as conn:
        empty = (table.c.blob == "") & (table.c.expires < db.clock(conn))
        old = list(conn.execute(select(table.c.id).where(or_(table.c.created < before, empty))).scalars())
    for asset_id in old:
        # The file first: what a crash leaves of it is found again by its row.
        blobs.delete_prefix(f"assets/{asset_id}")
        with db.begin() as conn:
            conn.execute(delete(table).where(table.c.id == asset_id))
    for left in _folder(settings).glob("*.part"):
        if left.stat().st_mtime < time.time() - EMPTY_SECONDS:
            left.unlink(missing_ok=True)
    return len(old)


def _folder(settings: Settings) -> Path:
    return settings.home.expanduser().absolute() / "incoming"


@contextmanager
def _incoming(settings: Settings) -> Iterator[Path]:
    path = _folder(settings) / f"{uuid.uuid4().hex}.part"
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{path.parent} cannot be made: {error.strerror}", "Look at PITCHREEL_HOME") from error
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _unknown() -> NotFound:
    return NotFound("There is no such file", "Upload it again")
