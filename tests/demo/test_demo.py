"""The demo shop: drawn, served, read and gathered like any other."""

from __future__ import annotations

import urllib.parse
import urllib.request
from pathlib import Path

import numpy as np
import pytest

from pitchreel.config import Settings
from pitchreel.demo import serve_demo
from pitchreel.demo.pictures import SHOTS, render_shot
from pitchreel.documents import Product
from pitchreel.product import fetch_product, gather_media


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def gathered(home: Path) -> Product:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PITCHREEL_HOME", str(home))
        with serve_demo() as url:
            settings = Settings(allow_hosts=urllib.parse.urlsplit(url).netloc)
            return gather_media(fetch_product(url, settings=settings), home / "ad", settings=settings)


def test_the_page_reads_as_a_whole_product(gathered: Product) -> None:
    summary = gathered.summary()
    assert (summary["price"], summary["list_price"], summary["currency"]) == (64.0, 79.0, "USD")
    assert (summary["rating"], summary["review_count"]) == (4.8, 1312)
    assert len(summary["features"]) == 6
    assert summary["shipping"]
    assert summary["guarantee"]
    assert gathered.warnings == ()


def test_its_media_are_varied(gathered: Product) -> None:
    assert [item.background for item in gathered.pictures] == ["transparent", "scene", "plain", "plain", "scene"]
    assert sum(item.cutout is not None for item in gathered.pictures) == 3
    assert all(min(item.width, item.height) >= 1080 for item in gathered.pictures)
    (clip,) = gathered.clips
    assert 4000 <= clip.duration_ms <= 6000
    assert gathered.palette is not None


def test_what_was_drawn_is_kept_and_served_again(
    gathered: Product, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITCHREEL_HOME", str(home))
    (kept,) = (home / "demo").iterdir()
    before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    with serve_demo() as url, urllib.request.urlopen(url.rsplit("/", 1)[0] + "/two-mugs.jpg") as answer:
        assert answer.read(3) == b"\xff\xd8\xff"
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == before


def test_leaving_at_once_leaves_nothing_half_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITCHREEL_HOME", str(tmp_path))
    with serve_demo() as url, urllib.request.urlopen(url) as answer:
        assert b"Morrow" in answer.read()
    left = list((tmp_path / "demo").iterdir())
    assert all(not path.name.startswith(".") for path in left)


def test_a_home_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("a file")
    monkeypatch.setenv("PITCHREEL_HOME", str(tmp_path / "home"))
    with serve_demo() as url, urllib.request.urlopen(url) as answer:
        assert answer.status == 200


def test_drawing_is_the_same_every_time() -> None:
    mugs = next(shot for shot in SHOTS if shot.file == "two-mugs.jpg")
    assert np.array_equal(render_shot(mugs), render_shot(mugs))
