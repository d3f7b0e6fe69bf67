"""The figure: parts put together, cropped and placed. Parts that only move as a whole are rasterised once."""

from __future__ import annotations

from functools import lru_cache

import skia

from pitchreel.presenter.cast import Look, find_presenter
from pitchreel.presenter.pose import Pose
from pitchreel.presenter.rig.body import draw_arm, draw_torso
from pitchreel.presenter.rig.crops import Crop, placement
from pitchreel.presenter.rig.extras import draw_glasses
from pitchreel.presenter.rig.eyes import draw_brows, draw_eyes
from pitchreel.presenter.rig.face import draw_ears, draw_face, draw_nose, face_path
from pitchreel.presenter.rig.mouth import draw_mouth, jaw_drop
from pitchreel.presenter.rig.shapes import Pattern, draw_shapes, load_pattern
from pitchreel.presenter.rig.tones import Tones, cloth_tones, hair_tones, skin_tones

_NECK_JOINT = (0.0, 118.0)
"""The point about which the head turns."""


def draw_presenter(
    canvas: skia.Canvas, presenter: str, pose: Pose, *, crop: Crop, width: int, height: int, clothes: str | None = None
) -> None:
    """Draw a presenter into ``width`` x ``height`` pixels at the canvas's origin; around the figure nothing is drawn.

    The crop is fitted into the box, standing on its bottom edge, in the middle. ``clothes`` (``#rrggbb``) replaces the
    main colour of what they wear. Raises UnknownName.
    """
    figure = _figure(find_presenter(presenter).id, crop, width, height, clothes)
    figure.draw(canvas, pose)


@lru_cache(maxsize=12)
def _figure(presenter: str, crop: Crop, width: int, height: int, clothes: str | None) -> Figure:
    return Figure(find_presenter(presenter).look, crop, width, height, clothes)


class Figure:
    """A presenter prepared for one crop and size."""

    def __init__(self, look: Look, crop: Crop, width: int, height: int, clothes: str | None) -> None:
        self.look, self.crop = look, crop
        self.size = (width, height)
        self.scale, *self.origin = placement(crop, width, height)
        worn = look.clothes
        self.hair: Pattern = load_pattern("hair", look.hair.style)
        self.worn: Pattern = load_pattern("clothes", worn.style)
        self.beard = load_pattern("hair", look.beard.style) if look.beard else None
        self.surfaces: dict[str, Tones] = {
            "main": cloth_tones(clothes or worn.main),
            "second": cloth_tones(worn.second),
            "third": cloth_tones(worn.third),
            "lower": cloth_tones(worn.lower),
            "skin": skin_tones(look.skin),
        }
        tones = hair_tones if self.hair.words.get("material", "hair") == "hair" else cloth_tones
        self.tresses: dict[str, Tones] = {
            "main": tones(look.hair.colour),
            "second": tones(look.hair.second),
            "skin": skin_tones(look.skin),
        }

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        """Draw one pose."""
        canvas.save()
        canvas.clipRect(skia.Rect.MakeWH(*self.size))
        canvas.translate(*self.origin)
        canvas.scale(self.scale, self.scale)
        canvas.translate(pose.sway * 0.5, 0)
        canvas.save()
        self._to_head(canvas, pose)
        canvas.translate(-pose.yaw * 4, 0)
        draw_shapes(canvas, self.hair, "back", self.tresses, {})
        canvas.restore()
        self._body(canvas, pose)
        canvas.save()
        self._to_head(canvas, pose)
        self._head(canvas, pose)
        canvas.restore()
        canvas.restore()

    def _to_head(self, canvas: skia.Canvas, pose: Pose) -> None:
        canvas.translate(pose.sway * 0.7 + pose.yaw * 5, pose.nod * 6 - pose.breath * 1.6)
        canvas.rotate(pose.tilt, *_NECK_JOINT)

    def _body(self, canvas: skia.Canvas, pose: Pose) -> None:
        canvas.save()
        breath = 1 + 0.004 * pose.breath
        canvas.translate(0, 1050 * (1 - breath))
        canvas.scale(1, breath)
        canvas.translate(0, -12)
        canvas.save()
        canvas.scale(self.look.shoulders, 1)
        draw_torso(canvas, self.look, self.worn, self.surfaces)
        canvas.restore()
        for side in (-1, 1):
            draw_arm(canvas, self.look, self.worn, self.surfaces, pose, side)
        canvas.restore()

    def _head(self, canvas: skia.Canvas, pose: Pose) -> None:
        look, yaw, nod = self.look, pose.yaw, pose.nod
        drop = jaw_drop(pose)
        draw_shapes(canvas, self.hair, "beside", self.tresses, {})
        canvas.save()
        canvas.translate(-yaw * 3, 0)
        draw_ears(canvas, look)
        canvas.restore()
        draw_face(canvas, look, drop)
        face = face_path(look, drop)
        canvas.save()
        canvas.clipPath(face, True)
        draw_shapes(canvas, self.hair, "cast", self.tresses, {})
        canvas.restore()
        if self.beard and look.beard:
            tones = {"main": hair_tones(look.beard.colour), "skin": skin_tones(look.skin)}
            canvas.save()
            # a beard is drawn for a chin at 142 and hangs from the mouth down with the jaw
            canvas.translate(0, 55)
            canvas.scale(look.face.cheek / 106, (look.face.length + drop - 55) / 87)
            canvas.translate(0, -55)
            draw_shapes(canvas, self.beard, "whiskers", tones, {})
            canvas.restore()
        canvas.save()
        canvas.translate(yaw * 8, nod * 3)
        draw_mouth(canvas, look, pose)
        draw_eyes(canvas, look, pose)
        draw_brows(canvas, look, pose)
        draw_nose(canvas, look, yaw * 4)
        if look.glasses:
            draw_glasses(canvas, look, yaw)
        canvas.restore()
        canvas.save()
        canvas.translate(yaw * 4, nod * 2)
        draw_shapes(canvas, self.hair, "front", self.tresses, {})
        canvas.restore()
