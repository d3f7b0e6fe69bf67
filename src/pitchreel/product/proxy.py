"""The guard as a proxy on loopback: whatever a browser asks for goes through the same checks as our own requests.

A name is looked up here and nowhere else, every address it has is judged, and the connection goes to a judged one.
What is refused gets a 403 and no packet leaves. Bytes are counted over all connections together.
"""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import threading
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from pitchreel.errors import FetchError
from pitchreel.product.addresses import Address
from pitchreel.product.fetch import Fetcher
from pitchreel.product.wire import CONNECT_SECONDS, Clock

HEAD_BYTES = 65_536
CONNECTIONS = 48
"""Connections open at a time; more wait."""
_REQUEST = re.compile(rb"([A-Z]{3,16}) (\S{1,8192}) HTTP/1\.[01]\r\n")
_OF_THE_HOP = (b"proxy-", b"connection:", b"keep-alive:", b"host:")


class GuardedProxy:
    """Serves while it is entered; ``address`` is its own, ``refused`` what it did not let out to, and why."""

    def __init__(self, fetcher: Fetcher, *, limit: int, seconds: float) -> None:
        self.refused: list[str] = []
        self.overrun = False
        """Whether the browser asked for more bytes than ``limit``."""
        self._fetcher = fetcher
        self._left = limit
        self._seconds = seconds
        self._slots = threading.Semaphore(CONNECTIONS)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._closed = False

    def __enter__(self) -> Self:
        self._until = time.monotonic() + self._seconds
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, name="guarded proxy", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._closed = True
            still_open = list(self._open)
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for one in still_open:
            _hang_up(one)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), name="guarded proxy", daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._slots, client:
            if not self._hold(client):
                return
            with contextlib.suppress(OSError, TimeoutError):
                client.settimeout(max(0.1, self._until - time.monotonic()))
                self._answer(client)
            self._release(client)

    def _hold(self, one: socket.socket) -> bool:
        with self._lock:
            if not self._closed:
                self._open.add(one)
            return not self._closed

    def _release(self, one: socket.socket) -> None:
        with self._lock:
            self._open.discard(one)

    def _answer(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(HEAD_BYTES)
            head += piece
            if not piece or len(head) > HEAD_BYTES:
                return
        request = _REQUEST.match(head)
        if request is None:
            client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        method, target = request[1], request[2].decode("latin-1")
        tunnel = method == b"CONNECT"
        try:
            url, addresses = self._fetcher.check(f"https://{target}/" if tunnel else target, self._clock(target))
            server = self._connect(url, addresses)
        except FetchError as error:
            self.refused.append(f"{target[:200]}: {error.what}")
            client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with server:
            if self._hold(server):
                if tunnel:
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    server.sendall(head[head.index(b"\r\n\r\n") + 4 :])
                else:
                    server.sendall(_forwarded(method, url, head))
                self._relay(client, server)
            self._release(server)

    def _clock(self, whom: str) -> Clock:
        return Clock(max(0.1, self._until - time.monotonic()), whom)

    def _connect(self, url: httpx.URL, addresses: tuple[Address, ...]) -> socket.socket:
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        problem: OSError = OSError("no address")
        for address in addresses:
            try:
                return socket.create_connection((str(address), port), CONNECT_SECONDS)
            except OSError as error:
                problem = error
        raise FetchError(f"{url.host} cannot be reached: {problem}")

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        """Pass bytes both ways until one side ends, the clock runs out, or too many came."""
        other = {client: server, server: client}
        with selectors.DefaultSelector() as waiting:
            for one in other:
                waiting.register(one, selectors.EVENT_READ)
            while (left := self._until - time.monotonic()) > 0:
                for key, _ in waiting.select(min(left, 1.0)):
                    source = key.fileobj
                    assert isinstance(source, socket.socket)
                    data = source.recv(HEAD_BYTES)
                    if not data or not self._count(len(data)):
                        return
                    other[source].sendall(data)
                if self._closed:
                    return

    def _count(self, size: int) -> bool:
        with self._lock:
            self._left -= size
            self.overrun = self.overrun or self._left < 0
            return not self.overrun


def _forwarded(method: bytes, url: httpx.URL, head: bytes) -> bytes:
    """The request as the server itself expects it: the path alone, one answer, nothing meant for the proxy."""
    end = head.index(b"\r\n\r\n")
    fields = [line for line in head[:end].split(b"\r\n")[1:] if not line.lower().startswith(_OF_THE_HOP)]
    parts = urlsplit(str(url))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = [
        method + b" " + path.encode("latin-1", "replace") + b" HTTP/1.1",
        b"Host: " + url.netloc,
        b"Connection: close",
    ]
    return b"\r\n".join([*own, *fields]) + b"\r\n\r\n" + head[end + 4 :]


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
