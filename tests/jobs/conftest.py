"""A shop for the whole session, and installations over it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from jobsite import Shop, Site


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with Shop(tmp_path_factory.mktemp("shop")) as open_shop:
        yield open_shop


@pytest.fixture
def site(tmp_path: Path, shop: Shop) -> Iterator[Site]:
    """An installation of its own, without a worker."""
    with Site(tmp_path / "home", shop) as made:
        yield made


@pytest.fixture(scope="session")
def working(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> Iterator[Site]:
    """An installation with one worker, for all tests that let it live."""
    with Site(tmp_path_factory.mktemp("working"), shop) as made:
        made.worker()
        yield made
