"""The catalogue of voices and the ways into it."""

from __future__ import annotations

import pytest

from pitchreel.errors import LanguageError, UnknownName
from pitchreel.voice import choose_voice, find_voice, match_language, voices


def test_at_least_forty_five_languages_each_with_a_woman_and_a_man() -> None:
    genders: dict[str, set[str]] = {}
    for voice in voices():
        genders.setdefault(voice.language, set()).add(voice.gender)
    assert len(genders) >= 45
    assert all(both == {"female", "male"} for both in genders.values())


def test_ids_and_names_are_unique() -> None:
    for field in ("id", "name"):
        values = [getattr(voice, field) for voice in voices()]
        assert len(values) == len(set(values))


def test_every_voice_that_is_not_installed_says_how_to_get_it() -> None:
    assert all(voice.available or "install" in voice.hint for voice in voices())


def test_english_is_spoken_by_a_human_voice_where_one_is_installed() -> None:
    human = [voice for voice in voices() if voice.quality == "good" and voice.available]
    if not human:
        pytest.skip("neither festival nor flite is installed")
    assert find_voice(None, "en").quality == "good"
    assert find_voice(None, "en-GB").quality == "good"


@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize("language", ["en", "de", "fr", "pt-BR", "zh-Hans-CN"])
def test_a_gender_finds_a_voice_of_the_language(language: str, gender: str) -> None:
    voice = find_voice(gender, language)
    assert voice.gender == gender
    assert voice.language.split("-")[0] == language.split("-")[0]


@pytest.mark.parametrize(
    ("name", "language", "gender"),
    [
        ("en-US-ChristopherNeural", "en", "male"),
        ("en-GB-SoniaNeural", "en", "female"),
        ("de-DE-ConradNeural", "de", "male"),
        ("de-DE-KatjaNeural", "de", "female"),
        ("zh-CN-XiaoxiaoNeural", "zh", "female"),
    ],
)
def test_a_neural_voice_is_stood_in_for_and_the_warning_names_who_speaks(name: str, language: str, gender: str) -> None:
    choice = choose_voice(name, language)
    assert (choice.voice.language.split("-")[0], choice.voice.gender) == (language, gender)
    assert any(name in warning and choice.voice.id in warning for warning in choice.warnings)


def test_a_voice_of_another_language_speaks_with_a_warning() -> None:
    choice = choose_voice("local:espeak/fr-fr+f2", "de")
    assert choice.voice.id == "local:espeak/fr-fr+f2"
    assert any("French" in warning for warning in choice.warnings)


def test_a_language_hard_to_understand_is_warned_of() -> None:
    assert choose_voice(None, "th").warnings


def test_any_variant_of_espeak_can_be_named() -> None:
    assert find_voice("local:espeak/de+f5", "de").voice == "de+f5"


@pytest.mark.parametrize("name", ["local:espeak/de+nobody", "local:espeak/xx+f2", "Bob", "local:festival/kal", ""])
def test_an_unknown_voice_is_refused_with_near_names(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        find_voice(name, "de")
    assert "local:espeak/" in caught.value.hint


@pytest.mark.parametrize("language", ["xx", "tlh-Latn", "", "english"])
def test_a_language_nobody_speaks_is_refused(language: str) -> None:
    with pytest.raises(LanguageError) as caught:
        find_voice(None, language)
    assert "de" in caught.value.hint


@pytest.mark.parametrize(("tag", "found"), [("de-AT", "de"), ("EN_us", "en-US"), ("es-MX", "es-419"), ("no", "nb")])
def test_language_tags_are_matched_by_what_is_nearest(tag: str, found: str) -> None:
    assert match_language(tag) == found
