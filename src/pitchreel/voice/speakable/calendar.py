"""Dates, times of day, ordinals and decades."""

from __future__ import annotations

import re

from pitchreel.voice.speakable import numbers
from pitchreel.voice.speakable.language import Speech
from pitchreel.voice.speakable.pieces import GAP, Piece, Rule, rule


def calendar_rules(rules: Speech) -> list[Rule]:
    """Rules for dates, times, ordinals and decades."""
    found = _date_rules(rules)
    found.append(rule(r"(?P<hour>[01]?\d|2[0-4])(?P<sign>:)(?P<minute>[0-5]\d)(?![\d:])", _time))
    found += _ordinal_rules(rules)
    if rules.decades:
        found.append(rule(r"['’]?(?P<decade>(?:1[89]|20)?\d0)(?:['’]?s|er)(?!\w)", _decade))
    return found


def _date_rules(rules: Speech) -> list[Rule]:
    found = [rule(r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)", _date)]
    day, month = r"0?[1-9]|[12]\d|3[01]", r"0?[1-9]|1[0-2]"
    year = r"(?:19|20)\d\d"
    if rules.date_order == "mdy":
        found.append(rule(rf"(?P<m>{month})/(?P<d>{day})/(?P<y>{year})(?!\d)", _date))
    else:
        found.append(rule(rf"(?P<d>{day})(?P<sep>[./])(?P<m>{month})(?P=sep)(?P<y>{year})?(?!\d)", _date))
    names = {name: number for number, name in enumerate(rules.months, 1)} | rules.short_months
    if names:
        inner = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        tail = rf"(?:,?{GAP}(?P<y>{year})(?!\d))?"
        suffix = "|".join(rules.ordinal_suffixes)
        end = rf"(?:{suffix})?" if suffix else r"\.?"
        found.append(rule(rf"(?P<d>{day}){end}{GAP}(?P<name>{inner})(?!\w)\.?{tail}", _date))
        if rules.date_order == "mdy":
            found.append(rule(rf"(?P<name>{inner})\.?{GAP}(?P<d>{day}){end}(?![\d.,]\d|\d){tail}", _date))
        found.append(rule(rf"(?P<name>{inner})(?!\w)\.?{GAP}(?P<y>{year})(?!\d)", _month))
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


def _ordinal_rules(rules: Speech) -> list[Rule]:
    found = []
    if rules.ordinal_suffixes:
        found.append(rule(rf"(?P<n>\d{{1,4}})(?:{'|'.join(rules.ordinal_suffixes)})(?!\w)", _ordinal, re.I))
    if rules.ordinal_nouns:
        found.append(rule(rf"(?P<n>\d{{1,2}})\.(?={GAP}(?P<noun>{'|'.join(rules.ordinal_nouns)})\b)", _ordinal))
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
