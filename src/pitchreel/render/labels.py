"""The note on screen that voice and presenter are synthetic, where the Timeline asks for one."""

from __future__ import annotations

from pitchreel.documents.marks import Fill, Rect, Run, Text
from pitchreel.documents.timeline import Box, SpriteLayer, Timeline
from pitchreel.typeset import Type

_SIZE, _WEIGHT = 2.6, 600
"""In hundredths of the frame's shorter side: small, and still readable on a phone."""


def label_layer(timeline: Timeline) -> tuple[SpriteLayer, ...]:
    """The note as a layer in the upper right corner of the safe box; none when a layer carries it already."""
    if not timeline.label or any(layer.role == "label" for layer in timeline.layers()):
        return ()
    size = _SIZE * min(timeline.width, timeline.height) / 100
    wide = Type(size, _WEIGHT, language=timeline.language).width(timeline.label)
    width, height = round(wide + 1.4 * size), round(1.8 * size)
    safe = timeline.safe
    box = Box(x=safe.x + safe.width - width, y=safe.y, width=width, height=height)
    plate = Rect(x=0, y=0, width=width, height=height, radius=height / 2, fill=Fill(colours=("#000000a6",)))
    words = Text(
        x=0,
        y=0,
        width=width,
        height=height,
        align="center",
        valign="middle",
        runs=(Run(text=timeline.label, size=size, weight=_WEIGHT, colour="#ffffff"),),
    )
    return (SpriteLayer(id="label", role="label", start=0, end=timeline.frames, box=box, marks=(plate, words)),)
