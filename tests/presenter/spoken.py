"""Narrations made of phonemes given as (viseme, milliseconds, stress); words are the runs between silences."""

from __future__ import annotations

from collections.abc import Iterable

from pitchreel.documents import Narration
from pitchreel.documents.narration import Phoneme, Span, Word

MS = 48


def narration(sounds: Iterable[tuple[str, int, int]], *, start: int = 0) -> Narration:
    at = start * MS
    phonemes, words, first = [], [], at
    for viseme, length, stress in sounds:
        end = at + length * MS
        if viseme == "sil":
            if at > first:
                words.append(Word(text="words", line=0, start=first, end=at))
            first = end
        else:
            phonemes.append(Phoneme(symbol=viseme, viseme=viseme, start=at, end=end, stress=stress))
        at = end
    if at > first:
        words.append(Word(text="words", line=0, start=first, end=at))
    return Narration(
        audio="voice.wav",
        samples=at,
        voice="test",
        language="en",
        lines=(Span(start=0, end=at),),
        words=tuple(words),
        phonemes=tuple(phonemes),
    )


def chatter(seconds: float, *, stress_every: int = 3) -> Narration:
    """Syllables of a consonant and a vowel, a pause after every twelve."""
    consonants, vowels = ("PP", "DD", "SS", "FF", "kk", "nn"), ("aa", "ih", "oh", "E", "ou")
    sounds: list[tuple[str, int, int]] = []
    length, i = 0, 0
    while length < seconds * 1000:
        stress = 2 if i % stress_every == 0 else 0
        sounds += [(consonants[i % 6], 70, 0), (vowels[i % 5], 90 + 20 * (i % 4), stress)]
        length += 160 + 20 * (i % 4)
        if i % 12 == 11:
            sounds.append(("sil", 400, 0))
            length += 400
        i += 1
    return narration(sounds)
