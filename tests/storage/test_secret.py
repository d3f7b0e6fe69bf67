"""The installation's secret, and what it signs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.config import Settings
from pitchreel.errors import SetupError
from pitchreel.storage import holds, installation_secret, sign

SECRET = b"0123456789abcdef"


def test_it_is_made_once_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: installation_secret(settings), range(30)))
    assert len(found) == 1
    assert len(found.pop()) == 64
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret"]


def test_the_setting_wins_and_must_be_long_enough(tmp_path: Path) -> None:
    assert installation_secret(Settings(home=tmp_path, secret="a secret of its own")) == b"a secret of its own"
    assert not (tmp_path / "secret").exists()
    with pytest.raises(SetupError, match="shorter than 16"):
        installation_secret(Settings(home=tmp_path, secret="short"))


@given(purpose=st.text(max_size=20), subject=st.text(max_size=50), expires=st.integers(1, 10**11))
def test_a_token_holds_until_it_ends_and_not_after(purpose: str, subject: str, expires: int) -> None:
    token = sign(SECRET, purpose, subject, expires)
    assert holds(SECRET, purpose, subject, token, expires - 1)
    assert not holds(SECRET, purpose, subject, token, expires)


@given(
    one=st.tuples(st.text(max_size=8), st.text(max_size=8), st.integers(1, 9999)),
    other=st.tuples(st.text(max_size=8), st.text(max_size=8), st.integers(1, 9999)),
)
def test_a_token_is_good_for_one_thing_only(one: tuple[str, str, int], other: tuple[str, str, int]) -> None:
    token = sign(SECRET, *one)
    assert holds(SECRET, other[0], other[1], token, 0) == (one[:2] == other[:2])


@pytest.mark.parametrize("change", [lambda t: t + "0", lambda t: "9" + t, lambda t: t[:-1], lambda t: t.upper() + "."])
def test_a_changed_token_does_not_hold(change) -> None:  # type: ignore[no-untyped-def]
    token = sign(SECRET, "upload", "a", 2_000_000_000)
    assert not holds(SECRET, "upload", "a", change(token), 0)
    assert not holds(b"another secret!!", "upload", "a", token, 0)


@given(token=st.text(max_size=80))
def test_no_text_at_all_is_a_token(token: str) -> None:
    assert not holds(SECRET, "upload", "a", token, 0)
