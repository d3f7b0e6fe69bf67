"""Reads the phone lists of festival and flite, which name each phone's end and the token it belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pitchreel.errors import LanguageError, VoiceError
from pitchreel.voice.engines.base import Phone, Sound, SpokenWord, Utterance
from pitchreel.voice.visemes import arpabet_to_ipa

Segment = tuple[str, float, int, int]
"""ARPABET phone, end in seconds, stress, index of the token or -1."""

CLAUSE_MARKS = {"…": "."}
UNREADABLE = "uh"


def plain_text(sentence: Sequence[SpokenWord]) -> str:
    """The sentence for an English engine: ASCII words of letters and apostrophes, each a token of its own.

    Raises LanguageError when most of the words are in another script.
    """
    if 2 * sum(plain_word(word.text) == UNREADABLE for word in sentence) > len(sentence):
        text = " ".join(word.text for word in sentence)
        raise LanguageError(f"An English voice cannot read {text[:60]!r}", "Choose a voice of the script's language")
    parts = []
    for word in sentence:
        parts.append(plain_word(word.text) + CLAUSE_MARKS.get(word.mark, word.mark))
    text = " ".join(parts)
    return text if text.endswith((".", "!", "?")) else text.rstrip(",;:") + "."


def plain_word(text: str) -> str:
    """The word in ASCII without anything an engine would split it at; UNREADABLE if nothing is left of it."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ß", "ss").replace("ø", "o"))
    ascii_only = decomposed.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z']", "", ascii_only).strip("'") or UNREADABLE


def utterance(
    sound: Sound,
    rate: int,
    segments: Sequence[Segment],
    tokens: Sequence[str],
    sentence: Sequence[SpokenWord],
) -> Utterance:
    """Join phones to words."""
    owners = token_owners(tokens, [plain_word(word.text) for word in sentence])
    length = len(sound) / rate
    phones: list[Phone] = []
    start = 0.0
    for name, end, stress, token in segments:
        try:
            symbol = arpabet_to_ipa(name)
        except KeyError:
            raise VoiceError(f"The engine spoke an unknown sound {name!r}", "Choose another voice") from None
        if symbol is not None and token >= 0:
            a, b = (min(max(time, 0.0), length) for time in (start, end))
            phones.append(Phone(symbol, a, b, 2 * stress, owners[token]))
        start = end
    if not phones:
        raise VoiceError("The engine spoke nothing of a sentence", "Choose another voice, or write the sentence anew")
    return Utterance(sound, rate, word_times(phones, len(sentence)), tuple(phones))


def word_times(phones: Sequence[Phone], words: int) -> tuple[tuple[float, float], ...]:
    """From the first to the last phone of each word; a word without phones stands empty where the one before ends."""
    times: list[tuple[float, float]] = []
    last = phones[0].start
    for index in range(words):
        mine = [phone for phone in phones if phone.word == index]
        if mine:
            times.append((mine[0].start, mine[-1].end))
            last = mine[-1].end
        else:
            times.append((last, last))
    return tuple(times)


def token_owners(tokens: Sequence[str], words: Sequence[str]) -> list[int]:
    """The word that each of the engine's tokens is part of.

    They are the same unless the engine split or joined words; then letters decide: a token belongs to the word in
    which its first letter stands.
    """
    if len(tokens) == len(words):
        return list(range(len(words)))
    edges, total = [], 0
    for word in words:
        total += len(word)
        edges.append(total)
    owners, used = [], 0
    for token in tokens:
        owners.append(next((index for index, edge in enumerate(edges) if used < edge), len(words) - 1))
        used += len(re.sub(r"[^A-Za-z']", "", token))
    return owners
