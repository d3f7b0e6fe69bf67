"""A film rendered piece by piece is the film that is rendered at once."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from pitchreel.config import Settings
from pitchreel.documents import Timeline
from pitchreel.errors import PitchreelError
from pitchreel.render import Spread, render_video


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def test_pieces_joined_are_the_film(everything: Timeline, props: Path, tmp_path: Path) -> None:
    spread = Spread(everything, props, tmp_path / "pieces", Settings(), scale=0.5)
    middle = spread.plan().frames // 2
    segments = ((0, middle), (middle, spread.plan().frames))
    loudness = spread.sound()
    heard: list[float] = []
    for index in (1, 0):
        spread.render(segments, index, progress=heard.append)
    video = spread.join(segments, loudness, tmp_path / "joined.mp4")
    whole = render_video(everything, props, tmp_path / "whole.mp4", scale=0.5, settings=Settings())
    assert (video.frames, video.width, video.duration) == (whole.frames, whole.width, whole.duration)
    assert video.loudness == pytest.approx(whole.loudness)
    one, other = pictures(tmp_path / "joined.mp4"), pictures(tmp_path / "whole.mp4")
    assert len(one) == len(other) == video.frames
    apart = max(float(np.abs(a.astype(float) - b).mean()) for a, b in zip(one, other, strict=True))
    assert apart < 2.0
    assert heard[-1] == 1.0
    assert sorted(path.name for path in (tmp_path / "pieces").iterdir()) == [
        "segment-000.mp4",
        "segment-001.mp4",
        "sound.mp4",
    ]


def test_a_piece_made_again_is_the_same_piece(everything: Timeline, props: Path, tmp_path: Path) -> None:
    spread = Spread(everything, props, tmp_path, Settings(), scale=0.25)
    first = spread.render(((0, 8), (8, 16)), 1).read_bytes()
    assert spread.render(((0, 8), (8, 16)), 1).read_bytes() == first


def test_a_missing_piece_is_an_error_and_leaves_no_film(everything: Timeline, props: Path, tmp_path: Path) -> None:
    spread = Spread(everything, props, tmp_path, Settings(), scale=0.25)
    loudness = spread.sound()
    spread.render(((0, 8), (8, 16)), 0)
    with pytest.raises(PitchreelError):
        spread.join(((0, 8), (8, 16)), loudness, tmp_path / "film.mp4")
    assert not (tmp_path / "film.mp4").exists()


def test_more_hands_get_more_pieces(everything: Timeline, props: Path, tmp_path: Path) -> None:
    last = everything.scenes[-1].model_copy(update={"end": 1800})
    long = everything.model_copy(update={"frames": 1800, "scenes": (*everything.scenes[:-1], last)})
    film = Spread(long, props, tmp_path, Settings(segment_pixels=long.width * long.height * 30))
    pieces = [len(film.cut(hands)) for hands in (1, 2, 8, 1000)]
    assert pieces[0] == 1
    assert pieces[1] > 1
    assert pieces[1] < pieces[2] < pieces[3] < 100
    assert film.cut(8)[-1][1] == 1800
