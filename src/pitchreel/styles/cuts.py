"""Cuts and what stands in for some of them: at turns of the story, of at most two kinds that belong to the style."""

from __future__ import annotations

from collections.abc import Sequence

from pitchreel.documents.timeline import Transition
from pitchreel.styles.grid import Frame
from pitchreel.styles.shots import Shot

LENGTHS = {"fade": 220, "slide": 300, "push": 300, "wipe": 280, "zoom": 260}
"""Milliseconds."""
OTHERS = 0.4
"""Share of the cuts that are something else than a cut, at most."""
SHORTEST = 3
"""Frames under which a transition is not seen."""


def choose_transitions(shots: Sequence[Shot], kinds: Sequence[str], frame: Frame) -> tuple[Transition, ...]:
    """One for each shot and one for the end card; the first is a cut."""
    found = [Transition() for _ in range(len(shots) + 1)]
    turns = _turns(shots, int(OTHERS * len(shots)))
    for number, index in enumerate(turns if kinds else ()):
        kind = kinds[number % min(2, len(kinds))]
        after = shots[index].frames if index < len(shots) else frame.fps
        frames = min(frame.frames(LENGTHS[kind]), shots[index - 1].frames // 3, after // 3)
        if frames >= SHORTEST:
            found[index] = Transition.model_validate({"name": kind, "frames": frames})
    return tuple(found)


def _turns(shots: Sequence[Shot], budget: int) -> list[int]:
    """Beginnings of lines, evenly over the film, and always the end card if anything."""
    if budget < 1:
        return []
    starts = [index for index in range(1, len(shots)) if shots[index].part == 0]
    step = max(1, -(-len(starts) // (budget - 1))) if budget > 1 else len(starts) + 1
    return sorted([len(shots), *starts[::-1][step - 1 :: step]][:budget])
