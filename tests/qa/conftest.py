"""The good film, and where the faults are kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from faults.film import Case, make_film
from faults.table import Good


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    return Good.of(make_film(tmp_path_factory.mktemp("good")))


@pytest.fixture(scope="session")
def case(good: Good) -> Case:
    return good.case
