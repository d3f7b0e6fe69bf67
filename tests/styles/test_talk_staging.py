"""Talks, and what users bring along to any film, as Timelines."""

from __future__ import annotations

import json

import pytest
from staging import area_of, cutout, make_product, make_script, narrate, photo, words_of

from pitchreel.documents import Timeline
from pitchreel.documents.narration import OWN
from pitchreel.documents.product import Point, Region
from pitchreel.documents.timeline import ClipLayer, GroundLayer, PictureLayer, PresenterLayer, SpriteLayer
from pitchreel.errors import UnknownName
from pitchreel.presenter import CustomPresenter, face_region, find_presenter, presenters
from pitchreel.styles import Backdrop, CaptionLook, Extras, placements, stage, stage_talk
from pitchreel.styles.grid import Area
from pitchreel.styles.talk import GREEN

RATIOS = ("9:16", "16:9", "1:1")
FACE = Region(x=0.35, y=0.2, width=0.25, height=0.3)
CLIP = CustomPresenter(
    type="clip",
    media="presenter/presenter.mp4",
    cover="cover.jpg",
    width=1280,
    height=720,
    duration_ms=4000,
    face=FACE,
    focus=Point(x=0.47, y=0.35),
)
PHOTO = CLIP.model_copy(update={"type": "photo", "media": "presenter/presenter.jpg", "duration_ms": 0})


def talk(**wishes: object) -> Timeline:
    script = make_script()
    return stage_talk(script, narrate(script), **wishes)  # type: ignore[arg-type]


def ad(**wishes: object) -> Timeline:
    script = make_script()
    return stage(make_product(cutout(1), photo(2)), script, narrate(script), **wishes)  # type: ignore[arg-type]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("placement", placements())
def test_captions_stay_in_the_safe_box_and_below_the_face(ratio: str, placement: str) -> None:
    timeline = talk(ratio=ratio, placement=placement)
    person = next(layer for layer in timeline.layers() if isinstance(layer, PresenterLayer))
    box = area_of(person.box)
    x, y, width, height = face_region("bust", box.width / box.height)
    face = Area(box.x + x * box.width, box.y + y * box.height, width * box.width, 0.94 * height * box.height)
    assert face.y >= 0
    assert area_of(timeline.safe).width > 0
    assert timeline.captions
    for shown in words_of(timeline):
        assert area_of(timeline.safe).holds(shown.area, slack=1)
        if placement == "feeds":
            assert not face.overlap(shown.area), f"{shown.what!r} stands over the face"


def test_it_lasts_as_long_as_its_speech() -> None:
    script = make_script()
    narration = narrate(script)
    timeline = stage_talk(script, narration)
    speech = narration.samples / narration.sample_rate
    assert speech + 0.4 <= timeline.frames / timeline.fps <= speech + 1.2
    assert timeline.form == "talk"
    assert not any(track.kind == "music" for track in timeline.mix.tracks)


def test_green_is_one_flat_colour_and_nothing_else() -> None:
    timeline = talk(screen="green")
    layers = timeline.layers()
    assert [type(layer) for layer in layers] == [SpriteLayer, PresenterLayer]
    assert layers[0].marks[0].fill.colours == (GREEN,)
    assert not timeline.captions
    assert talk(screen="green", captions=True).captions
    assert not timeline.alpha


def test_alpha_leaves_everything_but_the_speaker_out() -> None:
    timeline = talk(screen="alpha")
    assert timeline.alpha
    assert [layer.layer for layer in timeline.layers()] == ["presenter"]
    assert not timeline.captions


def test_a_background_covers_the_frame() -> None:
    whole = Area(0, 0, 1080, 1920)
    for kind, layer_type in (("picture", PictureLayer), ("clip", ClipLayer)):
        timeline = talk(screen="background", backdrop=Backdrop(kind, f"background/background.{kind}"))
        behind = timeline.layers()[0]
        assert isinstance(behind, layer_type)
        assert area_of(behind.box) == whole
        assert behind.fit == "cover"
        assert timeline.assets["background"].path == f"background/background.{kind}"
    assert isinstance(talk(screen="background").layers()[0], GroundLayer), "without one there is a scene"


def test_a_given_colour_is_that_of_the_backdrop() -> None:
    ground = talk(colour="#123456").layers()[0]
    assert isinstance(ground, GroundLayer)
    assert ground.fill.colours[0] == "#123456"


def test_the_presenter_is_the_one_asked_for() -> None:
    for presenter in presenters():
        person = next(one for one in talk(presenter=presenter.name).layers() if isinstance(one, PresenterLayer))
        assert find_presenter(person.presenter) == presenter
    with pytest.raises(UnknownName):
        talk(presenter="nobody at all")


def test_a_guest_is_seen_instead() -> None:
    clip = talk(extras=Extras(presenter=CLIP))
    assert [layer.layer for layer in clip.layers()] == ["clip"], "a clip brings its own surroundings"
    assert clip.performance is None
    assert clip.assets["presenter"].path == CLIP.media
    still = talk(extras=Extras(presenter=PHOTO), screen="green")
    rings = [layer for layer in still.layers() if layer.id.startswith("presenter-sound")]
    assert len(rings) == 2
    sizes = [{key.value for key in ring.motions[-1].keys} for ring in rings]
    assert all(len(size) > 10 for size in sizes), "the rings follow the voice"
    assert all(mark.fill.colours[0][7:] == "" for ring in rings for mark in ring.marks), "green must not shine through"


def test_who_is_synthetic_is_said_truly() -> None:
    script = make_script()
    recorded = narrate(script).model_copy(update={"voice": OWN})
    both = stage_talk(script, recorded, extras=Extras(presenter=CLIP))
    assert json.loads(both.note)["synthetic"] == []
    assert both.mix.tracks[0].own
    assert json.loads(talk().note)["synthetic"] == ["voice", "presenter"]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("guest", [CLIP, PHOTO], ids=["clip", "photo"])
def test_a_guest_takes_the_bubble_of_an_ad(ratio: str, guest: CustomPresenter) -> None:
    drawn = ad(style="AvatarBubble", ratio=ratio)
    timeline = ad(style="AvatarBubble", ratio=ratio, extras=Extras(presenter=guest))
    bubble = next(layer for layer in drawn.overlays if isinstance(layer, PresenterLayer))
    disc = next(layer for layer in timeline.overlays if layer.id == "presenter")
    assert disc.box == bubble.box
    assert disc.radius == disc.box.width // 2
    shared = [motion for motion in disc.motions if motion.property != "zoom"]
    assert tuple(shared) == bubble.motions
    assert timeline.assets["presenter"].path == guest.media
    assert timeline.performance is not None or guest.type == "clip"
    off = ad(style="AvatarBubble", presenter="none", extras=Extras(presenter=guest))
    assert "presenter" not in off.assets
    for look in ({"style": "FullScreen"}, {"template": "quiet-words"}):
        shown = ad(**look, extras=Extras(presenter=guest))
        assert any(layer.id == "presenter" for layer in shown.overlays), "who was asked for is seen"


def test_an_ad_that_asks_for_nothing_ends_on_its_name() -> None:
    timeline = ad(extras=Extras(calls=False))
    roles = {layer.role for layer in timeline.scenes[-1].layers}
    assert not timeline.calls
    assert "headline" in roles
    assert not roles & {"call_to_action", "price", "badge", "logo"}
    assert "call_to_action" in {layer.role for layer in ad().scenes[-1].layers}


def test_own_music_and_volumes() -> None:
    usual = {track.kind: track for track in ad().mix.tracks}
    own = ad(extras=Extras(music="audio/own-music.flac", music_volume=0.5))
    music = next(track for track in own.mix.tracks if track.kind == "music")
    assert own.assets[music.asset].path == "audio/own-music.flac"
    assert music.loop
    assert music.gain_db == pytest.approx(usual["music"].gain_db - 6.02, abs=0.01)
    assert not any(track.kind == "music" for track in ad(extras=Extras(music_volume=0)).mix.tracks)
    soft = {track.kind: track for track in ad(extras=Extras(voice_volume=0.5)).mix.tracks}
    assert soft["music"].gain_db == pytest.approx(6.02, abs=0.01), "the mix is set by the voice"
    gone = {track.kind: track for track in ad(extras=Extras(voice_volume=0)).mix.tracks}
    assert gone["voice"].gain_db <= -100
    assert gone["music"].gain_db == usual["music"].gain_db


def test_captions_look_and_stand_as_asked() -> None:
    usual = ad()
    look = CaptionLook(y=-0.3, size=0.8, colour="#ffee00", spoken="#00ff00", plate="#00000000")
    timeline = ad(extras=Extras(captions=look))
    style = timeline.caption_style
    assert style is not None
    assert usual.caption_style is not None
    assert style.size == pytest.approx(0.8 * usual.caption_style.size, abs=0.2)
    assert (style.colour, style.spoken, style.plate) == ("#ffee00", "#00ff00", None)
    assert timeline.captions[0].box.y < usual.captions[0].box.y - 0.2 * timeline.height
    assert timeline.captions[0].box.y >= timeline.safe.y
    for far in (CaptionLook(y=1.0), CaptionLook(x=0.5), CaptionLook(x=-0.5, y=-1.0)):
        safe = area_of(timeline.safe)
        for caption in ad(extras=Extras(captions=far)).captions:
            assert safe.holds(area_of(caption.box), slack=1), "words stay inside the safe box"
    with pytest.raises(UnknownName):
        ad(extras=Extras(captions=CaptionLook(look="no such look")))


def test_nothing_brought_along_changes_nothing() -> None:
    assert ad(extras=Extras(captions=CaptionLook())) == ad()
