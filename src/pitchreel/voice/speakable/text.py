"""The words of a line as spoken, and which of them each shown word became."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pitchreel.voice.engines.base import SpokenWord

SENTENCE_END = (".", "!", "?", "…")


@dataclass(frozen=True)
class SpokenText:
    """``tokens`` as shown; ``words`` as spoken; ``owners`` names for each spoken word its token, never going back."""

    tokens: tuple[str, ...]
    words: tuple[SpokenWord, ...]
    owners: tuple[int, ...]

    def sentences(self) -> tuple[range, ...]:
        """The spoken words of each sentence, by their indices."""
        found, start = [], 0
        for index, word in enumerate(self.words):
            if word.mark in SENTENCE_END or index == len(self.words) - 1:
                found.append(range(start, index + 1))
                start = index + 1
        return tuple(found)


def shown_tokens(text: str, language: str) -> tuple[str, ...]:
    """The words that captions show: what spaces separate."""
    return tuple(text.split())


def speakable(text: str, language: str, shown: str | None = None) -> SpokenText:
    """The spoken words of ``text``."""
    tokens = shown_tokens(text, language)
    words: list[SpokenWord] = []
    owners: list[int] = []
    for index, token in enumerate(tokens):
        for match in re.finditer(r"([^\W_]+(?:['’][^\W_]+)*)([.,;:!?…]?)", token):
            words.append(SpokenWord(match[1], match[2]))
            owners.append(index)
    return SpokenText(tokens, tuple(words), tuple(owners))
