"""Data folders of every age: made, opened again, migrated once with a copy kept, refused when they are newer."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from pitchreel.config import Settings
from pitchreel.errors import SetupError
from pitchreel.storage import Database, open_database
from pitchreel.storage.schema import MIGRATIONS, VERSION_TABLE
from pitchreel.storage.tables import keys, metadata, products

NEXT = """
    import sqlalchemy as sa
    from alembic import op

    revision = "0999"
    down_revision = "{head}"


    def upgrade() -> None:
        op.add_column("keys", sa.Column("colour", sa.String(20), nullable=False, server_default="blue"))
        with op.batch_alter_table("products") as batch:
            batch.alter_column("name", new_column_name="title")
    {more}
"""


def next_release(folder: Path, head: str, more: str = "") -> Path:
    """The migrations of a release after this one."""
    scripts = folder / "migrations"
    shutil.copytree(MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    source = textwrap.dedent(NEXT).format(head=head, more=more)
    (scripts / "versions" / "r0999_next.py").write_text(source, encoding="utf-8")
    return scripts


def head_of(database: Database) -> str:
    with database.read() as conn:
        return str(conn.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one())


def fill(database: Database) -> None:
    with database.begin() as conn:
        conn.execute(insert(keys).values(id=1, name="mine", api_id="a", key_hash="b", created=1.0))
        row = {"link": "l", "inner": "i", "project": "p", "name": "Kettle", "created": 1.0, "updated": 1.0}
        conn.execute(insert(products).values(key_id=1, **row))


def test_the_migrations_make_the_tables_of_this_release(database: Database) -> None:
    with database.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_empty_folder_is_made_quietly_and_opened_again(database_settings: Settings) -> None:
    notes: list[str] = []
    first = open_database(database_settings, note=notes.append)
    fill(first)
    first.close()
    second = open_database(database_settings, note=notes.append)
    with second.read() as conn:
        assert conn.execute(select(keys.c.name)).scalar_one() == "mine"
    second.close()
    assert notes == []


def test_an_older_data_folder_is_migrated_and_says_so(database_settings: Settings, tmp_path: Path) -> None:
    notes: list[str] = []
    old = open_database(database_settings)
    fill(old)
    head = head_of(old)
    old.close()
    scripts = next_release(tmp_path, head)
    new = open_database(database_settings, note=notes.append, scripts=scripts)
    with new.read() as conn:
        assert conn.execute(text("SELECT name, colour FROM keys")).all() == [("mine", "blue")]
        assert conn.execute(text("SELECT title FROM products")).scalar_one() == "Kettle"
    assert head_of(new) == "0999"
    new.close()
    assert len(notes) == 1
    assert f"from schema {head} to 0999" in notes[0]
    open_database(database_settings, note=notes.append, scripts=scripts).close()
    assert len(notes) == 1


def test_a_copy_of_the_older_file_is_kept(tmp_path: Path) -> None:
    settings, notes = Settings(home=tmp_path / "home"), list[str]()
    old = open_database(settings)
    fill(old)
    head = head_of(old)
    old.close()
    open_database(settings, note=notes.append, scripts=next_release(tmp_path, head)).close()
    kept = settings.home / "pitchreel.db.before-0999"
    assert str(kept) in notes[0]
    assert kept.stat().st_mode & 0o077 == 0
    # Given back in its place, this release opens it again.
    kept.replace(settings.home / "pitchreel.db")
    (settings.home / "pitchreel.db-wal").unlink(missing_ok=True)
    again = open_database(settings, note=notes.append)
    assert head_of(again) == head
    again.close()
    assert len(notes) == 1


def test_a_newer_data_folder_is_refused_and_untouched(database_settings: Settings, tmp_path: Path) -> None:
    old = open_database(database_settings)
    head = head_of(old)
    old.close()
    open_database(database_settings, scripts=next_release(tmp_path, head)).close()
    with pytest.raises(SetupError, match=r"newer Pitchreel.*0999") as error:
        open_database(database_settings)
    assert "Install that release" in error.value.hint


@pytest.mark.parametrize(
    "more", ["    raise RuntimeError('half-way')", '    op.execute("UPDATE products SET key_id = 77")']
)
def test_a_migration_that_fails_changes_nothing(database_settings: Settings, tmp_path: Path, more: str) -> None:
    old = open_database(database_settings)
    fill(old)
    head = head_of(old)
    old.close()
    with pytest.raises(Exception, match=r"half-way|point nowhere|foreign key"):
        open_database(database_settings, scripts=next_release(tmp_path, head, more))
    again = open_database(database_settings)
    assert head_of(again) == head
    with again.read() as conn:
        assert conn.execute(text("SELECT name, key_id FROM products")).all() == [("Kettle", 1)]
    again.close()


def test_a_migration_that_was_killed_is_done_by_the_next(database_settings: Settings, tmp_path: Path) -> None:
    notes: list[str] = []
    old = open_database(database_settings)
    fill(old)
    head = head_of(old)
    old.close()
    (tmp_path / "killed").mkdir()
    scripts = next_release(tmp_path / "killed", head, "    __import__('os')._exit(9)")
    process = multiprocessing.get_context("fork").Process(
        target=open_database, args=(database_settings,), kwargs={"scripts": scripts}
    )
    process.start()
    process.join(60)
    assert process.exitcode == 9
    new = open_database(database_settings, note=notes.append, scripts=next_release(tmp_path, head))
    with new.read() as conn:
        assert conn.execute(text("SELECT name, colour FROM keys")).all() == [("mine", "blue")]
    new.close()
    assert len(notes) == 1


def test_tables_of_somebody_else_are_left_alone(database_settings: Settings, tmp_path: Path) -> None:
    theirs = open_database(database_settings)
    with theirs.begin() as conn:
        conn.execute(text(f"DROP TABLE {VERSION_TABLE}"))
    theirs.close()
    with pytest.raises(SetupError, match="not Pitchreel's"):
        open_database(database_settings)


def _open(settings: Settings, scripts: Path, told: multiprocessing.Queue[list[str]]) -> None:
    notes: list[str] = []
    open_database(settings, note=notes.append, scripts=scripts).close()
    told.put(notes)


@pytest.mark.parametrize("old", [False, True], ids=["new", "older"])
def test_of_several_processes_one_migrates(database_settings: Settings, tmp_path: Path, old: bool) -> None:
    scripts = MIGRATIONS
    if old:
        first = open_database(database_settings)
        fill(first)
        scripts = next_release(tmp_path, head_of(first))
        first.close()
    context = multiprocessing.get_context("fork")
    told = context.Queue()
    racers = [context.Process(target=_open, args=(database_settings, scripts, told)) for _ in range(6)]
    for racer in racers:
        racer.start()
    notes = [note for _ in racers for note in told.get(timeout=60)]
    for racer in racers:
        racer.join()
    assert [racer.exitcode for racer in racers] == [0] * 6
    assert len(notes) == old


def test_the_file_is_in_wal_mode(tmp_path: Path) -> None:
    open_database(Settings(home=tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / "pitchreel.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
