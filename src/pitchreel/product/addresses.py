"""Which addresses the guard lets out to.

An address is judged after it was resolved, never by how it is written: ``127.1``, ``0x7f000001`` and circled digits
all end up here as 127.0.0.1. Forms that carry an IPv4 address inside an IPv6 one are unwrapped and the inside is
judged too. The table is our own because ``ipaddress`` calls some of these ranges global (IANA's special-purpose
registries for IPv4 and IPv6, RFC 6890 and its successors).
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

_PRIVATE = (
    ("10.0.0.0/8", "a private address"),
    ("172.16.0.0/12", "a private address"),
    ("192.168.0.0/16", "a private address"),
    ("127.0.0.0/8", "this machine itself"),
    ("169.254.0.0/16", "a link-local address"),
    ("100.64.0.0/10", "an address inside a carrier's network"),
    ("198.18.0.0/15", "an address for benchmarks"),
    ("::1/128", "this machine itself"),
    ("fc00::/7", "a private address"),
    ("fe80::/10", "a link-local address"),
    ("fec0::/10", "a site-local address"),
)
"""What ``allow_private`` opens."""

_NEVER = (
    ("0.0.0.0/8", "an unspecified address"),
    ("169.254.169.254/32", "a cloud's metadata service"),
    ("169.254.170.2/32", "a cloud's metadata service"),
    ("100.100.100.200/32", "a cloud's metadata service"),
    ("168.63.129.16/32", "a cloud's metadata service"),
    ("fd00:ec2::254/128", "a cloud's metadata service"),
    ("192.0.0.0/24", "a reserved address"),
    ("192.0.2.0/24", "an address for documentation"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("198.51.100.0/24", "an address for documentation"),
    ("203.0.113.0/24", "an address for documentation"),
    ("224.0.0.0/4", "a multicast address"),
    ("240.0.0.0/4", "a reserved address"),
    ("::/128", "an unspecified address"),
    ("64:ff9b:1::/48", "a translated private address"),
    ("100::/64", "a discarding address"),
    ("2001:2::/48", "an address for benchmarks"),
    ("2001:10::/28", "an overlay identifier"),
    ("2001:20::/28", "an overlay identifier"),
    ("2001:db8::/32", "an address for documentation"),
    ("3fff::/20", "an address for documentation"),
    ("5f00::/16", "a segment-routing address"),
    ("ff00::/8", "a multicast address"),
)
"""What only naming the very host and port opens."""


def _table(rows: tuple[tuple[str, str], ...]) -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    return tuple((ipaddress.ip_network(network), reason) for network, reason in rows)


_PRIVATE_NETWORKS, _NEVER_NETWORKS = _table(_PRIVATE), _table(_NEVER)
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")
_GLOBAL = IPv6Network("2000::/3")


def parse_address(text: str) -> Address:
    """An address as the resolver gives it, without its scope (``fe80::1%eth0``)."""
    return ipaddress.ip_address(text.partition("%")[0])


def carried(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address carries: mapped, compatible, NAT64, 6to4, Teredo, ISATAP."""
    if not isinstance(address, IPv6Address):
        return ()
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.teredo is not None:
        return address.teredo
    if address.sixtofour is not None:
        return (address.sixtofour,)
    isatap = (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE
    inside = any(address in network for network in (_NAT64, _TRANSLATED)) or isatap
    compatible = address in _COMPATIBLE and int(address) > 1
    return (low,) if inside or compatible else ()


def refusal(address: Address, *, allow_private: bool = False) -> str:
    """Why the guard does not let out to an address (``a private address``), or an empty string if it does."""
    for item in (address, *carried(address)):
        for network, reason in _NEVER_NETWORKS if allow_private else _NEVER_NETWORKS + _PRIVATE_NETWORKS:
            if item in network:
                return reason
    if isinstance(address, IPv6Address) and address not in _GLOBAL:
        routed = address.ipv4_mapped is not None or address in _NAT64
        private = any(address in network for network, _ in _PRIVATE_NETWORKS)
        return "" if routed or private else "a reserved address"
    return ""
