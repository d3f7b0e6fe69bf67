"""Requests of every generation, read and understood: pure, without a server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jogg_door import names
from pydantic import BaseModel, ValidationError

from pitchreel.api.jogg.open import bodies as open_bodies
from pitchreel.api.jogg.orders import film_order, talk_order, template_order
from pitchreel.api.jogg.parts import ProductChange, ProductGiven
from pitchreel.api.jogg.v1 import bodies as v1
from pitchreel.api.jogg.v2 import bodies as v2
from pitchreel.api.jogg.v2.texts import ScriptsBody
from pitchreel.api.jogg.wire import ratio_of
from pitchreel.errors import InvalidRequest
from pitchreel.library import jogg
from pitchreel.pipeline.vetting import vet_order

FILM = {
    "product_id": "MTAwMDAwMDE",
    "aspect_ratio": 0,
    "video_length": "15",
    "language": "english",
    "avatar_id": 127,
    "avatar_type": 0,
    "script_style": "Don't Worry",
    "visual_style": "FullScreen",
    "voice_id": "en-US-ChristopherNeural",
    "music_id": 62,
    "template_type": "public",
    "override_script": "",
    "caption": True,
}


def film(body: dict[str, Any], **more: Any) -> Any:
    return film_order(v1.FilmBody.model_validate(body).wish(), names(**more), product=7)


def test_a_film_by_visual_style() -> None:
    order = film(FILM)
    assert (order.kind, order.product, order.draft) == ("film", 7, False)
    brief = order.brief
    assert (brief.ratio, brief.length, brief.language, brief.captions) == ("9:16", 15, "en", True)
    assert (brief.style, brief.template, brief.script, brief.script_style) == ("full-screen", None, None, "dont-worry")
    assert brief.presenter and brief.voice and brief.music
    assert order.asked["avatar"] == "127"
    assert order.asked["visual_style"] == "FullScreen"


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        ("template_id", 0),
        ("template_id", "0"),
        ("music_id", 0),
        ("override_script", ""),
        ("override_script", None),
        ("video_name", ""),
        ("visual_style", ""),
        ("voice_id", ""),
        ("caption", None),
        ("unheard_of", "x"),
    ],
)
def test_empty_and_unknown_fields_were_not_given(field: str, empty: object) -> None:
    without = {name: value for name, value in FILM.items() if name != field}
    assert film({**FILM, field: empty}) == film(without)


@pytest.mark.parametrize("field", ["product_id", "aspect_ratio", "video_length", "avatar_id", "script_style"])
@pytest.mark.parametrize("empty", ["absent", "", None, []])
def test_required_fields(field: str, empty: object) -> None:
    body = {**FILM, field: empty}
    if empty == "absent":
        del body[field]
    with pytest.raises(ValidationError) as caught:
        v1.FilmBody.model_validate(body)
    assert [(fault["type"], fault["loc"]) for fault in caught.value.errors()] == [("missing", (field,))]


def test_numbers_may_come_as_text_and_text_as_numbers() -> None:
    said = {**FILM, "aspect_ratio": "0", "avatar_id": "127", "avatar_type": "0", "music_id": "62", "video_length": 15}
    assert film(said) == film(FILM)


def test_the_last_of_two_equal_keys_counts() -> None:
    assert film(json.loads(json.dumps(FILM)[:-1] + ', "caption": false}')).brief.captions is False


@pytest.mark.parametrize(("value", "ratio"), [(0, "9:16"), ("1", "16:9"), (2, "1:1"), ("16x9", "16:9")])
def test_shapes(value: object, ratio: str) -> None:
    assert film({**FILM, "aspect_ratio": value}).brief.ratio == ratio


@given(st.one_of(st.integers(), st.text(), st.floats(), st.booleans()))
def test_any_shape_is_one_of_three_or_an_error(value: object) -> None:
    try:
        assert ratio_of(value) in {"9:16", "16:9", "1:1"}
    except ValueError as error:
        assert "0 (9:16)" in str(error)


@pytest.mark.parametrize("value", ["45", "20", "x", -1])
def test_other_lengths_are_an_error(value: object) -> None:
    with pytest.raises(ValidationError, match='"15", "30" or "60"'):
        v1.FilmBody.model_validate({**FILM, "video_length": value})


def test_an_avatar_of_ones_own() -> None:
    body = {**FILM, "avatar_id": 100_003, "avatar_type": 1}
    mine, strange = film(body, own={3: "done"}), film(body)
    assert (mine.presenter, mine.brief.presenter, mine.warnings) == (3, None, ())
    assert strange.presenter is None and strange.brief.presenter
    assert any("100003" in warning for warning in strange.warnings)
    assert strange.asked["avatar"] == mine.asked["avatar"] == "100003"


@pytest.mark.parametrize("state", ["waiting", "running", "failed"])
def test_an_avatar_that_is_not_ready(state: str) -> None:
    with pytest.raises(InvalidRequest, match="avatar_id 100003"):
        film({**FILM, "avatar_id": 100_003, "avatar_type": 1}, own={3: state})


def test_strict_mode_refuses_names_outside_the_contract() -> None:
    body = {**FILM, "visual_style": "No Such Style"}
    assert any("No Such Style" in warning for warning in film(body).warnings)
    with pytest.raises(InvalidRequest) as caught:
        film(body, strict=True)
    assert caught.value.field == "visual_style"


def test_names_of_the_contract_keep_their_name() -> None:
    order = film({**FILM, "visual_style": "Simple Product Switch"})
    assert order.asked["visual_style"] == "Simple Product Switch"
    assert order.brief.style


def test_own_words() -> None:
    order = film({**FILM, "override_script": "Meet the mug. It keeps warm."})
    assert order.brief.script == "Meet the mug. It keeps warm."


def test_the_older_form_means_the_same() -> None:
    old = {
        "project_id": "0123456789abcdef0123456789abcdef",
        "aspect_ratio": 0,
        "lang": "english",
        "render_subtitle": 1,
        "avatar_id": 37,
        "template_name": "Card Stacking",
        "template_type": "common",
        "index_template_name": "",
        "script_style": "Discovery_stage",
    }
    wish = open_bodies.RenderBody.model_validate(old).wish()
    assert wish.product == old["project_id"]
    assert (wish.language, wish.caption, wish.visual_style) == ("english", True, "Card Stacking")
    assert (wish.template_id, wish.cast.avatar_id, wish.length) == (None, 37, 30)
    order = film_order(wish, names(), product=1)
    assert order.asked["script_style"] == "Discovery_stage" and order.brief.script_style
    off = open_bodies.RenderBody.model_validate({**old, "render_subtitle": 0}).wish()
    assert off.caption is False


def test_the_mixed_form() -> None:
    mixed = {
        "aspect_ratio": 0,
        "product_id": "MTAwMDAwMDE",
        "language": "english",
        "caption": True,
        "avatar_id": 100266,
        "avatar_source": 1,
        "visual_style": "FullScreen",
        "template_type": "common",
        "script_style": "Don't Worry",
        "template_id": 0,
        "video_length": "15",
    }
    wish = open_bodies.RenderBody.model_validate(mixed).wish()
    assert (wish.product, wish.cast.avatar_type, wish.length, wish.template_id) == ("MTAwMDAwMDE", 1, 15, None)
    with pytest.raises(InvalidRequest, match="project_id is required"):
        open_bodies.RenderBody.model_validate({**mixed, "product_id": ""}).wish()


def test_the_older_talk_counts_subtitles_otherwise() -> None:
    body = {"script": "Hello there.", "person_id": 1, "person_source": 0, "tts_voice_id": "en-US-JennyNeural"}
    caption = [
        open_bodies.TalkBody.model_validate({**body, "render_subtitle": value}).wish().caption for value in (1, 2)
    ]
    assert caption == [True, False]
    recorded = {**body, "script": "", "audio_script": {"url": "http://shop.test/a.mp3", "duration": 3}}
    assert open_bodies.TalkBody.model_validate(recorded).wish().audio_url == "http://shop.test/a.mp3"


TALK = {"audio_url": "http://shop.test/a.mp3", "aspect_ratio": 0, "screen_style": 1, "avatar_id": 127, "avatar_type": 0}


@pytest.mark.parametrize(("number", "screen"), [(1, "background"), ("2", "green"), (3, "alpha")])
def test_screens(number: object, screen: str) -> None:
    order = talk_order(v1.TalkBody.model_validate({**TALK, "screen_style": number}).wish(), names())
    assert (order.kind, order.screen, order.audio_url) == ("talk", screen, TALK["audio_url"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"script": "Hello."}, "audio_url"),
        ({"audio_url": ""}, "script"),
        ({"audio_url": "", "script": "Hello."}, "voice_id"),
    ],
)
def test_exactly_one_thing_is_said(change: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        v1.TalkBody.model_validate({**TALK, **change}).wish()
    assert caught.value.field == field


def test_values_of_a_template() -> None:
    body = {
        "template_id": 101,
        "lang": "english",
        "template_type": "common",
        "variables": [
            {"type": "text", "name": "headline", "properties": {"content": "A mug", "url": "", "asset_id": 0}},
            {"type": "image", "name": "picture", "properties": {"url": "http://shop.test/1.png", "asset_id": 0}},
            {"type": "video", "name": "clip", "properties": {"asset_id": "http://here.test/files/assets/a/b.mp4"}},
            {"type": "image", "name": "other", "properties": {"content": "http://shop.test/2.png"}},
            {"type": "script", "name": "words", "properties": {"content": ""}},
        ],
    }
    order = template_order(v1.TemplateBody.model_validate(body).wish(), names())
    assert order.kind == "template" and order.brief.template
    assert [(one.kind, one.name, one.content or one.url) for one in order.variables] == [
        ("text", "headline", "A mug"),
        ("image", "picture", "http://shop.test/1.png"),
        ("video", "clip", "http://here.test/files/assets/a/b.mp4"),
        ("image", "other", "http://shop.test/2.png"),
    ]


@pytest.mark.parametrize(("words", "length"), [(0, 15), (12, 15), (40, 30), (300, 60)])
def test_a_template_film_is_as_long_as_its_script(words: int, length: int) -> None:
    script = {"type": "script", "name": "script", "properties": {"content": "seven " * words}}
    body = {"template_id": 107, "variables": [script]}
    order = template_order(v1.TemplateBody.model_validate(body).wish(), names())
    assert order.brief.length == length and order.name


def test_older_names_of_a_products_facts() -> None:
    old = {"product_id": 3924, "title": "Mug", "intro_text": "Warm.", "target_audience": "", "intro_medias": []}
    change = ProductChange.model_validate(old)
    assert (change.product_id, change.name, change.description) == ("3924", "Mug", "Warm.")
    assert (change.target_audience, change.media) == (None, None)
    media = [{"type": "video", "url": "http://shop.test/a.jpg", "replace_key": "x", "w": 3}, {"url": "http://b.test/"}]
    given = ProductGiven.model_validate({"name": "Mug", "intro_medias": media})
    assert [item.type for item in given.media or ()] == [2, 1]


CONTRACT = [
    *(("language", name) for name in jogg.LANGUAGES),
    *(("script_style", name) for name in jogg.SCRIPT_STYLES),
    *(("visual_style", name) for name in jogg.VISUAL_STYLES),
    *(("avatar_id", one.id) for one in jogg.avatars(aspect_ratio=0)),
    *(("music_id", one.id) for one in jogg.musics()),
    *(("template_id", one.id) for one in jogg.templates()),
]


@pytest.mark.parametrize("words", [None, "Say it like this."])
@pytest.mark.parametrize(("field", "value"), CONTRACT)
def test_every_name_of_the_contract_is_one_that_films_are_made_with(
    field: str, value: object, words: str | None
) -> None:
    body = {**FILM, "override_script": words, field: value}
    for strict in (False, True):
        vet_order(film(body, strict=strict).brief)


@pytest.mark.parametrize(
    "body", [v1.FilmBody, v1.TalkBody, v1.ScriptsBody, open_bodies.RenderBody, v2.FilmBody, v2.TalkBody, ScriptsBody]
)
def test_documented_defaults_are_among_the_documented_choices(body: type[BaseModel]) -> None:
    schema = body.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    limited = [
        entry
        for part in parts
        for entry in part.get("properties", {}).values()
        if "enum" in entry and "default" in entry
    ]
    assert all(entry["default"] in entry["enum"] for entry in limited), limited
