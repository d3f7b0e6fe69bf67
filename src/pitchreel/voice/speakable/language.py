"""How a language speaks what text only writes: numbers, units, money, signs, abbreviations.

English and German have files of their own under ``data/speech``; a language joins them by adding one. The others are
put together from Unicode CLDR (through Babel) and num2words, and leave to the engine what those do not know.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name, get_decimal_symbol, get_group_symbol
from babel.units import format_unit
from pydantic import Field

from pitchreel.documents import Model

SPACES = " \u00a0\u2009\u202f"


class Unit(Model):
    """A unit as spoken after 1 and after more, with its grammatical gender where that shapes the number."""

    one: str
    many: str
    gender: str = "m"


class Currency(Model):
    """How a currency is written, and spoken after 1 and after more, with its hundredth likewise."""

    symbols: tuple[str, ...]
    names: tuple[str, str]
    minor: tuple[str, str] = ("", "")


class Speech(Model):
    """A language's rules. Tables map what is written to what is spoken; spoken words are separated by spaces."""

    language: str = ""
    decimal: str = "."
    groups: str = ","
    """The characters that may part thousands."""
    number_edits: tuple[tuple[str, str], ...] = ()
    """Replacements on the words that num2words gives."""
    date_order: str = "dmy"
    date: str = "{day} {month} {year}"
    year_in_pairs: bool = False
    year_after: tuple[str, ...] = ()
    """Words after which a number of four digits is a year."""
    time: str = "{hour} {minute}"
    full_hour: str = "{hour}"
    """The hour before a word such as p.m. or Uhr."""
    full_hour_bare: str = "{hour}"
    hour_word: str = ""
    """The word that follows a time and is already part of its spoken form."""
    leading_zero: str = ""
    """Said for the 0 in 9:05; empty where it is not said."""
    multiple: str = "{number}"
    """How 2x is said."""
    small_times: bool = False
    """Whether the sign between a small count and a pack size is "times" and not "by"."""
    ordinal_suffixes: tuple[str, ...] = ()
    ordinal_nouns: tuple[str, ...] = ()
    """Nouns before which a number with a full stop is an ordinal."""
    ordinal_forms: dict[str, str] = Field(default_factory=dict)
    ordinal_weak_after: dict[str, str] = Field(default_factory=dict)
    decades: bool = False
    words: dict[str, str] = Field(default_factory=dict)
    symbols: dict[str, str] = Field(default_factory=dict)
    mixed_form: str = "{whole} {fraction}"
    """How a whole number and a fraction sign are said together."""
    mixed: dict[str, str] = Field(default_factory=dict)
    fractions: dict[str, str] = Field(default_factory=dict)
    fractions_before_noun: dict[str, str] = Field(default_factory=dict)
    units: dict[str, Unit] = Field(default_factory=dict)
    lengths: tuple[str, ...] = ()
    spaced_units: tuple[str, ...] = ()
    """Units that count as such only after a space: 3000 K is kelvin, 4K is a picture."""
    stop_units: tuple[str, ...] = ()
    """Units whose full stop never ends a sentence unless the text ends."""
    singular_after: tuple[str, ...] = ()
    """Words after which a measure is part of a noun: "a 12 ounce cup"."""
    plural_before: tuple[str, ...] = ()
    """Words before which a measure stands for itself; before any other it is part of a noun: "12 ounce canvas"."""
    currencies: dict[str, Currency] = Field(default_factory=dict)
    one_before: dict[str, str] = Field(default_factory=dict)
    """How 1 is said before a unit, by gender."""
    abbreviations: dict[str, str] = Field(default_factory=dict)
    number_abbreviations: tuple[str, ...] = ()
    """Those of the abbreviations that stand only after a number."""
    closing: tuple[str, ...] = ()
    """Those whose full stop may also end the sentence."""
    before_number: dict[str, str] = Field(default_factory=dict)
    months: tuple[str, ...] = ()
    short_months: dict[str, int] = Field(default_factory=dict)
    initialisms: frozenset[str] = frozenset()
    """Capitals that are spelled although they could be read as a word."""
    acronyms: frozenset[str] = frozenset()
    """Capitals that are read as a word although they might be spelled."""
    letters: dict[str, str] = Field(default_factory=dict)
    """Letters whose name is not what an engine says for the letter alone."""
    lexicon: dict[str, str] = Field(default_factory=dict)
    """Words, names above all, with a spelling that engines pronounce right."""

    def word(self, name: str) -> str:
        """One of ``words``, or nothing."""
        return self.words.get(name, "")


@cache
def speech(language: str) -> Speech:
    """The rules of a language by its BCP 47 tag."""
    base = language.replace("_", "-").split("-")[0].lower()
    path = files("pitchreel.voice").joinpath(f"data/speech/{base}.json")
    if path.is_file():
        return _from_file(base, json.loads(path.read_text(encoding="utf-8")))
    return _from_cldr(base)


def _from_file(language: str, data: dict[str, Any]) -> Speech:
    def unit(row: list[str]) -> Unit:
        return Unit(one=row[0], many=row[1], gender=row[2] if len(row) > 2 else "m")

    units = {symbol: unit(row) for symbol, row in data.pop("units").items()}
    return Speech(language=language, units=units, **data)


def _from_cldr(language: str) -> Speech:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Speech(language=language)
    table = json.loads(files("pitchreel.voice").joinpath("data/units.json").read_text(encoding="utf-8"))
    units = {}
    for symbol, identifier in table["units"].items():
        # A language with more than two plural forms takes the one for 5, the most frequent in prices and sizes.
        one, many = (_unit_name(count, identifier, locale) for count in (1, 5))
        if many:
            units[symbol] = Unit(one=one or many, many=many)
    currencies = {}
    for code, symbols in table["currencies"].items():
        names = (get_currency_name(code, count=1, locale=locale), get_currency_name(code, count=5, locale=locale))
        own = table["currency_names"].get(language, {}).get(code)
        currencies[code] = Currency(symbols=tuple(symbols), names=own or names)
    kronor = table["kronor"].get(language)
    if kronor:
        names = currencies[kronor].names if kronor in currencies else ("króna", "krónur")
        currencies[kronor] = Currency(symbols=("kr.", "kr", kronor), names=names)
    return Speech(
        language=language,
        decimal=get_decimal_symbol(locale),
        groups=get_group_symbol(locale),
        units=units,
        currencies=currencies,
        months=tuple(locale.months["format"]["wide"][number] for number in range(1, 13)),
    )


def _unit_name(count: int, identifier: str, locale: Locale) -> str:
    text: str = format_unit(count, identifier, length="long", locale=locale)
    digits = [place for place, character in enumerate(text) if character.isdecimal()]
    if not digits:
        return ""
    return (text[: digits[0]] + text[digits[-1] + 1 :]).strip()
