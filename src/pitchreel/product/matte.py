"""Matting: how much of each pixel along an outline is the product, and what colour the product has there.

The compositing equation ``pixel = share * product + (1 - share) * background`` is solved for the share, with the
product's colour taken from just inside the outline and the background's from just outside; the product's own colour
then takes the place of the mixed one, so that nothing of the old background shines through at the edge.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.product.oklab import Floats

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


_SMOOTHING = (5, 5)

Places = tuple[NDArray[np.intp], ...]


def cut_along(picture: Bytes, product: Mask, reach: int) -> Bytes:
    """RGBA with clean colours of an RGB picture whose outline is known to within ``reach`` pixels.

    The first round moves the outline to where product and background weigh the same, which leaves the specks of
    compression outside; the second takes alpha and colour from there.
    """
    share, front, back, band = _shares(picture, product, reach, settled=False)
    product = product.copy()
    product[band] = share > 0.5
    product = _without_specks(product, reach)
    share, front, back, band = _shares(picture, product, reach, settled=True)
    outer = product.copy()
    outer[band] = True
    alpha = np.where(product, 255, 0).astype(np.uint8)
    alpha[band] = np.round(share * 255).astype(np.uint8)
    pixels = picture[band].astype(np.float32)
    unmixed = np.clip((pixels - (1 - share[:, None]) * back) / np.maximum(share[:, None], 0.05), 0, 255)
    colours = np.where(outer[..., None], picture, 0).astype(np.uint8)
    colours[band] = np.round(share[:, None] * unmixed + (1 - share[:, None]) * front).astype(np.uint8)
    return np.dstack([colours, alpha])


def _shares(picture: Bytes, product: Mask, reach: int, *, settled: bool) -> tuple[Floats, Floats, Floats, Places]:
    """In the band along the outline: the product's share of each pixel, the colours on either side, the places.

    Once the outline is ``settled``, a share far from it is all or nothing.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    solid = product.astype(np.uint8)
    inner = np.asarray(cv2.erode(solid, kernel), dtype=bool)
    outer = np.asarray(cv2.dilate(solid, kernel), dtype=bool)
    # Threads and thin bars have no inside of their own: their clearest pixels stand in for it.
    thin = product & ~np.asarray(cv2.dilate(inner.astype(np.uint8), kernel), dtype=bool)
    ys, xs = np.nonzero(thin)
    if len(ys):
        span = picture[ys, xs].astype(np.float32) - _nearest_colour(picture, ~outer, (ys, xs))
        clear = np.linalg.norm(span, axis=1) > 70
        inner[ys[clear], xs[clear]] = True
    band = np.nonzero(outer & ~inner)
    pixels = picture[band].astype(np.float32)
    front, back = _nearest_colour(picture, inner, band), _nearest_colour(picture, ~outer, band)
    span = front - back
    length = np.sum(span * span, axis=1)
    share = np.clip(np.sum((pixels - back) * span, axis=1) / np.maximum(length, 1), 0, 1)
    soft = cv2.GaussianBlur(product.astype(np.float32), (0, 0), max(0.7, reach / 4))[band]
    trust = np.clip((length - 300) / 900, 0, 1)  # where both sides look alike only the outline can tell
    share = trust * share + (1 - trust) * soft
    if settled:
        depth = (cv2.distanceTransform(solid, cv2.DIST_L2, 3) - cv2.distanceTransform(1 - solid, cv2.DIST_L2, 3))[band]
        slope = 3.5 / (2 * reach)
        share = np.clip(share, np.clip(depth * slope - 0.25, 0, 1), np.clip(depth * slope + 1.25, 0, 1))
    return share, front, back, band


def _without_specks(mask: Mask, reach: int) -> Mask:
    """Without parts, and without gaps, smaller than a patch of the uncertain band."""
    kept = mask.copy()
    for value in (True, False):
        _, labels, stats, _ = cv2.connectedComponentsWithStats((kept == value).astype(np.uint8), connectivity=4)
        small = stats[:, cv2.CC_STAT_AREA] < 6 * reach * reach
        small[0] = False
        kept[small[labels]] = not value
    return kept


def _nearest_colour(picture: Bytes, region: Mask, places: Places) -> Floats:
    """For each place the colour of the nearest pixel of a region, smoothed within the region."""
    _, labels = cv2.distanceTransformWithLabels(
        (~region).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    inside = np.flatnonzero(region)
    where = np.zeros(int(labels.max()) + 1, dtype=np.int64)
    where[labels.ravel()[inside]] = inside
    nearest = where[labels[places]]
    weight = region.astype(np.float32)
    kept = picture * weight[..., None]
    smooth, total = cv2.blur(kept, _SMOOTHING), cv2.blur(weight, _SMOOTHING)
    colours = smooth.reshape(-1, 3)[nearest] / np.maximum(total.ravel()[nearest, None], 1e-3)
    return np.asarray(colours, dtype=np.float32)
