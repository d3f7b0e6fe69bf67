"""The open setting: the picture owns the frame; a cut-out stands on the ground, a photograph fills what it can."""

from __future__ import annotations

from pitchreel.documents.marks import Ellipse, Fill, Mark, Rect
from pitchreel.documents.timeline import AnyLayer, PictureLayer, SpriteLayer
from pitchreel.styles.framing import close_up, fill_frame, free_size, in_panel
from pitchreel.styles.grid import Area
from pitchreel.styles.moves import drift_box
from pitchreel.styles.settings.plan import Plan, asset_id, ground, picture, shadows
from pitchreel.styles.tones import mix, with_alpha

RADIUS = 3.2
"""Of a panel that does not reach the edges, in v."""


def set_open(plan: Plan) -> tuple[AnyLayer, ...]:
    """Layers of a shot, from the back."""
    if plan.take.free:
        return _free(plan)
    if plan.take.framing == "close":
        return _close(plan)
    if plan.clear is not None:
        framed = fill_frame(plan.take.media, plan.frame, plan.clear)
        if framed is not None:
            return (ground(plan), picture(plan, framed, cutout=False))
    return _panel(plan)


def _free(plan: Plan) -> tuple[AnyLayer, ...]:
    media = plan.take.media
    area = free_size(media, plan.stage, plan.frame, plan.largest)
    motions = drift_box(plan.way, plan.start, plan.until, area.width)
    product = PictureLayer(
        id=f"{plan.prefix}-product",
        start=plan.start,
        end=plan.until,
        box=area.box,
        asset=asset_id(media, True),
        fit="contain",
        motions=motions,
    )
    return (ground(plan), *_dressing(plan, area), shadows(plan, area, motions), product)


def _dressing(plan: Plan, area: Area) -> tuple[SpriteLayer, ...]:
    draw = DRESSINGS.get(plan.look.dressing)
    if draw is None:
        return ()
    box, marks = draw(plan, area)
    return (
        SpriteLayer(
            id=f"{plan.prefix}-dressing",
            role="decor",
            start=plan.start,
            end=plan.until,
            box=box.box,
            marks=tuple(marks),
            motions=drift_box(plan.way, plan.start, plan.until, 0.4 * area.width),
            depth=0.4,
        ),
    )


def _disc(plan: Plan, area: Area) -> tuple[Area, list[Mark]]:
    """A disc of the accent's tint behind the product, like a low sun."""
    tones = plan.tones
    x, y = area.centre
    radius = min(0.56 * max(area.width, area.height), 0.46 * min(plan.frame.width, plan.frame.height))
    box = Area(x - radius, y - radius, 2 * radius, 2 * radius)
    upper, lower = (0.62, 0.16) if tones.dark else (0.34, 0.08)
    fill = Fill(colours=(mix(tones.accent, tones.ground, upper), mix(tones.accent, tones.ground, lower)), angle=70)
    return box.grown(4), [Ellipse(x=4, y=4, width=2 * radius, height=2 * radius, fill=fill)]


def _arch(plan: Plan, area: Area) -> tuple[Area, list[Mark]]:
    """A niche with a round top that reaches the frame's lower edge."""
    tones = plan.tones
    width = min(1.16 * area.width, 0.84 * plan.frame.width)
    top = max(0.0, area.y - 0.16 * width)
    x = area.centre[0] - width / 2
    box = Area(x, top, width, plan.frame.height + 80 - top)
    fill = Fill(colours=(mix(tones.accent, tones.ground, 0.26), mix(tones.accent, tones.ground_2, 0.10)))
    return box, [Rect(x=0, y=0, width=box.width, height=box.height + width, radius=width / 2, fill=fill)]


def _plinth(plan: Plan, area: Area) -> tuple[Area, list[Mark]]:
    """A round plinth under the product, down to the frame's lower edge."""
    tones, v = plan.tones, plan.frame.v
    width = min(1.28 * area.width, 0.9 * plan.frame.width)
    rim = 0.13 * width
    top = area.bottom - 0.62 * rim
    x = area.centre[0] - width / 2
    box = Area(x, top, width, plan.frame.height + 80 - top)
    side = mix(tones.ink, tones.ground_2, 0.10 if not tones.dark else 0.05)
    dark = mix(tones.ink, tones.ground_2, 0.20) if not tones.dark else mix("#000000", tones.ground_2, 0.25)
    face = mix("#ffffff", tones.ground, 0.55 if not tones.dark else 0.10)
    return box, [
        Rect(x=0, y=rim / 2, width=width, height=box.height, fill=Fill(colours=(side, dark), angle=0)),
        Ellipse(x=0, y=0, width=width, height=rim, fill=Fill(colours=(face, side), angle=20)),
        Ellipse(
            x=0.6 * v,
            y=0.3 * v,
            width=width - 1.2 * v,
            height=rim - 0.6 * v,
            fill=Fill(colours=(with_alpha("#ffffff", 0.25), with_alpha("#ffffff", 0.0)), angle=30),
        ),
    ]


def _band(plan: Plan, area: Area) -> tuple[Area, list[Mark]]:
    """A band of the accent's tint across the frame, behind the lower half of the product."""
    tones = plan.tones
    box = Area(-40, area.centre[1], plan.frame.width + 80, 0.62 * area.height)
    fill = Fill(colours=(mix(tones.accent, tones.ground, 0.24), mix(tones.accent, tones.ground, 0.12)), angle=0)
    return box, [Rect(x=0, y=0, width=box.width, height=box.height, fill=fill)]


DRESSINGS = {"disc": _disc, "arch": _arch, "plinth": _plinth, "band": _band}


def _close(plan: Plan) -> tuple[AnyLayer, ...]:
    media = plan.take.media
    framed = close_up(media, plan.panel)
    if framed is None:
        return _free(plan) if media.cutout else _panel(plan)
    radius = 0.0 if plan.bleeds else RADIUS * plan.frame.v
    layers: list[AnyLayer] = [ground(plan)]
    if media.cutout:
        layers.append(mat(plan, plan.panel, radius))
    layers.append(picture(plan, framed, cutout=media.cutout is not None, radius=radius, name="close"))
    return tuple(layers)


def mat(plan: Plan, area: Area, radius: float) -> SpriteLayer:
    """What lies behind a cut-out that is shown from near."""
    tones = plan.tones
    pad = 8 * plan.frame.v if radius else 0.0
    box = area.grown(pad).box
    upper, lower = (0.42, 0.2) if tones.dark else (0.24, 0.12)
    return SpriteLayer(
        id=f"{plan.prefix}-mat",
        role="decor",
        start=plan.start,
        end=plan.until,
        box=box,
        marks=(
            Rect(
                x=area.x - box.x,
                y=area.y - box.y,
                width=area.width,
                height=area.height,
                radius=radius,
                fill=Fill(
                    colours=(mix(tones.accent, tones.ground, upper), mix(tones.accent, tones.ground_2, lower)), angle=70
                ),
                shadow=tones.shadow(plan.frame.v) if radius else None,
            ),
        ),
    )


def _panel(plan: Plan) -> tuple[AnyLayer, ...]:
    media = plan.take.media
    area, radius = plan.panel, 0.0 if plan.bleeds else RADIUS * plan.frame.v
    framed = in_panel(media, area)
    if plan.bleeds and framed.area != area:
        radius = RADIUS * plan.frame.v
        framed = in_panel(media, plan.stage)
    layers: list[AnyLayer] = [ground(plan)]
    if radius:
        layers.append(_under(plan, framed.area, radius))
    layers.append(picture(plan, framed, cutout=False, radius=radius))
    return tuple(layers)


def _under(plan: Plan, area: Area, radius: float) -> SpriteLayer:
    """The shadow of a panel."""
    v = plan.frame.v
    box = area.grown(10 * v).box
    return SpriteLayer(
        id=f"{plan.prefix}-under",
        role="decor",
        start=plan.start,
        end=plan.until,
        box=box,
        marks=(
            Rect(
                x=area.x - box.x + 1,
                y=area.y - box.y + 1,
                width=area.width - 2,
                height=area.height - 2,
                radius=radius,
                fill=Fill(colours=(plan.tones.paper,)),
                shadow=plan.tones.shadow(v, 0.2),
            ),
        ),
    )
