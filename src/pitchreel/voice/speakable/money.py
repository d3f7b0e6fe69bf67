"""Amounts of money: $49.00, 17,90 €, EUR 20 – 30."""

from __future__ import annotations

import re

from pitchreel.voice.speakable import numbers
from pitchreel.voice.speakable.language import Currency, Speech
from pitchreel.voice.speakable.numbers import Number, counted, parse_number, plain_amount
from pitchreel.voice.speakable.pieces import DASH, GAP, MINUS, Piece, Rule, rule


def money_rules(rules: Speech, number: str) -> list[Rule]:
    """Rules for amounts of money; ``number`` is the pattern of a number."""
    symbols = sorted((symbol for item in rules.currencies.values() for symbol in item.symbols), key=len, reverse=True)
    if not symbols:
        return []
    inner = "|".join(re.escape(symbol) + (r"(?![^\W\d])" if symbol[-1].isalpha() else "") for symbol in symbols)
    amount = rf"(?P<amount>{number})(?:[.,][-–—]+)?"
    to = rf"(?:{GAP}(?P<dash>{DASH}){GAP}(?:{inner})?{GAP}(?P<upto>{number}))?"
    return [
        rule(rf"(?P<minus>{MINUS})?(?P<currency>{inner}){GAP}{amount}{to}(?!\d)", _price_before),
        rule(rf"(?P<minus>{MINUS})?{amount}{to}(?P<gap>{GAP}-?)(?P<currency>{inner})", _price_after),
    ]


def _currency(symbol: str, rules: Speech) -> Currency:
    return next(item for item in rules.currencies.values() if symbol in item.symbols)


def _price_words(number: Number, currency: Currency, rules: Speech, *, noun: bool = False) -> tuple[str, str]:
    """An amount before and after the name of the currency has begun: ("forty nine", "dollars ninety five")."""
    cents = int((number.digits or "0").ljust(2, "0")[:2])
    if number.digits and len(number.digits) > 2:
        return plain_amount(number, rules), currency.names[1]
    if number.whole == 0 and cents and currency.minor[0]:
        return numbers.cardinal(cents, rules), currency.minor[cents != 1]
    single = number.whole == 1 or noun
    head = counted(number.whole, "m", rules)
    name = currency.names[0 if single else 1]
    return head, f"{name} {numbers.cardinal(cents, rules)}" if cents else name


def _price_before(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    currency = _currency(match["currency"], rules)
    number = parse_number(match["amount"], rules)
    minus = f"{rules.word('minus')} " if match["minus"] else ""
    start = match.start("minus") if match["minus"] else match.start("currency")
    if not match["upto"]:
        before, after = match.string[:start].split(), match.string[match.end() :]
        noun = (
            bool(before) and before[-1].lower() in rules.singular_after and re.match(r"\s[^\W\d_]", after) is not None
        )
        return [Piece(start, match.end(), minus + " ".join(_price_words(number, currency, rules, noun=noun)))]
    upto = parse_number(match["upto"], rules)
    first = minus + _bare_amount(number, rules)
    return [
        Piece(start, match.end("amount"), first),
        Piece(match.start("dash"), match.end("dash"), rules.word("range")),
        Piece(match.end("dash"), match.end(), " ".join(_price_words(upto, currency, rules))),
    ]


def _bare_amount(number: Number, rules: Speech) -> str:
    cents = int((number.digits or "0").ljust(2, "0")[:2])
    head = numbers.cardinal(number.whole, rules)
    return f"{head} {numbers.cardinal(cents, rules)}" if cents else head


def _price_after(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    currency = _currency(match["currency"], rules)
    number = parse_number(match["upto"] or match["amount"], rules)
    noun = match["gap"].endswith("-")
    head, tail = _price_words(number, currency, rules, noun=noun)
    pieces = []
    start = match.start("amount")
    if match["minus"]:
        head = f"{rules.word('minus')} {head}"
        start = match.start("minus")
    if match["upto"]:
        first = parse_number(match["amount"], rules)
        pieces.append(Piece(start, match.end("amount"), _bare_amount(first, rules)))
        pieces.append(Piece(match.start("dash"), match.end("dash"), rules.word("range")))
        start = match.start("upto")
    pieces.append(Piece(start, match.start("gap"), head))
    pieces.append(Piece(match.start("currency"), match.end(), tail))
    return pieces
