"""Blocks: pieces stacked into one place on the frame, and the sprites that bring them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pitchreel.documents.timeline import Box, SpriteLayer
from pitchreel.styles.grid import Area, Frame
from pitchreel.styles.moves import STAGGER, appear, pop
from pitchreel.styles.pieces import Align, Piece


@dataclass(frozen=True)
class Placed:
    """A piece where it stands on the frame."""

    piece: Piece
    area: Area


TIGHTEST = 0.3
"""Share of the gaps that is left where room is short."""


def least_height(pieces: Sequence[Piece]) -> float:
    """What a stack needs at least."""
    return sum(piece.height for piece in pieces) + TIGHTEST * sum(piece.gap for piece in pieces[1:])


def stack(
    pieces: Sequence[Piece], place: Area, align: Align, valign: Literal["top", "middle", "bottom"] = "top"
) -> tuple[Placed, ...]:
    """Pieces one under the other; gaps shrink when they are too high for the place."""
    gaps = [0.0] + [piece.gap for piece in pieces[1:]]
    high = sum(piece.height for piece in pieces)
    spare = place.height - high
    squeeze = min(1.0, max(TIGHTEST, spare / sum(gaps))) if sum(gaps) else 1.0
    total = high + squeeze * sum(gaps)
    y = place.y + {"top": 0.0, "middle": (place.height - total) / 2, "bottom": place.height - total}[valign]
    placed = []
    for piece, gap in zip(pieces, gaps, strict=True):
        y += gap * squeeze
        x = place.x if align == "left" else place.x + (place.width - piece.width) / 2
        placed.append(Placed(piece, Area(x, y, piece.width, piece.height)))
        y += piece.height
    return tuple(placed)


def layers_of(
    placed: Sequence[Placed],
    frame: Frame,
    start: int,
    end: int,
    prefix: str,
    *,
    enter: bool = True,
    leave: bool = True,
) -> tuple[SpriteLayer, ...]:
    """Sprites for pieces, entering one after the other."""
    layers = []
    for index, one in enumerate(placed):
        begin = one.piece.when or start + (frame.frames(STAGGER * index) if enter else 0)
        begin = min(max(start, begin), end - 1)
        pad = round(2 * frame.v)
        box = Box(
            x=2 * int((one.area.x - pad) // 2),
            y=2 * int((one.area.y - pad) // 2),
            width=2 * round(one.area.width / 2) + 2 * pad + 2,
            height=2 * round(one.area.height / 2) + 2 * pad + 2,
        )
        marks = one.piece.draw(one.area.x - box.x, one.area.y - box.y)
        if one.piece.entrance == "none" or (not enter and one.piece.when is None):
            motions = appear(frame, begin, end, enter=False, leave=leave)
        elif one.piece.entrance == "pop":
            motions = pop(frame, begin, end, leave=leave)
        else:
            motions = appear(frame, begin, end, leave=leave)
        layers.append(
            SpriteLayer(
                id=f"{prefix}-{one.piece.role}-{index}",
                role=one.piece.role,
                start=begin,
                end=end,
                box=box,
                marks=marks,
                motions=motions,
            )
        )
    return tuple(layers)
