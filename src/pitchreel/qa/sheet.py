"""Contact sheet: a film at a glance: its hook frame by frame, then every shot, with safe box and captions."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.documents import Timeline
from pitchreel.errors import OutputError

COLUMNS = 6
HOOK_SECONDS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)


def contact_sheet(path: Path, timeline: Timeline, out: Path, *, cell: int = 270, marks: bool = True) -> Path:
    """Write a picture of frames out of a finished film: the hook, then two of each shot.

    ``cell`` is the width of a frame on it; ``marks`` draws the safe box. Raises OutputError.
    """
    wanted = sorted(
        {round(second * timeline.fps) for second in HOOK_SECONDS if second * timeline.fps < timeline.frames}
        | {round(scene.start + (scene.end - scene.start) * share) for scene in timeline.scenes for share in (0.3, 0.85)}
    )
    frames = _frames(path, wanted, timeline.fps)
    height = round(cell * timeline.height / timeline.width)
    rows = -(-len(frames) // COLUMNS)
    gap, foot = 8, 22
    surface = skia.Surface(COLUMNS * (cell + gap) + gap, rows * (height + foot + gap) + gap)
    canvas = surface.getCanvas()
    canvas.clear(skia.Color(24, 24, 26))
    font = skia.Font(skia.Typeface("Inter"), 13)
    ink = skia.Paint(AntiAlias=True, Color=skia.Color(220, 220, 220))
    line = skia.Paint(AntiAlias=True, Color=skia.Color(0, 220, 120, 110), Style=skia.Paint.kStroke_Style)
    for index, (number, rgba) in enumerate(frames):
        x, y = gap + index % COLUMNS * (cell + gap), gap + index // COLUMNS * (height + foot + gap)
        image = skia.Image.fromarray(rgba, colorType=skia.kRGBA_8888_ColorType)
        canvas.drawImageRect(
            image,
            skia.Rect.MakeXYWH(x, y, cell, height),
            skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear),
        )
        if marks:
            share, safe = cell / timeline.width, timeline.safe
            canvas.drawRect(
                skia.Rect.MakeXYWH(x + safe.x * share, y + safe.y * share, safe.width * share, safe.height * share),
                line,
            )
        shot = next(i for i, scene in enumerate(timeline.scenes) if scene.end > min(number, timeline.frames - 1))
        canvas.drawString(f"{number / timeline.fps:.2f} s   shot {shot + 1}", x, y + height + 16, font, ink)
    data = surface.makeImageSnapshot().encodeToData(skia.EncodedImageFormat.kJPEG, 88)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(bytes(data))
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}", "Choose another place") from None
    return out


def _frames(path: Path, wanted: list[int], fps: int) -> list[tuple[int, NDArray[np.uint8]]]:
    found: list[tuple[int, NDArray[np.uint8]]] = []
    left = set(wanted)
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        video.thread_type = "AUTO"
        step = fps / float(video.average_rate or fps)
        for index, frame in enumerate(container.decode(video)):
            number = round(index * step)
            hit = {want for want in left if want <= number}
            if hit:
                left -= hit
                found.append((number, frame.reformat(format="rgba", src_colorspace="ITU709").to_ndarray()))
    return found
