from __future__ import annotations

import re

import pytest

from pitchreel.errors import LanguageError
from pitchreel.script import language_codes, script_styles
from pitchreel.script.catalogue import beats_of
from pitchreel.script.language import Language, find_language
from pitchreel.script.patterns import NEVER, PIECE_SLOTS, needs_of, spell
from pitchreel.script.words import split_sentences, spoken_words

# What Subject.slots may hold.
SLOTS = {
    "name",
    "the_name",
    "noun",
    "brand",
    "shop",
    "price",
    "from_price",
    "list_price",
    "saving",
    "percent",
    "rating",
    "count",
    "review",
}

languages = pytest.mark.parametrize(
    "language", [find_language(code) for code in language_codes()], ids=language_codes()
)


def test_english_and_german_are_there_and_others_say_which_are() -> None:
    assert {"de", "en"} <= set(language_codes())
    assert find_language("en-GB").code == "en"
    with pytest.raises(LanguageError, match="de, en"):
        find_language("fi")


def every_pattern(language: Language) -> list[tuple[str, str, str]]:
    return [
        (style, group, pattern)
        for style, groups in language.patterns.items()
        for group, patterns in groups.items()
        for pattern in patterns
    ]


def every_line(language: Language) -> list[tuple[str, str]]:
    lines = [(name, line) for theme in language.themes.values() for name, some in theme.lines.items() for line in some]
    return lines + [
        (name, line) for kind in language.goods.values() for name, some in kind.lines.items() for line in some
    ]


@languages
def test_every_place_in_a_pattern_can_be_filled(language: Language) -> None:
    theme_lines = {name for theme in language.themes.values() for name in theme.lines}
    for style, group, pattern in every_pattern(language):
        needs = needs_of(spell(pattern, language))
        assert not re.search(r"[{}]", re.sub(r"\{[A-Za-z]+(?:_[a-z]+)?(?:\.[a-z]+)?(?:_[23])?\}", "", pattern)), pattern
        assert set(needs.slots) <= SLOTS, (style, group, pattern)
        assert set(needs.theme) <= theme_lines, (style, group, pattern)
        assert all(language.goods["general"].lines.get(name) for name in needs.goods), (style, group, pattern)
        assert {kind for kinds in needs.pieces for kind in kinds} <= set(PIECE_SLOTS)


@languages
def test_every_choice_has_a_form_for_each_class(language: Language) -> None:
    texts = [spell(pattern, language) for _, _, pattern in every_pattern(language)]
    texts += [spell(line, language) for _, line in every_line(language)]
    for text in texts:
        for choice in re.findall(r"\[([^\[\]]*)\]", text):
            forms = choice.split("|")
            assert len(forms) == len(language.grammar.classes), text
            assert set(forms) != {NEVER}


@languages
def test_every_group_of_every_style_has_patterns(language: Language) -> None:
    for style in script_styles():
        for owner, beat in beats_of(style):
            for group in beat.group.split():
                assert language.group(owner, group), (style.id, group)


@languages
def test_no_pattern_is_there_for_nothing(language: Language) -> None:
    used = {
        (owner, group) for style in script_styles() for owner, beat in beats_of(style) for group in beat.group.split()
    }
    used |= {("common", group) for group in ("hook", "intro", "close")}
    for style, group, _ in every_pattern(language):
        if style == "common":
            assert any(other == group for _, other in used), group
        else:
            assert (style, group) in used, (style, group)


@languages
def test_lines_of_themes_and_goods_claim_nothing(language: Language) -> None:
    for name, line in every_line(language):
        assert not re.search(r"\d", line), line
        for pattern in (*language.claims.needs_proof, *language.claims.first_person):
            assert not re.search(pattern, line, re.IGNORECASE), (line, pattern)
        for word in language.claims.numbers:
            assert not re.search(rf"(?<!\w){word}(?!\w)", line, re.IGNORECASE), (line, word)
        if name in ("problem", "question", "tail", "hook", "joke", "scene", "feeling", "nuisance", "close"):
            assert line.rstrip("”“")[-1] in ".?!", line
            assert max(spoken_words(sentence, language.code) for sentence in split_sentences(line)) <= 12, line
        if name in ("topic", "worry", "usual", "moment"):
            assert line[-1] not in ".?!", line
        if name == "cta":
            assert 1 <= len(line.split()) <= 3, line
            assert not set(line) & set("{}[]|"), line


@languages
def test_no_line_is_written_twice_in_a_theme_and_every_theme_has_a_topic(language: Language) -> None:
    for name, theme in language.themes.items():
        lines = [line for some in theme.lines.values() for line in some]
        spoken = [line for line in lines if line[-1] in ".?!"]
        assert len(spoken) == len(set(spoken)), name
        assert theme.lines["topic"], name
        assert theme.regex.pattern
