"""Ranges of bytes, as players and download managers ask for them (RFC 9110)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from pitchreel.api.ranges import Span, http_date, span_of
from pitchreel.storage.blobs import BlobStat

FILE = BlobStat(1000, '"one"', 1_700_000_000.5)
WHOLE = Span(200, 0, 1000)


def ask(size: int = 1000, **headers: str) -> Span:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return span_of(Headers(named), BlobStat(size, FILE.etag, FILE.modified))


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-0", Span(206, 0, 1)),
        ("bytes=0-", Span(206, 0, 1000)),
        ("bytes=10-19", Span(206, 10, 20)),
        ("Bytes=10-19", Span(206, 10, 20)),
        ("bytes=990-5000", Span(206, 990, 1000)),
        ("bytes=-1", Span(206, 999, 1000)),
        ("bytes=-5000", Span(206, 0, 1000)),
        ("bytes=1000-", Span(416, 0, 0)),
        ("bytes=-0", Span(416, 0, 0)),
        ("bytes=5-4", WHOLE),
        ("bytes=", WHOLE),
        ("bytes=-", WHOLE),
        ("bytes=0-1,5-6", WHOLE),
        ("lines=0-1", WHOLE),
        ("bytes=a-b", WHOLE),
        ("bytes=" + "9" * 40 + "-", WHOLE),
    ],
)
def test_a_range(asked: str, span: Span) -> None:
    assert ask(range=asked) == span


def test_only_a_get_has_ranges() -> None:
    assert span_of(Headers({"range": "bytes=0-9"}), FILE, ranges=False) == WHOLE


@given(st.integers(0, 50), st.text("0123456789-=, bytes", max_size=16))
def test_any_range_lies_within_the_file(size: int, asked: str) -> None:
    span = ask(size, range=f"bytes={asked}")
    assert span.status in (200, 206, 416)
    assert 0 <= span.start <= span.end <= size
    assert span.status != 206 or span.start < span.end


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_a_range_is_the_slice_that_it_names(size: int, first: int, last: int) -> None:
    span = ask(size, range=f"bytes={first}-{last}")
    data = bytes(number % 251 for number in range(size))
    if first <= last:
        assert data[span.start : span.end] == data[first : last + 1]
        assert span.status == (206 if first < size else 416)


@pytest.mark.parametrize("tag", ['"one"', 'W/"one"', '"zero", "one"', "*"])
def test_what_the_caller_has_already_is_not_sent(tag: str) -> None:
    assert ask(if_none_match=tag).status == 304


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("if_none_match", '"two"', 200),
        ("if_match", '"two"', 412),
        ("if_match", '"one"', 200),
        ("if_modified_since", http_date(FILE.modified), 304),
        ("if_modified_since", http_date(FILE.modified - 60), 200),
        ("if_modified_since", "yesterday", 200),
        ("if_unmodified_since", http_date(FILE.modified), 200),
        ("if_unmodified_since", http_date(FILE.modified - 60), 412),
    ],
)
def test_conditions(header: str, value: str, status: int) -> None:
    assert ask(**{header: value}).status == status


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"one"', 206),
        ('"two"', 200),
        ('W/"one"', 200),
        (http_date(FILE.modified), 206),
        (http_date(FILE.modified + 60), 200),
        ("nonsense", 200),
    ],
)
def test_a_range_of_another_version_is_the_whole_file(condition: str, status: int) -> None:
    assert ask(range="bytes=0-9", if_range=condition).status == status
