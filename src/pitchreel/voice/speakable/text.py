"""The words of a line as spoken, and which shown word each of them belongs to."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import budoux

from pitchreel.voice.engines.base import SpokenWord
from pitchreel.voice.speakable.language import Speech, speech
from pitchreel.voice.speakable.names import spell
from pitchreel.voice.speakable.pieces import Piece
from pitchreel.voice.speakable.rules import rules_of

SENTENCE_END = ".!?…"
MARKS = dict(zip(",;:.!?…", ",;:.!?…", strict=True)) | {
    **dict.fromkeys("、，،–—()|•", ","),
    **dict.fromkeys("。．।", "."),
    **dict.fromkeys("；؛", ";"),
    **dict.fromkeys("？؟", "?"),
    "：": ":",
    "！": "!",
}
WEIGHT = ("", ",", ":", ";", "…", ".", "!", "?")
"""Where several marks follow a word, the last of these counts."""
UNSPACED = {"ja": "ja", "zh": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-hant": "zh-hant", "th": "th"}
"""Languages written without spaces, and budoux's model that finds their phrases."""


@dataclass(frozen=True)
class SpokenText:
    """``tokens`` as shown; ``words`` as spoken; ``owners`` names for each spoken word its token, never going back.

    A token that is not spoken (a dash, an emoji) owns no word.
    """

    tokens: tuple[str, ...]
    words: tuple[SpokenWord, ...]
    owners: tuple[int, ...]

    def sentences(self) -> tuple[range, ...]:
        """The spoken words of each sentence, by their indices."""
        found, start = [], 0
        for index, word in enumerate(self.words):
            if (word.mark and word.mark in SENTENCE_END) or index == len(self.words) - 1:
                found.append(range(start, index + 1))
                start = index + 1
        return tuple(found)


def shown_tokens(text: str, language: str) -> tuple[str, ...]:
    """The words that captions show: what spaces separate, and phrases where the script has no spaces."""
    return tuple(text[start:end] for start, end in _token_places(text, language))


def speakable(text: str, language: str, shown: str | None = None) -> SpokenText:
    """The spoken words of ``text``, given to the tokens of ``shown`` (of ``text`` itself when it is the same)."""
    own = _read(text, language)
    if shown is None or shown == text:
        return own
    return _hand_over(own, _read(shown, language))


def _token_places(text: str, language: str) -> list[tuple[int, int]]:
    places = [match.span() for match in re.finditer(r"\S+", text)]
    parser = _phrases(language.replace("_", "-").lower())
    if parser is None:
        return places
    split = []
    for start, end in places:
        for phrase in parser.parse(text[start:end]):
            split.append((start, start + len(phrase)))
            start += len(phrase)
    return split


@cache
def _phrases(language: str) -> budoux.Parser | None:
    model = UNSPACED.get(language) or UNSPACED.get(language.split("-")[0])
    if model is None:
        return None
    loaders = {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
        "th": budoux.load_default_thai_parser,
    }
    return loaders[model]()


def _read(text: str, language: str) -> SpokenText:
    places = _token_places(text, language)
    words: list[SpokenWord] = []
    owners: list[int] = []
    for piece in _pieces(text, language, places):
        spoken = piece.words.split()
        if spoken:
            owners.extend(_owners(piece, len(spoken), places))
            words.extend(SpokenWord(word) for word in spoken)
        if piece.mark and words:
            mark = max(words[-1].mark, piece.mark, key=WEIGHT.index)
            words[-1] = SpokenWord(words[-1].text, mark)
    return SpokenText(tuple(text[start:end] for start, end in places), tuple(words), tuple(owners))


def _owners(piece: Piece, count: int, places: list[tuple[int, int]]) -> list[int]:
    """The token of each of the piece's words. Where it spans several tokens they share the words by their letters."""
    inside = [index for index, (start, end) in enumerate(places) if start < piece.end and end > piece.start]
    if len(inside) == 1:
        return inside * count
    sizes = [min(places[index][1], piece.end) - max(places[index][0], piece.start) for index in inside]
    if count >= len(inside):
        # Each token has at least one word; the rest go by size.
        shares = [1] * len(inside)
        for _ in range(count - len(inside)):
            neediest = max(range(len(inside)), key=lambda at: sizes[at] / shares[at])
            shares[neediest] += 1
    else:
        shares = [int(at < count) for at in range(len(inside))]
    return [index for index, share in zip(inside, shares, strict=True) for _ in range(share)]


def _pieces(text: str, language: str, places: list[tuple[int, int]]) -> list[Piece]:
    """The text from left to right: rules where a word may begin, plain words, signs, marks."""
    rules = speech(language)
    limits = [end for _, end in places]
    pieces: list[Piece] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character.isspace():
            place += 1
            continue
        if place == 0 or not (_in_word(text[place - 1]) and _in_word(character)):
            found = _try_rules(text, place, rules)
            if found:
                pieces.extend(found)
                place = max(piece.end for piece in found)
                continue
        end = min(_word_end(text, place), limits[bisect_right(limits, place)])
        if end > place:
            pieces.append(Piece(place, end, _plain_word(text[place:end], rules)))
            place = end
            continue
        pieces.extend(_sign(text, place, rules))
        place += 1
    return pieces


def _try_rules(text: str, place: int, rules: Speech) -> list[Piece] | None:
    for rule in rules_of(rules.language):
        match = rule.pattern.match(text, place)
        if match and match.end() > place:
            found = rule.handle(match, rules)
            if found:
                return found
    return None


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in "\u200c\u200d"


def _word_end(text: str, place: int) -> int:
    """Past the word that begins here: letters, digits and their marks, with apostrophes inside."""
    if unicodedata.category(text[place])[0] not in "LN":
        return place
    end = place
    while end < len(text) and (
        _in_word(text[end]) or (text[end] in "'’" and end + 1 < len(text) and text[end + 1].isalpha() and end > place)
    ):
        end += 1
    return end


def _plain_word(word: str, rules: Speech) -> str:
    word = word.replace("\ufe0f", "").replace("\u20e3", "")
    if len(word) == 1 and word.isupper() and word in rules.letters and word != "A":
        return spell(word, rules)
    # Capitals that shout are read as the word they are.
    return word.lower() if len(word) > 1 and word.isupper() else word


def _sign(text: str, place: int, rules: Speech) -> list[Piece]:
    """A single character that is no part of a word."""
    character = text[place]
    if character in rules.symbols and (character not in MARKS):
        joined = character in "+-" and place > 0 and text[place - 1].isalpha()
        return [] if joined else [Piece(place, place + 1, rules.symbols[character])]
    mark = MARKS.get(character, "")
    if character == "." and _is_initial(text, place):
        mark = ""
    if character in "–—" and not _stands_alone(text, place):
        mark = ""
    if character == "-" and _stands_alone(text, place):
        mark = ","
    return [Piece(place, place + 1, "", mark)] if mark else []


def _is_initial(text: str, place: int) -> bool:
    """Whether a full stop follows a single capital and precedes another word: J. Smith."""
    return re.search(r"(?:^|[\s.])[^\W\d_]$", text[:place]) is not None and text[place + 1 :].strip() != ""


def _stands_alone(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (not before or before.isspace()) and (not after or after.isspace())


def _hand_over(own: SpokenText, shown: SpokenText) -> SpokenText:
    """The spoken words of one text, given to the tokens of another that says the same in other words.

    Words that both texts speak tie them together; between those, tokens share the words by their order.
    """
    said = [word.text.lower() for word in own.words]
    wanted = [word.text.lower() for word in shown.words]
    owners: list[int] = []
    matcher = SequenceMatcher(a=said, b=wanted, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            owners.extend(shown.owners[b1:b2])
            continue
        tokens = sorted(set(shown.owners[b1:b2]))
        if not tokens:
            # Spoken and not shown: it is heard with the word before, or the first.
            tokens = [owners[-1] if owners else (shown.owners[b1] if b1 < len(shown.owners) else 0)]
        count = a2 - a1
        owners.extend(tokens[at * len(tokens) // count] for at in range(count))
    if not shown.tokens:
        return SpokenText((), own.words, ())
    return SpokenText(shown.tokens, own.words, tuple(owners))
