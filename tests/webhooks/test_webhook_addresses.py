"""Addresses that notices must not be sent to: refused at the door where they can be, and always when sending."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from pitchreel.config import Settings
from pitchreel.errors import FetchError, InvalidRequest
from pitchreel.product.fetch import Fetcher
from pitchreel.service import deliveries, endpoints

SETTINGS = Settings(allow_hosts="127.0.0.1:8099,n8n:5678")
NAMES = """
    127.0.0.1 127.1 127.0.1 0x7f.1 0x7f.0.0.1 0177.0.0.1 2130706433 0x7f000001 017700000001 localhost LOCALHOST
    localhost. 127.0.0.1. ①②⑦.⓪.⓪.① 127。0。0。1 １２７.0.0.1 [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1]
    [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [2001:0:4136:e378:8000:63bf:80ff:fffe] [::]
    0.0.0.0 0 %31%32%37.0.0.1 inside.test 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 [fe80::1]
    [fd00:ec2::254] [fc00::1] 198.18.0.1 224.0.0.1
""".split()  # noqa: SIM905
SHAPES = (
    "http://{name}:{port}/hook",
    "https://{name}:{port}/hook",
    "http://example.com@{name}:{port}/",
    "http://{name}:{port}\\@example.com/",
)
BAD = [
    "file:///etc/passwd",
    "ftp://a/b",
    "unix:///x",
    "",
    "http://",
    "javascript:1",
    "data:,x",
    "/hook",
    "https://[::1",
]


def resolver(host: str, port: int) -> list[str]:
    """Answers as a hostile name server would: whatever is no address is this machine."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return ["127.0.0.1"]


def hostile(port: int) -> list[str]:
    return [shape.format(name=name, port=port) for shape in SHAPES for name in NAMES] + BAD


def test_no_hostile_address_reaches_a_listener(yard: Any, receiver: Any) -> None:
    port = receiver.host.rpartition(":")[2]
    yard = yard.with_settings(allow_hosts="", webhook_ladder="0", webhook_seconds=2.0)
    addresses = hostile(int(port))
    assert len(addresses) >= 100
    for address in addresses:
        if address:
            yard.told(webhook_url=address)
    yard.send(60, resolver=resolver)
    assert deliveries.counts(yard.db)["given_up"] == len([one for one in addresses if one])
    assert not receiver.seen
    assert all(one.last_error for one in deliveries.listed(yard.db, limit=1000))


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://inside.test/", "http://[::1]/", "http://10.0.0.1/"])
def test_a_post_asks_the_same_guard_as_every_fetch(address: str) -> None:
    with pytest.raises(FetchError):
        Fetcher(Settings(), resolver=resolver).post(address, b"{}", headers={}, seconds=1)


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.example.com/a?b=c",
        "https://hooks.example.com:8443/",
        "  https://hooks.example.com/  ",
        "http://127.0.0.1:8099/hook",
        "http://n8n:5678/webhook/1",
    ],
)
def test_good_addresses_are_taken(address: str) -> None:
    assert endpoints.check_url(address, settings=SETTINGS) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.com/",
        "https://127.0.0.1/",
        "https://127.0.0.1:8098/",
        "https://10.1.2.3/",
        "https://[::1]/",
        "https://169.254.169.254/latest",
        "https://user:word@hooks.example.com/",
        "https://hooks.example.com/" + "a" * 2000,
        *BAD,
    ],
)
def test_bad_addresses_are_told_by_their_field(address: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        endpoints.check_url(address, settings=SETTINGS, field="webhook_url")
    assert caught.value.field == "webhook_url"


def test_plain_http_is_for_those_who_want_it() -> None:
    address = "http://hooks.example.com/"
    assert endpoints.check_url(address, settings=SETTINGS, https=False) == address
    assert endpoints.check_url(address, settings=Settings(webhook_http=True)) == address
