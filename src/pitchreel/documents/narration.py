"""Narration: the voice, and when every word and phoneme of it is heard. All times are samples."""

from __future__ import annotations

from typing import ClassVar, Literal

from pitchreel.documents.base import Document, Model

Viseme = Literal["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "ih", "oh", "ou"]
"""The fifteen mouth shapes of the Oculus/OVR set."""


OWN = "own"
"""The voice of a recording that the user gave."""


class Word(Model):
    """A word as shown (with its punctuation) and the stretch in which it is spoken."""

    text: str
    line: int
    """Index of the line in the Script."""
    start: int
    end: int


class Phoneme(Model):
    """A sound of the voice: its IPA symbol, mouth shape and stress (0 none, 1 secondary, 2 primary)."""

    symbol: str
    viseme: Viseme
    start: int
    end: int
    stress: int = 0


class Span(Model):
    """A stretch of samples, start included, end not."""

    start: int
    end: int


class Narration(Document):
    """A spoken script. ``audio`` is a mono 16-bit WAV at ``sample_rate``, relative to the document's folder."""

    kind: ClassVar[str] = "Narration"

    audio: str
    sample_rate: int = 48000
    samples: int
    voice: str
    """Id of the voice that spoke, or ``own`` for a recording that the user gave."""
    language: str
    lines: tuple[Span, ...]
    """Where each line of the Script is heard, in order; silent lines are empty spans."""
    sentences: tuple[Span, ...] = ()
    words: tuple[Word, ...]
    phonemes: tuple[Phoneme, ...]
    warnings: tuple[str, ...] = ()

    def files(self) -> tuple[str, ...]:
        """The sound file."""
        return (self.audio,)
