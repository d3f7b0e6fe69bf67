"""Bodies are read as clients send them; what cannot be carried on is refused, and never breaks anything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.api.bodies import DEEPEST, LARGEST, read_object
from pitchreel.service.problems import InvalidRequest

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NUMBERS = st.integers(-LARGEST, LARGEST) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)
)


@given(st.dictionaries(TEXT, VALUES))
def test_an_object_is_read_as_it_is(value: dict[str, object]) -> None:
    assert read_object(json.dumps(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_an_object_or_an_error(data: bytes) -> None:
    try:
        assert isinstance(read_object(data), dict)
    except InvalidRequest as error:
        assert error.field == "body"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"{",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": "\\u0000"}',
        b'{"a": ' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 100_000,
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)
def test_what_cannot_be_carried_on_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read_object(body)


@pytest.mark.parametrize("digits", ["9007199254740993", "-9007199254740993", "9" * 5000])
def test_a_number_that_few_can_read_is_carried_as_text(digits: str) -> None:
    assert read_object(b'{"a": ' + digits.encode() + b"}") == {"a": digits}


def test_the_last_of_two_equal_keys_wins() -> None:
    assert read_object(b'{"url": "a", "url": "b"}') == {"url": "b"}


def test_a_mark_of_byte_order_is_passed_over() -> None:
    assert read_object(b"\xef\xbb\xbf{}") == {}
