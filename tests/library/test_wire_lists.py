"""The lists: every field that callers read, the filters, and pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.library import creatify, jogg
from pitchreel.library.paging import page_of

PATH = re.compile(r"/files/library/[a-z]+/[A-Za-z0-9_-]+\.(jpg|mp4|mp3|ogg)")
EVERYTHING = (
    *jogg.avatars(),
    *jogg.voices(),
    *jogg.musics(),
    *jogg.visual_styles(),
    *jogg.templates(),
    *creatify.personas(),
    *creatify.musics(),
    *(accent for voice in creatify.voices() for accent in voice.accents),
)


def test_addresses_are_paths_of_the_library() -> None:
    for entry in EVERYTHING:
        paths = {
            name: value
            for name, value in entry.model_dump().items()
            if name.endswith(("url", "_video")) or name.startswith("preview")
        }
        assert paths
        for name, value in paths.items():
            assert PATH.fullmatch(value), f"{name} of {entry}"


@pytest.mark.parametrize("ratio", [0, 1, 2, "1", "square"])
def test_avatars_and_templates_of_a_ratio(ratio: Any) -> None:
    number = int(jogg.match_ratio(ratio).shown)
    for found, whole in (
        (jogg.avatars(aspect_ratio=ratio), jogg.avatars()),
        (jogg.templates(aspect_ratio=ratio), jogg.templates()),
    ):
        assert {entry.aspect_ratio for entry in found} == {number}
        assert len(found) * 3 == len(whole)


@pytest.mark.parametrize("ratio", [None, "", -1, "-1", "all", 9])
def test_no_ratio_is_all_of_them(ratio: Any) -> None:
    assert jogg.avatars(aspect_ratio=ratio) == jogg.avatars()
    assert jogg.visual_styles(aspect_ratio=ratio) == jogg.visual_styles()


def test_filters_of_avatars() -> None:
    women = jogg.avatars(gender="Female", aspect_ratio=0)
    assert women and {avatar.gender for avatar in women} == {"female"}
    assert {avatar.age for avatar in jogg.avatars(age="senior")} == {"senior"}
    assert {avatar.style for avatar in jogg.avatars(style="professional")} == {"professional"}
    assert all("outdoors" in avatar.scenes for avatar in jogg.avatars(scene="outdoors"))
    assert {avatar.ethnicity for avatar in jogg.avatars(ethnicity="east_asian")} == {"east_asian"}
    assert jogg.avatars(gender="", style=None, age="", scene="", ethnicity="") == jogg.avatars()
    assert jogg.avatars(scene="the moon") == ()


def test_filters_of_voices() -> None:
    spanish = jogg.voices(language="spanish")
    assert {voice.voice_id[:2] for voice in spanish} == {"es"}
    assert {voice.language for voice in spanish} == {"spanish"}
    assert jogg.voices(language="es") == spanish == jogg.voices(language="ES-mx")
    assert {voice.gender for voice in jogg.voices(gender="male")} == {"male"}
    assert jogg.voices(language="", gender="", age="") == jogg.voices()
    assert jogg.voices(language="zulu") == ()
    assert jogg.voices()[0].language == "english"


def test_visual_styles_are_the_contract_and_say_what_is_built() -> None:
    listed = {style.name: style for style in jogg.visual_styles()}
    assert set(jogg.VISUAL_STYLES) <= set(listed)
    assert listed["FullScreen"].built
    for style in listed.values():
        assert jogg.match_visual_style(style.id, strict=True).ours == style.ours
        assert jogg.match_visual_style(style.name, strict=True).shown == style.name


def test_what_is_listed_can_be_asked_for() -> None:
    for avatar in jogg.avatars():
        assert jogg.match_avatar(avatar.id, strict=True).ours == avatar.presenter
    for voice in jogg.voices():
        match = jogg.match_voice(voice.voice_id, strict=True)
        assert (match.ours, match.gender, match.warning) == (voice.ours, voice.gender, None)
    for music in jogg.musics():
        assert jogg.match_music(music.id, strict=True).ours == music.ours
    for template in jogg.templates():
        assert jogg.match_template(template.id, strict=True).ours == template.ours
        assert jogg.find_template(template.id) == template
    for persona in creatify.personas():
        assert creatify.match_persona(persona.id, strict=True).ours == persona.ours
        assert creatify.find_persona(persona.id.replace("-", "")) == persona
    for speaker in creatify.voices():
        for accent in speaker.accents:
            match = creatify.match_voice(accent.id, strict=True)
            assert (match.ours, match.gender, match.shown) == (accent.ours, speaker.gender, accent.id)


def test_filters_of_personas_and_music() -> None:
    assert {persona.gender for persona in creatify.personas(gender="f")} == {"f"}
    assert creatify.personas(gender="f,m") == creatify.personas() == creatify.personas(age_range="adult, senior")
    assert creatify.personas(keyword="business") and creatify.personas(keyword="no such word") == ()
    assert creatify.personas(suitable_industries="Beauty")
    for category in creatify.music_categories():
        assert all(category in music.category for music in creatify.musics(category=category))
    assert [music.ours for music in creatify.musics(search="gold")] == ["gold-leaf"]


JSON = (
    st.none() | st.integers() | st.floats() | st.text(max_size=5) | st.booleans() | st.lists(st.integers(), max_size=2)
)


@given(items=st.lists(st.integers(), max_size=50), page=st.integers(-1, 9) | JSON, size=st.integers(-1, 20) | JSON)
def test_pages_hold_what_is_in_the_list(items: list[int], page: Any, size: Any) -> None:
    found = page_of(items, page, size)
    assert found.total == len(items)
    assert 1 <= found.page_size <= 100
    assert list(found.items) == items[(found.page - 1) * found.page_size : found.page * found.page_size]
    assert found.has_more == (found.page * found.page_size < len(items))
