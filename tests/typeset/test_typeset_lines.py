"""Where lines break."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitchreel.typeset import Type, balance, fit, join, split_words

SMALL = {"size": 60.0, "weight": 750}


def test_one_line_stays_one_line() -> None:
    assert balance("Made for you", width=900, **SMALL) == ("Made for you",)


def test_no_line_is_shorter_than_most_of_the_longest() -> None:
    lines = balance("Loved by twelve thousand happy people today", width=1000, **SMALL)
    widths = [Type(60, 750).width(line) for line in lines]
    assert len(lines) == 2
    assert min(widths) >= 0.6 * max(widths)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Keeps coffee hot for 12 hours", "12 hours"),
        ("Hält deinen Kaffee 12 Stunden warm", "12 Stunden"),
        ("Now only 20 % more", "20 %"),
        ("Runs forty minutes on 250 W", "250 W"),
    ],
)
def test_a_number_stays_with_its_unit(text: str, kept: str) -> None:
    for width in range(200, 900, 20):
        assert any(kept in line for line in balance(text, width=width, max_lines=4, **SMALL))


def test_a_name_with_a_no_break_space_stays_whole() -> None:
    for width in range(300, 1000, 50):
        lines = balance("Meet the Brew\u00a0Mate\u00a0Pro today", width=width, max_lines=3, **SMALL)
        assert any("Brew\u00a0Mate\u00a0Pro" in line for line in lines)


def test_japanese_breaks_between_phrases_and_is_joined_without_spaces() -> None:
    text = "この軽量コーヒーメーカーで毎朝おいしい一杯を。"
    lines = balance(text, width=900, language="ja", **SMALL)
    assert "".join(lines) == text
    assert len(lines) == 2
    assert not lines[1].startswith("。")


def test_chinese_punctuation_never_begins_a_line() -> None:
    text = "这款咖啡机让您每天早晨,都能享受美味的咖啡。"
    for width in range(250, 1200, 50):
        lines = balance(text, width=width, max_lines=4, language="zh", **SMALL)
        assert "".join(lines) == text
        assert all(line[0] not in "。,、" for line in lines)


@given(
    st.lists(
        st.sampled_from(["the", "Cordless", "vacuum", "40", "min", "cup,", "É", "咖啡", "مرحبا"]),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_or_reordered(words: list[str]) -> None:
    for lines in (1, 2, 3):
        broken = balance(words, width=500, max_lines=lines, **SMALL)
        assert len(broken) <= lines
        assert "".join(broken).replace(" ", "") == join(words).replace(" ", "")


def test_fit_gives_the_largest_size_that_fits() -> None:
    found = fit("Glow that lasts all day long", width=900, height=300, largest=140, smallest=40)
    assert found.fits
    assert found.width <= 900
    assert found.height <= 300
    larger = fit("Glow that lasts all day long", width=900, height=300, largest=found.size + 1, smallest=found.size + 1)
    assert not larger.fits


def test_fit_says_when_nothing_fits() -> None:
    assert not fit("Donaudampfschifffahrtsgesellschaft", width=100, height=50, largest=60, smallest=30).fits


def test_fit_prefers_balance_to_the_last_points_of_size() -> None:
    assert fit("The Brew-Mate", width=900, height=300, largest=140, smallest=60).lines == ("The Brew-Mate",)


def test_spaces_that_do_not_break_do_not_split() -> None:
    assert split_words("a\u00a0b c") == ("a\u00a0b", "c")
