"""Numbers and words of the wire: shapes of films, states of projects, rounding of credits."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, get_args

from pitchreel.pipeline.brief import Ratio
from pitchreel.service.rows import CLEANED, ProjectRow

RATIOS: dict[str, Ratio] = {
    **dict.fromkeys(("0", "portrait", "9:16", "9x16"), "9:16"),
    **dict.fromkeys(("1", "landscape", "16:9", "16x9"), "16:9"),
    **dict.fromkeys(("2", "square", "1:1", "1x1"), "1:1"),
}
"""Every spelling of a shape that some generation of the dialect uses."""
RATIO_NUMBERS: dict[str, int] = {ratio: number for number, ratio in enumerate(get_args(Ratio))}
RATIO_WORDS: dict[str, str] = {"9:16": "portrait", "16:9": "landscape", "1:1": "square"}

ScreenStyle = Literal[1, 2, 3]
"""1 a background, 2 green screen, 3 WebM with alpha."""


class Status(NamedTuple):
    """How a project stands: the number and word of /v1 and /open, the words of /v2 for films and for tasks."""

    number: int
    word: str
    film: str
    task: str


WAITING = Status(2, "waiting", "processing", "pending")
STATUSES: dict[str, Status] = {
    "waiting": WAITING,
    "running": Status(3, "processing", "processing", "processing"),
    "ready": Status(4, "success", "completed", "completed"),
    "done": Status(4, "success", "completed", "completed"),
    "failed": Status(5, "failed", "failed", "failed"),
    "rejected": Status(5, "failed", "failed", "failed"),
    "cancelled": Status(5, "failed", "failed", "failed"),
    "deleted": Status(99, "deleted", "failed", "failed"),
}
"""By the state of the project's row."""
STARTED = Status(1, "start", "processing", "pending")
"""A project that is promised and was not ordered yet."""

FINISHED_NUMBERS: dict[int, tuple[str, ...]] = {
    3: ("waiting", "running"),
    4: ("ready", "done"),
    5: ("failed", "rejected", "cancelled", CLEANED),
}
"""The numbers that /v2's lists filter by, and the states that they mean; what was cleaned up is no success any more."""


def status_of(row: ProjectRow) -> Status:
    """How a project is spoken of; one whose film was cleaned up is deleted."""
    return STATUSES["deleted" if row.cleaned else row.state]


def ratio_of(value: object) -> Ratio:
    """A shape from any of its spellings; raises ValueError."""
    found = RATIOS.get(str(value).strip().lower().removesuffix(".0"))
    if found is None:
        raise ValueError("must be 0 (9:16), 1 (16:9) or 2 (1:1), or portrait, landscape or square")
    return found


def film_cost(length: float) -> float:
    """Credits of a film of about ``length`` seconds: one per started two minutes."""
    return float(max(1, math.ceil(length / 120)))


def preview_cost(length: float) -> float:
    """Credits of a preview: half of a film's."""
    return film_cost(length) / 2


SCRIPTS_COST = 0.2
"""Credits of one request for scripts."""
UNLIMITED = 999_999
"""What a key without a quota has left."""
