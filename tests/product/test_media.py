"""From links to files: what is fetched, kept, left out and said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from campaigns import media as broken_files
from drawings import BLUE, WHITE, Bytes, bottle, clip, encode, moving, over, room
from loopback import Server, response
from PIL import Image

from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.documents.product import Fact, Media, Palette, Point
from pitchreel.errors import NoMedia, OutputError
from pitchreel.product import gather_media

SHOP = Path(__file__).parents[2] / ".." / "shared" / "shop"
RED, GREEN = (200, 40, 40), (40, 140, 70)


def product(*media: Media, **fields: Any) -> Product:
    return Product(facts=(Fact(id="name", kind="name", text="Mug"),), media=media, **fields)


def gather(wanted: Product, folder: Path, **options: Any) -> Product:
    base = options.pop("base", None)
    return gather_media(wanted, folder, settings=Settings(allow_private=True, **options), base=base)


def served(**files: bytes) -> Server:
    return Server({f"/{name}": response(data) for name, data in files.items()})


def picture(server: Server, name: str, number: int = 1, **fields: Any) -> Media:
    return Media(id=f"picture-{number}", kind="picture", url=server.url(f"/{name}"), **fields)


def photo(colour: tuple[int, int, int] = BLUE, size: int = 600) -> Bytes:
    return over(bottle(colour, size), WHITE)


def test_pictures_are_fetched_looked_at_and_kept_in_order(tmp_path: Path) -> None:
    with served(a=encode(photo(BLUE), "JPEG"), b=encode(room(), "JPEG"), c=encode(bottle(RED, 600))) as server:
        wanted = product(
            picture(server, "a", 1, description="From the side"), picture(server, "b", 2), picture(server, "c", 3)
        )
        got = gather(wanted, tmp_path)
    assert [item.id for item in got.pictures] == ["picture-1", "picture-2", "picture-3"]
    assert [item.background for item in got.pictures] == ["plain", "scene", "transparent"]
    assert got.pictures[0].description == "From the side"
    for item in got.pictures:
        assert item.path is not None
        with Image.open(tmp_path / item.path) as file:
            assert file.size == (item.width, item.height)
    assert got.pictures[0].cutout == "media/picture-1-cutout.png"
    assert (tmp_path / "media" / "picture-1-cutout.png").exists()
    assert got.palette is not None
    assert got.warnings == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media"]
    assert not list((tmp_path / "media").glob(".*"))


def test_the_document_survives_json(tmp_path: Path) -> None:
    with served(a=encode(photo(), "JPEG"), b=clip(moving(20))) as server:
        got = gather(product(picture(server, "a"), Media(id="clip-1", kind="clip", url=server.url("/b"))), tmp_path)
    assert Product.parse(got.dump()) == got


def test_one_bad_picture_is_left_out_with_a_warning(tmp_path: Path) -> None:
    with served(
        a=encode(photo(), "JPEG"), b=b"<html>no such picture</html>", c=encode(room(), "JPEG")[:2000]
    ) as server:
        wanted = product(
            picture(server, "b", 1), picture(server, "a", 2), picture(server, "c", 3), picture(server, "d", 4)
        )
        got = gather(wanted, tmp_path)
        assert [item.id for item in got.pictures] == ["picture-2"]
        assert len(got.warnings) == 3
        assert f"picture-1 ({server.url('/b')}) was left out: the file is no picture that can be read" in got.warnings
        assert "404" in got.warnings[2]


def test_a_product_of_one_clip_and_no_picture_works(tmp_path: Path) -> None:
    with served(a=clip(moving(40))) as server:
        got = gather(product(Media(id="clip-1", kind="clip", url=server.url("/a"))), tmp_path)
    (item,) = got.clips
    assert (item.path, item.poster) == ("media/clip-1.mp4", "media/clip-1.jpg")
    assert item.duration_ms > 3000
    assert item.stretch_ms is not None
    assert got.palette is not None


def test_a_product_without_media_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoMedia, match="Mug has no image or video") as caught:
        gather(product(), tmp_path)
    assert caught.value.hint


def test_a_product_whose_media_are_all_bad_says_why(tmp_path: Path) -> None:
    with served(a=b"nothing") as server, pytest.raises(NoMedia, match="no picture that can be read"):
        gather(product(picture(server, "a")), tmp_path)


def test_a_logo_alone_is_no_media(tmp_path: Path) -> None:
    with served(a=encode(bottle(RED, 200))) as server, pytest.raises(NoMedia):
        gather(product(Media(id="logo", kind="picture", role="logo", url=server.url("/a"))), tmp_path)


def test_doubles_are_dropped_and_the_larger_copy_stays_in_place(tmp_path: Path) -> None:
    files = {
        "small": encode(photo(BLUE, 500), "JPEG", quality=70),
        "other": encode(room(seed=4), "JPEG"),
        "large": encode(photo(BLUE, 900), "WEBP", quality=90),
    }
    with served(**files) as server:
        wanted = product(picture(server, "small", 1), picture(server, "other", 2), picture(server, "large", 3))
        got = gather(wanted, tmp_path)
    assert [item.id for item in got.pictures] == ["picture-3", "picture-2"]
    assert not list((tmp_path / "media").glob("picture-1*"))


def test_facts_and_words_of_a_double_go_to_the_one_that_is_kept(tmp_path: Path) -> None:
    files = {"small": encode(photo(BLUE, 500), "JPEG", quality=70), "large": encode(photo(BLUE, 900), "JPEG")}
    fact = Fact(id="feature-1", kind="feature", text="Soft", media=("picture-1", "picture-2"))
    with served(**files) as server:
        wanted = product(picture(server, "small", 1, description="The side"), picture(server, "large", 2))
        got = gather(wanted.model_copy(update={"facts": (*wanted.facts, fact)}), tmp_path)
    assert got.features[0].media == ("picture-2",)
    assert got.pictures[0].description == "The side"


def test_a_picture_that_the_product_fills_is_a_close_up(tmp_path: Path) -> None:
    woven = bottle(BLUE, 900)[420:780, 320:560, :3].copy()
    woven[::7, :, :] //= 2
    woven[:, ::90, :] = WHITE
    with served(a=encode(photo(), "JPEG"), b=encode(woven, "JPEG", quality=95), c=encode(room(), "JPEG")) as server:
        got = gather(product(*(picture(server, name, number) for number, name in enumerate("abc", 1))), tmp_path)
    assert ["close-up" in item.traits for item in got.pictures] == [False, True, False]


def test_another_colour_of_the_same_thing_is_no_double(tmp_path: Path) -> None:
    with served(a=encode(photo(BLUE), "JPEG"), b=encode(photo(GREEN), "JPEG"), c=encode(photo(RED), "JPEG")) as server:
        got = gather(product(*(picture(server, name, number) for number, name in enumerate("abc", 1))), tmp_path)
    assert len(got.pictures) == 3


def test_the_same_address_is_fetched_once(tmp_path: Path) -> None:
    with served(a=encode(photo(), "JPEG")) as server:
        gather(product(picture(server, "a", 1), picture(server, "a", 2)), tmp_path)
        assert len(server.requests) == 1


def test_thumbnails_are_left_out_beside_real_pictures(tmp_path: Path) -> None:
    with served(a=encode(room(120, 90), "JPEG"), b=encode(photo(), "JPEG")) as server:
        got = gather(product(picture(server, "a", 1), picture(server, "b", 2)), tmp_path)
    assert [item.id for item in got.pictures] == ["picture-2"]


def test_no_more_than_the_settings_say_are_fetched(tmp_path: Path) -> None:
    files = {f"p{number}": encode(room(seed=number), "JPEG") for number in range(5)}
    with served(**files) as server:
        got = gather(product(*(picture(server, name, n) for n, name in enumerate(files, 1))), tmp_path, pictures=2)
        assert len(got.pictures) == len(server.requests) == 2


def test_facts_forget_media_that_are_gone(tmp_path: Path) -> None:
    with served(a=encode(photo(), "JPEG")) as server:
        fact = Fact(id="feature-1", kind="feature", text="Soft", media=("picture-2", "picture-1"))
        wanted = product(picture(server, "a", 1), picture(server, "gone", 2))
        got = gather(wanted.model_copy(update={"facts": (*wanted.facts, fact)}), tmp_path)
    assert got.features[0].media == ("picture-1",)


def test_files_beside_a_document_made_by_hand_are_used(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "mug.png").write_bytes(encode(photo()))
    wanted = product(Media(id="picture-1", kind="picture", url="", path="pictures/mug.png"))
    got = gather(wanted, tmp_path / "ad", base=tmp_path)
    assert got.pictures[0].path == "media/picture-1.jpg"
    assert (tmp_path / "ad" / "media" / "picture-1.jpg").exists()


@pytest.mark.parametrize("path", ["../secret.png", "/etc/passwd", "pictures/../../secret.png", "link.png", "none.png"])
def test_files_elsewhere_are_not(tmp_path: Path, path: str) -> None:
    base = tmp_path / "documents"
    base.mkdir()
    (tmp_path / "secret.png").write_bytes(encode(photo()))
    (base / "link.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(NoMedia, match="no such file"):
        gather(product(Media(id="picture-1", kind="picture", url="", path=path)), tmp_path / "ad", base=base)


def test_gathering_again_keeps_what_a_person_changed(tmp_path: Path) -> None:
    with served(a=encode(photo(), "JPEG")) as server:
        first = gather(product(picture(server, "a")), tmp_path)
    changed = first.pictures[0].model_copy(update={"focus": Point(x=0.1, y=0.2), "cutout": None, "description": "Mine"})
    palette = Palette(
        treatment="dark", ground="#000000", ground_2="#111111", ink="#ffffff", accent="#ff0000", on_accent="#000000"
    )
    edited = first.model_copy(update={"media": (changed,), "palette": palette})
    again = gather(edited, tmp_path)  # the server is gone: the files are read
    assert (again.pictures[0].focus.x, again.pictures[0].cutout, again.pictures[0].description) == (0.1, None, "Mine")
    assert again.palette == palette


def test_strange_ids_make_no_strange_files(tmp_path: Path) -> None:
    with served(a=encode(photo(), "JPEG"), b=encode(room(), "JPEG")) as server:
        media = [
            Media(id=name, kind="picture", url=server.url(f"/{f}")) for name, f in (("../../x", "a"), ("../../x", "b"))
        ]
        got = gather(product(*media), tmp_path / "ad")
    assert len({item.path for item in got.pictures}) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["ad"]


def test_the_logos_hue_leads_and_a_photograph_is_no_logo(tmp_path: Path) -> None:
    logo = bottle(RED, 300)
    with served(a=encode(photo(BLUE), "JPEG"), logo=encode(logo), banner=encode(room(900, 200), "JPEG")) as server:
        with_logo = gather(
            product(picture(server, "a"), Media(id="logo", kind="picture", role="logo", url=server.url("/logo"))),
            tmp_path,
        )
        banner = Media(id="logo", kind="picture", role="logo", url=server.url("/banner"))
        without = gather(product(picture(server, "a"), banner), tmp_path)
    assert with_logo.palette is not None
    assert with_logo.palette.source == "logo"
    assert with_logo.logo is not None
    assert without.palette is not None
    assert (without.palette.source, without.logo) == ("picture", None)


def test_progress_rises_to_one(tmp_path: Path) -> None:
    steps: list[float] = []
    with served(a=encode(photo(), "JPEG"), b=encode(room(), "JPEG")) as server:
        settings = Settings(allow_private=True)
        gather_media(
            product(picture(server, "a"), picture(server, "b", 2)), tmp_path, settings=settings, progress=steps.append
        )
    assert steps == sorted(steps)
    assert steps[-1] == 1


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "ad").write_text("a file, not a folder")
    with served(a=encode(photo(), "JPEG")) as server, pytest.raises(OutputError):
        gather(product(picture(server, "a")), tmp_path / "ad")


def test_too_large_a_file_is_left_out(tmp_path: Path) -> None:
    with served(a=encode(room(), "JPEG"), b=encode(photo(), "JPEG", quality=60)) as server:
        limit = len(encode(photo(), "JPEG", quality=60)) + 1000
        got = gather(product(picture(server, "a", 1), picture(server, "b", 2)), tmp_path, picture_bytes=limit)
    assert [item.id for item in got.pictures] == ["picture-2"]


def test_a_picture_that_takes_too_long_costs_only_itself(tmp_path: Path) -> None:
    bomb = broken_files.BOMBS["png 30,000 x 30,000"]()
    with served(a=bomb, b=encode(photo(), "JPEG")) as server:
        wanted = product(picture(server, "a", 1), picture(server, "b", 2))
        got = gather(wanted, tmp_path, picture_pixels=2_000_000_000, child_seconds=1)
    assert [item.id for item in got.pictures] == ["picture-2"]
    assert "picture-1" in got.warnings[0]


def test_broken_files_and_bombs_end_in_a_result_or_an_error(tmp_path: Path) -> None:
    result = broken_files.run(60, 1, tmp_path)
    assert result["failures"] == []
    assert result["outcomes"]["read"] > 3
    assert result["outcomes"]["refused"] > 30


@pytest.mark.skipif(not SHOP.is_dir(), reason="the test shop is not beside the project")
def test_the_shops_pictures_come_out_clean(tmp_path: Path) -> None:
    names = ["blue-plimsolls-1.png", "parrot-cushion.jpg", "cushion-blue.webp", "groceries.jpg"]
    with Server({f"/{name}": response((SHOP / "images" / name).read_bytes()) for name in names}) as server:
        got = gather(product(*(picture(server, name, n) for n, name in enumerate(names, 1))), tmp_path)
    assert [item.background for item in got.pictures] == ["transparent", "plain", "transparent", "scene"]
    assert [item.cutout is not None for item in got.pictures] == [True, True, True, False]
