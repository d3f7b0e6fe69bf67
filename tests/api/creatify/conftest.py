"""A server of the Creatify dialect in this process, with a link made by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_house import Here, key_headers, serve_here

from pitchreel.config import Settings

if str(Path(__file__).parent) not in sys.path:
    sys.path.append(str(Path(__file__).parent))

from creatify_mug import MUG


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    home = tmp_path_factory.mktemp("creatify") / "home"
    with serve_here(Settings(home=home, creatify_seconds=0, read_seconds=0.1)) as client:
        client.headers.update(key_headers(client))
        yield client


@pytest.fixture(scope="module")
def stranger(here: Here) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=here.base_url, headers=key_headers(here), timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def link(here: Here) -> dict[str, Any]:
    made: dict[str, Any] = here.post("/api/links/link_with_params/", json=MUG).json()
    return made
