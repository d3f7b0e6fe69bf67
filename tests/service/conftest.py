from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pitchreel.config import Settings
from pitchreel.storage import Database, open_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield Settings(home=tmp_path / "home")
        return
    postgres = request.getfixturevalue("postgres")
    url = postgres.database()
    yield Settings(home=tmp_path / "home", database_url=url)
    postgres.drop(url)


@pytest.fixture
def database(database_settings: Settings) -> Iterator[Database]:
    database = open_database(database_settings)
    yield database
    database.close()
