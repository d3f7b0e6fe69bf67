"""Subtitles from the captions: whole phrases in at most two lines, as SubRip and WebVTT."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pitchreel.documents.timeline import CaptionWord, Timeline
from pitchreel.errors import OutputError
from pitchreel.typeset import join

LINE, LINES = 42, 2
"""Characters of a line and lines of a subtitle (BBC and Netflix guides)."""
_SENTENCE = re.compile(r"[.!?…。！？]['\")»”]*$")
_PHRASE = re.compile(r"[,;:–—、，；：]$")
_PAUSE, _LONGEST, _LEAST = 0.9, 6.0, 0.8
"""Seconds: a pause that ends a subtitle, its longest and its shortest stay."""
Cue = tuple[float, float, str]


def cues(timeline: Timeline) -> list[Cue]:
    """Start and end in seconds and text of each subtitle."""
    words = [word for caption in timeline.captions for word in caption.words]
    groups = [group for sentence in _sentences(words, timeline.fps) for group in _phrases(sentence, timeline.fps)]
    found: list[Cue] = []
    for index, group in enumerate(groups):
        start, end = group[0].start / timeline.fps, group[-1].end / timeline.fps
        following = (
            groups[index + 1][0].start / timeline.fps if index + 1 < len(groups) else timeline.frames / timeline.fps
        )
        # Kept long enough to be read, and never into the next one.
        end = min(max(end, start + _LEAST), following)
        found.append((start, end, "\n".join(_lines([word.text for word in group]))))
    return found


def _sentences(words: Sequence[CaptionWord], fps: int) -> Iterator[list[CaptionWord]]:
    sentence: list[CaptionWord] = []
    for word in words:
        if sentence and (word.start - sentence[-1].end) / fps >= _PAUSE:
            yield sentence
            sentence = []
        sentence.append(word)
        if _SENTENCE.search(word.text):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _phrases(sentence: list[CaptionWord], fps: int) -> Iterator[list[CaptionWord]]:
    """Cut a sentence that is too long or lasts too long, at a comma near its middle where there is one."""
    text = [word.text for word in sentence]
    seconds = (sentence[-1].end - sentence[0].start) / fps
    fits = max(map(len, _lines(text))) <= LINE and seconds <= _LONGEST
    if fits or len(sentence) == 1:
        yield sentence
        return
    total = len(join(text))

    def cost(at: int) -> float:
        uneven = abs(len(join(text[:at])) - total / 2) / total
        return uneven - (0.25 if _PHRASE.search(text[at - 1]) else 0)

    at = min(range(1, len(sentence)), key=cost)
    yield from _phrases(sentence[:at], fps)
    yield from _phrases(sentence[at:], fps)


def _lines(words: list[str]) -> list[str]:
    """One line when it fits, else the two that are most alike."""
    whole = join(words)
    if len(whole) <= LINE or len(words) == 1:
        return [whole]
    splits = [[join(words[:at]), join(words[at:])] for at in range(1, len(words))]
    return min(splits, key=lambda pair: (max(map(len, pair)) > LINE, abs(len(pair[0]) - len(pair[1]))))


def write_subtitles(timeline: Timeline, output: Path) -> tuple[Path, ...]:
    """Write ``.srt`` and ``.vtt`` beside ``output``; nothing when the film has no captions. Raises OutputError."""
    found = cues(timeline)
    if not found:
        return ()
    srt = "\n".join(
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{text}\n"
        for number, (start, end, text) in enumerate(found, 1)
    )
    vtt = "WEBVTT\n\n" + "\n".join(
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n{_escaped(text)}\n" for start, end, text in found
    )
    return tuple(_write(output.with_suffix(suffix), text) for suffix, text in ((".srt", srt), (".vtt", vtt)))


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _write(path: Path, text: str) -> Path:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise OutputError(
            f"{path} cannot be written: {error.strerror}", "Choose a folder that can be written to"
        ) from None
    return path
