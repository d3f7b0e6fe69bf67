"""Requests of the second version, nested and flat, read and understood: pure, without a server."""

from __future__ import annotations

from typing import Any

import pytest
from jogg_door import names
from pydantic import ValidationError

from pitchreel.api.jogg.orders import previews_order, scripts_order
from pitchreel.api.jogg.v2 import bodies as v2
from pitchreel.api.jogg.v2.texts import ScriptsBody

NESTED = {
    "product_id": "MTAwMDAwMDE",
    "video_spec": {"aspect_ratio": "portrait", "length": "15", "caption": True, "name": "Mine"},
    "avatar": {"id": 1, "type": 0},
    "voice": {"id": "en-US-ChristopherNeural"},
    "audio": {"music_id": 13},
    "script": {"style": "Storytime", "language": "english"},
    "visual_style": "Simple Product Switch",
}


FLAT = {
    "product_id": "MTAwMDAwMDE",
    "aspect_ratio": "portrait",
    "video_length": "15",
    "caption": True,
    "video_name": "Mine",
    "avatar_id": 1,
    "avatar_type": 0,
    "voice_id": "en-US-ChristopherNeural",
    "music_id": 13,
    "script_style": "Storytime",
    "language": "english",
    "visual_style": "Simple Product Switch",
}


def test_nested_and_flat_mean_the_same() -> None:
    nested, flat = v2.FilmBody.model_validate(NESTED).wish(), v2.FilmBody.model_validate(FLAT).wish()
    assert nested == flat
    assert (nested.ratio, nested.length, nested.name, nested.cast.music_id) == ("9:16", 15, "Mine", 13)


def test_parts_that_clients_leave_out() -> None:
    body = {name: value for name, value in NESTED.items() if name not in {"voice", "audio", "visual_style"}}
    body["video_spec"] = {"length": "30"}
    body["audio"] = {"music_id": 0}
    wish = v2.FilmBody.model_validate(body).wish()
    assert (wish.ratio, wish.cast.voice_id, wish.cast.music_id, wish.visual_style) == ("16:9", None, None, None)


@pytest.mark.parametrize(
    ("gone", "field"), [("avatar", "avatar"), ("video_spec", "video_spec"), ("product_id", "product_id")]
)
def test_required_parts(gone: str, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        v2.FilmBody.model_validate({name: value for name, value in NESTED.items() if name != gone})
    assert caught.value.errors()[0]["loc"] == (field,)


def test_previews_in_several_styles() -> None:
    body = {**NESTED, "visual_styles": ["FullScreen", "Card Stacking", "FullScreen"], "script": {"style": "Data"}}
    order = previews_order(v2.PreviewsBody.model_validate({**body, "language": "german"}).wish(), names(), product=1)
    assert (order.kind, order.styles_asked) == ("previews", ("FullScreen", "Card Stacking"))
    assert len(order.styles) == 2 and order.brief.language == "de"


def test_a_talk_says_which_of_its_texts_counts() -> None:
    voice = {"type": "audio", "script": "unused", "audio_url": "http://shop.test/a.mp3", "voice_id": ""}
    body = {
        "avatar": {"avatar_type": 0, "avatar_id": 1},
        "voice": voice,
        "aspect_ratio": "landscape",
        "screen_style": 3,
    }
    wish = v2.TalkBody.model_validate(body).wish()
    assert (wish.script, wish.audio_url, wish.screen, wish.ratio) == (None, voice["audio_url"], "alpha", "16:9")


@pytest.mark.parametrize(
    "product",
    [
        {"product_info": {"source_type": "id", "data": {"product_id": "MTAwMDAwMDE"}}},
        {"product_info": {"source_type": "id", "data": "MTAwMDAwMDE"}},
        {"product_info": {"source_type": "id", "data": {"id": "MTAwMDAwMDE"}}},
        {"product_id": "MTAwMDAwMDE"},
    ],
)
def test_a_product_for_scripts(product: dict[str, Any]) -> None:
    body = {"language": "english", "video_length_seconds": "30", "script_style": "Storytime", **product}
    wish = ScriptsBody.model_validate(body).wish()
    assert (wish.product, wish.length, wish.script_style) == ("MTAwMDAwMDE", 30, "Storytime")
    assert scripts_order(wish, names(), product=4).kind == "scripts"


def test_facts_for_scripts() -> None:
    body = {
        "language": "english",
        "name": "Mug",
        "description": "Warm.",
        "target_audience": "Cooks",
        "video_length": "15",
    }
    read = ScriptsBody.model_validate(body)
    facts = read.facts()
    assert (read.wish().product, facts.name, facts.description, facts.target_audience) == (
        None,
        "Mug",
        "Warm.",
        "Cooks",
    )
