"""Parts: what of a figure does not change its shape is drawn once into a picture and then only moved."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import skia

from pitchreel.presenter.cast import Look, find_presenter
from pitchreel.presenter.pose import Pose
from pitchreel.presenter.rig.body import draw_arm, draw_torso
from pitchreel.presenter.rig.extras import draw_glasses
from pitchreel.presenter.rig.face import draw_ears, draw_face, draw_nose, face_path
from pitchreel.presenter.rig.mouth import JAW_DROP
from pitchreel.presenter.rig.shapes import Pattern, draw_shapes, load_pattern
from pitchreel.presenter.rig.tones import Tones, cloth_tones, hair_tones, skin_tones

JAW_LEVELS = 14
"""Heads are kept for this many openings of the jaw, a step of one unit of the rig."""
_STEP = 1.2
"""Resolutions rise by this factor, so that a presenter who grows on screen needs few sets of parts."""

_HEAD_BOX = (-230, -260, 230, 350)
_FACE_BOX = (-140, -60, 140, 90)
_TORSO_BOX = (-270, 20, 270, 1060)
_ARM_BOX = (100, 230, 290, 920)


class Part:
    """A picture of something, ``scale`` pixels to a unit of the rig, with its top left corner at ``x``, ``y``."""

    def __init__(self, box: tuple[int, int, int, int], scale: float, draw: Callable[[skia.Canvas], None]) -> None:
        left, top, right, bottom = box
        width, height = math.ceil((right - left) * scale), math.ceil((bottom - top) * scale)
        surface = skia.Surface(width, height)
        canvas = surface.getCanvas()
        canvas.scale(scale, scale)
        canvas.translate(-left, -top)
        draw(canvas)
        alpha = surface.toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, 3]
        rows, columns = alpha.any(axis=1).nonzero()[0], alpha.any(axis=0).nonzero()[0]
        self.image: skia.Image | None = None
        if len(rows):
            # one clear pixel is kept on each side, so that edges blend when the part is moved by less than a pixel
            x0, y0 = max(0, int(columns[0]) - 1), max(0, int(rows[0]) - 1)
            x1, y1 = min(width, int(columns[-1]) + 2), min(height, int(rows[-1]) + 2)
            self.image = surface.makeImageSnapshot(skia.IRect.MakeLTRB(x0, y0, x1, y1))
            self.place = skia.Rect.MakeXYWH(left + x0 / scale, top + y0 / scale, (x1 - x0) / scale, (y1 - y0) / scale)

    def draw(self, canvas: skia.Canvas) -> None:
        """Draw the part in units of the rig."""
        if self.image is not None:
            canvas.drawImageRect(self.image, self.place, _SAMPLING)


_SAMPLING = skia.SamplingOptions(skia.FilterMode.kLinear)


class Parts:
    """The parts of one presenter in one colour of clothes at one resolution, drawn when they are first needed."""

    def __init__(self, look: Look, scale: float, clothes: str | None) -> None:
        self.look = look
        self._scale = scale
        self._kept: dict[tuple[str, int], Part] = {}
        worn = look.clothes
        self._hair: Pattern = load_pattern("hair", look.hair.style)
        self._beard: Pattern | None = load_pattern("hair", look.beard.style) if look.beard else None
        self.worn: Pattern = load_pattern("clothes", worn.style)
        self.surfaces: dict[str, Tones] = {
            "main": cloth_tones(clothes or worn.main),
            "second": cloth_tones(worn.second),
            "third": cloth_tones(worn.third),
            "lower": cloth_tones(worn.lower),
            "skin": skin_tones(look.skin),
        }
        tones = _MATERIALS[self._hair.words.get("material", "hair")]
        self._tresses: dict[str, Tones] = {
            "main": tones(look.hair.colour),
            "second": tones(look.hair.second),
            "skin": skin_tones(look.skin),
        }

    def back_hair(self) -> Part:
        """Hair behind the body."""
        return self._part("back", 0, _HEAD_BOX, lambda canvas: self._draw_hair(canvas, "back"))

    def front_hair(self) -> Part:
        """Hair before the face."""
        return self._part("front", 0, _HEAD_BOX, lambda canvas: self._draw_hair(canvas, "front"))

    def head(self, drop: float) -> Part:
        """Ears, face and beard with the jaw dropped by about so much."""
        level = round(drop / JAW_DROP * JAW_LEVELS)
        return self._part("head", level, _HEAD_BOX, lambda canvas: self._draw_head(canvas, level * JAW_DROP / JAW_LEVELS))

    def nose(self) -> Part:
        """The nose."""
        return self._part("nose", 0, _FACE_BOX, lambda canvas: draw_nose(canvas, self.look))

    def glasses(self) -> Part:
        """Spectacles, or nothing."""
        return self._part("glasses", 0, _FACE_BOX, lambda canvas: draw_glasses(canvas, self.look))

    def torso(self) -> Part:
        """Neck, chest, clothes and hips."""
        return self._part(
            "torso", 0, _TORSO_BOX, lambda canvas: draw_torso(canvas, self.look, self.worn, self.surfaces)
        )

    def arm(self, side: int) -> Part:
        """A hanging arm."""
        left, top, right, bottom = _ARM_BOX
        box = _ARM_BOX if side > 0 else (-right, top, -left, bottom)
        return self._part(
            "arm", side, box, lambda canvas: draw_arm(canvas, self.look, self.worn, self.surfaces, Pose(), side)
        )

    def _part(
        self, name: str, variant: int, box: tuple[int, int, int, int], draw: Callable[[skia.Canvas], None]
    ) -> Part:
        part = self._kept.get((name, variant))
        if part is None:
            part = self._kept[name, variant] = Part(box, self._scale, draw)
        return part

    def _draw_hair(self, canvas: skia.Canvas, layer: str) -> None:
        draw_shapes(canvas, self._hair, layer, self._tresses)

    def _draw_head(self, canvas: skia.Canvas, drop: float) -> None:
        look = self.look
        self._draw_hair(canvas, "beside")
        draw_ears(canvas, look)
        draw_face(canvas, look, drop)
        canvas.save()
        canvas.clipPath(face_path(look, drop), True)
        self._draw_hair(canvas, "cast")
        canvas.restore()
        if self._beard and look.beard:
            tones = {"main": hair_tones(look.beard.colour), "skin": skin_tones(look.skin)}
            canvas.save()
            # a beard is drawn for a chin at 142 and hangs from the mouth down with the jaw
            canvas.translate(0, 55)
            canvas.scale(look.face.cheek / 106, (look.face.length + drop - 55) / 87)
            canvas.translate(0, -55)
            draw_shapes(canvas, self._beard, "whiskers", tones)
            canvas.restore()


_MATERIALS: dict[str, Callable[[str], Tones]] = {"hair": hair_tones, "cloth": cloth_tones}


def parts_for(presenter: str, scale: float, clothes: str | None) -> Parts:
    """The parts of a presenter, at least as fine as ``scale`` pixels to a unit asks for."""
    step = math.ceil(math.log(max(scale, 0.02)) / math.log(_STEP) - 1e-6)
    return _parts(find_presenter(presenter).id, step, clothes)


@lru_cache(maxsize=4)
def _parts(presenter: str, step: int, clothes: str | None) -> Parts:
    return Parts(find_presenter(presenter).look, _STEP**step, clothes)
