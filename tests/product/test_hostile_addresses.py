"""Hostile addresses at every place that takes one; listeners on loopback stay silent."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from campaigns import addresses

from pitchreel.config import Settings
from pitchreel.errors import FetchError
from pitchreel.product.fetch import Fetcher


def test_no_hostile_address_is_reached_from_anywhere(tmp_path: Path) -> None:
    result = addresses.run(addresses.COUNT, 1, tmp_path)
    assert result["addresses"] >= 300
    assert result["let_through"] == {place: [] for place in addresses.PLACES}
    assert result["connections"] == 0


def test_without_the_guard_the_same_addresses_do_reach_the_listener() -> None:
    """So that silence above means something."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listening:
        listening.setblocking(False)
        port = listening.getsockname()[1]
        fetcher = Fetcher(Settings(allow_private=True), resolver=addresses.resolve)
        reached = 0
        for address in addresses.hostile(40, 1, port):
            with pytest.raises(FetchError):
                fetcher.get(address, limit=10, seconds=0.05)
            try:
                listening.accept()[0].close()
                reached += 1
            except BlockingIOError:
                pass
        assert reached >= 10
