"""Checks on the pictures: black, frozen, rhythm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pitchreel.documents import Timeline
from pitchreel.documents.video import Check
from pitchreel.qa.footage import Footage
from pitchreel.qa.verdict import clock, skipped, verdict

BLACK_LUMA = 32
"""Limited-range luma below which a pixel is black: a tenth of the way up, as FFmpeg's blackdetect has it."""
STILL = 0.6
"""Mean change of the small luma against the frame at which a stretch began, under which the picture stands still.

FFmpeg's freezedetect measures so too (its 0.003 is 0.77 here), and not from frame to frame: a slow zoom adds up, what
a codec does to a still picture does not (at most 0.5 at CRF 28 with a keyframe every second).
"""
FREEZE_BODY, FREEZE_END = 2.0, 3.5
"""Seconds that a picture may stand still in the body of the film and on its end card."""


def check_pictures(footage: Footage, timeline: Timeline) -> list[Check]:
    """V1 black, V2 frozen, V4 rhythm."""
    return [_black(footage), _frozen(footage, timeline), _rhythm(timeline)]


def _black(footage: Footage) -> Check:
    dark = np.mean(footage.luma < BLACK_LUMA, axis=(1, 2)) > 0.98
    runs = [(a, b) for a, b in _runs(dark) if b - a >= 0.1 * footage.fps]
    first = bool(len(dark) and dark[0])
    longest = max((b - a for a, b in runs), default=0) / footage.fps
    return verdict(
        "V1",
        "no black stretch",
        longest < 0.3 and not first,
        f"{longest:.2f} s" + (", black at the start" if first else ""),
        "0.3 s",
        where=tuple(clock(a / footage.fps) for a, _ in runs),
    )


def _frozen(footage: Footage, timeline: Timeline) -> Check:
    end_card = timeline.scenes[-1].start / timeline.fps
    worst, where = 0.0, []
    for a, b in _stills(footage.luma):
        # A stretch that reaches into the end card may use the longer limit for the part inside it.
        start, stop = a / footage.fps, b / footage.fps
        body = max(0.0, min(stop, end_card) - start)
        card = max(0.0, stop - max(start, end_card))
        share = max(body / FREEZE_BODY, card / FREEZE_END)
        if share > 0.6:
            where.append(f"{clock(start)} for {stop - start:.1f} s")
        worst = max(worst, share)
    return verdict(
        "V2",
        "nothing stands still too long",
        worst < 1,
        f"{worst:.0%} of the limit",
        f"{FREEZE_BODY:g} s, end card {FREEZE_END:g} s",
        where=tuple(where),
    )


def _stills(luma: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """The film as stretches (start, stop) in which no frame differs from the first."""
    starts = [0] if len(luma) else []
    first = luma[:1].astype(np.int16)
    for number in range(1, len(luma)):
        if np.abs(luma[number] - first).mean() >= STILL:
            starts.append(number)
            first = luma[number].astype(np.int16)
    return list(zip(starts, [*starts[1:], len(luma)], strict=True))


def _rhythm(timeline: Timeline) -> Check:
    shots = [(scene.end - scene.start) / timeline.fps for scene in timeline.scenes]
    early = sum(scene.start < 5 * timeline.fps for scene in timeline.scenes)
    longest = max(shots[:-1], default=0.0)
    if timeline.form == "talk":
        return skipped("V4", "rhythm", "one shot of somebody who speaks")
    return verdict(
        "V4",
        "rhythm",
        longest <= 5 and early >= 2,
        f"{len(shots)} shots, the longest {longest:.1f} s, {early} in the first 5 s",
        "5 s, 2",
    )


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of true values as (start, stop)."""
    edges = np.diff(np.concatenate(([False], flags, [False])).astype(np.int8))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
