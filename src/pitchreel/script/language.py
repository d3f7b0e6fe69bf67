"""Languages that scripts are written in: each is one data file under ``languages/``.

The file holds the words by which facts are understood (``[grammar]``), what is said about themes such
as washing or battery life (``[themes]``) and about kinds of goods (``[goods]``), the patterns of every
script style (``[patterns]``), and the words that need proof (``[claims]``).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from pitchreel.documents import Model
from pitchreel.errors import LanguageError, SetupError

_FOLDER = Path(__file__).with_name("languages")


class Shape(Model):
    """How a wording is built, told by a pattern that finds it."""

    name: str
    """``label``, ``absence``, ``imperative``, ``clause``, ``adjective`` or ``noun``."""
    match: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.match)


class Grammar(Model):
    """The few rules by which a language's facts are read."""

    classes: tuple[str, ...]
    """The forms that ``[a|b]`` in a pattern chooses between: numbers in English, genders in German."""
    class_rules: dict[str, str] = Field(default_factory=dict)
    """Class to a pattern found in a head noun; the first that fits holds."""
    shapes: tuple[Shape, ...]
    """Tried in order; what fits none is a ``noun``."""
    caveat: str
    """Wordings that are no reason to buy: "not included"."""
    negation: str
    """Found right before a theme's word, it says the opposite of the theme."""
    keep_capital: str
    """First words that stay as they are when they no longer open a sentence."""
    determined: str
    """First words of a noun phrase that take no article."""
    article: str
    """The definite article to put before a noun phrase, or nothing where that takes a gender."""
    dangling: tuple[str, ...]
    """First words of a wording that hangs on something before it: "but", "while"."""
    lower_after_colon: bool = False
    """A sentence after a colon opens in lower case."""
    indefinite: tuple[str, str] = ("", "")
    """The indefinite article, and its form before a vowel."""
    vowel: str = ""
    """Words that the second form stands before."""
    countable: str = ""
    """Head nouns that take an indefinite article; empty where a language does without ``{a}``."""
    uncountable: str = ""
    """Head nouns that take none: plurals, substances."""
    joints: tuple[str, ...]
    """Words at which a long title may be cut."""
    split: str
    """Where a long wording falls into two that stand on their own."""
    core: str
    """Where the core of a wording ends: a relative clause, a preposition, a finite verb."""
    figure: str
    """A number with its unit."""
    unit: str
    """What a price may be for: "a month"."""
    begins: str
    """The word before a price at which a range begins: "from"."""
    stop: tuple[str, ...]
    """Words that carry no meaning of their own."""
    pace: float = 1.0
    """Words a second against English: a language of longer words fits fewer into the same time."""
    compounds: bool = False
    """Nouns are written together, the last one being the head: Leinenkissen is a Kissen."""
    quotes: tuple[str, str]
    displeased: str
    """Words of a review that one would not quote."""
    counting: tuple[str, ...]
    """Ordinals: "one", "two", "three" as a list counts."""

    @cached_property
    def split_regex(self) -> re.Pattern[str]:
        """``split``, compiled."""
        return re.compile(self.split)

    @cached_property
    def core_regex(self) -> re.Pattern[str]:
        """``core``, compiled."""
        return re.compile(self.core)

    @cached_property
    def figure_regex(self) -> re.Pattern[str]:
        """``figure``, compiled."""
        return re.compile(self.figure)


class Theme(Model):
    """What a feature is about, and what can be said about that without stating anything of the product."""

    match: str
    lines: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.match, re.IGNORECASE)


class Goods(Model):
    """A kind of goods: the nouns that name it and what is said around it."""

    nouns: tuple[str, ...] = ()
    """Head nouns, "juice" or with their class: "Saft:m"."""
    match: str = ""
    """Further signs in name, category and description."""
    lines: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @cached_property
    def regex(self) -> re.Pattern[str] | None:
        """The compiled pattern of further signs."""
        return re.compile(self.match, re.IGNORECASE) if self.match else None


class Claims(Model):
    """Words that must be among the facts before an ad may say them."""

    needs_proof: tuple[str, ...]
    """Patterns of awards, superlatives, guarantees, scarcity, medical effects."""
    first_person: tuple[str, ...]
    """Patterns of "I have used it": never provable."""
    numbers: dict[str, float]
    """Number words that are claims."""
    structural: tuple[str, ...]
    """Words after which a number only counts the ad's own points: "reasons"."""


class Language(Model):
    """One language that scripts can be written in."""

    code: str
    name: str
    grammar: Grammar
    themes: dict[str, Theme]
    goods: dict[str, Goods]
    forms: dict[str, str] = Field(default_factory=dict)
    """Names for pieces of pattern that return often: ``these`` for "[this|these] {noun}"."""
    patterns: dict[str, dict[str, tuple[str, ...]]]
    """Style id (or ``common``) to group to patterns."""
    claims: Claims

    def is_noun(self, word: str, noun: str) -> bool:
        """Whether a word of a name is a listed noun, in the plural too, or a compound that ends in it."""
        word, noun = word.casefold(), noun.casefold()
        if self.grammar.compounds and len(noun) > 3:
            return word.endswith(noun)
        return word in {noun, f"{noun}s", f"{noun}es"}

    @cached_property
    def joints(self) -> frozenset[str]:
        """Words at which a title may be cut."""
        return frozenset(self.grammar.joints)

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words without meaning of their own."""
        return frozenset(self.grammar.stop)

    def group(self, style: str, name: str) -> tuple[str, ...]:
        """The patterns of a group: the style's own first, else the common ones."""
        own = self.patterns.get(style, {}).get(name)
        return own if own is not None else self.patterns["common"].get(name, ())


def language_codes() -> tuple[str, ...]:
    """Codes of the languages there are files for."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def _load(code: str) -> Language:
    path = _FOLDER / f"{code}.toml"
    try:
        return Language.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise SetupError(f"The language file {path.name} cannot be used: {error}", "Correct or reinstall it") from None


def find_language(code: str) -> Language:
    """The language of a code such as ``de`` or ``en-GB``; raises LanguageError listing those there are."""
    base = code.replace("_", "-").split("-")[0].casefold()
    known = language_codes()
    if base not in known:
        raise LanguageError(
            f"Nothing here can write a script in {code!r}",
            f"Scripts are written in {', '.join(known)}; or give your own text in any language",
        )
    return _load(base)
