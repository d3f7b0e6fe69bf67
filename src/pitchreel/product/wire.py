"""The wire under the guard: one connection to an address that was checked, under one clock.

Every wait (name look-up, connecting, handshake, each read and write) may last only as long as is left of the whole
exchange, so a server that drips a byte a second ends with the clock and not with its patience. Bytes are counted
as they come off the socket, headers and chunk sizes included.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from pitchreel.errors import TooLarge, TooSlow, Unreachable
from pitchreel.product.addresses import Address

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host and port as text; raises OSError when there are none."""

CONNECT_SECONDS = 8.0
"""How long one address of several may take before the next is tried."""


class Clock:
    """The time left of one exchange of ``seconds`` with ``whom``."""

    def __init__(self, seconds: float, whom: str) -> None:
        self.seconds = seconds
        self.whom = whom
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; raises TooSlow when there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise self.error()
        return left

    def error(self) -> TooSlow:
        """The error of a clock that ran out."""
        return TooSlow(
            f"{self.whom} did not answer in full within {self.seconds:g} s",
            "Try again later, or raise PITCHREEL_PAGE_SECONDS or PITCHREEL_MEDIA_SECONDS",
        )


def resolve_host(host: str, port: int) -> list[str]:
    """The system's addresses of a host, in its order; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def resolve(resolver: Resolver, host: str, port: int, clock: Clock) -> Sequence[str]:
    """Look a host up within the clock; raises Unreachable, TooSlow.

    The system's look-up cannot be interrupted, so it runs on a thread of its own that is left behind when late.
    """
    answer: list[Sequence[str] | Exception] = []

    def ask() -> None:
        try:
            answer.append(resolver(host, port))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    thread = threading.Thread(target=ask, name=f"look-up of {host}", daemon=True)
    thread.start()
    thread.join(clock.left())
    if not answer:
        raise clock.error()
    if isinstance(answer[0], Exception) or not answer[0]:
        raise Unreachable(f"There is no host called {host}", "Check the link, and that this machine is online")
    return answer[0]


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the given addresses only, whatever name the connection carries (for Host and SNI)."""

    def __init__(self, addresses: Sequence[Address], clock: Clock, allowance: int) -> None:
        self._addresses = addresses
        self._clock = clock
        self._allowance = allowance

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address that answers; raises Unreachable, TooSlow."""
        problem = "no answer"
        for address in self._addresses:
            try:
                joined = socket.create_connection((str(address), port), min(self._clock.left(), CONNECT_SECONDS))
            except TimeoutError:
                continue
            except OSError as error:
                problem = (error.strerror or str(error)).lower()
                continue
            joined.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return _Stream(joined, self._clock, _Count(self._allowance))
        self._clock.left()
        raise Unreachable(f"{host} cannot be reached: {problem}", "Check the link, and that the site is up")


class _Count:
    """Bytes that may still come off a socket."""

    def __init__(self, allowance: int) -> None:
        self.allowance = allowance
        self.left = allowance

    def take(self, size: int, whom: str) -> None:
        self.left -= size
        if self.left < 0:
            raise TooLarge(f"{whom} sent more than {self.allowance:,} bytes", "Give a smaller page or file")


class _Stream(httpcore.NetworkStream):
    """A socket under the clock and the count."""

    def __init__(self, joined: socket.socket, clock: Clock, count: _Count) -> None:
        self._socket = joined
        self._clock = clock
        self._count = count

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._socket.settimeout(self._clock.left())
        try:
            data = self._socket.recv(max_bytes)
        except TimeoutError:
            raise self._clock.error() from None
        except OSError as error:
            raise _broken(self._clock.whom, error) from None
        self._count.take(len(data), self._clock.whom)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._socket.settimeout(self._clock.left())
        try:
            self._socket.sendall(buffer)
        except TimeoutError:
            raise self._clock.error() from None
        except OSError as error:
            raise _broken(self._clock.whom, error) from None

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._socket.settimeout(self._clock.left())
        try:
            wrapped = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except TimeoutError:
            self.close()
            raise self._clock.error() from None
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise Unreachable(
                f"{self._clock.whom} cannot prove who it is: {error.verify_message}",
                "Check the link; a certificate that this machine does not know goes into SSL_CERT_FILE",
            ) from None
        except (OSError, ValueError) as error:
            self.close()
            raise _broken(self._clock.whom, error) from None
        return _Stream(wrapped, self._clock, self._count)

    def get_extra_info(self, info: str) -> Any:
        return self._socket if info == "socket" else None


def _broken(whom: str, error: Exception) -> Unreachable:
    reason = getattr(error, "strerror", None) or str(error)
    return Unreachable(f"The connection to {whom} broke: {reason}", "Try again later")
