"""Grounds: gradients and blurred pictures, without bands, and the soft shapes that drift over them."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.documents.marks import Fill
from pitchreel.documents.timeline import Drift, GroundLayer
from pitchreel.render import sprites
from pitchreel.render.elements import Element, Shown, Stage
from pitchreel.render.framing import Frame, Framing
from pitchreel.render.geometry import Affine
from pitchreel.render.placement import Placement
from pitchreel.render.planes import OPAQUE_MATRIX, PREMULTIPLIED_MATRIX, Planes, even, even_up
from pitchreel.render.resampling import padded
from pitchreel.render.sampling import Card

NOISE = 1.5
"""Levels of noise that keep a gradient from showing bands."""
_COARSE = 8
"""Shapes and noise are made at full size; the field of colours at one eighth of it."""


def ground_elements(layer: GroundLayer, stage: Stage, until: int) -> list[Element]:
    """A ground as what is painted: the field, then each shape that drifts over it."""
    elements: list[Element] = [Ground(layer, stage, until)]
    elements += [Drifting(layer, stage, until, drift) for drift in layer.drifts]
    return elements


def parse_colour(colour: str) -> NDArray[np.float32]:
    """A colour as red, green, blue in 0 to 255, and alpha in 0 to 1."""
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    return np.array([*parts, int(colour[7:9] or "ff", 16) / 255], np.float32)


def gradient(fill: Fill, width: int, height: int) -> NDArray[np.float32]:
    """A fill over a whole frame as RGB, shape (height, width, 3)."""
    colours = np.stack([parse_colour(colour)[:3] for colour in fill.colours])
    angle = math.radians(fill.angle)
    dx, dy = math.cos(angle), math.sin(angle)
    across = (np.arange(width) + 0.5) / width - 0.5
    down = (np.arange(height) + 0.5) / height - 0.5
    reach = abs(dx) * width + abs(dy) * height
    share = np.clip((across[None] * width * dx + down[:, None] * height * dy) / reach + 0.5, 0, 1)
    stops = np.linspace(0, 1, len(colours))
    return np.stack([np.interp(share, stops, colours[:, k]) for k in range(3)], axis=2).astype(np.float32)


def dithered(rgb: NDArray[np.float32], width: int, height: int, seed: int = 0) -> Planes:
    """A coarse field of colours at full size, as planes whose rounding is hidden by noise."""
    rng = np.random.default_rng(seed)
    # Triangular noise, from one tile laid over the frame: that it repeats is not seen.
    tile = (rng.random((256, 256), np.float32) + rng.random((256, 256), np.float32) - 1) * NOISE
    noise = np.tile(tile, (math.ceil(height / 256), math.ceil(width / 256)))[:height, :width]
    faint = noise[: height // 2, : width // 2] / 3
    field = cv2.split(cv2.transform(rgb, OPAQUE_MATRIX))
    planes = []
    for plane, rough in zip(field, (noise, faint, faint), strict=True):
        size = rough.shape[1], rough.shape[0]
        large = cv2.resize(np.clip(plane, 16 + NOISE, 235 - NOISE), size, interpolation=cv2.INTER_LINEAR)
        planes.append(cv2.add(large, rough, dtype=cv2.CV_8U))
    return Planes(*planes)


class Ground(Shown):
    """The field behind a scene, over the whole frame."""

    def __init__(self, layer: GroundLayer, stage: Stage, until: int) -> None:
        super().__init__(layer, stage, until)
        self._ground = layer
        self._planes: Planes | None = None
        self._wide: Planes | None = None
        self._card = Card(Frame(0, 0, stage.width, stage.height), 0)

    def paint(self, target: Planes, frame: int) -> None:
        """Write it over the frame; only one that zooms, pans or fades has to be sampled."""
        placed = self.placement(frame)
        if placed is None:
            return
        planes = self._field()
        if placed == _REST:
            planes.copy_to(target)
            return
        shown = Framing(planes.width, planes.height, target.width, target.height, "cover", (0.5, 0.5))
        scale = self.stage.scale
        inside = Affine.shift(placed.x * scale, placed.y * scale) @ shown.inside(placed)
        self._card.paint(target, self._padded(), inside, Affine.shift(0, 0), placed.opacity)

    def _padded(self) -> Planes:
        if self._wide is None:
            self._wide = padded(self._field())
        return self._wide

    def _field(self) -> Planes:
        if self._planes is None:
            stage, ground = self.stage, self._ground
            width, height = max(8, stage.width // _COARSE), max(8, stage.height // _COARSE)
            field = gradient(ground.fill, width, height)
            if ground.asset is not None:
                field = self._blurred(ground.asset, width, height) * (1 - ground.veil) + field * ground.veil
            self._planes = dithered(field, stage.width, stage.height)
        return self._planes

    def _blurred(self, asset: str, width: int, height: int) -> NDArray[np.float32]:
        picture = self.stage.shelf.picture(asset, least=(2 * width, 2 * height))
        if picture.shape[2] == 4:
            white = 255 - cv2.merge([picture[..., 3]] * 3)
            picture = cv2.add(picture[..., :3], white)
        scale = max(width / picture.shape[1], height / picture.shape[0])
        size = max(width, round(picture.shape[1] * scale)), max(height, round(picture.shape[0] * scale))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        left, top = (size[0] - width) // 2, (size[1] - height) // 2
        small = small[top : top + height, left : left + width]
        sigma = self._ground.blur * self.stage.scale / _COARSE
        return cv2.GaussianBlur(small, (0, 0), max(0.8, sigma), borderType=cv2.BORDER_REPLICATE)  # type: ignore[no-any-return]


_REST = Placement()


class Drifting(Shown):
    """A soft round shape that drifts. It is so soft that whole pixels are fine enough for its steps."""

    def __init__(self, layer: GroundLayer, stage: Stage, until: int, drift: Drift) -> None:
        super().__init__(layer, stage, until)
        self._drift = drift
        side = drift.radius * min(stage.width, stage.height)
        self._size = max(4, even_up(2 * side))
        self._drawn: sprites.Sprite | None = None

    def state(self, frame: int) -> tuple[int, int, float] | None:
        """Where it stands, in whole even pixels."""
        placed = self.placement(frame)
        if placed is None:
            return None
        share = frame / self.stage.timeline.frames
        x = (self._drift.x + self._drift.travel_x * share) * self.stage.width - self._size / 2
        y = (self._drift.y + self._drift.travel_y * share) * self.stage.height - self._size / 2
        return even(x), even(y), placed.opacity

    def paint(self, target: Planes, frame: int) -> None:
        """Lay it where it has drifted to."""
        state = self.state(frame)
        if state is None:
            return
        if self._drawn is None:
            self._drawn = _soft_disc(self._size, self._drift.colour)
        sprite = self._drawn
        moved = sprites.Sprite(state[0], state[1], sprite.planes, sprite.alpha, sprite.half_alpha, sprite.under)
        sprites.lay(moved, target, state[2])


def _soft_disc(size: int, colour: str) -> sprites.Sprite:
    """A disc that fades to nothing like a bell, with noise so that its few levels of alpha show no rings."""
    red, green, blue, strength = parse_colour(colour)
    rng = np.random.default_rng(size)

    def disc(side: int) -> NDArray[np.float32]:
        at = (np.arange(side, dtype=np.float32) + 0.5) / side * 2 - 1
        far = np.minimum(1.0, at[None] ** 2 + at[:, None] ** 2)
        return np.asarray((1 - far) ** 2 * strength * 255, np.float32)

    full, half = disc(size), disc(size // 2)
    noise = rng.random(full.shape, np.float32)
    alpha = np.floor(full + noise).clip(0, 255)
    half_alpha = np.floor(half + noise[: size // 2, : size // 2]).clip(0, 255)
    weights = PREMULTIPLIED_MATRIX @ np.array([red, green, blue, 255], np.float32) / 255
    luma = np.rint(alpha * weights[0]).astype(np.uint8)
    chroma = [np.rint(half_alpha * weights[k]).astype(np.uint8) for k in (1, 2)]
    planes = Planes(luma, chroma[0], chroma[1])
    return sprites.make_sprite(0, 0, planes, alpha.astype(np.uint8), half_alpha.astype(np.uint8))
