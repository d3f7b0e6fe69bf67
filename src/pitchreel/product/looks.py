"""What a picture shows, by simple measures: colours, where to look, a print for finding doubles, traits."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.product.oklab import Floats, to_hex, to_oklab

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

COLOURS = 6
PRINT_SIDE = 16
_SAME_BITS = 20
"""Bits of 256 in which the prints of one picture at two sizes or qualities may differ."""
_SAME_COLOUR = 0.05
"""Largest distance in OKLab of any of their tiles; another colour of the same thing is farther away."""


def find_colours(picture: Bytes, mask: Mask | None = None) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Dominant colours of an RGB picture (within a mask) as #rrggbb, most frequent first, and their shares."""
    side = 96
    small = np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    pixels = small.reshape(-1, 3)
    if mask is not None:
        inside = cv2.resize(mask.astype(np.float32), (side, side), interpolation=cv2.INTER_AREA).ravel() > 0.9
        pixels = pixels[inside] if inside.sum() > 20 else pixels
    lab = to_oklab(pixels)
    cv2.setRNGSeed(1)
    count = min(COLOURS + 2, len(np.unique(pixels, axis=0)))
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 30, 0.001)
    _, labels, _ = cv2.kmeans(lab, count, None, criteria, 2, cv2.KMEANS_PP_CENTERS)
    groups: list[tuple[Floats, NDArray[np.int64]]] = []
    order = np.argsort(-np.bincount(labels.ravel(), minlength=count))
    for index in order:
        members = np.nonzero(labels.ravel() == index)[0]
        if not len(members):
            continue
        centre = lab[members].mean(axis=0)
        for at, (other, held) in enumerate(groups):
            if np.linalg.norm(other - centre) < 0.05:
                groups[at] = (other, np.concatenate([held, members]))
                break
        else:
            groups.append((centre, members))
    groups.sort(key=lambda group: -len(group[1]))
    shares = tuple(round(len(members) / len(lab), 4) for _, members in groups[:COLOURS])
    # The pixel nearest to the middle of its group is a colour that is really there.
    found = tuple(
        to_hex(pixels[members[np.argmin(np.linalg.norm(lab[members] - lab[members].mean(axis=0), axis=1))]])
        for _, members in groups[:COLOURS]
    )
    return found, shares


def find_print(picture: Bytes) -> bytes:
    """A print by which doubles are known: signs of the differences between neighbours, and a few coarse colours."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (PRINT_SIDE + 1, PRINT_SIDE), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = np.packbits(small[:, 1:] > small[:, :-1] + 1)
    tiles = np.asarray(cv2.resize(picture, (6, 6), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return bits.tobytes() + tiles.tobytes()


def same_picture(one: bytes, other: bytes) -> bool:
    """Whether two prints are of one picture."""
    size = PRINT_SIDE * PRINT_SIDE // 8
    a, b = np.frombuffer(one, np.uint8), np.frombuffer(other, np.uint8)
    if int(np.unpackbits(a[:size] ^ b[:size]).sum()) > _SAME_BITS:
        return False
    tiles = to_oklab(a[size:].reshape(-1, 3)) - to_oklab(b[size:].reshape(-1, 3))
    return float(np.linalg.norm(tiles, axis=1).max()) < _SAME_COLOUR


def find_saliency(picture: Bytes) -> Floats:
    """How much each place of a small copy draws the eye, 0 to 1: unlike its surroundings, sharp, near the middle.

    Colour contrast against the blurred surroundings (after Achanta et al. 2009) times detail, with a wide bias to
    the middle.
    """
    height, width = picture.shape[:2]
    scale = 160 / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    lab = to_oklab(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8))
    around = cv2.blur(lab, (size[0] | 1, size[1] | 1), borderType=cv2.BORDER_REPLICATE)
    contrast = np.linalg.norm(cv2.GaussianBlur(lab, (0, 0), 2) - around, axis=2)
    light = lab[..., 0]
    detail = cv2.GaussianBlur(np.abs(light - cv2.GaussianBlur(light, (0, 0), 2)), (0, 0), 5)
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    middle = np.exp(-(((x / size[0] - 0.5) / 0.42) ** 2 + ((y / size[1] - 0.5) / 0.42) ** 2))
    drawn = contrast / max(float(contrast.max()), 1e-6) * (0.3 + detail / max(float(detail.max()), 1e-6)) * middle
    return np.asarray(drawn / max(float(drawn.max()), 1e-6), dtype=np.float32)


def find_focus(weight: Floats) -> tuple[float, float, tuple[float, float, float, float]]:
    """Where to look in a map of weights: x and y as fractions, and the box that holds most of the weight."""
    height, width = weight.shape
    strong = np.where(weight >= 0.35 * float(weight.max()), weight, 0)
    total = float(strong.sum())
    if total <= 0:
        return 0.5, 0.5, (0.0, 0.0, 1.0, 1.0)
    columns, rows = strong.sum(axis=0), strong.sum(axis=1)
    x = float((columns * (np.arange(width) + 0.5)).sum() / total / width)
    y = float((rows * (np.arange(height) + 0.5)).sum() / total / height)
    left, right = _middle_part(columns)
    top, bottom = _middle_part(rows)
    return x, y, (left, top, max(right - left, 0.02), max(bottom - top, 0.02))


def _middle_part(sums: Floats) -> tuple[float, float]:
    """Where the middle nine tenths of a row of sums begin and end, as fractions."""
    running = np.cumsum(sums) / float(sums.sum())
    first, last = np.searchsorted(running, [0.05, 0.95])
    return float(first) / len(sums), min(1.0, float(last + 1) / len(sums))


def find_traits(picture: Bytes, plain: bool) -> tuple[str, ...]:
    """``person``, ``text-heavy`` and ``infographic``, as far as an RGB picture shows them."""
    scale = 640 / max(picture.shape[:2])
    if scale < 1:
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    traits = []
    if find_face(picture):
        traits.append("person")
    share = text_share(picture)
    if share > 0.12:
        traits.append("text-heavy")
    if share > 0.04 and (plain or _flat_share(picture) > 0.45):
        traits.append("infographic")
    return tuple(traits)


@cache
def _faces() -> cv2.CascadeClassifier:
    folder = Path(cv2.__file__).parent / "data"  # the cascade comes with OpenCV
    return cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_default.xml"))


def find_face(picture: Bytes) -> tuple[float, float, float, float] | None:
    """The largest frontal face of an RGB picture as a box in fractions: x, y, width and height.

    It must be skin-coloured for the most part: a cascade alone sees faces in shoes.
    """
    height, width = picture.shape[:2]
    grey = cv2.equalizeHist(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    side = max(24, min(height, width) // 12)
    found = _faces().detectMultiScale(grey, scaleFactor=1.15, minNeighbors=7, minSize=(side, side))
    for x, y, wide, high in sorted(map(tuple, found), key=lambda box: -box[2] * box[3]):
        face = picture[y + high // 5 : y + high * 7 // 8, x + wide // 5 : x + wide * 4 // 5]
        if face.size and _skin(face) > 0.45:
            return float(x / width), float(y / height), float(wide / width), float(high / height)
    return None


def _skin(picture: Bytes) -> float:
    """Share of skin colours of all complexions (Chai and Ngan 1999, widened a little)."""
    converted = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
    red, blue = converted[..., 1], converted[..., 2]
    return float(np.mean((red > 131) & (red < 180) & (blue > 75) & (blue < 130)))


def text_share(picture: Bytes) -> float:
    """Share of a picture (at most 640 a side) that lines of text cover, by the evenness of their strokes."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    covered = 0.0
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, kernel)
    strokes = (edges > max(40, float(np.percentile(edges, 80)))).astype(np.uint8)
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (9, 1)))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 3)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    for x, y, wide, high, area in stats[1:]:
        if not 6 <= high <= 0.16 * height or wide < 1.8 * high or area < 0.5 * wide * high:
            continue
        part = grey[y : y + high, x : x + wide]
        crossings = np.abs(np.diff((part > part.mean()).astype(np.int8), axis=1)).sum(axis=1)
        if np.median(crossings) >= max(4, 0.9 * wide / high):  # letters change from ink to paper again and again
            covered += float(wide * high)
    return covered / float(width * height)


def _flat_share(picture: Bytes) -> float:
    """Share of a picture that is drawn in flat colour."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))
    return float(np.mean(cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, kernel) <= 1))


def is_blank(picture: Bytes) -> bool:
    """Whether a picture shows one colour and nothing else."""
    small = cv2.resize(picture, (64, 64), interpolation=cv2.INTER_AREA)
    return float(np.std(small.reshape(-1, 3), axis=0).max()) < 1.5
