"""What goes wrong ends in one clear message with what to do, its exit code, and nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

CASES = [
    ("http://127.0.0.1:9/nothing", [], 3),
    ("{shop}/gone", [], 3),
    ("{shop}/forbidden", [], 3),
    ("{shop}/huge", [], 3),
    ("{shop}/robot", [], 4),
    ("{shop}/bare", [], 4),
    ("{shop}/all-broken", [], 4),
    ("{shop}/empty", [], 4),
    ("ftp://shop.example/lamp", [], 2),
    ("missing.json", [], 2),
    ("{shop}/lamp", ["--script", "  "], 2),
    ("{shop}/lamp", ["--script", "@missing.txt"], 2),
    ("{shop}/lamp", ["--language", "xx"], 2),
    ("{shop}/lamp", ["--style", "Fullscream"], 2),
    ("{shop}/lamp", ["--template", "nine hundred"], 2),
    ("{shop}/lamp", ["--script-style", "Shouting"], 2),
    ("{shop}/lamp", ["--voice", "nobody"], 2),
    ("{shop}/lamp", ["--avatar", "nobody"], 2),
    ("{shop}/lamp", ["--music", "silence of the lambs"], 2),
    ("{shop}/lamp", ["--length", "17"], 2),
    ("{shop}/lamp", ["--ratio", "4:3"], 2),
    ("{shop}/lamp", ["--output", "ad.gif"], 2),
    ("{shop}/lamp", ["--output", "/proc/ad.mp4"], 7),
]


@pytest.mark.parametrize(("source", "options", "code"), CASES, ids=lambda value: str(value)[:40])
def test_one_clear_message(
    source: str, options: list[str], code: int, shop: str, pitchreel: Callable, tmp_path: Path
) -> None:
    words = ["make", source.format(shop=shop), "--length", "15", "--allow-private", *options]
    result = pitchreel(*words, "--quiet", cwd=tmp_path)
    assert result.code == code, result.err
    assert "Traceback" not in result.err
    said = [line for line in result.err.splitlines() if line.strip()]
    assert said[-2].startswith("Error:") or said[-1].startswith("Error:"), result.err
    assert list(tmp_path.iterdir()) == []


def test_a_private_address_is_refused_unless_allowed(shop: str, pitchreel: Callable, tmp_path: Path) -> None:
    result = pitchreel("make", f"{shop}/lamp", cwd=tmp_path)
    assert result.code == 3
    assert "--allow-private" in result.err


def test_errors_are_json_when_json_was_asked_for(shop: str, pitchreel: Callable, tmp_path: Path) -> None:
    result = pitchreel("make", f"{shop}/robot", "--allow-private", "--json", cwd=tmp_path)
    assert result.code == 4
    error = json.loads(result.out)["error"]
    assert error["code"] == "page_blocked"
    assert error["hint"]


def test_a_full_disk_is_said_and_leaves_nothing(shop: str, pitchreel: Callable, tmp_path: Path) -> None:
    result = pitchreel(
        "make", f"{shop}/lamp", "--length", "15", "--allow-private", "--output", "/dev/full/ad.mp4", cwd=tmp_path
    )
    assert result.code == 7
    assert "Traceback" not in result.err
