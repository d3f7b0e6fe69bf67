"""Whatever is sold and said, a Timeline keeps its times, its places and its words."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staging import (
    area_of,
    bubble_at,
    clip,
    cutout,
    make_product,
    make_script,
    narrate,
    photo,
    products,
    say,
    scripts,
    subject_in,
    words_of,
)

from pitchreel.documents import Product, Script, Timeline
from pitchreel.documents.product import Region
from pitchreel.documents.timeline import CaptionStyle, ClipLayer, PictureLayer, PresenterLayer, SpriteLayer
from pitchreel.errors import EmptyScript, InputError, NoMedia, UnknownName
from pitchreel.styles import find_style, find_template, speech_seconds, stage, styles, templates

RATIOS = ("9:16", "16:9", "1:1")
LOOKS = st.sampled_from([(style.name, None) for style in styles()] + [(None, template.id) for template in templates()])
thorough = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def film(product: Product, script: Script, ratio: str = "9:16", **wishes: object) -> Timeline:
    return stage(product, script, narrate(script), ratio=ratio, **wishes)  # type: ignore[arg-type]


@thorough
@given(products(), scripts(), LOOKS, st.sampled_from(RATIOS), st.booleans())
def test_words_stay_inside_the_safe_box_and_large_enough(product, script, look, ratio, label):
    timeline = film(product, script, ratio, style=look[0], template=look[1], label=label)
    safe = area_of(timeline.safe)
    shorter = min(timeline.width, timeline.height)
    for shown in words_of(timeline):
        assert safe.holds(shown.area, slack=1.0), f"{shown.what!r} at {shown.area} leaves {safe}"
        assert shown.size >= 0.024 * shorter, f"{shown.what!r} is {shown.size} px"


@thorough
@given(products(), scripts(), LOOKS, st.sampled_from(RATIOS))
def test_words_stand_clear_of_one_another_the_product_and_the_face(product, script, look, ratio):
    timeline = film(product, script, ratio, style=look[0], template=look[1])
    everything = list(words_of(timeline))
    for index, one in enumerate(everything):
        for other in everything[index + 1 :]:
            together = min(one.end, other.end) - max(one.start, other.start)
            assert together <= 0 or one.area.overlap(other.area) <= 4, f"{one.what!r} over {other.what!r}"
    for scene in timeline.scenes:
        settled = scene.start + scene.transition.frames + 1
        subject = subject_in(scene, timeline, product)
        middle = (settled + scene.end) // 2
        bubble = bubble_at(timeline, middle)
        for shown in everything:
            if shown.start >= scene.end or shown.end <= settled:
                continue
            if subject is not None:
                share = shown.area.overlap(subject) / (shown.area.width * shown.area.height)
                assert share <= 0.03, f"{shown.what!r} {shown.area} over the product {subject} in {scene.id}"
            if bubble is not None and shown.start <= middle < shown.end:
                assert shown.area.overlap(bubble.grown(-2)) <= 4, f"{shown.what!r} over the presenter in {scene.id}"


@thorough
@given(products(), scripts(), LOOKS)
def test_captions_are_the_words_of_the_narration_in_time(product, script, look):
    narration = narrate(script)
    timeline = stage(product, script, narration, style=look[0], template=look[1], captions=True)
    shown = [word for caption in timeline.captions for word in caption.words]
    assert [word.text for word in shown] == [word.text for word in narration.words]
    offset = next(track.start for track in timeline.mix.tracks if track.kind == "voice")
    for word, spoken in zip(shown, narration.words, strict=True):
        assert abs(word.start - (offset + spoken.start) * timeline.fps / 48000) <= 1.0
    for one, two in pairwise(timeline.captions):
        assert one.start < one.end <= two.start
    for caption in timeline.captions:
        assert 1 <= len(caption.words) <= 5
        assert len(caption.breaks) <= 1
        assert all(caption.start <= word.start <= word.end <= caption.end for word in caption.words)


@thorough
@given(products(), scripts(), LOOKS, st.integers(0, 3))
def test_shots_follow_one_another_and_none_is_too_long(product, script, look, seed):
    timeline = film(product, script, style=look[0], template=look[1], seed=seed)
    assert timeline.scenes[0].start == 0
    assert timeline.scenes[-1].end == timeline.frames
    for scene in timeline.scenes[:-1]:
        assert scene.end - scene.start <= 4.0 * timeline.fps + 1
    end = timeline.scenes[-1]
    assert 1.8 * timeline.fps <= end.end - end.start <= 4.5 * timeline.fps
    shots = [tuple(layer.asset for layer in _pictures(scene)) for scene in timeline.scenes]
    framings = [_framing(scene) for scene in timeline.scenes]
    if len(product.media) > 1:
        for one, two in pairwise(zip(shots[:-1], framings[:-1], strict=True)):
            assert one != two, "two shots in a row show the same in the same way"


def _pictures(scene):
    return [layer for layer in scene.layers if isinstance(layer, PictureLayer | ClipLayer)][-1:]


def _framing(scene):
    layer = _pictures(scene)[0]
    return "close" if layer.id.endswith("close") else (layer.box, layer.focus, layer.layer, getattr(layer, "in_ms", 0))


@thorough
@given(products(), scripts(), LOOKS, st.sampled_from(RATIOS))
def test_the_same_order_gives_the_same_film(product, script, look, ratio):
    one = film(product, script, ratio, style=look[0], template=look[1], seed=5)
    two = film(product, script, ratio, style=look[0], template=look[1], seed=5)
    assert one.dump() == two.dump()


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("template", [template.id for template in templates()])
def test_every_template_stages_in_every_ratio_and_style(template, ratio):
    product = make_product(cutout(1, 0.4), photo(2, subject=Region(x=0.3, y=0.3, width=0.4, height=0.4)), clip(1))
    for style in styles():
        timeline = film(product, make_script(), ratio, style=style.name, template=template)
        assert timeline.style == style.name
        assert timeline.template == template
        assert {asset.path for asset in timeline.assets.values() if asset.kind != "audio"} <= set(product.files())


@pytest.mark.parametrize(("length", "shots"), [(15, (6, 9)), (30, (11, 17))])
def test_length_and_rhythm_are_kept(length, shots):
    text = "Short words carry it well. "
    count = round(speech_seconds(length) / (5 * 0.34 + 0.22)) - 1
    lines = [say(role="hook", shown="Look at this now.", headline="Look")]
    lines += [say(role="benefit", shown=text.strip(), headline="Carry") for _ in range(count)]
    timeline = film(make_product(cutout(1), cutout(2), cutout(3)), make_script(*lines, length=length))
    assert timeline.frames == length * 30
    assert not timeline.warnings
    assert shots[0] <= len(timeline.scenes) <= shots[1]


def test_a_long_narration_makes_a_longer_film_and_says_so():
    lines = [say(role="benefit", shown="Every word of this has to be heard to its end. " * 6) for _ in range(2)]
    timeline = film(make_product(), make_script(*lines, length=15))
    assert timeline.frames > 15 * 30
    assert "too long for 15 s" in timeline.warnings[0]
    last = max(word.end for caption in timeline.captions for word in caption.words)
    assert timeline.frames - last >= 0.4 * 30


def test_a_short_narration_leaves_shots_without_words():
    timeline = film(make_product(), make_script(say(role="hook", shown="Just look."), length=15))
    assert timeline.frames == 450
    silent = [scene for scene in timeline.scenes[:-1] if scene.line is None]
    assert silent
    assert all(scene.end - scene.start <= 120 for scene in timeline.scenes)


def test_the_voice_begins_after_the_picture_and_music_runs_to_the_end():
    timeline = film(make_product(), make_script())
    tracks = {track.kind: track for track in timeline.mix.tracks}
    assert 0.2 * 48000 <= tracks["voice"].start <= 0.3 * 48000
    assert tracks["music"].loop
    assert (tracks["music"].start, tracks["music"].end) == (0, timeline.samples)
    assert timeline.mix.speech[0].start == tracks["voice"].start
    starts = [track.start for track in timeline.mix.tracks if track.kind == "effect"]
    assert all(b - a >= 0.5 * 48000 for a, b in pairwise(sorted(starts)))


def test_music_and_presenter_can_be_left_out():
    timeline = film(make_product(), make_script(), style="AvatarBubble", presenter="none", music="none")
    assert timeline.performance is None
    assert not [layer for layer in timeline.overlays if isinstance(layer, PresenterLayer)]
    assert {track.kind for track in timeline.mix.tracks if track.kind == "music"} == set()
    assert json.loads(timeline.note)["synthetic"] == ["voice"]


def test_the_bubble_is_large_for_the_first_line_and_the_call_to_action():
    timeline = film(make_product(), make_script(), style="AvatarBubble")
    spoken = {scene.line: scene for scene in timeline.scenes if scene.line is not None}
    sizes = {line: bubble_at(timeline, (scene.start + scene.end) // 2) for line, scene in spoken.items()}
    widths = {line: round(area.width) for line, area in sizes.items() if area}
    assert widths[0] == pytest.approx(0.44 * 1080, abs=2)
    assert widths[1] == pytest.approx(0.30 * 1080, abs=2)
    assert timeline.performance is not None
    assert json.loads(timeline.note)["synthetic"] == ["voice", "presenter"]


def test_text_reads_on_what_it_stands_on():
    from pitchreel.product.oklab import contrast
    from pitchreel.styles.catalogue import look_of
    from pitchreel.styles.plot import caption_looks
    from pitchreel.styles.tones import caption_style, choose_tones, over

    for template in templates():
        look = look_of(find_style(template.style), template)
        for treatment in ("auto", "light", "dark", "accent", "mono", "noir"):
            tones = choose_tones(None, look.model_copy(update={"treatment": treatment}), ())
            assert contrast(tones.on_accent, tones.accent) >= 4.5
            assert min(contrast(tones.ink, back) for back in (*tones.backs, tones.paper)) >= 4.5, treatment
            assert min(contrast(tones.faded(), back) for back in tones.backs) >= 4.5
            for captions in caption_looks().values():
                style: CaptionStyle = caption_style(captions, tones, 10.8)
                behind = over(style.plate or style.outline or "#000000", "#ffffff")
                assert contrast(style.colour, behind) >= 4.5
                assert contrast(style.spoken, (style.marker or behind)[:7]) >= 4.5


def test_the_price_is_shown_with_the_old_one_and_the_button_at_the_end():
    timeline = film(make_product(), make_script())
    end = timeline.scenes[-1]
    said = {layer.role: _said(layer) for layer in end.layers if isinstance(layer, SpriteLayer)}
    assert said["price"].split() == ["$34.50", "$45.00"]
    assert said["call_to_action"] == "Get yours"
    assert said["logo"] == "Ridge Supply"
    assert "4.6" in said["rating"]


def test_a_product_without_price_and_rating_ends_on_name_and_button():
    timeline = film(make_product(price=None, rating=None), make_script())
    roles = {layer.role for layer in timeline.scenes[-1].layers if isinstance(layer, SpriteLayer)}
    assert {"headline", "call_to_action"} <= roles
    assert not roles & {"price", "rating", "badge"}


def _said(layer: SpriteLayer) -> str:
    return "".join(run.text for mark in layer.marks if mark.mark == "text" for run in mark.runs)


def test_variables_of_a_template_reach_the_film():
    product = make_product(cutout(1), cutout(2))
    timeline = film(
        product,
        make_script(),
        template="market-stall",
        variables={"kicker": "This week only", "button": "Grab it", "hero": "picture-2"},
    )
    words = [shown.what for shown in words_of(timeline)]
    assert "This week only" in words
    assert "Grab it" in words
    assert timeline.scenes[0].layers[-1].asset == "picture-2-cutout"


@pytest.mark.parametrize(
    ("wishes", "error"),
    [
        ({"style": "Cubist"}, UnknownName),
        ({"template": "9999"}, UnknownName),
        ({"ratio": "4:3"}, UnknownName),
        ({"placement": "cinema"}, UnknownName),
        ({"music": "no such piece"}, UnknownName),
        ({"variables": {"colour": "red"}}, InputError),
        ({"template": "market-stall", "variables": {"button": "x" * 80}}, InputError),
    ],
)
def test_a_wish_that_cannot_be_met_is_named(wishes, error):
    with pytest.raises(error) as caught:
        film(make_product(), make_script(), **wishes)
    assert caught.value.hint


def test_nothing_to_show_or_to_say_is_named():
    with pytest.raises(NoMedia):
        film(make_product(cutout(1)).model_copy(update={"media": ()}), make_script())
    silent = make_script(say(role="hook", shown="?"))
    with pytest.raises(EmptyScript):
        stage(make_product(), silent, narrate(silent).model_copy(update={"words": ()}))


def test_names_of_other_dialects_find_the_styles():
    assert find_style("FullScreenTemplate").name == "FullScreen"
    assert find_style("avatar bubble template").name == "AvatarBubble"
    assert find_style("2").name == "Card Stacking"
    assert find_template(103) == find_template("Market stall")
    numbers = [style.number for style in styles()] + [template.number for template in templates()]
    assert len(set(numbers)) == len(numbers)
    assert sum(1 for template in templates() if template.variables) >= 2
