"""Picture layers: scaled once to the largest size at which they are shown, then sampled straight into the frame."""

from __future__ import annotations

import math

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.documents.marks import Shadow
from pitchreel.documents.timeline import Layer, PictureLayer
from pitchreel.render import sprites
from pitchreel.render.cuttings import Cutting, draw_cutting
from pitchreel.render.elements import Element, Shown, Stage
from pitchreel.render.framing import Frame, Framing, contained
from pitchreel.render.geometry import Affine
from pitchreel.render.placement import Placement, move_of
from pitchreel.render.planes import Planes, even_up, from_rgb, rescaled
from pitchreel.render.resampling import MARGIN, padded
from pitchreel.render.sampling import Card
from pitchreel.render.sprites import Sprite
from pitchreel.typeset import argb


def picture_elements(layer: PictureLayer, stage: Stage, until: int) -> list[Element]:
    """A picture layer as what is painted: a shadow where one falls, then the picture."""
    size = stage.shelf.picture_size(layer.asset)
    box = layer.box
    frame = Frame.around(*(value * stage.scale for value in (box.x, box.y, box.width, box.height)))
    fit = layer.fit
    shown = Framing(*size, frame.width, frame.height, fit, layer.focus)
    seen = seen_of(layer, shown, until)
    picture = stage.shelf.picture(layer.asset, least=(size[0] * seen.scale, size[1] * seen.scale))
    if layer.dim > 0:
        colours = cv2.convertScaleAbs(picture[..., :3], None, 1 - min(1.0, layer.dim), 0)
        picture = colours if picture.shape[2] == 3 else np.dstack((colours, picture[..., 3]))
    if picture.shape[2] == 4:
        return [CutOut(layer, stage, until, picture, shown, seen)]
    if fit == "contain":
        # A photograph that is shown whole is a card of its own shape; nothing is left empty around it in the box.
        frame = contained(*size, frame)
        shown = Framing(*size, frame.width, frame.height, "cover", (0.5, 0.5))
        seen = seen_of(layer, shown, until)
    elements: list[Element] = []
    radius = layer.radius * stage.scale
    if layer.shadow is not None:
        elements.append(BoxShadow(layer, stage, until, frame, radius, layer.shadow))
    elements.append(Photograph(layer, stage, until, picture, frame, shown, seen))
    return elements


class Seen:
    """The largest scale at which a picture is shown, and the part of it (in its pixels) that ever is."""

    def __init__(self, scale: float, left: float, top: float, right: float, bottom: float) -> None:
        self.scale, self.left, self.top, self.right, self.bottom = scale, left, top, right, bottom


def seen_of(layer: Layer, shown: Framing, until: int) -> Seen:
    """Look at a layer in every frame in which it is to be seen."""
    scale = 0.0
    edges = [math.inf, math.inf, -math.inf, -math.inf]
    inside = Shown(layer, None, until)  # type: ignore[arg-type]  # placements need no stage
    for frame in range(layer.start, until) if layer.motions else (layer.start,):
        placed = inside.placement(frame)
        if placed is None:
            continue
        move = shown.inside(placed)
        scale = max(scale, move.a * max(1.0, placed.scale))
        left, top, right, bottom = move.inverse().bounds(0, 0, shown.box_width, shown.box_height)
        edges = [min(edges[0], left), min(edges[1], top), max(edges[2], right), max(edges[3], bottom)]
    if not scale:
        return Seen(shown.inside(Placement()).a, 0, 0, shown.width, shown.height)
    return Seen(
        scale,
        max(0.0, edges[0]),
        max(0.0, edges[1]),
        min(shown.width, edges[2]),
        min(shown.height, edges[3]),
    )


def rescale(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """A picture at another size: averaged when it shrinks, bicubic when it grows."""
    if (picture.shape[1], picture.shape[0]) == (width, height):
        return picture
    shrinks = width < picture.shape[1] or height < picture.shape[0]
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)  # type: ignore[no-any-return]


def _evenly(start: int, end: int) -> int:
    """A start that makes the length even where the picture goes on; else one row or column is repeated."""
    return start - 1 if (end - start) % 2 and start > 0 else start


class Photograph(Shown):
    """A picture without transparency in a box with rounded corners."""

    def __init__(
        self,
        layer: PictureLayer,
        stage: Stage,
        until: int,
        picture: NDArray[np.uint8],
        frame: Frame,
        shown: Framing,
        seen: Seen,
    ) -> None:
        super().__init__(layer, stage, until)
        self._framing = shown
        # The picture may have been decoded smaller than it is; what is seen is counted in its own pixels.
        decoded = picture.shape[1] / shown.width
        left, top = (max(0, math.floor(edge * decoded) - 2) for edge in (seen.left, seen.top))
        right = min(picture.shape[1], math.ceil(seen.right * decoded) + 2)
        bottom = min(picture.shape[0], math.ceil(seen.bottom * decoded) + 2)
        left, top = _evenly(left, right), _evenly(top, bottom)
        part = picture[top:bottom, left:right]
        if part.shape[0] % 2 or part.shape[1] % 2:
            part = cv2.copyMakeBorder(part, 0, part.shape[0] % 2, 0, part.shape[1] % 2, cv2.BORDER_REPLICATE)
            right, bottom = left + part.shape[1], top + part.shape[0]
        scale = MARGIN * seen.scale
        width = max(2, even_up((right - left) / decoded * scale))
        height = max(2, even_up((bottom - top) / decoded * scale))
        self._planes = padded(rescaled(from_rgb(part), width, height))
        # From the scaled part to the whole picture.
        self._back = Affine(
            (right - left) / decoded / width, 0, left / decoded, 0, (bottom - top) / decoded / height, top / decoded
        )
        self._frame = frame
        self._card = Card(frame, layer.radius * stage.scale)

    def paint(self, target: Planes, frame: int) -> None:
        """Sample it into the frame."""
        placed = self.placement(frame)
        if placed is None:
            return
        inside = self._framing.inside(placed) @ self._back
        move = move_of(self.layer, placed, self.stage.scale)
        self._card.paint(target, self._planes, inside, move, placed.opacity)


class BoxShadow(Shown):
    """The soft shadow of a rounded box."""

    def __init__(self, layer: Layer, stage: Stage, until: int, frame: Frame, radius: float, shadow: Shadow) -> None:
        super().__init__(layer, stage, until)
        scale = stage.scale
        blur, dx, dy = shadow.blur * scale, shadow.x * scale, shadow.y * scale
        rect = skia.Rect.MakeXYWH(frame.x + dx, frame.y + dy, frame.width, frame.height)
        paint = skia.Paint(AntiAlias=True, Color=argb(shadow.colour))
        if blur > 0:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        reach = 3 * blur + 2
        self._cutting = draw_cutting(
            lambda canvas: canvas.drawRRect(skia.RRect.MakeRectXY(rect, radius, radius), paint),
            (rect.left() - reach, rect.top() - reach, rect.right() + reach, rect.bottom() + reach),
        )

    def state(self, frame: int) -> Placement | None:
        """Zoom and pan inside the box do not move its shadow."""
        placed = self.placement(frame)
        return None if placed is None else placed._replace(zoom=1.0, pan_x=0.0, pan_y=0.0)

    def paint(self, target: Planes, frame: int) -> None:
        """Lay it under the box."""
        placed = self.placement(frame)
        if placed is not None:
            if placed.at_rest:
                sprite = self._cutting.still()
            else:
                sprite = self._cutting.moved(move_of(self.layer, placed, self.stage.scale), target)
            sprites.lay(sprite, target, placed.opacity)


class CutOut(Shown):
    """A picture with transparency, and the soft shadow of its shape."""

    def __init__(
        self,
        layer: PictureLayer,
        stage: Stage,
        until: int,
        picture: NDArray[np.uint8],
        shown: Framing,
        seen: Seen,
    ) -> None:
        super().__init__(layer, stage, until)
        self._framing = shown
        box = layer.box
        self._frame = Frame.around(*(value * stage.scale for value in (box.x, box.y, box.width, box.height)))
        width, height = max(2, even_up(shown.width * seen.scale)), max(2, even_up(shown.height * seen.scale))
        scaled = rescale(picture, width, height)
        grow = seen.scale / shown.inside(Placement()).a
        left = top = 0
        if layer.shadow is not None:
            scaled, left, top = _with_shadow(scaled, layer.shadow, stage.scale * grow)
        self._cutting = Cutting(scaled, 0, 0)
        self._back = Affine(
            shown.width / width, 0, -left * shown.width / width, 0, shown.height / height, -top * shown.height / height
        )
        clipped = layer.fit == "cover" or layer.radius > 0
        self._clip = Card(self._frame, layer.radius * stage.scale) if clipped else None
        self._last: tuple[Placement, Sprite] | None = None

    def paint(self, target: Planes, frame: int) -> None:
        """Sample it with its transparency and lay it over the frame."""
        placed = self.placement(frame)
        if placed is None:
            return
        where = placed._replace(opacity=1.0)
        if self._last is None or self._last[0] != where:
            move = move_of(self.layer, placed, self.stage.scale)
            inside = Affine.shift(self._frame.x, self._frame.y) @ self._framing.inside(placed) @ self._back
            sprite = self._cutting.moved(move @ inside, target)
            if self._clip is not None:
                sprite = self._clip.cut(sprite, move)
            self._last = (where, sprite)
        sprites.lay(self._last[1], target, placed.opacity)


def _with_shadow(rgba: NDArray[np.uint8], shadow: Shadow, scale: float) -> tuple[NDArray[np.uint8], int, int]:
    """A cut-out over the shadow of its shape, and how far the picture moved to make room for it."""
    blur, dx, dy = shadow.blur * scale, shadow.x * scale, shadow.y * scale
    left, top = even_up(max(0.0, 3 * blur - dx)), even_up(max(0.0, 3 * blur - dy))
    right, bottom = even_up(max(0.0, 3 * blur + dx)), even_up(max(0.0, 3 * blur + dy))
    height, width = rgba.shape[:2]
    alpha = np.zeros((height + top + bottom, width + left + right), np.uint8)
    alpha[top : top + height, left : left + width] = rgba[..., 3]
    # Blurred at a quarter of the size: a shadow has no detail, and the filter would cost more than the rest.
    small = max(1, min(4, round(blur / 4)))
    size = max(2, alpha.shape[1] // small), max(2, alpha.shape[0] // small)
    soft = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    if blur > 0:
        soft = cv2.GaussianBlur(soft, (0, 0), blur / small)
    soft = cv2.resize(soft, (alpha.shape[1], alpha.shape[0]), interpolation=cv2.INTER_LINEAR)
    soft = cv2.warpAffine(soft, np.array([[1.0, 0, dx], [0, 1.0, dy]]), (alpha.shape[1], alpha.shape[0]))
    colour = np.array([int(shadow.colour[k : k + 2], 16) for k in (1, 3, 5)] + [255], np.float32)
    strength = int(shadow.colour[7:9] or "ff", 16) / 255
    below = soft.astype(np.float32)[..., None] * (colour * (strength / 255))
    above = np.zeros((*alpha.shape, 4), np.uint8)
    above[top : top + height, left : left + width] = rgba
    mixed = above + below * (1 - above[..., 3:].astype(np.float32) / 255)
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8), left, top
