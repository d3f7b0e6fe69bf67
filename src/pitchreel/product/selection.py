"""Which of the pictures that were fetched are kept: no doubles, no thumbnails beside real pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pitchreel.documents.product import Media
from pitchreel.product.clips import Clip
from pitchreel.product.looks import same_picture
from pitchreel.product.oklab import from_hex, to_oklab
from pitchreel.product.pictures import Picture

SMALL, LARGE = 300, 500
"""Longest sides: pictures under the first are left out where there is one of the second."""
FILLED = 0.7
"""Share of a picture in the product's colours from which it is a close-up."""


@dataclass(frozen=True)
class Seen:
    """A medium that was looked at; ``number`` is its place among the product's media."""

    number: int
    media: Media
    found: Picture | Clip


def without_doubles(seen: list[Seen]) -> tuple[list[Seen], list[tuple[Seen, Seen]]]:
    """Of pictures that show the same the largest, in the place of the first; and each double with the one kept."""
    kept: list[Seen] = []
    dropped: list[tuple[int, Seen]] = []
    for item in seen:
        twin = next((at for at, other in enumerate(kept) if _same(item, other)), None)
        if twin is None:
            kept.append(item)
            continue
        better, worse = sorted((kept[twin], item), key=_pixels, reverse=True)
        if _pixels(better) <= 1.1 * _pixels(worse):
            better, worse = kept[twin], item
        described = better.media.description or worse.media.description
        kept[twin] = replace(better, media=better.media.model_copy(update={"description": described}))
        dropped.append((twin, worse))
    return kept, [(double, kept[twin]) for twin, double in dropped]


def _same(one: Seen, other: Seen) -> bool:
    if not (isinstance(one.found, Picture) and isinstance(other.found, Picture) and one.media.role == other.media.role):
        return False
    ratios = (one.found.width / one.found.height, other.found.width / other.found.height)
    return max(ratios) / min(ratios) < 1.03 and same_picture(one.found.print, other.found.print)


def _pixels(item: Seen) -> int:
    return item.found.width * item.found.height


def without_small(seen: list[Seen]) -> tuple[list[Seen], list[Seen]]:
    """Without thumbnails, where the product has real pictures; and the ones that were left out."""

    def side(item: Seen) -> int:
        return max(item.found.width, item.found.height)

    pictures = [item for item in seen if isinstance(item.found, Picture) and item.media.role == "gallery"]
    if not any(side(item) >= LARGE for item in pictures):
        return seen, []
    small = [item for item in pictures if side(item) < SMALL]
    return [item for item in seen if item not in small], small


def with_close_ups(seen: list[Seen]) -> list[Seen]:
    """With the trait ``close-up`` on pictures that the product fills, as the colours of its first cut-out tell."""
    first = next((item.found for item in seen if isinstance(item.found, Picture) and item.found.cutout), None)
    if first is None:
        return seen
    return [
        replace(item, media=item.media.model_copy(update={"traits": (*item.media.traits, "close-up")}))
        if isinstance(item.found, Picture)
        and item.found.background == "scene"
        and _filled_by(item.found, first) > FILLED
        else item
        for item in seen
    ]


def _filled_by(picture: Picture, product: Picture) -> float:
    """The share of a picture that has the product's leading colours, lighter and darker ones of the same too."""
    leading = [
        to_oklab(from_hex(colour)) for colour, share in zip(product.colours, product.shares, strict=True) if share > 0.1
    ]
    filled = 0.0
    for colour, share in zip(picture.colours, picture.shares, strict=True):
        lightness, a, b = to_oklab(from_hex(colour))
        near = any(abs(lightness - own[0]) < 0.2 and np.hypot(a - own[1], b - own[2]) < 0.04 for own in leading)
        filled += share if near else 0.0
    return filled
