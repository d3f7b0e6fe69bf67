"""What a frame looks like: its colours, its edges, and that it depends on its number alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pitchreel.documents.marks import Fill, Rect, Run, Text
from pitchreel.documents.timeline import Asset, ClipLayer, PictureLayer, Scene, SpriteLayer, Timeline, Transition
from pitchreel.errors import MediaError, RenderError
from pitchreel.render import render_frame
from pitchreel.render.assets import Shelf
from pitchreel.render.composer import Composer
from pitchreel.render.planes import blank, from_rgb, to_rgb

from .conftest import HEIGHT, WIDTH, box, film_of, ground, moving

GOLDEN = Path(__file__).parent / "golden"
COLOURS = ("#ff0000", "#00ff00", "#0000ff", "#ffffff", "#000000", "#808080", "#ffcc00", "#12a4d9", "#7b2d8b")


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[k : k + 2], 16) for k in (1, 3, 5))


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_come_out_as_they_went_in(colour: str, tmp_path: Path) -> None:
    plate = SpriteLayer(
        id="plate",
        start=0,
        end=30,
        box=box(20, 20, 100, 100),
        marks=(Rect(x=0, y=0, width=100, height=100, fill=Fill(colours=(colour,))),),
    )
    cv2.imwrite(str(tmp_path / "flat.png"), np.full((64, 64, 3), rgb(colour)[::-1], np.uint8))
    flat = PictureLayer(id="flat", start=0, end=30, box=box(140, 20, 100, 100), asset="flat")
    film = film_of(ground(0, 30), plate, flat, assets={"flat": Asset(kind="picture", path="flat.png")}, mix={})
    seen = render_frame(film, tmp_path, 0)
    for x in (70, 190):
        assert np.abs(seen[70, x].astype(int) - rgb(colour)).max() <= 2


def test_conversion_there_and_back_keeps_every_colour_within_two_levels() -> None:
    levels = np.arange(0, 256, 15, dtype=np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 1, 3)
    picture = cube.repeat(4, axis=0).repeat(4, axis=1)
    assert np.abs(to_rgb(from_rgb(picture)).astype(int) - picture)[1::4].max() <= 3
    assert np.abs(to_rgb(from_rgb(picture)).astype(int) - picture)[1::4].mean() <= 0.7


def test_a_frame_alone_is_the_frame_in_its_film(everything: Timeline, props: Path) -> None:
    wanted = (0, 7, 12, 29, 31, 35, 38, 45, 61, 66, 75, 89)
    composer = Composer(everything, props)
    frame = blank(*composer.size)
    seen = {}
    for number in range(everything.frames):
        composer.paint(frame, number)
        if number in wanted:
            seen[number] = frame.copy()
    for number in wanted:
        alone = Composer(everything, props)
        target = blank(*alone.size)
        alone.paint(target, number)
        for one, other in zip(target.each, seen[number].each, strict=True):
            assert np.array_equal(one, other), number


def test_words_are_as_sharp_where_they_stand_turned(props: Path) -> None:
    turned = (moving("rotation", (5, -20), (15, -8)),)
    words = SpriteLayer(
        id="words",
        start=0,
        end=30,
        box=box(40, 100, 180, 60),
        marks=(Text(x=0, y=0, width=180, height=60, runs=(Run(text="Words", size=50, colour="#ffffff"),)),),
        motions=turned,
    )
    film = film_of(ground(0, 30, "#000000", "#000000"), words)
    composer = Composer(film, props)
    frame = blank(*composer.size)
    edges = []
    for number in range(30):
        composer.paint(frame, number)
        alone = Composer(film, props)
        target = blank(*alone.size)
        alone.paint(target, number)
        assert np.array_equal(frame.y, target.y), number
        edges.append(np.abs(np.diff(frame.y.astype(int), axis=1)).max())
    assert min(edges[16:]) > max(edges[7:14])


@pytest.mark.parametrize("number", [14, 33, 52, 64, 80])
def test_golden_frames(number: int, everything: Timeline, props: Path) -> None:
    seen = render_frame(everything, props, number)
    path = GOLDEN / f"frame-{number}.png"
    if not path.exists():
        cv2.imwrite(str(path), cv2.cvtColor(seen, cv2.COLOR_RGB2BGR))
        pytest.fail(f"{path.name} was missing and has been written; look at it and commit it")
    expected = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    # The presenter has golden frames of its own; here it may change without notice.
    seen, expected = seen.copy(), expected.copy()
    seen[340:430, 10:100] = expected[340:430, 10:100] = 0
    difference = np.abs(seen.astype(int) - expected)
    assert difference.mean() < 0.6
    assert np.percentile(difference, 99.5) <= 24


def test_what_is_still_is_flattened_without_a_trace(props: Path) -> None:
    picture = PictureLayer(id="p", start=0, end=30, box=box(30, 60, 200, 200), asset="photo", radius=20)
    still = film_of(ground(0, 30), picture)
    moved = film_of(ground(0, 30), picture.model_copy(update={"motions": (moving("pan_x", (0, 0), (29, 1e-9)),)}))
    assert np.array_equal(render_frame(still, props, 3), render_frame(moved, props, 3))


def test_rounded_corners_show_the_ground_and_sides_are_straight(props: Path) -> None:
    picture = PictureLayer(id="p", start=0, end=30, box=box(40, 100, 180, 180), asset="photo", radius=40)
    with_card = render_frame(film_of(ground(0, 30, "#000000", "#000000"), picture), props, 0).astype(int)
    bare = render_frame(film_of(ground(0, 30, "#000000", "#000000")), props, 0).astype(int)
    assert np.array_equal(with_card[100:104, 40:44], bare[100:104, 40:44])
    assert (np.abs(with_card[100:280, 40:220] - bare[100:280, 40:220]).max(axis=2) > 6).mean() > 0.9
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[98:282, 38:222] = False
    assert np.array_equal(with_card[outside], bare[outside])


def test_a_photograph_shown_whole_keeps_its_shape(props: Path) -> None:
    picture = PictureLayer(id="p", start=0, end=30, box=box(20, 40, 230, 400), asset="photo", fit="contain")
    shown = render_frame(film_of(ground(0, 30, "#000000", "#000000"), picture), props, 0)
    rows, columns = np.nonzero(shown.max(axis=2) > 20)
    assert abs(np.ptp(rows) - np.ptp(columns)) <= 2


def test_a_gradient_shows_no_bands(props: Path) -> None:
    shown = render_frame(film_of(ground(0, 30, "#203050", "#263658")), props, 0)[..., 1].astype(float)
    rows = shown.mean(axis=1)
    # Rows grow by less than a level each; with noise their means follow the gradient, without it they stand in steps.
    assert np.abs(np.diff(cv2.blur(rows[:, None], (1, 31))[40:-40, 0])).max() < 0.1


@pytest.mark.parametrize(("frame", "shown_frame"), [(0, 5), (6, 10), (15, 17), (20, 21), (21, 5), (29, 11)])
def test_a_clip_is_retimed_and_loops(frame: int, shown_frame: int, props: Path) -> None:
    # From 0.2 s to 0.9 s at 25 frames a second: frame n of the clip has the level 50 + 2 n.
    layer = ClipLayer(
        id="c", start=0, end=30, box=box(30, 100, 200, 150), asset="clip", in_ms=200, out_ms=900, radius=0
    )
    shown = render_frame(film_of(ground(0, 30), layer), props, frame)
    assert np.abs(shown[175, 130].astype(int) - (50 + 2 * shown_frame)).max() <= 1


def test_a_picture_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    upright = np.zeros((80, 60, 3), np.uint8)
    upright[:30, :20] = (250, 30, 30)
    for orientation, stored in {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        Image.fromarray(np.ascontiguousarray(stored)).save(tmp_path / "p.jpg", exif=exif, quality=98, subsampling=0)
        shelf = Shelf({"p": Asset(kind="picture", path="p.jpg")}, tmp_path)
        assert shelf.picture_size("p") == (60, 80)
        assert np.abs(shelf.picture("p").astype(int) - upright).mean() < 3, orientation


@pytest.mark.parametrize("name", ["fade", "slide", "push", "wipe", "zoom"])
def test_a_transition_leads_from_the_old_scene_to_the_new(name: str, props: Path) -> None:
    red = ground(0, 15, "#c00000", "#c00000")
    blue = ground(15, 30, "#0000c0", "#0000c0")
    scenes = (
        Scene(id="a", start=0, end=15, layers=(red,)),
        Scene(id="b", start=15, end=30, transition=Transition(name=name, frames=9), layers=(blue,)),
    )
    film = film_of(scenes=scenes)
    shares = []
    for frame in range(13, 26):
        seen = render_frame(film, props, frame, scale=0.5).astype(float)
        shares.append(seen[..., 2].sum() / (seen[..., 0].sum() + seen[..., 2].sum()))
    assert shares[:2] == pytest.approx([0, 0], abs=0.02)
    assert shares[-1] == pytest.approx(1, abs=0.02)
    assert all(later >= earlier - 0.01 for earlier, later in pairwise(shares))
    assert 0.2 < shares[6] < 0.8


def test_a_layer_that_ends_with_its_scene_lasts_through_the_transition(props: Path) -> None:
    scenes = (
        Scene(id="a", start=0, end=15, layers=(ground(0, 15, "#ffffff", "#ffffff"),)),
        Scene(
            id="b",
            start=15,
            end=30,
            transition=Transition(name="push", frames=9),
            layers=(ground(15, 30, "#ffffff", "#ffffff"),),
        ),
    )
    assert render_frame(film_of(scenes=scenes), props, 19).min() > 240


def test_a_missing_picture_is_named(props: Path) -> None:
    film = film_of(
        PictureLayer(id="p", start=0, end=30, box=box(0, 0, 100, 100), asset="gone"),
        assets={"gone": Asset(kind="picture", path="media/gone.png")},
        mix={},
    )
    with pytest.raises(MediaError, match=r"media/gone\.png"):
        render_frame(film, props, 0)


@pytest.mark.parametrize("path", ["../secret.png", "/etc/hostname", "media/../../x.png"])
def test_paths_that_leave_the_folder_are_refused(path: str, props: Path) -> None:
    film = film_of(
        PictureLayer(id="p", start=0, end=30, box=box(0, 0, 100, 100), asset="far"),
        assets={"far": Asset(kind="picture", path=path)},
        mix={},
    )
    with pytest.raises(MediaError, match="leaves the folder"):
        render_frame(film, props, 0)


@pytest.mark.parametrize("bytes_", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_broken_picture_is_named(bytes_: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(bytes_)
    film = film_of(
        PictureLayer(id="p", start=0, end=30, box=box(0, 0, 100, 100), asset="bad"),
        assets={"bad": Asset(kind="picture", path="bad.png")},
        mix={},
    )
    with pytest.raises(MediaError, match=r"bad\.png"):
        render_frame(film, tmp_path, 0)


def test_a_truncated_picture_is_named(props: Path, tmp_path: Path) -> None:
    whole = (props / "media/photo.png").read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 3])
    film = film_of(
        PictureLayer(id="p", start=0, end=30, box=box(0, 0, 100, 100), asset="half"),
        assets={"half": Asset(kind="picture", path="half.png")},
        mix={},
    )
    with pytest.raises(MediaError, match=r"half\.png"):
        render_frame(film, tmp_path, 0)


def test_a_broken_clip_is_named(props: Path, tmp_path: Path) -> None:
    whole = (props / "media/clip.mp4").read_bytes()
    (tmp_path / "bad.mp4").write_bytes(whole[: len(whole) // 2])
    film = film_of(
        ClipLayer(id="c", start=0, end=30, box=box(0, 0, 100, 100), asset="bad"),
        assets={"bad": Asset(kind="clip", path="bad.mp4")},
        mix={},
    )
    with pytest.raises(MediaError, match=r"bad\.mp4"):
        render_frame(film, tmp_path, 0)


def test_a_frame_outside_the_film_is_refused(everything: Timeline, props: Path) -> None:
    with pytest.raises(RenderError, match="no frame 90"):
        render_frame(everything, props, 90)


def test_a_preview_is_the_same_film_at_a_smaller_size(everything: Timeline, props: Path) -> None:
    full, half = render_frame(everything, props, 25), render_frame(everything, props, 25, scale=0.5)
    small = cv2.resize(full, (half.shape[1], half.shape[0]), interpolation=cv2.INTER_AREA)
    assert half.shape == (240, 136, 3)
    assert np.abs(small.astype(int) - half).mean() < 5
