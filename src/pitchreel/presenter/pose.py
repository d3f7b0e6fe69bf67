"""A pose: everything the rig needs to draw one frame, as a value that can be compared and hashed."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pitchreel.documents.timeline import Gesture, Performance
from pitchreel.presenter.lips import RATE
from pitchreel.presenter.visemes import REST

Hand = Literal["rest", "palm", "point", "open"]

_IDLE_RATE = 15
"""Breath and sway move by a fraction of a pixel a frame, so they are stepped at this rate; every other frame of a pause
is then equal to the one before and need not be drawn again."""
_BREATH_HZ = 0.25


@dataclass(frozen=True, slots=True)
class Pose:
    """One moment of a presenter. All values are quantised, so that equal poses compare and hash equal.

    open, width, round, teeth, tongue, smile   the mouth, 0 to 1 (open a little below 0: lips pressed)
    brow        0 at rest, 1 raised
    blink       0 open, 1 closed
    gaze        -1 looks to the left of the picture, 1 to the right
    yaw, nod    turn of the head, -1 to 1; nod down, 0 to 1
    tilt        of the head, in degrees, clockwise
    breath      -1 out, 1 in
    sway        of the whole body, in units of the rig
    left, right how far the hand on that side of the picture is raised, 0 to 1, and its shape
    """

    open: float = 0.0
    width: float = REST.width
    round: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    smile: float = 1.0
    brow: float = 0.0
    blink: float = 0.0
    gaze: float = 0.0
    yaw: float = 0.0
    nod: float = 0.0
    tilt: float = 0.0
    breath: float = 0.0
    sway: float = 0.0
    left: float = 0.0
    right: float = 0.0
    left_hand: Hand = "rest"
    right_hand: Hand = "rest"


_STEPS = {"tilt": 1 / 32, "sway": 1 / 8, "breath": 1 / 16, "blink": 1 / 12, "left": 1 / 128, "right": 1 / 128}
_STEP = 1 / 64

_HANDS: dict[str, tuple[tuple[Literal["left", "right"], Hand], ...]] = {
    "hand_left": (("left", "palm"),),
    "hand_right": (("right", "palm"),),
    "point_left": (("left", "point"),),
    "point_right": (("right", "point"),),
    "both_hands": (("left", "open"), ("right", "open")),
}


class _Track(NamedTuple):
    """A Performance made ready for being asked at any sample."""

    at: NDArray[np.float64]
    mouth: NDArray[np.float64]
    gestures: dict[str, list[Gesture]]
    peaks: dict[str, list[int]]
    phases: tuple[float, float, float, float]


_tracks: OrderedDict[int, tuple[Performance, _Track]] = OrderedDict()
_TRACKS_KEPT = 8


def _track(performance: Performance) -> _Track:
    # Keyed by identity, for hashing thousands of keys would cost more than the pose; holding the Performance keeps
    # its identity from being given to another.
    found = _tracks.get(id(performance))
    if found is not None and found[0] is performance:
        return found[1]
    keys = performance.mouth
    gestures: dict[str, list[Gesture]] = {}
    for gesture in sorted(performance.gestures, key=lambda item: item.sample):
        kind = "hands" if gesture.name in _HANDS else gesture.name
        gestures.setdefault(kind, []).append(gesture)
    rng = np.random.default_rng(performance.seed)
    phases = tuple(float(value) for value in rng.uniform(0, 2 * math.pi, 4))
    track = _Track(
        np.array([key.sample for key in keys] or [0], dtype=np.float64),
        np.array([(k.open, k.width, k.round, k.teeth, k.tongue) for k in keys] or [REST], dtype=np.float64),
        gestures,
        {kind: [item.sample for item in items] for kind, items in gestures.items()},
        (phases[0], phases[1], phases[2], phases[3]),
    )
    _tracks[id(performance)] = (performance, track)
    while len(_tracks) > _TRACKS_KEPT:
        _tracks.popitem(last=False)
    return track


def pose_at(performance: Performance, sample: float, sample_rate: int = RATE) -> Pose:
    """The pose at a sample of the film's sound; ``sample_rate`` is the rate at which ``sample`` counts."""
    track = _track(performance)
    at = sample * RATE / sample_rate
    mouth = _mouth(track, at)
    idle = math.floor(at * _IDLE_RATE / RATE) / _IDLE_RATE
    a, b, c, d = track.phases
    look = _sum(track, "glance", at, _hold)
    values: dict[str, float] = {
        "open": mouth[0],
        "width": mouth[1],
        "round": mouth[2],
        "teeth": mouth[3],
        "tongue": mouth[4],
        "smile": _smile(mouth[0], mouth[1], mouth[2]),
        "brow": _sum(track, "brow", at, _bump),
        "blink": min(1.0, _sum(track, "blink", at, _lid)),
        "gaze": look * 0.9 + 0.10 * math.sin(0.9 * idle + a) * (1 - abs(look)),
        "yaw": look * 0.75 + 0.16 * math.sin(0.71 * idle + b) + 0.05 * math.sin(1.63 * idle + c),
        "nod": _sum(track, "nod", at, _bump),
        "tilt": 1.1 * math.sin(0.83 * idle + c) + 0.5 * math.sin(1.9 * idle + d) + look * 1.5,
        "breath": math.sin(2 * math.pi * _BREATH_HZ * idle + a),
        "sway": 2.6 * math.sin(1.07 * idle + d) + 1.8 * math.sin(0.53 * idle + b),
    }
    hands: dict[str, Hand] = {"left": "rest", "right": "rest"}
    for gesture in _near(track, "hands", at):
        raised = _hold((at - gesture.sample) / gesture.length) * gesture.strength
        for side, shape in _HANDS[gesture.name]:
            if raised > values.get(side, 0.0):
                values[side] = raised
                hands[side] = shape
    return Pose(
        **{name: _quantised(value, _STEPS.get(name, _STEP)) for name, value in values.items()},
        left_hand=hands["left"],
        right_hand=hands["right"],
    )


def mouth_openings(
    performance: Performance, samples: NDArray[np.integer] | NDArray[np.floating]
) -> NDArray[np.float64]:
    """How far the mouth is open at each of the samples, 0 to 1; a check holds it against the voice."""
    track = _track(performance)
    return np.array([max(0.0, _mouth(track, float(at))[0]) for at in samples], dtype=np.float64)


def _quantised(value: float, step: float) -> float:
    return round(value / step) * step + 0.0  # -0.0 becomes 0.0


def _mouth(track: _Track, at: float) -> tuple[float, float, float, float, float]:
    times = track.at
    after = int(np.searchsorted(times, at, side="right"))
    if after == 0 or after == len(times):
        row = track.mouth[min(after, len(times) - 1)]
    else:
        share = (at - times[after - 1]) / (times[after] - times[after - 1])
        share = share * share * (3 - 2 * share)  # lips start and stop softly, and never pass a key's own value
        row = track.mouth[after - 1] * (1 - share) + track.mouth[after] * share
    return float(row[0]), float(row[1]), float(row[2]), float(row[3]), float(row[4])


def _smile(opening: float, width: float, rounded: float) -> float:
    """A closed mouth as wide as at rest smiles; a speaking one keeps a trace of it."""
    closed = max(0.0, 1 - abs(opening) * 5)
    return 0.4 * (1 - rounded) + 0.6 * closed * min(1.0, max(0.0, (width - 0.56) / (REST.width - 0.56)))


def _near(track: _Track, kind: str, at: float) -> list[Gesture]:
    items = track.gestures.get(kind)
    if not items:
        return []
    after = bisect_left(track.peaks[kind], at)
    return items[max(0, after - 2) : after + 2]


def _sum(track: _Track, kind: str, at: float, shape: _Shape) -> float:
    total = 0.0
    for item in _near(track, kind, at):
        total += shape((at - item.sample) / item.length) * item.strength
    return max(-1.0, min(1.0, total))


class _Shape(NamedTuple):
    """A rise, a hold and a fall in fractions of a gesture's length about its peak; both slopes are smooth."""

    rise: float
    until: float
    fall: float

    def __call__(self, share: float) -> float:
        if share <= self.rise or share >= self.fall:
            return 0.0
        if share < 0:
            part = 1 - share / self.rise
        elif share > self.until:
            part = 1 - (share - self.until) / (self.fall - self.until)
        else:
            return 1.0
        return part * part * part * (part * (6 * part - 15) + 10)


_bump = _Shape(-0.45, 0.08, 0.55)
_hold = _Shape(-0.36, 0.24, 0.64)
_lid = _Shape(-0.42, 0.08, 0.58)
