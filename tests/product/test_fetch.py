"""The way out: what comes back, and every limit on the exchange."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from loopback import Listener, Server, response

from pitchreel.config import Settings
from pitchreel.errors import AddressRefused, BadStatus, FetchError, TooLarge, TooSlow, Unreachable
from pitchreel.product.fetch import Fetcher, Response

BODY = b"<html><h1>Mug</h1></html>"


def fetch(url: str, *, limit: int = 100_000, seconds: float = 5.0, **options: object) -> Response:
    return Fetcher(Settings(allow_private=True, **options)).get(url, limit=limit, seconds=seconds)  # type: ignore[arg-type]


def test_a_page_comes_back_with_its_headers() -> None:
    with Server({"/p?x=1": response(BODY, Content_Type="text/html; charset=utf-8")}) as server:
        got = fetch(server.url("/p?x=1#part"))
    assert got == Response(server.url("/p?x=1"), 200, got.headers, BODY)
    assert got.headers["content-type"] == "text/html; charset=utf-8"


def test_it_says_who_it_is_and_nothing_else() -> None:
    with Server({"/": response(BODY)}) as server:
        fetch(server.url("/"))
    request = server.requests[0].decode().lower()
    assert "user-agent: pitchreel/" in request
    assert f"host: {server.host}" in request
    assert "cookie" not in request
    assert "authorization" not in request


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Listener() as proxy, Server({"/": response(BODY)}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert fetch(server.url("/")).body == BODY
        assert proxy.visits == 0


# Where it may go


def test_loopback_is_refused_by_default_and_nobody_is_asked() -> None:
    with Listener() as listener:
        with pytest.raises(AddressRefused, match="this machine itself"):
            Fetcher(Settings()).get(f"http://127.0.0.1:{listener.port}/", limit=10, seconds=2)
        assert listener.visits == 0


def test_naming_a_host_and_port_allows_exactly_these() -> None:
    with Server({"/": response(BODY)}) as server, Listener() as listener:
        fetcher = Fetcher(Settings(allow_hosts=f"shop.example:443, {server.host}"))
        assert fetcher.get(server.url("/"), limit=1000, seconds=5).body == BODY
        with pytest.raises(AddressRefused):
            fetcher.get(f"http://127.0.0.1:{listener.port}/", limit=1000, seconds=5)
        with pytest.raises(AddressRefused):
            fetcher.get(f"http://localhost:{server.port}/", limit=1000, seconds=5)
        assert listener.visits == 0


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with Listener() as listener:
        fetcher = Fetcher(Settings(), resolver=lambda host, port: ["93.184.216.34", "2606:4700::1", "127.0.0.1"])
        with pytest.raises(AddressRefused, match=r"127\.0\.0\.1"):
            fetcher.get(f"http://shop.example:{listener.port}/", limit=10, seconds=2)
        assert listener.visits == 0


def test_a_name_that_changes_its_address_is_looked_up_once() -> None:
    """The checked address is the one connected to, though the second answer would lead elsewhere."""
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with Server({"/": response(BODY)}) as server, Listener() as listener:
        with pytest.raises(Unreachable):  # nothing listens at 127.0.0.2 on the server's port
            Fetcher(Settings(allow_private=True), resolver=resolver).get(
                f"http://rebind.example:{server.port}/", limit=1000, seconds=2
            )
        assert asked == ["rebind.example"]
        assert server.requests == []
        assert listener.visits == 0


def test_the_name_stays_in_the_request_when_the_address_is_pinned() -> None:
    with Server({"/": response(BODY)}) as server:
        fetcher = Fetcher(Settings(allow_private=True), resolver=lambda host, port: ["127.0.0.1"])
        fetcher.get(f"http://shop.example:{server.port}/", limit=1000, seconds=5)
    assert f"host: shop.example:{server.port}" in server.requests[0].decode().lower()


def test_a_name_in_another_script_is_looked_up_as_it_is_asked_for() -> None:
    """One spelling for both: another rule for sharp s or digits would lead to another host than the one checked."""
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with Server({"/": response(BODY)}) as server:
        Fetcher(Settings(allow_private=True), resolver=resolver).get(
            f"http://faß.example:{server.port}/", limit=99, seconds=5
        )
    assert asked == ["xn--fa-hia.example"]
    assert f"host: xn--fa-hia.example:{server.port}" in server.requests[0].decode().lower()


def test_the_handshake_names_the_host_and_not_its_address() -> None:
    greetings: list[bytes] = []

    def listen(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            greetings.append(connection.recv(4096))

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=listen, args=(server,), daemon=True).start()
        fetcher = Fetcher(Settings(allow_private=True), resolver=lambda host, port: ["127.0.0.1"])
        with pytest.raises(Unreachable):
            fetcher.get(f"https://shop.example:{server.getsockname()[1]}/", limit=99, seconds=5)
    assert b"shop.example" in greetings[0]


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with Server({"/": response(BODY)}) as server:
        fetcher = Fetcher(Settings(allow_private=True), resolver=lambda host, port: ["127.0.0.9", "127.0.0.1"])
        assert fetcher.get(f"http://shop.example:{server.port}/", limit=1000, seconds=5).body == BODY


@pytest.mark.parametrize(
    "url",
    [
        "ftp://shop.example/",
        "file:///etc/passwd",
        "http://a:b@shop.example/",
        "http://",
        "mug",
        "http://[::1",
        "http://h/" + "a" * 9000,
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        fetch(url)
    assert caught.value.hint


def test_ports_of_other_services_are_refused() -> None:
    with pytest.raises(AddressRefused, match="not a port of web pages"):
        fetch("http://127.0.0.1:25/")


def test_an_unknown_host_is_named() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unreachable, match=r"no host called nowhere\.example"):
        Fetcher(Settings(), resolver=nobody).get("https://nowhere.example/", limit=10, seconds=2)


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with Listener() as listener:
        port = listener.port
    with pytest.raises(Unreachable, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/")


# Redirects


def redirect(to: str, status: str = "302 Found") -> bytes:
    return response(b"", status, Location=to)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
def test_redirects_are_followed_to_the_final_address(status: str) -> None:
    with Server({"/a": redirect("b/../c", status), "/c": response(BODY)}) as server:
        got = fetch(server.url("/a"))
    assert (got.url, got.body) == (server.url("/c"), BODY)


def test_each_redirect_is_checked_again() -> None:
    with Listener() as listener, Server({"/": redirect(f"http://127.0.0.1:{listener.port}/")}) as server:
        with pytest.raises(AddressRefused):
            Fetcher(Settings(allow_hosts=server.host)).get(server.url("/"), limit=1000, seconds=5)
        assert listener.visits == 0


def test_a_circle_of_redirects_ends() -> None:
    with Server({"/a": redirect("/b"), "/b": redirect("/a")}) as server:
        with pytest.raises(Unreachable, match="redirect"):
            fetch(server.url("/a"))
        assert len(server.requests) == 6


def test_a_redirect_to_another_scheme_is_refused() -> None:
    with Server({"/": redirect("file:///etc/passwd")}) as server, pytest.raises(AddressRefused):
        fetch(server.url("/"))


@pytest.mark.parametrize(
    ("status", "word"),
    [("404 Not Found", "not there"), ("403 Forbidden", "by hand"), ("503 Busy", "later"), ("500 Oops", "later")],
)
def test_a_bad_status_is_named_with_what_to_do(status: str, word: str) -> None:
    with Server({"/": response(b"no", status)}) as server, pytest.raises(BadStatus) as caught:
        fetch(server.url("/"))
    assert caught.value.status == int(status[:3])
    assert word in caught.value.hint


# Limits


def test_an_announced_body_over_the_limit_is_not_read() -> None:
    with Server({"/": response(b"x" * 5000)}) as server, pytest.raises(TooLarge):
        fetch(server.url("/"), limit=4999)


def test_an_endless_body_ends_at_the_limit() -> None:
    def endless(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with Server({"/": endless}) as server, pytest.raises(TooLarge):
        fetch(server.url("/"), limit=1_000_000)


def test_endless_headers_end() -> None:
    def endless(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")

    with Server({"/": endless}) as server, pytest.raises(FetchError):
        fetch(server.url("/"))


def test_endless_informational_answers_end() -> None:
    def endless(connection: socket.socket, request: bytes) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)

    with Server({"/": endless}) as server, pytest.raises(FetchError):
        fetch(server.url("/"), seconds=3)


@pytest.mark.parametrize(
    "before", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]
)
def test_a_drip_does_not_outlive_the_clock(before: bytes) -> None:
    def drip(connection: socket.socket, request: bytes) -> None:
        connection.sendall(before)
        for character in b"1\r\nx\r\n" * 1000:
            connection.sendall(bytes([character]))
            time.sleep(0.05)

    with Server({"/": drip}) as server:
        began = time.monotonic()
        with pytest.raises(TooSlow):
            fetch(server.url("/"), seconds=0.6)
        assert time.monotonic() - began < 3


def test_redirects_share_one_clock() -> None:
    def slow(connection: socket.socket, request: bytes) -> None:
        time.sleep(0.25)
        connection.sendall(redirect("/"))

    with Server({"/": slow}) as server:
        began = time.monotonic()
        with pytest.raises(TooSlow):
            fetch(server.url("/"), seconds=0.6, redirects=100)
        assert time.monotonic() - began < 3


def test_a_slow_look_up_does_not_outlive_the_clock() -> None:
    def sleepy(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    began = time.monotonic()
    with pytest.raises(TooSlow):
        Fetcher(Settings(allow_private=True), resolver=sleepy).get("http://shop.example/", limit=10, seconds=0.4)
    assert time.monotonic() - began < 2.5


def test_a_server_that_never_answers_ends_with_the_clock() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TooSlow):
        fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.4)


def test_a_handshake_that_never_ends_ends_with_the_clock() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TooSlow):
        fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.4)


def test_a_body_shorter_than_announced_is_an_error() -> None:
    with Server({"/": response(BODY).replace(b"Length: 25", b"Length: 9000")}) as server, pytest.raises(Unreachable):
        fetch(server.url("/"))


def test_a_body_longer_than_announced_is_cut_there() -> None:
    with Server({"/": response(BODY) + b"GET /smuggled"}) as server:
        assert fetch(server.url("/")).body == BODY


def test_an_answer_that_is_no_http_is_an_error() -> None:
    with Server({"/": b"SSH-2.0-OpenSSH_9.2\r\n\r\n"}) as server, pytest.raises(Unreachable):
        fetch(server.url("/"))
