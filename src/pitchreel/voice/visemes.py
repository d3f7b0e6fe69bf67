"""Sounds to mouth shapes: IPA symbols to the fifteen visemes, ARPABET phones to IPA."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, cast

from pitchreel.documents.narration import Phoneme, Viseme

FIRST_OF_TWO = 0.6
"""Share of a diphthong that its first vowel takes: the glide towards the second fills the rest."""


def split_symbol(symbol: str) -> tuple[tuple[str, Viseme], ...]:
    """The mouth shapes of one IPA symbol, each with the part of the symbol it stands for.

    A diphthong has two, an affricate one. Letters that the table does not know raise KeyError; marks of length, tone
    and the like are passed over. A symbol of marks alone has no shape.
    """
    shapes, marks = _tables()
    text = unicodedata.normalize("NFD", symbol).replace("\u0361", "").replace("\u035c", "")
    found: list[tuple[str, Viseme]] = []
    index = 0
    while index < len(text):
        pair, single = text[index : index + 2], text[index]
        if pair in shapes:
            found.append((pair, shapes[pair]))
            index += 2
            continue
        if single in shapes:
            found.append((single, shapes[single]))
        elif not (single in marks or single.isspace() or unicodedata.category(single) in ("Mn", "Lm", "Sk")):
            raise KeyError(symbol)
        index += 1
    return tuple(found)


def phonemes(symbol: str, start: int, end: int, stress: int) -> tuple[Phoneme, ...]:
    """A sound heard from sample ``start`` to ``end`` as one phoneme for each mouth shape."""
    try:
        parts = split_symbol(symbol)
    except KeyError:
        # A sound of a language outside the tables: the mouth opens a little, and the symbol stays readable.
        parts = ((symbol, "E"),)
    if not parts or end <= start:
        return ()
    if len(parts) == 1:
        return (Phoneme(symbol=parts[0][0], viseme=parts[0][1], start=start, end=end, stress=stress),)
    edges = [start, start + round((end - start) * FIRST_OF_TWO)]
    rest = len(parts) - 1
    edges += [edges[1] + (end - edges[1]) * number // rest for number in range(1, rest + 1)]
    return tuple(
        Phoneme(symbol=text, viseme=shape, start=a, end=b, stress=stress)
        for (text, shape), a, b in zip(parts, edges, edges[1:], strict=False)
        if b > a
    )


def arpabet_to_ipa(phone: str) -> str | None:
    """The IPA of an ARPABET phone in either case, without stress digit; None for silence. KeyError for no phone."""
    table = _arpabet()
    name = phone.lower().rstrip("012")
    return None if name in table["silence"] else cast(str, table["ipa"][name])


def ipa_to_arpabet(ipa: str) -> str:
    """Phones of the CMU dictionary, separated by spaces, for espeak-ng's American English; the longest match counts."""
    table: dict[str, str] = _arpabet()["from_ipa"]
    phones, place = [], 0
    while place < len(ipa):
        size = next((size for size in (2, 1) if ipa[place : place + size] in table), 0)
        if size:
            phones.append(table[ipa[place : place + size]])
        place += size or 1
    return " ".join(phones)


@cache
def _tables() -> tuple[dict[str, Viseme], frozenset[str]]:
    data = json.loads(files("pitchreel.voice").joinpath("data/visemes.json").read_text(encoding="utf-8"))
    shapes = {
        unicodedata.normalize("NFD", symbol).replace("\u0361", ""): cast(Viseme, shape)
        for shape, symbols in data["shapes"].items()
        for symbol in symbols.split()
    }
    return shapes, frozenset(data["marks"].split())


@cache
def _arpabet() -> dict[str, Any]:
    text = files("pitchreel.voice").joinpath("data/arpabet.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))
