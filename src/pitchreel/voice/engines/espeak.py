"""espeak-ng: small, quick, and at home in a hundred languages. It comes with the Python package espeakng-loader.

Its event times need no correction: over 20 sentences the ends of rests lay 2 ms before them in English and German; an
aligner (pocketsphinx) heard the median English word 14 ms before, less surely than with a human voice.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from pitchreel.errors import VoiceError
from pitchreel.voice.engines.base import Job, Phone, Sound, SpokenWord, Utterance
from pitchreel.voice.engines.process import read_answer, run_worker

WORKER = Path(__file__).with_name("espeak_worker.py")
NATURAL_WORDS_PER_MINUTE = 165
PITCH, RANGE = 50, 60
STRESS = {"ˈ": 2, "ˌ": 1}


class Espeak:
    """A voice is called ``<language>`` or ``<language>+<variant>`` as espeak-ng calls them: ``de+f3``."""

    name = "espeak"

    def available(self, voice: str) -> bool:
        """Whether the wheel is installed; it holds all languages and variants."""
        return importlib.util.find_spec("espeakng_loader") is not None

    def missing(self, voice: str) -> str:
        """The package to install."""
        return "Install it with: pip install espeakng-loader==0.2.4"

    def speak(self, job: Job, *, seconds: float) -> tuple[Utterance, ...]:
        """One utterance for each sentence."""
        texts, places = zip(*(write_out(sentence) for sentence in job.sentences), strict=True)
        language, _, variant = job.voice.partition("+")
        request = {
            "language": language,
            "variant": variant,
            "rates": [round(NATURAL_WORDS_PER_MINUTE * pace) for pace in job.paces],
            "pitch": PITCH,
            "range": RANGE,
            "texts": texts,
        }
        head, sounds = read_answer(self._ask(request, seconds))
        return tuple(
            read_events(sound, head["rate"], answer["events"], place)
            for sound, answer, place in zip(sounds, head["utterances"], places, strict=True)
        )

    def pronounce(self, words: tuple[str, ...], language: str, *, seconds: float) -> tuple[str, ...]:
        """The IPA of single words, with stress marks."""
        output = self._ask({"language": language, "words": words}, seconds)
        return tuple(json.loads(output)["phonemes"])

    def _ask(self, request: dict[str, Any], seconds: float) -> bytes:
        command = [sys.executable, "-I", str(WORKER)]
        data = json.dumps(request).encode()
        return run_worker(command, data, seconds=seconds, engine=self.name, missing=self.missing(""))


@cache
def variants() -> frozenset[str]:
    """The variants of voices that espeak-ng brings; none when it is not installed."""
    package = importlib.util.find_spec("espeakng_loader")
    if package is None or package.origin is None:
        return frozenset()
    folder = Path(package.origin).parent / "espeak-ng-data" / "voices" / "!v"
    return frozenset(path.name for path in folder.glob("*"))


def write_out(sentence: tuple[SpokenWord, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentence as text, and where in it each word stands (first character, past the last)."""
    text, places = "", []
    for word in sentence:
        if text:
            text += " "
        places.append((len(text), len(text) + len(word.text)))
        text += word.text + word.mark
    if not text.endswith((".", "!", "?", "…")):
        text += "."
    return text, tuple(places)


def read_events(
    sound: Sound,
    rate: int,
    events: list[list[Any]],
    places: tuple[tuple[int, int], ...],
) -> Utterance:
    """Turn espeak-ng's events into times of words and phones.

    A word may bring several events (the first counts) or none: espeak-ng runs "on the" into one. Such words share
    the sounds of the stretch by their numbers of letters, cut where a sound begins.
    """
    length = len(sound) / rate
    sounds = [(event[1] / rate, event[2]) for event in events if event[0] == "sound"]
    starts: list[float | None] = [None] * len(places)
    for event in events:
        if event[0] == "word":
            for index, (first, past) in enumerate(places):
                if first <= event[2] < past and starts[index] is None:
                    starts[index] = event[1] / rate
    if not any(is_sound(text) for _, text in sounds):
        raise VoiceError("espeak-ng spoke nothing of a sentence", "Choose another voice, or write the sentence anew")
    edges = [time for time, _ in sounds[1:]] + [length]
    heard = [(start, end, text) for (start, text), end in zip(sounds, edges, strict=True) if is_sound(text)]
    begin, finish = heard[0][0], heard[-1][1]
    filled = fill_gaps(starts, places, [start for start, _, _ in heard], begin, finish)
    words: list[tuple[float, float]] = []
    phones: list[Phone] = []
    for index, start in enumerate(filled):
        limit = filled[index + 1] if index + 1 < len(filled) else length
        mine = [item for item in heard if start - 1e-9 <= middle(item) < limit] or [(start, start, "")]
        words.append((mine[0][0], mine[-1][1]))
        for a, b, text in mine:
            if text:
                phones.append(Phone(text.strip("ˈˌ"), a, b, STRESS.get(text[0], 0), index))
    return Utterance(sound, rate, tuple(words), tuple(phones))


def is_sound(text: str) -> bool:
    """Whether an event is a sound: not a rest, and not the mark of a change of language, ``(en)``."""
    return bool(text.strip("ˈˌ _:|")) and not text.startswith("(")


def middle(item: tuple[float, float, str]) -> float:
    """The middle of a sound: its start may lie a little before its word's event, or after."""
    return (item[0] + item[1]) / 2


def fill_gaps(
    starts: list[float | None], places: tuple[tuple[int, int], ...], onsets: list[float], begin: float, finish: float
) -> list[float]:
    """Starts for the words without one, by their letters, at the onset of a sound; all in order."""
    filled: list[float] = []
    index = 0
    while index < len(starts):
        start = starts[index]
        if start is None and index == 0:
            start = begin
        if start is not None:
            filled.append(max(start, filled[-1]) if filled else start)
            index += 1
            continue
        upto = index
        while upto < len(starts) and starts[upto] is None:
            upto += 1
        limit = next((time for time in starts[upto:] if time is not None), finish)
        origin = filled[-1]
        group = places[index - 1 : upto]
        total = sum(past - first for first, past in group)
        inside = [onset for onset in onsets if origin < onset < limit]
        done = 0
        for first, past in group[:-1]:
            done += past - first
            ideal = origin + (limit - origin) * done / total
            # Keep onsets for the words that still follow.
            choice = min(inside, key=lambda onset: abs(onset - ideal), default=ideal)
            inside = [onset for onset in inside if onset > choice]
            filled.append(max(choice, filled[-1]))
        index = upto
    return filled
