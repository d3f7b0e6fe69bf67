"""Single frames of a film: for covers, contact sheets and checks."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pitchreel.documents.timeline import Timeline
from pitchreel.errors import OutputError
from pitchreel.render.composer import Composer
from pitchreel.render.planes import OFFSET, Planes, blank, to_rgb

_COVER_QUALITY = 92
_PALE = 205


def render_frame(timeline: Timeline, folder: Path, frame: int, *, scale: float = 1.0) -> NDArray[np.uint8]:
    """One frame of the film as RGB, shape (height, width, 3). Raises MediaError and RenderError."""
    return to_rgb(_paint(timeline, folder, frame, scale))


def _paint(timeline: Timeline, folder: Path, frame: int, scale: float) -> Planes:
    # A film without a ground is looked at over a pale grey.
    composer = Composer(timeline, folder, scale, luma=_PALE if timeline.alpha else OFFSET[0])
    target = blank(*composer.size)
    composer.paint(target, frame)
    return target


def write_cover(timeline: Timeline, folder: Path, path: Path, *, scale: float = 1.0) -> Path:
    """Write the film's cover as a JPEG, whole or not at all; raises OutputError."""
    rgb = render_frame(timeline, folder, min(timeline.cover, timeline.frames - 1), scale=scale)
    done, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _COVER_QUALITY])
    if not done:
        raise OutputError(f"{path} cannot be encoded", "Try a smaller film")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data.tobytes())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise OutputError(
            f"{path} cannot be written: {error.strerror}", "Choose a folder that can be written to"
        ) from None
    return path
