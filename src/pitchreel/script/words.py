"""Counting and comparing words: how long a text takes to say, where its sentences end, what it is about."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from num2words import num2words

_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’“»)]))\s+(?=[^a-zäöü\s])")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SYMBOLS = {"°c": 2, "°f": 2, "m²": 2, "m³": 2, "km/h": 3, "&": 1, "×": 1, "%": 1, "+": 1, "=": 1}
_CURRENCIES = "$€£¥₹₩₽₺"


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, each with its closing mark; "2.5 kg" and "M. kg" do not end one."""
    return [part.strip() for part in _SENTENCE_END.split(text.strip()) if part.strip()]


def plain(text: str) -> str:
    """Lower case without accents, marks or doubled spaces: for comparing, never for showing."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w\s]+", " ", "".join(c for c in flat if not unicodedata.combining(c))).split())


@lru_cache(maxsize=4096)
def number_words(number: str, language: str) -> int:
    """How many words a written number is when said: 19 -> 1, 49 -> 2 (forty nine), 4.7 -> 3 (four point seven)."""
    whole, _, decimals = _split_number(number)
    try:
        said = num2words(int(whole or 0), lang=language)
    except (NotImplementedError, OverflowError, ValueError):
        return max(1, len(whole))
    count = len(re.findall(r"[^\s\-,]+", said))
    return count + (1 + len(decimals) if decimals else 0)


def _split_number(number: str) -> tuple[str, str, str]:
    # A last group of three digits is thousands (1,286), any other is decimals (29,90).
    cut = max(number.rfind("."), number.rfind(","))
    if cut < 0:
        return number, "", ""
    tail = number[cut + 1 :]
    if len(tail) == 3 and number[:cut].lstrip("0") != "":
        return re.sub(r"[.,]", "", number), "", ""
    return re.sub(r"[.,]", "", number[:cut]), number[cut], tail


@lru_cache(maxsize=8192)
def _token_words(token: str, language: str) -> int:
    lower = token.casefold().strip(".,;:!?…\"'“”„»«‘’()[]")
    if not lower:
        return 1 if token in _SYMBOLS else 0
    if lower in _SYMBOLS:
        return _SYMBOLS[lower]
    numbers = _NUMBER.findall(lower)
    if not numbers:
        return sum(1 for part in re.split(r"[/&+]", lower) if re.search(r"\w", part))
    count = 0
    money = any(sign in lower for sign in _CURRENCIES)
    for number in numbers:
        whole, _, decimals = _split_number(number)
        if money and decimals:
            # "forty-nine dollars ninety": the cents without a "point".
            count += number_words(whole, language) + (number_words(decimals, language) if int(decimals) else 0)
        else:
            count += number_words(number, language)
    rest = _NUMBER.sub(" ", lower)
    return count + sum(_SYMBOLS.get(part, 1) for part in re.findall(r"[^\W\d_]+|[$€£¥₹₩₽₺%×+]|°[cf]?", rest))


@lru_cache(maxsize=16384)
def spoken_words(text: str, language: str) -> int:
    """How many words a text is when said, numbers, prices and units written out: "$49" counts three."""
    base = language.split("-")[0]
    text = re.sub(rf"(?<=\d)\s(?=[{_CURRENCIES}])", "", text)
    return sum(_token_words(token, base) for token in text.split())


def longest_sentence(text: str, language: str) -> int:
    """Spoken words of the longest sentence."""
    return max((spoken_words(sentence, language) for sentence in split_sentences(text)), default=0)


@lru_cache(maxsize=16384)
def content(text: str, stop: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words that carry the meaning, cut to five letters so that "washable" meets "wash"."""
    return frozenset(word[:5] for word in plain(text).split() if word not in stop and (len(word) > 2 or word.isdigit()))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that is also in the other."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
