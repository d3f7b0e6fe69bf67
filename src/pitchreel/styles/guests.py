"""Guests: presenters of the user's own on screen, in a disc with a ring, or filling what they are given.

A photograph does not move. So that one sees who is speaking, soft rings around it follow the voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pitchreel.documents.marks import Ellipse, Fill
from pitchreel.documents.motion import Motion
from pitchreel.documents.timeline import AnyLayer, Box, ClipLayer, Performance, PictureLayer, SpriteLayer
from pitchreel.presenter import CustomPresenter, mouth_openings
from pitchreel.styles.grid import Frame
from pitchreel.styles.moves import motion
from pitchreel.styles.tones import with_alpha

ASSET = "presenter"
HEAD = 0.40
"""Height of the face, brow to chin, against the disc that it is shown in."""
DROP = 0.34
"""How far below the middle of the face the middle of the disc lies, in heights of the face: shoulders are seen."""
NEAREST = 1.5
"""No picture is enlarged more than this to bring a face near."""
RINGS = ((1.0, 0.075), (1.06, 0.17))
"""Of the sound rings, in diameters of the disc: size at rest, and how much the voice adds to it."""
STEP = 2
"""Frames between two keyframes of a ring."""
RISE, FALL = 0.65, 0.22
"""Share of the way to the voice's level that a ring goes in a step, growing and shrinking."""


def soft_rings(colour: str) -> tuple[str, str]:
    """Sound rings of a colour that let through what is behind them."""
    return with_alpha(colour, 0.50), with_alpha(colour, 0.26)


@dataclass(frozen=True)
class Disc:
    """Where and when a guest is seen in a disc: ring in pixels and its colour, and the colours of the sound rings."""

    box: Box
    start: int
    end: int
    ring_width: float
    ring: str
    sound: tuple[str, str]
    """Of the inner and the outer ring, with their opacity."""


def disc_layers(
    guest: CustomPresenter, disc: Disc, frame: Frame, performance: Performance | None, motions: Sequence[Motion] = ()
) -> tuple[AnyLayer, ...]:
    """A guest in a disc, from the back: the sound rings of a photograph, picture or clip, and the ring around it."""
    layers: list[AnyLayer] = []
    if guest.type == "photo" and performance is not None:
        layers += _sound_rings(disc, frame, performance, motions)
    layers.append(picture_of(guest, disc.box, disc.start, disc.end, motions, radius=disc.box.width // 2, near=True))
    if disc.ring_width > 0:
        inset = disc.ring_width / 2
        circle = Ellipse(
            x=inset,
            y=inset,
            width=disc.box.width - disc.ring_width,
            height=disc.box.height - disc.ring_width,
            stroke=disc.ring,
            stroke_width=disc.ring_width + 1,
        )
        layers.append(_sprite("presenter-ring", disc, disc.box, (circle,), motions))
    return tuple(layers)


def picture_of(
    guest: CustomPresenter,
    box: Box,
    start: int,
    end: int,
    motions: Sequence[Motion] = (),
    *,
    radius: int = 0,
    near: bool = False,
) -> PictureLayer | ClipLayer:
    """A guest's picture or clip filling a box about the face; ``near`` brings it as near as a head shot has it."""
    zoom, focus = _near(guest, box) if near else (1.0, (guest.focus.x, guest.focus.y))
    moves = (*motions, motion("zoom", (start, zoom))) if zoom != 1 else tuple(motions)
    shared = {
        "id": "presenter",
        "role": "presenter",
        "start": start,
        "end": end,
        "box": box,
        "motions": moves,
        "asset": ASSET,
        "focus": focus,
        "radius": radius,
    }
    return ClipLayer.model_validate(shared) if guest.type == "clip" else PictureLayer.model_validate(shared)


def _near(guest: CustomPresenter, box: Box) -> tuple[float, tuple[float, float]]:
    """Zoom and focus that show head and shoulders in a box."""
    if guest.face is None:
        return 1.0, (guest.focus.x, guest.focus.y)
    cover = max(box.width / guest.width, box.height / guest.height)
    wanted = HEAD * box.height / (guest.face.height * guest.height)
    zoom = max(1.0, min(wanted / cover, NEAREST / cover))
    y = guest.face.y + (0.5 + DROP) * guest.face.height
    return round(zoom, 4), (round(guest.focus.x, 4), round(min(y, 1.0), 4))


def _sound_rings(disc: Disc, frame: Frame, performance: Performance, motions: Sequence[Motion]) -> list[SpriteLayer]:
    """Discs behind the picture that swell with the voice; they move, grow and fade as the picture does."""
    level = voice_level(performance, frame, disc.start, disc.end)
    frames = [*range(disc.start, disc.end, STEP)]
    scales = next((one for one in motions if one.property == "scale"), None)
    others = tuple(one for one in motions if one.property != "scale")
    layers = []
    for number, ((rest, more), colour) in enumerate(zip(reversed(RINGS), reversed(disc.sound), strict=True)):
        keys = [
            (at, (rest + more * float(level[index])) * (scales.at(at) if scales else 1.0))
            for index, at in enumerate(frames)
        ]
        circle = Ellipse(
            x=0,
            y=0,
            width=disc.box.width,
            height=disc.box.height,
            fill=Fill(colours=(colour,)),
        )
        layers.append(
            _sprite(f"presenter-sound-{number}", disc, disc.box, (circle,), (*others, motion("scale", *keys)))
        )
    return layers


def voice_level(performance: Performance, frame: Frame, start: int, end: int) -> NDArray[np.float64]:
    """How loud the voice is every STEP frames, 0 to 1, as its mouth would open; quick to rise, slow to fall."""
    samples = np.array([frame.sample(at) for at in range(start, end, STEP)], dtype=np.float64)
    opening = np.clip(mouth_openings(performance, samples), 0, 1)
    level = np.empty_like(opening)
    current = 0.0
    for index, goal in enumerate(opening.tolist()):
        current += (goal - current) * (RISE if goal > current else FALL)
        level[index] = current
    return level


def _sprite(name: str, disc: Disc, box: Box, marks: tuple[Ellipse, ...], motions: Sequence[Motion]) -> SpriteLayer:
    return SpriteLayer(
        id=name, role="decor", start=disc.start, end=disc.end, box=box, marks=marks, motions=tuple(motions)
    )
