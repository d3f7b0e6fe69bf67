"""What every speech engine is to the rest of the house: words in, sound with times out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
"""Samples of one channel, full scale at 1."""


@dataclass(frozen=True)
class SpokenWord:
    """A word as the engine is to read it: letters only, or digits where the engine reads them itself.

    ``mark`` is the punctuation that follows it, one of ``, ; : . ! ? …`` or nothing.
    """

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Phone:
    """A sound with its IPA symbol, its stretch in seconds, its stress (0, 1, 2) and the word it belongs to."""

    symbol: str
    start: float
    end: float
    stress: int
    word: int


@dataclass(frozen=True)
class Utterance:
    """One spoken sentence. ``words`` are (start, end) in seconds, one for each word asked for, never going back."""

    sound: Sound
    rate: int
    words: tuple[tuple[float, float], ...]
    phones: tuple[Phone, ...]

    @property
    def heard(self) -> float:
        """Seconds from the first phone to the end of the last."""
        return self.phones[-1].end - self.phones[0].start


@dataclass(frozen=True)
class Job:
    """Sentences to be spoken by one of an engine's own voices, each at its pace: 1 is natural, 1.1 a tenth faster."""

    voice: str
    sentences: tuple[tuple[SpokenWord, ...], ...]
    paces: tuple[float, ...]


class Engine(Protocol):
    """A speech engine; it runs in a process of its own."""

    name: str

    def available(self, voice: str) -> bool:
        """Whether the voice is installed here."""

    def missing(self, voice: str) -> str:
        """What brings the voice onto the machine, as a sentence for a person."""

    def speak(self, job: Job, *, seconds: float) -> tuple[Utterance, ...]:
        """One utterance for each sentence; raises VoiceError, or SetupError when the engine is not installed."""
