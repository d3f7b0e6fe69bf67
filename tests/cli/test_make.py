"""From a link to a film by the command line: what it writes, what it says, what it makes again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from pitchreel.documents import Narration, Product, Script, Timeline, Video

DOCUMENTS = {
    "product.json": Product,
    "script.json": Script,
    "narration.json": Narration,
    "timeline.json": Timeline,
    "video.json": Video,
}


@pytest.fixture(scope="module")
def made(shop: str, pitchreel: Callable, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    place = tmp_path_factory.mktemp("made")
    result = pitchreel("make", f"{shop}/lamp", "--length", "15", "--allow-private", "--json", cwd=place)
    assert result.code == 0, result.err
    return place, result.json()


def test_it_writes_the_film_and_all_that_goes_with_it(made: tuple[Path, dict]) -> None:
    place, report = made
    assert {entry.name for entry in place.iterdir()} == {"ad", "ad.mp4", "ad.jpg", "ad.srt", "ad.vtt"}
    assert Path(report["video"]) == place / "ad.mp4"
    assert Path(report["srt"]).read_text().startswith("1\n00:00:")
    assert Path(report["vtt"]).read_text().startswith("WEBVTT")
    for name, kind in DOCUMENTS.items():
        kind.load(place / "ad" / name)


def test_the_film_is_as_long_as_was_asked(made: tuple[Path, dict]) -> None:
    place, report = made
    assert abs(report["duration"] - 15) <= 0.75
    with av.open(str(place / "ad.mp4")) as film:
        assert film.streams.video[0].codec_context.width == 1080
        assert film.streams.video[0].codec_context.height == 1920


def test_its_own_checks_hold(made: tuple[Path, dict]) -> None:
    failed = [check for check in made[1]["checks"] if check["outcome"] == "fail"]
    assert failed == []


def test_a_bad_picture_among_good_ones_is_left_out_with_a_warning(made: tuple[Path, dict]) -> None:
    place, report = made
    product = Product.load(place / "ad" / "product.json")
    assert [item.url.rsplit("/", 1)[1] for item in product.pictures] == ["lamp-1.png", "lamp-2.png"]
    assert any("broken.png" in warning for warning in report["warnings"])


def test_nothing_that_was_said_is_missing_from_the_page(made: tuple[Path, dict]) -> None:
    from pitchreel import check_claims

    folder = made[0] / "ad"
    script = Script.load(folder / "script.json")
    assert check_claims(script, Product.load(folder / "product.json")) == ()
    assert all(line.facts for line in script.lines if line.role in {"benefit", "proof", "offer"})


def test_an_edited_script_makes_only_what_follows_from_it(
    made: tuple[Path, dict], shop: str, pitchreel: Callable
) -> None:
    place, _ = made
    folder = place / "ad"
    before = {name: (folder / name).stat().st_mtime_ns for name in DOCUMENTS}
    script = json.loads((folder / "script.json").read_text())
    script["lines"][0]["shown"] = script["lines"][0]["spoken"] = "Meet the Kite Desk Lamp."
    (folder / "script.json").write_text(json.dumps(script))
    edited = (folder / "script.json").stat().st_mtime_ns

    result = pitchreel("make", f"{shop}/lamp", "--length", "15", "--allow-private", cwd=place)

    assert result.code == 0, result.err
    after = {name: (folder / name).stat().st_mtime_ns for name in DOCUMENTS}
    assert after["product.json"] == before["product.json"]
    assert after["script.json"] == edited
    assert all(after[name] > before[name] for name in ("narration.json", "timeline.json", "video.json"))
    assert "Duration" in result.out
    assert "Taken" in result.out
    assert "Kite" in " ".join(word.text for word in Narration.load(folder / "narration.json").words[:6])


def test_a_timeline_edited_by_hand_renders(made: tuple[Path, dict], pitchreel: Callable, tmp_path: Path) -> None:
    result = pitchreel(
        "render",
        str(made[0] / "ad" / "timeline.json"),
        "--output",
        str(tmp_path / "cut.webm"),
        "--json",
        PITCHREEL_PRESET="ultrafast",
    )
    assert result.code == 0, result.err
    with av.open(str(tmp_path / "cut.webm")) as film:
        assert film.streams.video[0].codec_context.name.startswith(("vp9", "libvpx"))


def test_ctrl_c_leaves_nothing_half_written(shop: str, environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pitchreel", "make", f"{shop}/lamp", "--length", "15", "--allow-private"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if "Rendering" in line:
                break
        time.sleep(1.0)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
