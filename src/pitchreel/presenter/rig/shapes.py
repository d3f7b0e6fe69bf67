"""Shapes as data: hair styles and clothes are lists of shapes in a file, so that a new one needs no code.

Units are those of the rig: the eyes lie at y = 0, the chin at about 150, a head is about 208 wide; y grows downwards,
x to the right of the picture, and light falls from the upper left.
"""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from typing import Literal

import skia
from pydantic import Field

from pitchreel.documents.base import Model
from pitchreel.errors import UnknownName
from pitchreel.presenter.rig.brush import Point, capsule, lay, ribbon, smooth
from pitchreel.presenter.rig.tones import Tones

Warp = Callable[[Point], Point]
Tone = Literal["light", "base", "shade", "deep"]


class Shape(Model):
    """One shape. ``through`` lists the points of its outline, ``x,y x,y ...``; a ``!`` after a point makes a corner.

    kind     ``area`` is filled; ``strand`` is a tapered stroke along its points; ``fan`` is ``count`` strands between
             the curves ``through`` and ``to``; ``cord`` is a stroke of even width; ``curls`` is an area with round
             curls of ``size`` along its edge; ``coils`` are ``count`` small arcs scattered over the area
    mirror   ``whole``: the points are the right half, from top to bottom, of a symmetrical outline;
             ``pair``: a second copy is drawn on the other side
    within   id of an earlier shape that this one is clipped to
    """

    layer: str
    kind: Literal["area", "strand", "fan", "cord", "curls", "coils"] = "area"
    id: str = ""
    surface: str = "main"
    tone: Tone = "base"
    through: str
    to: str = ""
    mirror: Literal["no", "pair", "whole"] = "no"
    within: str = ""
    soft: float = 0
    alpha: float = Field(default=1, gt=0, le=1)
    width: float = 4
    count: int = 5
    size: float = 20


class Pattern(Model):
    """A hair style or a garment: its shapes in drawing order, and whatever else the file says about it."""

    like: str = ""
    """Another pattern of the folder whose shapes, numbers and words come before the file's own."""
    shapes: tuple[Shape, ...] = ()
    numbers: dict[str, float] = Field(default_factory=dict)
    """Named measures for the parts of the rig that code draws: the length of a sleeve, the width of a neck."""
    words: dict[str, str] = Field(default_factory=dict)
    """Named choices likewise: the surface of the sleeves."""


@lru_cache(maxsize=64)
def load_pattern(folder: str, name: str) -> Pattern:
    """The pattern ``name`` of a folder of this room (``hair``, ``clothes``); raises UnknownName."""
    home = resources.files("pitchreel.presenter") / folder
    file = home / f"{name}.toml"
    if not file.is_file():
        known = [item.name.removesuffix(".toml") for item in home.iterdir() if item.name.endswith(".toml")]
        raise UnknownName(f"{folder} pattern", name, known)
    pattern = Pattern.model_validate(tomllib.loads(file.read_text("utf-8")))
    if not pattern.like:
        return pattern
    first = load_pattern(folder, pattern.like)
    return Pattern(
        shapes=first.shapes + pattern.shapes,
        numbers={**first.numbers, **pattern.numbers},
        words={**first.words, **pattern.words},
    )


def parse_points(text: str) -> tuple[list[Point], frozenset[int]]:
    """The points of ``x,y x,y! ...`` and the indices of the corners among them."""
    points: list[Point] = []
    corners: set[int] = set()
    for index, item in enumerate(text.split()):
        if item.endswith("!"):
            corners.add(index)
        x, y = item.rstrip("!").split(",")
        points.append((float(x), float(y)))
    return points, frozenset(corners)


def draw_shapes(
    canvas: skia.Canvas,
    pattern: Pattern,
    layer: str,
    surfaces: dict[str, Tones],
    warp: Warp | None = None,
    within: skia.Path | None = None,
) -> None:
    """Draw the shapes of one layer in order, each of their points moved by ``warp``, all inside ``within``."""
    outlines: dict[str, skia.Path] = {}
    clips = {shape.within for shape in pattern.shapes if shape.layer == layer and shape.within}
    for shape in pattern.shapes:
        if shape.layer != layer and shape.id not in clips:
            continue
        path = _outline(shape, warp)
        if shape.id:
            outlines[shape.id] = path
        if shape.layer == layer:
            colour = getattr(surfaces[shape.surface], shape.tone)
            around = [outlines[shape.within]] if shape.within else []
            inside = _common([*around, *([within] if within else [])])
            lay(canvas, path, colour, shape.alpha, soft=shape.soft, within=inside)


def _common(paths: list[skia.Path]) -> skia.Path | None:
    if len(paths) < 2:
        return paths[0] if paths else None
    return skia.Op(paths[0], paths[1], skia.kIntersect_PathOp) or skia.Path()


def _outline(shape: Shape, warp: Warp | None) -> skia.Path:
    """The whole of a shape as one path. Mirrored copies that overlap have opposite windings, so they are united."""
    paths = _paths(shape, warp)
    if shape.mirror == "pair" and len(paths) == 2:
        return skia.Op(*paths, skia.kUnion_PathOp) or paths[0]
    whole = skia.Path()
    for path in paths:
        whole.addPath(path)
    return whole


def _paths(shape: Shape, warp: Warp | None) -> list[skia.Path]:
    points, corners = parse_points(shape.through)
    other, _ = parse_points(shape.to)
    if warp:
        points, other = [warp(point) for point in points], [warp(point) for point in other]
    if shape.mirror == "whole":
        points, corners = _completed(points, corners)
    sides = [points]
    if shape.mirror == "pair":
        sides.append([(-x, y) for x, y in points])
    made: list[skia.Path] = []
    for side, line in enumerate(sides):
        if shape.kind == "area":
            made.append(smooth(line, corners=corners))
        elif shape.kind == "strand":
            made.append(ribbon(line, _taper(len(line), shape.width)))
        elif shape.kind == "cord":
            made.append(capsule(line, [shape.width / 2] * len(line)))
        elif shape.kind == "curls":
            made.append(_curls(line, corners, shape.size))
        elif shape.kind == "coils":
            made.extend(_coils(line, corners, shape.count, shape.size, shape.width))
        else:
            end = [(-x, y) for x, y in other] if side else other
            made.extend(_fan(line, end, shape.count, shape.width))
    return made


def _completed(points: list[Point], corners: frozenset[int]) -> tuple[list[Point], frozenset[int]]:
    mirrored = [(index, (-x, y)) for index, (x, y) in reversed(list(enumerate(points))) if x != 0]
    all_corners = set(corners)
    for place, (index, _) in enumerate(mirrored, start=len(points)):
        if index in corners:
            all_corners.add(place)
    return points + [point for _, point in mirrored], frozenset(all_corners)


def _taper(count: int, width: float) -> list[float]:
    """Half widths of a strand: thin at both ends, thickest a little before the middle."""
    return [width / 2 * max(0.06, math.sin(math.pi * (i / (count - 1)) ** 0.85)) for i in range(count)]


def _fan(first: list[Point], last: list[Point], count: int, width: float) -> list[skia.Path]:
    made = []
    for i in range(count):
        share = i / max(1, count - 1)
        line = [(a + (c - a) * share, b + (d - b) * share) for (a, b), (c, d) in zip(first, last, strict=True)]
        made.append(ribbon(line, _taper(len(line), width * (0.75 + 0.5 * ((i * 7) % 5) / 4))))
    return made


def _curls(points: list[Point], corners: frozenset[int], size: float) -> skia.Path:
    """The outline with round curls bulging from it, of slightly different sizes; the same ones every time.

    The points must run clockwise.
    """
    measure = skia.PathMeasure(smooth(points, corners=corners), True)
    length = measure.getLength()
    chance = random.Random(round(length * 8))
    steps = max(4, round(length / (size * 1.25)))
    places = [measure.getPosTan(length * (i + chance.uniform(-0.22, 0.22)) / steps % length)[0] for i in range(steps)]
    path = skia.PathBuilder()
    path.moveTo(places[0])
    for before, after in zip(places, places[1:] + places[:1], strict=True):
        radius = (after - before).length() * chance.uniform(0.52, 0.62)
        path.arcTo((radius, radius), 0, skia.PathBuilder.kSmall_ArcSize, skia.PathDirection.kCW, after)
    path.close()
    return path.detach()


def _coils(points: list[Point], corners: frozenset[int], count: int, size: float, width: float) -> list[skia.Path]:
    """Small open arcs, tapered, at scattered places of the area; the same ones every time."""
    area = smooth(points, corners=corners)
    bounds = area.getBounds()
    chance = random.Random(round(bounds.width() * 8))
    centres: list[Point] = []
    for _ in range(count * 60):
        x, y = chance.uniform(bounds.left(), bounds.right()), chance.uniform(bounds.top(), bounds.bottom())
        clear = all(math.hypot(x - a, y - b) > 1.25 * size for a, b in centres)
        if clear and area.contains(x, y) and len(centres) < count:
            centres.append((x, y))
    made: list[skia.Path] = []
    for x, y in centres:
        start, turn, radius = chance.uniform(-3.4, -1.8), chance.uniform(3.0, 4.4), size * chance.uniform(0.42, 0.62)
        angles = [start + turn * i / 6 for i in range(7)]
        arc = [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]
        made.append(ribbon(arc, _taper(7, width)))
    return made
