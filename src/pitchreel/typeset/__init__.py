"""Typesetting: measuring, breaking and painting text in any script.

Whoever lays out a film measures with these functions and the renderer paints with them, so both see the same boxes.
Sizes and coordinates are pixels of the full-size frame.
"""

from pitchreel.typeset.captions import CaptionGeometry, CaptionLine, WordBox, caption_geometry
from pitchreel.typeset.ink import argb, cast_shadow
from pitchreel.typeset.lines import Fitted, Type, balance, break_lines, fit, join, joiner, split_words
from pitchreel.typeset.paragraph import TextSize, cap_height, generous_bounds, measure, paint_text

__all__ = [
    "CaptionGeometry",
    "CaptionLine",
    "Fitted",
    "TextSize",
    "Type",
    "WordBox",
    "argb",
    "balance",
    "break_lines",
    "cap_height",
    "caption_geometry",
    "cast_shadow",
    "fit",
    "generous_bounds",
    "join",
    "joiner",
    "measure",
    "paint_text",
    "split_words",
]
