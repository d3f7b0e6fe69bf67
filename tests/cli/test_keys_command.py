"""pitchreel keys: made, listed, revoked; what a script reads is JSON alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pitchreel.cli import build_app
from pitchreel.config import Settings
from pitchreel.service import keys
from pitchreel.service.problems import NotFound
from pitchreel.storage import open_database


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PITCHREEL_HOME", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(build_app(), ["keys", *arguments], catch_exceptions=False)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_a_key_that_was_made_comes_in(home: Path) -> None:
    made = json.loads(run("create", "--name", "n8n", "--credits", "50", "--json"))
    assert set(made) == {"api_id", "api_key"}
    db = open_database(Settings())
    found = keys.check(db, **made)
    db.close()
    assert found is not None and found.name == "n8n"
    listed = json.loads(run("list", "--json"))
    assert [(row["api_id"], row["credits"], row["revoked"]) for row in listed] == [(made["api_id"], 50.0, None)]
    assert made["api_key"] not in run("list") + run("list", "--json")


def test_a_revoked_key_is_listed_as_one(home: Path) -> None:
    api_id = json.loads(run("create", "--json"))["api_id"]
    assert json.loads(run("revoke", api_id, "--json")) == {"api_id": api_id, "revoked": True}
    assert json.loads(run("list", "--json"))[0]["revoked"]
    with pytest.raises(NotFound):
        run("revoke", "nobody")


def test_without_json_it_is_for_people(home: Path) -> None:
    lines = run("create").split()
    assert lines[::2] == ["api_id", "api_key"]
    assert lines[1] in run("list")
