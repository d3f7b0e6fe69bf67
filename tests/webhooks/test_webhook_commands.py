"""The commands about notices."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from pitchreel.cli import build_app
from pitchreel.errors import InputError
from pitchreel.service import deliveries, endpoints
from pitchreel.service.problems import NotFound
from pitchreel.storage.secret import installation_secret

HOOK = "https://hooks.example.com/a"


@pytest.fixture
def told(yard: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A yard that the commands work on, with one notice waiting."""
    monkeypatch.setenv("PITCHREEL_HOME", str(yard.settings.home))
    yard.told(webhook_url=HOOK)
    return yard


def run(*words: str) -> Any:
    found = CliRunner().invoke(build_app(), ["webhooks", *words], catch_exceptions=False, standalone_mode=False)
    return found.stdout


def test_the_list_shows_what_waits(told: Any) -> None:
    waiting = told.only()
    (row,) = json.loads(run("list", "--json"))
    assert (row["id"], row["url"], row["state"]) == (waiting.id, HOOK, "waiting")
    assert waiting.id in run("list", "--state", "waiting")
    assert json.loads(run("list", "--state", "delivered", "--json")) == []
    assert json.loads(run("list", "--project", "0" * 32, "--json")) == []
    assert len(json.loads(run("list", "--project", waiting.project_id, "--json"))) == 1


def test_a_state_that_is_none_is_an_error(told: Any) -> None:
    with pytest.raises(InputError, match="There is no state called 'lost'"):
        run("list", "--state", "lost")


def test_one_is_shown_with_its_body(told: Any) -> None:
    waiting = told.only()
    assert json.loads(run("show", waiting.id, "--json"))["body"] == waiting.body
    assert waiting.event_id in run("show", waiting.id)
    with pytest.raises(NotFound):
        run("show", "nobody")


def test_one_that_was_given_up_is_sent_again(yard: Any, receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITCHREEL_HOME", str(yard.settings.home))
    receiver.answers = [500, 500, 500]
    yard.told(webhook_url=receiver.url)
    yard.send()
    assert yard.only().state == "given_up"
    assert receiver.url in run("send-again", yard.only().id)
    assert (yard.only().state, yard.only().attempts) == ("waiting", 0)
    assert deliveries.counts(yard.db)["due"] == 1
    with pytest.raises(NotFound):
        run("send-again", "nobody")


def test_endpoints_are_listed_without_their_secrets(told: Any) -> None:
    made = endpoints.create(told.db, told.key.id, url=HOOK, events=["generated_video_success"], settings=told.settings)
    text = run("endpoints", "--json")
    (row,) = json.loads(text)
    assert (row["id"], row["username"], row["status"]) == (made.id, "Ann", "enabled")
    assert made.secret not in text + run("endpoints")


def test_the_secret_of_a_keys_requests_is_shown(told: Any) -> None:
    expected = endpoints.request_secret(installation_secret(told.settings), told.key.api_id)
    assert run("secret", told.key.api_id).strip() == expected
    assert json.loads(run("secret", told.key.api_id, "--json"))["secret"] == expected
    with pytest.raises(InputError):
        run("secret", "nobody")
