"""Films with transparency: what is seen keeps its colour, what is not is not there."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from pitchreel.documents.marks import Fill, Rect
from pitchreel.documents.timeline import PresenterLayer, SpriteLayer, Timeline
from pitchreel.errors import OutputError
from pitchreel.render import render_video
from pitchreel.render.composer import Composer
from pitchreel.render.planes import blank, to_rgb
from pitchreel.render.transparency import SeeThrough

from .conftest import HEIGHT, WIDTH, box, film_of, moving

RED = "#d02040"


def clear_film(frames: int = 30) -> Timeline:
    """A red plate, one of half its strength, and a presenter; nothing behind them."""
    plate = SpriteLayer(
        id="plate",
        start=0,
        end=frames,
        box=box(20, 40, 100, 80),
        marks=(Rect(x=0, y=0, width=100, height=80, fill=Fill(colours=(RED,))),),
        motions=(moving("x", (0, 0.0), (frames, 60.0)),),
    )
    half = SpriteLayer(
        id="half",
        start=0,
        end=frames,
        box=box(160, 40, 80, 80),
        marks=(Rect(x=0, y=0, width=80, height=80, fill=Fill(colours=(f"{RED}80",))),),
    )
    person = PresenterLayer(id="person", start=0, end=frames, box=box(35, 220, 200, 260), presenter="maya", crop="bust")
    return film_of(plate, half, person, frames=frames, alpha=True)


def decoded(path: Path) -> list[list[NDArray[np.uint8]]]:
    """The planes of every frame as libvpx gives them, alpha last."""
    found = []
    with av.open(str(path)) as container:
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        for packet in container.demux(container.streams.video[0]):
            for frame in decoder.decode(packet if packet.dts is not None else None):
                assert frame.format.name == "yuva420p"
                planes = [np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size) for plane in frame.planes]
                found.append([plane[:, : frame.width].copy() for plane in planes])
    return found


def test_alpha_and_colour_come_from_two_grounds(props: Path) -> None:
    target, alpha = blank(WIDTH, HEIGHT), np.empty((HEIGHT, WIDTH), np.uint8)
    SeeThrough(Composer(clear_film(), props)).paint(target, alpha, 0)
    rgb = to_rgb(target)
    assert (alpha[60:100, 30:110] == 255).all()
    assert (alpha[150:200] == 0).all()
    assert np.abs(alpha[60:100, 170:230].astype(int) - 128).max() <= 2
    for x in (70, 200):
        assert np.abs(rgb[80, x].astype(int) - (0xD0, 0x20, 0x40)).max() <= 6, "a colour is not dimmed by its alpha"
    assert np.abs(rgb[80, 14].astype(int) - (0xD0, 0x20, 0x40)).max() <= 8, "colours go on where nothing is seen"


def test_a_webm_carries_alpha_over_segments(props: Path, tmp_path: Path) -> None:
    video = render_video(clear_film(60), props, tmp_path / "clear.webm", processes=2)
    frames = decoded(tmp_path / "clear.webm")
    assert len(frames) == video.frames == 60
    for number, x in ((0, 70), (59, 128)):
        alpha = frames[number][3]
        assert alpha[80, x] > 245
        assert alpha[180, 20] < 10
        assert alpha[470, 135] > 245, "the presenter is there"
    assert frames[0][3][80, 128] < 10, "the plate has not come yet"
    with av.open(str(tmp_path / "clear.webm")) as container:
        assert container.streams.video[0].metadata["alpha_mode"] == "1"
        assert container.streams.audio[0].codec_context.name in ("opus", "libopus")


def test_an_mp4_says_that_it_cannot(props: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="transparency"):
        render_video(clear_film(), props, tmp_path / "clear.mp4")
    assert not (tmp_path / "clear.mp4").exists()
