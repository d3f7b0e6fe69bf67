"""Understanding facts: what each feature is about and how its own words can be used in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pitchreel.documents import Product
from pitchreel.documents.product import Fact
from pitchreel.script.language import Language
from pitchreel.script.words import content, overlap, split_sentences, spoken_words

LONGEST = 12
"""Spoken words of the longest wording that is taken from a page; a sentence may have two more."""

ASSURANCES = ("shipping", "guarantee")
"""Kinds of facts that reassure and are no features."""

_BULLET = re.compile(r"^[\s\-–—*•·✓✔✅►▶➤➜→★☆●○■♦❤️️#]+|^\(?\d{1,2}[.)]\s+")
_BRACKETED = re.compile(r"^[【\[(]([^】\])]{2,40})[】\])]\s*[:\-–]?\s*")
_HEADING = re.compile(r"^((?:[A-ZÄÖÜ0-9&][A-ZÄÖÜ0-9&'’,/+-]*\s+){0,5}[A-ZÄÖÜ][A-ZÄÖÜ0-9&'’-]{2,})\s*[:\-–—]\s+")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d®™©]")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_DASH = re.compile(r"\s+[–—-]\s+|\s*—\s*")
_BLOCK = re.compile(r"[\n\r•·✓✔►▶➤★●■♦]+")
_LABEL = re.compile(r"^([^:]{2,40}):\s+(.+)$")
_BROKEN = re.compile(
    r"https?:|www\.|@|[<>{}|]|\b(?:null|undefined|none|nan)\b|[a-zäöü€%]\.[A-ZÄÖÜ]|:\s*\W*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Piece:
    """A wording of a fact that can be said: opens with a capital, ends without a mark."""

    fact: str
    kind: str
    """``feature`` (descriptions too), ``shipping`` or ``guarantee``."""
    order: int
    """Place of the fact among those of the page, from 0."""
    text: str
    shape: str
    label: str
    value: str
    themes: tuple[str, ...]
    words: int
    figure: str
    determined: bool
    """It opens with an article, a number or the like."""
    indefinite: str
    """A noun phrase with its indefinite article ("a refillable bottle", "elastic side panels"); empty where that
    cannot be told."""
    core: str
    """Its first few words, for large type."""
    content: frozenset[str]
    quality: float
    """How good a thing it is to say, about 0 to 1."""


def tidy(text: str) -> str:
    """A page's wording without bullets, emoji, shouting and double spaces."""
    text = " ".join(_EMOJI.sub(" ", text).split())
    text = _BULLET.sub("", text).replace("*", "").strip(" &|/")
    text = _BRACKETED.sub(r"\1: ", text)
    if heading := _HEADING.match(text):
        text = f"{heading[1].capitalize()}: {text[heading.end() :]}"
    words = text.split()
    loud = [word for word in words if len(word) > 3 and word.isupper()]
    if len(loud) > 2 and len(loud) > len(words) / 2:
        text = text.capitalize()
    return re.sub(r"\s+([,.;:!?])", r"\1", text)


def capital(text: str) -> str:
    """With a capital first letter, unless the first word has capitals of its own (``iPhone``)."""
    word = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in word[1:]) else text[:1].upper() + text[1:]


def lower(text: str, language: Language, names: frozenset[str] = frozenset()) -> str:
    """As it reads within a sentence: nouns of German, names and abbreviations keep their capital."""
    word = text.split(" ", 1)[0].strip(",.:;")
    rest = [other for other in text.split()[1:] if len(other) > 3]
    titled = not language.grammar.compounds and rest and all(other[0].isupper() for other in rest)
    if titled or word in names or any(c.isupper() or c.isdigit() for c in word[1:]):
        return text
    if re.search(language.grammar.keep_capital, text):
        return text
    return text[:1].lower() + text[1:]


def _wordings(sentence: str, language: Language) -> list[tuple[str, float]]:
    """The sentence and the parts of it that stand on their own, each with a mark of how good it is."""
    sentence = sentence.strip().rstrip(".!;,…").strip()
    sentence = _DASH.sub(": ", sentence, count=1) if ":" not in sentence else _DASH.sub(", ", sentence)
    bare = _ASIDE.sub("", sentence).strip()
    found = [(bare if bare else sentence, 1.0)]
    if label := _LABEL.match(found[0][0]):
        left, right = label[1].strip(), label[2].strip()
        if _shape_of(found[0][0], language) == "label":
            return found  # "Weight: 210 g": neither half is worth saying alone
        found += [(right, 0.75 if len(right.split()) >= 2 else 0.0), (left, 0.5 if len(left.split()) >= 3 else 0.0)]
    for text, mark in tuple(found):
        parts = language.grammar.split_regex.split(text)
        if len(parts) == 2:
            found += [(part.strip(), mark * 0.85) for part in parts if len(part.split()) >= 2]
        if len(text.split()) > 8 and ", " in text:
            head = text.split(", ", 1)[0]
            found.append((head, mark * (0.7 if len(head.split()) >= 3 else 0.0)))
    return found


def _shape_of(text: str, language: Language) -> str:
    return next((shape.name for shape in language.grammar.shapes if shape.regex.search(text)), "noun")


def _core(text: str, language: Language) -> str:
    core = text.split(":", 1)[0] if ":" in text and len(text.split(":", 1)[0].split()) >= 2 else text
    whole = re.split(r",\s|;\s", core.replace(": ", " "), maxsplit=1)[0].strip()
    core = language.grammar.core_regex.split(whole, maxsplit=1)[0].strip()
    if len(core.split()) == 1 and len(whole.split()) <= 5:
        core = whole  # one word alone says too little: "Made", of "Made in Portugal"
    return core if 1 <= len(core.split()) <= 5 and len(core) <= 36 else ""


def _figure(text: str, language: Language) -> str:
    """The number worth large type: the first with a unit, else one of two digits or more that opens the wording."""
    found = [match[0].strip() for match in language.grammar.figure_regex.finditer(text)]
    with_unit = next((figure for figure in found if not figure[-1].isdigit()), "")
    if with_unit or not found:
        return with_unit
    return found[0] if len(found[0]) >= 2 and text.startswith(found[0]) else ""


def _indefinite(text: str, shape: str, language: Language) -> str:
    grammar = language.grammar
    if shape != "noun" or not grammar.countable or re.match(grammar.determined, text) or "," in text or ":" in text:
        return ""
    inner = lower(text, language)
    head = (language.grammar.core_regex.split(f"{text} ", maxsplit=1)[0].split() or [""])[-1]
    if re.search(grammar.countable, head):
        article = grammar.indefinite[1] if re.match(grammar.vowel, inner) else grammar.indefinite[0]
        return f"{article} {inner}"
    return inner if re.search(grammar.uncountable, head) else ""


def themes_of(text: str, language: Language) -> tuple[str, ...]:
    """The themes that a wording is about, the one named first in front; none that it denies."""
    found: list[tuple[int, str]] = []
    for name, theme in language.themes.items():
        match = theme.regex.search(text)
        if match and not re.search(rf"(?:{language.grammar.negation})\W+$", text[: match.start()], re.IGNORECASE):
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found))


def pieces_of(fact: Fact, order: int, language: Language, *, weight: float = 1.0) -> list[Piece]:
    """Every usable wording of one fact, best first."""
    pieces: list[Piece] = []
    blocks = _BLOCK.split(fact.text)
    sentences = [sentence for block in blocks for sentence in split_sentences(tidy(block))]
    for place, sentence in enumerate(sentences):
        if sentence.endswith("?") or re.search(language.grammar.caveat, sentence, re.IGNORECASE):
            continue
        for text, mark in _wordings(sentence, language):
            words = spoken_words(text, language.code)
            ends = text.split()[-1].casefold() if text.split() else ""
            if not mark or not 1 <= words <= LONGEST or len(text) < 4:
                continue
            if mark < 1 and ends in language.joints | language.stop:
                continue
            if _BROKEN.search(text) or text.count("(") != text.count(")"):
                continue
            if text.split()[0].casefold().strip(",") in language.grammar.dangling:
                continue
            if text.count(":") > 1 or text.count('"') % 2 or any(piece.text == capital(text) for piece in pieces):
                continue
            label = _LABEL.match(text)
            shape = _shape_of(text, language)
            staged = fact.kind not in ASSURANCES
            nice = 1.0 if 3 <= words <= 10 else 0.75
            pieces.append(
                Piece(
                    fact=fact.id,
                    kind="feature" if staged else fact.kind,
                    order=order,
                    text=capital(text),
                    shape=shape,
                    label=label[1].strip() if label else "",
                    value=label[2].strip() if label else "",
                    themes=themes_of(text, language),
                    words=words,
                    determined=bool(re.match(language.grammar.determined, text)),
                    indefinite=_indefinite(text, shape, language),
                    figure=_figure(text, language) if staged else "",
                    core=capital(_core(text, language)),
                    content=content(text, language.stop),
                    quality=mark * nice * weight * (0.97**place),
                )
            )
    return pieces


def understand(product: Product, language: Language) -> list[Piece]:
    """The wordings of all features, then of the description where it says something more."""
    pieces: list[Piece] = []
    for order, fact in enumerate(product.features):
        pieces += pieces_of(fact, order, language)
    known = [piece.content for piece in pieces]
    for fact in product.all_of("description"):
        for piece in pieces_of(fact, len(product.features), language, weight=0.8):
            if all(overlap(piece.content, other) < 0.6 for other in known):
                pieces.append(piece)
    return pieces
