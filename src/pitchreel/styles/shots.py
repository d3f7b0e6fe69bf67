"""Shots: where the film cuts. On sentences and lines first, then on phrases, near a beat where a pause allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pitchreel.documents.script import Role
from pitchreel.styles.clock import Clock, Cue
from pitchreel.styles.grid import Frame

HOOK = (0.8, 1.25, 1.6)
"""Least, best and most seconds of a shot in the hook."""
BODY_LEAST, BODY_MOST, LONGEST = 1.4, 3.0, 4.0
BEAT = 0.08
"""Seconds by which a cut may be pulled to a beat."""
EARLY = 2
"""Frames by which a cut goes ahead of the word that it belongs to, where there is a pause."""

SENTENCE, PHRASE, PAGE, WORD = 0.0, 0.06, 0.14, 0.45
"""What it costs to cut there."""


@dataclass(frozen=True)
class Shot:
    """A stretch of film with one picture: ``part`` of ``parts`` of a line, or of the wordless end (line None)."""

    start: int
    end: int
    line: int | None
    part: int = 0
    parts: int = 1

    @property
    def frames(self) -> int:
        """Its length."""
        return self.end - self.start


def cut_shots(
    clock: Clock,
    roles: Sequence[Role],
    pages: Sequence[int],
    beats: Sequence[float],
    frame: Frame,
    pace: float,
) -> tuple[Shot, ...]:
    """Cut the film up to its end card.

    ``pages`` are the indices of the words that begin a caption, ``beats`` the frames of the music's beats, ``pace``
    the best length of a shot in the body in seconds.
    """
    spoken = [cue for cue in clock.words if cue.start < clock.end_card]
    starts: list[tuple[int, int]] = []
    begin = 0
    while begin < len(spoken):
        end = begin
        while end < len(spoken) and spoken[end].line == spoken[begin].line:
            end += 1
        starts.append((begin, end))
        begin = end
    shots: list[Shot] = []
    opening = 0
    for at, (first, last) in enumerate(starts):
        line = spoken[first].line
        closing = clock.end_card if last == len(spoken) else _cut(spoken, last, beats, frame)
        if last == len(spoken):
            closing = _leave_room(clock, opening, frame)
        hook = roles[line] == "hook" or at == 0
        limits = HOOK if hook else (BODY_LEAST, pace, BODY_MOST)
        inner = _split(spoken, first, last, opening, closing, set(pages), beats, frame, limits)
        edges = (opening, *inner, closing)
        shots += [Shot(a, b, line, part, len(edges) - 1) for part, (a, b) in enumerate(pairwise(edges))]
        opening = closing
    if opening < clock.end_card:
        shots += _evenly(opening, clock.end_card, pace, frame)
    return tuple(shots)


def _leave_room(clock: Clock, opening: int, frame: Frame) -> int:
    """Where the last spoken shot ends: at the end card, or before a wordless stretch that is worth shots."""
    coda = clock.end_card - clock.speech_end
    if coda < frame.frames(1200) or clock.speech_end <= opening:
        return clock.end_card
    return clock.speech_end + 2


def _evenly(start: int, end: int, pace: float, frame: Frame) -> list[Shot]:
    count = max(1, round((end - start) / (pace * frame.fps)), math.ceil((end - start) / (LONGEST * frame.fps)))
    edges = [start + round((end - start) * index / count) for index in range(count + 1)]
    return [Shot(a, b, None, part, count) for part, (a, b) in enumerate(pairwise(edges))]


def _cut(words: Sequence[Cue], index: int, beats: Sequence[float], frame: Frame) -> int:
    """The frame of a cut before a word: in the pause before it if there is one, on a beat if one is near."""
    silent, sounding = math.ceil(words[index - 1].end), math.floor(words[index].start)
    cut = max(min(silent, sounding), sounding - EARLY)
    if words[index - 1].ends_sentence or words[index - 1].line != words[index].line:
        reach = BEAT * frame.fps
        near = min(beats, key=lambda beat: abs(beat - cut), default=None)
        if near is not None and abs(near - cut) <= reach and silent <= round(near) <= sounding + 1:
            return round(near)
    return cut


def _split(
    words: Sequence[Cue],
    first: int,
    last: int,
    opening: int,
    closing: int,
    pages: set[int],
    beats: Sequence[float],
    frame: Frame,
    limits: tuple[float, float, float],
) -> list[int]:
    """The cuts inside a line that leave shots of the best length at the cheapest places."""
    least, best, most = (limit * frame.fps for limit in limits)
    if closing - opening <= most and closing - opening < 1.5 * best:
        return []
    places = [(opening, 0.0)]
    for index in range(first + 1, last):
        before = words[index - 1]
        cost = SENTENCE if before.ends_sentence else PHRASE if before.ends_phrase else PAGE if index in pages else WORD
        places.append((_cut(words, index, beats, frame), cost))
    places.append((closing, 0.0))

    def shot(length: float) -> float:
        off = (length - best) / best
        cost = off * off
        if length < least:
            cost += 4 * (least - length) / least
        if length > most:
            cost += 4 * (length - most) / most
        if length > LONGEST * frame.fps:
            cost += 50
        if length < 0.5 * frame.fps:
            cost += 50
        return cost

    @cache
    def cheapest(at: int) -> tuple[float, tuple[int, ...]]:
        if at == len(places) - 1:
            return 0.0, ()
        options = []
        for to in range(at + 1, len(places)):
            length = places[to][0] - places[at][0]
            if length <= 0:
                continue
            rest, inner = cheapest(to)
            options.append((shot(length) + places[to][1] + rest, (to, *inner)))
        return min(options, default=(1e9, ()))

    path = cheapest(0)[1]
    cuts = [places[to][0] for to in path[:-1]]
    # A single word may outlast the longest shot: the picture changes under it all the same.
    edges = [opening, *cuts, closing]
    whole: list[int] = []
    for a, b in pairwise(edges):
        whole += [shot.start for shot in _evenly(a, b, (b - a) / frame.fps, frame)] if b > a else []
    return [cut for cut in whole if opening < cut < closing]
