"""Idempotency keys: of all who ask, one does it; the others get the answer; who dies is taken over from."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from pitchreel.config import Settings
from pitchreel.service import idempotency, keys
from pitchreel.service.problems import Conflict, NotReady
from pitchreel.storage import Database, open_database
from pitchreel.storage.tables import answers


class Maker:
    """Counts how often it is called; takes a moment, answers with the call's number."""

    def __init__(self, seconds: float = 0.0, status: int = 200, error: Exception | None = None) -> None:
        self.calls = 0
        self._seconds, self._status, self._error = seconds, status, error

    async def __call__(self) -> tuple[int, str]:
        self.calls += 1
        mine = self.calls
        await asyncio.sleep(self._seconds)
        if self._error:
            raise self._error
        return self._status, f"answer {mine}"


@pytest.fixture
def key(database: Database) -> int:
    return keys.create(database).id


def ask(
    database: Database, key: int, maker: Maker, name: str = "k", body: str = "b", **options: float
) -> Coroutine[Any, Any, tuple[int, str]]:
    return idempotency.run(database, key, "POST /v1/x", name, body, maker, **options)


def rows(database: Database) -> int:
    with database.read() as conn:
        return int(conn.execute(select(func.count()).select_from(answers)).scalar_one())


def test_the_second_gets_the_first_ones_answer(database: Database, key: int) -> None:
    maker = Maker()
    assert asyncio.run(ask(database, key, maker)) == (200, "answer 1")
    assert asyncio.run(ask(database, key, maker)) == (200, "answer 1")
    assert maker.calls == 1


def test_a_key_is_ones_own_for_one_operation(database: Database, key: int) -> None:
    maker, other = Maker(), keys.create(database).id
    found = [
        asyncio.run(ask(database, key, maker)),
        asyncio.run(ask(database, other, maker)),
        asyncio.run(ask(database, key, maker, "another")),
        asyncio.run(idempotency.run(database, key, "POST /v1/y", "k", "b", maker)),
    ]
    assert [body for _, body in found] == ["answer 1", "answer 2", "answer 3", "answer 4"]


def test_another_body_is_a_conflict_also_while_it_is_made(database: Database, key: int) -> None:
    async def both() -> None:
        maker = Maker(0.3)
        first = asyncio.create_task(ask(database, key, maker))
        await asyncio.sleep(0.1)
        with pytest.raises(Conflict):
            await ask(database, key, maker, body="other")
        assert await first == (200, "answer 1")
        with pytest.raises(Conflict):
            await ask(database, key, maker, body="other")
        assert maker.calls == 1

    asyncio.run(both())


def test_fifty_at_once_are_done_once(database: Database, key: int) -> None:
    async def all_at_once() -> None:
        makers = {name: Maker(0.2) for name in ("a", "b", "c")}
        asked = [ask(database, key, makers[name], name) for name in "abc" for _ in range(50)]
        assert set(await asyncio.gather(*asked)) == {(200, "answer 1")}
        assert [maker.calls for maker in makers.values()] == [1, 1, 1]

    asyncio.run(all_at_once())


def test_a_failure_is_not_kept(database: Database, key: int) -> None:
    broken = Maker(status=503)
    assert asyncio.run(ask(database, key, broken)) == (503, "answer 1")
    with pytest.raises(ZeroDivisionError):
        asyncio.run(ask(database, key, Maker(error=ZeroDivisionError())))
    assert rows(database) == 0
    assert asyncio.run(ask(database, key, Maker(status=404))) == (404, "answer 1")
    assert asyncio.run(ask(database, key, Maker())) == (404, "answer 1")


def test_those_who_wait_for_a_failure_try_themselves(database: Database, key: int) -> None:
    async def three() -> list[tuple[int, str]]:
        maker = Maker(0.1, status=500)
        found = await asyncio.gather(*(ask(database, key, maker) for _ in range(3)))
        assert maker.calls == 3
        return found

    assert sorted(asyncio.run(three())) == [(500, "answer 1"), (500, "answer 2"), (500, "answer 3")]


def test_the_work_goes_on_when_the_one_who_asked_hangs_up(database: Database, key: int) -> None:
    async def hang_up() -> None:
        maker = Maker(0.3)
        first = asyncio.create_task(ask(database, key, maker))
        await asyncio.sleep(0.1)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await ask(database, key, maker) == (200, "answer 1")
        assert maker.calls == 1

    asyncio.run(hang_up())


def test_whoever_waits_too_long_is_told(database: Database, key: int) -> None:
    async def impatient() -> None:
        first = asyncio.create_task(ask(database, key, Maker(0.6)))
        await asyncio.sleep(0.1)
        with pytest.raises(NotReady):
            await ask(database, key, Maker(), patience=0.1)
        await first

    asyncio.run(impatient())


def test_long_work_is_held_by_its_heartbeat(database: Database, key: int) -> None:
    async def slow() -> None:
        maker = Maker(1.2)
        found = await asyncio.gather(*(ask(database, key, maker, hold=0.6) for _ in range(3)))
        assert set(found) == {(200, "answer 1")}
        assert maker.calls == 1

    asyncio.run(slow())


def test_whoever_lost_its_hold_gives_the_others_answer(database: Database, key: int) -> None:
    async def stalled() -> None:
        slow, quick = Maker(0.8), Maker()
        first = asyncio.create_task(ask(database, key, slow))
        await asyncio.sleep(0.2)
        with database.begin() as conn:
            conn.execute(update(answers).values(held=1.0))
        assert await ask(database, key, quick) == (200, "answer 1")
        assert await first == (200, "answer 1")
        assert (slow.calls, quick.calls) == (1, 1)

    asyncio.run(stalled())


def test_an_old_answer_is_forgotten(database: Database, key: int) -> None:
    maker = Maker()
    asyncio.run(ask(database, key, maker))
    assert asyncio.run(ask(database, key, maker, body="new", keep=0.0)) == (200, "answer 2")
    assert idempotency.clean(database, time.time() - 1000) == 0
    assert idempotency.clean(database, time.time() + 1000) == 1
    assert rows(database) == 0


def _race(settings: Settings, key: int, folder: Path, dies: bool) -> None:
    db = open_database(settings)

    async def make() -> tuple[int, str]:
        (folder / f"made-{os.getpid()}").touch()
        if dies and len(list(folder.iterdir())) == 1:
            os._exit(9)
        await asyncio.sleep(0.3)
        return 200, f"made by {os.getpid()}"

    async def several() -> list[tuple[int, str]]:
        names = ["k"] if dies else ["k", "l", "m"]
        asked = (idempotency.run(db, key, "op", name, "b", make, hold=1.5) for name in names)
        return await asyncio.gather(*asked)

    found = asyncio.run(several())
    (folder / f"got-{os.getpid()}").write_text("\n".join(body for _, body in found))
    db.close()


def race(database: Database, settings: Settings, key: int, folder: Path, dies: bool) -> list[int]:
    folder.mkdir()
    # No connection is to be carried over into another process.
    database.close()
    context = multiprocessing.get_context("fork")
    racers = [context.Process(target=_race, args=(settings, key, folder, dies)) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    return sorted(racer.exitcode or 0 for racer in racers)


def test_of_eight_processes_one_does_it(
    database: Database, database_settings: Settings, key: int, tmp_path: Path
) -> None:
    assert race(database, database_settings, key, tmp_path / "race", dies=False) == [0] * 8
    got = [path.read_text() for path in (tmp_path / "race").glob("got-*")]
    assert len(got) == 8
    assert len(set(got)) == 1, "everybody got the same answer to each of three keys"
    assert rows(database) == 3


def test_a_maker_that_dies_is_taken_over_from_once(
    database: Database, database_settings: Settings, key: int, tmp_path: Path
) -> None:
    assert race(database, database_settings, key, tmp_path / "race", dies=True) == [0] * 7 + [9]
    assert len(list((tmp_path / "race").glob("made-*"))) == 2
    assert len({path.read_text() for path in (tmp_path / "race").glob("got-*")}) == 1
