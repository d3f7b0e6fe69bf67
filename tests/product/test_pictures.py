"""One picture, decoded and looked at."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from drawings import BLUE, WHITE, Bytes, bottle, encode, over, room
from PIL import Image, ImageDraw, ImageFont

from pitchreel.errors import MediaError, OutputError
from pitchreel.product.oklab import from_hex, to_oklab
from pitchreel.product.pictures import LONGEST_SIDE, Picture, examine_picture

PIXELS = 80_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def examine(folder: Path, data: bytes, pixels: int = PIXELS) -> Picture:
    (folder / "source").write_bytes(data)
    return examine_picture(str(folder / "source"), str(folder), "seen", pixels)


def read(folder: Path, name: str | None) -> Image.Image:
    assert name is not None
    with Image.open(folder / name) as picture:
        picture.load()
        return picture


def test_a_plain_photograph_is_cut_out(folder: Path) -> None:
    seen = examine(folder, encode(over(bottle(), WHITE), "JPEG", quality=90))
    assert (seen.background, seen.alpha, seen.width, seen.height) == ("plain", False, 700, 700)
    cut = read(folder, seen.cutout)
    x, y, width, height = seen.subject
    assert cut.mode == "RGBA"
    assert cut.size == (round(width * 700), round(height * 700))
    assert abs(x - 0.32) < 0.01
    assert abs(y - 0.14) < 0.01
    assert "cut-out" in seen.traits
    assert read(folder, seen.path).format == "JPEG"


def test_a_transparent_picture_keeps_its_transparency(folder: Path) -> None:
    seen = examine(folder, encode(bottle()))
    assert (seen.background, seen.alpha) == ("transparent", True)
    assert read(folder, seen.path).mode == "RGBA"
    assert seen.cutout


def test_an_idle_alpha_channel_is_dropped(folder: Path) -> None:
    opaque = np.dstack([room(), np.full((700, 700), 255, np.uint8)])
    seen = examine(folder, encode(opaque))
    assert (seen.background, seen.alpha, seen.cutout) == ("scene", False, None)


def test_the_focus_is_on_the_product(folder: Path) -> None:
    shifted = np.roll(bottle(), 180, axis=1)
    seen = examine(folder, encode(over(shifted, WHITE), "JPEG"))
    assert abs(seen.focus[0] - (0.49 + 180 / 700)) < 0.04
    assert 0.4 < seen.focus[1] < 0.7


def test_in_a_scene_the_focus_is_on_what_stands_out(folder: Path) -> None:
    ground = room() // 6 + 100
    ground[120:320, 440:640] = (250, 40, 20)
    ground[150:290:9, 460:620] = 255
    seen = examine(folder, encode(ground, "JPEG", quality=92))
    assert seen.background == "scene"
    assert abs(seen.focus[0] - 0.77) < 0.12
    assert abs(seen.focus[1] - 0.31) < 0.12
    x, y, width, height = seen.subject
    assert x <= seen.focus[0] <= x + width
    assert y <= seen.focus[1] <= y + height


def test_colours_are_those_of_the_product_and_not_of_its_ground(folder: Path) -> None:
    seen = examine(folder, encode(over(bottle(BLUE), (240, 238, 230)), "JPEG", quality=92))
    first = to_oklab(from_hex(seen.colours[0])) - to_oklab(np.array(BLUE, np.uint8))
    assert np.linalg.norm(first) < 0.12
    assert sum(seen.shares) <= 1.001
    assert list(seen.shares) == sorted(seen.shares, reverse=True)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(folder: Path, orientation: int) -> None:
    upright = room(400, 300)
    upright[:100, :100] = (255, 0, 0)
    undo = {1: [], 2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}[orientation]
    stored = Image.fromarray(upright)
    for step in undo:
        stored = stored.transpose(Image.Transpose(step))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=95, exif=exif)
    seen = examine(folder, out.getvalue())
    assert (seen.width, seen.height) == (400, 300)
    red, green, _ = read(folder, seen.path).getpixel((40, 40))  # type: ignore[misc]
    assert red > 200
    assert green < 60
    assert read(folder, seen.path).getexif().get(0x0112) is None


def test_large_pictures_come_down_and_small_ones_stay(folder: Path) -> None:
    seen = examine(folder, encode(room(3000, 1500), "JPEG"))
    assert (seen.width, seen.height, seen.original) == (LONGEST_SIDE, LONGEST_SIDE // 2, (3000, 1500))
    assert examine(folder, encode(room(300, 200), "JPEG")).width == 300


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_every_format_is_read(folder: Path, kind: str) -> None:
    assert examine(folder, encode(over(bottle(size=300), WHITE), kind)).width == 300


def as_mode(mode: str) -> bytes:
    picture = Image.fromarray(over(bottle(size=200), WHITE))
    out = io.BytesIO()
    if mode == "I;16":
        wide = np.asarray(picture.convert("L"), dtype=np.uint16) * 257
        Image.fromarray(wide).save(out, "PNG")
    elif mode == "CMYK":
        picture.convert("CMYK").save(out, "JPEG", quality=95)
    elif mode == "P+transparency":
        picture.quantize(16).save(out, "PNG", transparency=0)
    else:
        picture.convert(mode).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("mode", ["L", "LA", "1", "P", "P+transparency", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_read(folder: Path, mode: str) -> None:
    seen = examine(folder, as_mode(mode))
    assert seen.width == 200
    if mode in ("L", "I;16", "CMYK"):
        corner = read(folder, seen.path).convert("RGB").getpixel((5, 5))
        assert min(corner) > 235  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!doctype html><p>404", "no picture"),
        (b"", "no picture"),
        (b"<svg/>", "SVG"),
        (encode(room(300, 300), "JPEG")[:4000], "cannot be decoded"),
        (encode(room(300, 300))[:30000], "cannot be decoded"),
        (encode(room(40, 300)), "only 40 x 300"),
        (encode(np.full((300, 300, 3), 230, np.uint8)), "one colour"),
        (b"\x89PNG\r\n\x1a\n" + encode(room(300, 300), "JPEG"), "cannot be decoded"),
    ],
    ids=["page", "nothing", "svg", "cut jpeg", "cut png", "icon", "blank", "liar"],
)
def test_what_is_no_usable_picture_is_said_so(folder: Path, data: bytes, words: str) -> None:
    with pytest.raises(MediaError, match=words) as caught:
        examine(folder, data)
    assert caught.value.hint
    assert str(folder) not in str(caught.value)


def test_the_pixel_limit_holds_before_anything_is_decoded(folder: Path) -> None:
    with pytest.raises(MediaError, match="more than the limit"):
        examine(folder, encode(room(300, 300)), pixels=89_999)


def test_a_picture_named_otherwise_is_what_its_bytes_say(folder: Path) -> None:
    assert examine(folder, encode(room(300, 300), "WEBP")).path == "seen.jpg"


def page_of_text() -> Bytes:
    picture = Image.new("RGB", (800, 800), (250, 250, 246))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(34)
    words = ["Vulcanised rubber sole", "Machine-washable upper", "Only 210 g per shoe", "Free returns for 60 days"]
    for line in range(16):
        draw.text((60, 30 + 46 * line), f"{words[line % 4]} and {words[(line + 1) % 4]}", fill=(20, 20, 30), font=font)
    return np.asarray(picture)


def test_text_is_noticed_and_a_scene_is_not_taken_for_it(folder: Path) -> None:
    assert {"text-heavy", "infographic"} <= set(examine(folder, encode(page_of_text(), "JPEG", quality=90)).traits)
    assert examine(folder, encode(room(), "JPEG")).traits == ()
    assert examine(folder, encode(over(bottle(), WHITE), "JPEG")).traits == ("cut-out",)


def test_a_full_disk_is_an_output_error(folder: Path) -> None:
    (folder / "seen.jpg").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="No space left"):
        examine(folder, encode(room(300, 300)))
