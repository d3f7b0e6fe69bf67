"""When things happen: the length of the film, where the voice begins, the end card and the words in frames."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pitchreel.documents import Narration
from pitchreel.styles.grid import Frame

LEAD_IN = 0.25
"""Seconds of picture before the voice: 0.2 to 0.3."""
TAIL = 0.4
"""Seconds that the film goes on after the last word, at least."""
BREATH = 0.13
"""Seconds between the last word and an end card without words."""
END_CARD_LEAST, END_CARD_USUAL, END_CARD_MOST = 1.8, 3.0, 4.0
"""Seconds."""
CODA_LEAST = 1.2
"""Seconds from which a stretch without words before the end card is worth a shot of its own."""


def speech_seconds(length: int) -> float:
    """How long the speech of a film of ``length`` seconds should last: the rest is lead-in and end card."""
    end_card = min(END_CARD_USUAL, END_CARD_LEAST + 0.2 + 0.016 * max(0, length - 15))
    return round(length - LEAD_IN - BREATH - end_card, 2)


@dataclass(frozen=True)
class Cue:
    """A word in the film: ``start`` and ``end`` are frames with their fractions."""

    text: str
    line: int
    start: float
    end: float

    @property
    def ends_sentence(self) -> bool:
        """Whether its punctuation ends a sentence."""
        return self.text.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", "。", "！", "？"))

    @property
    def ends_phrase(self) -> bool:
        """Whether its punctuation ends a phrase or a sentence."""
        return self.text.rstrip("\"'”’»)]").endswith((",", ";", ":", "–", "—", "，", "、", "；")) or self.ends_sentence


@dataclass(frozen=True)
class Clock:
    """The times of a film in frames; ``offset`` is the sample at which the narration starts."""

    frames: int
    offset: int
    words: tuple[Cue, ...]
    speech_end: int
    end_card: int
    spoken_end: bool
    """Whether words are still heard over the end card."""
    warnings: tuple[str, ...] = ()

    def line(self, index: int) -> tuple[Cue, ...]:
        """The words of a line."""
        return tuple(cue for cue in self.words if cue.line == index)


def set_clock(narration: Narration, frame: Frame, length: int) -> Clock:
    """Lay the narration into a film of ``length`` seconds, or a longer one where it does not fit."""
    offset = round(LEAD_IN * frame.sample_rate)
    ratio = frame.sample_rate / narration.sample_rate
    words = tuple(
        Cue(
            word.text,
            word.line,
            frame.frame(offset + word.start * ratio),
            frame.frame(offset + max(word.end, word.start) * ratio),
        )
        for word in narration.words
    )
    end = max((cue.end for cue in words), default=frame.frame(offset))
    speech_end = math.ceil(end)
    total = length * frame.fps
    least = frame.frames(1000 * END_CARD_LEAST)
    quiet = speech_end + frame.frames(1000 * BREATH)
    if total - quiet >= least:
        end_card = max(quiet, total - frame.frames(1000 * END_CARD_MOST))
        coda = end_card - quiet
        if coda >= frame.frames(1000 * CODA_LEAST):
            end_card = total - frame.frames(1000 * END_CARD_USUAL)
        return Clock(total, offset, words, speech_end, end_card, False)
    most = frame.frames(1000 * (END_CARD_MOST + 0.5))
    for index in range(len(words) - 1, 0, -1):
        if not (words[index - 1].ends_sentence or words[index - 1].line != words[index].line):
            continue
        start = max(math.ceil(words[index - 1].end), math.floor(words[index].start) - 2)
        if least <= total - start <= most and total - speech_end >= frame.frames(1000 * TAIL):
            return Clock(total, offset, words, speech_end, start, True)
    seconds = (quiet + least) / frame.fps
    warning = f"The speech is too long for {length} s: the film lasts {seconds:.1f} s"
    return Clock(quiet + least, offset, words, speech_end, quiet, False, (warning,))
