"""Slow moves are smooth: what is sampled lies where it should to a small part of a pixel."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitchreel.documents.timeline import Asset, PictureLayer
from pitchreel.render import render_frame
from pitchreel.render.geometry import Affine
from pitchreel.render.planes import Planes
from pitchreel.render.resampling import PAD, padded, resample, use_fast_resizing

from .conftest import box, film_of, ground, moving


def ramp(width: int, height: int) -> np.ndarray:
    """A picture that is a smooth hill, so that a shift of a hundredth of a pixel can be measured."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return (128 + 100 * np.sin(x / 23.0) * np.cos(y / 31.0)).round().astype(np.uint8)


@given(
    scale=st.floats(0.8, 1.9),
    x=st.floats(-40, 40),
    y=st.floats(-40, 40),
)
@settings(max_examples=60, deadline=None)
def test_sampling_by_rows_and_columns_lies_where_a_warp_would(scale: float, x: float, y: float) -> None:
    use_fast_resizing()
    plane = ramp(300, 300)
    source = padded(Planes(plane, plane[:150, :150].copy(), plane[:150, :150].copy())).y
    path = Affine(scale, 0, x, 0, scale, y)
    shape = (160, 180)
    seen = resample(source, path, shape).astype(float)
    back = path.inverse().pixels()
    back[:, 2] += PAD
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    exact = cv2.warpAffine(source.astype(np.float32), back, shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
    # The hill rises by at most 4.4 levels a pixel: its mean error in levels bounds the error in place.
    assert np.abs(seen - exact).mean() < 0.5
    assert np.abs(seen - exact).max() <= 2


def centre_of(picture: np.ndarray) -> tuple[float, float]:
    weight = np.clip(picture[..., 1].astype(float) - 12, 0, None)
    rows, columns = np.indices(weight.shape)
    return float((weight * columns).sum() / weight.sum()), float((weight * rows).sum() / weight.sum())


@pytest.fixture
def dot(tmp_path: Path) -> Path:
    picture = np.zeros((400, 400, 3), np.uint8)
    middle = round(199.5 * 16)
    cv2.circle(picture, (middle, middle), 60 * 16, (255, 255, 255), -1, cv2.LINE_AA, shift=4)
    cv2.imwrite(str(tmp_path / "dot.png"), cv2.GaussianBlur(picture, (0, 0), 6))
    return tmp_path


@pytest.mark.parametrize("name", ["pan", "box", "turned"])
def test_a_slow_move_has_no_steps(name: str, dot: Path) -> None:
    motions = {
        "pan": (moving("pan_x", (0, -0.02), (29, 0.02)), moving("zoom", (0, 1.25), (29, 1.25))),
        "box": (moving("x", (0, 0), (29, 7.3)),),
        "turned": (moving("x", (0, 0), (29, 7.3)), moving("rotation", (0, 4), (29, 4))),
    }[name]
    layer = PictureLayer(id="dot", start=0, end=30, box=box(40, 100, 180, 180), asset="dot", motions=motions)
    film = film_of(
        ground(0, 30, "#000000", "#000000"), layer, assets={"dot": Asset(kind="picture", path="dot.png")}, mix={}
    )
    places = [centre_of(render_frame(film, dot, frame))[0] for frame in range(0, 30, 3)]
    steps = [later - earlier for earlier, later in pairwise(places)]
    wanted = 7.3 / 29 * 3 if name != "pan" else 0.04 * 180 / 29 * 3
    assert max(abs(step - wanted) for step in steps) < 0.06


def test_a_zoom_stays_about_its_focus(dot: Path) -> None:
    layer = PictureLayer(
        id="dot", start=0, end=30, box=box(40, 100, 180, 180), asset="dot", motions=(moving("zoom", (0, 1), (29, 1.3)),)
    )
    film = film_of(
        ground(0, 30, "#000000", "#000000"), layer, assets={"dot": Asset(kind="picture", path="dot.png")}, mix={}
    )
    for frame in range(0, 30, 3):
        x, y = centre_of(render_frame(film, dot, frame))
        assert (x + 0.5, y + 0.5) == pytest.approx((130, 190), abs=0.06)
