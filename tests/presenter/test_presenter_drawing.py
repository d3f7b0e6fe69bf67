import itertools

import numpy as np
import pytest
from drawn import drawn, saying

from pitchreel.errors import UnknownName
from pitchreel.presenter import Pose, crop_aspect, face_region, presenters

IDS = [item.id for item in presenters()]
CROPS = ("bubble", "bust", "full")
LIVELY = [
    Pose(sway=4.4, tilt=3, yaw=1, gaze=1, breath=1, right=raised, right_hand=hand, left=raised, left_hand=hand)
    for raised, hand in itertools.product((0.35, 0.6, 1.0), ("palm", "open", "point"))
]


def box(crop, height=300):
    return round(height * crop_aspect(crop)), height


def skin_mask(picture, name):
    skin = next(item.look.skin for item in presenters() if item.id == name)
    wanted = np.array([int(skin[i : i + 2], 16) for i in (1, 3, 5)])
    return (np.abs(picture[..., :3].astype(int) - wanted).max(axis=2) < 14) & (picture[..., 3] > 250)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("crop", CROPS)
def test_a_figure_stands_on_the_bottom_and_touches_no_other_side(name, crop):
    width, height = box(crop)
    for pose in [Pose(), *LIVELY]:
        alpha = drawn(name, pose, crop, width, height)[..., 3]
        assert not alpha[0].any(), "cut at the top"
        assert not alpha[:, 0].any(), "cut at the left"
        assert not alpha[:, -1].any(), "cut at the right"
        assert alpha[-1].any(), "floats"


@pytest.mark.parametrize("crop", CROPS)
def test_around_the_figure_nothing_is_drawn(crop):
    width, height = box(crop)
    alpha = drawn("kenji", Pose(), crop, width, height)[..., 3]
    assert 0.2 < (alpha == 255).mean() < 0.8
    assert not alpha[: height // 3, : width // 8].any()


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("aspect", [None, 0.7, 1.9])
def test_the_face_lies_in_its_region(name, crop, aspect):
    height = 300
    width = round(height * (aspect or crop_aspect(crop)))
    x, y, w, h = face_region(crop, aspect)
    for pose in (Pose(), Pose(tilt=3, sway=4.4, yaw=1), saying("aa", tilt=-3, sway=-4.4, yaw=-1, nod=1)):
        mask = skin_mask(drawn(name, pose, crop, width, height), name)
        chin = round((y + h) * height)
        rows, columns = mask[:chin].nonzero()
        assert len(rows) > 200
        assert rows.min() >= y * height - 1
        assert columns.min() >= x * width - 1
        assert columns.max() <= (x + w) * width + 1
        face = mask[round(y * height) : chin, round(x * width) : round((x + w) * width)]
        assert face.mean() > 0.12


@pytest.mark.parametrize("name", IDS)
def test_a_face_at_rest_is_nearly_symmetrical(name):
    alpha = drawn(name, Pose(), "full", *box("full", 400))[..., 3] > 128
    both, either = (alpha & alpha[:, ::-1]).sum(), (alpha | alpha[:, ::-1]).sum()
    assert both / either > 0.95


@pytest.mark.parametrize("name", IDS)
def test_mouths_and_lids_are_seen_to_move(name):
    size = 200
    x, y, w, h = (round(v * size) for v in face_region("bubble"))
    mouth = np.s_[y + h * 6 // 10 : y + h, x : x + w, :3]
    eyes = np.s_[y + h * 3 // 10 : y + h * 6 // 10, x : x + w, :3]
    rest, wide, blink = (
        drawn(name, pose, "bubble", size, size).astype(int) for pose in (Pose(), saying("aa"), Pose(blink=1))
    )
    assert (np.abs(rest[mouth] - wide[mouth]).max(axis=2) > 40).sum() > 60
    assert (rest[eyes].min(axis=2) > 225).sum() > 3 * (blink[eyes].min(axis=2) > 225).sum() + 10


def test_teeth_show_on_f_and_not_on_p():
    def white(viseme):
        size = 400
        x, y, w, h = (round(v * size) for v in face_region("bubble"))
        picture = drawn("theo", saying(viseme), "bubble", size, size)
        return (picture[y + h * 6 // 10 : y + h * 9 // 10, x : x + w, :3].min(axis=2) > 225).sum()

    assert white("PP") == 0
    assert white("FF") > 40


@pytest.mark.parametrize("name", IDS)
def test_clothes_take_another_colour_and_nothing_else_does(name):
    width, height = box("bust")
    own, green = (
        drawn(name, Pose(), "bust", width, height, clothes=colour).astype(int) for colour in (None, "#1f9d4d")
    )
    changed = np.abs(own - green).max(axis=2) > 24
    assert changed[height // 2 :].mean() > 0.15
    assert not changed[: height // 3].any()


def test_a_figure_is_drawn_the_same_at_every_place_and_twice_its_size():
    small = drawn("rosa", Pose(), "bubble", 120, 120).astype(int)
    large = drawn("rosa", Pose(), "bubble", 240, 240).astype(int)
    halved = large.reshape(120, 2, 120, 2, 4).mean(axis=(1, 3))
    assert np.abs(halved - small).mean() < 1.5


def test_an_unknown_presenter_draws_nothing():
    with pytest.raises(UnknownName):
        drawn("nobody", Pose(), "bubble", 40, 40)
