"""A hundred hostile addresses at every door that takes one: nothing on loopback is reached, though it listens."""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_house import Server, running, serve
from sqlalchemy import func, select

from pitchreel.config import Settings
from pitchreel.errors import FetchError, Unreachable
from pitchreel.product.fetch import Fetcher
from pitchreel.storage.tables import deliveries, projects

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from campaigns import addresses

COUNT = 100
NOWHERE = "http://127.0.0.1:9/nothing"


class Ear:
    """A port on loopback that counts who connects."""

    def __init__(self) -> None:
        self.port = 0
        self._sockets: list[socket.socket] = []
        for host in ("127.0.0.1", "127.0.0.2", "::1"):
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with contextlib.suppress(OSError):  # a machine without IPv6
                listening = socket.create_server((host, self.port), family=family, backlog=100)
                listening.setblocking(False)
                self.port = listening.getsockname()[1]
                self._sockets.append(listening)

    def visits(self) -> int:
        count = 0
        for listening in self._sockets:
            with contextlib.suppress(BlockingIOError):
                while True:
                    listening.accept()[0].close()
                    count += 1
        return count

    def close(self) -> None:
        for listening in self._sockets:
            listening.close()


@pytest.fixture(scope="module")
def silent() -> Iterator[Ear]:
    """Must never be reached."""
    ear = Ear()
    yield ear
    ear.close()


class Welcome(ThreadingHTTPServer):
    """Stands on the allow list: shows that each door does fetch what it is given. Whatever is asked is not there."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), NotThere)


class NotThere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Welcome)
        self.server.asked.append(self.path)
        self.send_error(404)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def welcome() -> Iterator[Welcome]:
    server = Welcome()
    with running(server):
        yield server


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, welcome: Welcome) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("guarded") / "home"
    limits = {"pictures": "300", "clips": "300", "media_seconds": "5", "page_seconds": "5", "webhook_ladder": "0"}
    with serve(
        home, allow=(f"127.0.0.1:{welcome.server_port}",), read_seconds="20", webhook_http="true", **limits
    ) as found:
        yield found


@pytest.fixture(scope="module")
def caller(guarded: Server) -> Iterator[httpx.Client]:
    with guarded.client(**guarded.key.jogg, **guarded.key.creatify) as client:
        yield client


CAST = {"avatar_id": 37, "avatar_type": 0, "voice_id": "en-US-ChristopherNeural", "screen_style": 1, "aspect_ratio": 0}

WORDS = {"script_style": "Discovery", "video_length": "15", "music_id": 62, "language": "english"}


def talk(caller: httpx.Client, **more: Any) -> Any:
    return caller.post("/v1/create_video_from_talking_avatar", json={**CAST, **more}).json()


def link_of(caller: httpx.Client, pictures: list[str]) -> str:
    body = {"title": "Lamp", "description": "A lamp.", "image_urls": pictures}
    made = caller.post("/api/links/link_with_params/", json=body)
    assert made.status_code < 300, made.text
    found: str = made.json()["id"]
    return found


def film(caller: httpx.Client, **more: str) -> None:
    """Order a film that cannot be made: its pictures are nowhere."""
    link = link_of(caller, [NOWHERE] * 3)
    caller.post("/api/link_to_videos/", json={"link": link, "visual_style": "FullScreenTemplate", **more})


DOORS: dict[str, Callable[[httpx.Client, str], object]] = {
    "product": lambda caller, address: caller.post("/v1/product", json={"url": address}),
    "link": lambda caller, address: caller.post("/api/links/", json={"url": address}),
    "audio": lambda caller, address: talk(caller, audio_url=address),
    # With a recording that is nowhere: a talk whose background alone is missing is made without it.
    "background": lambda caller, address: talk(caller, audio_url=NOWHERE, background_url=address),
    "origin": lambda caller, address: caller.post("/v1/avatar/create", json={"name": "a", "origin_url": address}),
    "music": lambda caller, address: film(caller, background_music_url=address),
    "webhook": lambda caller, address: film(caller, webhook_url=address),
    "endpoint": lambda caller, address: caller.post(
        "/v1/endpoint", json={"url": address, "events": ["generated_video_failed"], "status": "enabled"}
    ),
}


def hostile(port: int) -> list[str]:
    """A hundred different ones, without names that nobody resolves here: those are only tried again and again."""
    fetcher = Fetcher(Settings())

    def is_there(url: str) -> bool:
        try:
            fetcher.get(url, limit=1, seconds=0.5)
        except Unreachable:
            return False
        except FetchError:
            return True
        raise AssertionError(url)

    found = [url for url in dict.fromkeys(addresses.hostile(COUNT + 60, 3, port)) if url.strip() and is_there(url)]
    assert len(found) >= COUNT
    return found[:COUNT]


def settle(server: Server, seconds: float = 200.0) -> None:
    """Wait until nothing is to be done any more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with server.db.read() as conn:
            open_ = select(func.count()).select_from(projects).where(projects.c.state.in_(("waiting", "running")))
            unsent = select(func.count()).select_from(deliveries).where(deliveries.c.state == "waiting")
            if conn.execute(open_).scalar_one() + conn.execute(unsent).scalar_one() == 0:
                return
        time.sleep(0.2)
    raise AssertionError("there is still work to do")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("door", DOORS)
def test_no_hostile_address_is_reached_through_a_door(
    guarded: Server, caller: httpx.Client, silent: Ear, welcome: Welcome, door: str
) -> None:
    knock = DOORS[door]
    tried = hostile(silent.port)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda address: knock(caller, address), tried))
    settle(guarded)
    assert silent.visits() == 0
    if door == "endpoint":
        talk(caller, audio_url=NOWHERE)
        settle(guarded)
        assert silent.visits() == 0
    else:
        knock(caller, f"http://127.0.0.1:{welcome.server_port}/{door}.png")
        settle(guarded)
        assert f"/{door}.png" in welcome.asked, "this door fetches nothing at all"


@pytest.mark.timeout(600)
def test_no_hostile_medium_is_reached_when_a_film_is_made(
    guarded: Server, caller: httpx.Client, silent: Ear, welcome: Welcome
) -> None:
    tried = hostile(silent.port)
    tried.insert(0, f"http://127.0.0.1:{welcome.server_port}/media.png")
    made = []
    for some in (tried[:51], tried[51:]):
        media = [{"type": n % 2 + 1, "name": "a", "url": url, "description": ""} for n, url in enumerate(some)]
        product = caller.post("/v1/product", json={"name": "Lamp", "description": "A lamp.", "media": media}).json()
        order = {"product_id": product["data"]["product_id"], "visual_style": "FullScreen", **WORDS, **CAST}
        made.append(caller.post("/v1/create_video_from_url", json=order).json()["data"]["project_id"])
    settle(guarded)
    assert silent.visits() == 0
    assert "/media.png" in welcome.asked
    with guarded.db.read() as conn:
        states = conn.execute(select(projects.c.state).where(projects.c.id.in_(made))).scalars().all()
    assert states == ["failed", "failed"], "nothing is left to show"


def test_the_addresses_would_reach_the_ear(silent: Ear) -> None:
    """So that silence above means something."""
    reached = 0
    for address in hostile(silent.port)[:40]:
        with contextlib.suppress(httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError):
            httpx.get(address, timeout=0.05)
        reached += silent.visits()
    assert reached >= 10, json.dumps(reached)
