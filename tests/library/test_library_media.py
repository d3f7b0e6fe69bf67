"""The files behind the lists: whole, of the kind that they say, made once, and only for names that there are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import pytest

from pitchreel.config import Settings
from pitchreel.errors import OutputError, UnknownName
from pitchreel.library import creatify, jogg
from pitchreel.library.media import library_media, media_names
from pitchreel.library.samples import sentence_in, sentences
from pitchreel.voice import voices


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("library"))


def paths_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(paths_of(inner) for inner in value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*(paths_of(inner) for inner in value))
    return {value} if isinstance(value, str) and value.startswith("/files/") else set()


def test_every_address_of_a_list_has_a_file() -> None:
    listed = (
        *jogg.avatars(),
        *jogg.voices(),
        *jogg.musics(),
        *(style for ratio in (0, 1, 2) for style in jogg.visual_styles(aspect_ratio=ratio)),
        *jogg.templates(),
        *creatify.personas(),
        *creatify.voices(),
        *creatify.musics(),
    )
    paths = set().union(*(paths_of(entry.model_dump()) for entry in listed))
    assert paths == {f"/files/library/{name}" for name in media_names()}


@pytest.mark.parametrize(
    "name", ["", "avatars", "avatars/nobody-9x16.jpg", "../secret", "avatars/../../keys", "musics/gold-leaf.wav", "\0"]
)
def test_other_names_have_none(settings: Settings, name: str) -> None:
    with pytest.raises(UnknownName):
        library_media(settings, name)


def test_portraits_are_drawn_together_in_their_ratios(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        names = ["avatars/maya-9x16.jpg", "avatars/theo-16x9.jpg", "avatars/rosa-1x1.jpg", "avatars/maya-9x16.jpg"]
        found = list(pool.map(lambda name: library_media(settings, name), names))
    shapes = []
    for path, kind in found:
        assert kind == "image/jpeg"
        picture = cv2.imread(str(path))
        assert picture is not None
        assert picture.std() > 20, "somebody stands there"
        shapes.append(picture.shape[1] / picture.shape[0])
    assert shapes == pytest.approx([9 / 16, 16 / 9, 1, 9 / 16], rel=0.01)
    folder = found[0][0].parent
    assert len(list(folder.iterdir())) == 27, "all of them, and nothing left lying"
    before = found[0][0].stat()
    assert library_media(settings, names[0])[0].stat() == before, "kept, not drawn again"


@pytest.mark.parametrize("name", ["voices/en-US-ChristopherNeural.mp3", "voices/de-DE-KatjaNeural.mp3"])
def test_a_voice_is_heard(settings: Settings, name: str) -> None:
    path, kind = library_media(settings, name)
    assert kind == "audio/mpeg"
    with av.open(str(path)) as container:
        assert container.streams.audio[0].codec_context.name.startswith("mp3")
        sound = [frame.to_ndarray() for frame in container.decode(audio=0)]
    assert 1.5 < sum(piece.shape[1] for piece in sound) / 48000 < 8
    assert max(abs(piece).max() for piece in sound) > 0.1
    assert [entry.suffix for entry in path.parent.iterdir()].count(".mp3") == len(list(path.parent.iterdir()))


def test_every_language_has_its_own_sentence() -> None:
    for voice in voices():
        assert voice.language.split("-")[0] in sentences()
        assert sentence_in(voice.language)
    assert len(set(sentences().values())) == len(sentences())


def test_music_is_shipped_and_has_a_picture(settings: Settings) -> None:
    path, kind = library_media(settings, "musics/gold-leaf.ogg")
    assert kind == "audio/ogg"
    assert path.read_bytes()[:4] == b"OggS"
    one, other = (
        cv2.imread(str(library_media(settings, f"musics/{id}.jpg")[0])) for id in ("gold-leaf", "porch-light")
    )
    assert one is not None and other is not None
    assert (one != other).any()


def test_a_presenter_speaks(settings: Settings) -> None:
    path, kind = library_media(settings, "avatars/kenji-1x1.mp4")
    assert kind == "video/mp4"
    with av.open(str(path)) as container:
        assert {stream.type for stream in container.streams} == {"video", "audio"}
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    assert frames[0].shape == (480, 480)
    assert 30 < len(frames) < 200
    assert any((one != other).any() for one, other in pairwise(frames)), "the mouth moves"


def test_a_template_is_shown_by_the_demo(settings: Settings) -> None:
    path, kind = library_media(settings, "templates/midnight-16x9.jpg")
    assert kind == "image/jpeg"
    picture = cv2.imread(str(path))
    assert picture is not None
    assert picture.shape[:2] == (540, 960)
    clip, _ = library_media(settings, "templates/midnight-16x9.mp4")
    with av.open(str(clip)) as container:
        assert container.duration is not None
        assert 12 < container.duration / av.time_base < 18
        assert container.streams.video[0].codec_context.width == 480


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "home"
    blocked.write_text("not a folder")
    with pytest.raises(OutputError, match="PITCHREEL_HOME"):
        library_media(Settings(home=blocked), "musics/gold-leaf.jpg")
