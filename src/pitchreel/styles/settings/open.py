"""The open setting: the picture owns the frame; a cut-out stands on the ground, a photograph fills what it can."""

from __future__ import annotations

from pitchreel.documents.marks import Fill, Rect
from pitchreel.documents.timeline import AnyLayer, SpriteLayer
from pitchreel.styles.framing import Framed, close_up, fill_frame, in_panel
from pitchreel.styles.grid import Area
from pitchreel.styles.settings.plan import Plan, base, free_product, ground, picture
from pitchreel.styles.tones import mix

LEAST = 30.0
"""Smallest close-up, in v."""
MAT = 4.0
"""What of the mat is seen over and under a near look, in v."""
RADIUS = 3.2
"""Of a panel that does not reach the edges, in v."""


def set_open(plan: Plan) -> tuple[AnyLayer, ...]:
    """Layers of a shot, from the back."""
    media = plan.take.media
    if plan.take.framing == "close":
        framed = close_up(media, plan.panel, LEAST * plan.frame.v)
        if framed is not None and framed.inset:
            framed = close_up(media, plan.stage, LEAST * plan.frame.v) or framed
        if framed is not None:
            radius = 0.0 if plan.bleeds and not framed.inset else RADIUS * plan.frame.v
            near = picture(plan, framed, cutout=media.cutout is not None, radius=radius, name="close")
            return (*base(plan), mat(plan, _behind(plan, framed), radius), near)
    if media.cutout:
        return free_product(plan, media)
    if plan.clear is not None:
        framed = fill_frame(media, plan.frame, plan.clear)
        if framed is not None:
            return (ground(plan), picture(plan, framed, cutout=False))
    return _panel(plan)


def _behind(plan: Plan, framed: Framed) -> Area:
    """What lies behind a near look: all of a panel that reaches the edges, else little more than the look itself."""
    if framed.inset:
        return framed.area
    if plan.bleeds:
        return plan.panel
    air = MAT * plan.frame.v
    return plan.panel.between(framed.area.y - air, framed.area.bottom + air)


def _panel(plan: Plan) -> tuple[AnyLayer, ...]:
    """A photograph in its place: up to the frame's edges where the whole subject stays in, else as a rounded print."""
    media = plan.take.media
    framed = in_panel(media, plan.panel)
    if plan.bleeds and framed.area == plan.panel:
        return (*base(plan), picture(plan, framed, cutout=False))
    if plan.bleeds:
        framed = in_panel(media, plan.stage)
    radius = RADIUS * plan.frame.v
    return (
        *base(plan),
        mat(plan, framed.area, radius),
        picture(plan, framed, cutout=False, radius=radius),
    )


def mat(plan: Plan, area: Area, radius: float) -> SpriteLayer:
    """What lies under a print, with its shadow, and behind a cut-out that is shown from near."""
    tones = plan.tones
    box = area.grown(9 * plan.frame.v if radius else 0.0).box
    upper, lower = (0.46, 0.2) if tones.dark else (0.26, 0.12)
    colours = (mix(tones.accent, tones.ground, upper), mix(tones.accent, tones.ground_2, lower))
    # A pixel smaller than the print, so that it does not shine through at the corners.
    return SpriteLayer(
        id=f"{plan.prefix}-mat",
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
                fill=Fill(colours=colours, angle=70),
                shadow=tones.shadow(plan.frame.v) if radius else None,
            ),
        ),
    )
