"""How one scene takes over from another: both are painted, then put together."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from pitchreel.documents.motion import ease
from pitchreel.documents.timeline import Transition
from pitchreel.render.geometry import Affine
from pitchreel.render.planes import Plane, Planes, even

_SOFT = 0.06
"""Width of a wipe's soft edge over the frame's side."""
_ZOOM = 0.14
"""How much the old scene grows, and how much the new one still shrinks, in a zoom."""
_ACROSS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def merge(old: Planes, new: Planes, target: Planes, transition: Transition, share: float) -> None:
    """Write into ``target`` what is seen when ``share`` (0 to 1) of a transition is over."""
    _MERGED[transition.name](old, new, target, transition.direction, share)


def _cut(old: Planes, new: Planes, target: Planes, direction: str, share: float) -> None:
    new.copy_to(target)


def _fade(old: Planes, new: Planes, target: Planes, direction: str, share: float) -> None:
    weight = ease("in-out", share)
    for before, after, out in zip(old.each, new.each, target.each, strict=True):
        cv2.addWeighted(before, 1 - weight, after, weight, 0, out)


def _slide(old: Planes, new: Planes, target: Planes, direction: str, share: float) -> None:
    old.copy_to(target)
    _place(new, target, direction, 1 - ease("in-out", share), 1)


def _push(old: Planes, new: Planes, target: Planes, direction: str, share: float) -> None:
    left = 1 - ease("in-out", share)
    _place(new, target, direction, left, 1)
    _place(old, target, direction, 1 - left, -1)


def _place(picture: Planes, target: Planes, direction: str, away: float, side: int) -> None:
    """Put a picture onto the frame, ``away`` frames off: still to come (side 1) or gone already (side -1)."""
    x, y = _ACROSS[direction]
    dx = even(-x * side * away * target.width)
    dy = even(-y * side * away * target.height)
    width, height = target.width - abs(dx), target.height - abs(dy)
    if width > 0 and height > 0:
        part = picture.window(max(0, -dx), max(0, -dy), width, height)
        part.copy_to(target.window(max(0, dx), max(0, dy), width, height))


def _wipe(old: Planes, new: Planes, target: Planes, direction: str, share: float) -> None:
    x, y = _ACROSS[direction]
    edge = ease("in-out", share) * (1 + _SOFT)
    for before, after, out in zip(old.each, new.each, target.each, strict=True):
        length = out.shape[1] if x else out.shape[0]
        at = (np.arange(length) + 0.5) / length
        if x < 0 or y < 0:
            at = 1 - at
        weight = np.clip((edge - at) / _SOFT, 0, 1).astype(np.float32)
        line = weight[None, :] if x else weight[:, None]
        mixed = before + (after.astype(np.float32) - before) * line
        np.copyto(out, np.rint(mixed).astype(np.uint8))


def _zoom(old: Planes, new: Planes, target: Planes, direction: str, share: float) -> None:
    weight = ease("in-out", share)
    middle = target.width / 2, target.height / 2
    grown = Affine.about(*middle, scale=1 + _ZOOM * weight)
    shrinking = Affine.about(*middle, scale=1 + _ZOOM * (1 - weight))
    for k, (before, after, out) in enumerate(zip(old.each, new.each, target.each, strict=True)):
        paths = (grown, shrinking) if k == 0 else (grown.halved(), shrinking.halved())
        far, near = (_enlarge(plane, path) for plane, path in zip((before, after), paths, strict=True))
        cv2.addWeighted(far, 1 - weight, near, weight, 0, out)


def _enlarge(plane: Plane, path: Affine) -> Plane:
    return cv2.warpAffine(  # type: ignore[no-any-return]
        plane,
        path.inverse().pixels(),
        (plane.shape[1], plane.shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )


_MERGED: dict[str, Callable[[Planes, Planes, Planes, str, float], None]] = {
    "cut": _cut,
    "fade": _fade,
    "slide": _slide,
    "push": _push,
    "wipe": _wipe,
    "zoom": _zoom,
}
