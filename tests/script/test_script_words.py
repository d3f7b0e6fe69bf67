from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.script.words import content, overlap, split_sentences, spoken_words


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Slip on and go.", "en", 4),
        ("$49", "en", 3),  # forty nine dollars
        ("$19.99", "en", 4),  # nineteen dollars ninety nine
        ("29,90 €", "de", 3),  # neunundzwanzig Euro neunzig
        ("4.7 out of 5", "en", 6),  # four point seven out of five
        ("1,286 reviews", "en", 8),
        ("30 °C", "en", 3),
        ("50 × 50 cm", "de", 4),
        ("25 %", "de", 2),
        ("“Dry socks – every day.”", "en", 4),
        ("", "en", 0),
    ],
)
def test_numbers_count_as_they_are_said(text: str, language: str, count: int) -> None:
    assert spoken_words(text, language) == count


@given(st.text(max_size=80), st.sampled_from(["en", "de", "ja", "xx"]))
def test_any_text_can_be_counted(text: str, language: str) -> None:
    assert spoken_words(text, language) >= 0


@given(st.integers(0, 10**15))
def test_a_number_is_at_least_one_word(number: int) -> None:
    assert spoken_words(str(number), "en") >= 1


def test_sentences_end_after_their_closing_quotation_mark() -> None:
    text = "A buyer writes: “Dry socks.” 2.5 kg. Really? Yes!"
    assert split_sentences(text) == ["A buyer writes: “Dry socks.”", "2.5 kg.", "Really?", "Yes!"]


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,8}){0,3}[.!?]", fullmatch=True), min_size=1, max_size=5))
def test_sentences_put_together_come_apart_again(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


def test_wordings_of_one_thing_overlap_and_others_do_not() -> None:
    one, same, other = (content(text) for text in ("Washable upper", "The upper washes well", "Only 390 g"))
    assert overlap(one, same) >= 0.5
    assert overlap(one, other) == 0
    assert overlap(one, content("")) == 0
