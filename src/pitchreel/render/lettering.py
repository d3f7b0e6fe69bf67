"""Sprite layers: marks drawn once and moved as one."""

from __future__ import annotations

import skia

from pitchreel.documents.timeline import SpriteLayer
from pitchreel.render import sprites
from pitchreel.render.cuttings import Cutting
from pitchreel.render.drawing import bounds_of, draw_marks
from pitchreel.render.elements import Shown, Stage
from pitchreel.render.geometry import Affine
from pitchreel.render.placement import Placement, move_of
from pitchreel.render.planes import Planes
from pitchreel.render.sprites import RGBA, Sprite

_WHERE = 4
"""The first values of a placement: x, y, scale and rotation."""


class Lettering(Shown):
    """The marks of a sprite layer.

    While it moves, one drawing of it is sampled; where it stands still it is drawn as it stands, turned or enlarged,
    so that its words are sharp.
    """

    def __init__(self, layer: SpriteLayer, stage: Stage, until: int) -> None:
        super().__init__(layer, stage, until)
        self._marks = layer.marks
        self._drawn: Cutting | None = None
        self._last: tuple[tuple[Placement, bool], Sprite] | None = None

    def state(self, frame: int) -> tuple[Placement, bool] | None:
        """Where it stands, and whether it stands still there."""
        placed = self.placement(frame)
        if placed is None:
            return None
        if placed.at_rest:
            return placed, True
        beside = (self.placement(frame - 1), self.placement(frame + 1))
        return placed, any(near is not None and near[:_WHERE] == placed[:_WHERE] for near in beside)

    def paint(self, target: Planes, frame: int) -> None:
        """Lay it where it stands."""
        state = self.state(frame)
        if state is None or not self._marks:
            return
        placed, still = state
        where = placed._replace(opacity=1.0)
        if self._last is None or self._last[0] != (where, still):
            move = move_of(self.layer, placed, self.stage.scale)
            sprite = sprites.from_rgba(*self._draw(move)) if still else self._cutting().moved(move, target)
            self._last = ((where, still), sprite)
        sprites.lay(self._last[1], target, placed.opacity)

    def _cutting(self) -> Cutting:
        if self._drawn is None:
            self._drawn = Cutting(*self._draw(Affine.shift(0, 0)))
        return self._drawn

    def _draw(self, move: Affine) -> tuple[RGBA, int, int]:
        stage, box = self.stage, self.layer.box
        language = stage.timeline.language
        onto = move @ Affine.scale(stage.scale) @ Affine.shift(box.x, box.y)
        matrix = skia.Matrix.MakeAll(onto.a, onto.b, onto.tx, onto.c, onto.d, onto.ty, 0, 0, 1)

        def draw(canvas: skia.Canvas) -> None:
            canvas.concat(matrix)
            draw_marks(canvas, self._marks, stage.shelf, language, stage.scale)

        edges = [onto.bounds(*bounds_of(mark, language)) for mark in self._marks]
        left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        return sprites.trim(*sprites.rasterise(draw, left, top, right, bottom))
