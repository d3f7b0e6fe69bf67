"""Contact sheet: a film at a glance: its hook, then two frames of every shot, its sound and cuts, what failed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.documents import Timeline
from pitchreel.documents.video import Check
from pitchreel.errors import MediaError, OutputError
from pitchreel.typeset.fonts import face

HOOK_SECONDS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
COLUMNS = len(HOOK_SECONDS)
SHARES = (0.3, 0.85)
"""Where in a shot its two frames are taken."""
_FORMATS = {
    ".jpg": skia.EncodedImageFormat.kJPEG,
    ".jpeg": skia.EncodedImageFormat.kJPEG,
    ".png": skia.EncodedImageFormat.kPNG,
}
_GAP, _LINE, _STRIP = 8, 22, 72
_PAPER = skia.Color(24, 24, 26)
_INK, _FAINT = skia.Color(224, 224, 224), skia.Color(150, 150, 155)
_GOOD, _BAD, _ODD = skia.Color(0, 220, 120, 130), skia.Color(255, 92, 92), skia.Color(255, 196, 64)
_WAVE = skia.Color(90, 140, 220)
_LEVELS = 600
"""Points of the sound's curve."""


class _Cell(NamedTuple):
    frame: int
    title: str


def contact_sheet(
    path: Path, timeline: Timeline, out: Path, *, cell: int = 270, marks: bool = True, checks: Sequence[Check] = ()
) -> Path:
    """Write a picture of frames out of a finished film, as JPEG or PNG by the suffix of ``out``.

    Its first row is the hook, below are two frames of each shot, then the sound with the cuts, and what of ``checks``
    did not pass. ``cell`` is the width of a frame on it; ``marks`` draws the safe box. Raises MediaError for a film
    that cannot be read and OutputError.
    """
    kind = _FORMATS.get(out.suffix.lower())
    if kind is None:
        raise OutputError(f"{out.name} is neither .jpg nor .png", "Give the contact sheet one of these names")
    hook, shots = _cells(timeline)
    try:
        frames = _frames(path, {item.frame for item in (*hook, *shots)}, timeline.fps, cell)
        levels = _levels(path)
    except (av.error.FFmpegError, IndexError) as error:
        raise MediaError(f"{path} cannot be decoded: {error}", "Render it again") from None
    height = round(cell * timeline.height / timeline.width)
    width = COLUMNS * (cell + _GAP) + _GAP
    rows = 1 + -(-len(shots) // COLUMNS)
    notes = [check for check in checks if check.outcome in ("fail", "warn")]
    strip = rows * (height + _LINE + _GAP) + _GAP
    foot = strip + _STRIP + _GAP
    surface = skia.Surface(width, foot + (max(1, len(notes)) * _LINE + _GAP if checks else 0))
    canvas = surface.getCanvas()
    canvas.clear(_PAPER)
    for index, item in enumerate(hook):
        _frame(canvas, item, frames, _GAP + index * (cell + _GAP), _GAP, cell, height, timeline, marks)
    for index, item in enumerate(shots):
        x, y = index % COLUMNS * (cell + _GAP), (1 + index // COLUMNS) * (height + _LINE + _GAP)
        _frame(canvas, item, frames, _GAP + x, _GAP + y, cell, height, timeline, marks)
    _sound_strip(canvas, timeline, levels, strip, width - 2 * _GAP)
    if checks:
        _footer(canvas, notes, len(checks), foot, width)
    data = surface.makeImageSnapshot().encodeToData(kind, 88)
    _write(out, bytes(data))
    return out


def _cells(timeline: Timeline) -> tuple[list[_Cell], list[_Cell]]:
    """What is shown: the hook's frames, and two of each shot."""
    fps, last = timeline.fps, timeline.frames - 1
    hook = [_Cell(round(at * fps), f"{at:.1f} s   hook") for at in HOOK_SECONDS if round(at * fps) <= last]
    shots = []
    for number, scene in enumerate(timeline.scenes, start=1):
        for share in SHARES:
            frame = min(round(scene.start + (scene.end - scene.start) * share), last)
            shots.append(_Cell(frame, f"{frame / fps:.2f} s   shot {number}"))
    return hook, shots


def _frame(
    canvas: skia.Canvas,
    item: _Cell,
    frames: dict[int, NDArray[np.uint8]],
    x: int,
    y: int,
    cell: int,
    height: int,
    timeline: Timeline,
    marks: bool,
) -> None:
    if item.frame in frames:
        image = skia.Image.fromarray(frames[item.frame], colorType=skia.kRGBA_8888_ColorType)
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
        canvas.drawImageRect(image, skia.Rect.MakeXYWH(x, y, cell, height), sampling)
    if marks:
        share, safe = cell / timeline.width, timeline.safe
        line = skia.Paint(AntiAlias=True, Color=_GOOD, Style=skia.Paint.kStroke_Style)
        box = skia.Rect.MakeXYWH(x + safe.x * share, y + safe.y * share, safe.width * share, safe.height * share)
        canvas.drawRect(box, line)
    _write_line(canvas, item.title, x, y + height + 16, _INK)


def _sound_strip(canvas: skia.Canvas, timeline: Timeline, levels: NDArray[np.float64], top: int, width: int) -> None:
    """The level of the sound over the film, with a tick at every cut and one under every word of a caption."""
    base = top + _STRIP - 12
    if len(levels):
        bar = max(1.0, width / len(levels))
        for index, level in enumerate(levels):
            x, high = _GAP + index * width / len(levels), float(level) * (_STRIP - 20)
            canvas.drawRect(skia.Rect.MakeXYWH(x, base - high, bar, high), skia.Paint(Color=_WAVE))
    for scene in timeline.scenes[1:]:
        x = _GAP + scene.start / timeline.frames * width
        canvas.drawRect(skia.Rect.MakeXYWH(x, top, 1.5, _STRIP - 10), skia.Paint(Color=_ODD))
    for caption in timeline.captions:
        for word in caption.words:
            x = _GAP + word.start / timeline.frames * width
            canvas.drawRect(skia.Rect.MakeXYWH(x, base + 3, 1.5, 7), skia.Paint(Color=_INK))


def _footer(canvas: skia.Canvas, notes: Sequence[Check], total: int, top: int, width: int) -> None:
    if not notes:
        _write_line(canvas, f"all {total} checks hold", _GAP, top + 14, _FAINT)
    letters = (width - 2 * _GAP) // 7
    for index, check in enumerate(notes):
        text = f"{check.id}   {check.title}: {check.value}   {'; '.join(check.where)}"
        colour = _BAD if check.outcome == "fail" else _ODD
        _write_line(canvas, text[:letters], _GAP, top + 14 + index * _LINE, colour)


def _write_line(canvas: skia.Canvas, text: str, x: float, y: float, colour: int) -> None:
    canvas.drawString(text, x, y, skia.Font(face("Inter", 500), 13), skia.Paint(AntiAlias=True, Color=colour))


def _frames(path: Path, wanted: set[int], fps: int, cell: int) -> dict[int, NDArray[np.uint8]]:
    """The wanted frames, counted at ``fps``, as RGBA about twice as wide as a cell."""
    found: dict[int, NDArray[np.uint8]] = {}
    left = sorted(wanted, reverse=True)
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        width = min(2 * cell, video.codec_context.width)
        height = round(width * video.codec_context.height / video.codec_context.width)
        step = fps / float(video.average_rate or fps)
        for index, frame in enumerate(container.decode(video)):
            while left and left[-1] <= round(index * step):
                small = frame.reformat(width, height, "rgba", src_colorspace="ITU709", interpolation="AREA")
                found[left.pop()] = small.to_ndarray()
            if not left:
                break
    return found


def _levels(path: Path) -> NDArray[np.float64]:
    """The level of the sound as ``_LEVELS`` values: 0 is -48 dBFS and less, 1 full scale."""
    rate = 8000
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return np.zeros(0)
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
        blocks = [out.to_ndarray()[0] for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    sound = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    size = max(1, len(sound) // _LEVELS)
    power = np.mean(sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64) ** 2, axis=1)
    return np.asarray(np.clip(1 + 10 * np.log10(power + 1e-12) / 48, 0, 1))


def _write(out: Path, data: bytes) -> None:
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(out)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise OutputError(f"{out} cannot be written: {error.strerror}", "Choose another place") from None
