"""A running server to test against: the real one, started as its operator does, with a real worker and a real shop."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from pitchreel.api.app import create_app
from pitchreel.api.house import House
from pitchreel.config import Settings
from pitchreel.demo import serve_demo
from pitchreel.service import keys
from pitchreel.storage.database import Database, open_database

ROOT = Path(__file__).parents[2]
SHOP = ROOT / ".." / "shared" / "shop"


@dataclass
class Shop:
    """A shop on loopback. ``product`` is a page with pictures."""

    base: str
    product: str

    def page(self, name: str) -> str:
        return f"{self.base}/{name}"

    @property
    def whole(self) -> bool:
        """Whether it is the shop with many pages, not only the demo's one."""
        return self.product.endswith("/plimsolls.html")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def serve_shop() -> Iterator[Shop]:
    """The shop that the pages of the tests are taken from, or the demo's where that is not there."""
    if not SHOP.is_dir():
        with serve_demo() as url:
            yield Shop(url.rsplit("/", 1)[0], url)
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SHOP)))
    with running(server):
        base = f"http://127.0.0.1:{server.server_port}"
        yield Shop(base, f"{base}/plimsolls.html")


@contextlib.contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Delivery:
    """A notice as it came: ``headers`` in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """Takes webhooks in. ``answers`` decides the status by path; 200 by default."""

    url: str = ""
    got: list[Delivery] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def wait(self, wanted: Callable[[Delivery], bool], seconds: float = 60.0) -> Delivery:
        """The first notice for which ``wanted`` holds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for delivery in list(self.got):
                if wanted(delivery):
                    return delivery
            time.sleep(0.05)
        raise AssertionError(f"no such notice within {seconds} s; came: {[item.body[:200] for item in self.got]}")


@contextlib.contextmanager
def receive_hooks() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(Delivery(self.path, headers, body, time.time()))
            self.send_response(receiver.answers.get(self.path, 200))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    with running(server):
        yield receiver


@dataclass(frozen=True)
class ApiKey:
    api_id: str
    api_key: str

    @property
    def jogg(self) -> dict[str, str]:
        return {"x-api-key": self.api_key}

    @property
    def creatify(self) -> dict[str, str]:
        return {"X-API-ID": self.api_id, "X-API-KEY": self.api_key}


@dataclass
class Server:
    """``pitchreel serve`` in a process of its own. ``log`` is what it wrote on standard error."""

    url: str
    home: Path
    env: dict[str, str]
    key: ApiKey
    process: subprocess.Popen[str]
    log_file: Path

    @cached_property
    def settings(self) -> Settings:
        prefix = "PITCHREEL_"
        given = {
            name.removeprefix(prefix).lower(): value for name, value in self.env.items() if name.startswith(prefix)
        }
        return Settings.model_validate(given)

    @cached_property
    def db(self) -> Database:
        return open_database(self.settings)

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, timeout=120)

    def new_key(self, name: str = "another", credits: float | None = None) -> ApiKey:
        made = keys.create(self.db, name, quota=credits)
        return ApiKey(made.api_id, made.api_key)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pitchreel", *words],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )


@contextlib.contextmanager
def serve(home: Path, *options: str, allow: tuple[str, ...] = (), **settings: str) -> Iterator[Server]:
    """Start the server over a data folder; ``settings`` as in the environment, in small letters, without prefix."""
    # As most callers start it: what it prints goes into a pipe, and Python would keep it back.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PITCHREEL_") and name != "PYTHONUNBUFFERED"
    }
    chosen = {
        "home": str(home),
        "scale": "0.25",
        "allow_hosts": ",".join(allow),
        "webhook_ladder": "0,1,2,4",
        "webhook_http": "true",
        **settings,
    }
    env = kept | {f"PITCHREEL_{name.upper()}": value for name, value in chosen.items()} | {"PYTHONWARNINGS": ""}
    home.mkdir(parents=True, exist_ok=True)
    log_file = home.parent / f"{home.name}.log"
    with log_file.open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pitchreel", "serve", "--port", "0", *options],
            env=env,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        url, key = _greeting(process, log_file)
        server = Server(url, home, env, key, process, log_file)
        _wait_until_it_answers(server)
        yield server
        if "db" in server.__dict__:
            server.db.close()
    finally:
        stop(process)


def stop(process: subprocess.Popen[str], seconds: float = 90.0) -> int:
    """End a server as an operator does and give its exit status."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(seconds)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _greeting(process: subprocess.Popen[str], log_file: Path) -> tuple[str, ApiKey]:
    assert process.stdout is not None
    words: dict[str, str] = {}
    for line in process.stdout:
        if found := re.match(r"\s+(api_id|api_key)\s+(\S+)", line):
            words[found[1]] = found[2]
        if found := re.match(r"Pitchreel listens at (\S+)", line):
            return found[1], ApiKey(words.get("api_id", ""), words.get("api_key", ""))
    raise AssertionError(f"the server ended with {process.wait()}:\n{log_file.read_text()[-4000:]}")


def _wait_until_it_answers(server: Server, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if httpx.get(f"{server.url}/healthz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        if server.process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"the server does not answer:\n{server.log[-4000:]}")


class Here(httpx.Client):
    """A client of a server that runs in this process, and that server's app."""

    def __init__(self, app: FastAPI, url: str) -> None:
        super().__init__(base_url=url, timeout=30)
        self.app = app

    @property
    def house(self) -> House:
        found: House = self.app.state.house
        return found


@contextlib.contextmanager
def serve_here(settings: Settings) -> Iterator[Here]:
    """The server in a thread of this process, without a worker."""
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with Here(app, f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(20)


Open = Callable[..., Here]
"""Gives a server in this process over settings of a test's own."""


def key_headers(client: Here) -> dict[str, str]:
    """The headers of a new key, for every dialect."""
    made = keys.create(client.house.db, "test")
    return {"x-api-key": made.api_key, "X-API-ID": made.api_id}
