"""The presenter layer: drawn anew only when the pose or the place changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import cv2
import skia

from pitchreel.documents.timeline import PresenterLayer
from pitchreel.presenter import Pose, draw_presenter, pose_at
from pitchreel.render import sprites
from pitchreel.render.elements import Shown, Stage
from pitchreel.render.geometry import Affine
from pitchreel.render.placement import Placement, move_of
from pitchreel.render.planes import Planes, from_rgb
from pitchreel.render.sprites import Sprite
from pitchreel.typeset import argb

_REST = Pose()
_STIRS = {"open": 0.3, "width": 0.3, "round": 0.3, "teeth": 0.7, "tongue": 0.7, "blink": 0.5, "brow": 0.5}
"""A small figure in a bubble is animated on twos, as drawn film is: every other frame holds the pose before it, unless
the face moves by more than this. Lips that close are always shown closing."""


class OnScreen(Shown):
    """A presenter in a box: in a disc with a ring, or standing free."""

    def __init__(self, layer: PresenterLayer, stage: Stage, until: int) -> None:
        super().__init__(layer, stage, until)
        self._presenter = layer
        self._last: tuple[tuple[Placement, Pose], Sprite] | None = None
        self._posed: tuple[int, Pose] | None = None
        self._disc: tuple[Placement, Disc] | None = None

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
        if self._posed is None or self._posed[0] != frame:
            pose = self._acted(frame)
            if frame % 2 and self._presenter.crop == "bubble":
                before = self._pose(frame - 1)
                pose = pose if _stirs(before, pose) else before
            self._posed = (frame, pose)
        return self._posed[1]

    def _acted(self, frame: int) -> Pose:
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
        bounds = left - 1, top - 1, right + 1, bottom + 1
        # Skia draws it as it stands on the frame, so that it is sharp at every size and between pixels.
        onto = move @ Affine.scale(stage.scale) @ Affine.shift(box.x, box.y)
        matrix = skia.Matrix.MakeAll(onto.a, onto.b, onto.tx, onto.c, onto.d, onto.ty, 0, 0, 1)

        def draw(canvas: skia.Canvas) -> None:
            canvas.concat(matrix)
            draw_presenter(
                canvas,
                layer.presenter,
                pose,
                crop=layer.crop,
                width=box.width,
                height=box.height,
                clothes=layer.clothes,
            )

        if layer.crop != "bubble":
            return sprites.from_rgba(*sprites.rasterise(draw, *bounds))
        if self._disc is None or self._disc[0] != placed:
            self._disc = (placed, Disc(layer, matrix, bounds))
        return self._disc[1].around(draw)


def _stirs(before: Pose, after: Pose) -> bool:
    closes = (before.open > 0) != (after.open > 0)
    return closes or any(abs(getattr(after, part) - getattr(before, part)) > by for part, by in _STIRS.items())


class Disc:
    """The disc and the ring of a bubble where it stands.

    The figure is drawn over a field of the tint and cut out by a mask made once: Skia would spend more on clipping
    each of its shapes to a circle than on drawing them.
    """

    def __init__(self, layer: PresenterLayer, matrix: skia.Matrix, bounds: tuple[float, float, float, float]) -> None:
        self._bounds = bounds
        self._tint = argb(layer.tint) | 0xFF000000
        width, height = layer.box.width, layer.box.height
        x, y, radius = width / 2, height / 2, min(width, height) / 2

        def disc(canvas: skia.Canvas) -> None:
            canvas.concat(matrix)
            canvas.drawCircle(x, y, radius - (0.5 if layer.ring_width > 0 else 0), skia.Paint(AntiAlias=True))

        def ring(canvas: skia.Canvas) -> None:
            canvas.concat(matrix)
            pen = skia.Paint(AntiAlias=True, Color=argb(layer.ring), Style=skia.Paint.kStroke_Style)
            pen.setStrokeWidth(layer.ring_width)
            canvas.drawCircle(x, y, radius - layer.ring_width / 2, pen)

        inside = sprites.from_rgba(*sprites.rasterise(disc, *bounds))
        self._mask = inside.alpha, inside.half_alpha, inside.half_alpha
        self._ring: Sprite | None = None
        self._whole = inside
        """The bubble without its figure: place and transparency are taken from it."""
        if layer.ring_width > 0:
            above = sprites.from_rgba(*sprites.rasterise(ring, *bounds))
            self._ring = above
            self._whole = sprites.stack(inside, above)
            seen, half = (
                cv2.multiply(mask, under, None, 1 / 255)
                for mask, under in zip((inside.alpha, inside.half_alpha), above.under, strict=True)
            )
            self._mask = seen, half, half

    def around(self, draw: Callable[[skia.Canvas], None]) -> Sprite:
        """What ``draw`` draws, inside the disc and under the ring."""
        rgba, x, y = sprites.rasterise(draw, *self._bounds, ground=self._tint)
        seen = from_rgb(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB))
        cut = [cv2.multiply(plane, over, plane, 1 / 255) for plane, over in zip(seen.each, self._mask, strict=True)]
        if self._ring is not None:
            cut = [cv2.add(plane, ring, plane) for plane, ring in zip(cut, self._ring.planes.each, strict=True)]
        whole = self._whole
        return sprites.Sprite(x, y, Planes(*cut), whole.alpha, whole.half_alpha, whole.under)
