"""Presenters drawn into arrays."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.presenter import Pose, draw_presenter
from pitchreel.presenter.visemes import VISEMES


def drawn(name: str, pose: Pose, crop: str, width: int, height: int, **more) -> NDArray[np.uint8]:
    """RGBA with straight alpha, on nothing."""
    surface = skia.Surface(width, height)
    surface.getCanvas().clear(0)
    draw_presenter(surface.getCanvas(), name, pose, crop=crop, width=width, height=height, **more)
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)


def saying(viseme: str, **more) -> Pose:
    shape = VISEMES[viseme].shape
    return Pose(**shape._asdict(), smile=0.3, **more)


GOLDEN = {
    "smile": (Pose(), "bubble", 104, 104),
    "talk": (saying("aa", right=1.0, right_hand="palm", brow=0.5, yaw=0.5, gaze=0.6), "bust", 108, 106),
    "wave": (saying("FF", left=1.0, right=0.5, left_hand="open", right_hand="point", blink=1.0), "full", 80, 120),
}
