from __future__ import annotations

import pytest
from script_shelf import BOOTS

from pitchreel.errors import EmptyScript
from pitchreel.script import own_script


def test_each_sentence_is_a_line_and_a_word_alone_goes_with_its_neighbour() -> None:
    script = own_script("Rain again? Good.\nThese boots are waxed. Pull them on, no laces.\n\nFind your size.", BOOTS)
    assert [line.shown for line in script.lines] == [
        "Rain again? Good.",
        "These boots are waxed.",
        "Pull them on, no laces.",
        "Find your size.",
    ]
    assert [line.role for line in script.lines] == ["hook", "benefit", "benefit", "call_to_action"]
    assert script.style == "own"
    assert script.call_to_action


def test_the_words_are_kept_as_they_are() -> None:
    text = "Älter als  der Regen, 3,5 kg “schwer”."
    assert own_script(text, BOOTS, language="de").lines[0].spoken == "Älter als der Regen, 3,5 kg “schwer”."


def test_any_language_will_do() -> None:
    script = own_script("雨の日も。 $89", BOOTS, language="ja")
    assert script.language == "ja"
    assert script.lines
    assert any("99" in warning for warning in own_script("$99", BOOTS, language="ja").warnings)


@pytest.mark.parametrize("text", ["", "  \n ", "... !", "—"])
def test_nothing_to_say_is_an_error(text: str) -> None:
    with pytest.raises(EmptyScript):
        own_script(text, BOOTS)


def test_a_text_far_too_long_for_its_length_is_warned_about() -> None:
    text = "These boots are made for long and muddy walks in the hills. " * 8
    assert any("spoken words" in warning for warning in own_script(text, BOOTS, length=15).warnings)


def test_lines_name_the_facts_that_they_lean_on() -> None:
    script = own_script("Waxed cotton canvas keeps the rain out. Now $89, was $119. Lovely.", BOOTS)
    assert "feature-1" in script.lines[0].facts
    assert {"price", "list_price"} <= set(script.lines[1].facts)
