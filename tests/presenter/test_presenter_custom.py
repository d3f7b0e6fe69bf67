"""Presenters of the user's own: made ready once, from a clip or a photograph."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from drawn import drawn
from numpy.typing import NDArray

from pitchreel.config import Settings
from pitchreel.errors import MediaError
from pitchreel.presenter import CustomPresenter, Pose, prepare_presenter
from pitchreel.presenter.custom import DOCUMENT


def portrait(width: int, height: int, tilt: float = 0.0) -> NDArray[np.uint8]:
    """Somebody drawn before a patterned wall, as RGB."""
    rng = np.random.default_rng(7)
    wall = cv2.resize(rng.integers(120, 190, (9, 9, 3), np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)
    side = int(0.9 * min(width, height))
    person = drawn("clara", Pose(tilt=tilt), "bust", side, side).astype(np.float32)
    x, y = (width - side) // 2, height - side
    alpha = person[..., 3:] / 255
    part = wall[y:, x : x + side]
    part[:] = (part * (1 - alpha) + person[..., :3] * alpha).astype(np.uint8)
    return wall


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photograph and a clip with sound."""
    folder = tmp_path_factory.mktemp("people")
    cv2.imwrite(str(folder / "photo.jpg"), portrait(900, 1200)[..., ::-1])
    with av.open(str(folder / "clip.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=15, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuv420p"
        sound = container.add_stream("aac", rate=48000, layout="mono")
        for number in range(18):
            frame = av.VideoFrame.from_ndarray(portrait(640, 480, 2 * np.sin(number / 3)), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 15)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        tone = av.AudioFrame.from_ndarray(np.zeros((1, 48000), np.float32), format="fltp", layout="mono")
        tone.sample_rate = 48000
        container.mux(sound.encode(tone))
        container.mux(sound.encode(None))
    return folder


def test_a_photograph_is_kept_with_its_face(files: Path, tmp_path: Path) -> None:
    made = prepare_presenter(files / "photo.jpg", tmp_path, settings=Settings(), name="Ada")
    assert made == CustomPresenter.load(tmp_path / DOCUMENT)
    assert (made.type, made.name, made.width, made.height) == ("photo", "Ada", 900, 1200)
    assert made.face is not None
    assert abs(made.focus.x - 0.5) < 0.08
    assert 0.3 < made.focus.y < 0.7
    cover = cv2.imread(str(tmp_path / made.cover))
    assert cover.shape[0] == cover.shape[1] >= 200
    assert all((tmp_path / name).is_file() for name in made.files())


def test_a_clip_is_made_over_without_its_sound(files: Path, tmp_path: Path) -> None:
    made = prepare_presenter(files / "clip.mp4", tmp_path, settings=Settings())
    assert made.type == "clip"
    assert abs(made.duration_ms - 1200) < 120
    with av.open(str(tmp_path / made.media)) as container:
        assert not container.streams.audio
        assert container.streams.video[0].codec_context.name == "h264"
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {DOCUMENT, made.media, made.cover}, "nothing else is left behind"


def test_content_decides_and_not_the_name(files: Path, tmp_path: Path) -> None:
    source = tmp_path / "photo.mp4"
    source.write_bytes((files / "photo.jpg").read_bytes())
    assert prepare_presenter(source, tmp_path / "made", settings=Settings()).type == "photo"


def test_where_no_face_is_found_the_upper_middle_is_framed(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    noise = cv2.resize(rng.integers(0, 255, (20, 20, 3), np.uint8), (400, 600), interpolation=cv2.INTER_NEAREST)
    cv2.imwrite(str(tmp_path / "wall.png"), noise)
    made = prepare_presenter(tmp_path / "wall.png", tmp_path / "made", settings=Settings())
    assert made.face is None
    assert (made.focus.x, made.focus.y) == (0.5, 0.36)
    assert made.warnings


@pytest.mark.parametrize("content", [b"", b"GIF89a broken", b"\x00\x00\x00\x18ftypmp42broken", b"<svg></svg>" * 9])
def test_what_cannot_be_used_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(MediaError):
        prepare_presenter(tmp_path / "file", tmp_path / "made", settings=Settings())
    assert not (tmp_path / "made" / DOCUMENT).exists()
