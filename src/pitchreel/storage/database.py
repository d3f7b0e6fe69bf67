"""Database: one SQLite file by default, PostgreSQL by setting; the same calls over both.

SQLite is used in WAL mode: readers never wait. Writers take turns, so a write transaction begins as one (``BEGIN
IMMEDIATE``); one that began by reading could find its turn taken and fail.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from pitchreel.config import Settings
from pitchreel.errors import SetupError, StorageError
from pitchreel.storage import schema
from pitchreel.storage.schema import MIGRATIONS, Note

BUSY_SECONDS = 30.0
"""How long a writer waits for its turn."""

_READING: dict[str, dict[str, Any]] = {
    "sqlite": {"pitchreel_reading": True},
    "postgresql": {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
}
_CLOCK = {"postgresql": "SELECT extract(epoch FROM clock_timestamp())::float8"}


class Database:
    """The database of an installation, for any number of threads.

    ``engine`` is SQLAlchemy's; its own ``begin()`` writes, too. A database that doesn't answer, or doesn't in time,
    is a StorageError from every method.
    """

    def __init__(self, engine: Engine, url: URL) -> None:
        self.engine = engine
        self._url = url
        self._reader = engine.execution_options(**_READING[engine.dialect.name])
        # SQLite lets writers of several processes poll for their turn; those of one process queue here.
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else None

    def __repr__(self) -> str:
        return f"Database({self._url!r})"

    @property
    def url(self) -> str:
        """The address with the password, as another engine takes it. Never to be shown."""
        return self._url.render_as_string(hide_password=False)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, undone by an exception. It can't be nested in a thread."""
        if self._turn and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise StorageError("The database was busy for too long", "Try again; see whether a disk or a process hangs")
        try:
            with _told(), self.engine.begin() as connection:
                yield connection
        finally:
            if self._turn:
                self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that reads one state of the database; writing in it is an error."""
        with _told(), self._reader.begin() as connection:
            yield connection

    def clock(self, connection: Connection) -> float:
        """Seconds since 1970 by the clock that all processes share: the server's, or this machine's for SQLite."""
        statement = _CLOCK.get(self.engine.dialect.name)
        return float(connection.execute(text(statement)).scalar_one()) if statement else time.time()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(settings: Settings, *, note: Note = lambda text: None, scripts: Path = MIGRATIONS) -> Database:
    """The database of this installation, made or migrated if need be; ``note`` hears of a migration.

    Several processes may open it at once: one of them migrates. Raises SetupError for an address that isn't one or a
    database of a newer release, StorageError for one that can't be reached.
    """
    url = database_url(settings)
    with _told():
        if url.get_backend_name() == "sqlite":
            _prepare_file(Path(str(url.database)), note, scripts)
            return Database(_sqlite_engine(url), url)
        engine = create_engine(
            url,
            pool_size=10,
            max_overflow=20,
            pool_timeout=BUSY_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 10, "application_name": "pitchreel"},
        )
        try:
            if not schema.is_current(engine, scripts):
                schema.migrate(engine, name=f"The database {url.database!r}", note=note, scripts=scripts)
        except BaseException:
            engine.dispose()
            raise
        return Database(engine, url)


def database_url(settings: Settings) -> URL:
    """The address in force: the setting, or a SQLite file in the data folder. Raises SetupError."""
    given = settings.database_url
    if not given:
        return URL.create("sqlite", database=str(settings.home.expanduser().absolute() / "pitchreel.db"))
    hint = "Write sqlite:////folder/file.db or postgresql://user:password@host/name"
    try:
        url = make_url(given)
        backend = url.get_backend_name()
    except ArgumentError:
        raise SetupError("PITCHREEL_DATABASE_URL is not an address of a database", hint) from None
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database and url.database != ":memory:" and not url.query:
        return url.set(drivername="sqlite", database=str(Path(url.database).expanduser().absolute()))
    raise SetupError(f"PITCHREEL_DATABASE_URL names a database that is not used here ({backend})", hint)


def _sqlite_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=40,
        pool_timeout=BUSY_SECONDS,
        # An error's text may be logged, and what a statement was given may be a secret.
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, record: Any) -> None:
        # Transactions are begun below, not by the driver's own guesses.
        connection.isolation_level = None
        connection.execute(f"PRAGMA foreign_keys = {foreign_keys:d}")
        # A finished job survives the power going off, not only the process.
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        reading = bool(connection.get_execution_options().get("pitchreel_reading"))
        connection.exec_driver_sql(f"PRAGMA query_only = {reading:d}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _prepare_file(path: Path, note: Note, scripts: Path) -> None:
    # Make or migrate the file. The lock is a file beside it: switching to WAL is not covered by SQLite's own.
    engine = _sqlite_engine(URL.create("sqlite", database=str(path)), foreign_keys=False)
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with (path.parent / f"{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            path.touch(mode=0o600)
            with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
            if not schema.is_current(engine, scripts):
                schema.migrate(
                    engine, name=str(path), note=note, scripts=scripts, before=lambda head: _keep_copy(path, head)
                )
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}", "Give PITCHREEL_HOME a folder of this user's on a local disk"
        ) from None
    except sqlite3.Error as error:
        raise StorageError(
            f"{path} cannot be used: {error}", "It may not be a SQLite database, or its disk is full"
        ) from None
    finally:
        engine.dispose()


def _keep_copy(path: Path, head: str) -> str:
    kept = path.with_name(f"{path.name}.before-{head}")
    part = kept.with_name(f"{kept.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(kept)
    return f"a copy of it as it was is {kept}"


@contextmanager
def _told() -> Iterator[None]:
    # The driver's words for a database that is away may hold its address; the password is not among them.
    try:
        yield
    except NoConnection:
        raise StorageError("The database was busy for too long", "Try again; see whether something holds it") from None
    except DBAPIError as error:
        if not isinstance(error, OperationalError | InternalError) and not error.connection_invalidated:
            raise
        said = str(error.orig).strip().splitlines()[0] if error.orig and str(error.orig).strip() else "no answer"
        raise StorageError(f"The database does not answer: {said}", "See whether it runs and has room") from error
