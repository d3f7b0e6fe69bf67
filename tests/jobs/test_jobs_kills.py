"""A sample of the campaign: processes killed at boundaries of steps and in mid-render, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaigns import kills

SAMPLE = 40


@pytest.mark.timeout(900)
def test_forty_kills_lose_nothing(tmp_path: Path, postgres: object) -> None:
    found = kills.run(SAMPLE, 7, tmp_path)
    assert found["kills"] >= SAMPLE
    assert found["failed"] == 0, found["databases"]
    assert all(len(result["kills"]) == 3 for result in found["databases"]), "not every sort of kill came up"
