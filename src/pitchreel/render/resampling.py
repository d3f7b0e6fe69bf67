"""Sampling a plane between its pixels, for moves that no one may see as steps.

OpenCV's ``resize`` works row by row and column by column and takes less than half the time of ``warpAffine``, but its
first sample lies where the scale says, not where one wants it. It is therefore begun some pixels early, at the pixel
from which one of the next samples falls nearest to the wanted place; what is left of the way, nearly always a few
hundredths of a pixel, is a last small shift.
"""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.render.geometry import Affine
from pitchreel.render.planes import Plane, Planes

PAD = 64
"""Pixels around a padded plane, so that sampling may begin early and never meets the end of the array."""
MARGIN = 1.03
"""Prescaled pictures are this much larger than they are ever shown: at exactly 1 all samples would fall alike."""
_EARLY = 32
_EXACT = 0.02
"""Pixels of error that are left as they are."""
_SCALES = (0.5, 1.3)
"""Pixels of the source for one of the target, between which this way is taken."""


def padded(planes: Planes, border: int = cv2.BORDER_REPLICATE) -> Planes:
    """Planes with PAD pixels around each, of their edges going on, or empty."""
    return Planes(*(cv2.copyMakeBorder(plane, PAD, PAD, PAD, PAD, border) for plane in planes.each))


def resample(source: Plane, path: Affine, shape: tuple[int, ...], out: Plane | None = None) -> Plane:
    """Sample a padded plane into ``shape`` (rows, columns); ``path`` leads from the plane without its padding."""
    back = path.inverse().pixels()
    if path.upright and path.a == path.d and _SCALES[0] <= back[0, 0] <= _SCALES[1]:
        found = _by_rows_and_columns(source, back, shape, out)
        if found is not None:
            return found
    back[:, 2] += PAD
    return cv2.warpAffine(  # type: ignore[no-any-return]
        source,
        back,
        (shape[1], shape[0]),
        out,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _by_rows_and_columns(
    source: Plane, back: NDArray[np.float64], shape: tuple[int, ...], out: Plane | None
) -> Plane | None:
    scale = float(back[0, 0])
    height, width = shape[0], shape[1]
    skip_x, x, error_x = _begin(float(back[0, 2]) + PAD, scale)
    skip_y, y, error_y = _begin(float(back[1, 2]) + PAD, scale)
    right, bottom = x + ceil((width + skip_x + 2) * scale) + 2, y + ceil((height + skip_y + 2) * scale) + 2
    if min(x, y) < 0 or right > source.shape[1] or bottom > source.shape[0]:
        return None
    part = source[y:bottom, x:right]
    space = None if out is None else _space(round(part.shape[0] / scale), round(part.shape[1] / scale))
    large = cv2.resize(part, None, space, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_LINEAR)
    if max(abs(error_x), abs(error_y)) <= _EXACT:
        seen = large[skip_y : skip_y + height, skip_x : skip_x + width]
        if out is None:
            return cast(Plane, seen)
        np.copyto(out, seen)
        return out
    centre = skip_x + error_x / scale + (width - 1) / 2, skip_y + error_y / scale + (height - 1) / 2
    return cv2.getRectSubPix(large, (width, height), centre, out)  # type: ignore[no-any-return]


_spaces: dict[str, Plane] = {}


def _space(rows: int, columns: int) -> Plane:
    """Room for a result that is copied on at once: one piece of memory, used again for every frame."""
    kept = _spaces.get("one")
    if kept is None or kept.size < rows * columns:
        kept = _spaces["one"] = np.empty(rows * columns, np.uint8)
    return kept[: rows * columns].reshape(rows, columns)


@cache
def _steps() -> NDArray[np.float64]:
    return np.arange(_EARLY, dtype=np.float64) + 0.5


def _begin(wanted: float, scale: float) -> tuple[int, int, float]:
    """Where to begin so that a sample falls near ``wanted``: samples to skip, first pixel, error in pixels."""
    starts = wanted + 0.5 - _steps() * scale
    nearest = np.rint(starts)
    errors = starts - nearest
    best = int(np.argmin(np.abs(errors)))
    return best, int(nearest[best]), float(errors[best])
