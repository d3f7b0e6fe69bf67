"""Which addresses the guard lets out to, in every form in which one can be written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.product.addresses import carried, parse_address, refusal

INSIDE = [
    "10.0.0.0/8",
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "0.0.0.0/8",
]


@st.composite
def inside(draw: st.DrawFn) -> ipaddress.IPv4Address:
    network = ipaddress.IPv4Network(draw(st.sampled_from(INSIDE)))
    return network[draw(st.integers(0, network.num_addresses - 1))]


def wrapped(address: ipaddress.IPv4Address) -> dict[str, ipaddress.IPv6Address]:
    number = int(address)
    return {
        "mapped": ipaddress.IPv6Address((0xFFFF << 32) | number),
        "compatible": ipaddress.IPv6Address(number),
        "nat64": ipaddress.IPv6Address((0x64FF9B << 96) | number),
        "6to4": ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
        "teredo": ipaddress.IPv6Address((0x20010000 << 96) | (0x08080808 << 64) | (number ^ 0xFFFFFFFF)),
        "translated": ipaddress.IPv6Address((0xFFFF << 48) | number),
        "isatap": ipaddress.IPv6Address((0x2A00 << 112) | (0x5EFE << 32) | number),
    }


@given(inside())
def test_an_inside_address_is_refused_however_it_is_wrapped(address: ipaddress.IPv4Address) -> None:
    assert refusal(address)
    for form, outer in wrapped(address).items():
        assert refusal(outer), (form, outer)


@given(st.sampled_from(["8.8.8.8", "1.1.1.1", "93.184.216.34", "151.101.1.69"]))
def test_a_public_address_is_let_out_to_and_so_is_its_nat64_form(text: str) -> None:
    address = ipaddress.IPv4Address(text)
    assert refusal(address) == ""
    assert refusal(wrapped(address)["nat64"]) == ""
    assert carried(wrapped(address)["teredo"])[1] == address


@pytest.mark.parametrize("text", ["2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_public_ipv6_is_let_out_to(text: str) -> None:
    assert refusal(parse_address(text)) == ""


@pytest.mark.parametrize(
    "text", ["::", "::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "4000::1", "100::1", "2001:db8::1"]
)
def test_special_ipv6_is_refused(text: str) -> None:
    assert refusal(parse_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.7",
        "169.254.3.4",
        "100.64.0.1",
        "::1",
        "fe80::1",
        "fd12::1",
        "::ffff:10.0.0.1",
    ],
)
def test_allowing_private_opens_the_private_ranges(text: str) -> None:
    assert refusal(parse_address(text), allow_private=True) == ""


@pytest.mark.parametrize(
    "text",
    [
        "169.254.169.254",
        "fd00:ec2::254",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "ff02::1",
        "::ffff:169.254.169.254",
    ],
)
def test_allowing_private_opens_nothing_else(text: str) -> None:
    assert refusal(parse_address(text), allow_private=True)


@given(st.ip_addresses())
def test_every_address_has_an_answer(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert isinstance(refusal(address), str)
    if refusal(address, allow_private=True):
        assert refusal(address)
