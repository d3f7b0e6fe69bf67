"""What is measured is what is painted."""

from __future__ import annotations

import numpy as np
import pytest
import skia

from pitchreel.documents.marks import Run, Text
from pitchreel.documents.timeline import CaptionStyle
from pitchreel.typeset import caption_geometry, join, measure, paint_text


def picture(text: Text, width: int = 1000, height: int = 300) -> np.ndarray:
    pixels = np.zeros((height, width, 4), np.uint8)
    with skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
        paint_text(canvas, text)
    return pixels


def text(words: str, **changes: object) -> Text:
    run = {key: changes.pop(key) for key in ("size", "tracking", "strike", "rise", "weight") if key in changes}
    look = {"size": 60, "colour": "#000000", **run}
    place = {"x": 100, "y": 50, "width": 800, "height": 100, **changes}
    return Text(runs=(Run(text=words, **look),), **place)


def ink(pixels: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(pixels[..., 3])
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("words", ["Headline", "שלום עולם", "咖啡机", "नमस्ते", "Two\nlines"])
def test_ink_is_where_it_was_measured(align: str, words: str) -> None:
    mark = text(words, align=align)
    assert np.allclose(ink(picture(mark)), measure(mark).ink, atol=1.5)


def test_capitals_are_centred_in_a_middle_box() -> None:
    _, top, _, bottom = ink(picture(text("H", valign="middle")))
    assert (top + bottom) / 2 == pytest.approx(100, abs=1)


def test_tracking_leaves_no_gap_at_the_right() -> None:
    tight, wide = (measure(text("HHHH", align="right", tracking=tracking)) for tracking in (0, 200))
    assert tight.ink[2] == pytest.approx(wide.ink[2], abs=1.5)
    assert wide.width - tight.width == pytest.approx(3 * 12, abs=0.5)


def test_emoji_come_out_in_colour_even_a_heart() -> None:
    pixels = picture(text("❤️ ☕ 👩‍🍳"))
    assert np.ptp(pixels[..., :3].astype(int), axis=2).max() > 80


def test_a_struck_price_is_crossed_once_and_not_its_margins() -> None:
    plain, struck = (picture(text("  $79", strike=strike)) for strike in (False, True))
    new = (struck[..., 3] > 128) & (plain[..., 3] == 0)
    columns = np.nonzero(new.any(axis=0))[0]
    left, _, right, _ = ink(plain)
    assert new.any()
    assert columns.min() >= left - 6
    assert columns.max() <= right + 6


def test_chinese_takes_chinese_shapes_and_japanese_japanese() -> None:
    mark = text("直骨今")

    def drawn(language: str) -> np.ndarray:
        pixels = np.zeros((300, 1000, 4), np.uint8)
        with skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
            paint_text(canvas, mark, language)
        return pixels

    assert np.array_equal(drawn("zh"), drawn(""))
    assert not np.array_equal(drawn("zh"), drawn("ja"))


CAPTIONS = [
    ("Glow", "that", "lasts", "all", "day"),
    ("WAVE", "AVATAR", "To", "you"),
    ("毎朝", "おいしい", "一杯を。"),
    ("שלום", "עולם", "יפה"),
    ("مرحبا", "iPhone", "15", "جديد"),
]


@pytest.mark.parametrize("words", CAPTIONS, ids=["plain", "kerned", "japanese", "hebrew", "mixed"])
def test_each_word_box_holds_its_word(words: tuple[str, ...]) -> None:
    style = CaptionStyle(size=60, padding=20)
    geometry = caption_geometry(words, style, 2000, max_lines=1)
    line = geometry.lines[0]
    for index, box in enumerate(geometry.words):
        runs = tuple(
            Run(
                text=word + (" " if " " in join(words) and place < len(words) - 1 else ""),
                size=60,
                weight=800,
                colour="#ff0000" if place == index else "#00000000",
            )
            for place, word in enumerate(words)
        )
        mark = Text(x=line.x, y=60, width=line.width, height=80, runs=runs)
        left, _, right, _ = ink(picture(mark, width=1600))
        assert box.x - 4 <= left
        assert right <= box.x + box.width + 4


def test_a_caption_keeps_its_breaks_and_says_when_it_does_not_fit() -> None:
    style = CaptionStyle(size=60, padding=20)
    kept = caption_geometry(("one", "two", "three"), style, 2000, breaks=(1,))
    assert kept.breaks == (1,)
    assert len(kept.lines) == 2
    assert not caption_geometry(("Unbelievable",), style, 100).fits
