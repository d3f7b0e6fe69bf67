"""Subtitles: phrases of at most two lines, in time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pitchreel.documents.timeline import Caption, CaptionStyle, CaptionWord, Timeline
from pitchreel.render import write_subtitles
from pitchreel.render.subtitles import LINE, LINES, cues

from .conftest import box, film_of, ground

SAID = (
    "Meet the one cup your mornings have been waiting for. It keeps warm, it never leaks, and it fits in every bag "
    "that you own, even the small one. Order today!"
)
TALK = SAID.split()


def talk(words: list[str], frames: int = 12) -> Timeline:
    spoken = [
        CaptionWord(text=word, start=10 + k * frames, end=10 + k * frames + frames - 2) for k, word in enumerate(words)
    ]
    captions = tuple(
        Caption(start=group[0].start, end=group[-1].end, words=tuple(group), box=box(0, 0, 100, 40))
        for group in (spoken[k : k + 4] for k in range(0, len(spoken), 4))
    )
    total = spoken[-1].end + 30
    return film_of(ground(0, total), frames=total, captions=captions, caption_style=CaptionStyle(size=20))


def test_sentences_are_not_run_together() -> None:
    texts = [text.replace("\n", " ") for _, _, text in cues(talk(TALK))]
    assert " ".join(texts) == " ".join(TALK)
    assert texts[0].endswith("waiting for.")
    assert texts[-1] == "Order today!"
    assert all("." not in text[:-1] for text in texts)


@given(st.lists(st.sampled_from(["a", "word", "considerable", "und,", "Ende.", "Größe"]), min_size=1, max_size=60))
def test_lines_are_short_and_times_in_order(words: list[str]) -> None:
    found = cues(talk(words))
    for start, end, text in found:
        assert end > start
        lines = text.split("\n")
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= LINE
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(found))


def test_both_files_are_written_and_hold_the_same_words(tmp_path: Path) -> None:
    srt, vtt = write_subtitles(talk(TALK), tmp_path / "ad.mp4")
    assert (srt.name, vtt.name) == ("ad.srt", "ad.vtt")
    assert srt.read_text().startswith("1\n00:00:00,333 --> ")
    assert vtt.read_text().startswith("WEBVTT\n\n00:00:00.333 --> ")
    assert "waiting for." in srt.read_text()


def test_marks_of_html_are_escaped_in_webvtt_only(tmp_path: Path) -> None:
    srt, vtt = write_subtitles(talk(["<b>", "A&B."]), tmp_path / "ad.mp4")
    assert "<b> A&B." in srt.read_text()
    assert "&lt;b&gt; A&amp;B." in vtt.read_text()


def test_a_film_without_captions_has_no_subtitles(tmp_path: Path) -> None:
    assert write_subtitles(film_of(ground(0, 30)), tmp_path / "ad.mp4") == ()
