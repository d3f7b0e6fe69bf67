"""Keys: shown once, stored hashed, refused once revoked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from pitchreel.errors import InputError
from pitchreel.service import keys
from pitchreel.service.problems import NotFound
from pitchreel.storage import Database
from pitchreel.storage.tables import keys as table


def test_a_key_comes_in_alone_or_as_a_pair(database: Database) -> None:
    key = keys.create(database, "shop")
    other = keys.create(database)
    found = keys.check(database, api_key=key.api_key)
    assert found == keys.Key(key.id, "shop", key.api_id)
    assert keys.check(database, api_key=key.api_key, api_id=key.api_id) == found
    assert keys.check(database, api_key=key.api_key, api_id=other.api_id) is None
    assert keys.check(database, api_key=key.api_key, api_id="") is None


@pytest.mark.parametrize("wrong", ["", "pr_", "x" * 5000, "ä", "\x00", "\ud800", "' OR 1=1 --"])
def test_nothing_else_comes_in(database: Database, wrong: str) -> None:
    key = keys.create(database)
    for given in (wrong, key.api_key + wrong + "x", key.api_id):
        assert keys.check(database, api_key=given) is None
    assert keys.check(database, api_key=key.api_key, api_id=wrong) is None


def test_the_key_itself_is_nowhere_in_the_database(database: Database) -> None:
    key = keys.create(database)
    with database.read() as conn:
        row = conn.execute(select(table)).one()
    assert key.api_key not in str(row)
    assert key.api_key not in repr(key)
    assert len(row.key_hash) == 64


def test_a_revoked_key_is_refused(database: Database) -> None:
    key, other = keys.create(database), keys.create(database)
    assert keys.check(database, api_key=key.api_key)
    keys.revoke(database, key.api_id)
    assert keys.check(database, api_key=key.api_key) is None
    assert keys.check(database, api_key=other.api_key)
    when = keys.listed(database)[0].revoked
    keys.revoke(database, key.api_id)
    assert [entry.revoked for entry in keys.listed(database)] == [when, None]
    with pytest.raises(NotFound):
        keys.revoke(database, "nobody")


def test_a_key_that_another_process_revoked_is_soon_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keys.CACHE_SECONDS <= 0.5
    monkeypatch.setattr(keys, "CACHE_SECONDS", 0.0)
    key = keys.create(database)
    assert keys.check(database, api_key=key.api_key)
    with database.begin() as conn:
        conn.execute(table.update().values(revoked=1.0))
    assert keys.check(database, api_key=key.api_key) is None


def test_the_first_key_is_made_once(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [key for key in pool.map(lambda _: keys.first(database), range(8)) if key]
    assert len(made) == 1
    assert keys.check(database, api_key=made[0].api_key)
    keys.revoke(database, made[0].api_id)
    assert keys.first(database) is None


@pytest.mark.parametrize("quota", [-1.0, float("nan"), float("inf")])
def test_a_quota_is_a_number_of_credits(database: Database, quota: float) -> None:
    with pytest.raises(InputError):
        keys.create(database, quota=quota)
    assert keys.listed(database) == []
