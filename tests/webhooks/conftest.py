"""A database with a key and projects, a sender to run over it, and a receiver that can behave badly."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from pitchreel.config import Settings
from pitchreel.service import deliveries, events, keys
from pitchreel.service.deliveries import Delivery
from pitchreel.service.keys import NewKey
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.database import Database, open_database
from pitchreel.storage.tables import projects
from pitchreel.webhooks import sender

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

BASE = "https://ads.example.com"
RESULT = {"video": "films/1/secret/ad.mp4", "cover": "films/1/secret/cover.jpg", "duration": 15.03}


@dataclass(frozen=True)
class Seen:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """Answers each request with the next of ``answers``, then with 200: a status, or a way to misbehave."""

    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    closed: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://").partition("/")[0]


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with receiver.lock:
                receiver.seen.append(Seen(self.path, dict(self.headers.items()), body, time.time()))
                answer = receiver.answers.pop(0) if receiver.answers else 200
                receiver.at_once += 1
                receiver.most_at_once = max(receiver.most_at_once, receiver.at_once)
            try:
                self._answer(answer)
            finally:
                with receiver.lock:
                    receiver.at_once -= 1

        def _answer(self, answer: int | str) -> None:
            if answer == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            elif answer == "hang":
                receiver.closed.wait(20)
            elif answer == "drip":
                with contextlib.suppress(OSError):
                    for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500:
                        if receiver.closed.wait(0.1):
                            return
                        self.connection.sendall(bytes([letter]))
            elif answer == "headers without end":
                with contextlib.suppress(OSError):
                    self.connection.sendall(b"HTTP/1.1 200 OK\r\n")
                    while not receiver.closed.is_set():
                        self.connection.sendall(b"X-More: " + b"y" * 60_000 + b"\r\n")
            elif answer == "huge":
                with contextlib.suppress(OSError):
                    self.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n")
                    while not receiver.closed.is_set():
                        self.connection.sendall(b"z" * 65_536)
            elif answer == "gibberish":
                self.connection.sendall(b"\x16\x03\x01 hello\r\n\r\n")
            else:
                receiver.closed.wait(receiver.seconds)
                assert isinstance(answer, int)
                self.send_response(answer)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    return Handler


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closed.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def second_receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@dataclass
class Yard:
    """An installation without doors and workers: its settings and database, and one key."""

    settings: Settings
    db: Database
    key: NewKey

    def with_settings(self, **values: object) -> Yard:
        return Yard(self.settings.model_copy(update=values), self.db, self.key)

    def project(self, **values: Any) -> ProjectRow:
        """A project that is done, unless the values say otherwise."""
        now = time.time()
        row: dict[str, Any] = {
            "id": uuid.uuid4().hex,
            "key_id": self.key.id,
            "kind": "film",
            "dialect": "v1",
            "order": {"base": BASE},
            "state": "done",
            "result": RESULT,
            "created": now,
            "updated": now,
        }
        with self.db.begin() as conn:
            conn.execute(insert(projects).values({**row, **values}))
            found = conn.execute(select(projects).where(projects.c.id == values.get("id", row["id"])))
            return ProjectRow.of(found.mappings().one())

    def tell(self, project: ProjectRow) -> str:
        """Record the end of a project; gives the event's id."""
        with self.db.begin() as conn:
            return events.record(conn, project)

    def told(self, **values: Any) -> str:
        """A project made and recorded; gives the event's id."""
        return self.tell(self.project(**values))

    def only(self) -> Delivery:
        (one,) = deliveries.listed(self.db)
        return one

    @contextlib.contextmanager
    def sending(self, *, until: Callable[[], bool], seconds: float = 15.0, **values: Any) -> Iterator[None]:
        """A sender runs meanwhile, and after it until something holds."""
        stop = threading.Event()
        thread = threading.Thread(target=sender.run, args=(self.db, self.settings, stop), kwargs=values)
        thread.start()
        try:
            yield
            wait_for(until, seconds)
        finally:
            stop.set()
            thread.join(30)
        assert not thread.is_alive()

    def send(self, seconds: float = 15.0, **values: Any) -> None:
        """Send until nothing waits any more."""
        with self.sending(until=lambda: not deliveries.counts(self.db)["waiting"], seconds=seconds, **values):
            pass


def wait_for(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def yard(tmp_path: Path, receiver: Receiver, second_receiver: Receiver) -> Iterator[Yard]:
    with _opened(tmp_path, "", receiver, second_receiver) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def either_yard(
    request: pytest.FixtureRequest, tmp_path: Path, receiver: Receiver, second_receiver: Receiver
) -> Iterator[Yard]:
    """Over each of the databases."""
    url = request.getfixturevalue("postgres").database() if request.param == "postgresql" else ""
    with _opened(tmp_path, url, receiver, second_receiver) as found:
        yield found


@contextlib.contextmanager
def _opened(folder: Path, url: str, *receivers: Receiver) -> Iterator[Yard]:
    settings = Settings(
        home=folder / "home",
        database_url=url,
        allow_hosts=",".join(one.host for one in receivers),
        webhook_ladder="0,0,0",
        webhook_seconds=1.0,
    )
    db = open_database(settings)
    yield Yard(settings, db, keys.create(db, "Ann"))
    db.close()
