"""Checks on the words on screen: inside the safe box, large enough, apart from one another, and readable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pitchreel.documents import Timeline
from pitchreel.documents.marks import Text
from pitchreel.documents.timeline import AnyLayer, PresenterLayer, SpriteLayer
from pitchreel.documents.video import Check
from pitchreel.qa.verdict import clock, skipped, verdict
from pitchreel.render.composer import Composer
from pitchreel.render.planes import blank, to_rgb
from pitchreel.typeset import measure

CONTRAST = 4.5
LARGE_CONTRAST = 3.0
"""WCAG 2.2, 1.4.3: body text, and text of at least 24 CSS pixels (66 of 1080 on a phone 390 CSS pixels wide)."""
CONTRAST_SIDE = 360
"""Shorter side in pixels at which the film is painted to see what lies behind its letters."""
HANDOVER = 0.5
"""Seconds for which words of one shot may still stand under those of the next: a transition."""
SMALLEST = 0.024
"""Smallest text as a share of the frame's shorter side; small print on the end card may be this small."""


class Words(NamedTuple):
    """Words on screen: where their ink stands in the frame, their colours and size, and when they are at rest.

    ``size`` is that of the smallest letters, raised ones aside. A colour may stand on a ``marker`` of its own.
    """

    what: str
    x: float
    y: float
    width: float
    height: float
    colours: tuple[str, ...]
    size: float
    outline: str | None
    rest: int
    start: int
    end: int
    marked: tuple[str, str] | None = None
    """Colour of a letter and of the marker behind it: the spoken word of a caption."""


def words_of(timeline: Timeline) -> Iterator[Words]:
    """All text marks and captions, placed as they stand at rest."""
    for layer in timeline.layers():
        if isinstance(layer, SpriteLayer):
            rest = _rest(layer)
            shift = {motion.property: motion.at(rest) for motion in layer.motions}
            scale = shift.get("scale", 1.0)
            centre_x, centre_y = layer.box.x + layer.box.width / 2, layer.box.y + layer.box.height / 2
            for mark in layer.marks:
                if not isinstance(mark, Text) or not any(run.text.strip() and not run.rise for run in mark.runs):
                    continue
                ink = _ink(mark)
                yield Words(
                    what=f"{layer.role} {''.join(run.text for run in mark.runs)[:30]!r}",
                    x=centre_x + (layer.box.x + ink[0] - centre_x) * scale + shift.get("x", 0),
                    y=centre_y + (layer.box.y + ink[1] - centre_y) * scale + shift.get("y", 0),
                    width=ink[2] * scale,
                    height=ink[3] * scale,
                    colours=tuple({run.colour: None for run in mark.runs if run.text.strip()}),
                    size=min(run.size for run in mark.runs if run.text.strip() and not run.rise) * scale,
                    outline=mark.outline if mark.outline_width >= 0.05 * mark.runs[0].size else None,
                    rest=rest,
                    start=layer.start,
                    end=layer.end,
                )
    style = timeline.caption_style
    for caption in timeline.captions:
        assert style is not None
        yield Words(
            what=f"caption {' '.join(word.text for word in caption.words)!r}",
            x=caption.box.x,
            y=caption.box.y,
            width=caption.box.width,
            height=caption.box.height,
            colours=(style.colour,) if style.marker else (style.colour, style.spoken),
            marked=(style.spoken, style.marker) if style.marker else None,
            size=style.size,
            outline=style.outline if style.outline_width >= 0.05 * style.size else None,
            rest=(caption.start + caption.end) // 2,
            start=caption.start,
            end=caption.end,
        )


def _rest(layer: SpriteLayer) -> int:
    """A frame at which the layer has arrived and not yet left."""
    last = max((motion.keys[-1].frame for motion in layer.motions if motion.property != "scale"), default=layer.start)
    opacity = next((motion for motion in layer.motions if motion.property == "opacity"), None)
    middle = (layer.start + layer.end) // 2
    if opacity and opacity.at(middle) > 0.99:
        return middle
    if opacity:
        solid = [key.frame for key in opacity.keys if key.value > 0.99]
        return min(solid[0], layer.end - 1) if solid else middle
    return min(max(middle, last), layer.end - 1)


def _ink(mark: Text) -> tuple[float, float, float, float]:
    size = measure(mark)
    left = {"left": 0.0, "center": (mark.width - size.width) / 2, "right": mark.width - size.width}[mark.align]
    top = {"top": 0.0, "middle": (mark.height - size.height) / 2, "bottom": mark.height - size.height}[mark.valign]
    return mark.x + left, mark.y + top, size.width, size.height


def check_words(timeline: Timeline, folder: Path) -> list[Check]:
    """T1 safe box, T3 contrast on the rendered picture, T4 size, T7 overlap."""
    words = list(words_of(timeline))
    if not words:
        return [skipped("T1", "words inside the safe box", "no words")]
    return [
        _safe(timeline, words),
        _contrast(timeline, folder, words),
        _sizes(timeline, words),
        _apart(timeline, words),
    ]


def _safe(timeline: Timeline, words: list[Words]) -> Check:
    safe, worst, where = timeline.safe, 0.0, []
    for item in words:
        out = max(
            safe.x - item.x,
            safe.y - item.y,
            item.x + item.width - safe.x - safe.width,
            item.y + item.height - safe.y - safe.height,
        )
        if out > 2:
            where.append(f"{clock(item.rest / timeline.fps)} {item.what}: {out:.0f} px out")
        worst = max(worst, out)
    return verdict("T1", "words inside the safe box", worst <= 2, f"{worst:.0f} px out", "2 px", where=tuple(where))


def _sizes(timeline: Timeline, words: list[Words]) -> Check:
    shorter = min(timeline.width, timeline.height)
    small = [item for item in words if item.size < SMALLEST * shorter]
    least = min(item.size for item in words)
    return verdict(
        "T4",
        "words large enough",
        not small,
        f"{least:.0f} px",
        f"{SMALLEST * shorter:.0f} px",
        where=tuple(f"{clock(item.rest / timeline.fps)} {item.what}" for item in small),
    )


def _apart(timeline: Timeline, words: list[Words]) -> Check:
    """Words over other words, and captions over the presenter's face."""
    captions = [item for item in words if item.what.startswith("caption")]
    others = [item for item in words if not item.what.startswith("caption")]
    where = []
    for index, one in enumerate(others):
        for other in others[index + 1 :]:
            together = min(one.end, other.end) - max(one.start, other.start)
            if together > HANDOVER * timeline.fps and _overlap(one, other) > 0.05:
                where.append(f"{clock(max(one.rest, other.start) / timeline.fps)} {one.what} over {other.what}")
    for caption in captions:
        for other in others:
            if other.start < caption.end and caption.start < other.end and _overlap(caption, other) > 0.05:
                where.append(f"{clock(caption.rest / timeline.fps)} {caption.what} over {other.what}")
        for layer in timeline.layers():
            if isinstance(layer, PresenterLayer) and layer.start < caption.end and caption.start < layer.end:
                box = layer.box
                face = caption._replace(
                    what="presenter",
                    x=box.x + 0.2 * box.width,
                    y=box.y + 0.1 * box.height,
                    width=0.6 * box.width,
                    height=(0.7 if layer.crop == "bubble" else 0.35) * box.height,
                )
                if _overlap(caption, face) > 0.05:
                    where.append(f"{clock(caption.rest / timeline.fps)} {caption.what} over the presenter's face")
    return verdict("T7", "words apart", not where, f"{len(where)} overlaps", "0", where=tuple(where))


def _overlap(a: Words, b: Words) -> float:
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(min(a.width * a.height, b.width * b.height), 1.0)


def _contrast(timeline: Timeline, folder: Path, words: list[Words]) -> Check:
    """Each text against the very pixels behind it: the film is rendered once more without its letters."""
    bare = without_letters(timeline)
    style = timeline.caption_style
    scale = min(1.0, CONTRAST_SIDE / min(timeline.width, timeline.height))
    composer = Composer(bare, folder, scale)
    target = blank(*composer.size)
    painted, frame = -1, to_rgb(target)
    worst, where = 99.0, []
    large = 66 / 1080 * min(timeline.width, timeline.height)
    # In the order of the film, so that every shot is made ready once.
    for item in sorted(words, key=lambda words: words.rest):
        if item.rest != painted:
            composer.paint(target, item.rest)
            painted, frame = item.rest, to_rgb(target)
        y, x = max(int(item.y * scale), 0), max(int(item.x * scale), 0)
        behind = frame[y : int((item.y + item.height) * scale) + 1, x : int((item.x + item.width) * scale) + 1]
        if not behind.size:
            continue
        pixels = behind.reshape(-1, 3).astype(np.float64)
        if item.what.startswith("caption") and style is not None and style.plate:
            pixels = _over(style.plate, pixels)
        if item.outline:
            pixels = _over(item.outline, pixels)
        value = min(_readable(colour, pixels) for colour in item.colours)
        if item.marked:
            value = min(value, _readable(item.marked[0], _over(item.marked[1], pixels)))
        limit = LARGE_CONTRAST if item.size >= large and not item.what.startswith("caption") else CONTRAST
        if value < limit:
            where.append(f"{clock(item.rest / timeline.fps)} {item.what}: {value:.1f}")
        worst = min(worst, value * (CONTRAST / limit))
    return verdict(
        "T3", "words readable", not where, f"{worst:.1f}:1 at least", "4.5:1, large type 3:1", where=tuple(where)
    )


def without_letters(timeline: Timeline) -> Timeline:
    """The same film with its plates and badges, but no letter on them and no captions."""

    def bare(layer: AnyLayer) -> AnyLayer:
        if isinstance(layer, SpriteLayer):
            return layer.model_copy(update={"marks": tuple(mark for mark in layer.marks if mark.mark != "text")})
        return layer

    scenes = tuple(
        scene.model_copy(update={"layers": tuple(bare(layer) for layer in scene.layers)}) for scene in timeline.scenes
    )
    overlays = tuple(bare(layer) for layer in timeline.overlays)
    return timeline.model_copy(update={"scenes": scenes, "overlays": overlays, "captions": (), "label": ""})


def _readable(colour: str, pixels: NDArray[np.float64]) -> float:
    """Contrast of a colour against all but the worst tenth of the pixels."""
    return float(np.percentile(_ratio(_over(colour, pixels), pixels), 10))


def _rgb(colour: str) -> NDArray[np.float64]:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float64)


def _over(colour: str, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    alpha = int(colour[7:9], 16) / 255 if len(colour) == 9 else 1.0
    return _rgb(colour) * alpha + pixels * (1 - alpha)


def _luminance(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    share = rgb / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    weights = np.array([0.2126, 0.7152, 0.0722])
    return np.asarray(linear @ weights)


def _ratio(letters: NDArray[np.float64], pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """WCAG contrast of letters against what is behind them, pixel by pixel."""
    a, b = _luminance(letters), _luminance(pixels)
    return np.asarray((np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05))
