"""The one guarded way out to the network.

Only http and https leave here. A host is looked up once for each hop, every address it has is checked, and the
connection goes to a checked address, with the host's own name in Host and SNI. Redirects are followed by hand,
each one checked like the first. One clock runs over the whole exchange, redirects included. Bodies are capped
twice: as they come off the wire and as they come out of decompression. No proxy, cookie or credential is used.
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from ssl import SSLContext

import httpcore
import httpx

from pitchreel.config import Settings
from pitchreel.errors import AddressRefused, BadStatus, FetchError, OutputError, TooLarge, Unreachable
from pitchreel.product.addresses import Address, parse_address, refusal
from pitchreel.product.wire import Clock, PinnedBackend, Resolver, resolve, resolve_host

URL_CHARACTERS = 8192
HEAD_BYTES = 256_000
"""Allowed on the wire beyond the body's limit: headers and chunk sizes."""

_REDIRECTS = (301, 302, 303, 307, 308)
_BY_HAND = "Save the page in a browser and give it by hand: pitchreel product --html FILE --url URL"
_HINTS = {
    401: "The page asks for a sign-in. " + _BY_HAND,
    403: "The site turns readers like this one away. " + _BY_HAND,
    404: "Check the link: the page is not there",
    410: "The page is gone for good; look for the product's new link",
    429: "The site asks for patience: try again in some minutes",
    451: "The site may not show this page here. " + _BY_HAND,
    503: "The site is busy or turns readers like this one away: try again later. " + _BY_HAND,
}


@dataclass(frozen=True)
class Response:
    """What came back: the final address, the status, the headers (names in lower case) and the decoded body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Fetcher:
    """Reads addresses under the settings' limits. It holds no state between calls; threads may share it.

    ``resolver`` replaces the system's name look-up.
    """

    def __init__(self, settings: Settings, *, resolver: Resolver = resolve_host) -> None:
        self.settings = settings
        self._resolver = resolver
        self._named = frozenset(item.strip().lower() for item in settings.allow_hosts.split(",") if item.strip())

    def get(self, url: str, *, limit: int, seconds: float, accept: str = "*/*") -> Response:
        """Read an address into memory: at most ``limit`` bytes, within ``seconds``.

        Raises AddressRefused, Unreachable, BadStatus, TooLarge or TooSlow.
        """
        pieces: list[bytes] = []
        answer = self._fetch(url, pieces.append, limit, seconds, accept)
        return Response(answer.url, answer.status, answer.headers, b"".join(pieces))

    def download(self, url: str, path: Path, *, limit: int, seconds: float, accept: str = "*/*") -> Response:
        """Stream an address into a file, which appears whole or not at all; the response has an empty body.

        Raises what ``get`` raises, and OutputError when the file cannot be written.
        """
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as file:
                answer = self._fetch(url, file.write, limit, seconds, accept)
            part.replace(path)
        except OSError as error:
            raise OutputError(
                f"{path} cannot be written: {error.strerror}", "Make room, or choose another folder"
            ) from None
        finally:
            part.unlink(missing_ok=True)
        return answer

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str], seconds: float) -> Response:
        """Send a body to an address: one exchange, no redirect is followed, and any status is an answer.

        ``headers`` go out beside Host and Connection, which are ours. The answer's own body is not read: the response's
        is empty. Raises AddressRefused, Unreachable, TooLarge (headers without end) or TooSlow.
        """
        clock = Clock(seconds, parse_url(url).host)
        parsed, addresses = self.check(url, clock)
        lines = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()]
        lines.append((b"Content-Length", str(len(body)).encode("ascii")))
        with self._exchange(parsed, addresses, clock, 0, b"POST", lines, body) as answer:
            return Response(str(parsed), answer.status, _headers(answer), b"")

    def check(self, url: str, clock: Clock | None = None) -> tuple[httpx.URL, tuple[Address, ...]]:
        """An address in parsed form and where to connect to; raises AddressRefused, Unreachable or TooSlow."""
        parsed = parse_url(url)
        port = parsed.port or {"http": 80, "https": 443}[parsed.scheme]
        clock = clock or Clock(self.settings.page_seconds, parsed.host)
        asked = parsed.raw_host.decode("ascii")  # as it goes into the request, so that both name the same host
        addresses = tuple(parse_address(text) for text in resolve(self._resolver, asked, port, clock))
        name = f"[{asked}]:{port}" if ":" in asked else f"{asked}:{port}"
        if name in self._named:
            return parsed, addresses
        way = f"If it is yours, allow it: PITCHREEL_ALLOW_HOSTS={name}"
        if port < 1024 and port not in (80, 443):
            raise AddressRefused(f"{name} is not a port of web pages", way)
        for address in addresses:
            if reason := refusal(address, allow_private=self.settings.allow_private):
                shown = parsed.host if parsed.host == str(address) else f"{parsed.host} ({address})"
                raise AddressRefused(f"{shown} is {reason}", f"{way}, or --allow-private for all private addresses")
        return parsed, addresses

    def _fetch(self, url: str, write: Callable[[bytes], object], limit: int, seconds: float, accept: str) -> Response:
        clock = Clock(seconds, parse_url(url).host)
        for _ in range(self.settings.redirects + 1):
            parsed, addresses = self.check(url, clock)
            clock.whom = parsed.host
            asked = [
                (b"User-Agent", self.settings.user_agent.encode("latin-1", "replace")),
                (b"Accept", accept.encode("ascii")),
                (b"Accept-Encoding", b"gzip, deflate"),
            ]
            with self._exchange(parsed, addresses, clock, limit, b"GET", asked) as answer:
                headers = _headers(answer)
                if answer.status in _REDIRECTS and headers.get("location"):
                    url = _join(parsed, headers["location"])
                    continue
                if not 200 <= answer.status < 300:
                    hint = _HINTS.get(answer.status, "Try again later, or check the link")
                    raise BadStatus(f"{parsed} answered with status {answer.status}", hint, status=answer.status)
                _read_body(answer, headers, write, limit, parsed.host)
                return Response(str(parsed), answer.status, headers, b"")
        raise Unreachable(
            f"{url} is yet another redirect, after {self.settings.redirects}", "Give the page's final link"
        )

    @contextlib.contextmanager
    def _exchange(
        self,
        url: httpx.URL,
        addresses: tuple[Address, ...],
        clock: Clock,
        limit: int,
        method: bytes,
        headers: Sequence[tuple[bytes, bytes]],
        body: bytes = b"",
    ) -> Iterator[httpcore.Response]:
        origin = httpcore.Origin(url.raw_scheme, url.raw_host, url.port or (443 if url.scheme == "https" else 80))
        target = httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=url.raw_path)
        headers = [(b"Host", url.netloc), *headers, (b"Connection", b"close")]
        backend = PinnedBackend(addresses, clock, limit + HEAD_BYTES)
        ssl_context = _ssl_context() if url.scheme == "https" else None
        with httpcore.HTTPConnection(origin, ssl_context=ssl_context, network_backend=backend) as connection:
            try:
                yield connection.handle_request(httpcore.Request(method, target, headers=headers, content=body))
            except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException) as error:
                raise Unreachable(f"{url.host} broke off or does not speak HTTP: {error}", "Try again later") from None


def parse_url(url: str) -> httpx.URL:
    """An http or https address with a host; raises AddressRefused."""
    hint = "Give a link that starts with https://"
    text = url.strip()
    if len(text) > URL_CHARACTERS:
        raise AddressRefused(f"The link has {len(text):,} characters", "Give a shorter one")
    try:
        parsed = httpx.URL(text).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise AddressRefused(f"{_short(text)} is not a link: {error}", hint) from None
    if parsed.scheme not in ("http", "https"):
        raise AddressRefused(f"{_short(text)} is not a link to a web page", hint)
    if not parsed.host:
        raise AddressRefused(f"{_short(text)} names no host", hint)
    if parsed.userinfo:
        raise AddressRefused("The link carries a user name or password", "Leave that part out")
    return parsed


def _short(text: str) -> str:
    return repr(text if len(text) <= 120 else text[:117] + "...")


def _join(base: httpx.URL, location: str) -> str:
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise AddressRefused(
            f"{base.host} redirects to {_short(location)}, not a link: {error}", "Give the final link"
        ) from None


def _headers(answer: httpcore.Response) -> dict[str, str]:
    """The first of each header, as text; addresses may be UTF-8 though they should not be."""
    headers: dict[str, str] = {}
    for name, value in answer.headers:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        headers.setdefault(name.decode("latin-1").lower(), text)
    return headers


def _read_body(
    answer: httpcore.Response, headers: Mapping[str, str], write: Callable[[bytes], object], limit: int, whom: str
) -> None:
    announced = headers.get("content-length", "")
    if re.fullmatch(r"\d{1,20}", announced) and int(announced) > limit:
        raise _too_large(whom, limit)
    decode = _decoder(headers.get("content-encoding", ""), whom, limit)
    total = 0
    assert not isinstance(answer.stream, str)
    for piece in answer.iter_stream():
        for data in decode(piece):
            total += len(data)
            if total > limit:
                raise _too_large(whom, limit)
            write(data)
    for data in decode(b""):
        write(data)


def _too_large(whom: str, limit: int) -> TooLarge:
    return TooLarge(
        f"{whom} answered with more than {limit / 1e6:,.1f} MB", "Give a smaller page or file, or raise the limit"
    )


Decoder = Callable[[bytes], Iterator[bytes]]
_STEP = 1 << 18
"""Bytes decompressed at a time: a bomb is noticed this many bytes past the limit."""


def _decoder(encoding: str, whom: str, limit: int) -> Decoder:
    """A decoder that is fed pieces and, at the end, an empty one; raises FetchError on broken data."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return lambda piece: iter((piece,) if piece else ())
    if name not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"{whom} answered in an encoding that was not asked for: {_short(name)}", "Try again later")
    return _inflater(name, whom)


def _inflater(name: str, whom: str) -> Decoder:
    state = _Inflate(name != "deflate")

    def decode(piece: bytes) -> Iterator[bytes]:
        try:
            yield from state.feed(piece)
        except zlib.error as error:
            raise FetchError(f"{whom} answered with broken compression: {error}", "Try again later") from None

    return decode


class _Inflate:
    """Bounded decompression of gzip (several members too) and of deflate with or without its zlib header."""

    def __init__(self, gzip: bool) -> None:
        self._gzip = gzip
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16 if gzip else zlib.MAX_WBITS)
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        if not piece:
            if self._begun and not self._engine.eof:
                raise zlib.error("it ends too soon")
            return
        data = b"" if self._engine.eof else self._inflate(piece)
        while True:
            if data:
                yield data
            if self._engine.eof:
                piece = self._engine.unused_data
                if not self._gzip or not piece.startswith(b"\x1f\x8b"):
                    return  # padding after the end is common and harmless
                self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            else:
                piece = self._engine.unconsumed_tail
                if not piece and len(data) < _STEP:
                    return
            data = self._inflate(piece)

    def _inflate(self, piece: bytes) -> bytes:
        try:
            data = self._engine.decompress(piece, _STEP)
        except zlib.error:
            if self._gzip or self._begun:
                raise
            self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
            data = self._engine.decompress(piece, _STEP)
        self._begun = True
        return data


@cache
def _ssl_context() -> SSLContext:
    context = httpx.create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
