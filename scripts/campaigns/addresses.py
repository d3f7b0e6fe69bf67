"""Addresses: hostile ones wherever one is taken, from pages to a browser's requests; listeners must stay silent."""

from __future__ import annotations

import contextlib
import ipaddress
import random
import socket
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.documents.product import Fact, Media
from pitchreel.errors import FetchError, NoMedia
from pitchreel.product import fetch_product, gather_media
from pitchreel.product.fetch import Fetcher
from pitchreel.product.proxy import GuardedProxy
from pitchreel.product.robots import PoliteFetcher

COUNT = 300
PLACES = ("page", "redirect", "picture", "clip", "feed", "browser")

_LOOPBACK = """
    127.0.0.1 127.1 127.0.1 127.0.0.2 127.255.255.254 0x7f.1 0x7f.0.0.1 0177.0.0.1 0177.1 2130706433 0x7f000001
    017700000001 0x7F.0x0.0x0.0x1 localhost LOCALHOST localhost. 127.0.0.1. ①②⑦.⓪.⓪.① 127。0。0。1 127｡0｡0｡1
    １２７.0.0.1 [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [::127.0.0.1]
    [::7f00:1] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [2002:7f00:1::] [2002:7f00:0001::1] [::ffff:0:127.0.0.1]
    [2a00::5efe:7f00:1] [2001:0:4136:e378:8000:63bf:80ff:fffe] [fe80::1] [fe80::1%25lo] [fec0::1] [fc00::1]
    [fd00:ec2::254] [ff02::1] [::] 0.0.0.0 0 00000000000 0x0 [::0] %31%32%37.0.0.1 127.0.0.1%00.example.com
    loopback.test inside.test metadata.test
""".split()  # noqa: SIM905
_NETWORKS = """
    10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 100.64.0.0/10 127.0.0.0/8 0.0.0.0/8 192.0.0.0/24
    192.0.2.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
""".split()  # noqa: SIM905
_SHAPES = (
    "http://{host}:{port}/",
    "https://{host}:{port}/x.jpg",
    "HTTP://{host}:{port}/?q=http://example.com/",
    "http://{host}:{port}/#@example.com",
    "http://example.com@{host}:{port}/",
    "http://example.com:80@{host}:{port}/",
    "http://{host}:{port}\\@example.com/",
    "http:\\\\{host}:{port}\\",
    "http:///{host}:{port}/",
    "http:{host}:{port}/",
    " http://{host}:{port}/ ",
    "ht\ttp://{host}:{port}/",
    "http://{host}\t:{port}/",
    "http://{host}:{port}/\r\nX-Injected: 1",
    "//{host}:{port}/",
)
_SCHEMES = (
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "ftp://{host}:{port}/a",
    "gopher://{host}:{port}/_GET%20/",
    "dict://{host}:{port}/stats",
    "ws://{host}:{port}/",
    "jar:http://{host}:{port}/!/",
    "data:text/html,<h1>x</h1>",
    "javascript:alert(1)",
    "unix:///run/docker.sock",
    "http://",
    "http://:{port}/",
    "http://{host}:99999/",
    "http://{host}:22/",
    "http://[::1/",
    "http://" + "a" * 9000 + "/",
    "",
)


def hostile(count: int, seed: int, port: int) -> list[str]:
    """Addresses that must be refused: loopback and private ones in every spelling, and what is no web address."""
    chance = random.Random(seed)
    made = [f"http://{host}:{port}/" for host in _LOOPBACK]
    made += [shape.format(host="127.0.0.1", port=port) for shape in (*_SHAPES, *_SCHEMES)]
    while len(made) < count:
        network = ipaddress.IPv4Network(chance.choice(_NETWORKS))
        inside = network[chance.randrange(network.num_addresses)]
        host = chance.choice([chance.choice(_LOOPBACK), *_spellings(inside)])
        made.append(chance.choice(_SHAPES).format(host=host, port=port))
    return made[:count]


def _spellings(address: ipaddress.IPv4Address) -> list[str]:
    number = int(address)
    high, low = number >> 16, number & 0xFFFF
    first, second, third, fourth = address.packed
    return [
        str(address),
        str(number),
        hex(number),
        f"0{number:o}",
        f"{first}.{second}.{third << 8 | fourth}",
        f"0x{first:x}.0{second:o}.{third}.{fourth}",
        f"[::ffff:{address}]",
        f"[::ffff:{high:x}:{low:x}]",
        f"[64:ff9b::{high:x}:{low:x}]",
        f"[2002:{high:x}:{low:x}::1]",
        f"[2001:0:102:304::{0xFFFF ^ high:x}:{0xFFFF ^ low:x}]",
    ]


def resolve(host: str, port: int) -> Sequence[str]:
    """Numeric hosts as the system reads them, a few names of our own; nobody is asked over the network."""
    names = {"loopback.test": "127.0.0.1", "inside.test": "10.1.2.3", "metadata.test": "169.254.169.254"}
    if host in names:
        return [names[host]]
    if host.rstrip(".").lower() == "localhost":
        return ["127.0.0.1", "::1"]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(address[0]) for *_, address in found]


def run(count: int, seed: int, output: Path) -> dict[str, Any]:
    """Try ``count`` hostile addresses at each place; every one that got out, or was not refused, is a failure."""
    with _listeners() as (port, visits):
        addresses = hostile(count, seed, port)
        let_through = {place: _try(place, addresses, output) for place in PLACES}
        reached = visits()
    return {
        "failed": sum(map(len, let_through.values())) + reached,
        "addresses": len(addresses),
        "places": list(PLACES),
        "let_through": let_through,
        "connections": reached,
    }


def _try(place: str, addresses: list[str], output: Path) -> list[str]:
    """The addresses that were not refused at a place."""
    if place in ("picture", "clip"):
        return _try_media(place, addresses)
    if place == "browser":
        return _try_proxy(addresses)
    if place == "feed":
        polite = PoliteFetcher(Settings(), resolver=resolve)
        path = output / "feed.csv"
        return [
            address
            for address in addresses
            if not _refused(lambda a=address: polite.download_allowed(a, path, limit=1000, seconds=5))
        ]
    if place == "page":
        settings = Settings(allow_private=False)
        fetcher = Fetcher(settings, resolver=resolve)
        return [
            address
            for address in addresses
            if not _refused(lambda a=address: fetch_product(a, settings=settings, fetcher=fetcher))
        ]
    with _redirecting() as (host, aim):
        fetcher = Fetcher(Settings(allow_hosts=host), resolver=resolve)

        def follow(address: str) -> None:
            aim[:] = [address]
            fetcher.get(f"http://{host}/", limit=1000, seconds=5)

        return [address for address in addresses if not _refused(lambda a=address: follow(a))]


def _try_proxy(addresses: list[str]) -> list[str]:
    """What a browser behind the guarded proxy gets when it asks for the address, and for a tunnel to its host."""
    through = []
    with GuardedProxy(Fetcher(Settings(), resolver=resolve), limit=1_000_000, seconds=60) as proxy:
        where = ("127.0.0.1", int(proxy.address.rsplit(":", 1)[1]))
        for address in addresses:
            authority = address.partition("//")[2].partition("/")[0]
            for line in (f"GET {address} HTTP/1.1", f"CONNECT {authority} HTTP/1.1"):
                with socket.create_connection(where, 5) as asking:
                    asking.sendall(line.encode("utf-8", "replace") + b"\r\n\r\n")
                    if asking.recv(100)[:12] not in {b"HTTP/1.1 403", b"HTTP/1.1 400", b""}:
                        through.append(address)
    return through


def _refused(act: Any) -> bool:
    try:
        act()
    except FetchError:
        return True
    return False


def _try_media(place: str, addresses: list[str]) -> list[str]:
    kind: Any = place
    settings = Settings(pictures=len(addresses), clips=len(addresses))
    media = tuple(Media(id=f"{place}-{n}", kind=kind, url=address) for n, address in enumerate(addresses, 1) if address)
    product = Product(facts=(Fact(id="name", kind="name", text="Mug"),), media=media)
    with tempfile.TemporaryDirectory() as folder:
        try:
            gathered = gather_media(
                product, Path(folder), settings=settings, fetcher=Fetcher(settings, resolver=resolve)
            )
        except NoMedia:
            return []
    return [item.url for item in gathered.media]


@contextlib.contextmanager
def _listeners() -> Iterator[tuple[int, Any]]:
    """A port on loopback that counts its visitors."""
    with contextlib.ExitStack() as stack:
        port, sockets = 0, []
        for host, family in (("127.0.0.1", socket.AF_INET), ("127.0.0.2", socket.AF_INET), ("::1", socket.AF_INET6)):
            try:
                listening = stack.enter_context(socket.create_server((host, port), family=family, backlog=500))
            except OSError:  # a machine without IPv6
                continue
            listening.setblocking(False)
            port = listening.getsockname()[1]
            sockets.append(listening)

        def visits() -> int:
            count = 0
            for listening in sockets:
                with contextlib.suppress(BlockingIOError):
                    while True:
                        listening.accept()[0].close()
                        count += 1
            return count

        yield port, visits


@contextlib.contextmanager
def _redirecting() -> Iterator[tuple[str, list[str]]]:
    """A server that sends everybody to the address in a list."""
    aim: list[str] = [""]
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection, contextlib.suppress(OSError):
                    connection.recv(65536)
                    location = aim[0].encode("utf-8").replace(b"\r", b"").replace(b"\n", b"")
                    connection.sendall(
                        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
                    )

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", aim
        listening.shutdown(socket.SHUT_RDWR)
