"""Sampling a plane between its pixels, for moves that no one may see as steps.

OpenCV's ``resize`` works row by row and column by column and takes a quarter of the time of ``warpAffine``, but it maps
a whole number of pixels onto a whole number of pixels. So a piece of the plane is looked for that is a little larger
than what is seen, whose two lengths stand to one another as the scale wants it, and in which some sample falls on the
wanted place; what is left of the way, nearly always less than a fiftieth of a pixel, is a last small shift.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.render.geometry import Affine
from pitchreel.render.planes import Plane, Planes

PAD = 64
"""Pixels around a padded plane, so that sampling may begin early and never meets the end of the array."""
MARGIN = 1.03
"""Prescaled pictures are this much larger than they are ever shown: at exactly 1 all samples would fall alike."""
_SKIPS, _LENGTHS = 24, 20
"""Samples that may be skipped at the start, and lengths of the piece, among which the best pair is taken."""
_EXACT, _STRETCH = 0.02, 0.04
"""Pixels of error that are left as they are: in the middle, and added to it at the ends."""
_SCALES = (0.5, 1.3)
"""Pixels of the source for one of the target, between which this way is taken."""


def use_fast_resizing() -> None:
    """Let OpenCV take Intel's primitives where its build has them: twice as fast, and no less exact than its own."""
    if hasattr(cv2, "ipp"):
        cv2.ipp.setUseIPP_NotExact(True)


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


class _Piece(NamedTuple):
    """Along one axis: the pixels taken, how many samples they become, how many of those are skipped, how far the
    samples then lie from where they should in the middle, and how much farther at the ends, in samples."""

    start: int
    length: int
    samples: int
    skip: int
    error: float
    stretch: float


def _by_rows_and_columns(
    source: Plane, back: NDArray[np.float64], shape: tuple[int, ...], out: Plane | None
) -> Plane | None:
    scale = float(back[0, 0])
    height, width = shape[0], shape[1]
    across = _piece(float(back[0, 2]) + PAD, scale, width)
    down = _piece(float(back[1, 2]) + PAD, scale, height)
    stretched = max(across.stretch, down.stretch) > _STRETCH
    if stretched:
        across = _piece(float(back[0, 2]) + PAD, scale, width, free=True)
        down = _piece(float(back[1, 2]) + PAD, scale, height, free=True)
    if min(across.start, down.start) < 0:
        return None
    if across.start + across.length > source.shape[1] or down.start + down.length > source.shape[0]:
        return None
    part = source[down.start : down.start + down.length, across.start : across.start + across.length]
    space = None if out is None else _space(down.samples, across.samples)
    if stretched:
        # Slower, and the scale may be any number: just beside 1 no two lengths come near enough.
        large = cv2.resize(part, None, space, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_LINEAR)
    else:
        large = cv2.resize(part, (across.samples, down.samples), space, interpolation=cv2.INTER_LINEAR)
    if max(abs(across.error), abs(down.error)) <= _EXACT:
        seen = large[down.skip : down.skip + height, across.skip : across.skip + width]
        if out is None:
            return cast(Plane, seen)
        np.copyto(out, seen)
        return out
    centre = across.skip + across.error + (width - 1) / 2, down.skip + down.error + (height - 1) / 2
    return cv2.getRectSubPix(large, (width, height), centre, out)  # type: ignore[no-any-return]


_spaces: dict[str, Plane] = {}


def _space(rows: int, columns: int) -> Plane:
    """Room for a result that is copied on at once: one piece of memory, used again for every frame."""
    kept = _spaces.get("one")
    if kept is None or kept.size < rows * columns:
        kept = _spaces["one"] = np.empty(rows * columns, np.uint8)
    return kept[: rows * columns].reshape(rows, columns)


@cache
def _options() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.arange(_LENGTHS, dtype=np.float64)[:, None], np.arange(_SKIPS, dtype=np.float64)[None, :]


@lru_cache(maxsize=64)
def _piece(wanted: float, scale: float, count: int, *, free: bool = False) -> _Piece:
    """The piece for ``count`` samples ``scale`` pixels apart, of which the first should lie at ``wanted``.

    ``free``: the samples will be exactly so far apart, whatever the lengths.
    """
    longer, skips = _options()
    lengths = ceil((count + _SKIPS + 1) * scale) + longer
    samples = np.rint(lengths / scale)
    steps = np.full_like(lengths, scale) if free else lengths / samples
    # Compared in the middle of what is seen, so that an error of scale is shared by both ends.
    middle = wanted + (count - 1) / 2 * scale
    starts = middle + 0.5 - (skips + count / 2) * steps
    nearest = np.rint(starts)
    errors = (starts - nearest) / steps
    stretches = np.abs(steps - scale) * (count / 2)
    row, skip = divmod(int(np.argmin(np.abs(errors) + stretches)), _SKIPS)
    return _Piece(
        int(nearest[row, skip]),
        int(lengths[row, 0]),
        int(samples[row, 0]),
        skip,
        float(errors[row, skip]),
        float(stretches[row, 0]),
    )
