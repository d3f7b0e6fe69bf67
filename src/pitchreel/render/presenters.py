"""The presenter layer: drawn anew only when the pose or the place changes."""

from __future__ import annotations

from collections.abc import Hashable

import skia

from pitchreel.documents.timeline import PresenterLayer
from pitchreel.presenter import Pose, draw_presenter, pose_at
from pitchreel.render import sprites
from pitchreel.render.elements import Shown, Stage
from pitchreel.render.placement import Placement, move_of
from pitchreel.render.planes import Planes
from pitchreel.render.sprites import Sprite
from pitchreel.typeset import argb

_REST = Pose()


class OnScreen(Shown):
    """A presenter in a box: in a disc with a ring, or standing free."""

    def __init__(self, layer: PresenterLayer, stage: Stage, until: int) -> None:
        super().__init__(layer, stage, until)
        self._presenter = layer
        self._last: tuple[tuple[Placement, Pose], Sprite] | None = None

    def state(self, frame: int) -> Hashable:
        """The pose and the place."""
        placed = self.placement(frame)
        return None if placed is None else (placed, self._pose(frame))

    def paint(self, target: Planes, frame: int) -> None:
        """Draw the pose and lay it over the frame."""
        placed = self.placement(frame)
        if placed is None:
            return
        key = placed._replace(opacity=1.0), self._pose(frame)
        if self._last is None or self._last[0] != key:
            self._last = (key, self._draw(*key))
        sprites.lay(self._last[1], target, placed.opacity)

    def _pose(self, frame: int) -> Pose:
        timeline = self.stage.timeline
        if timeline.performance is None:
            return _REST
        return pose_at(timeline.performance, timeline.sample_at(frame), timeline.mix.sample_rate)

    def _draw(self, placed: Placement, pose: Pose) -> Sprite:
        layer, stage = self._presenter, self.stage
        box = layer.box
        move = move_of(layer, placed, stage.scale)
        edges = [value * stage.scale for value in (box.x, box.y, box.x + box.width, box.y + box.height)]
        left, top, right, bottom = move.bounds(*edges)

        def draw(canvas: skia.Canvas) -> None:
            # Skia draws it as it stands on the frame, so that it is sharp at every size and between pixels.
            canvas.concat(skia.Matrix.MakeAll(move.a, move.b, move.tx, move.c, move.d, move.ty, 0, 0, 1))
            canvas.scale(stage.scale, stage.scale)
            canvas.translate(box.x, box.y)
            if layer.crop == "bubble":
                self._draw_bubble(canvas, pose)
            else:
                self._draw_figure(canvas, pose)

        return sprites.from_rgba(*sprites.rasterise(draw, left - 1, top - 1, right + 1, bottom + 1))

    def _draw_figure(self, canvas: skia.Canvas, pose: Pose) -> None:
        layer = self._presenter
        draw_presenter(
            canvas,
            layer.presenter,
            pose,
            crop=layer.crop,
            width=layer.box.width,
            height=layer.box.height,
            clothes=layer.clothes,
        )

    def _draw_bubble(self, canvas: skia.Canvas, pose: Pose) -> None:
        layer = self._presenter
        width, height = layer.box.width, layer.box.height
        x, y, radius = width / 2, height / 2, min(width, height) / 2
        canvas.drawCircle(x, y, radius - 0.5, skia.Paint(AntiAlias=True, Color=argb(layer.tint)))
        canvas.save()
        canvas.clipPath(skia.Path.Circle(x, y, radius - 0.5), True)
        self._draw_figure(canvas, pose)
        canvas.restore()
        if layer.ring_width > 0:
            ring = skia.Paint(
                AntiAlias=True,
                Color=argb(layer.ring),
                Style=skia.Paint.kStroke_Style,
                StrokeWidth=layer.ring_width,
            )
            canvas.drawCircle(x, y, radius - layer.ring_width / 2, ring)
