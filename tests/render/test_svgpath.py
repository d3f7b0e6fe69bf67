"""Path marks: the syntax of SVG."""

from __future__ import annotations

import pytest

from pitchreel.errors import RenderError
from pitchreel.render.svgpath import parse_path


def bounds(text: str) -> tuple[float, float, float, float]:
    rect = parse_path(text).computeTightBounds()
    return rect.left(), rect.top(), rect.right(), rect.bottom()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M10 20 L30 20 L30 50 Z", (10, 20, 30, 50)),
        ("m10,20 20,0 0,30z", (10, 20, 30, 50)),
        ("M10 20H30V50h-20z", (10, 20, 30, 50)),
        ("M0 0 C0 10 10 10 10 0 S20 -10 20 0", (0, -7.5, 20, 7.5)),
        ("M0 0 Q5 10 10 0 T20 0", (0, -5, 20, 5)),
        ("M0 0A10 10 0 0 1 20 0", (0, -10, 20, 0)),
        ("M0 0a10 10 0 0 0 20 0", (0, 0, 20, 10)),
        ("M1e1-.5L-.5.5", (-0.5, -0.5, 10, 0.5)),
        ("M5 5l10 0zm0 10h4", (5, 5, 15, 15)),
    ],
)
def test_paths_are_read(text: str, expected: tuple[float, ...]) -> None:
    assert bounds(text) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("text", ["L", "M 1", "M1 2 L3", "hello", "M1 2 <script>", "10 10", "M1 2 Z 5"])
def test_anything_else_is_one_clear_error(text: str) -> None:
    with pytest.raises(RenderError, match="not an SVG path"):
        parse_path(text)
