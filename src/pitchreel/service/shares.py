"""Shares: links to finished films that end."""

from __future__ import annotations

from pitchreel.config import Settings
from pitchreel.service import addresses, projects
from pitchreel.service.problems import NotReady
from pitchreel.storage.database import Database
from pitchreel.storage.secret import holds as token_holds
from pitchreel.storage.secret import installation_secret, sign

_PURPOSE = "share"


def link(db: Database, project_id: str, settings: Settings, *, seconds: float | None = None, base: str = "") -> str:
    """An address that shows the project's film for ``seconds`` (share_seconds by default) to whoever has it.

    Raises NotFound, NotReady while there is no film.
    """
    row = projects.known(db, project_id)
    if row.state != "done" or "video" not in row.result:
        raise NotReady(f"The project is {row.state} and has no film", "Wait until it is done")
    with db.read() as conn:
        until = db.clock(conn) + (settings.share_seconds if seconds is None else seconds)
    token = sign(installation_secret(settings), _PURPOSE, row.id, until)
    return addresses.share_url(base or addresses.base_url(settings), row.id, token)


def holds(db: Database, project_id: str, token: str, settings: Settings) -> bool:
    """Whether a token was made for this project and is still good."""
    with db.read() as conn:
        now = db.clock(conn)
    return token_holds(installation_secret(settings), _PURPOSE, project_id, token, now)
