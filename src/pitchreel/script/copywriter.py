"""The doors of the room: a Script from a product, several to choose from, or one from a text of one's own."""

from __future__ import annotations

import re
from random import Random

from pitchreel.documents import Product, Script
from pitchreel.documents.script import Line, Role
from pitchreel.errors import EmptyScript, LanguageError
from pitchreel.script.catalogue import find_script_style, script_styles
from pitchreel.script.claims import check_claims, values_of
from pitchreel.script.language import Language, find_language
from pitchreel.script.subject import Subject, read_subject
from pitchreel.script.words import content, overlap, split_sentences, spoken_words
from pitchreel.script.writer import budget_of, compose

DEFAULT_STYLE = "discovery"
_HEADLINE_WORDS = 6
_FIGURES = ("price", "list_price", "price_high", "rating", "review_count")
_SILENT = ("currency", "language", "identifier", "availability", "site_name")


def write_script(
    product: Product, *, style: str | None = None, length: int = 30, language: str | None = None, seed: int = 0
) -> Script:
    """An ad of ``length`` seconds in a script style; the same arguments give the same words.

    ``language`` is that of the product unless said. Raises UnknownName for a style, LanguageError for
    a language that there is no file for. A page with few facts gives a shorter text and a warning.
    """
    chosen = find_script_style(style or DEFAULT_STYLE)
    tongue = find_language(language or product.language)
    subject = read_subject(product, tongue)
    if not subject.name:
        raise EmptyScript("The product has no name, so there is nothing to say about it", "Give it a name")
    lines = tuple(
        Line(
            role=beat.role,
            shown=filled.text,
            spoken=filled.text,
            facts=filled.facts,
            headline=_headline(filled.headline, filled.text, beat.role),
            figure=filled.figure,
            step=step,
            media=_media(product, filled.facts),
        )
        for beat, filled, step in compose(chosen, length, subject, f"{seed} {chosen.id} {length} {product.name}")
    )
    script = Script(
        title=subject.name,
        style=chosen.id,
        language=language or product.language,
        length=length,
        seed=seed,
        lines=lines,
        call_to_action=_button(subject, seed),
    )
    return script.model_copy(update={"warnings": _warnings(script, product, subject)})


def write_variants(
    product: Product,
    *,
    n: int,
    style: str | None = None,
    length: int = 30,
    language: str | None = None,
    seed: int = 0,
) -> tuple[Script, ...]:
    """``n`` ads of one product: in the style that was named, or in as many as there are; then with further seeds."""
    styles = [find_script_style(style)] if style else [entry for entry in script_styles() if not entry.body]
    Random(f"variants {seed}").shuffle(styles)
    styles.sort(key=lambda entry: entry.id != DEFAULT_STYLE)
    return tuple(
        write_script(
            product,
            style=styles[index % len(styles)].id,
            length=length,
            language=language,
            seed=seed + index // len(styles),
        )
        for index in range(n)
    )


def own_script(text: str, product: Product, *, length: int = 30, language: str | None = None) -> Script:
    """A Script from a text of one's own: a line for each sentence or two, claims looked at and warned about.

    Any language will do. Blank lines and line ends part lines; raises EmptyScript when there is no word.
    """
    code = language or product.language
    lines: list[str] = []
    for block in re.split(r"\n+", text):
        for sentence in split_sentences(" ".join(block.split())):
            # "Yes." alone is no scene: it goes with its neighbour.
            if lines and len(sentence.split()) < 3 and len(lines[-1].split()) < 9:
                lines[-1] = f"{lines[-1]} {sentence}"
            else:
                lines.append(sentence)
    lines = [line for line in lines if re.search(r"\w", line)]
    if not lines:
        raise EmptyScript("The script has no words", "Give at least one sentence")
    try:
        tongue: Language | None = find_language(code)
    except LanguageError:
        tongue = None
    written = tuple(
        Line(
            role=_place_role(index, len(lines)),
            shown=line,
            spoken=line,
            facts=_leaning(line, product, tongue.stop if tongue else frozenset()),
            headline=_headline("", line, "benefit"),
        )
        for index, line in enumerate(lines)
    )
    button = _button(read_subject(product, tongue), 0) if tongue and product.name else ""
    script = Script(title=product.name, style="own", language=code, length=length, lines=written, call_to_action=button)
    warnings = list(check_claims(script, product))
    _, high = budget_of(length, tongue.grammar.pace if tongue else 1.0)
    words = sum(spoken_words(line.spoken, code) for line in written)
    if words > high * 1.15:
        warnings.append(f"The text has {words} spoken words; {length} seconds hold about {high}")
    return script.model_copy(update={"warnings": tuple(warnings)})


def _headline(given: str, text: str, role: Role) -> str:
    """The given large type, or what of the line is short enough for it; a call to action has its button instead."""
    if given and len(given.split()) <= _HEADLINE_WORDS:
        return given.strip().rstrip(".:,")
    if role == "call_to_action":
        return ""
    for part in (text, *split_sentences(text)):
        if 2 <= len(part.split()) <= _HEADLINE_WORDS and not part.endswith(":"):
            return part.rstrip(".")
    return ""


def _media(product: Product, facts: tuple[str, ...]) -> tuple[str, ...]:
    held = {fact.id: fact.media for fact in product.facts}
    return tuple(dict.fromkeys(item for fact in facts if fact.startswith("feature") for item in held[fact]))


def _button(subject: Subject, seed: int) -> str:
    goods = subject.language.goods
    buttons = goods[subject.goods].lines.get("cta") or goods["general"].lines["cta"]
    if subject.gone:
        buttons = goods["general"].lines.get("cta_gone", buttons)
    return Random(f"button {seed}").choice(buttons)


def _place_role(index: int, count: int) -> Role:
    if index == 0:
        return "hook"
    return "call_to_action" if index == count - 1 and count > 2 else "benefit"


def _leaning(line: str, product: Product, stop: frozenset[str]) -> tuple[str, ...]:
    """Facts that a line of someone's own says something of: their words, or a price or rating in figures."""
    words = content(line, stop)
    numbers = {value for number in re.findall(r"\d+(?:[.,]\d+)*", line) for value in values_of(number)}
    found = []
    for fact in product.facts:
        if fact.kind in _FIGURES:
            leans = fact.number is not None and fact.number.normalize() in numbers
        else:
            leans = fact.kind not in _SILENT and overlap(content(fact.text, stop), words) >= 0.5
        if leans:
            found.append(fact.id)
    return tuple(found)


def _warnings(script: Script, product: Product, subject: Subject) -> tuple[str, ...]:
    warnings: list[str] = []
    if product.language.split("-")[0].casefold() != subject.language.code:
        warnings.append(
            f"The page is in {product.language!r}, the script in {subject.language.code!r}: "
            "only name, price and rating are used, nothing is translated"
        )
    low, _ = budget_of(script.length, subject.language.grammar.pace)
    words = sum(spoken_words(line.spoken, subject.language.code) for line in script.lines)
    if words < low:
        warnings.append(
            f"The page has few facts: the text has {words} spoken words, {script.length} seconds hold about {low}"
        )
    if subject.gone:
        warnings.append("The page says that the product cannot be had at the moment")
    return tuple(warnings)
