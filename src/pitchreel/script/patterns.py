"""Patterns: sentences with places in them, and what may be put there.

``{name}``            something of the product: name, noun, price, rating, shop, ... (``Subject.slots``)
``{whole}``           a feature in its own words; ``{whole_2}`` a second one; ``{Whole}`` opens a sentence
``{fragment}``        the same without a colon in it, so that it may follow one; ``{short}`` of few words
``{clause}`` ``{do}`` ``{predicate}`` ``{adjective}`` ``{absence}``   by its build: a sentence, an order, a verb
                      and what follows it, ...; ``{the}`` and ``{a}`` put an article before a noun phrase
``{spec}``            a feature with a number in it; ``{figure}`` the number; ``{label}``: ``{value}``
``{shipping}``, ``{guarantee}``    what reassures, in its own words
``{t.question}``      a line of the theme of that feature
``{g.scene}``         a line of the kind of goods
``{these}``           a form of the language file, spelt out by more of the same
``[this|these]``      by number or gender of the product's noun
``text | headline | figure``    large type and staged number, where they are not the feature's own
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from pitchreel.script.facts import Piece, capital, lower
from pitchreel.script.language import Language
from pitchreel.script.subject import Slot, Subject
from pitchreel.script.words import content

_SLOT = re.compile(r"\{([A-Za-z_]+(?:\.[a-z_]+)?)(?:_([23]))?\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
NEVER = "!!"
"""As a form in ``[it|!!]``: the pattern is not for that class."""
LATER = frozenset({"ordinal", "steps"})
"""Slots that are known when the whole ad is."""

HINTS = frozenset({"figure", "core"})
"""Parts of a wording that raise it and do not say it."""
ONCE = frozenset({"rating", "count", "review"})
"""Slots that an ad fills no more than once."""

SHORT = 6
PIECE_SLOTS: dict[str, Callable[[Piece], bool]] = {
    "whole": lambda piece: piece.kind == "feature",
    "fragment": lambda piece: _open(piece),
    "short": lambda piece: _open(piece) and piece.words <= SHORT and "," not in piece.text,
    "clause": lambda piece: _open(piece) and piece.shape == "clause",
    "the": lambda piece: _open(piece) and piece.shape == "noun" and "," not in piece.text and not piece.determined,
    "a": lambda piece: _open(piece) and bool(piece.indefinite),
    "noun_phrase": lambda piece: _open(piece) and piece.shape == "noun",
    "adjective": lambda piece: _open(piece) and piece.shape == "adjective",
    "predicate": lambda piece: _open(piece) and piece.shape == "predicate",
    "do": lambda piece: _open(piece) and piece.shape == "imperative",
    "absence": lambda piece: _open(piece) and piece.shape == "absence",
    "spec": lambda piece: _open(piece) and bool(piece.figure),
    "label": lambda piece: piece.shape == "label",
    "value": lambda piece: piece.shape == "label",
    "core": lambda piece: bool(piece.core) and piece.kind == "feature",
    "figure": lambda piece: bool(piece.figure) and piece.kind == "feature",
    "shipping": lambda piece: piece.kind == "shipping",
    "guarantee": lambda piece: piece.kind == "guarantee",
}
"""Which wordings may stand where; all but the last two ask for a feature or the description."""


def _open(piece: Piece) -> bool:
    return piece.kind == "feature" and ":" not in piece.text


@dataclass(frozen=True)
class Needs:
    """What a pattern asks for, read from its places."""

    pieces: tuple[tuple[str, ...], ...]
    theme: tuple[str, ...]
    goods: tuple[str, ...]
    slots: tuple[str, ...]


@cache
def needs_of(pattern: str) -> Needs:
    """The places of a pattern, sorted by what fills them."""
    pieces: dict[int, list[str]] = {}
    theme, goods, slots = [], [], []
    for match in _SLOT.finditer(pattern):
        name = match[1][:1].lower() + match[1][1:]
        if name.startswith("t."):
            theme.append(name[2:])
        elif name.startswith("g."):
            goods.append(name[2:])
        elif name in PIECE_SLOTS:
            pieces.setdefault(int(match[2] or 1), []).append(name)
        elif name not in LATER:
            slots.append(name)
    return Needs(
        tuple(tuple(pieces[key]) for key in sorted(pieces)),
        tuple(dict.fromkeys(theme)),
        tuple(dict.fromkeys(goods)),
        tuple(dict.fromkeys(slots)),
    )


def spell(pattern: str, language: Language) -> str:
    """The pattern with the language's forms written out."""
    for _ in range(3):
        changed = _SLOT.sub(lambda match: language.forms.get(match[1], match[0]), pattern)
        if changed == pattern:
            return pattern
        pattern = changed
    return pattern


@dataclass(frozen=True)
class Filled:
    """A pattern with everything put in but what ``LATER`` names."""

    text: str
    headline: str
    figure: str
    facts: tuple[str, ...]
    said: tuple[Piece, ...]
    """The wordings that the text contains."""
    focus: str
    """The fact that the line is about, whether it states it or not."""
    theme: str
    figure_of: str
    """The number that the line names without saying what it is."""
    order: int
    """Place on the page of that fact; -1 for none."""
    pattern: str
    keys: frozenset[str]
    """Words of our own that were used, and proofs: none of them twice in an ad."""


def fill(pattern: str, subject: Subject, random: Random, *, most: int = 40) -> Iterator[Filled]:
    """The pattern with fitting facts put in, in up to ``most`` ways; nothing when a fact it needs is missing."""
    language = subject.language
    spelt = spell(pattern, language)
    needs = needs_of(spelt)
    if any(slot not in subject.slots for slot in needs.slots):
        return
    goods_lines = {name: _goods_lines(subject, name) for name in needs.goods}
    if not all(goods_lines.values()):
        return
    for bound, theme in itertools.islice(_bindings(needs, subject, random), most):
        chosen: dict[str, str] = {}
        if goods_lines and not bound:
            for lines in itertools.islice(itertools.product(*goods_lines.values()), most):
                filled = _put_in(
                    spelt,
                    subject,
                    (),
                    "",
                    {f"g.{n}": line for n, line in zip(goods_lines, lines, strict=True)},
                    pattern,
                )
                if filled is not None:
                    yield filled
            continue
        for name in needs.theme:
            chosen[f"t.{name}"] = random.choice(language.themes[theme].lines[name])
        for name, lines in goods_lines.items():
            chosen[f"g.{name}"] = random.choice(lines)
        filled = _put_in(spelt, subject, bound, theme, chosen, pattern)
        if filled is not None:
            yield filled


def _goods_lines(subject: Subject, name: str) -> tuple[str, ...]:
    goods = subject.language.goods
    return goods[subject.goods].lines.get(name) or goods["general"].lines.get(name, ())


def _bindings(needs: Needs, subject: Subject, random: Random) -> Iterator[tuple[tuple[Piece, ...], str]]:
    themes = subject.language.themes

    def fits(piece: Piece, kinds: tuple[str, ...]) -> bool:
        return all(PIECE_SLOTS[kind](piece) for kind in kinds)

    def themes_for(piece: Piece) -> list[str]:
        return [theme for theme in piece.themes if all(name in themes[theme].lines for name in needs.theme)]

    if not needs.pieces and not needs.theme:
        yield (), ""
        return
    first = [piece for piece in subject.pieces if not needs.pieces or fits(piece, needs.pieces[0])]
    if not needs.pieces:
        first = [piece for piece in first if piece.kind == "feature"]
        # A line about a matter: one binding for each fact and theme, whichever wording shows it.
        seen: dict[tuple[str, str], Piece] = {}
        for piece in first:
            for theme in themes_for(piece):
                seen.setdefault((piece.fact, theme), piece)
        for (_, theme), piece in random.sample(list(seen.items()), len(seen)):
            yield (piece,), theme
        return
    for piece in random.sample(first, len(first)):
        fitting = themes_for(piece) if needs.theme else list(piece.themes[:1]) or [""]
        for theme in fitting:
            if len(needs.pieces) == 1:
                yield (piece,), theme
                continue
            for _ in range(3):
                bound = [piece]
                for kinds in needs.pieces[1:]:
                    taken = {other.fact for other in bound}
                    others = [p for p in subject.pieces if p.fact not in taken and fits(p, kinds)]
                    if not others:
                        break
                    bound.append(random.choice(others))
                if len(bound) == len(needs.pieces):
                    yield tuple(bound), theme


def _put_in(
    spelt: str, subject: Subject, bound: tuple[Piece, ...], theme: str, chosen: dict[str, str], pattern: str
) -> Filled | None:
    language = subject.language
    facts: list[str] = []
    stated: set[int] = set()
    hints: set[str] = set()

    def slot(match: re.Match[str]) -> str:
        name = match[1][:1].lower() + match[1][1:]
        upper = match[1][:1].isupper()
        if name in LATER:
            return match[0]
        if name in chosen:
            text = chosen[name]
        elif name in PIECE_SLOTS:
            index = int(match[2] or 1) - 1
            if name in HINTS:
                hints.add(name)
            else:
                stated.add(index)
            text = _wording(name, bound[index], subject, upper=upper)
            facts.append(bound[index].fact)
            return text
        else:
            held: Slot = subject.slots[name]
            facts.extend(held.facts)
            text = held.text
        if upper:
            return text[:1].upper() + text[1:]
        after_colon = match.string[: match.start()].endswith(": ")
        return lower(text, language, subject.names) if after_colon and language.grammar.lower_after_colon else text

    text = _SLOT.sub(slot, spelt)
    if _SLOT.search(text):  # a theme's line may name the product
        again = spell(text, language)
        for name in needs_of(again).slots:
            if name not in subject.slots:
                return None
        text = _SLOT.sub(slot, again)
    if _CHOICE.search(text):
        if subject.word_class not in language.grammar.classes:
            return None
        place = language.grammar.classes.index(subject.word_class)
        text = _CHOICE.sub(lambda match: match[1].split("|")[place], text)
        if NEVER in text:
            return None
    shown, headline, figure = (*(part.strip() for part in text.split(" | ")), "", "")[:3]
    said = tuple(bound[index] for index in sorted(stated))
    raised = content(" ".join(chosen.values()), language.stop)
    if any(raised & piece.content for piece in said):
        return None  # "And on hot days? Canvas that breathes on hot days."
    if bound and not said:
        facts.append(bound[0].fact)
    if said and not headline:
        headline = said[0].core
    if said and not figure:
        figure = said[0].figure
    keys = {f"{name}:{line}" for name, line in chosen.items() if name != "t.topic"}
    keys |= {f"slot:{name}" for name in needs_of(spelt).slots if name in ONCE}
    if re.search(r"\w", _SLOT.sub("", pattern.split(" | ")[0])):
        keys.add(pattern)
    return Filled(
        text=_polish(shown),
        headline=headline.strip(),
        figure=figure,
        facts=tuple(dict.fromkeys(facts)),
        said=said,
        focus=bound[0].fact if bound else "",
        theme=theme,
        figure_of=bound[0].figure if "figure" in hints and not said else "",
        order=min((piece.order for piece in bound), default=-1),
        pattern=pattern,
        keys=frozenset(keys),
    )


def _wording(name: str, piece: Piece, subject: Subject, *, upper: bool) -> str:
    language = subject.language
    if name == "a":
        return capital(piece.indefinite) if upper else piece.indefinite
    text = {"label": piece.label, "value": piece.value, "core": piece.core, "figure": piece.figure}.get(
        name, piece.text
    )
    if name == "the" or (piece.shape == "clause" and text == piece.text):
        text = with_article(lower(text, language, subject.names), language)
        return text[:1].upper() + text[1:] if upper else text
    return text if upper else lower(text, language, subject.names)


def with_article(text: str, language: Language) -> str:
    """A noun phrase or a clause that opens with one, made definite; as it is where it has a determiner."""
    if not language.grammar.article or re.match(language.grammar.determined, text):
        return text
    return f"{language.grammar.article} {text}"


def _polish(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r"([.!?])\.+", r"\1", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)

    def raise_first(match: re.Match[str]) -> str:
        word = match[2]
        return match[1] + (word if any(c.isupper() for c in word[1:]) else word[:1].upper() + word[1:])

    return re.sub(r"(^|[.!?][\"”“]?\s+)([^\W\d_][\w’'-]*)", raise_first, text)
