"""Cutting a product out of its plain background, or not, when that would not be clean.

Method: the background is modelled as a smooth surface of colour fitted to the picture's border (a quadratic in x
and y, so that studio gradients fit); what joins the border and lies on that surface is background, and so is a
soft shadow on it. ``matte`` then solves the edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.product.matte import cut_along
from pitchreel.product.oklab import Floats, to_oklab

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

WORK_SIDE = 960
"""The outline is found on a picture of at most this many pixels a side, and refined on the whole one."""

SHARP = 0.011
"""Change of lightness for each pixel of way that only an edge has, never a studio shadow."""
WISP = 0.1
"""Distance from the background under which a thin part is not taken for a thread of the product."""
SOFT_OUTLINE = 0.08
"""Share of a soft outline from which there is a shadow to take away."""

_SOLID = 217
"""Alpha from which a pixel of a transparent picture is the product and no shadow."""


@dataclass(frozen=True)
class Background:
    """What the border of an opaque picture says: ``plain`` or not, its mean colour, and how well the model fits."""

    plain: bool
    share: float
    noise: float
    surface: Floats
    """The modelled OKLab colour at each pixel of the working copy."""


def working_copy(picture: Bytes) -> Bytes:
    """The picture at no more than WORK_SIDE pixels a side."""
    height, width = picture.shape[:2]
    scale = WORK_SIDE / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def find_background(lab: Floats) -> Background:
    """Model the background of a working copy (OKLab) from its border."""
    height, width = lab.shape[:2]
    depth = max(3, round(0.02 * min(height, width)))
    ring = np.ones((height, width), dtype=bool)
    ring[depth:-depth, depth:-depth] = False
    ys, xs = np.nonzero(ring)
    step = max(1, len(ys) // 12000)
    ys, xs = ys[::step], xs[::step]
    colours = lab[ys, xs]
    terms = _terms(xs / width, ys / height)
    near = np.linalg.norm(colours - np.median(colours, axis=0), axis=1) < 0.08
    fitted, noise = np.zeros((6, 3), dtype=np.float32), 1.0
    for _ in range(4):
        if near.sum() < 0.5 * len(near):
            break
        fitted = np.linalg.lstsq(terms[near], colours[near], rcond=None)[0].astype(np.float32)
        off = np.linalg.norm(colours - terms @ fitted, axis=1)
        noise = float(np.median(off[near]))
        near = off < max(0.02, 4 * noise)
    x, y = np.arange(width, dtype=np.float32) / width, np.arange(height, dtype=np.float32)[:, None] / height
    constant, by_x, by_y, by_xx, by_xy, by_yy = fitted
    surface = np.empty((height, width, 3), dtype=np.float32)
    for channel in range(3):
        across = constant[channel] + x * by_x[channel] + x * x * by_xx[channel]
        surface[..., channel] = across + y * (by_y[channel] + x * by_xy[channel] + y * by_yy[channel])
    share = float(near.mean())
    return Background(share > 0.8 and noise < 0.02, share, noise, surface)


def _terms(x: Floats, y: Floats) -> Floats:
    x, y = np.asarray(x, dtype=np.float32), np.asarray(y, dtype=np.float32)
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def cut_plain(picture: Bytes, lab: Floats, background: Background) -> Bytes | None:
    """The product of an opaque RGB picture as RGBA of the same size, or None where no clean cut is sure.

    ``lab`` is the working copy in OKLab that ``background`` was found on.
    """
    product = _find_product(lab, background)
    if product is None:
        return None
    height, width = picture.shape[:2]
    scale = width / lab.shape[1]
    whole = product.astype(np.float32)
    if scale > 1:
        whole = cv2.resize(whole, (width, height), interpolation=cv2.INTER_CUBIC)
    reach = round(2 + 1.5 * scale)
    rows, columns = np.nonzero(product.any(axis=1))[0] * scale, np.nonzero(product.any(axis=0))[0] * scale
    margin = 4 * reach + 4
    top, bottom = max(0, int(rows[0]) - margin), int(rows[-1]) + margin
    left, right = max(0, int(columns[0]) - margin), int(columns[-1]) + margin
    box = slice(top, bottom), slice(left, right)
    cut = np.zeros((height, width, 4), dtype=np.uint8)
    cut[box] = cut_along(np.ascontiguousarray(picture[box]), whole[box] > 0.5, reach)
    return cut


def _find_product(lab: Floats, background: Background) -> Mask | None:
    off = lab - background.surface
    distance = np.linalg.norm(off, axis=2)
    tight = min(0.03, max(0.014, 5 * background.noise))
    outside = _joined_to_border(distance < tight)
    slope = _slope(lab)
    # A shadow is a darker background. A colourful product cannot be mistaken for one, so there the shadow is followed
    # to the contact and into the holes; next to a grey product only as far as it is soft.
    tint = np.hypot(off[..., 1], off[..., 2])
    colourful = float(np.mean(tint[~outside] > 0.035)) > 0.5 if not outside.all() else False
    if _soft_share(outside, slope) > SOFT_OUTLINE:
        shadow = _shadow_on(lab, off, tint, slope < (6 * SHARP if colourful else SHARP), outside)
        if shadow.sum() > 0.6 * (~outside).sum():
            return None
        outside |= shadow
    product = _without_wisps(_clean(~outside), distance)
    if not 0.02 < product.mean() < 0.85 or _touches_border(product):
        return None
    product = _keep_large(product)
    product |= _filled(product)
    product &= ~_holes(product, off, slope, tight, colourful)
    return product if _edge_is_clear(product, distance) and not _has_ghost(product, slope, background.noise) else None


def _joined_to_border(mask: Mask) -> Mask:
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    joined = np.zeros(int(labels.max()) + 1, dtype=bool)
    joined[edge] = True
    joined[0] = False
    return np.asarray(joined[labels])


def _slope(lab: Floats) -> Floats:
    """Change of lightness for each pixel of way."""
    smooth = cv2.GaussianBlur(lab[..., 0], (0, 0), 1.2)
    across, down = cv2.Scharr(smooth, cv2.CV_32F, 1, 0), cv2.Scharr(smooth, cv2.CV_32F, 0, 1)
    return np.asarray(np.hypot(across, down) / 32, dtype=np.float32)


def _soft_share(outside: Mask, slope: Floats) -> float:
    """How much of the outline has no sharp edge within two pixels: a shadow's, not a product's."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    outline = ~outside & np.asarray(cv2.dilate(outside.astype(np.uint8), np.ones((3, 3), np.uint8)), dtype=bool)
    return float(np.mean(cv2.dilate(slope, kernel)[outline] < SHARP)) if outline.any() else 0.0


def _shadow_on(lab: Floats, off: Floats, tint: Floats, soft: Mask, outside: Mask) -> Mask:
    """Soft darkening of the background that joins it: the same hue, less light, no sharp edge, no narrow way in."""
    candidate = (off[..., 0] < 0.004) & (lab[..., 0] > 0.3) & (tint < 0.017) & soft
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    wide = np.asarray(cv2.morphologyEx((candidate | outside).astype(np.uint8), cv2.MORPH_OPEN, kernel), dtype=bool)
    return _joined_to_border(wide | outside) & ~outside


def _without_wisps(mask: Mask, distance: Floats) -> Mask:
    """Without thin parts that hardly differ from the background: folds, scratches, edges of a shadow."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    body = np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel), dtype=bool)
    count, labels = cv2.connectedComponents((mask & ~body).astype(np.uint8), connectivity=8)
    flat = labels.ravel()
    sizes = np.bincount(flat, minlength=count)
    means = np.bincount(flat, weights=distance.ravel(), minlength=count) / np.maximum(sizes, 1)
    faint = (means < WISP) & (sizes > 20)
    faint[0] = False
    return mask & ~faint[labels]


def _clean(mask: Mask) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, kernel), dtype=bool)


def _touches_border(mask: Mask) -> bool:
    edge = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return bool(edge.mean() > 0.02)


def _keep_large(mask: Mask) -> Mask:
    """Without specks: parts of less than a hundredth of the largest."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    large = areas >= max(1, 0.01 * areas.max())
    return np.asarray(large[labels])


def _filled(mask: Mask) -> Mask:
    return ~_joined_to_border(~mask)


def _holes(product: Mask, off: Floats, slope: Floats, tight: float, colourful: bool) -> Mask:
    """Parts inside the outline where the background shows through, as in the handle of a mug.

    A white label or plate looks alike, but is larger, or shaded, or carries print: a hole is the very background,
    or (in a colourful product) a small piece of it in shadow, and holds nothing.
    """
    distance = np.linalg.norm(off, axis=2)
    tint = np.hypot(off[..., 1], off[..., 2])
    shaded = colourful & (off[..., 0] < 0.01) & (off[..., 0] > -0.16) & (tint < 0.02) & (slope < SHARP)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    inside = (product & ((distance < tight) | shaded)).astype(np.uint8)
    inside = cv2.morphologyEx(inside, cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=4)
    area = product.sum()
    holes = np.zeros_like(product)
    for part in range(1, count):
        share = stats[part, cv2.CC_STAT_AREA] / area
        if not 0.002 < share < 0.2:
            continue
        hole = labels == part
        exact = float(np.percentile(distance[hole], 95)) < tight
        empty = (_filled(hole) & ~hole).sum() < 0.01 * hole.sum()
        if (exact or share < 0.06) and empty and _rim_is_sharp(hole, distance):
            holes |= np.asarray(cv2.dilate(hole.astype(np.uint8), kernel), dtype=bool) & (distance < 0.1)
    return holes


def _rim_is_sharp(hole: Mask, distance: Floats) -> bool:
    kernel = np.ones((9, 9), np.uint8)
    rim = np.asarray(cv2.dilate(hole.astype(np.uint8), kernel), dtype=bool) & ~hole
    return float(np.mean(distance[rim] > 0.08)) > 0.55


def _edge_is_clear(product: Mask, distance: Floats) -> bool:
    """Whether the product stands off from the background along nearly all of its outline."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    inner = product & ~np.asarray(cv2.erode(product.astype(np.uint8), kernel), dtype=bool)
    strongest = cv2.dilate(distance * product, kernel)
    return float(np.mean(strongest[inner] < 0.035)) < 0.15


def _has_ghost(product: Mask, slope: Floats, noise: float) -> bool:
    """Whether a faint but sharp line runs through what was taken for background: more of the product, white on white.

    A shadow's fall is wide; a line that is thin, long and far from the outline is an edge.
    """
    away = cv2.dilate(product.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (31, 31))) == 0
    steep = ((slope > max(0.0028, 1.5 * noise)) & away).astype(np.uint8)
    steep = cv2.morphologyEx(steep, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    wide = cv2.morphologyEx(steep, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    wide = cv2.dilate(wide, np.ones((7, 7), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(steep & ~wide & 1, connectivity=8)
    extents = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT])
    return bool((extents > 0.08 * max(product.shape)).any())


def cut_transparent(picture: Bytes) -> Bytes | None:
    """The product of an RGBA picture without the shadow that was drawn under it, or None where nothing is solid."""
    colours, alpha = picture[..., :3], picture[..., 3]
    solid = alpha >= _SOLID
    if solid.mean() < 0.005:
        return None
    red, green, blue = (np.ascontiguousarray(colours[..., channel]) for channel in range(3))
    brightest, darkest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    reach = max(3, round(max(alpha.shape) / 500))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    near_solid = np.asarray(cv2.dilate(solid.astype(np.uint8), kernel), dtype=bool)
    shadow = (alpha < _SOLID) & (brightest < 90) & (brightest - darkest < 45) & ~near_solid
    kept = np.where(shadow, 0, alpha).astype(np.uint8)
    count, labels = cv2.connectedComponents((kept > 8).astype(np.uint8), connectivity=8)
    bodies = np.zeros(count, dtype=bool)
    bodies[labels[solid]] = True
    bodies[0] = False
    kept[~bodies[labels]] = 0
    return np.dstack([colours, kept])


def to_lab(picture: Bytes) -> Floats:
    """The OKLab working copy of an RGB picture."""
    return to_oklab(working_copy(picture))
