"""The card setting: each picture is a card laid over the last ones, with a slight turn and a small bounce."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from pitchreel.documents.marks import Ellipse, Fill, Mark, Rect
from pitchreel.documents.motion import Easing, Motion
from pitchreel.documents.timeline import AnyLayer, PictureLayer, SpriteLayer
from pitchreel.styles.framing import Framed, close_up, free_size, in_panel
from pitchreel.styles.grid import Area
from pitchreel.styles.moves import motion
from pitchreel.styles.settings.plan import Plan, asset_id, ground, picture
from pitchreel.styles.tones import mix, with_alpha

RADIUS, BORDER = 3.6, 1.8
"""In v."""
LAID = (-0.9, 1.0, -1.1, 0.8, -0.8, 1.1)
"""Degrees by which the card on top is turned: words stand upright on it, so it is little."""
TURNED = (-3.2, 2.6, -4.4, 3.6, -2.4, 4.8)
"""Degrees to which it is knocked by the next one."""
SHIFTED = ((-1.6, 0.9), (1.8, -1.0), (-2.2, -0.8), (1.3, 1.5), (-1.0, -1.6), (2.3, 0.6))
"""In v: where to."""
DIM, KEPT = 0.12, 3
"""How much darker each older card is than the one above it, and how many stay."""
FALL, SETTLE, KNOCK = 400, 170, 300
"""Milliseconds."""


class Rest(NamedTuple):
    """Where a card is at a frame, against its place: pixels and degrees."""

    frame: int
    x: float
    y: float
    turn: float
    easing: Easing = "linear"


def set_card(plan: Plan) -> tuple[AnyLayer, ...]:
    """Layers of a shot: the ground, up to three older cards, and the new one coming in."""
    layers: list[AnyLayer] = [ground(plan)]
    kept = plan.older[-KEPT:]
    for at, card in enumerate(kept):
        age = len(kept) - at
        layers += _card(plan, card, _knocked(plan, card, moving=age == 1), dim=DIM * age)
    layers += _card(plan, plan, _falling(plan), dim=0.0)
    return tuple(layers)


def _falling(plan: Plan) -> tuple[Rest, ...]:
    turn = LAID[plan.index % len(LAID)]
    if not plan.older:
        return (Rest(plan.start, 0, 0, turn),)
    v = plan.frame.v
    half = max(4, plan.shot.frames // 2)
    land = plan.start + min(plan.frame.frames(FALL), half)
    rest = land + min(plan.frame.frames(SETTLE), half)
    way = plan.frame.height - plan.sheet.y + 6 * v
    return (
        Rest(plan.start, 2 * v, way, turn * 6),
        Rest(land, 0, -0.9 * v, turn * 0.3, "enter"),
        Rest(rest, 0, 0, turn, "in-out"),
    )


def _knocked(plan: Plan, card: Plan, *, moving: bool) -> tuple[Rest, ...]:
    v = plan.frame.v
    shift = SHIFTED[card.index % len(SHIFTED)]
    there = Rest(plan.start, shift[0] * v, shift[1] * v, TURNED[card.index % len(TURNED)])
    if not moving:
        return (there,)
    begin = plan.start + plan.frame.frames(90)
    end = min(begin + plan.frame.frames(KNOCK), max(begin + 2, plan.until - 1))
    return (Rest(begin, 0, 0, LAID[card.index % len(LAID)]), there._replace(frame=end, easing="enter"))


def ride(item: Area, card: Area, rests: Sequence[Rest]) -> tuple[Motion, ...]:
    """The motions of something that lies on a card, which turns about the card's middle and not its own."""
    x0, y0 = item.centre[0] - card.centre[0], item.centre[1] - card.centre[1]
    xs: list[tuple[int, float, Easing]] = []
    ys: list[tuple[int, float, Easing]] = []
    turns: list[tuple[int, float, Easing]] = []
    for rest in rests:
        cos, sin = math.cos(math.radians(rest.turn)), math.sin(math.radians(rest.turn))
        xs.append((rest.frame, rest.x + x0 * cos - y0 * sin - x0, rest.easing))
        ys.append((rest.frame, rest.y + x0 * sin + y0 * cos - y0, rest.easing))
        turns.append((rest.frame, rest.turn, rest.easing))
    return motion("x", *xs), motion("y", *ys), motion("rotation", *turns)


def _card(now: Plan, card: Plan, rests: Sequence[Rest], dim: float) -> list[AnyLayer]:
    """Paper and picture of ``card`` as they are in the shot ``now``."""
    v = now.frame.v
    sheet = card.sheet
    name = f"card-{card.index}"
    place = _place(card)
    media = card.take.media
    marks: list[Mark] = []
    content: AnyLayer
    if card.take.free:
        area = free_size(media, place.grown(-2.5 * v), card.frame, (0.8, 0.62))
        motions = ride(area, sheet, rests)
        if not dim:
            grow = (0.98, 1.03) if card.way in ("push", "left", "rise") else (1.03, 0.98)
            motions = (*motions, motion("scale", (now.start, grow[0]), (now.until, grow[1])))
        marks = _contact(card, area)
        content = PictureLayer(
            id=f"{now.prefix}-{name}-product",
            start=now.start,
            end=now.until,
            box=area.box,
            asset=asset_id(media, True),
            fit="contain",
            dim=round(dim, 3),
            motions=motions,
        )
    else:
        cutout = media.cutout is not None
        framed: Framed | None = close_up(media, place) if card.take.framing == "close" else None
        if framed is not None and cutout:
            marks = [_mat(card, framed.area if framed.inset else place)]
        framed = framed or in_panel(media, place)
        content = picture(
            now,
            framed,
            cutout=cutout and card.take.framing == "close",
            radius=(RADIUS - BORDER) * v,
            name=f"{name}-{'close' if card.take.framing == 'close' else 'picture'}",
            dim=dim,
            motions=ride(framed.area, sheet, rests),
            still=dim > 0,
            media=media,
        )
    return [_paper(now, card, name, marks, rests, dim), content]


def _place(card: Plan) -> Area:
    """Where on a card the picture is: above the captions, under the words, beside the presenter."""
    border = BORDER * card.frame.v
    inner = card.sheet.grown(-border)
    top = max(inner.y, card.panel.y)
    bottom = min(inner.bottom, card.panel.bottom)
    left, right = max(inner.x, card.panel.x), min(inner.right, card.panel.right)
    return Area(left, top, right - left, bottom - top)


def _contact(card: Plan, area: Area) -> list[Mark]:
    v, tones = card.frame.v, card.tones
    across, high = 0.66 * area.width, max(1.4 * v, 0.06 * area.height)
    deep = 1.6 if tones.dark else 1.0
    return [
        Ellipse(
            x=area.centre[0] - across / 2 - card.sheet.x,
            y=area.bottom - 0.7 * high - card.sheet.y,
            width=across,
            height=high,
            blur=1.3 * v,
            fill=Fill(colours=(with_alpha(tones.shade, 0.32 * deep),)),
        )
    ]


def _mat(card: Plan, place: Area) -> Rect:
    tones = card.tones
    upper, lower = (0.5, 0.24) if tones.dark else (0.26, 0.12)
    colours = (mix(tones.accent, tones.paper, upper), mix(tones.accent, tones.paper, lower))
    return Rect(
        x=place.x - card.sheet.x + 1,
        y=place.y - card.sheet.y + 1,
        width=place.width - 2,
        height=place.height - 2,
        radius=(RADIUS - BORDER) * card.frame.v,
        fill=Fill(colours=colours, angle=70),
    )


def _paper(now: Plan, card: Plan, name: str, marks: Sequence[Mark], rests: Sequence[Rest], dim: float) -> SpriteLayer:
    v, tones, sheet = now.frame.v, now.tones, card.sheet
    box = sheet.grown(9 * v).box
    x, y = sheet.x - box.x, sheet.y - box.y
    colours = (tones.paper, mix(tones.accent, tones.paper, 0.12 if tones.dark else 0.06))
    return SpriteLayer(
        id=f"{now.prefix}-{name}-paper",
        start=now.start,
        end=now.until,
        box=box,
        marks=(
            Rect(
                x=x,
                y=y,
                width=sheet.width,
                height=sheet.height,
                radius=RADIUS * v,
                fill=Fill(colours=tuple(mix("#000000", colour, dim) for colour in colours), angle=70),
                stroke="#ffffff1c" if tones.dark else None,
                stroke_width=0.2 * v if tones.dark else 0,
                shadow=tones.shadow(v, 0.24),
            ),
            *(_dimmed(_moved(mark, x, y), dim) for mark in marks),
        ),
        motions=ride(sheet, sheet, rests),
    )


def _moved(mark: Mark, x: float, y: float) -> Mark:
    assert isinstance(mark, Ellipse | Rect)
    return mark.model_copy(update={"x": mark.x + x, "y": mark.y + y})


def _dimmed(mark: Mark, dim: float) -> Mark:
    if not dim or not isinstance(mark, Rect) or mark.fill is None:
        return mark
    colours = tuple(mix("#000000", colour, dim) for colour in mark.fill.colours)
    return mark.model_copy(update={"fill": Fill(colours=colours, angle=mark.fill.angle)})
