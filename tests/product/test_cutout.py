"""Cut-outs, measured against drawings whose true outline and colours are known."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from drawings import WHITE, Bytes, Colour, bottle, over, room, with_shadow
from PIL import Image

from pitchreel.product import cutout

DARK: Colour = (24, 26, 40)


def cut(picture: Bytes) -> Bytes | None:
    lab = cutout.to_lab(picture)
    background = cutout.find_background(lab)
    return cutout.cut_plain(picture, lab, background) if background.plain else None


def compressed(picture: Bytes, quality: int = 88) -> Bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, format="JPEG", quality=quality)
    return np.array(Image.open(out))


def gradient(size: int = 700) -> Bytes:
    y, x = np.mgrid[0:size, 0:size] / size
    light = 246 - 50 * y - 18 * (x - 0.5) ** 2
    return np.dstack([light, light, light + 4]).clip(0, 255).astype(np.uint8)


def white_bottle(cap: int) -> Bytes:
    """White on white, with a cap of some grey."""
    truth = bottle()
    truth[..., :3] = 249
    truth[:210, :, :3] = cap
    return over(truth, WHITE)


def rim(found: Bytes, truth: Bytes, ground: Colour = DARK) -> tuple[float, float]:
    """Mean and 99th percentile of the error, 0 to 255, along the edge when both stand on a ground."""
    edge = np.asarray(cv2.morphologyEx(truth[..., 3], cv2.MORPH_GRADIENT, np.ones((9, 9), np.uint8)), dtype=bool)
    off = np.abs(over(found, ground).astype(int) - over(truth, ground).astype(int)).max(axis=2)[edge]
    return float(off.mean()), float(np.percentile(off, 99))


@pytest.mark.parametrize("colour", [(30, 80, 190), (190, 40, 50), (40, 120, 70), (35, 35, 38), (230, 160, 40)])
@pytest.mark.parametrize("ground", [WHITE, (228, 226, 222), (250, 214, 60)])
def test_a_product_on_a_plain_ground_comes_off_without_a_rim(colour: Colour, ground: Colour) -> None:
    if colour == (230, 160, 40) and ground == (250, 214, 60):
        pytest.skip("too near one another")
    truth = bottle(colour)
    found = cut(compressed(over(truth, ground)))
    assert found is not None
    mean, worst = rim(found, truth)
    # Compression smears the colour of a bright yellow ground over the edge; nobody can tell what was there.
    assert mean < (10 if ground == (250, 214, 60) else 7)
    assert worst < 80


def test_edges_stay_soft() -> None:
    truth = bottle()
    found = cut(over(truth, WHITE))
    assert found is not None
    partial = (truth[..., 3] > 30) & (truth[..., 3] < 225)
    assert float(np.abs(found[..., 3].astype(int) - truth[..., 3])[partial].mean()) < 16


def test_a_studio_gradient_is_a_plain_ground() -> None:
    truth = bottle()
    found = cut(compressed(over(truth, gradient())))
    assert found is not None
    assert rim(found, truth)[0] < 6


@pytest.mark.parametrize("ground", [WHITE, (236, 234, 230)])
@pytest.mark.parametrize("colour", [(30, 80, 190), (40, 40, 44)])
def test_the_contact_shadow_stays_behind(colour: Colour, ground: Colour) -> None:
    truth = bottle(colour)
    found = cut(compressed(over(truth, with_shadow(ground, truth))))
    assert found is not None
    outside = cv2.dilate(truth[..., 3], np.ones((13, 13), np.uint8)) == 0
    assert float((found[..., 3][outside] > 30).mean()) < 0.002


def test_the_hole_of_a_handle_is_open() -> None:
    truth = bottle(handle=True)
    found = cut(compressed(over(truth, WHITE)))
    assert found is not None
    assert rim(found, truth)[0] < 6
    assert found[400, 500, 3] == truth[400, 500, 3] == 0


def test_a_white_label_with_print_is_no_hole() -> None:
    truth = bottle()
    truth[330:460, 270:420, :3] = 255
    truth[380:400, 290:400, :3] = 20
    found = cut(over(truth, WHITE))
    assert found is not None
    assert found[340, 300, 3] == 255


def test_what_is_transparent_keeps_the_products_colour_near_the_edge() -> None:
    """So that scaling by whoever reads the file cannot bring the white back."""
    found = cut(over(bottle(), WHITE))
    assert found is not None
    faint = (found[..., 3] > 0) & (found[..., 3] < 60)
    assert float(found[..., :3][faint].mean()) < 150


@pytest.mark.parametrize(
    "picture",
    [
        white_bottle(cap=249),
        white_bottle(cap=60),
        compressed(white_bottle(cap=60), 95),
        over(bottle(), room()),
        over(bottle(size=1000)[150:850, 250:950], WHITE),
        np.full((700, 700, 3), 255, np.uint8),
        room(),
    ],
    ids=[
        "white on white",
        "a dark cap",
        "a dark cap, compressed",
        "in a room",
        "cut by the frame",
        "nothing",
        "a room",
    ],
)
def test_when_unsure_it_does_not_cut(picture: Bytes) -> None:
    assert cut(picture) is None


def test_a_transparent_picture_loses_the_shadow_drawn_under_it() -> None:
    truth = bottle()
    size = truth.shape[0]
    mask = np.zeros((size, size), np.float32)
    cv2.ellipse(mask, (int(size * 0.5), int(size * 0.94)), (int(size * 0.2), int(size * 0.015)), 0, 0, 360, 0.6, -1)
    shadow = (cv2.GaussianBlur(mask, (0, 0), 6) * 255).astype(np.uint8)
    picture = truth.copy()
    picture[..., 3] = np.maximum(truth[..., 3], shadow)
    picture[truth[..., 3] == 0] *= np.array([0, 0, 0, 1], np.uint8)
    found = cutout.cut_transparent(picture)
    assert found is not None
    assert int((found[..., 3].astype(int) - truth[..., 3]).max()) <= 40
    assert np.array_equal(found[..., 3] > 220, truth[..., 3] > 220)


def test_a_picture_of_nothing_solid_is_not_cut() -> None:
    faint = bottle()
    faint[..., 3] //= 3
    assert cutout.cut_transparent(faint) is None
