"""Captions: how the service's words for them are meant here."""

from __future__ import annotations

import re
from typing import NamedTuple

from pitchreel.api.creatify.requests import CaptionSetting, VideoRequest
from pitchreel.styles import CaptionLook

USUAL_OFFSET = (0.0, 0.4)
"""Where the service's captions stand if nothing is said: what asks for it leaves ours where they are."""
USUAL_SIZE = 70
"""The font size that the service's captions have as a rule."""
SIZES = (0.5, 2.0)
KEPT = {"max_width": "width", "line_height": "line height", "text_shadow": "shadow"}
"""What captions have of their own, whatever is asked for."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")


class Captions(NamedTuple):
    """What was asked of captions, but for names: the look, and whether there are none at all."""

    look: CaptionLook
    hidden: bool
    warnings: tuple[str, ...]


def read_captions(asked: VideoRequest) -> Captions:
    """The captions of a request: ``caption_setting``, and the older fields where it says nothing."""
    setting = asked.caption_setting or CaptionSetting()
    warnings: list[str] = []
    x, y = _offset(asked)
    look = CaptionLook(
        x=x,
        y=y,
        size=_size(setting.font_size),
        colour=_colour("text_color", setting.text_color, warnings),
        spoken=_colour("highlight_text_color", setting.highlight_text_color, warnings),
        plate=_colour("background_color", setting.background_color, warnings),
    )
    for field, what in KEPT.items():
        if getattr(setting, field) is not None:
            warnings.append(f"caption_setting.{field} was left out: captions keep their own {what}")
    return Captions(look, setting.hidden or asked.no_caption, tuple(warnings))


def _offset(asked: VideoRequest) -> tuple[float, float]:
    """How far captions are moved from where they stand as a rule."""
    offset = asked.caption_setting.offset if asked.caption_setting else None
    x = offset.x if offset else asked.caption_offset_x
    y = offset.y if offset else asked.caption_offset_y
    return (
        0.0 if x is None else round(x - USUAL_OFFSET[0], 4),
        0.0 if y is None else round(y - USUAL_OFFSET[1], 4),
    )


def _size(points: int | None) -> float:
    return 1.0 if points is None else min(max(points / USUAL_SIZE, SIZES[0]), SIZES[1])


def _colour(field: str, value: str | None, warnings: list[str]) -> str | None:
    if value is None:
        return None
    if COLOUR.fullmatch(value.strip()):
        return value.strip()
    warnings.append(f"{field} was left out: {value!r} is no colour like #RRGGBB or #RRGGBBAA")
    return None
