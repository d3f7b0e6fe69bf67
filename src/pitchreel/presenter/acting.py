"""Acting: a Narration becomes a Performance."""

from __future__ import annotations

from pitchreel.documents.narration import Narration
from pitchreel.documents.timeline import Performance
from pitchreel.presenter.lips import mouth_keys
from pitchreel.presenter.manners import Side, gestures


def perform(
    narration: Narration,
    *,
    offset: int,
    samples: int,
    seed: int,
    glances: tuple[int, ...] = (),
    side: Side = "right",
) -> Performance:
    """What a presenter does in a film of ``samples`` samples in which the Narration starts at sample ``offset``.

    ``glances`` are the samples at which the presenter looks towards the product, which lies on ``side`` of them in the
    picture. The same arguments give the same Performance.
    """
    return Performance(
        seed=seed,
        mouth=mouth_keys(narration, offset=offset, samples=samples),
        gestures=gestures(narration, offset=offset, samples=samples, seed=seed, glances=glances, side=side),
    )
