"""Proof: every number, price, award, guarantee and quotation of a script must be among the facts it names.

It works on the finished text and knows nothing of how it was written, so that it holds for a text given
by hand as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pitchreel.documents import Product, Script
from pitchreel.documents.product import Fact
from pitchreel.documents.script import Line
from pitchreel.errors import LanguageError
from pitchreel.script.language import Language, find_language
from pitchreel.script.money import discount_percent, show_rating
from pitchreel.script.words import plain

_NUMBER = re.compile(r"(?<![\w.,])[-−+]?(\d+(?:[.,\u00a0\u202f’']\d{3}(?!\d))*(?:[.,]\d+)?)")
_QUOTED = re.compile(r"[“„«»\"]([^“”„«»\"]{3,})[”“«»\"]")
_MONEY = "$€£¥₹₩₽₺"
_PRICES = ("price", "list_price", "price_high")
_SIGNS = {
    "$": {"USD", "CAD", "AUD", "NZD", "SGD", "MXN"},
    "€": {"EUR"},
    "£": {"GBP"},
    "¥": {"JPY", "CNY"},
    "₹": {"INR"},
}


def check_claims(script: Script, product: Product) -> tuple[str, ...]:
    """What the script says and the product's facts do not; empty when everything is proven.

    A line of a written script may lean on the facts that it lists and on no other; a text of one's own
    lists none and may lean on all of them.
    """
    try:
        language: Language | None = find_language(script.language)
    except LanguageError:
        language = None
    known = {fact.id: fact for fact in product.facts}
    problems: list[str] = []
    steps = sum(1 for line in script.lines if line.step)
    for place, line in enumerate(script.lines, start=1):
        missing = [name for name in line.facts if name not in known]
        problems += [f"Line {place} leans on {name!r}, which the product does not have" for name in missing]
        facts = [known[name] for name in line.facts if name in known]
        if script.style == "own":
            facts = list(product.facts)
        for problem in _line_problems(line, facts, product, language, steps):
            problems.append(f"Line {place}: {problem}")
    return tuple(dict.fromkeys(problems))


def _line_problems(
    line: Line, facts: list[Fact], product: Product, language: Language | None, steps: int
) -> Iterator[str]:
    allowed = _numbers_of(facts, product)
    source = plain(_stated(facts))
    for text in dict.fromkeys((line.shown, line.spoken, line.headline, line.figure)):
        yield from _number_problems(text, allowed, facts, product)
        for quote in _QUOTED.findall(text):
            if plain(quote) not in source:
                yield f"“{quote.strip()}” is quoted from none of its facts"
        if language is not None:
            yield from _word_problems(text, allowed, facts, language, steps)


def _stated(facts: list[Fact]) -> str:
    """All that the facts say, without the marks that shops emphasise with."""
    return " ".join(" ".join(fact.text for fact in facts).replace("*", "").split())


def values_of(number: str) -> set[Decimal]:
    """What a written number can mean: "1,286" is 1286 or, where the comma is a decimal mark, 1.286."""
    bare = re.sub(r"[\s’']", "", number)
    forms = {bare.replace(",", ""), bare.replace(".", "").replace(",", ".")}
    found: set[Decimal] = set()
    for form in forms:
        try:
            found.add(Decimal(form).normalize())
        except InvalidOperation:
            continue
    return found


def _numbers_of(facts: list[Fact], product: Product) -> set[Decimal]:
    """Every number that the facts state, and those that follow from them: the saving and its share."""
    allowed: set[Decimal] = set()
    for fact in facts:
        if fact.number is not None:
            allowed.add(fact.number.normalize())
        for number in re.findall(r"\d+(?:[.,\u00a0\u202f’']\d+)*", fact.text):
            allowed |= values_of(number)
            for part in re.findall(r"\d+", number):
                allowed.add(Decimal(part).normalize())
        if fact.kind == "rating":
            allowed.add(Decimal(5))
            if fact.number is not None:
                allowed.add(show_rating(fact.number).normalize())
    kinds = {fact.kind for fact in facts}
    price, before = product.number("price"), product.number("list_price")
    if {"price", "list_price"} <= kinds and price is not None and before is not None and 0 < price < before:
        allowed |= {(before - price).normalize(), Decimal(discount_percent(price, before))}
    return allowed


def _number_problems(text: str, allowed: set[Decimal], facts: list[Fact], product: Product) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        verbatim = re.search(rf"(?<!\d){re.escape(match[1])}(?!\d)", _stated(facts))
        if not verbatim and not values_of(match[1]) & allowed:
            yield f"the number {match[1]} is in none of its facts"
            continue
        before, after = text[max(match.start() - 2, 0) : match.start()], text[match.end() :].lstrip()
        if after.startswith("%") and not _share_stated(match[1], facts, product):
            yield f"{match[1]} % is in none of its facts"
        currency = next((sign for sign in _MONEY if sign in before or after.startswith(sign)), "")
        if currency and not _money_stated(currency, match[1], facts, product):
            yield f"{currency}{match[1]} is no price of its facts"


def _share_stated(number: str, facts: list[Fact], product: Product) -> bool:
    price, before = product.number("price"), product.number("list_price")
    if {"price", "list_price"} <= {fact.kind for fact in facts} and price is not None and before is not None:
        return Decimal(discount_percent(price, before)) in values_of(number)
    return any(re.search(rf"(?<!\d){re.escape(number)}\s?(?:%|per ?cent|Prozent)", fact.text) for fact in facts)


def _money_stated(sign: str, number: str, facts: list[Fact], product: Product) -> bool:
    prices = {fact.kind: fact.number for fact in facts if fact.kind in _PRICES and fact.number is not None}
    amounts = {amount.normalize() for amount in prices.values()}
    if {"price", "list_price"} <= prices.keys():
        amounts.add((prices["list_price"] - prices["price"]).normalize())
    if values_of(number) & amounts and (
        not product.currency or product.currency in _SIGNS.get(sign, {product.currency})
    ):
        return True
    return any(sign in fact.text and values_of(number) & _numbers_of([fact], product) for fact in facts)


def _word_problems(
    text: str, allowed: set[Decimal], facts: list[Fact], language: Language, steps: int
) -> Iterator[str]:
    stated = _stated(facts)
    names = plain(" ".join(fact.text for fact in facts if fact.kind in ("name", "brand", "site_name")))
    for pattern in language.claims.needs_proof:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            word = match[0]
            stem = plain(word).split()[0][:5] if plain(word) else word
            if re.search(pattern, stated, re.IGNORECASE) and stem in plain(stated):
                continue
            yield f"“{word}” is in none of its facts"
    for pattern in language.claims.first_person:
        unquoted = _QUOTED.sub("", text)
        if used := re.search(pattern, unquoted, re.IGNORECASE):
            yield f"“{used[0]}” claims to have used the product"
    structural = "|".join(language.claims.structural)
    for word, value in language.claims.numbers.items():
        for match in re.finditer(rf"(?<![\w-]){word}(?![\w])", text, re.IGNORECASE):
            if Decimal(str(value)).normalize() in allowed or word in plain(stated).split() or word in names.split():
                continue
            around = text[max(0, match.start() - 24) : match.end() + 24]
            counts = re.search(rf"\b(?:{structural})\b", around, re.IGNORECASE) or match.start() == 0
            if steps and counts and value <= steps:
                continue
            yield f"the number “{match[0]}” is in none of its facts"
