"""Checks on how far pictures are blown up, and that nothing is stretched."""

from __future__ import annotations

from pathlib import Path

import av

from pitchreel.documents import Timeline
from pitchreel.documents.timeline import ClipLayer, PictureLayer
from pitchreel.documents.video import Check
from pitchreel.qa.footage import Footage
from pitchreel.qa.verdict import clock, verdict
from pitchreel.render.assets import Shelf
from pitchreel.render.framing import Framing
from pitchreel.render.placement import place

SOFT, BLURRED = 1.5, 2.0
"""Pixels of the film to a pixel of its source, from which on a picture looks soft, and from which on blurred."""
STRETCH = 0.01
_GIVEN = ("presenter", "ground")
"""Roles of what the user chose to be seen: too small a file of theirs is theirs to know, and no fault of the film."""


def check_scale(footage: Footage, timeline: Timeline, folder: Path) -> list[Check]:
    """V6 enlargement of pictures and clips, V8 proportions of the film."""
    return [_enlarged(footage, timeline, folder), _stretched(footage, timeline)]


def _enlarged(footage: Footage, timeline: Timeline, folder: Path) -> Check:
    shelf = Shelf(timeline.assets, folder)
    delivered = footage.width / timeline.width
    sizes: dict[str, tuple[int, int]] = {}
    worst, ours, where = 0.0, 0.0, []
    for layer in timeline.layers():
        if not isinstance(layer, PictureLayer | ClipLayer):
            continue
        if layer.asset not in sizes:
            read = _clip_size if isinstance(layer, ClipLayer) else _picture_size
            sizes[layer.asset] = read(shelf, layer.asset)
        factor = delivered * enlargement(layer, *sizes[layer.asset])
        if factor > SOFT:
            where.append(f"{clock(layer.start / timeline.fps)} {layer.asset}: {factor:.1f} times")
        worst = max(worst, factor)
        ours = max(ours, 0.0 if layer.role in _GIVEN else factor)
    return verdict(
        "V6",
        "pictures are sharp",
        worst <= SOFT,
        f"{worst:.2f} times enlarged",
        f"{SOFT:g} times, at most {BLURRED:g}",
        where=tuple(where),
        soft=ours <= BLURRED,
    )


def enlargement(layer: PictureLayer | ClipLayer, width: int, height: int) -> float:
    """Pixels of the full-size film to a pixel of a source of that size, where the layer is largest."""
    framing = Framing(width, height, layer.box.width, layer.box.height, layer.fit, layer.focus)
    frames = {layer.start, layer.end - 1} | {key.frame for motion in layer.motions for key in motion.keys}
    placed = [place(layer, frame) for frame in frames if layer.start <= frame < layer.end]
    return max((framing.inside(each).a * each.scale for each in placed), default=0.0)


def _picture_size(shelf: Shelf, asset: str) -> tuple[int, int]:
    return shelf.picture_size(asset)


def _clip_size(shelf: Shelf, asset: str) -> tuple[int, int]:
    with av.open(str(shelf.path(asset))) as container:
        context = container.streams.video[0].codec_context
        return context.width, context.height


def _stretched(footage: Footage, timeline: Timeline) -> Check:
    off = abs(footage.width / footage.height * timeline.height / timeline.width - 1)
    return verdict("V8", "nothing is stretched", off <= STRETCH, f"{off:.1%}", f"{STRETCH:.0%}")
