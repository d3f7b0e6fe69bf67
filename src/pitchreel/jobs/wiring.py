"""Wiring: what workers and those who give them work must agree on: the engine's database, names, ids and queues.

With SQLite the engine has a file of its own beside the installation's, so that neither waits for the other's writes;
with PostgreSQL a schema (``dbos``) of its own in the same database.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from dbos import DBOSPortableJSONSerializer
from sqlalchemy.engine import make_url

from pitchreel.config import Settings
from pitchreel.errors import SetupError
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.database import database_url

NAME = "pitchreel"
VERSION = "1"
"""Jobs of another version are not touched. Raised only when a flow changes so that it cannot go on where it stopped; a
new flow under a new name (``film.v2``) is the better way."""
JOBS, SEGMENTS, NET = "jobs", "segments", "net"
"""The queues: whole projects (they mostly wait), pieces of films, and what mostly waits for the network."""
QUICK = ("read", "scripts", "presenter")
"""Kinds that somebody waits for with a page open: they never stand behind films."""
SERIALIZER = DBOSPortableJSONSerializer()
"""JSON instead of the engine's default, pickles: whoever can write to the database cannot run code in workers."""


def engine_url(settings: Settings) -> str:
    """The address of the engine's database, with the password."""
    url = database_url(settings)
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        return f"sqlite:///{path.with_name(f'{path.stem}-jobs{path.suffix}')}"
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def prepare_file(url: str) -> None:
    """Put a SQLite file into WAL mode, which stays with it and is several times as fast. Raises SetupError."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return
    path = Path(str(parsed.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        path.chmod(0o600)
    except (OSError, sqlite3.Error) as error:
        raise SetupError(f"{path} cannot be used: {error}", "See whether the folder can be written") from None


def workflow_id(row: ProjectRow) -> str:
    """The id of a project's run: telling the engine of it twice is telling it once."""
    return f"{row.id}.{row.run}"


def flow_name(kind: str) -> str:
    """The flow that carries out a kind of project."""
    return f"{kind}.v1"


def queue_of(kind: str) -> str:
    """The queue in which a kind of project waits."""
    return NET if kind in QUICK else JOBS
