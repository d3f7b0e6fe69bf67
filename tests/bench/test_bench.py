"""The benchmark measures what it says, on a storyboard that stays the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pitchreel.bench import Bench, Limit, Rendering, Run
from pitchreel.bench.measure import compare, film
from pitchreel.bench.props import draw_picture, make_props
from pitchreel.bench.storyboard import FPS, MUSIC, PICTURES, build, load
from pitchreel.documents.timeline import Box, Timeline
from pitchreel.music import tracks


def test_the_storyboard_is_the_film_that_is_promised() -> None:
    board = load()
    assert (board.width, board.height, board.fps, board.frames) == (1080, 1920, 30, 15 * FPS)
    assert sum(asset.kind == "picture" for asset in board.assets.values()) == PICTURES == 5
    assert board.captions
    assert board.performance is not None
    assert {layer.role for layer in board.layers()} >= {"product", "headline", "badge", "presenter"}
    assert {track.kind for track in board.mix.tracks} == {"voice", "music"}


def test_the_committed_storyboard_is_the_one_that_is_built() -> None:
    # How a presenter acts may be tuned without making another storyboard of it.
    apart = {"performance", "captions"}
    assert load().model_dump(exclude=apart) == build().model_dump(exclude=apart)


def test_its_music_is_shipped_and_its_pictures_are_always_the_same() -> None:
    assert MUSIC in {track.id for track in tracks()}
    assert np.array_equal(draw_picture(1), draw_picture(1))


def small() -> Timeline:
    """One shot of the storyboard, cut down to a corner of it."""
    board = build(1)
    corner = Box(x=0, y=0, width=240, height=320)
    return board.model_copy(update={"width": 240, "height": 320, "safe": corner})


def test_rendering_is_compared_with_encoding_the_same_frames(tmp_path: Path) -> None:
    make_props(tmp_path, 1)
    told: list[str] = []
    (run,) = compare(small(), tmp_path, 1, told.append)
    assert run.cpu > run.alone_cpu > 0
    assert run.wall > 0
    assert run.alone_wall > 0
    assert "render" in told[0]


def test_a_preview_is_measured_at_its_size(tmp_path: Path) -> None:
    make_props(tmp_path, 1)
    made, cost = film(build(1), tmp_path, tmp_path / "p.mp4", preview=True)
    assert (made.video.width, made.video.height, made.video.fps) == (360, 640, 15)
    assert cost.cpu > 0


def test_the_figures_are_medians_and_limits_are_told() -> None:
    runs = tuple(
        Run(wall=wall, cpu=2 * wall, alone_wall=1, alone_cpu=2, alone="two processes") for wall in (1.0, 1.2, 9.0)
    )
    rendering = Rendering(name="with presenter", runs=runs)
    assert (rendering.wall_ratio, rendering.cpu_ratio) == (1.2, 1.2)
    limits = (Limit(name="wall", value=1.2, limit=1.3), Limit(name="memory", value=500, limit=450, unit="MB"))
    text = Bench(machine="here", quick=False, renderings=(rendering,), limits=limits, stages={}).text()
    assert "ratio 1.20 wall" in text
    assert [line.split()[-1] for line in text.splitlines()[-2:]] == ["ok", "OVER"]
