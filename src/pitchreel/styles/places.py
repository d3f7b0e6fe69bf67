"""Places: where the words of each line and the picture of each shot go, clear of one another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pitchreel.styles.grid import GUTTER, Area, Slot
from pitchreel.styles.lines import Block, write_block
from pitchreel.styles.pieces import Desk
from pitchreel.styles.plot import Plot
from pitchreel.styles.shots import Shot

LEGIBLE = 4.0
"""In v: smaller words beside a tall product go over it instead, where there is more room."""
LABEL = 6.0
"""In v: what the note on screen takes off the top."""


@dataclass(frozen=True)
class Place:
    """Where a shot's picture may be; see ``Plan`` for what each is."""

    stage: Area
    panel: Area
    sheet: Area
    clear: Area | None
    bleeds: bool


def write_blocks(plot: Plot, desk: Desk) -> dict[int, Block]:
    """The large words of each line that has some."""
    order, frame, floor = plot.order, plot.order.frame, plot.floor()
    layout = order.layout
    home = layout.presenter if plot.bubble else layout
    blocks = {}
    for line in plot.lines():
        start, end = plot.words_span(line)
        for beside in (True, False):
            slot = home.tall_words if beside else home.words
            if slot is None or (beside and not plot.is_tall(line)):
                continue
            area = frame.at(slot)
            area = area.between(max(area.y, _ceiling(plot)), floor)
            if plot.bubble:
                bubble = plot.bubble.at(start, end)
                if area.overlap(bubble):
                    area = area.between(area.y, bubble.y - GUTTER * frame.v)
            block = write_block(
                desk,
                order.product,
                order.script,
                line,
                plot.clock.line(line),
                area,
                layout.align,
                end,
                first=start == 0,
                name_instead=plot.words_hold_the_frame,
                valign_middle=layout.flow == "side" or (beside and not plot.bubble),
                kicker=order.values.get("kicker", ""),
                hook=order.values.get("hook", ""),
            )
            if block and (not beside or block.smallest >= LEGIBLE * frame.v):
                blocks[line] = replace(block, beside=beside)
                break
    return blocks


def place_shot(plot: Plot, shot: Shot, block: Block | None) -> Place:
    """Where the picture of a shot goes; ``block`` are the words that stand meanwhile."""
    layout, frame, floor = plot.order.layout, plot.order.frame, plot.floor()
    bubble = plot.bubble.at(shot.start, shot.end) if plot.bubble else None
    slot, beside = _stage_slot(plot, shot, block, bubble)
    stage = frame.at(slot)
    panel_slot = layout.panel_alone if layout.panel_alone and not block else layout.panel
    panel = frame.at(panel_slot)
    top = _ceiling(plot) if plot.order.label else min(stage.y, panel.y)
    under = block is not None and layout.flow == "down" and not beside
    if block and under:
        top = max(top, block.area.bottom + GUTTER * frame.v)
    stage = stage.between(max(stage.y, top), floor)
    bleeds = bool(panel_slot.bleed) and not (beside or under or bubble)
    if bubble or beside or (panel_slot.bleed and not bleeds):
        panel = stage
    else:
        panel = panel.between(max(top, panel.y), floor)
    clear = None
    if block is None and bubble is None:
        margin, above = 2 * frame.v, 0.05 * frame.height
        clear = Area(margin, above, frame.width - 2 * margin, floor - above)
    return Place(stage, panel, frame.at(layout.sheet or layout.panel), clear, bleeds)


def _stage_slot(plot: Plot, shot: Shot, block: Block | None, bubble: Area | None) -> tuple[Slot, bool]:
    """The slot of a free product, and whether it stands beside words that would else be over it."""
    layout = plot.order.layout
    home = layout.presenter if bubble else layout
    if block is not None and block.beside and home.tall_stage is not None:
        return home.tall_stage, True
    if bubble and plot.bubble:
        large = bubble == plot.bubble.big
        return (layout.presenter.stage_large if large else layout.presenter.stage), False
    return (layout.alone if layout.alone and not block else layout.stage), False


def _ceiling(plot: Plot) -> float:
    """Where words may begin: at the top of the layout, or under the note."""
    frame = plot.order.frame
    return frame.inner.y + (LABEL * frame.v if plot.order.label else 0.0)
