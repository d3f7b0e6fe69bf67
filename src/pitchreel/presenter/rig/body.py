"""Neck, torso and arms."""

from __future__ import annotations

from itertools import pairwise

import skia

from pitchreel.presenter.cast import Build, Look
from pitchreel.presenter.pose import Hand
from pitchreel.presenter.rig.brush import Point, capsule, lay, paint, ribbon, smooth
from pitchreel.presenter.rig.hands import SHAPES, blend, draw_hand
from pitchreel.presenter.rig.shapes import Pattern, Warp, draw_shapes
from pitchreel.presenter.rig.tones import Tones, skin_tones


def draw_torso(canvas: skia.Canvas, look: Look, pattern: Pattern, legs: Pattern, surfaces: dict[str, Tones]) -> None:
    """Everything of the body that does not move by itself: neck, chest, clothes, hips."""
    warp = _warp(look.build)
    draw_shapes(canvas, pattern, "back", surfaces, warp)
    draw_shapes(canvas, legs, "lower", surfaces, warp)
    _neck(canvas, look)
    draw_shapes(canvas, pattern, "torso", surfaces, warp)


_LEVELS = (230.0, 320.0, 600.0, 780.0)
"""Where shoulders end above, and where chest, waist and hips are."""


def _warp(build: Build) -> Warp:
    """Fits clothes, drawn for the family's own measures, to a body; collars and necks stay as they are."""
    factors = (build.shoulders, build.shoulders, build.waist, build.hips)

    def warp(point: Point) -> Point:
        x, y = point
        collar = min(1.0, max(0.0, (abs(x) - 70) / 90)) if y < _LEVELS[1] else 1.0
        return x * (1 + (_interpolated(y, _LEVELS, factors) - 1) * collar), y

    return warp


def _interpolated(at: float, places: tuple[float, ...], values: tuple[float, ...]) -> float:
    for (a, low), (b, high) in pairwise(zip(places, values, strict=True)):
        if a <= at <= b:
            share = (at - a) / (b - a)
            return low + (high - low) * share * share * (3 - 2 * share)
    return values[0] if at < places[0] else values[-1]


def _neck(canvas: skia.Canvas, look: Look) -> None:
    tones = skin_tones(look.skin)
    n = look.face.neck
    neck = smooth(
        [(-n, 60), (-n, 130), (-n - 2, 168), (-n - 20, 200), (-n - 56, 236), (-130, 300), (-100, 420), (0, 470),
         (100, 420), (130, 300), (n + 56, 236), (n + 20, 200), (n + 2, 168), (n, 130), (n, 60)]
    )  # fmt: skip
    canvas.drawPath(neck, paint(tones.base))
    side = smooth([(n * 0.42, 80), (n * 0.5, 190), (n * 0.36, 236), (n + 70, 240), (n + 40, 80)])
    lay(canvas, side, tones.shade, 0.8, within=neck)
    # what the head throws on the neck
    chin = look.face.length
    cast = smooth(
        [(-n - 30, 60), (-n - 4, chin - 16), (-n * 0.62, chin + 14), (0, chin + 33), (n * 0.8, chin + 30),
         (n + 12, chin + 8), (n + 40, 60)]
    )  # fmt: skip
    lay(canvas, cast, tones.deep, 0.85, within=neck)
    for x in (-1, 1):
        bone = smooth([(x * 16, 240), (x * 52, 238), (x * 96, 228), (x * 52, 246)])
        lay(canvas, bone, tones.shade, 0.4, within=neck)


_SHOULDER: Point = (177.0, 292.0)
_REST: tuple[Point, Point] = ((209.0, 535.0), (199.0, 748.0))
_RAISED: dict[Hand, tuple[Point, Point, float]] = {
    "palm": ((217.0, 510.0), (284.0, 380.0), 30.0),
    "open": ((216.0, 512.0), (278.0, 392.0), 22.0),
    "point": ((216.0, 510.0), (276.0, 372.0), 22.0),
}
"""Elbow, wrist and the angle of the hand from straight up, for the arm on the right."""


def draw_arm(
    canvas: skia.Canvas, look: Look, pattern: Pattern, surfaces: dict[str, Tones], side: int, raised: float, hand: Hand
) -> None:
    """The arm on one side of the picture (-1 left, 1 right) with its hand raised so far, 0 to 1."""
    broad = look.build.shoulders
    shoulder = (side * _SHOULDER[0] * broad, _SHOULDER[1])
    up_elbow, up_wrist, angle = _RAISED.get(hand, (*_REST, 180.0))
    elbow = _between(_REST[0], up_elbow, raised, side * broad)
    wrist = _between(_REST[1], up_wrist, raised, side * broad)
    bow = 60 * raised * (1 - raised) ** 2  # the hand rises on an arc, away from the body
    wrist = (wrist[0] + side * bow, wrist[1])
    skin = skin_tones(look.skin)
    numbers = pattern.numbers
    sleeve = surfaces[pattern.words.get("sleeve", "main")]
    full = numbers.get("sleeve_width", 1.0)
    centre = _bent(shoulder, elbow, wrist)
    reach = numbers.get("sleeve", 1.0)
    if reach < 1:
        _limb(canvas, centre, [34, 34, 31, 30, 29, 27, 22.5], skin, side, flat=False)
        _hand(canvas, wrist, angle, raised, hand, skin, side, look.build.hands)
        cut = _along(shoulder, elbow, reach)
        _limb(canvas, [shoulder, _along(shoulder, cut, 0.5), cut], [44 * full, 45 * full, 43 * full], sleeve, side)
        return
    widths = [w * full for w in (44, 42, 38, 37, 36, 33, 26)]
    _limb(canvas, centre, widths, sleeve, side)
    _elbow_folds(canvas, shoulder, elbow, wrist, sleeve, side)
    _hand(canvas, wrist, angle, raised, hand, skin, side, look.build.hands)
    # the end of the sleeve once more, over the wrist
    canvas.save()
    canvas.clipPath(skia.Path.Circle(*wrist, 34 * full), False)
    _limb(canvas, centre, widths, sleeve, side)
    canvas.restore()
    if cuff := pattern.words.get("cuff"):
        _cuff(canvas, wrist, elbow, surfaces[cuff], full)


def _hand(
    canvas: skia.Canvas, wrist: Point, angle: float, raised: float, hand: Hand, skin: Tones, side: int, size: float
) -> None:
    thumb = 1 if raised > 0.5 else -1
    edge = max(0.42, min(1.0, abs(2 * raised - 1) * 1.5)) if hand != "rest" else 1.0
    towards_us = 1 - 1.4 * raised * (1 - raised)  # on its way up the hand points out of the picture
    size *= 1.14
    canvas.save()
    canvas.translate(*wrist)
    canvas.scale(side, 1)
    canvas.rotate(184 + (angle - 184) * raised)
    canvas.scale(thumb * edge * size, size * towards_us)
    draw_hand(canvas, blend(SHAPES["rest"], SHAPES[hand], min(1.0, raised * 1.1)), skin, palm=raised > 0.5)
    canvas.restore()


def _cuff(canvas: skia.Canvas, wrist: Point, elbow: Point, tones: Tones, full: float) -> None:
    band = [_along(wrist, elbow, share) for share in (0.11, 0.04, -0.03)]
    outline = ribbon(band, [27.5 * full, 27.5 * full, 26 * full])
    canvas.drawPath(outline, paint(tones.base))
    canvas.save()
    canvas.clipPath(outline, True)
    canvas.drawPath(ribbon([(x + 22, y + 2) for x, y in band], [14.0, 14.0, 14.0]), paint(tones.shade))
    seam = band[0]
    canvas.drawPath(
        ribbon([(seam[0] - 30, seam[1]), seam, (seam[0] + 30, seam[1])], [0.9, 1.3, 0.9]), paint(tones.deep, 0.6)
    )
    canvas.restore()


def _bent(a: Point, joint: Point, b: Point) -> list[Point]:
    """The middle line of a limb, rounded at its joint."""
    before, after = _along(joint, a, 0.2), _along(joint, b, 0.2)
    middle = _along(_along(before, joint, 0.5), _along(joint, after, 0.5), 0.5)
    return [a, _along(a, joint, 0.45), before, middle, after, _along(b, joint, 0.4), b]


def _elbow_folds(canvas: skia.Canvas, a: Point, joint: Point, b: Point, tones: Tones, side: int) -> None:
    for share, reach in ((0.05, 0.9), (0.17, 0.6)):
        start = _along(joint, a, share)
        points = [
            (start[0] - side * 30, start[1] - 8),
            (start[0] - side * 30 * (1 - reach * 0.6), start[1] + 4),
            (start[0] - side * 30 * (1 - reach), start[1] + 6),
        ]
        canvas.drawPath(ribbon(points, [2.2, 1.8, 0.3]), paint(tones.deep, 0.6))


def _limb(
    canvas: skia.Canvas,
    centre: list[Point],
    widths: list[float],
    tones: Tones,
    side: int,
    *,
    flat: bool = True,
    even: bool = False,
) -> None:
    outline = capsule(centre, widths, flat_end=flat)
    canvas.drawPath(outline, paint(tones.base))
    canvas.save()
    canvas.clipPath(outline, True)
    planes = _FADE_IN[len(widths)]
    dark = [(x + w * 0.92, y + w * 0.12) for (x, y), w in zip(centre, widths, strict=True)]
    canvas.drawPath(capsule(dark, [w * t for w, t in zip(widths, planes, strict=True)]), paint(tones.shade))
    lit = [(x - w * 0.80, y) for (x, y), w in zip(centre, widths, strict=True)]
    lit_widths = [w * t * 0.5 for w, t in zip(widths, planes, strict=True)]
    canvas.drawPath(capsule(lit, lit_widths), paint(tones.light, 0.6 if side < 0 else 0.35))
    canvas.restore()


_FADE_IN = {7: (0.1, 0.5, 0.6, 0.62, 0.6, 0.6, 0.6), 3: (0.1, 0.42, 0.6)}
"""How broad the planes of light and shade are along a limb: they begin thin, so that the shoulder stays whole."""


def _between(a: Point, b: Point, share: float, side: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share) * side, a[1] + (b[1] - a[1]) * share


def _along(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
