"""Measures, ranges, ratios, fractions and bare numbers: 210 g, 50 × 50 cm, 20–30 %, 4.7/5, 2½, 3x."""

from __future__ import annotations

import re

from pitchreel.voice.speakable import numbers
from pitchreel.voice.speakable.language import SPACES, Speech
from pitchreel.voice.speakable.names import is_spelled
from pitchreel.voice.speakable.numbers import Number, counted, parse_number, plain_amount
from pitchreel.voice.speakable.pieces import DASH, EDGE, GAP, MINUS, Piece, Rule, any_of, look_up, rule


def measure_rules(rules: Speech, number: str) -> list[Rule]:
    """Rules for what is counted and measured; ``number`` is the pattern of a number."""
    found = []
    if rules.before_number:
        found.append(rule(any_of(rules.before_number, rf"(?={GAP}\d)"), _before_number, re.I))
    if rules.fractions:
        found.append(rule(any_of(rules.fractions, r"(?![\w/.,]\d|\w)"), _fraction))
    if rules.mixed:
        found.append(rule(rf"(?P<whole>\d+){GAP}(?P<sign>[{''.join(rules.mixed)}])", _mixed))
    found.append(rule(rf"(?P<number>\d{{1,3}})(?P<sign>[x×])(?![\w])(?!{GAP}\d)", _multiple))
    found.append(rule(rf"{DASH}(?=\s*\d)", _range_dash))
    found.append(rule(_chain_pattern(rules, number), _chain))
    return found


def _chain_pattern(rules: Speech, number: str) -> str:
    units = sorted(rules.units, key=len, reverse=True)
    inner = "|".join(re.escape(unit) for unit in units) or "(?!)"
    operator = rf"{GAP}(?:{DASH}|[x×*/:]){GAP}"
    return (
        rf"(?:(?<![^\s(])(?P<minus>{MINUS}))?(?P<chain>{number}(?:{operator}(?:{number}))*)"
        rf"(?:(?P<gap>{GAP}-?)(?P<unit>{inner}){EDGE}(?P<stop>\.(?=\s*\S))?)?(?![^\W_])"
    )


def _chain(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    """Numbers joined by signs, with a unit at the end or none: 210 g, 50 × 50 cm, 20–30 %, 4.7/5, 16:9."""
    text, origin = match["chain"], match.start("chain")
    parts = list(re.finditer(numbers.number_pattern(rules), text))
    values = [parse_number(part[0], rules) for part in parts]
    unit = rules.units.get(match["unit"]) if match["unit"] else None
    before = match.string[: match.start()].rstrip()
    if unit and match["unit"] in rules.spaced_units and not match["gap"]:
        return None
    pieces: list[Piece] = []
    if match["minus"]:
        pieces.append(Piece(match.start("minus"), match.end("minus"), rules.word("minus")))
    for index, (part, value) in enumerate(zip(parts, values, strict=True)):
        if index:
            sign = text[parts[index - 1].end() : part.start()]
            word = _operator(sign.strip(SPACES), values[index - 1], value, len(values), match["unit"] or "", rules)
            pieces.append(Piece(origin + parts[index - 1].end(), origin + part.start(), word))
        last = index == len(parts) - 1
        if last and unit:
            said = counted(value.whole, unit.gender, rules) if value.digits is None else plain_amount(value, rules)
        elif len(parts) == 1:
            said = _lone_number(value, match, before, rules)
        else:
            said = numbers.spoken(value, rules)
        pieces.append(Piece(origin + part.start(), origin + part.end(), said))
    if unit:
        single = values[-1] == Number(1, written="1") or _is_adjective(match, before, rules)
        pieces.append(Piece(match.start("unit"), match.end("unit"), unit.one if single else unit.many))
        after = match.string[match.end() :].lstrip()
        if match["stop"] and (match["unit"] in rules.stop_units or not after[:1].isupper()):
            pieces.append(Piece(match.start("stop"), match.end("stop"), ""))
    return pieces


def _is_adjective(match: re.Match[str], before: str, rules: Speech) -> bool:
    """Whether a measure is part of a noun, in languages that then leave the unit single: a 12 ounce cup."""
    if not rules.singular_after:
        return False
    words = before.split()
    following = re.match(r"\s([a-z]+)\b", match.string[match.end() :])
    return (
        match["gap"].endswith("-")
        or (bool(words) and words[-1].lower() in rules.singular_after)
        or (following is not None and following[1] not in rules.plural_before)
    )


def _operator(sign: str, first: Number, second: Number, count: int, unit: str, rules: Speech) -> str:
    """The word for the sign between two numbers."""
    if sign in "x×*":
        pack = rules.small_times and count == 2 and first.whole <= 12 and unit not in rules.lengths and unit != ""
        return rules.word("times" if pack else "by")
    if sign == "/":
        scale = second.digits is None and second.whole in (5, 10, 100) and first.value <= second.value
        return rules.word("of") if scale else ""
    if sign == ":":
        return rules.word("ratio")
    return rules.word("range") if first.value < second.value else ""


def _lone_number(value: Number, match: re.Match[str], before: str, rules: Speech) -> str:
    """A number with nothing beside it: a year, a model's number, or a count."""
    words = before.split()
    previous = words[-1] if words else ""
    following = match.string[match.end() :].split(maxsplit=1)
    written = value.written
    if value.digits is None and not value.grouped and len(written) == 4:
        if is_spelled(previous.strip("().,"), rules) and value.whole % 100 and written[0] != "0":
            return numbers.pairs(written, rules)
        spaced = match.string[match.end() : match.end() + 1].isspace()
        noun = (
            spaced
            and bool(following)
            and (following[0][:1].islower() if rules.year_in_pairs else following[0][:1].isalpha())
        )
        cued = previous.lower().strip("(") in rules.year_after
        if rules.year_after and 1900 <= value.whole < 2100 and (cued or not noun):
            return numbers.year(value.whole, rules)
    if (
        value.whole == 1
        and value.digits is None
        and following
        and following[0][:1].isupper()
        and "noun" in rules.one_before
    ):
        return rules.one_before["noun"]
    return numbers.spoken(value, rules)


def _range_dash(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    """The dash between two measures: 5"-8", or 10 g - 20 g where both have the same unit."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not before[-1:].isspace():
        close = re.search(r"\d\S?$", before) is not None and after[:1].isdigit()
        return [Piece(match.start(), match.end(), rules.word("range"))] if close else None
    unit = re.search(r"\d\s?([^\s\d.,]+)\s+$", before)
    other = re.match(r"\s+[\d.,]*\d\s?([^\s\d.,]+)", after)
    if unit and other and unit[1] == other[1]:
        return [Piece(match.start(), match.end(), rules.word("range"))]
    return None


def _before_number(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    found = look_up(match, rules.before_number)
    return [Piece(match.start(), match.end(), found[1])] if found else None


def _mixed(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    """2½: two and a half."""
    whole = numbers.cardinal(int(match["whole"]), rules)
    spoken = rules.mixed_form.format(whole=whole, fraction=rules.mixed[match["sign"]])
    return [Piece(match.start(), match.end(), spoken)]


def _fraction(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    after = match.string[match.end() :].lstrip()
    table = rules.fractions_before_noun if after[:1].isupper() else {}
    return [Piece(match.start(), match.end(), table.get(match["key"], rules.fractions[match["key"]]))]


def _multiple(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    """2x: two times."""
    number = numbers.cardinal(int(match["number"]), rules)
    if match["number"] == "1" and "n" in rules.one_before:
        number = rules.one_before["n"]
    return [Piece(match.start(), match.end(), rules.multiple.format(number=number))]
