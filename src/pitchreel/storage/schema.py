"""Schema: a database is brought to the revision that this release works with, once, whoever comes first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from pitchreel.errors import SetupError

Note = Callable[[str], None]
"""Somebody who wants to hear a sentence."""

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "pitchreel_schema"

# Any number that nobody else is likely to lock in the same database.
_ADVISORY_LOCK = 0x70_69_74_63_68
# Alembic's operations are bound to one migration for the whole process.
_one_at_a_time = threading.Lock()


def is_current(engine: Engine, scripts: Path = MIGRATIONS) -> bool:
    """Whether the database is as this release needs it; raises SetupError for one of a newer release."""
    script = ScriptDirectory(scripts)
    with engine.connect() as connection:
        return _revision(connection, script) == script.get_current_head()


def migrate(
    engine: Engine, *, name: str, note: Note, scripts: Path = MIGRATIONS, before: Callable[[str], str] | None = None
) -> None:
    """Bring the database to this release's revision, all in one transaction.

    ``name`` is how the database is called in messages. ``before`` is called with the new revision before an older
    database is touched and keeps a copy of it; it answers where. Whoever calls holds a lock or is on PostgreSQL, where
    this takes one. Raises SetupError for a database of a newer release, or one that is not ours.
    """
    script = ScriptDirectory(scripts)
    head = str(script.get_current_head())
    with _one_at_a_time, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        revision = _revision(connection, script)
        if revision == head:
            return
        if revision is None and inspect(connection).has_table("keys"):
            raise SetupError(
                f"{name} has tables that are not Pitchreel's", "Give PITCHREEL_DATABASE_URL an empty database"
            )
        kept = before(head) if before and revision is not None else ""
        context = MigrationContext.configure(
            connection,
            opts={
                "fn": lambda heads, _context: script._upgrade_revs("head", heads),
                "version_table": VERSION_TABLE,
                "transactional_ddl": True,
            },
        )
        with Operations.context(context):
            context.run_migrations()
        if connection.dialect.name == "sqlite" and (
            broken := connection.execute(text("PRAGMA foreign_key_check")).all()
        ):
            raise SetupError(
                f"{name} could not be migrated to schema {head}: {len(broken)} rows would point nowhere",
                "Nothing was changed. Report this with the version that the data folder is from",
            )
    if revision is not None:
        note(f"{name} was of an older release: migrated from schema {revision} to {head}{kept and f'; {kept}'}")


def _revision(connection: Connection, script: ScriptDirectory) -> str | None:
    # The database's revision; None for an empty database.
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    revision = context.get_current_revision()
    known = {item.revision for item in script.walk_revisions()}
    if revision is not None and revision not in known:
        head = script.get_current_head()
        raise SetupError(
            f"The database is of a newer Pitchreel: its schema is {revision}, and this one knows up to {head}",
            "Install that release, or one that is newer, or give back the copy that was kept before it was migrated",
        )
    return revision
