"""Talks and filled templates, from the order to the finished film."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from pitchreel.config import Settings
from pitchreel.documents import Narration, Script, Timeline, Video
from pitchreel.errors import EmptyScript, InputError, LanguageError, UnknownName
from pitchreel.pipeline import (
    Brief,
    Given,
    TalkBrief,
    lay_out,
    make_talk,
    product_from_variables,
    shoot,
    tell,
    vet_talk,
)
from pitchreel.pipeline.ledger import Ledger
from pitchreel.pipeline.pace import Pace
from pitchreel.presenter import prepare_presenter
from pitchreel.render import render_frame
from pitchreel.styles.talk import GREEN

SETTINGS = Settings(scale=0.15, processes=1)
GREEN_TALK = {"script": "Good morning! The bakery opens at seven.", "screen": "green", "ratio": "1:1"}


def frames_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def picture(path: Path, seed: int = 1) -> Path:
    """A patterned picture."""
    rng = np.random.default_rng(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    rgb = cv2.resize(rng.integers(40, 220, (9, 7, 3), np.uint8), (700, 900), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(path), rgb)
    return path


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Video, Path]:
    """A green talk and its folder."""
    folder = tmp_path_factory.mktemp("talk")
    return make_talk(folder / "talk.mp4", settings=SETTINGS, **GREEN_TALK, presenter="theo"), folder


def test_a_talk_is_a_whole_film(talk: tuple[Video, Path]) -> None:
    video, folder = talk
    assert (video.width, video.height) == (162, 162)
    timeline = Timeline.load(folder / "talk/timeline.json")
    assert timeline.form == "talk"
    assert (folder / "talk.jpg").is_file()
    assert not [check for check in video.checks if check.outcome == "fail"]


def test_green_stays_green(talk: tuple[Video, Path]) -> None:
    frames = frames_of(talk[1] / "talk.mp4")
    green = [int(GREEN[at : at + 2], 16) for at in (1, 3, 5)]
    for frame in frames[::20]:
        corner = frame[:20, :20].reshape(-1, 3).astype(int)
        assert np.abs(corner - green).max() <= 12
        assert np.abs(frame[150, 81].astype(int) - green).max() > 40, "somebody is there"


def test_a_second_run_makes_nothing(talk: tuple[Video, Path]) -> None:
    _, folder = talk
    before = (folder / "talk.mp4").stat().st_mtime_ns
    make_talk(folder / "talk.mp4", settings=SETTINGS, **GREEN_TALK, presenter="theo")
    assert (folder / "talk.mp4").stat().st_mtime_ns == before
    make_talk(folder / "talk.mp4", settings=SETTINGS, **GREEN_TALK, presenter="maya")
    assert (folder / "talk.mp4").stat().st_mtime_ns != before


def test_a_recording_a_guest_a_background_and_music(talk: tuple[Video, Path], tmp_path: Path) -> None:
    voice = talk[1] / "talk/audio/voice.wav"
    guest = tmp_path / "guest"
    prepare_presenter(picture(tmp_path / "person.png", 3), guest, settings=SETTINGS, name="Ida")
    picture(tmp_path / "film/given/wall.png")
    heard: list[str] = []
    video = make_talk(
        tmp_path / "film.webm",
        workdir=tmp_path / "film",
        settings=SETTINGS,
        note=heard.append,
        audio=str(voice),
        screen="background",
        background="given/wall.png",
        custom_presenter=str(guest),
        music_file=str(voice),
    )
    timeline = Timeline.load(tmp_path / "film/timeline.json")
    assert video.container == "webm"
    assert not timeline.captions
    assert any("captions" in text for text in heard)
    assert {track.kind for track in timeline.mix.tracks} == {"voice", "music"}
    assert all((tmp_path / "film" / path).is_file() for path in timeline.files())
    assert timeline.assets["background"].path.startswith("background/")
    assert video.loudness == pytest.approx(-14, abs=0.5)


def test_what_cannot_be_used_is_left_out_with_a_warning(talk: tuple[Video, Path], tmp_path: Path) -> None:
    (tmp_path / "film").mkdir()
    (tmp_path / "film/broken").write_bytes(b"neither a picture nor a sound")
    heard: list[str] = []
    make_talk(
        tmp_path / "film.mp4",
        workdir=tmp_path / "film",
        settings=SETTINGS,
        note=heard.append,
        script="Hello.",
        screen="background",
        background="broken",
        music_file="broken",
    )
    assert any(text.startswith("The background was left out") for text in heard)
    assert any(text.startswith("The music was left out") for text in heard)


@pytest.mark.parametrize(
    ("wishes", "error"),
    [
        ({}, InputError),
        ({"script": "Hi.", "audio": "voice.wav"}, InputError),
        ({"script": "Hi.", "ratio": "4:3"}, InputError),
        ({"script": "Hi.", "colour": "red"}, InputError),
        ({"script": " \n"}, EmptyScript),
        ({"script": "Hi.", "presenter": "none"}, InputError),
        ({"script": "Hi.", "presenter": "nobody"}, UnknownName),
        ({"script": "Hi.", "music": "no such piece"}, UnknownName),
        ({"script": "Hi.", "language": "klingon"}, LanguageError),
    ],
)
def test_a_wrong_order_is_refused_before_anything_is_made(wishes: dict[str, str], error: type, tmp_path: Path) -> None:
    with pytest.raises(error):
        vet_talk(TalkBrief.of(**wishes))
    with pytest.raises(error):
        make_talk(tmp_path / "film.mp4", settings=SETTINGS, **wishes)
    assert not list(tmp_path.iterdir())


def test_a_missing_recording_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="recording"):
        make_talk(tmp_path / "film.mp4", settings=SETTINGS, audio="nowhere.wav")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Video, Timeline]:
    """A template filled in by hand, without a call to action, with music of one's own."""
    folder = tmp_path_factory.mktemp("filled") / "film"
    picture(folder / "given/one.png", 5)
    with av.open(str(folder / "given/open.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=15, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        rng = np.random.default_rng(4)
        wall = cv2.resize(rng.integers(40, 220, (6, 8, 3), np.uint8), (360, 240), interpolation=cv2.INTER_CUBIC)
        for number in range(20):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(wall[:, number : number + 320]), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 15)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    wishes = product_from_variables(
        "your-host",
        [
            Given(kind="text", name="name", content="Dawn Blend"),
            Given(kind="text", name="hook", content="Mornings, sorted"),
            Given(kind="script", name="script", content="Meet Dawn Blend. It is roasted on the day. Try a cup."),
            Given(kind="image", name="photo", path="given/one.png"),
            Given(kind="video", name="opening", path="given/open.mp4"),
        ],
        Brief(length=15, ratio="1:1", no_cta=True),
    )
    source = wishes.product.save(folder / "source.json")
    ledger, pace = Ledger(folder, lambda text: None), Pace(lambda step: None)
    told = {"ledger": ledger, "pace": pace, "settings": SETTINGS}
    product, script, narration = tell(str(source), folder, wishes.order, **told, note=lambda text: None)
    timeline = lay_out(product, script, narration, folder, wishes.order, **told)
    video = shoot(timeline, narration, folder, folder / "film.mp4", product=product, script=script, **told)
    return folder, video, timeline


def test_a_template_without_a_page_becomes_a_film(filled: tuple[Path, Video, Timeline]) -> None:
    folder, video, timeline = filled
    assert timeline.template == "your-host"
    assert timeline.scenes[0].layers[-1].asset == "clip-1", "the film opens on the clip that was asked for"
    words = {
        run.text
        for layer in timeline.layers()
        if layer.layer == "sprite"
        for mark in layer.marks
        if mark.mark == "text"
        for run in mark.runs
    }
    assert any("Mornings" in text for text in words)
    assert (video.width, video.height) == (162, 162)
    assert len(frames_of(folder / "film.mp4")) == timeline.frames
    spoken = " ".join(line.spoken for line in Script.load(folder / "script.json").lines)
    assert spoken == "Meet Dawn Blend. It is roasted on the day. Try a cup."
    assert Narration.load(folder / "narration.json").words


def test_without_a_call_there_is_no_button(filled: tuple[Path, Video, Timeline]) -> None:
    folder, video, timeline = filled
    assert not any(layer.role == "call_to_action" for layer in timeline.layers())
    assert not any(check.id == "C1" and "call" in " ".join(check.where) for check in video.checks)
    assert render_frame(timeline, folder, timeline.frames - 1, scale=0.1).std() > 5
