"""The figure: its parts put together for a pose, cropped and placed."""

from __future__ import annotations

import skia

from pitchreel.presenter.pose import Pose
from pitchreel.presenter.rig.crops import Crop, placement
from pitchreel.presenter.rig.eyes import EyeState, draw_brows
from pitchreel.presenter.rig.mouth import draw_mouth, jaw_drop
from pitchreel.presenter.rig.parts import Parts, parts_for

_NECK_JOINT = (0.0, 118.0)
"""The point about which the head tilts."""
_GROUND = 1050.0
"""The height that breath does not move."""
_BREATH = 0.004
_BODY_RISE = -12.0
"""Clothes are drawn this much too low for the neck."""


def draw_presenter(
    canvas: skia.Canvas, presenter: str, pose: Pose, *, crop: Crop, width: int, height: int, clothes: str | None = None
) -> None:
    """Draw a presenter into ``width`` x ``height`` pixels at the canvas's origin; around the figure nothing is drawn.

    The crop is fitted into the box, standing on its bottom edge, in the middle. ``clothes`` (``#rrggbb``) replaces the
    main colour of what they wear. Raises UnknownName.
    """
    scale, x, y = placement(crop, width, height)
    parts = parts_for(presenter, clothes)
    canvas.save()
    canvas.clipRect(skia.Rect.MakeWH(width, height))
    canvas.translate(x, y)
    canvas.scale(scale, scale)
    canvas.translate(pose.sway * 0.5, 0)
    canvas.save()
    _to_head(canvas, pose)
    canvas.translate(-pose.yaw * 4, 0)
    canvas.drawPicture(parts.back_hair())
    canvas.restore()
    _draw_body(canvas, parts, pose, hands=crop != "bubble")
    _to_head(canvas, pose)
    _draw_head(canvas, parts, pose)
    canvas.restore()


def _to_head(canvas: skia.Canvas, pose: Pose) -> None:
    canvas.translate(pose.sway * 0.7 + pose.yaw * 5, pose.nod * 6 - pose.breath * 1.6)
    canvas.rotate(pose.tilt, *_NECK_JOINT)


def _draw_body(canvas: skia.Canvas, parts: Parts, pose: Pose, *, hands: bool) -> None:
    breath = 1 + _BREATH * pose.breath
    canvas.save()
    canvas.translate(0, _GROUND * (1 - breath))
    canvas.scale(1, breath)
    canvas.translate(0, _BODY_RISE)
    canvas.drawPicture(parts.torso())
    for side, raised, hand in ((-1, pose.left, pose.left_hand), (1, pose.right, pose.right_hand)):
        canvas.drawPicture(parts.arm(side, raised, hand) if hands else parts.arm(side))
    canvas.restore()


def _draw_head(canvas: skia.Canvas, parts: Parts, pose: Pose) -> None:
    look, yaw, nod = parts.look, pose.yaw, pose.nod
    canvas.drawPicture(parts.head(jaw_drop(pose)))
    canvas.save()
    canvas.translate(yaw * 8, nod * 3)
    draw_mouth(canvas, look, pose)
    canvas.drawPicture(parts.eyes(EyeState.of(pose)))
    draw_brows(canvas, look, pose)
    canvas.save()
    canvas.translate(yaw * 3.5, 0)
    canvas.drawPicture(parts.nose())
    canvas.restore()
    canvas.drawPicture(parts.glasses())
    canvas.restore()
    canvas.translate(yaw * 4, nod * 2)
    canvas.drawPicture(parts.front_hair())
