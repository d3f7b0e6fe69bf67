"""Names, models, abbreviations and capitals: WH-1000XM5, e.g., USB, #coffee."""

from __future__ import annotations

import re

from pitchreel.voice.speakable import numbers
from pitchreel.voice.speakable.language import Speech
from pitchreel.voice.speakable.numbers import Number
from pitchreel.voice.speakable.pieces import Piece, Rule, any_of, look_up, rule


def name_rules(rules: Speech) -> list[Rule]:
    """Rules for what is neither a number nor a plain word."""
    found = [rule(r"(?P<model>(?=[^\W_]*\d)(?=\d*[^\W\d_])[^\W_]+(?:-[^\W_]+)*)(?!\w)", _model)]
    if rules.abbreviations:
        found.append(rule(any_of(rules.abbreviations, ""), _abbreviation, re.I))
    if rules.lexicon:
        found.append(rule(any_of(rules.lexicon, r"(?!\w)"), _lexicon, re.I))
    found.append(rule(r"(?P<sign>[#@])(?P<name>[^\W\d_][\w]*)", _handle_name))
    found.append(rule(r"(?P<capitals>[^\W\d_]{2,6})(?P<plural>s?)(?!\w)", _capitals))
    return found


def _model(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    """Letters and digits in one: WH-1000XM5, M2, 4K, 12-pack."""
    pieces = []
    for part in re.finditer(r"\d+|[^\W\d_]+", match["model"]):
        place = match.start() + part.start()
        text = part[0]
        if text.isdecimal():
            model = len(text) == 4 and int(text) % 100 != 0 and text[0] != "0"
            said = numbers.pairs(text, rules) if model else numbers.spoken(Number(int(text), written=text), rules)
        elif text.lower() in rules.number_abbreviations:
            said = rules.abbreviations[text.lower()]
        elif text.isupper() and (len(text) <= 3 or is_spelled(text, rules)):
            said = spell(text, rules)
        else:
            said = spell(text.upper(), rules) if len(text) == 1 else text
        pieces.append(Piece(place, place + len(text), said))
    return pieces


def _abbreviation(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    found = look_up(match, rules.abbreviations)
    if found is None:
        return None
    entry, spoken = found
    if match.string[match.end() : match.end() + 1].isalnum():
        return None
    before = match.string[: match.start()].rstrip()
    if entry in rules.number_abbreviations and not before[-1:].isdigit():
        return None
    after = match.string[match.end() :].lstrip()
    ends = entry.endswith(".") and (not after or (entry in rules.closing and after[:1].isupper()))
    return [Piece(match.start(), match.end(), spoken, "." if ends else "")]


def _lexicon(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    found = look_up(match, rules.lexicon)
    return [Piece(match.start(), match.end(), found[1])] if found else None


def _handle_name(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    sign = rules.word("hashtag" if match["sign"] == "#" else "at")
    return [Piece(match.start(), match.end(), f"{sign} {match['name'].replace('_', ' ')}".strip())]


def _capitals(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    text = match["capitals"]
    if not is_spelled(text, rules):
        return None
    said = spell(text, rules)
    return [Piece(match.start(), match.end(), f"{said}'s" if match["plural"] else said)]


def is_spelled(text: str, rules: Speech) -> bool:
    """Whether capitals are said letter by letter: by the language's lists, or for want of a vowel."""
    if not (text.isupper() and text.isalpha() and len(text) > 1) or text in rules.acronyms:
        return False
    return text in rules.initialisms or (text.isascii() and not re.search("[AEIOUY]", text))


def spell(text: str, rules: Speech) -> str:
    """The letters one by one."""
    return " ".join(rules.letters.get(letter, letter) for letter in text)
