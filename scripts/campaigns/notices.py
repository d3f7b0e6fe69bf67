"""Notices: many events to a receiver that misbehaves in every way, by senders that are killed meanwhile.

Each notice must end delivered, or given up with a reason; whatever came must be signed rightly, twice over, and be the
same bytes every time. A notice may come more than once only after a failure that the receiver or a kill caused.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import multiprocessing
import random
import socket
import struct
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from standardwebhooks import Webhook

from pitchreel.config import Settings
from pitchreel.service import deliveries, endpoints, events, keys
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.database import Database, open_database
from pitchreel.storage.tables import deliveries as table
from pitchreel.storage.tables import projects
from pitchreel.webhooks import queue, sender

COUNT = 10_000
SENDERS = 2
WAYS = ("200", "500", "302", "429", "reset", "hang", "drip", "huge", "200 and dies")
WEIGHTS = (70, 8, 4, 4, 5, 1, 1, 2, 5)
SECONDS = 0.5
BETWEEN, PATIENCE = 100, 15.0
"""A sender is killed after so many more notices, or so many seconds."""
LADDER = "0,0,0,1,1,1,1,1"


class Receiver:
    """What came, and how it was answered."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        self.secret = ""
        self.bodies: dict[str, set[bytes]] = defaultdict(set)
        self.said: dict[str, list[str]] = defaultdict(list)
        self.ways: Counter[str] = Counter()
        self.unsigned = 0
        self.closed = threading.Event()

    def take(self, headers: dict[str, str], body: bytes) -> str:
        """Note one down and choose how to answer it."""
        mine = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        try:
            Webhook(self.secret).verify(body, headers)
            signed = hmac.compare_digest(mine, headers["X-Webhook-Signature"])
        except Exception:
            signed = False
        name = json.loads(body)["event_id"]
        with self.lock:
            way = self.chance.choices(WAYS, WEIGHTS)[0]
            self.unsigned += not signed
            self.bodies[name].add(body)
            self.said[name].append(way)
            self.ways[way] += 1
        return way


@contextmanager
def receiving(receiver: Receiver) -> Iterator[str]:
    """The receiver on loopback; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            way = receiver.take(dict(self.headers.items()), body)
            try:
                self.misbehave(way)
            except OSError:
                self.close_connection = True

        def misbehave(self, way: str) -> None:
            if way in ("reset", "hang", "drip"):
                if way == "reset":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                elif way == "hang":
                    receiver.closed.wait(SECONDS * 2)
                else:
                    for letter in b"HTTP/1.1 200 OK\r\n":
                        self.connection.sendall(bytes([letter]))
                        receiver.closed.wait(SECONDS / 8)
                return
            self.send_response(int(way[:3]) if way != "huge" else 200)
            if way == "302":
                self.send_header("Location", "/elsewhere")
            if way == "429":
                self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "1000000000" if way == "huge" else "0")
            self.end_headers()
            if way == "200 and dies":
                self.connection.shutdown(socket.SHUT_RDWR)
            while way == "huge" and not receiver.closed.is_set():
                self.connection.sendall(b"x" * 65_536)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook"
    finally:
        receiver.closed.set()
        server.shutdown()
        server.server_close()


def send(home: str, allow: str) -> None:
    """A sender, as a process of its own."""
    queue.MARGIN = 1.0
    settings = _settings(Path(home), allow)
    sender.run(open_database(settings), settings, threading.Event())


def run(count: int, seed: int, output: Path) -> dict[str, Any]:
    """``count`` events, two senders, one of them killed again and again."""
    receiver = Receiver(seed)
    chance = random.Random(seed)
    context = multiprocessing.get_context("spawn")
    begun = time.monotonic()
    with receiving(receiver) as url:
        home = output / f"home-{uuid.uuid4().hex[:8]}"
        allow = url.removeprefix("http://").partition("/")[0]
        settings = _settings(home, allow)
        db = open_database(settings)
        key = keys.create(db, "campaign")
        made = endpoints.create(
            db, key.id, url=url, events=["generated_video_success"], dialect="v2", settings=settings
        )
        receiver.secret = made.secret
        told = tell(db, key.id, count)
        running = [context.Process(target=send, args=(str(home), allow), daemon=True) for _ in range(SENDERS)]
        for process in running:
            process.start()
        kills = 0
        try:
            while deliveries.counts(db)["waiting"] and time.monotonic() - begun < 60 + count:
                _wait(receiver, db)
                victim = chance.randrange(SENDERS)
                running[victim].kill()
                running[victim].join()
                kills += 1
                running[victim] = context.Process(target=send, args=(str(home), allow), daemon=True)
                running[victim].start()
        finally:
            for process in running:
                process.kill()
                process.join()
        problems = list(judged(db, receiver, told))
        counts = deliveries.counts(db)
        db.close()
    came = sum(len(said) for said in receiver.said.values())
    return {
        "failed": len(problems),
        "events": count,
        "states": counts,
        "requests": came,
        "answers": dict(receiver.ways),
        "senders_killed": kills,
        "came_again_after_an_arrival": sum(_again(said) for said in receiver.said.values()),
        "problems": problems[:20],
    }


def tell(db: Database, key_id: int, count: int) -> set[str]:
    """So many projects that are done, each recorded; the ids of the events."""
    told = set()
    for _ in range(count):
        now = time.time()
        row = {"id": uuid.uuid4().hex, "key_id": key_id, "kind": "film", "order": {"base": ""}, "state": "done"}
        with db.begin() as conn:
            conn.execute(insert(projects).values(**row, result={"video": "ü.mp4"}, created=now, updated=now))
            found = conn.execute(select(projects).where(projects.c.id == row["id"])).mappings().one()
            told.add(events.record(conn, ProjectRow.of(found)))
    return told


def _wait(receiver: Receiver, db: Database) -> None:
    # Until the next kill: some more have come, or none come any more.
    before, until = sum(receiver.ways.values()), time.monotonic() + PATIENCE
    while sum(receiver.ways.values()) < before + BETWEEN and time.monotonic() < until:
        time.sleep(0.1)
        if not deliveries.counts(db)["waiting"]:
            return


def judged(db: Database, receiver: Receiver, told: set[str]) -> Iterator[str]:
    """What does not hold."""
    with db.read() as conn:
        rows = conn.execute(select(table)).all()
    if {row.event_id for row in rows} != told:
        yield "an event has no delivery"
    if receiver.unsigned:
        yield f"{receiver.unsigned} were not signed rightly"
    for row in rows:
        said = receiver.said.get(row.event_id, [])
        arrived = any(way in ("200", "huge", "200 and dies") for way in said)
        if row.state == "delivered" and not arrived:
            yield f"{row.id} is called delivered and was not answered with 2xx: {said}"
        elif row.state == "given_up" and not row.last_error:
            yield f"{row.id} was given up without a reason"
        elif row.state not in ("delivered", "given_up"):
            yield f"{row.id} is {row.state} after {row.attempts} attempts: {row.last_error}"
        if len(receiver.bodies[row.event_id]) > 1:
            yield f"{row.id} changed between two sendings"


def _again(said: list[str]) -> int:
    # Times that it came after an answer that the sender may have seen as an arrival.
    first = next((place for place, way in enumerate(said) if way in ("200", "huge")), len(said))
    return len(said[first + 1 :])


def _settings(home: Path, allow: str) -> Settings:
    return Settings(
        home=home,
        allow_hosts=allow,
        webhook_ladder=LADDER,
        webhook_seconds=SECONDS,
        webhook_switch_off=0,
        webhook_parallel=16,
    )
