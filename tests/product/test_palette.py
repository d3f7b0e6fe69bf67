"""The palette: contrast for every hue, and a ground that keeps clear of the product."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitchreel.documents.product import Palette
from pitchreel.product.oklab import contrast, from_hex, from_oklch, to_hex, to_oklab, to_oklch
from pitchreel.product.palette import DEFAULT_HUE, LOST, Hue, choose_palette, find_hue, lost_share

COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")


def outline_of(*colours: str) -> list[tuple[float, float, float]]:
    return [tuple(float(value) for value in to_oklab(from_hex(colour))) for colour in colours for _ in range(50)]  # type: ignore[misc]


def check(palette: Palette) -> None:
    for ground in (palette.ground, palette.ground_2):
        assert contrast(palette.ink, ground) >= 7
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.accent, palette.ground) >= 3


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 360), st.floats(0.02, 0.32), st.lists(st.lists(COLOURS, min_size=1, max_size=4), max_size=3))
def test_contrast_holds_for_every_hue_and_product(hue: float, chroma: float, products: list[list[str]]) -> None:
    palette = choose_palette(Hue(hue, chroma, "logo"), [outline_of(*colours) for colours in products])
    check(palette)
    lightness, ground_chroma, _ = to_oklch(palette.ground)
    if palette.treatment == "light":
        assert 0.89 <= lightness <= 0.98
        assert ground_chroma <= 0.045
    else:
        assert 0.17 <= lightness <= 0.27
        assert ground_chroma <= 0.065


@pytest.mark.parametrize("step", range(36))
def test_the_accent_keeps_the_brands_hue(step: int) -> None:
    palette = choose_palette(Hue(step * 10.0, 0.17, "logo"))
    check(palette)
    _, chroma, hue = to_oklch(palette.accent)
    assert abs((hue - step * 10 + 180) % 360 - 180) < 8
    assert chroma > 0.08


def test_a_dark_product_stands_on_light_and_a_white_one_on_dark() -> None:
    hue = Hue(250, 0.15, "logo")
    assert choose_palette(hue, [outline_of("#1a1c20")]).treatment == "light"
    assert choose_palette(hue, [outline_of("#f2f2f0")]).treatment == "dark"
    assert choose_palette(hue).treatment == "light"


@settings(max_examples=40, deadline=None)
@given(st.lists(COLOURS, min_size=1, max_size=3), st.floats(0, 360))
def test_no_other_treatment_would_lose_much_less_of_the_edge(colours: list[str], hue: float) -> None:
    outline = outline_of(*colours)
    palette = choose_palette(Hue(hue, 0.15, "logo"), [outline])
    lost = lost_share(palette.ground, outline)
    plain = [from_oklch(lightness, 0.02, hue) for lightness in (0.21, 0.955)]
    assert lost <= max(LOST, min(lost_share(ground, outline) for ground in plain) + 0.021)


def test_the_hue_comes_from_the_first_source_that_has_one() -> None:
    red, green, blue, grey = "#c8202a", "#1f8a4c", "#2050c8", "#808080"
    assert find_hue(logo=[(red, 1.0)], theme=green, pictures=[[(blue, 1.0)]]).source == "logo"
    assert find_hue(logo=[(grey, 1.0)], theme=green, pictures=[[(blue, 1.0)]]).source == "theme-color"
    found = find_hue(theme=grey, pictures=[[(grey, 0.9)], [(grey, 0.5), (blue, 0.5)]])
    assert found.source == "picture"
    assert abs(found.hue - to_oklch(blue)[2]) < 0.1
    assert find_hue(theme="#ffffff").hue == DEFAULT_HUE


@given(COLOURS)
def test_oklch_and_back(colour: str) -> None:
    lightness, chroma, hue = to_oklch(colour)
    back = from_hex(from_oklch(lightness, chroma, hue)).astype(int)
    assert abs(back - from_hex(colour)).max() <= 1
    assert to_hex(from_hex(colour)) == colour


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
