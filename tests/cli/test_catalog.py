"""The commands that work on a feed: what they print and how they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FEED = (
    "sku,title,price,image link,features\n"
    "1,Kite Desk Lamp,89.00,,Bent from one piece of ash|Dims without a flicker\n"
    "2,,5.00,,\n"
    "3,Harbour Mug,12.50,,\n"
)


def test_the_products_of_a_feed_are_shown(pitchreel: Callable, tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(FEED)
    result = pitchreel("catalog", "feed.csv", "--currency", "EUR", "--json", cwd=tmp_path)
    lamp, mug = result.json()
    assert [fact["text"] for fact in lamp["facts"] if fact["kind"] == "price"] == ["€89.00"]
    assert mug["facts"][0]["text"] == "Harbour Mug"
    assert "row 3 was left out: it has no title" in result.err
    plain = pitchreel("catalog", "feed.csv", "--limit", "1", cwd=tmp_path)
    assert "Kite Desk Lamp" in plain.out
    assert "Mug" not in plain.out


def test_a_feed_of_which_nothing_comes_ends_with_the_table(pitchreel: Callable, tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(FEED)
    result = pitchreel("make", "feed.csv", "--limit", "1", cwd=tmp_path)
    assert result.code == 4
    assert "failed" in result.out
    assert (tmp_path / "ads" / "outcomes.json").exists()
    as_json = pitchreel("make", "feed.csv", "--json", "--output", "films", cwd=tmp_path)
    assert [outcome["state"] for outcome in as_json.json()["outcomes"]] == ["failed", "failed"]
    assert (tmp_path / "films" / "outcomes.json").exists()


def test_what_cannot_be_asked_of_a_feed(pitchreel: Callable, tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(FEED)
    (tmp_path / "words").write_text("no feed at all")
    for words in (
        ["make", "feed.csv", "--output", "ad.mp4"],
        ["make", "feed.csv", "--workdir", "w"],
        ["make", "words", "--feed"],
        ["catalog", "words"],
        ["catalog", "missing.csv"],
    ):
        result = pitchreel(*words, cwd=tmp_path)
        assert result.code == 2, words
        assert "Error:" in result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.csv", "words"]
