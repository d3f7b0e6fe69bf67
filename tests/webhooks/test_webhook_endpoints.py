"""Endpoints of a key."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from pitchreel.errors import InvalidRequest
from pitchreel.service import endpoints, keys
from pitchreel.service.problems import NotFound

URL = "https://hooks.example.com/a"
EVENTS = ("generated_video_success", "generated_video_failed")


def create(yard: Any, **values: Any) -> Any:
    given: dict[str, Any] = {"url": URL, "events": EVENTS, "settings": yard.settings, **values}
    return endpoints.create(yard.db, yard.key.id, **given)


def test_an_endpoint_is_as_it_was_asked_for(yard: Any) -> None:
    made = create(yard)
    assert re.fullmatch(r"[0-9a-f]{32}", made.id)
    assert (made.url, made.events, made.status, made.dialect, made.username) == (URL, EVENTS, "enabled", "v1", "Ann")
    assert endpoints.find(yard.db, yard.key.id, made.id) == made
    assert endpoints.listed(yard.db, yard.key.id) == (made,)


def test_secrets_are_as_each_version_has_them(yard: Any) -> None:
    assert re.fullmatch(r"[A-Za-z0-9]{16}", create(yard).secret)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{32}", create(yard, dialect="v2").secret)
    assert create(yard).secret != create(yard).secret


def test_the_secret_stays_when_all_else_changes(yard: Any) -> None:
    made = create(yard)
    changed = endpoints.change(
        yard.db,
        yard.key.id,
        made.id,
        url="https://hooks.example.com/b",
        events=["create_avatar_success"],
        enabled=False,
        settings=yard.settings,
    )
    assert (changed.url, changed.events) == ("https://hooks.example.com/b", ("create_avatar_success",))
    assert (changed.status, changed.secret, changed.id) == ("disabled", made.secret, made.id)
    assert endpoints.change(yard.db, yard.key.id, made.id, settings=yard.settings) == changed


def test_a_removed_one_is_gone(yard: Any) -> None:
    made = create(yard)
    endpoints.remove(yard.db, yard.key.id, made.id)
    assert not endpoints.listed(yard.db, yard.key.id)
    with pytest.raises(NotFound):
        endpoints.remove(yard.db, yard.key.id, made.id)


def test_another_keys_endpoint_is_not_there(either_yard: Any) -> None:
    made = create(either_yard)
    other = keys.create(either_yard.db, "Bob").id
    with pytest.raises(NotFound):
        endpoints.find(either_yard.db, other, made.id)
    with pytest.raises(NotFound):
        endpoints.change(either_yard.db, other, made.id, enabled=False, settings=either_yard.settings)
    with pytest.raises(NotFound):
        endpoints.remove(either_yard.db, other, made.id)
    assert endpoints.find(either_yard.db, either_yard.key.id, made.id).enabled
    assert not endpoints.listed(either_yard.db, other)


def test_a_key_has_twenty_at_most_whoever_comes_at_once(either_yard: Any) -> None:
    refused: list[str] = []

    def work() -> None:
        for _ in range(6):
            try:
                create(either_yard)
            except InvalidRequest as error:
                refused.append(error.field)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(endpoints.listed(either_yard.db, either_yard.key.id)) == endpoints.LIMIT == 24 - len(refused)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"events": ()}, "events"), ({"events": ["video.done"]}, "events"), ({"url": "http://a.example.com/"}, "url")],
)
def test_what_is_wrong_is_told_by_its_field(yard: Any, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        create(yard, **values)
    assert caught.value.field == field


def test_each_version_lists_its_events() -> None:
    assert len(endpoints.event_names("v2")) == 22
    assert set(endpoints.event_names("v1")) < set(endpoints.event_names("v2"))


def test_an_event_named_twice_counts_once(yard: Any) -> None:
    assert create(yard, events=[*EVENTS, *EVENTS]).events == EVENTS
