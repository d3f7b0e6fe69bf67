"""Where a layer stands at a frame: its motions evaluated, in pixels of the size being rendered."""

from __future__ import annotations

from typing import NamedTuple

from pitchreel.documents.timeline import Layer
from pitchreel.render.geometry import Affine


class Placement(NamedTuple):
    """The values of a layer's motions at a frame; two equal ones look the same."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    rotation: float = 0.0
    opacity: float = 1.0
    zoom: float = 1.0
    pan_x: float = 0.0
    pan_y: float = 0.0

    @property
    def at_rest(self) -> bool:
        """Whether the layer's box stands where it was put."""
        return self[:4] == (0.0, 0.0, 1.0, 0.0)


def place(layer: Layer, frame: int) -> Placement:
    """Evaluate the motions of a layer at a frame of the film."""
    if not layer.motions:
        return _REST
    values = {motion.property: motion.at(frame) for motion in layer.motions}
    return Placement(**values)


_REST = Placement()


def move_of(layer: Layer, placed: Placement, scale: float) -> Affine:
    """From where the layer's box was put to where it stands, at ``scale`` of the full size."""
    box = layer.box
    cx, cy = (box.x + box.width / 2) * scale, (box.y + box.height / 2) * scale
    turned = Affine.about(cx, cy, scale=placed.scale, degrees=placed.rotation)
    return Affine.shift(placed.x * scale, placed.y * scale) @ turned
