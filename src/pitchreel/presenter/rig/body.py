"""Neck, torso and arms."""

from __future__ import annotations

import skia

from pitchreel.presenter.cast import Look
from pitchreel.presenter.pose import Hand, Pose
from pitchreel.presenter.rig.brush import Point, capsule, paint, smooth
from pitchreel.presenter.rig.hands import SHAPES, blend, draw_hand
from pitchreel.presenter.rig.shapes import Pattern, draw_shapes
from pitchreel.presenter.rig.tones import Tones, skin_tones


def draw_torso(canvas: skia.Canvas, look: Look, pattern: Pattern, surfaces: dict[str, Tones]) -> None:
    """Everything of the body that does not move by itself: neck, chest, clothes, hips."""
    draw_shapes(canvas, pattern, "back", surfaces, {})
    draw_shapes(canvas, pattern, "lower", surfaces, {})
    _neck(canvas, look)
    draw_shapes(canvas, pattern, "torso", surfaces, {})


def _neck(canvas: skia.Canvas, look: Look) -> None:
    tones = skin_tones(look.skin)
    n = look.face.neck
    neck = smooth(
        [(-n, 60), (-n, 130), (-n - 2, 168), (-n - 20, 200), (-n - 80, 224), (-150, 262), (-100, 420), (0, 470), (100, 420),
         (150, 262), (n + 80, 224), (n + 20, 200), (n + 2, 168), (n, 130), (n, 60)]
    )  # fmt: skip
    canvas.drawPath(neck, paint(tones.base))
    canvas.save()
    canvas.clipPath(neck, True)
    canvas.drawPath(
        smooth([(n * 0.42, 80), (n * 0.5, 190), (n * 0.36, 236), (n + 70, 240), (n + 40, 80)]),
        paint(tones.shade, 0.8, 4),
    )
    # what the head throws on the neck
    chin = look.face.length
    cast = smooth(
        [
            (-n - 30, 60),
            (-n - 4, chin - 16),
            (-n * 0.62, chin + 14),
            (0, chin + 33),
            (n * 0.8, chin + 30),
            (n + 12, chin + 8),
            (n + 40, 60),
        ]
    )
    canvas.drawPath(cast, paint(tones.deep, 0.85, 1.5))
    hollow = smooth([(-9, 232), (0, 240), (10, 231), (0, 246)])
    canvas.drawPath(hollow, paint(tones.deep, 0.4, 2))
    for side in (-1, 1):
        bone = smooth([(side * 16, 240), (side * 52, 238), (side * 96, 228), (side * 52, 246)])
        canvas.drawPath(bone, paint(tones.shade, 0.8, 1.6))
    canvas.restore()


_SHOULDER: Point = (184.0, 300.0)
_REST: tuple[Point, Point] = ((214.0, 545.0), (208.0, 762.0))
_RAISED: dict[Hand, tuple[Point, Point, float]] = {
    "palm": ((226.0, 528.0), (296.0, 428.0), 52.0),
    "open": ((222.0, 530.0), (262.0, 438.0), 40.0),
    "point": ((226.0, 524.0), (284.0, 424.0), 38.0),
}
"""Elbow, wrist and the angle of the hand from straight up, for the arm on the right."""


def draw_arm(
    canvas: skia.Canvas, look: Look, pattern: Pattern, surfaces: dict[str, Tones], pose: Pose, side: int
) -> None:
    """The arm on one side of the picture (-1 left, 1 right) with its hand."""
    raised, hand = (pose.left, pose.left_hand) if side < 0 else (pose.right, pose.right_hand)
    broad = look.shoulders
    shoulder = (side * _SHOULDER[0] * broad, _SHOULDER[1])
    up_elbow, up_wrist, angle = _RAISED.get(hand, (*_REST, 180.0))
    elbow = _between(_REST[0], up_elbow, raised, side * broad)
    wrist = _between(_REST[1], up_wrist, raised, side * broad)
    bow = 46 * raised * (1 - raised)  # the hand rises on an arc, away from the body
    wrist = (wrist[0] + side * bow, wrist[1])
    skin = skin_tones(look.skin)
    numbers = pattern.numbers
    sleeve = surfaces[pattern.words.get("sleeve", "main")]
    full = numbers.get("sleeve_width", 1.0)
    end = numbers.get("sleeve", 1.0)
    # hand first, so that the cuff lies over the wrist
    canvas.save()
    canvas.translate(*wrist)
    turn = 180 + (angle - 180) * raised
    thumb = 1 if raised > 0.5 else -1
    edge = max(0.42, abs(2 * raised - 1)) if hand != "rest" else 1.0
    lean = 4 * (1 - raised)
    canvas.scale(side, 1)
    canvas.rotate(turn + lean)
    canvas.scale(thumb * edge, 1)
    draw_hand(canvas, blend(SHAPES["rest"], SHAPES[hand], min(1.0, raised * 1.1)), skin, palm=raised > 0.5)
    canvas.restore()
    centre = [shoulder, _along(shoulder, elbow, 0.5), elbow, _along(elbow, wrist, 0.5), wrist]
    if end < 1:
        _limb(canvas, centre, [34, 33, 27, 27, 18.5], skin, side)
        cut = _along(shoulder, elbow, end * 1.6)
        centre = [shoulder, _along(shoulder, cut, 0.5), cut]
        _limb(canvas, centre, [44 * full, 44 * full, 42 * full], sleeve, side)
        return
    widths = [44 * full, 42 * full, 37 * full, 33 * full, 26 * full]
    _limb(canvas, centre, widths, sleeve, side)
    for share in (0.12, 0.26):
        fold_a, fold_b = _along(elbow, shoulder, share), _along(elbow, wrist, 0.04)
        fold = smooth(
            [
                (fold_a[0] - side * 24, fold_a[1] + 6),
                (fold_a[0] - side * 4, fold_a[1] + 14),
                (fold_b[0] + side * 10, fold_b[1] - 6),
            ],
            closed=False,
        )
        canvas.drawPath(fold, paint(sleeve.deep, 0.55, 1.0, 3))
    cuff = pattern.words.get("cuff")
    if cuff:
        tones = surfaces[cuff]
        start = _along(wrist, elbow, 0.07)
        canvas.drawPath(capsule([start, wrist], [24 * full, 24 * full]), paint(tones.base))


def _limb(canvas: skia.Canvas, centre: list[Point], widths: list[float], tones: Tones, side: int) -> None:
    outline = capsule(centre, widths)
    canvas.drawPath(outline, paint(tones.base))
    canvas.save()
    canvas.clipPath(outline, True)
    dark = [(x + w * 0.86, y + w * 0.15) for (x, y), w in zip(centre, widths, strict=True)]
    canvas.drawPath(capsule(dark, [w * 0.62 for w in widths]), paint(tones.shade))
    lit = [(x - w * 0.74, y) for (x, y), w in zip(centre, widths, strict=True)]
    canvas.drawPath(
        capsule(lit[1:] if side > 0 else lit, [w * 0.3 for w in (widths[1:] if side > 0 else widths)]),
        paint(tones.light, 0.8, 2),
    )
    canvas.restore()


def _between(a: Point, b: Point, share: float, side: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share) * side, a[1] + (b[1] - a[1]) * share


def _along(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
