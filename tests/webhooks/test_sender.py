"""Senders over a receiver that behaves badly: everything arrives once, or is given up with a reason."""

from __future__ import annotations

import email.utils
import time
from typing import Any

import pytest
from standardwebhooks import Webhook

from pitchreel.service import deliveries, endpoints
from pitchreel.storage.secret import installation_secret

VIDEO_EVENTS = ("generated_video_success", "generated_video_failed")


def hook(yard: Any, receiver: Any, **values: Any) -> Any:
    return endpoints.create(
        yard.db, yard.key.id, url=receiver.url, events=VIDEO_EVENTS, settings=yard.settings, **values
    )


@pytest.mark.parametrize("dialect", ["v1", "v2"])
def test_a_notice_arrives_and_can_be_verified(yard: Any, receiver: Any, dialect: str) -> None:
    endpoint = hook(yard, receiver, dialect=dialect)
    event_id = yard.told()
    yard.send()
    (seen,) = receiver.seen
    sent = yard.only()
    assert (sent.state, sent.attempts, sent.last_status, sent.last_error) == ("delivered", 1, 200, "")
    assert seen.body.decode() == sent.body
    assert seen.headers["X-Webhook-Event"] == "generated_video_success" == seen.json["event"]
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers["Host"] == receiver.host
    assert Webhook(endpoint.secret).verify(seen.body, seen.headers)["event_id"] == event_id


def test_an_address_in_the_request_is_signed_with_the_keys_own_secret(yard: Any, receiver: Any) -> None:
    yard.told(webhook_url=receiver.url, dialect="creatify")
    yard.send()
    secret = endpoints.request_secret(installation_secret(yard.settings), yard.key.api_id)
    assert Webhook(secret).verify(receiver.seen[0].body, receiver.seen[0].headers)["status"] == "done"
    assert receiver.seen[0].headers["X-Webhook-Event"] == "generated_video_success"


@pytest.mark.parametrize("status", [201, 204, 299])
def test_every_2xx_is_an_arrival(yard: Any, receiver: Any, status: int) -> None:
    receiver.answers = [status]
    yard.told(webhook_url=receiver.url)
    yard.send()
    assert (yard.only().state, len(receiver.seen)) == ("delivered", 1)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (400, "answered 400"),
        (404, "answered 404"),
        (500, "answered 500"),
        (503, "answered 503"),
        (302, "answered 302"),
        ("reset", "broke"),
        ("gibberish", "HTTP"),
        ("hang", "within 1 s"),
        ("drip", "within 1 s"),
        ("headers without end", "127.0.0.1"),
    ],
)
def test_what_goes_wrong_is_sent_again_the_very_same(
    yard: Any, receiver: Any, second_receiver: Any, answer: Any, reason: str
) -> None:
    receiver.answers = [answer]
    receiver.headers = {"Location": second_receiver.url}
    yard = yard.with_settings(webhook_ladder="0,1,1")
    event_id = yard.told(webhook_url=receiver.url)
    with yard.sending(until=lambda: yard.only().attempts == 1):
        pass
    assert reason in yard.only().last_error
    assert yard.only().state == "waiting"
    yard.send()
    first, second = receiver.seen
    assert first.body == second.body
    assert {first.headers["webhook-id"], second.headers["webhook-id"]} == {event_id}
    assert second.at - first.at >= 1
    assert (yard.only().state, yard.only().attempts) == ("delivered", 2)
    assert not second_receiver.seen, "a redirect was followed"


def test_the_first_rung_is_waited_before_the_first_attempt(either_yard: Any, receiver: Any) -> None:
    yard = either_yard.with_settings(webhook_ladder="2,0")
    yard.told(webhook_url=receiver.url)
    made = yard.only()
    yard.send()
    assert receiver.seen[0].at - made.created >= 2
    assert (yard.only().state, yard.only().attempts, len(receiver.seen)) == ("delivered", 1, 1)
    assert 2 <= yard.only().next_at - made.created <= 2 * 1.2 + 0.01
    # Whoever asks for it again does not wait.
    asked = time.time()
    deliveries.send_again(yard.db, made.id)
    yard.send()
    assert receiver.seen[1].at - asked < 2


def test_a_first_rung_that_passed_while_nobody_sent_is_not_waited_again(yard: Any, receiver: Any) -> None:
    yard = yard.with_settings(webhook_ladder="60")
    yard.told(webhook_url=receiver.url, updated=time.time() - 100)
    yard.send()
    assert (yard.only().state, len(receiver.seen)) == ("delivered", 1)


def test_a_huge_answer_is_not_read(yard: Any, receiver: Any) -> None:
    receiver.answers = ["huge"]
    yard.told(webhook_url=receiver.url)
    yard.send()
    assert (yard.only().state, len(receiver.seen)) == ("delivered", 1)


def test_it_is_given_up_when_the_ladder_ends(yard: Any, receiver: Any) -> None:
    receiver.answers = [500, 502, 503, 200]
    yard.told(webhook_url=receiver.url)
    yard.send()
    sent = yard.only()
    assert (sent.state, sent.attempts, sent.last_status, sent.last_error) == ("given_up", 3, 503, "answered 503")
    assert sent.finished is not None
    assert len(receiver.seen) == 3


def test_what_was_given_up_can_be_sent_again(yard: Any, receiver: Any) -> None:
    receiver.answers = [500, 500, 500]
    yard.told(webhook_url=receiver.url)
    yard.send()
    deliveries.send_again(yard.db, yard.only().id)
    yard.send()
    assert (yard.only().state, yard.only().attempts) == ("delivered", 1)
    assert receiver.seen[0].body == receiver.seen[-1].body


@pytest.mark.parametrize("as_date", [False, True])
def test_a_receiver_that_asks_for_patience_gets_it(yard: Any, receiver: Any, as_date: bool) -> None:
    receiver.answers = [429]
    date = int(time.time()) + 3
    receiver.headers = {"Retry-After": email.utils.formatdate(date, usegmt=True) if as_date else "2"}
    yard.told(webhook_url=receiver.url)
    yard.send()
    first, second = receiver.seen
    assert second.at >= (date if as_date else first.at + 2) - 0.2
    assert yard.only().state == "delivered"


def test_410_switches_an_endpoint_off_for_good(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    endpoint = hook(yard, receiver)
    receiver.answers = [410]
    yard.told()
    yard.send()
    assert (yard.only().state, yard.only().last_status) == ("stopped", 410)
    found = endpoints.find(yard.db, yard.key.id, endpoint.id)
    assert not found.enabled
    assert "410" in found.note
    yard.told()
    yard.send()
    assert len(receiver.seen) == 1
    endpoints.change(yard.db, yard.key.id, endpoint.id, enabled=True, settings=yard.settings)
    yard.told()
    yard.send()
    assert len(receiver.seen) == 2
    assert not endpoints.find(yard.db, yard.key.id, endpoint.id).note


def test_410_ends_a_notice_to_an_address_of_a_request(yard: Any, receiver: Any) -> None:
    receiver.answers = [410]
    yard.told(webhook_url=receiver.url)
    yard.send()
    assert (yard.only().state, len(receiver.seen)) == ("stopped", 1)


def test_an_endpoint_that_never_answers_is_switched_off(either_yard: Any, receiver: Any) -> None:
    yard = either_yard.with_settings(webhook_ladder="0", webhook_switch_off=3)
    endpoint = hook(yard, receiver)
    receiver.answers = [500, 500, 200, 500, 500]
    for _ in range(5):
        yard.told()
        yard.send()
    assert endpoints.find(yard.db, yard.key.id, endpoint.id).enabled, "the good one in between counts"
    receiver.answers = [500]
    yard.told()
    yard.send()
    found = endpoints.find(yard.db, yard.key.id, endpoint.id)
    assert not found.enabled
    assert "3 notices in a row" in found.note
    assert "answered 500" in found.note


def test_what_waits_for_a_removed_endpoint_is_not_sent(yard: Any, receiver: Any) -> None:
    endpoint = hook(yard, receiver)
    yard.told()
    endpoints.remove(yard.db, yard.key.id, endpoint.id)
    yard.send()
    assert (yard.only().state, yard.only().attempts) == ("stopped", 0)
    assert "removed" in yard.only().last_error
    assert not receiver.seen


def test_what_waits_follows_its_endpoint_to_a_new_address(yard: Any, receiver: Any, second_receiver: Any) -> None:
    endpoint = hook(yard, receiver)
    yard.told()
    endpoints.change(yard.db, yard.key.id, endpoint.id, url=second_receiver.url, settings=yard.settings)
    yard.send()
    assert not receiver.seen
    assert len(second_receiver.seen) == 1
    assert yard.only().url == second_receiver.url


def test_a_slow_receiver_does_not_hold_up_the_others(yard: Any, receiver: Any, second_receiver: Any) -> None:
    yard = yard.with_settings(webhook_parallel=4, webhook_seconds=5.0)
    receiver.seconds = 0.8
    for _ in range(8):
        yard.told(webhook_url=receiver.url)
    yard.told(webhook_url=second_receiver.url)
    begun = time.time()
    yard.send()
    assert second_receiver.seen[0].at - begun < 0.75
    assert (len(receiver.seen), receiver.most_at_once) == (8, 2)
