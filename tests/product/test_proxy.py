"""The proxy behind which a browser runs lets out to nothing that the guard would refuse."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence

import pytest
from loopback import Listener, Server, response

from pitchreel.config import Settings
from pitchreel.product.fetch import Fetcher
from pitchreel.product.proxy import GuardedProxy


def proxy_for(
    server: Server | None = None, *, limit: int = 1_000_000, seconds: float = 10, **options: object
) -> GuardedProxy:
    settings = Settings(allow_hosts=server.host if server else "", **options)  # type: ignore[arg-type]
    return GuardedProxy(Fetcher(settings), limit=limit, seconds=seconds)


def ask(proxy: GuardedProxy, request: str, more: bytes = b"") -> bytes:
    host, port = proxy.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.sendall(request.encode("latin-1") + b"\r\n\r\n")
        answer = b""
        if more:
            answer = connection.recv(65536)
            connection.sendall(more)
        while piece := connection.recv(65536):
            answer += piece
        return answer


def test_what_the_guard_allows_is_passed_on() -> None:
    with Server({"/a?b=c": response(b"hello")}) as server, proxy_for(server) as proxy:
        head = f"GET {server.url('/a?b=c')} HTTP/1.1\r\nHost: elsewhere\r\nProxy-Connection: keep-alive\r\nAccept: x/y"
        assert ask(proxy, head).endswith(b"hello")
    (sent,) = server.requests
    assert sent.startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: {server.host}".encode() in sent
    assert b"Accept: x/y" in sent
    assert b"elsewhere" not in sent
    assert b"Proxy" not in sent


def test_a_tunnel_to_what_is_allowed() -> None:
    with Server({"/": response(b"inside")}) as server, proxy_for(server) as proxy:
        answer = ask(proxy, f"CONNECT {server.host} HTTP/1.1", b"GET / HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"inside")


FORBIDDEN = (
    "127.0.0.1",
    "127.0.0.2",
    "localhost",
    "2130706433",
    "0x7f.1",
    "127.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
)


@pytest.mark.parametrize("host", FORBIDDEN)
@pytest.mark.parametrize("line", ["GET http://{}/ HTTP/1.1", "CONNECT {} HTTP/1.1", "POST http://{}/x HTTP/1.1"])
def test_loopback_hears_nothing(line: str, host: str) -> None:
    with Listener() as listener, proxy_for() as proxy:
        assert ask(proxy, line.format(f"{host}:{listener.port}")).startswith(b"HTTP/1.1 403")
        assert len(proxy.refused) == 1
        assert listener.visits == 0


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://[fd00::1]/", "file:///etc/passwd", "ftp://x/"],
)
def test_other_inner_places_are_refused(target: str) -> None:
    with proxy_for() as proxy:
        assert ask(proxy, f"GET {target} HTTP/1.1").startswith(b"HTTP/1.1 403")


def test_a_name_that_turns_inwards_is_judged_by_the_address_that_is_used() -> None:
    asked: list[str] = []

    def turning(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["93.184.216.34", "127.0.0.1"]

    with Listener() as listener, GuardedProxy(Fetcher(Settings(), resolver=turning), limit=1000, seconds=5) as proxy:
        assert ask(proxy, f"CONNECT shop.example:{listener.port} HTTP/1.1").startswith(b"HTTP/1.1 403")
        assert listener.visits == 0
    assert asked == ["shop.example"]


@pytest.mark.parametrize(
    "request_line", ["nonsense", "GET / HTTP/1.1", "\0" * 100, "CONNECT  HTTP/1.1", "CONNECT x:y HTTP/1.1"]
)
def test_what_is_no_request_is_turned_away(request_line: str) -> None:
    with proxy_for() as proxy:
        assert ask(proxy, request_line)[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 403"}


def test_too_many_bytes_end_the_connection() -> None:
    with Server({"/": response(b"x" * 500_000)}) as server, proxy_for(server, limit=100_000) as proxy:
        assert len(ask(proxy, f"GET {server.url('/')} HTTP/1.1")) <= 100_000
        assert proxy.overrun


def test_a_connection_that_says_nothing_ends_with_the_clock() -> None:
    with proxy_for(seconds=0.5) as proxy:
        host, port = proxy.address.removeprefix("http://").split(":")
        begun = time.monotonic()
        with socket.create_connection((host, int(port)), 5) as connection:
            assert connection.recv(10) == b""
        assert time.monotonic() - begun < 3


def test_nothing_is_served_afterwards() -> None:
    with proxy_for() as proxy:
        host, port = proxy.address.removeprefix("http://").split(":")
        open_one = socket.create_connection((host, int(port)), 5)
        time.sleep(0.1)
    with open_one:
        assert open_one.recv(10) == b""
    with pytest.raises(OSError):
        socket.create_connection((host, int(port)), 1)
