"""Numbers: read from text, said in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from num2words import CONVERTER_CLASSES, num2words

from pitchreel.voice.speakable.language import SPACES, Speech

LARGEST = 10**12
"""Longer numbers are said digit by digit."""


@dataclass(frozen=True)
class Number:
    """A number as written: its whole part, and the digits after the decimal sign (None: no sign)."""

    whole: int
    digits: str | None = None
    grouped: bool = False
    """Whether thousands were parted: such a number is no year."""
    written: str = ""

    @property
    def value(self) -> Decimal:
        """The value."""
        return Decimal(f"{self.whole}.{self.digits or 0}")


def number_pattern(rules: Speech) -> str:
    """A regular expression, without groups, for a number without a sign."""
    parted = "'’" + SPACES[1:] + (SPACES if rules.groups in SPACES or not rules.groups.strip() else "")
    return rf"(?:\d{{1,3}}(?:[.,{parted}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"


def parse_number(text: str, rules: Speech) -> Number:
    """Read a number that ``number_pattern`` matched.

    Where both signs occur the last is the decimal one; a sign alone before exactly three digits is what the language
    makes of it, and any other is decimal: ``4.7`` in German text is four point seven.
    """
    plain = re.sub(rf"['’{SPACES}]", "", text)
    grouped = plain != text
    signs = [character for character in plain if character in ".,"]
    if not signs:
        return Number(int(plain), grouped=grouped, written=plain)
    last = plain.rfind(signs[-1])
    before, after = plain[:last], plain[last + 1 :]
    single = len(signs) == 1
    mixed = len(set(signs)) == 2
    thousands = (
        len(after) == 3 and not mixed and (not single or (signs[0] != rules.decimal and before.lstrip("0") != ""))
    )
    if thousands or (not single and not mixed):
        return Number(int(re.sub("[.,]", "", plain)), grouped=True, written=plain)
    whole = re.sub("[.,]", "", before)
    return Number(int(whole or "0"), after, grouped or mixed, plain)


def cardinal(value: int, rules: Speech) -> str:
    """A whole number in words; its digits where nothing knows the words."""
    if value >= LARGEST:
        return digits(str(value), rules)
    return _words(value, rules.language, "cardinal", rules.number_edits) or str(value)


def ordinal(value: int, rules: Speech) -> str:
    """An ordinal in words; its digits where nothing knows the words."""
    return _words(value, rules.language, "ordinal", rules.number_edits) or str(value)


def year(value: int, rules: Speech) -> str:
    """A year in words: nineteen eighty six, two thousand five, twenty twenty six."""
    if rules.year_in_pairs and 1100 <= value < 2100 and not 2000 <= value < 2010 and value % 1000:
        return pairs(f"{value}", rules)
    return _words(value, rules.language, "year", rules.number_edits) or cardinal(value, rules)


def pairs(written: str, rules: Speech) -> str:
    """Four digits as models and years are said: thirty seventy, nineteen hundred, thirty oh five."""
    first, second = int(written[:2]), int(written[2:])
    if not second and not rules.year_in_pairs:
        return cardinal(int(written), rules)
    if not second:
        return cardinal(int(written), rules) if first % 10 == 0 else f"{cardinal(first, rules)} hundred"
    head = cardinal(first, rules)
    tail = cardinal(second, rules)
    return f"{head} {rules.leading_zero} {tail}" if second < 10 and rules.leading_zero else f"{head} {tail}"


def digits(written: str, rules: Speech) -> str:
    """Digit by digit."""
    return " ".join(cardinal(int(character), rules) for character in written if character.isdecimal())


def spoken(number: Number, rules: Speech) -> str:
    """A number in words, decimals digit by digit."""
    if number.digits is None:
        long = len(number.written) > 6 or (len(number.written) > 1 and number.written[0] == "0")
        if long and not number.grouped:
            return digits(number.written, rules)
        return cardinal(number.whole, rules)
    point = rules.word("point")
    if not point:
        return _decimal(number, rules)
    return f"{cardinal(number.whole, rules)} {point} {digits(number.digits, rules)}"


def counted(value: int, gender: str, rules: Speech) -> str:
    """A count before its unit: "ein Gramm", "eine Stunde", "einundzwanzig"."""
    if value == 1 and gender in rules.one_before:
        return rules.one_before[gender]
    return cardinal(value, rules)


def plain_amount(number: Number, rules: Speech) -> str:
    """A number in words, without decimals that are all zero."""
    whole = number.digits is not None and not number.digits.strip("0")
    return spoken(Number(number.whole, grouped=True) if whole else number, rules)


def _decimal(number: Number, rules: Speech) -> str:
    fallback = f"{number.whole}{rules.decimal}{number.digits}"
    return _words(number.value, rules.language, "cardinal", rules.number_edits) or fallback


@cache
def _words(value: int | Decimal, language: str, kind: str, edits: tuple[tuple[str, str], ...]) -> str:
    """What num2words says, or nothing where it cannot."""
    if language not in CONVERTER_CLASSES:
        return ""
    arguments: dict[str, Any] = {"lang": language, "to": kind}
    try:
        text: str = num2words(value, **arguments)
    except (NotImplementedError, OverflowError, TypeError, ValueError, KeyError, IndexError, AttributeError):
        # num2words lacks forms in some of its languages, and says so in every one of these ways.
        return ""
    for old, new in edits:
        text = text.replace(old, new)
    return " ".join(text.split())
