"""Checks on the ad as an ad: product early, a call to action seen and heard, an end card, the length asked for."""

from __future__ import annotations

from pitchreel.documents import Narration, Script, Timeline
from pitchreel.documents.timeline import ClipLayer, PictureLayer
from pitchreel.documents.video import Check
from pitchreel.qa.footage import Footage
from pitchreel.qa.verdict import skipped, verdict

END_CARD, PRODUCT_BY = 1.5, 3.0
"""Seconds: how long the end card stands at least, and by when the product is on screen."""
LENGTH = 0.05


def check_structure(
    footage: Footage, timeline: Timeline, script: Script | None, narration: Narration | None
) -> list[Check]:
    """C1 structure, F7a the length that the Script was written for."""
    if timeline.form == "talk":
        return [skipped("C1", "built as an ad", "somebody speaks, nothing is sold")]
    faults = [
        what
        for holds, what in (
            (_seen(timeline) or not timeline.calls, "no call to action on the end card"),
            (_heard(script, narration) or not timeline.calls, "no call to action in the voice"),
            (_end_card(timeline) >= END_CARD, f"the end card stands {_end_card(timeline):.1f} s"),
            (_product_by(timeline) <= PRODUCT_BY, f"the product comes at {_product_by(timeline):.1f} s"),
        )
        if not holds
    ]
    limit = f"call to action seen and heard, end card {END_CARD:g} s, product by {PRODUCT_BY:g} s"
    return [
        verdict("C1", "built as an ad", not faults, f"{len(faults)} faults", limit, where=tuple(faults)),
        _asked(footage, script),
    ]


def _seen(timeline: Timeline) -> bool:
    last = timeline.scenes[-1]
    return any(
        layer.role == "call_to_action" and layer.start < last.end - timeline.fps and layer.end > last.start
        for layer in timeline.layers()
    )


def _heard(script: Script | None, narration: Narration | None) -> bool:
    """True as well where nobody can say: without the documents, or for a text of one's own, which knows no roles."""
    if script is None or narration is None or script.style == "own":
        return True
    spans = zip(script.lines, narration.lines, strict=False)
    return any(line.role == "call_to_action" and span.end > span.start for line, span in spans)


def _end_card(timeline: Timeline) -> float:
    last = timeline.scenes[-1]
    return (last.end - last.start) / timeline.fps


def _product_by(timeline: Timeline) -> float:
    shown = (
        layer.start
        for layer in timeline.layers()
        if isinstance(layer, PictureLayer | ClipLayer) and layer.role == "product"
    )
    return min(shown, default=timeline.frames) / timeline.fps


def _asked(footage: Footage, script: Script | None) -> Check:
    title = "length asked for"
    if script is None:
        return skipped("F7a", title, "no Script document")
    off = abs(footage.video_seconds / script.length - 1)
    return verdict(
        "F7a", title, off <= LENGTH, f"{footage.video_seconds:.2f} s", f"{script.length} s within {LENGTH:.0%}"
    )
