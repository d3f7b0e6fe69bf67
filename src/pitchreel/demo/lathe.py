"""Turned ware: solids of revolution, lit like in a studio, as meshes that Skia draws.

A profile is a row of (height, radius) from the foot up. Each ring of it projects to an ellipse, of which the front
half shows outside and the back half inside. The rings become a mesh whose corners are shaded by the direction that
the surface faces there, clipped to the smooth silhouette.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import skia
from numpy.typing import NDArray

Profile = Sequence[tuple[float, float]]
Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

_STOPS = 57
_ACROSS = np.cos(np.linspace(math.pi, 0, _STOPS))
"""Places across a ring, from the left (-1) to the right (1), denser towards the edges where shade changes most."""
_LAMP = (-0.60, 0.42, 0.68)
_DAYLIGHT = np.array([1.0, 0.985, 0.96])


class Side(Enum):
    """Which part of a wall is seen."""

    FRONT = "front"
    BACK = "back"
    INSIDE = "inside"
    NEAR = "near"
    """The inner wall on this side, which shows only from well above."""


FRONT, BACK, INSIDE, NEAR = Side.FRONT, Side.BACK, Side.INSIDE, Side.NEAR


@dataclass(frozen=True)
class Material:
    """How a surface looks: ``colour`` at a height, how much it shines, how strongly light from below fills it."""

    colour: Callable[[float], Colour]
    gloss: float = 0.5
    bounce: Colour = (0.5, 0.42, 0.34)
    shade: float = 1.0


@dataclass(frozen=True)
class View:
    """Where a solid stands on the canvas, how large a unit is, and how far from above it is seen (radians)."""

    x: float
    y: float
    unit: float
    tilt: float = 0.26
    light: float = 1.0

    def moved(self, x: float, y: float) -> View:
        """The same view of something that stands elsewhere, in units."""
        return replace(self, x=self.x + x * self.unit, y=self.y + y * self.unit)

    def ring(self, height: float, radius: float) -> skia.Rect:
        """The ellipse of a ring at a height."""
        rise = self.y - height * math.cos(self.tilt) * self.unit
        wide, high = radius * self.unit, radius * math.sin(self.tilt) * self.unit
        return skia.Rect.MakeLTRB(self.x - wide, rise - high, self.x + wide, rise + high)


def smooth_profile(points: Profile, count: int) -> list[tuple[float, float]]:
    """A profile through some points as a Catmull-Rom curve of ``count`` rings; a repeated point makes a corner."""
    given = np.array([points[0], *points, points[-1]], dtype=float)
    rings: list[tuple[float, float]] = []
    ways = np.linalg.norm(np.diff(given[1:-1], axis=0), axis=1)
    for index, way in enumerate(ways):
        a, b, c, d = given[index : index + 4]
        share = max(2, round(count * way / ways.sum())) if way else 1
        for t in np.linspace(0, 1, share, endpoint=index == len(ways) - 1):
            at = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
            rings.append((float(at[0]), max(0.0, float(at[1]))))
    return rings


def draw_outside(canvas: skia.Canvas, view: View, rings: Profile, material: Material) -> None:
    """The outer wall of a solid, from its foot to its rim."""
    canvas.save()
    canvas.clipPath(outline(view, rings), skia.ClipOp.kIntersect, True)
    # The back shows where something below it juts out: it is painted first, and the front covers the rest.
    _draw_mesh(canvas, view, rings, _wall(view, rings, material, side=BACK), BACK)
    _draw_mesh(canvas, view, rings, _wall(view, rings, material, side=FRONT), FRONT)
    canvas.restore()


def draw_glass(canvas: skia.Canvas, view: View, rings: Profile, tint: Colour, strength: float = 1.0) -> None:
    """The front of clear glass: nearly nothing where one looks straight through, more towards its edges, and shine."""
    clear = Material(lambda _: tint, gloss=0.0)
    shine = Material(lambda _: (0.0, 0.0, 0.0), gloss=1.0)
    walls, lights = _wall(view, rings, clear, side=FRONT), _wall(view, rings, shine, side=FRONT)
    edge = np.clip(np.abs(_ACROSS), 0, 1) ** 6
    light = np.clip(lights.max(axis=2), 0, 1)
    body = np.broadcast_to((0.06 + 0.62 * edge)[None, :], light.shape)
    opacity = np.clip(body + light * 0.6, 0, 1)
    share = (light * 0.6 / np.maximum(opacity, 1e-6))[..., None]
    colours = np.clip(walls * (1 - share) + share, 0, 1)
    canvas.save()
    canvas.clipPath(outline(view, rings), skia.ClipOp.kIntersect, True)
    _draw_mesh(canvas, view, rings, np.dstack([colours, opacity * strength]), FRONT)
    canvas.restore()


def draw_inside(canvas: skia.Canvas, view: View, rings: Profile, material: Material) -> None:
    """The inner wall as far as it shows over the rim; the profile runs from the bottom up, as for the outside."""
    canvas.save()
    clip = skia.Path()
    clip.addOval(view.ring(*rings[-1]))
    canvas.clipPath(clip, skia.ClipOp.kIntersect, True)
    top, bottom = rings[-1][0], rings[0][0]
    deep = np.array([(top - height) / max(top - bottom, 1e-6) for height, _ in rings])
    for side in (NEAR, INSIDE):
        shades = _wall(view, rings, material, side=side) * (1 - 0.5 * deep)[:, None, None]
        if side is NEAR:
            floor = [float(value) for value in shades[0, _STOPS // 2]]
            canvas.drawPath(clip, skia.Paint(AntiAlias=True, Color4f=skia.Color4f(*floor, 1.0)))
        _draw_mesh(canvas, view, rings, shades, side)
    canvas.restore()


def _wall(view: View, rings: Profile, material: Material, *, side: Side) -> NDArray[np.float64]:
    """Colours of a wall's mesh, shape (rings, places across, 3): a lamp and a window at the upper left, a strip of
    light at the right, light thrown back by the table.
    """
    heights, radii = np.array(rings).T
    span = np.arange(len(rings))
    below, above = np.maximum(span - 2, 0), np.minimum(span + 2, len(rings) - 1)
    rise, widening = heights[above] - heights[below], radii[above] - radii[below]
    length = np.maximum(np.hypot(rise, widening), 1e-9)
    level, upward = (rise / length)[:, None], (-widening / length)[:, None]
    depth = np.sqrt(np.clip(1 - _ACROSS**2, 0, 1)) * (1 if side in (FRONT, NEAR) else -1)
    across, upward, depth = level * _ACROSS, np.repeat(upward, _STOPS, axis=1), level * depth
    if side in (INSIDE, NEAR):
        across, upward, depth = -across, -upward, -depth
    lit = np.clip((_LAMP[0] * across + _LAMP[1] * upward + _LAMP[2] * depth + 0.28) / 1.28, 0, 1) ** 1.15
    eye_up, eye_out = math.sin(view.tilt), math.cos(view.tilt)
    facing = np.clip(eye_up * upward + eye_out * depth, 0, 1)
    mirrored_x, mirrored_y = 2 * facing * across, 2 * facing * upward - eye_up
    mirrored_z = np.clip((2 * facing * depth - eye_out + 0.35) / 0.4, 0, 1)
    window = _bump(mirrored_x, -0.62, 0.16, 0.13) * _bump(mirrored_y, 0.2, 0.6, 0.45) * mirrored_z
    strip = 0.4 * _bump(mirrored_x, 0.86, 0.06, 0.08) * _bump(mirrored_y, 0.2, 0.6, 0.3)
    colour = np.array([material.colour(float(height)) for height in heights])[:, None, :]
    body = colour * (0.34 + 0.86 * lit * material.shade)[..., None] * view.light
    thrown_back = np.clip(-upward, 0, 1) * 0.8 + 0.5 * np.clip(_ACROSS, 0, 1) ** 2
    filled = np.array(material.bounce) * colour * thrown_back[..., None]
    shine = material.gloss * (0.75 * window + strip + 0.12 * (1 - facing) ** 4)
    return np.asarray(np.clip(body + filled + shine[..., None] * _DAYLIGHT, 0, 1))


def _draw_mesh(canvas: skia.Canvas, view: View, rings: Profile, shades: NDArray[np.float64], side: Side) -> None:
    heights, radii = np.array(rings).T
    spread = radii + 0.75 / view.unit  # the mesh reaches past the smooth edge, which the clip cuts
    depth = np.sqrt(np.clip(1 - _ACROSS**2, 0, 1)) * (1 if side in (FRONT, NEAR) else -1)
    xs = view.x + spread[:, None] * _ACROSS * view.unit
    ys = view.y - (heights[:, None] * math.cos(view.tilt) - radii[:, None] * depth * math.sin(view.tilt)) * view.unit
    places = [skia.Point(float(x), float(y)) for x, y in zip(xs.ravel(), ys.ravel(), strict=True)]
    levels = np.round(np.clip(shades, 0, 1).reshape(-1, shades.shape[2]) * 255).astype(np.int64)
    opacity = levels[:, 3] if shades.shape[2] == 4 else 255
    colours = (opacity << 24 | levels[:, 0] << 16 | levels[:, 1] << 8 | levels[:, 2]).tolist()
    rows, columns = np.meshgrid(np.arange(len(rings) - 1), np.arange(_STOPS - 1), indexing="ij")
    if side is INSIDE:
        rows = rows[::-1]  # what is deeper covers what is higher, the other way round than outside
    corner = (rows * _STOPS + columns).ravel()
    corners = np.stack([corner, corner + 1, corner + _STOPS, corner + 1, corner + _STOPS + 1, corner + _STOPS], axis=1)
    mesh = skia.Vertices(skia.Vertices.kTriangles_VertexMode, places, None, colours, corners.ravel().tolist())
    canvas.drawVertices(mesh, skia.Paint(), skia.BlendMode.kDst)


def draw_rim(canvas: skia.Canvas, view: View, height: float, outer: float, inner: float, colour: Colour) -> None:
    """The flat edge between the outer and the inner wall."""
    oval = view.ring(height, outer)
    path = skia.Path()
    path.addOval(oval)
    path.addOval(view.ring(height, inner))
    path.setFillType(skia.PathFillType.kEvenOdd)
    base = np.array(colour)
    shades = np.stack(
        [np.clip(base * level, 0, 1) for level in np.interp(_ACROSS, [-1, -0.45, 0.3, 1], [1.0, 1.5, 1.0, 0.72])]
    )
    canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=_gradient(oval, shades)))


def _bump(value: NDArray[np.float64], centre: float, half: float, soft: float) -> NDArray[np.float64]:
    """1 within ``half`` of the centre, fading to 0 over ``soft``."""
    away = np.clip((np.abs(value - centre) - half) / soft, 0, 1)
    return np.asarray(1 - away * away * (3 - 2 * away))


def _gradient(oval: skia.Rect, shades: NDArray[np.float64]) -> skia.Shader:
    colours = [skia.Color4f(float(r), float(g), float(b), 1.0) for r, g, b in shades]
    points = [skia.Point(oval.left(), 0), skia.Point(max(oval.right(), oval.left() + 0.01), 0)]
    places = [float(value) for value in (_ACROSS + 1) / 2]
    return skia.GradientShader.MakeLinear(points, [colour.toColor() for colour in colours], places)


def outline(view: View, rings: Profile) -> skia.Path:
    """The silhouette of a solid: at each line of the canvas as wide as its widest ring there."""
    heights, radii = np.array(rings).T
    middles = view.y - heights * math.cos(view.tilt) * view.unit
    wide, high = radii * view.unit, np.maximum(radii * math.sin(view.tilt) * view.unit, 1e-3)
    lines = np.linspace((middles - high).min(), (middles + high).max(), 400 + int(np.ptp(middles)))
    across = np.clip(1 - ((lines[:, None] - middles) / high) ** 2, 0, None)
    widest = (wide * np.sqrt(across)).max(axis=1)
    path = skia.Path()
    right = [skia.Point(view.x + float(x), float(y)) for x, y in zip(widest, lines, strict=True)]
    left = [skia.Point(2 * view.x - point.x(), point.y()) for point in reversed(right)]
    path.addPoly([*right, *left], True)
    return path
