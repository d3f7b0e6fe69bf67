"""Dressing: what stands behind and under a free product, by name. All of it is drawn; none of it carries meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pitchreel.documents.marks import Ellipse, Fill, Mark, Rect
from pitchreel.documents.timeline import Drift
from pitchreel.styles.grid import Area, Frame
from pitchreel.styles.tones import Tones, mix, with_alpha

Dressing = Callable[[Frame, Tones, Area], tuple[Area, tuple[Mark, ...]]]
"""From the product's place to the place and the marks of one piece of scenery."""

BLEED = 60.0
"""Pixels that a dressing reaches past the frame, so that parallax shows no edge."""


def floor(frame: Frame, tones: Tones, area: Area) -> tuple[Area, tuple[Mark, ...]]:
    """A table whose far edge is a gentle curve behind the product, down to the frame's lower edge."""
    top = area.bottom - 0.075 * frame.height
    width, deep = 1.5 * frame.width, 0.075 * frame.height
    box = Area((frame.width - width) / 2, top, width, frame.height + BLEED - top)
    far, near = tones.floor
    return box, (
        Ellipse(x=0, y=0, width=width, height=2 * deep, fill=Fill(colours=(far,))),
        Rect(x=0, y=deep, width=width, height=box.height - deep, fill=Fill(colours=(far, near), angle=90)),
    )


def disc(frame: Frame, tones: Tones, area: Area) -> tuple[Area, tuple[Mark, ...]]:
    """A disc of the accent's tint behind the product, like a low sun."""
    x, y = area.centre
    least = min(frame.width, frame.height)
    radius = min(0.56 * max(area.width, area.height), 0.44 * least, max(0.3 * least, y - 0.02 * frame.height))
    box = Area(x - radius, y - radius, 2 * radius, 2 * radius)
    upper, lower = (0.66, 0.18) if tones.dark else (0.36, 0.08)
    fill = Fill(colours=(tones.tint(upper), tones.tint(lower)), angle=70)
    return box.grown(4), (Ellipse(x=4, y=4, width=2 * radius, height=2 * radius, fill=fill),)


def arch(frame: Frame, tones: Tones, area: Area) -> tuple[Area, tuple[Mark, ...]]:
    """A niche with a round top that reaches the frame's lower edge."""
    width = min(max(1.14 * area.width, 0.5 * min(frame.width, frame.height)), 0.86 * frame.width)
    top = max(0.02 * frame.height, area.y - 0.2 * width)
    box = Area(area.centre[0] - width / 2, top, width, frame.height + BLEED - top)
    upper, lower = (0.42, 0.10) if tones.dark else (0.30, 0.10)
    fill = Fill(colours=(tones.tint(upper), tones.tint(lower, tones.ground_2)))
    return box, (Rect(x=0, y=0, width=width, height=box.height + width, radius=width / 2, fill=fill),)


def plinth(frame: Frame, tones: Tones, area: Area) -> tuple[Area, tuple[Mark, ...]]:
    """A round plinth under the product, down to the frame's lower edge."""
    width = min(max(1.2 * area.width, 0.4 * min(frame.width, frame.height)), 0.9 * frame.width)
    rim = 0.13 * width
    top = area.bottom - 0.66 * rim
    box = Area(area.centre[0] - width / 2, top, width, frame.height + BLEED - top)
    light, deep = (0.16, 0.02) if tones.dark else (0.02, 0.17)
    lit, dim = mix(tones.ink, tones.ground_2, light), mix(tones.ink, tones.ground_2, deep)
    face = mix(tones.ink, tones.ground_2, 0.20) if tones.dark else mix("#ffffff", tones.ground, 0.7)
    return box, (
        Rect(x=0, y=rim / 2, width=width, height=box.height, fill=Fill(colours=(lit, dim), angle=0)),
        Ellipse(x=0, y=0, width=width, height=rim, fill=Fill(colours=(face, mix(face, lit, 0.6)), angle=20)),
    )


def band(frame: Frame, tones: Tones, area: Area) -> tuple[Area, tuple[Mark, ...]]:
    """A band of the accent's tint across the frame, behind the lower half of the product."""
    box = Area(-BLEED, area.centre[1], frame.width + 2 * BLEED, 0.62 * area.height)
    fill = Fill(colours=(tones.tint(0.24), tones.tint(0.12)), angle=0)
    return box, (Rect(x=0, y=0, width=box.width, height=box.height, fill=fill),)


DRESSINGS: dict[str, tuple[Dressing, ...]] = {
    "none": (),
    "floor": (floor,),
    "disc": (disc,),
    "sunrise": (disc, floor),
    "arch": (arch,),
    "plinth": (plinth,),
    "band": (band,),
}
"""Pieces of scenery by the name of the dressing, from the back."""
STANDING = {"floor", "sunrise", "plinth", "arch"}
"""Dressings on which the product stands; before the others it floats in the middle of its place."""
FLOORED = {"floor", "sunrise"}
"""Dressings with a floor that goes through the whole film."""
STILL = {floor, plinth}
"""Scenery that does not take part in the parallax: what a product stands on stays under it."""


def scenery(name: str, frame: Frame, tones: Tones, area: Area) -> Iterator[tuple[Area, tuple[Mark, ...], bool]]:
    """Place and marks of each piece of a dressing, and whether it moves with the parallax."""
    for piece in DRESSINGS[name]:
        box, marks = piece(frame, tones, area)
        yield box, marks, piece not in STILL


def glow(frame: Frame, tones: Tones, area: Area) -> Drift:
    """Light on the ground behind the product."""
    x, y = area.centre
    colour = with_alpha(tones.accent, tones.glow) if tones.dark else with_alpha("#ffffff", 0.75)
    return Drift(
        x=round(x / frame.width, 4),
        y=round(y / frame.height, 4),
        radius=0.62,
        colour=colour,
    )
