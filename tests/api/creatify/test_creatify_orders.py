"""What a request of the Creatify dialect becomes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.api.creatify.orders import Names, film_order, previews_order, scripts_order
from pitchreel.api.creatify.requests import PreviewListRequest, ScriptsRequest, VideoRequest
from pitchreel.errors import InvalidRequest
from pitchreel.library import creatify
from pitchreel.service.order import Order

LINK = "0b7c1d9e-55aa-4a5e-9d59-6a1c52d1f0aa"


def film(strict: bool = False, **fields: Any) -> Order:
    return film_order(VideoRequest(link=LINK, **fields), Names(strict=strict), product=7)


def test_a_bare_request_stands_at_the_documented_defaults() -> None:
    order = film()
    assert (order.kind, order.product) == ("film", 7)
    assert (order.brief.length, order.brief.ratio, order.brief.language) == (15, "9:16", "en")
    assert order.echo["visual_style"] == "AvatarBubbleTemplate"
    assert order.echo["script_style"] == "DiscoveryWriter"
    assert order.echo["aspect_ratio"] == "9x16"
    assert order.echo["link"] == LINK


@pytest.mark.parametrize("spelling", ["16x9", "16:9", "16X9"])
def test_colon_and_x_ratios_are_one_and_x_is_answered(spelling: str) -> None:
    order = film(aspect_ratio=spelling)
    assert order.brief.ratio == "16:9"
    assert order.echo["aspect_ratio"] == "16x9"


def test_empty_and_null_are_not_given() -> None:
    empty = film(webhook_url="", background_music_url="", override_script="", caption_style=None, override_avatar="")
    assert empty == film()
    nowhere = film(caption_setting={"offset": {"x": None, "y": ""}})
    assert nowhere.brief == film().brief
    assert nowhere.echo["caption_setting"]["offset"] == {"x": 0.0, "y": 0.4}


def test_switches_reach_the_brief() -> None:
    order = film(no_background_music=True, no_caption=True, no_cta=True, voiceover_volume=0.5)
    assert (order.brief.music, order.brief.captions, order.brief.no_cta) == ("none", False, True)
    assert order.brief.voice_volume == 0.5


def test_a_music_volume_of_the_usual_height_changes_nothing() -> None:
    assert film(background_music_volume=0.3).brief.music_volume == pytest.approx(1.0)
    assert film(background_music_volume=0).brief.music_volume == 0


def test_captions_look_as_asked() -> None:
    order = film(caption_setting={"style": "neo", "offset": {"x": 0, "y": 0.1}, "text_color": "#FFCC00FF"})
    assert order.brief.caption_look is not None
    assert order.brief.caption_look.colour.upper().startswith("#FFCC00")
    assert order.echo["caption_setting"]["style"] == "neo"


@pytest.mark.parametrize(("field", "value"), [("max_width", 500), ("line_height", 1.5), ("text_shadow", "2px")])
def test_what_captions_cannot_be_asked_for_is_told(field: str, value: object) -> None:
    order = film(strict=True, caption_setting={field: value})
    assert [warning for warning in order.warnings if f"caption_setting.{field} " in warning]
    assert order.brief == film().brief
    assert order.echo["caption_setting"][field] == value


@pytest.mark.parametrize(("language", "spoken"), [("af", "af"), ("zu", "sw")])
def test_a_language_beyond_the_older_list_is_no_fault(language: str, spoken: str) -> None:
    order = film(strict=True, language=language)
    assert (order.brief.language, order.echo["language"]) == ("en", language)
    assert any("Scripts are not written in" in warning for warning in order.warnings)
    assert film(strict=True, language=language, override_script="Koop dit.").brief.language == spoken


NESTED = {
    "model_version": {"model_version": "Nonesuch"},
    "caption_setting.style": {"caption_setting": {"style": "Nonesuch"}},
    "caption_setting.font_family": {"caption_setting": {"font_family": "Nonesuch"}},
    "caption_setting.font_style": {"caption_setting": {"font_style": "Nonesuch"}},
}


@pytest.mark.parametrize("field", NESTED)
def test_models_and_fonts_outside_the_contract_are_an_error_only_where_that_is_wanted(field: str) -> None:
    assert any("Nonesuch" in warning for warning in film(**NESTED[field]).warnings)
    with pytest.raises(InvalidRequest) as caught:
        film(strict=True, **NESTED[field])
    assert (caught.value.field, f"{caught.value.what}.") == (field, '"Nonesuch" is not a valid choice.')


@pytest.mark.parametrize("model", ["standard", "aurora_v1", "aurora_v1_fast", "aurora_v2", "boreal"])
def test_models_of_the_contract_are_taken(model: str) -> None:
    order = film(strict=True, model_version=model)
    assert order.echo["model_version"] == model
    assert (model == "standard") is not any(model in warning for warning in order.warnings)


def test_fonts_of_the_contract_are_taken_and_echoed() -> None:
    asked = {"font_family": "Dela Gothic One", "font_style": "font-bold"}
    order = film(strict=True, caption_setting=asked)
    assert {name: order.echo["caption_setting"][name] for name in asked} == asked
    assert all(any(word in warning for warning in order.warnings) for word in asked.values())


def test_a_style_in_a_ratio_that_the_contract_does_not_have_it_in() -> None:
    asked: dict[str, Any] = {"aspect_ratio": "16x9"}
    assert any("9x16 only" in warning for warning in film(visual_style="DramaticTemplate", **asked).warnings)
    assert not any("only" in warning for warning in film(visual_style="LegoTemplate", **asked).warnings)
    with pytest.raises(InvalidRequest, match="DramaticTemplate is made in 9x16 only") as caught:
        film(strict=True, visual_style="DramaticTemplate", **asked)
    assert caught.value.field == "aspect_ratio"
    several = PreviewListRequest(link=LINK, visual_styles=["LegoTemplate", "TopBottomTemplate"], **asked)
    listed = previews_order(several, Names(strict=False), product=7).warnings
    assert any("TopBottomTemplate is made in 9x16 and 1x1 only" in warning for warning in listed)
    with pytest.raises(InvalidRequest, match="TopBottomTemplate"):
        previews_order(several, Names(strict=True), product=7)


def test_hidden_captions_are_left_out() -> None:
    assert film(caption_setting={"hidden": True}).brief.captions is False


def test_a_persona_and_an_accent_are_found_by_their_ids() -> None:
    persona = creatify.personas()[2]
    accent = next(accent for voice in creatify.voices() for accent in voice.accents if accent.accent_name)
    order = film(override_avatar=persona.id, override_voice=accent.id)
    assert (order.brief.presenter, order.brief.voice) == (persona.ours, accent.ours)


def test_a_persona_alone_speaks_with_a_voice_of_its_gender() -> None:
    persona = creatify.personas(gender="m")[0]
    assert film(override_avatar=persona.id).brief.voice == "male"


def test_music_of_our_own_is_taken_from_the_catalogue_and_any_other_fetched() -> None:
    track = creatify.musics()[0]
    ours = film(background_music_url=f"http://ads.example{track.url}")
    assert (ours.brief.music, ours.music_url) == (track.ours, "")
    theirs = film(background_music_url="https://cdn.example/tune.mp3")
    assert (theirs.brief.music, theirs.music_url) == (None, "https://cdn.example/tune.mp3")


@pytest.mark.parametrize("name", ["visual_style", "script_style", "language", "aspect_ratio"])
def test_a_name_outside_the_contract_is_an_error_only_where_that_is_wanted(name: str) -> None:
    lenient = film(**{name: "Nonesuch"})
    assert any("Nonesuch" in warning for warning in lenient.warnings)
    with pytest.raises(InvalidRequest) as caught:
        film(strict=True, **{name: "Nonesuch"})
    assert caught.value.field == name
    assert f"{caught.value.what}." == '"Nonesuch" is not a valid choice.'


@pytest.mark.parametrize("name", creatify.VISUAL_STYLES)
def test_every_visual_style_of_the_contract_is_rendered_in_one_that_is_built(name: str) -> None:
    order = film(strict=True, visual_style=name)
    assert order.brief.style
    assert order.echo["visual_style"] == name


def test_a_style_that_is_named_after_its_opening_opens_so_unless_told_otherwise() -> None:
    assert film(visual_style="LegoScriptNegativeHook").echo["script_style"] == "NegativeHook"
    told = film(visual_style="LegoScriptNegativeHook", script_style="DIY")
    assert told.echo["script_style"] == "DIY"


def test_previews_have_their_styles_in_order_and_once() -> None:
    styles = ["OverCardsTemplate", "FullScreenTemplate", "OverCardsTemplate", ""]
    asked = PreviewListRequest(link=LINK, visual_styles=styles, video_length=30)
    order = previews_order(asked, Names(strict=True), product=7)
    assert order.kind == "previews"
    assert order.styles_asked == ("OverCardsTemplate", "FullScreenTemplate")
    assert len(order.styles) == 2
    assert order.echo["visual_styles"] == ["OverCardsTemplate", "FullScreenTemplate"]


def test_previews_without_any_style_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="empty"):
        previews_order(PreviewListRequest(link=LINK, visual_styles=[" "]), Names(strict=False), product=7)


def test_scripts_are_written_in_the_styles_asked_for_or_in_several() -> None:
    some = scripts_order(
        ScriptsRequest(title="Mug", description="A mug.", script_styles=["DIY", "BenefitsV2"]),
        Names(strict=True),
        product=7,
    )
    assert some.echo["script_styles"] == ["DIY", "BenefitsV2"]
    assert len(some.script_styles) == 2
    several = scripts_order(ScriptsRequest(url="http://shop.example/mug"), Names(strict=True), product=7)
    assert len(several.script_styles) > 1


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "video_length": st.integers(1, 600),
            "aspect_ratio": st.text(max_size=12),
            "language": st.text(max_size=12),
            "script_style": st.text(max_size=20),
            "visual_style": st.text(max_size=20),
            "model_version": st.text(max_size=20),
            "caption_style": st.text(max_size=20),
            "override_avatar": st.uuids(),
            "override_voice": st.uuids(),
            "background_music_volume": st.floats(0, 1),
            "voiceover_volume": st.floats(0, 1),
            "no_caption": st.booleans(),
        },
    )
)
def test_any_request_that_is_read_becomes_an_order(fields: dict[str, Any]) -> None:
    order = film_order(VideoRequest(link=UUID(LINK), **fields), Names(strict=False), product=1)
    assert order.brief.length in (15, 30, 45, 60)
    assert order.echo["aspect_ratio"] in ("9x16", "16x9", "1x1")
