"""One server, one worker and one shop for all tests of the doors."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

if str(Path(__file__).parent) not in sys.path:
    sys.path.append(str(Path(__file__).parent))

from api_house import ApiKey, Here, Open, Receiver, Server, Shop, receive_hooks, serve, serve_here, serve_shop

from pitchreel.config import Settings


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    with serve_shop() as found:
        yield found


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    """Takes in what the server sends to ``receiver.url``; that address is on its allow list."""
    with receive_hooks() as found:
        yield found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, shop: Shop, receiver: Receiver) -> Iterator[Server]:
    """The server that all share; films at a quarter of their size."""
    allow = (urlsplit(shop.base).netloc, urlsplit(receiver.url).netloc)
    with serve(tmp_path_factory.mktemp("server") / "home", allow=allow) as found:
        yield found


@pytest.fixture(scope="session")
def key(server: Server) -> ApiKey:
    return server.key


@pytest.fixture(scope="session")
def other_key(server: Server) -> ApiKey:
    """Somebody else's."""
    return server.new_key()


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    """Without any key."""
    with server.client() as found:
        yield found


@pytest.fixture(scope="session")
def jogg(server: Server, key: ApiKey) -> Iterator[httpx.Client]:
    with server.client(**key.jogg) as found:
        yield found


@pytest.fixture(scope="session")
def creatify(server: Server, key: ApiKey) -> Iterator[httpx.Client]:
    with server.client(**key.creatify) as found:
        yield found


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens the server in this process, without a worker, over settings of the test's own."""
    with ExitStack() as stack:

        def open_server(**settings: object) -> Here:
            chosen = Settings.model_validate({"home": tmp_path / "home", **settings})
            return stack.enter_context(serve_here(chosen))

        yield open_server
