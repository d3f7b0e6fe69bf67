"""The card setting: each picture is a card laid over the last ones, with a slight turn and a small bounce."""

from __future__ import annotations

from pitchreel.documents.marks import Ellipse, Fill, Mark, Rect
from pitchreel.documents.motion import Motion
from pitchreel.documents.timeline import AnyLayer, ClipLayer, PictureLayer, SpriteLayer
from pitchreel.styles.casting import Take, aspect_of
from pitchreel.styles.framing import close_up, free_size, in_panel
from pitchreel.styles.grid import Area
from pitchreel.styles.moves import ENTER, drift_inside, motion
from pitchreel.styles.settings.plan import Plan, asset_id, clip_start, ground
from pitchreel.styles.tones import mix, with_alpha

RADIUS, BORDER = 3.2, 1.5
"""In v."""
TURNS = (-2.2, 2.6, -3.4, 2.0, -2.8, 3.2)
"""Degrees by which the cards of a film are turned, in order."""
SHIFTS = ((0.0, 0.0), (1.2, -0.8), (-1.4, 0.6), (0.8, 1.0), (-0.9, -1.1), (1.5, 0.4))
"""In v: nobody lays cards exactly over one another."""
DIM = 0.12
"""By which each older card is darker than the one above it."""
KEPT = 3
"""Older cards that stay visible."""
SHAPES = (0.8, 1.3)
"""Narrowest and widest card, as width over height."""


def set_card(plan: Plan) -> tuple[AnyLayer, ...]:
    """Layers of a shot: the ground, up to three older cards, and the new one coming in."""
    layers: list[AnyLayer] = [ground(plan)]
    kept = plan.older[-KEPT:]
    for at, (take, stage, _) in enumerate(kept):
        layers += _card(plan, take, plan.index - len(kept) + at, stage, dim=DIM * (len(kept) - at))
    layers += _card(plan, plan.take, plan.index, plan.stage, dim=0.0)
    return tuple(layers)


def card_area(plan: Plan, take: Take, index: int, stage: Area) -> Area:
    """Where a card lies: shaped towards what it shows, inside the stage even when it is turned."""
    v = plan.frame.v
    media = take.media
    shape = aspect_of(media) if take.framing == "whole" else stage.width / stage.height
    shape = min(max(shape, SHAPES[0]), SHAPES[1])
    shift = SHIFTS[index % len(SHIFTS)]
    room = stage.grown(-2.2 * v)
    if not take.free and take.framing == "whole":
        inner = in_panel(media, room.grown(-BORDER * v)).area
        area = inner.grown(BORDER * v)
    else:
        area = room.fitted(shape)
    return area.moved(shift[0] * v, shift[1] * v)


def _card(plan: Plan, take: Take, index: int, stage: Area, dim: float) -> list[AnyLayer]:
    v, tones = plan.frame.v, plan.tones
    area = card_area(plan, take, index, stage)
    turn = TURNS[index % len(TURNS)]
    fresh = dim == 0.0
    motions = _arrive(plan, turn) if fresh and plan.index > 0 else (motion("rotation", (plan.start, turn)),)
    media = take.media
    inner = area.grown(-BORDER * v)
    name = f"{plan.prefix}-card-{index}"
    free = take.free
    marks: list[Mark] = []
    content: PictureLayer | ClipLayer
    common = {"start": plan.start, "end": plan.until, "dim": dim}
    if free:
        place = _centred(free_size(media, inner.grown(-3 * v), plan.frame, (1.0, 1.0)), area)
        # No drift for an older card: the one on top moves.
        moves = _grow(motions, plan) if fresh else motions
        content = PictureLayer(
            id=f"{name}-product", box=place.box, asset=asset_id(media, True), fit="contain", motions=moves, **common
        )
        marks = _contact(plan, area, place)
    else:
        framed = close_up(media, inner) if take.framing == "close" else None
        zoom = framed.zoom if framed else 1.0
        framed = framed or in_panel(media, inner)
        inside = tuple(
            motion("zoom", *((key.frame, key.value * zoom, key.easing) for key in one.keys))
            if one.property == "zoom"
            else one
            for one in (drift_inside(plan.way, plan.start, plan.until) if fresh else drift_inside("pull", 0, 1, 0.0))
        )
        if media.kind == "clip":
            low, high = media.stretch_ms or (0, media.duration_ms)
            content = ClipLayer(
                id=f"{name}-clip",
                box=inner.box,
                asset=media.id,
                in_ms=clip_start(plan, low, high),
                out_ms=high,
                focus=framed.focus,
                radius=round((RADIUS - BORDER) * v),
                motions=motions,
                **common,
            )
        else:
            cutout = take.framing == "close" and media.cutout is not None
            content = PictureLayer(
                id=f"{name}-picture",
                box=inner.box,
                asset=asset_id(media, cutout),
                focus=framed.focus,
                radius=round((RADIUS - BORDER) * v),
                motions=(*motions, *inside),
                **common,
            )
    return [_paper(plan, name, area, turn, motions, marks, dim, bare=free), content]


def _arrive(plan: Plan, turn: float) -> tuple[Motion, ...]:
    """From below, turned a little further, with a small bounce."""
    start = plan.start
    land = start + min(plan.frame.frames(ENTER + 100), max(4, plan.shot.frames // 2))
    way = 0.62 * plan.frame.height
    return (
        motion("y", (start, way), (land, 0.0, "enter")),
        motion("rotation", (start, turn * 3.2), (land, turn, "spring")),
    )


def _grow(motions: tuple[Motion, ...], plan: Plan) -> tuple[Motion, ...]:
    amount = (0.98, 1.03) if plan.way in ("push", "left", "rise") else (1.03, 0.98)
    return (*motions, motion("scale", (plan.start, amount[0]), (plan.until, amount[1])))


def _centred(place: Area, card: Area) -> Area:
    """The product in the card's very middle, so that both turn about one point."""
    x, y = card.centre
    return Area(x - place.width / 2, y - place.height / 2, place.width, place.height)


def _contact(plan: Plan, card: Area, place: Area) -> list[Mark]:
    v, tones = plan.frame.v, plan.tones
    across, high = 0.66 * place.width, max(1.4 * v, 0.06 * place.height)
    deep = 1.6 if tones.dark else 1.0
    return [
        Ellipse(
            x=place.centre[0] - across / 2 - card.x,
            y=place.bottom - 0.7 * high - card.y,
            width=across,
            height=high,
            blur=1.3 * v,
            fill=Fill(colours=(with_alpha(tones.shade, 0.30 * deep),)),
        )
    ]


def _paper(
    plan: Plan,
    name: str,
    area: Area,
    turn: float,
    motions: tuple[Motion, ...],
    marks: list[Mark],
    dim: float,
    *,
    bare: bool,
) -> SpriteLayer:
    v, tones = plan.frame.v, plan.tones
    box = area.grown(9 * v).box
    x, y = area.x - box.x, area.y - box.y
    face = tones.paper if not bare else mix(tones.accent, tones.paper, 0.10 if not tones.dark else 0.16)
    colours = (tones.paper, face) if bare else ((tones.paper,) if not tones.dark else ("#f4f4f2",))
    return SpriteLayer(
        id=f"{name}-paper",
        role="decor",
        start=plan.start,
        end=plan.until,
        box=box,
        marks=(
            Rect(
                x=x,
                y=y,
                width=area.width,
                height=area.height,
                radius=RADIUS * v,
                fill=Fill(colours=tuple(mix("#000000", colour, dim) for colour in colours), angle=70),
                stroke="#ffffff14" if tones.dark else None,
                stroke_width=0.2 * v if tones.dark else 0,
                shadow=tones.shadow(v, 0.22),
            ),
            *(mark.model_copy(update={"x": mark.x + x, "y": mark.y + y}) for mark in marks),  # type: ignore[union-attr]
        ),
        motions=motions,
    )
