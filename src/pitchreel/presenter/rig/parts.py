"""Parts: what of a figure does not change its shape is recorded once as flat fills and then only moved."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache

import skia

from pitchreel.presenter.cast import Look, find_presenter
from pitchreel.presenter.pose import Hand
from pitchreel.presenter.rig.body import draw_arm, draw_torso
from pitchreel.presenter.rig.extras import draw_glasses
from pitchreel.presenter.rig.eyes import EyeState, draw_eyes
from pitchreel.presenter.rig.face import draw_ears, draw_face, draw_nose
from pitchreel.presenter.rig.mouth import JAW_DROP
from pitchreel.presenter.rig.shapes import Pattern, draw_shapes, load_pattern
from pitchreel.presenter.rig.tones import Tones, cloth_tones, hair_tones, skin_tones

JAW_LEVELS = 14
"""Heads are kept for this many openings of the jaw, a step of one unit of the rig."""
_BOUNDS = skia.Rect.MakeLTRB(-460, -320, 460, 1120)


_PARTS_KEPT = 800


def _recorded(draw: Callable[[skia.Canvas], None]) -> skia.Picture:
    recorder = skia.PictureRecorder()
    draw(recorder.beginRecording(_BOUNDS))
    return recorder.finishRecordingAsPicture()


class Parts:
    """The parts of one presenter in one colour of clothes, recorded when they are first needed.

    They hold outlines, not pixels: one set serves every size.
    """

    def __init__(self, look: Look, clothes: str | None) -> None:
        self.look = look
        self._kept: dict[Hashable, skia.Picture] = {}
        worn = look.clothes
        self._hair: Pattern = load_pattern("hair", look.hair.style)
        self._beard: Pattern | None = load_pattern("hair", look.beard.style) if look.beard else None
        self._worn: Pattern = load_pattern("clothes", worn.style)
        self._legs: Pattern = load_pattern("clothes", worn.legs)
        self._surfaces: dict[str, Tones] = {
            "main": cloth_tones(clothes or worn.main),
            "second": cloth_tones(worn.second),
            "lower": cloth_tones(worn.lower),
            "skin": skin_tones(look.skin),
        }
        tones = _MATERIALS[self._hair.words.get("material", "hair")]
        self._tresses: dict[str, Tones] = {
            "main": tones(look.hair.colour),
            "second": tones(look.hair.second),
            "skin": skin_tones(look.skin),
        }

    def back_hair(self) -> skia.Picture:
        """Hair behind the body."""
        return self._part("back", lambda canvas: self._draw_hair(canvas, "back"))

    def front_hair(self) -> skia.Picture:
        """Hair before the face."""
        return self._part("front", lambda canvas: self._draw_hair(canvas, "front"))

    def head(self, drop: float) -> skia.Picture:
        """Ears, face and beard with the jaw dropped by about so much."""
        level = round(drop / JAW_DROP * JAW_LEVELS)
        return self._part(("head", level), lambda canvas: self._draw_head(canvas, level * JAW_DROP / JAW_LEVELS))

    def nose(self) -> skia.Picture:
        """The nose."""
        return self._part("nose", lambda canvas: draw_nose(canvas, self.look))

    def glasses(self) -> skia.Picture:
        """Spectacles, or nothing."""
        return self._part("glasses", lambda canvas: draw_glasses(canvas, self.look))

    def eyes(self, state: EyeState) -> skia.Picture:
        """Both eyes in a state."""
        return self._part(("eyes", state), lambda canvas: draw_eyes(canvas, self.look, state))

    def torso(self) -> skia.Picture:
        """Neck, chest, clothes and hips."""
        return self._part("torso", lambda canvas: draw_torso(canvas, self.look, self._worn, self._legs, self._surfaces))

    def arm(self, side: int, raised: float = 0.0, hand: Hand = "rest") -> skia.Picture:
        """The arm on one side of the picture (-1 left, 1 right), its hand raised so far."""
        return self._part(
            ("arm", side, raised, hand),
            lambda canvas: draw_arm(canvas, self.look, self._worn, self._surfaces, side, raised, hand),
        )

    def _part(self, key: Hashable, draw: Callable[[skia.Canvas], None]) -> skia.Picture:
        part = self._kept.get(key)
        if part is None:
            if len(self._kept) >= _PARTS_KEPT:
                self._kept.clear()  # rare: a long film with many gestures; what is used is soon recorded again
            part = self._kept[key] = _recorded(draw)
        return part

    def _draw_hair(self, canvas: skia.Canvas, layer: str) -> None:
        draw_shapes(canvas, self._hair, layer, self._tresses)

    def _draw_head(self, canvas: skia.Canvas, drop: float) -> None:
        look = self.look
        self._draw_hair(canvas, "beside")
        draw_ears(canvas, look)
        outline = draw_face(canvas, look, drop)
        draw_shapes(canvas, self._hair, "cast", self._tresses, within=outline)
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


def parts_for(presenter: str, clothes: str | None) -> Parts:
    """The parts of a presenter; raises UnknownName."""
    return _parts(find_presenter(presenter).id, clothes)


@lru_cache(maxsize=16)
def _parts(presenter: str, clothes: str | None) -> Parts:
    return Parts(find_presenter(presenter).look, clothes)
