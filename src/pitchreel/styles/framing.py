"""Framing: how a picture is cropped so that the product stays whole, clear of the words, or comes near on purpose."""

from __future__ import annotations

from dataclasses import dataclass

from pitchreel.documents.product import Media, Region
from pitchreel.styles.casting import UPSCALE, aspect_of, subject_of
from pitchreel.styles.grid import Area, Frame

CLOSE = 0.6
"""Share of a picture that a close-up shows, about."""
CLIP_UPSCALE = 1.9
"""The same for moving pictures, whose softness is seen less."""
FAR = 0.82
"""Share of a picture from which a look is no longer near."""
AROUND = 0.22
"""Of a subject's size: how far around it words keep away when its picture fills the frame."""
SMALL = 0.7
"""Share of a picture's width and height that a look shows for which its pixels are few."""
AIR = 1.05
"""What stays around the subject in a crop, as a multiple of it."""
DRIFT = 1.06
"""Room for the drift."""


@dataclass(frozen=True)
class Framed:
    """A picture in an area: the point in the middle of the crop, and how far beyond just filling it is enlarged."""

    area: Area
    focus: tuple[float, float]
    zoom: float = 1.0
    inset: bool = False


def source_size(media: Media) -> tuple[float, float]:
    """Pixels of the picture, or of its cut-out where it has one."""
    if media.cutout and media.subject:
        return media.width * media.subject.width, media.height * media.subject.height
    return float(media.width or 1000), float(media.height or 1000)


def focus_of(media: Media) -> tuple[float, float]:
    """The focus as a point of the cut-out where there is one, else of the picture."""
    if media.cutout and media.subject:
        x = (media.focus.x - media.subject.x) / media.subject.width
        y = (media.focus.y - media.subject.y) / media.subject.height
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
    return media.focus.x, media.focus.y


def fill_frame(media: Media, frame: Frame, clear: Area) -> Framed | None:
    """The picture over the whole frame with the subject inside ``clear``, or None where that cannot be."""
    subject = _with_surroundings(subject_of(media))
    width, height = float(media.width or 1), float(media.height or 1)
    least = max(frame.width / width, frame.height / height)
    steps = 16
    for step in range(steps):
        scale = least * (1 + 0.5 * step / (steps - 1))
        if scale > UPSCALE / DRIFT:
            return None
        x = _centre(subject.x, subject.width, width, scale, frame.width, clear.x, clear.right)
        y = _centre(subject.y, subject.height, height, scale, frame.height, clear.y, clear.bottom)
        if x is not None and y is not None:
            return Framed(frame.whole, (x, y), scale / least)
    return None


def _with_surroundings(subject: Region) -> Region:
    """A subject found in a scene, and what may belong to it around it."""
    left, top = max(0.0, subject.x - AROUND * subject.width), max(0.0, subject.y - AROUND * subject.height)
    right = min(1.0, subject.x + (1 + AROUND) * subject.width)
    bottom = min(1.0, subject.y + (1 + AROUND) * subject.height)
    return Region(x=left, y=top, width=right - left, height=bottom - top)


def _centre(
    start: float, length: float, size: float, scale: float, view: float, low: float, high: float
) -> float | None:
    """Where, as a fraction, the crop's middle goes on one axis for the subject to lie between ``low`` and ``high``."""
    half = view / (2 * scale * size)
    least = max(half, start + length * AIR - (high - view / 2) / (scale * size))
    most = min(1 - half, start - length * (AIR - 1) - (low - view / 2) / (scale * size))
    if least > most + 1e-6:
        return None
    wanted = start + length / 2 - ((low + high) / 2 - view / 2) / (scale * size)
    return min(max(wanted, least), most)


def in_panel(media: Media, area: Area) -> Framed:
    """The picture in an area, which gives up width or height until the whole subject is in the crop."""
    subject = subject_of(media)
    aspect = (media.width or 1) / (media.height or 1)
    wide, high = min(1.0, subject.width * AIR), min(1.0, subject.height * AIR)
    shape = area.width / area.height
    shape = min(max(shape, aspect * wide), aspect / high)
    place = area.fitted(shape) if abs(shape - area.width / area.height) > 0.01 else area
    limit = UPSCALE / DRIFT
    scale = max(place.width / (media.width or 1000), place.height / (media.height or 1000))
    if scale > limit:
        place = Area(
            place.centre[0] - place.width * limit / scale / 2,
            place.centre[1] - place.height * limit / scale / 2,
            place.width * limit / scale,
            place.height * limit / scale,
        )
    return Framed(place, _middle(subject, aspect, place))


def _middle(subject: Region, aspect: float, area: Area) -> tuple[float, float]:
    shape = area.width / area.height
    across, down = (min(1.0, shape / aspect), min(1.0, aspect / shape))
    x, y = subject.x + subject.width / 2, subject.y + subject.height / 2
    return min(max(x, across / 2), 1 - across / 2), min(max(y, down / 2), 1 - down / 2)


def close_up(media: Media, area: Area, least: float = 0.0) -> Framed | None:
    """A near look at the focus inside an area, or None where the picture lacks the pixels.

    A photograph fills the area. A cut-out comes as near as its pixels allow and may leave some of the area free, on
    the sides where it is shown whole. Where the pixels do not suffice for the whole area the look gets a smaller one,
    ``inset``, of at least ``least`` pixels.
    """
    width, height = source_size(media)
    most = CLIP_UPSCALE if media.kind == "clip" else UPSCALE / DRIFT
    if media.cutout:
        scale = min(area.width / (CLOSE * width), area.height / (CLOSE * height), most)
        box = area.fitted_to(min(area.width, scale * width), min(area.height, scale * height))
    else:
        scale = min(max(area.width / width, area.height / height) / CLOSE**0.5, most)
        box = area
    seen = min(box.width / (scale * width), box.height / (scale * height))
    inset = seen > FAR or max(box.width / (scale * width), box.height / (scale * height)) > 1.001
    if inset:
        scale = most
        box = area.fitted_to(min(area.width, SMALL * scale * width), min(area.height, SMALL * scale * height))
        if min(box.width, box.height) < max(1.0, least):
            return None
    zoom = scale / max(box.width / width, box.height / height)
    x, y = focus_of(media)
    across, down = box.width / (scale * width), box.height / (scale * height)
    focus = (min(max(x, across / 2), 1 - across / 2), min(max(y, down / 2), 1 - down / 2))
    return Framed(box, focus, max(1.0, zoom), inset)


def free_size(media: Media, area: Area, frame: Frame, largest: tuple[float, float], *, standing: bool = False) -> Area:
    """Where a free product is in an area: as large as the layout, its pixels and the drift allow.

    It floats in the middle, or stands at the bottom.
    """
    aspect = aspect_of(media)
    width, _ = source_size(media)
    across = min(area.width / DRIFT, largest[0] * frame.width, UPSCALE * width)
    down = min(area.height / DRIFT, largest[1] * frame.height)
    high = min(down, across / aspect)
    bottom = area.bottom - (DRIFT - 1) / 2 * high if standing else area.centre[1] + high / 2
    return Area(area.centre[0] - high * aspect / 2, bottom - high, high * aspect, high)
