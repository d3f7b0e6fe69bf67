"""Sprite layers: marks drawn once and moved as one."""

from __future__ import annotations

import skia

from pitchreel.documents.timeline import SpriteLayer
from pitchreel.render import sprites
from pitchreel.render.cuttings import Cutting, draw_cutting
from pitchreel.render.drawing import bounds_of, draw_marks
from pitchreel.render.elements import Shown, Stage
from pitchreel.render.placement import Placement, move_of
from pitchreel.render.planes import Planes
from pitchreel.render.sprites import Sprite


class Lettering(Shown):
    """The marks of a sprite layer."""

    def __init__(self, layer: SpriteLayer, stage: Stage, until: int) -> None:
        super().__init__(layer, stage, until)
        self._marks = layer.marks
        self._drawn: Cutting | None = None
        self._last: tuple[Placement, Sprite] | None = None

    def paint(self, target: Planes, frame: int) -> None:
        """Lay it where it stands."""
        placed = self.placement(frame)
        if placed is None or not self._marks:
            return
        cutting = self._cutting()
        if placed.at_rest:
            sprite = cutting.still()
        else:
            where = placed._replace(opacity=1.0)
            if self._last is None or self._last[0] != where:
                moved = cutting.moved(move_of(self.layer, placed, self.stage.scale), target)
                self._last = (where, moved)
            sprite = self._last[1]
        sprites.lay(sprite, target, placed.opacity)

    def _cutting(self) -> Cutting:
        if self._drawn is None:
            stage, box = self.stage, self.layer.box
            language = stage.timeline.language
            edges = [bounds_of(mark, language) for mark in self._marks]
            left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
            right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)

            def draw(canvas: skia.Canvas) -> None:
                canvas.scale(stage.scale, stage.scale)
                canvas.translate(box.x, box.y)
                draw_marks(canvas, self._marks, stage.shelf, language, stage.scale)

            scale = stage.scale
            bounds = (left + box.x) * scale, (top + box.y) * scale, (right + box.x) * scale, (bottom + box.y) * scale
            self._drawn = draw_cutting(draw, bounds)
        return self._drawn
