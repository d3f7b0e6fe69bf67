"""One way to use SQLite and PostgreSQL: transactions, turns, the clock, and what is said when it is away."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from pitchreel.config import Settings
from pitchreel.errors import SetupError, StorageError
from pitchreel.storage import Database, open_database
from pitchreel.storage.tables import keys, products


def make_key(db: Database, api_id: str = "id") -> int:
    with db.begin() as conn:
        row = conn.execute(insert(keys).values(api_id=api_id, key_hash=f"hash of {api_id}", created=0.0))
        assert row.inserted_primary_key
        return int(row.inserted_primary_key[0])


def used(db: Database, key_id: int) -> float:
    with db.read() as conn:
        return float(conn.execute(select(keys.c.used).where(keys.c.id == key_id)).scalar_one())


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    key = make_key(database)
    with pytest.raises(ZeroDivisionError), database.begin() as conn:
        conn.execute(update(keys).where(keys.c.id == key).values(used=5))
        _ = 1 / 0
    assert used(database, key) == 0


def test_a_reading_transaction_sees_one_state_and_cannot_write(database: Database) -> None:
    key = make_key(database)
    with pytest.raises(StorageError), database.read() as conn:
        conn.execute(update(keys).where(keys.c.id == key).values(used=5))
    assert used(database, key) == 0
    with database.begin() as conn:
        conn.execute(update(keys).where(keys.c.id == key).values(used=6))
    assert used(database, key) == 6


def test_what_the_tables_forbid_is_forbidden(database: Database) -> None:
    make_key(database)
    with pytest.raises(IntegrityError):
        make_key(database)
    row = {"key_id": 999, "link": "a", "inner": "b", "project": "c", "created": 0.0, "updated": 0.0}
    with pytest.raises(IntegrityError), database.begin() as conn:
        conn.execute(insert(products).values(**row))


@pytest.mark.parametrize(
    "name", ["", "ä 漢 😀", "a\x00b", "half \ud83d of it", "\udfff", "x" * 5000, "'; DROP TABLE keys"]
)
def test_any_text_is_stored_and_found_again(database: Database, name: str) -> None:
    key = make_key(database)
    row = {"link": "a", "inner": "b", "project": "c", "created": 0.0, "updated": 0.0, "extra": {"words": [name]}}
    with database.begin() as conn:
        conn.execute(insert(products).values(key_id=key, name=name, **row))
    with database.read() as conn:
        found = conn.execute(select(products.c.name, products.c.extra).where(products.c.name == name)).one()
    assert found.name == "".join(
        "\ufffd" if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter for letter in name
    )
    assert found.extra == {"words": [name]}


def test_no_write_is_lost_when_fifty_threads_write(database: Database) -> None:
    key = make_key(database)

    def add(_: int) -> None:
        with database.begin() as conn:
            before = conn.execute(select(keys.c.used).where(keys.c.id == key).with_for_update()).scalar_one()
            conn.execute(update(keys).where(keys.c.id == key).values(used=before + 1))

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(add, range(200)))
    assert used(database, key) == 200


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    key = make_key(database)
    reading, done = threading.Event(), threading.Event()

    def write() -> None:
        with database.begin() as conn:
            conn.execute(update(keys).where(keys.c.id == key).values(used=1))
            reading.set()
            assert done.wait(10)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        assert reading.wait(10)
        began = time.monotonic()
        assert used(database, key) == 0
        assert time.monotonic() - began < 5
        done.set()
        writing.result()
    assert used(database, key) == 1


def test_the_clock_runs(database: Database) -> None:
    with database.begin() as conn:
        first, second = database.clock(conn), database.clock(conn)
        assert abs(first - time.time()) < 5
        assert first <= second


def test_the_password_is_shown_only_where_it_is_asked_for(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="postgresql://me:very-secret@127.0.0.1:1/films")
    with pytest.raises(StorageError) as error:
        open_database(settings)
    assert "very-secret" not in str(error.value)
    database = open_database(Settings(home=tmp_path))
    assert database.url.startswith("sqlite:///")
    database.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "sqlite:///a?b=c"])
def test_an_address_that_is_none_is_said_to_be(tmp_path: Path, url: str) -> None:
    with pytest.raises(SetupError, match="PITCHREEL_DATABASE_URL"):
        open_database(Settings(home=tmp_path, database_url=url))


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "pitchreel.db"
    path.write_bytes(b"a diary, and not a database at all" * 100)
    with pytest.raises(StorageError, match=r"pitchreel\.db"):
        open_database(Settings(home=tmp_path))
    assert path.read_bytes() == b"a diary, and not a database at all" * 100


def test_only_its_user_may_read_it(tmp_path: Path) -> None:
    open_database(Settings(home=tmp_path / "new")).close()
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new" / "pitchreel.db").stat().st_mode & 0o077 == 0


def test_a_server_that_went_away_is_one_error_and_comes_back(postgres: object, tmp_path: Path) -> None:
    database = open_database(Settings(home=tmp_path, database_url=postgres.database()))  # type: ignore[attr-defined]
    key = make_key(database)
    postgres.stop()  # type: ignore[attr-defined]
    try:
        with pytest.raises(StorageError):
            used(database, key)
    finally:
        postgres.start()  # type: ignore[attr-defined]
    assert used(database, key) == 0
    with database.begin() as conn:
        assert conn.execute(select(func.count()).select_from(keys)).scalar_one() == 1
    database.close()
