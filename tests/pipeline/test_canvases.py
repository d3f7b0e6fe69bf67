"""Canvases: a film of words alone has something to show, the same each time."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from pitchreel.documents import Product
from pitchreel.documents.product import Media
from pitchreel.pipeline import Brief, Given, product_from_variables, with_canvases


def mug(*media: Media) -> Product:
    script = Given(kind="script", name="script", content="Cold tea again? This mug keeps it warm.")
    made = product_from_variables("daylight", [script], Brief(template="daylight"), name="Warm mug").product
    return made.model_copy(update={"media": media})


def pixels(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture


def test_words_alone_are_given_three_pictures(tmp_path: Path) -> None:
    found = with_canvases(mug(), tmp_path, seed=0)
    assert [(one.kind, one.role) for one in found.media] == [("picture", "gallery")] * 3
    seen = [pixels(tmp_path / str(one.path)) for one in found.media]
    assert all(picture.shape == (1600, 1600, 3) and picture.std() > 10 for picture in seen)
    assert np.abs(seen[0].astype(int) - seen[1]).mean() > 10
    assert np.abs(seen[1].astype(int) - seen[2]).mean() > 10


def test_the_same_words_are_given_the_same_pictures(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    one, other = with_canvases(mug(), tmp_path, seed=0), with_canvases(mug(), tmp_path / "again", seed=0)
    for mine, yours in zip(one.media, other.media, strict=True):
        assert (tmp_path / str(mine.path)).read_bytes() == (tmp_path / "again" / str(yours.path)).read_bytes()


def test_what_has_a_picture_stays_as_it_is(tmp_path: Path) -> None:
    shown = mug(Media(id="picture-1", kind="picture", url="https://shop.example/mug.jpg"))
    assert with_canvases(shown, tmp_path, seed=0) is shown
    assert not list(tmp_path.iterdir())
    logo = mug(Media(id="logo", kind="picture", role="logo", url="https://shop.example/logo.png"))
    assert len(with_canvases(logo, tmp_path, seed=0).media) == 4
