"""Several senders, senders that die, and what they leave behind: nothing is lost and nothing held twice."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

import pytest
from sqlalchemy import select, update

from pitchreel.service import deliveries
from pitchreel.storage.database import open_database
from pitchreel.storage.tables import deliveries as table
from pitchreel.storage.tables import events
from pitchreel.webhooks import queue, sender


def take(yard: Any, **values: Any) -> Any:
    return queue.take(yard.db, seconds=1.0, secret=b"of the installation", **values)


def test_two_senders_deliver_each_notice_once(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    receiver.seconds = 0.01
    for _ in range(40):
        yard.told(webhook_url=receiver.url)
    other = dataclasses.replace(yard, db=open_database(yard.settings))
    done = lambda: not deliveries.counts(yard.db)["waiting"]  # noqa: E731
    with yard.sending(until=done), other.sending(until=done):
        pass
    other.db.close()
    assert len(receiver.seen) == 40
    assert len({seen.json["event_id"] for seen in receiver.seen}) == 40
    assert deliveries.counts(yard.db) == {"waiting": 0, "delivered": 40, "given_up": 0, "stopped": 0, "due": 0}


def test_many_takers_never_hold_the_same(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    for _ in range(30):
        yard.told(webhook_url=receiver.url)
    taken: list[str] = []

    def work() -> None:
        while held := take(yard):
            taken.append(held.id)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 30


def test_a_sender_that_died_is_taken_over_after_its_hold(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    yard.told(webhook_url=receiver.url)
    dead = take(yard)
    assert dead is not None
    assert take(yard) is None, "it is held"
    with yard.db.begin() as conn:
        conn.execute(update(table).values(held=time.time() - 1))
    yard.send()
    assert (yard.only().state, len(receiver.seen)) == ("delivered", 1)
    assert not queue.put_off(yard.db, dead, seconds=0, status=500, error="too late"), "the dead one came back"
    assert yard.only().state == "delivered"


def test_a_report_of_one_who_lost_hold_does_not_count(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    yard.told(webhook_url=receiver.url)
    first = take(yard)
    with yard.db.begin() as conn:
        conn.execute(update(table).values(held=time.time() - 1))
    second = take(yard)
    assert first is not None and second is not None and first.id == second.id
    assert not queue.delivered(yard.db, first, 200)
    assert yard.only().state == "waiting"
    assert queue.delivered(yard.db, second, 200)


def test_it_is_held_for_longer_than_sending_may_take(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    yard.told(webhook_url=receiver.url)
    begun = time.time()
    held = take(yard)
    assert held is not None and held.hold >= begun + 1.0 + queue.MARGIN
    with yard.db.read() as conn:
        assert conn.execute(select(table.c.held)).scalar_one() == held.hold


def test_the_longest_due_goes_first_and_the_future_waits(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    names = [yard.told(webhook_url=receiver.url) for _ in range(3)]
    with yard.db.begin() as conn:
        for name, seconds in zip(names, (-5, -10, 60), strict=True):
            conn.execute(update(table).where(table.c.event_id == name).values(next_at=time.time() + seconds))
    assert [take(yard).event_id, take(yard).event_id, take(yard)] == [names[1], names[0], None]


def test_a_stop_lets_what_is_on_its_way_arrive(yard: Any, receiver: Any) -> None:
    receiver.seconds = 0.6
    yard.told(webhook_url=receiver.url)
    stop = threading.Event()
    thread = threading.Thread(target=sender.run, args=(yard.db, yard.settings, stop))
    thread.start()
    while not receiver.seen:
        time.sleep(0.02)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert yard.only().state == "delivered"


def test_a_database_that_is_away_is_waited_for(yard: Any, receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pitchreel.errors import StorageError

    real, failures = queue.take, [1, 1]

    def flaky(*args: Any, **values: Any) -> Any:
        if failures:
            failures.pop()
            raise StorageError("The database does not answer")
        return real(*args, **values)

    monkeypatch.setattr(queue, "take", flaky)
    monkeypatch.setattr(sender, "AWAY", 0.05)
    yard.told(webhook_url=receiver.url)
    yard.send()
    assert not failures and len(receiver.seen) == 1


def test_a_sender_killed_in_mid_sending_loses_nothing(yard: Any, receiver: Any) -> None:
    program = """
        import sys, threading
        from pathlib import Path
        from pitchreel.config import Settings
        from pitchreel.storage.database import open_database
        from pitchreel.webhooks import queue, sender

        queue.MARGIN = 0.5
        settings = Settings(home=Path(sys.argv[1]), allow_hosts=sys.argv[2], webhook_seconds=1.0)
        sender.run(open_database(settings), settings, threading.Event())
    """
    receiver.answers = ["hang"]
    event_id = yard.told(webhook_url=receiver.url)
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), yard.settings.home, receiver.host])
    try:
        while not receiver.seen:
            assert process.poll() is None
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    yard.send()
    assert [seen.json["event_id"] for seen in receiver.seen] == [event_id, event_id]
    assert (yard.only().state, yard.only().attempts) == ("delivered", 1)


def test_a_fault_of_our_own_does_not_end_the_sending(
    yard: Any, receiver: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, faults = queue.delivered, [1]

    def faulty(*args: Any) -> bool:
        if faults:
            faults.pop()
            raise ZeroDivisionError
        return real(*args)

    monkeypatch.setattr(queue, "delivered", faulty)
    monkeypatch.setattr(sender, "AWAY", 0.05)
    monkeypatch.setattr(queue, "MARGIN", 0.2)
    yard.told(webhook_url=receiver.url)
    yard.send()
    assert len(receiver.seen) == 2
    assert "ZeroDivisionError" in caplog.text


def test_what_ended_long_ago_is_forgotten(either_yard: Any, receiver: Any) -> None:
    yard = either_yard
    old, kept, waiting = (yard.told(webhook_url=receiver.url) for _ in range(3))
    silent = yard.told()
    with yard.db.begin() as conn:
        long_ago = time.time() - 40 * sender.DAY
        for name, values in (
            (old, {"state": "delivered", "finished": long_ago}),
            (kept, {"state": "given_up", "finished": time.time()}),
            (waiting, {"created": long_ago}),
        ):
            conn.execute(update(table).where(table.c.event_id == name).values(**values))
        conn.execute(update(events).values(created=long_ago))
    assert deliveries.clean(yard.db, seconds=30 * sender.DAY) == 3
    with yard.db.read() as conn:
        assert set(conn.execute(select(events.c.id)).scalars()) == {kept, waiting}
    assert {one.event_id for one in deliveries.listed(yard.db)} == {kept, waiting}
    assert silent != old


def test_a_sender_forgets_by_itself(yard: Any, receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "CLEANING", 0.0)
    yard = yard.with_settings(keep_days=1e-9)
    yard.told(webhook_url=receiver.url)
    with yard.sending(until=lambda: bool(receiver.seen) and not deliveries.listed(yard.db)):
        pass
