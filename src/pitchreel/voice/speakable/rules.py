"""What a language does with prices, measures, dates, times, models and addresses: one rule for each way of writing.

A rule is a regular expression and a function that turns its match into pieces: stretches of the text with the words
they are spoken as. Rules are tried in order wherever a word may begin; the first that gives pieces wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pitchreel.voice.speakable import numbers
from pitchreel.voice.speakable.language import SPACES, Currency, Speech, speech
from pitchreel.voice.speakable.numbers import Number, parse_number


@dataclass(frozen=True)
class Piece:
    """The text from ``start`` to before ``end`` is spoken as ``words`` (separated by spaces); then ``mark``."""

    start: int
    end: int
    words: str
    mark: str = ""


Handler = Callable[[re.Match[str], Speech], list[Piece] | None]


@dataclass(frozen=True)
class Rule:
    """A way of writing, and how it is spoken."""

    pattern: re.Pattern[str]
    handle: Handler


GAP = f"[{SPACES}]?"
DASH = "[-–—−]"
MINUS = "[-–−]"
EDGE = r"(?![\w²³])"


@cache
def rules_of(language: str) -> tuple[Rule, ...]:
    """The rules of a language, in the order in which they are tried."""
    rules = speech(language)
    number = numbers.number_pattern(rules)
    found = [
        (r"(?:https?://)?(?:www\.)?(?P<host>(?:[\w-]+\.)+[a-z]{2,12})(?P<path>/[^\s]*)?(?![\w@])", _address, re.I),
        (r"(?P<user>[\w.+-]+)@(?P<host>(?:[\w-]+\.)+[a-z]{2,12})(?!\w)", _email, re.I),
        *_dates(rules),
        (r"(?P<hour>[01]?\d|2[0-4])(?P<sign>:)(?P<minute>[0-5]\d)(?![\d:])", _time, 0),
    ]
    found += _money(rules, number)
    found.append((_words_pattern(rules.before_number, rf"(?={GAP}\d)"), _before_number, re.I))
    found.append((_words_pattern(rules.fractions, r"(?![\w/.,]\d|\w)"), _fraction, 0))
    if rules.mixed:
        found.append((rf"(?P<whole>\d+){GAP}(?P<sign>[{''.join(rules.mixed)}])", _mixed, 0))
    found += _ordinals(rules)
    if rules.decades:
        found.append((r"['’]?(?P<decade>(?:1[89]|20)?\d0)(?:['’]?s|er)(?!\w)", _decade, 0))
    found.append((rf"(?P<number>\d{{1,3}})(?P<sign>[x×])(?![\w])(?!{GAP}\d)", _multiple, 0))
    found.append((rf"{DASH}(?=\s*\d)", _range_dash, 0))
    found.append((_chain_pattern(rules, number), _chain, 0))
    found.append((r"(?P<model>(?=[^\W_]*\d)(?=\d*[^\W\d_])[^\W_]+(?:-[^\W_]+)*)(?!\w)", _model, 0))
    found.append((_words_pattern(rules.abbreviations, ""), _abbreviation, re.I))
    found.append((_words_pattern(rules.lexicon, r"(?!\w)"), _lexicon, re.I))
    found.append((r"(?P<sign>[#@])(?P<name>[^\W\d_][\w]*)", _handle_name, 0))
    found.append((r"(?P<capitals>[^\W\d_]{2,6})(?P<plural>s?)(?!\w)", _capitals, 0))
    return tuple(Rule(re.compile(pattern, flags), handle) for pattern, handle, flags in found if pattern)


def _words_pattern(table: dict[str, str], after: str) -> str:
    if not table:
        return ""
    longest = sorted(table, key=len, reverse=True)
    inner = "|".join(re.escape(key).replace(r"\ ", f"[{SPACES}]?") for key in longest)
    return rf"(?P<key>{inner})(?<!\w(?=\w)){after}"


def _look_up(match: re.Match[str], table: dict[str, str]) -> tuple[str, str] | None:
    """The entry of a table that was matched without regard for case and spaces; the exact one first."""
    text = match["key"]
    if text in table:
        return text, table[text]
    key = re.sub(rf"[{SPACES}]", "", text).lower()
    for entry, spoken in table.items():
        if entry.replace(" ", "").lower() == key:
            return entry, spoken
    return None


# ---- addresses


def _address(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    host, path = match["host"], match["path"] or ""
    written = match[0].lower()
    known = re.search(
        r"\.(com|org|net|de|eu|io|co|shop|store|uk|fr|at|ch|es|it|nl|pl|us|app|example|info|biz)$", host, re.I
    )
    if not (written.startswith(("http", "www.")) or known):
        return None
    trailing = len(path) - len(path.rstrip(".,;:!?)"))
    end = match.end() - trailing
    return [Piece(match.start(), end, _dotted(host, rules))]


def _email(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    spoken = f"{_dotted(match['user'], rules)} {rules.word('at') or '@'} {_dotted(match['host'], rules)}"
    return [Piece(match.start(), match.end(), spoken)]


def _dotted(name: str, rules: Speech) -> str:
    dot = f" {rules.word('dot')} "
    return " ".join(re.sub(r"[-_+]", " ", name).replace(".", dot).split())


# ---- dates and times


def _dates(rules: Speech) -> list[tuple[str, Handler, int]]:
    found: list[tuple[str, Handler, int]] = [
        (r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)", _date, 0)
    ]
    day, month = r"0?[1-9]|[12]\d|3[01]", r"0?[1-9]|1[0-2]"
    year = r"(?:19|20)\d\d"
    if rules.date_order == "mdy":
        found.append((rf"(?P<m>{month})/(?P<d>{day})/(?P<y>{year})(?!\d)", _date, 0))
    else:
        found.append((rf"(?P<d>{day})[./](?P<m>{month})[./](?P<y>{year})?(?!\d)", _date, 0))
    names = {name: number for number, name in enumerate(rules.months, 1)} | rules.short_months
    if names:
        inner = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        tail = rf"(?:,?{GAP}(?P<y>{year})(?!\d))?"
        suffix = "|".join(rules.ordinal_suffixes)
        end = rf"(?:{suffix})?" if suffix else r"\.?"
        found.append((rf"(?P<d>{day}){end}{GAP}(?P<name>{inner})(?!\w)\.?{tail}", _date, 0))
        if rules.date_order == "mdy":
            found.append((rf"(?P<name>{inner})\.?{GAP}(?P<d>{day}){end}(?![\d.,]\d|\d){tail}", _date, 0))
        found.append((rf"(?P<name>{inner})(?!\w)\.?{GAP}(?P<y>{year})(?!\d)", _month, 0))
    return found


def _month_name(number: int, rules: Speech) -> str:
    return rules.months[number - 1] if rules.months else numbers.cardinal(number, rules)


def _month_number(match: re.Match[str], rules: Speech) -> int:
    groups = match.groupdict()
    if groups.get("m"):
        return int(groups["m"])
    name = match["name"]
    return rules.short_months[name] if name in rules.short_months else rules.months.index(name) + 1


def _date(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    """All in figures: the parts in the order of the language. With the month's name: in the order written."""
    day = _ordinal_word(int(match["d"]), match, rules, "er")
    month = _month_name(_month_number(match, rules), rules)
    spoken_year = numbers.year(int(match["y"]), rules) if match["y"] else ""
    if "name" not in match.groupdict():
        text = rules.date.format(day=day, month=month, year=spoken_year)
        return [Piece(match.start(), _without_stop(match), " ".join(text.split()))]
    if match.start("d") < match.start("name"):
        month = f"{rules.word('day_month')} {month}".strip()
    pieces = [Piece(*match.span("d"), day), Piece(*match.span("name"), month)]
    if match["y"]:
        pieces.append(Piece(*match.span("y"), spoken_year))
    pieces.sort(key=lambda piece: piece.start)
    ends = [*(piece.start for piece in pieces[1:]), _without_stop(match)]
    return [Piece(piece.start, end, piece.words) for piece, end in zip(pieces, ends, strict=True)]


def _month(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    month = _month_name(_month_number(match, rules), rules)
    return [
        Piece(match.start("name"), match.end("name"), month),
        Piece(match.start("y"), match.end("y"), numbers.year(int(match["y"]), rules)),
    ]


def _without_stop(match: re.Match[str]) -> int:
    """The end of a match, before a full stop that may end the sentence."""
    return match.end() - 1 if match[0].endswith(".") and match.end() == len(match.string.rstrip()) else match.end()


def _time(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    after = match.string[match.end() :]
    named = bool(rules.hour_word) and re.match(rf"{GAP}{rules.hour_word}\b", after) is not None
    meridiem = re.match(rf"{GAP}(?:[ap]\.?\s?m\b)", after, re.I) is not None
    said = numbers.cardinal(hour, rules)
    if hour == 1 and rules.one_before:
        said = rules.one_before["n"]
    if minute == 0:
        form = rules.full_hour if named or meridiem else rules.full_hour_bare
        text = form.format(hour=said)
    else:
        late = f"{rules.leading_zero} " if minute < 10 and rules.leading_zero and rules.year_in_pairs else ""
        text = rules.time.format(hour=said, minute=late + numbers.cardinal(minute, rules))
    if not named:
        return [Piece(match.start(), match.end(), text)]
    # "18:30 Uhr": the hour belongs to the first shown word, "Uhr dreißig" to the second.
    head, word, tail = text.partition(f" {rules.hour_word}")
    place = match.end() + after.index(rules.hour_word)
    return [
        Piece(match.start(), match.end(), head),
        Piece(place, place + len(rules.hour_word), (word + tail).strip()),
    ]


# ---- money


def _money(rules: Speech, number: str) -> list[tuple[str, Handler, int]]:
    symbols = sorted((symbol for item in rules.currencies.values() for symbol in item.symbols), key=len, reverse=True)
    if not symbols:
        return []
    inner = "|".join(re.escape(symbol) + (r"(?![^\W\d])" if symbol[-1].isalpha() else "") for symbol in symbols)
    amount = rf"(?P<amount>{number})(?:[.,][-–—]+)?"
    to = rf"(?:{GAP}(?P<dash>{DASH}){GAP}(?:{inner})?{GAP}(?P<upto>{number}))?"
    return [
        (rf"(?P<minus>{MINUS})?(?P<currency>{inner}){GAP}{amount}{to}(?!\d)", _price_before, 0),
        (rf"(?P<minus>{MINUS})?{amount}{to}(?P<gap>{GAP}-?)(?P<currency>{inner})", _price_after, 0),
    ]


def _currency(symbol: str, rules: Speech) -> Currency:
    return next(item for item in rules.currencies.values() if symbol in item.symbols)


def _price_words(number: Number, currency: Currency, rules: Speech, *, noun: bool = False) -> tuple[str, str]:
    """An amount before and after the name of the currency has begun: ("forty nine", "dollars ninety five")."""
    cents = int((number.digits or "0").ljust(2, "0")[:2])
    if number.digits and len(number.digits) > 2:
        return _amount(number, rules), currency.names[1]
    if number.whole == 0 and cents and currency.minor[0]:
        return numbers.cardinal(cents, rules), currency.minor[cents != 1]
    single = number.whole == 1 or noun
    head = _one(number.whole, "m", rules)
    name = currency.names[0 if single else 1]
    return head, f"{name} {numbers.cardinal(cents, rules)}" if cents else name


def _amount(number: Number, rules: Speech) -> str:
    whole = number.digits is not None and not number.digits.strip("0")
    return numbers.spoken(Number(number.whole, grouped=True) if whole else number, rules)


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


def _one(value: int, gender: str, rules: Speech) -> str:
    """A count before its unit: "ein Gramm", "eine Stunde", "einundzwanzig"."""
    if value == 1 and gender in rules.one_before:
        return rules.one_before[gender]
    return numbers.cardinal(value, rules)


# ---- measures


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
            said = _one(value.whole, unit.gender, rules) if value.digits is None else _amount(value, rules)
        elif len(parts) == 1:
            said = _lone_number(value, match, before, rules)
        else:
            said = numbers.spoken(value, rules)
        pieces.append(Piece(origin + part.start(), origin + part.end(), said))
    if unit:
        words = before.split()
        noun = match["gap"].endswith("-") or (bool(words) and words[-1].lower() in rules.singular_after)
        single = values[-1] == Number(1, written="1") or (noun and bool(rules.singular_after))
        pieces.append(Piece(match.start("unit"), match.end("unit"), unit.one if single else unit.many))
        after = match.string[match.end() :].lstrip()
        if match["stop"] and (match["unit"] in rules.stop_units or not after[:1].isupper()):
            pieces.append(Piece(match.start("stop"), match.end("stop"), ""))
    return pieces


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
        if _is_spelled(previous.strip("().,"), rules) and value.whole % 100 and written[0] != "0":
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


# ---- ordinals and decades


def _ordinals(rules: Speech) -> list[tuple[str, Handler, int]]:
    found: list[tuple[str, Handler, int]] = []
    if rules.ordinal_suffixes:
        found.append((rf"(?P<n>\d{{1,4}})(?:{'|'.join(rules.ordinal_suffixes)})(?!\w)", _ordinal, re.I))
    if rules.ordinal_nouns:
        found.append((rf"(?P<n>\d{{1,2}})\.(?={GAP}(?P<noun>{'|'.join(rules.ordinal_nouns)})\b)", _ordinal, 0))
    return found


def _ordinal(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    ending = rules.ordinal_forms.get(match.groupdict().get("noun") or "", rules.ordinal_forms.get("default", ""))
    return [Piece(match.start(), match.end(), _ordinal_word(int(match["n"]), match, rules, ending))]


def _ordinal_word(value: int, match: re.Match[str], rules: Speech, ending: str) -> str:
    """An ordinal with the ending that the word before it or the noun asks for, in languages that bend it."""
    word = numbers.ordinal(value, rules)
    if not rules.ordinal_forms:
        return word
    before = match.string[: match.start()].split()
    weak = rules.ordinal_weak_after.get(before[-1].lower()) if before else None
    return word.removesuffix("e") + (weak or ending)


def _decade(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    number = int(match["decade"])
    if number % 100 == 0 and len(match["decade"]) < 4:
        return None
    tens = numbers.cardinal(number % 100, rules) if number % 100 else ""
    head = numbers.cardinal(number // 100, rules) if number >= 100 else ""
    if rules.language == "de":
        return [Piece(match.start(), match.end(), f"{head + 'hundert' if head else ''}{tens}er".replace(" ", ""))]
    if not tens:
        return None
    return [Piece(match.start(), match.end(), f"{head} {tens.removesuffix('y')}ies".strip())]


# ---- names, models, abbreviations


def _model(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    """Letters and digits in one: WH-1000XM5, M2, 4K, 12-pack."""
    pieces = []
    for part in re.finditer(r"\d+|[^\W\d_]+", match["model"]):
        place = match.start() + part.start()
        text = part[0]
        if text.isdigit():
            model = len(text) == 4 and int(text) % 100 != 0 and text[0] != "0"
            said = numbers.pairs(text, rules) if model else numbers.spoken(Number(int(text), written=text), rules)
        elif text.lower() in rules.number_abbreviations:
            said = rules.abbreviations[text.lower()]
        elif text.isupper() and (len(text) <= 3 or _is_spelled(text, rules)):
            said = spell(text, rules)
        else:
            said = spell(text.upper(), rules) if len(text) == 1 else text
        pieces.append(Piece(place, place + len(text), said))
    return pieces


def _before_number(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    found = _look_up(match, rules.before_number)
    return [Piece(match.start(), match.end(), found[1])] if found else None


def _abbreviation(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    found = _look_up(match, rules.abbreviations)
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
    found = _look_up(match, rules.lexicon)
    return [Piece(match.start(), match.end(), found[1])] if found else None


def _handle_name(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    sign = rules.word("hashtag" if match["sign"] == "#" else "at")
    return [Piece(match.start(), match.end(), f"{sign} {match['name'].replace('_', ' ')}".strip())]


def _capitals(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    text = match["capitals"]
    if not _is_spelled(text, rules):
        return None
    said = spell(text, rules)
    return [Piece(match.start(), match.end(), f"{said}'s" if match["plural"] else said)]


def _is_spelled(text: str, rules: Speech) -> bool:
    """Whether capitals are said letter by letter: by the language's lists, or for want of a vowel."""
    if not (text.isupper() and text.isalpha() and len(text) > 1) or text in rules.acronyms:
        return False
    return text in rules.initialisms or (text.isascii() and not re.search("[AEIOUY]", text))


def spell(text: str, rules: Speech) -> str:
    """The letters one by one."""
    return " ".join(rules.letters.get(letter, letter) for letter in text)
