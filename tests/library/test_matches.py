"""What names of the wire mean: the guides' own, those of the contracts, and everything else that JSON can hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitchreel.errors import InvalidRequest
from pitchreel.library import creatify, jogg
from pitchreel.library.match import Match
from pitchreel.music import find_music
from pitchreel.pipeline import Brief
from pitchreel.pipeline.vetting import vet_order
from pitchreel.presenter import find_presenter
from pitchreel.script import find_script_style, language_codes
from pitchreel.styles import find_style, find_template
from pitchreel.voice import find_voice, match_language

Door = Callable[..., Match | None]
DOORS: dict[str, Door] = {
    f"{dialect.__name__.rpartition('.')[2]} {name}": getattr(dialect, name)
    for dialect in (jogg, creatify)
    for name in dir(dialect)
    if name.startswith("match_")
}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-3, max_value=400)
    | st.floats()
    | st.text(max_size=80)
    | st.sampled_from(
        ["0", "1", "9:16", "-1", "15", "english", "FullScreen", "en-US-GuyNeural", "\x00", "İ", "²", "１"]
    )
    | st.lists(st.integers() | st.text(max_size=3), max_size=3)
    | st.dictionaries(st.text(max_size=3), st.none() | st.text(max_size=3), max_size=2)
)


@pytest.mark.parametrize("door", DOORS)
@given(value=SCALARS)
@settings(max_examples=60, deadline=None)
def test_any_value_finds_something(door: str, value: Any) -> None:
    match = DOORS[door](value)
    if match is None:
        assert door == "creatify match_music"
        assert isinstance(value, str) and "/" in value
    elif match.ours is None and match.shown:
        assert match.warning


@pytest.mark.parametrize("door", DOORS)
@given(value=SCALARS)
@settings(max_examples=60, deadline=None)
def test_a_strict_door_says_which_field_is_wrong(door: str, value: Any) -> None:
    try:
        match = DOORS[door](value, strict=True, field="the_field")
    except InvalidRequest as error:
        assert error.field == "the_field"
        assert str(error)
    else:
        # What a strict door lets through is at most not built yet or not spoken; nothing falls back.
        assert match is None or not match.warning or not match.warning.startswith("There is no")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("value", [None, "", "  ", [], {}, False])
def test_what_is_not_given_is_left_to_pitchreel(door: str, value: Any) -> None:
    assert DOORS[door](value, strict=True) == Match(ours=None)


@pytest.mark.parametrize("door", ["match_avatar", "match_music", "match_template", "match_visual_style"])
@pytest.mark.parametrize("value", [0, "0", 0.0])
def test_nothing_has_the_number_nought(door: str, value: Any) -> None:
    assert getattr(jogg, door)(value, strict=True) == Match(ours=None)


GUIDES: list[tuple[Match | None, str, bool]] = [
    (jogg.match_avatar(37), "clara", False),
    (jogg.match_avatar(127), "theo", False),
    (jogg.match_avatar("1"), "maya", False),
    (jogg.match_avatar(100266, 1), "theo", True),
    (jogg.match_avatar(100266, 1, gender="female"), "clara", True),
    (jogg.match_music(62), "bright-morning", False),
    (jogg.match_music(13), "clear-plan", False),
    (jogg.match_voice("en-US-ChristopherNeural"), "local:flite/rms", False),
    (jogg.match_visual_style("FullScreen"), "full-screen", False),
    (jogg.match_visual_style("Card Stacking"), "card-stacking", False),
    (jogg.match_script_style("Don't Worry"), "dont-worry", False),
    (jogg.match_script_style("Don’t Worry"), "dont-worry", False),
    (jogg.match_script_style("Discovery_stage"), "discovery", False),
    (jogg.match_template(123), "daylight", True),
    (jogg.match_template(101, "common"), "daylight", False),
    (jogg.match_language("english"), "en", False),
    (jogg.match_length("15"), "15", False),
    (creatify.match_visual_style("FullScreenV2Template"), "full-screen", False),
    (creatify.match_script_style("DiscoveryWriter"), "discovery", False),
    (creatify.match_ratio("9x16"), "9:16", False),
    (creatify.match_ratio("9:16"), "9:16", False),
]


@pytest.mark.parametrize(("match", "ours", "warned"), GUIDES)
def test_the_guides_own_values(match: Match, ours: str, warned: bool) -> None:
    assert match.ours == ours
    assert bool(match.warning) is warned


@pytest.mark.parametrize(
    ("value", "ratio"),
    [(0, "9:16"), ("1", "16:9"), (2, "1:1"), (2.0, "1:1"), ("portrait", "9:16"), ("Landscape", "16:9"), ("1x1", "1:1")],
)
def test_ratios_come_in_many_forms(value: Any, ratio: str) -> None:
    for dialect in (jogg, creatify):
        assert dialect.match_ratio(value, strict=True).ours == ratio
    assert jogg.match_ratio(value).shown == str(jogg.ratio_number(ratio))
    assert creatify.match_ratio(value).shown == ratio.replace(":", "x")


def test_an_avatar_of_ones_own_is_not_a_public_one() -> None:
    with pytest.raises(InvalidRequest, match="of your own"):
        jogg.match_avatar(127, 1, strict=True)
    match = jogg.match_avatar(127, "1")
    assert match.ours == "theo"
    assert match.warning


def test_an_avatar_and_a_template_stand_for_a_ratio() -> None:
    assert jogg.match_avatar(201).ratio == "16:9"
    assert jogg.match_template(2101).ratio == "1:1"
    assert jogg.match_template(101).ratio == "9:16"


@pytest.mark.parametrize("dialect", [jogg, creatify], ids=["jogg", "creatify"])
def test_every_name_of_a_contract_can_be_ordered(dialect: Any) -> None:
    for name in dialect.VISUAL_STYLES:
        match = dialect.match_visual_style(name, strict=True)
        assert match.shown == name
        find_style(match.ours)
        assert match.warning is None or re.fullmatch(rf"The visual style {name} is not drawn yet; .*", match.warning)
    for name in dialect.SCRIPT_STYLES:
        match = dialect.match_script_style(name, strict=True)
        assert (match.shown, match.warning) == (name, None)
        find_script_style(match.ours)
    for word in dialect.LANGUAGES:
        written = dialect.match_language(word, strict=True)
        assert written.shown == word
        assert written.ours in language_codes()
        spoken = dialect.match_language(word, own_script=True, strict=True)
        match_language(spoken.ours)
    assert [dialect.match_length(length, strict=True).ours for length in dialect.CONTRACT.lengths] == [
        str(length) for length in dialect.CONTRACT.lengths
    ]


def test_a_language_is_written_spoken_or_told_of() -> None:
    assert jogg.match_language("german").warning is None
    french = jogg.match_language("french")
    assert french.ours == "en" and "French" in str(french.warning)
    assert jogg.match_language("french", own_script=True) == Match(ours="fr", shown="french")
    zulu = jogg.match_language("zulu", own_script=True)
    assert zulu.ours == "sw" and "Swahili" in str(zulu.warning)
    assert len(jogg.LANGUAGES) == 54


def test_a_voice_that_is_not_here_has_a_stand_in_of_its_kind() -> None:
    match = jogg.match_voice("de-DE-KillianNeural")
    assert find_voice(match.ours, "de").gender == match.gender == "male"
    assert match.shown == "de-DE-KillianNeural"
    assert match.warning
    accent = creatify.voices()[-1].accents[3]
    assert creatify.match_voice(accent.id.upper(), strict=True).ours == accent.ours


def test_music_of_our_own_is_known_by_its_address() -> None:
    music = creatify.musics()[2]
    for value in (f"https://host.example{music.url}", f"http://127.0.0.1:8080{music.url}?x=1", music.id, music.ours):
        match = creatify.match_music(value, strict=True)
        assert match is not None and match.ours == music.ours
    assert creatify.match_music("https://host.example/song.mp3", strict=True) is None
    assert creatify.match_music("http://[") is None


def test_captions_are_drawn_in_a_look_that_there_is() -> None:
    looks = tomllib.loads(files("pitchreel.styles").joinpath("captions.toml").read_text(encoding="utf-8"))
    for name in creatify.CAPTION_STYLES:
        match = creatify.match_caption_style(name, strict=True)
        assert match.ours in looks
        assert match.shown == name


@given(
    avatar=st.integers(0, 400),
    voice=st.sampled_from(["", "en-US-ChristopherNeural", "fr-FR-HenriNeural", "x"]),
    style=st.sampled_from(jogg.VISUAL_STYLES) | st.text(max_size=5),
    language=st.sampled_from(jogg.LANGUAGES),
    template=st.integers(0, 130),
    music=st.integers(0, 70),
)
@settings(max_examples=40, deadline=None)
def test_what_was_found_makes_an_order(
    avatar: int, voice: str, style: str, language: str, template: int, music: int
) -> None:
    brief = Brief.of(
        presenter=jogg.match_avatar(avatar).ours,
        voice=jogg.match_voice(voice).ours,
        style=jogg.match_visual_style(style).ours,
        language=jogg.match_language(language).ours,
        template=jogg.match_template(template).ours,
        music=jogg.match_music(music).ours,
    )
    vet_order(brief)


def test_fall_backs_are_there() -> None:
    for dialect in (jogg, creatify):
        find_music(dialect.CONTRACT.fallback["music"])
    for name in (*jogg.CONTRACT.fallback["avatar"].values(), *creatify.CONTRACT.fallback["persona"].values()):
        find_presenter(name)
    find_template(jogg.CONTRACT.fallback["template"])


def test_an_opening_is_the_script_of_its_visual_style() -> None:
    for name in creatify.VISUAL_STYLES:
        opening = creatify.opening_of(name)
        assert (opening is not None) == name.startswith("LegoScript")
        assert opening is None or creatify.match_script_style(opening, strict=True).ours


@pytest.mark.parametrize("dialect", [jogg, creatify], ids=["jogg", "creatify"])
def test_the_page_says_what_is_built(dialect: Any) -> None:
    page = (Path(__file__).parents[2] / "docs" / "names.md").read_text(encoding="utf-8")
    for name in dialect.VISUAL_STYLES:
        match = dialect.match_visual_style(name)
        built = "no" if match.warning else "yes"
        assert f"\n| {name} | {find_style(match.ours).name} | {built} |" in page
