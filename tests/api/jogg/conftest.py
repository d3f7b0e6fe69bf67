"""One server without a worker for the tests of this door; each test comes with a key of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_house import Here, serve_here

if str(Path(__file__).parent) not in sys.path:
    sys.path.append(str(Path(__file__).parent))

from jogg_door import Door

from pitchreel.config import Settings
from pitchreel.service import keys


@pytest.fixture(scope="session")
def workless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    settings = Settings.model_validate({"home": tmp_path_factory.mktemp("jogg") / "home"})
    with serve_here(settings) as found:
        yield found


@pytest.fixture
def door(workless: Here) -> Door:
    return Door(workless, keys.create(workless.house.db, "test"))
