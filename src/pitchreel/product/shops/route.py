"""A shop's route: the places where its pages say things, as data, and one reading of its own where data do not do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from selectolax.lexbor import LexborNode

from pitchreel.documents.product import FactKind
from pitchreel.product.reading.addresses import largest
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.language import claimed_language
from pitchreel.product.reading.lines import add_line
from pitchreel.product.reading.money import currency_code, join_split, read_money, read_number
from pitchreel.product.reading.page import Page, attribute, node_text
from pitchreel.product.reading.schema import add_rating
from pitchreel.product.reading.text import strip_markup

Reading = Callable[[Page, Findings], None]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a shop's pages say things. A place is a CSS selector, with ``@attribute`` where not the words are meant.

    The page is this shop's if its host ends in one of ``hosts`` (``amazon.*`` is any country) or a string of ``signs``
    stands among its addresses and classes; with ``needs`` that selector must find something as well. Of ``name``,
    ``price``, ... the first place that says something counts; of ``features`` and ``pictures`` all that the first
    fruitful place finds.
    """

    id: str
    hosts: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    needs: str = ""
    name: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    price: tuple[str, ...] = ()
    list_price: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    rating: tuple[str, ...] = ()
    review_count: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    settles: frozenset[FactKind] = frozenset()
    """Kinds for which no other place is asked, even where this one says nothing."""
    read: Reading | None = None
    """A reading of the shop's own, done first."""
    weight: float = 0.95

    def fits(self, page: Page) -> bool:
        """Whether a page is this shop's."""
        host = f".{page.host}"
        here = any(f".{end[:-1]}" in host if end.endswith(".*") else host.endswith(f".{end}") for end in self.hosts)
        here = here or any(page.says(sign) for sign in self.signs)
        return here and (not self.needs or page.first(self.needs) is not None)

    def apply(self, page: Page, findings: Findings) -> None:
        """Lay what stands in the shop's places on the table."""
        if self.read is not None:
            self.read(page, findings)
        findings.settled |= self.settles
        self._words(page, findings)
        self._prices(page, findings)
        self._numbers(page, findings)
        for place, node in first_fruitful(page, self.features):
            add_line(findings, node_text(node, 1500), "dom", place, 0.85)
        for place, node in first_fruitful(page, self.reviews):
            words = node_text(node, 600)
            if len(words) >= 12:
                findings.add("review", words, "dom", place, 0.7)
        for place, node in first_fruitful(page, self.pictures):
            name = place.partition("@")[2]
            address, width = (page.absolute(attribute(node, name)), 0) if name else largest(page, node)
            findings.show(address, "dom", place, self.weight, description=attribute(node, "alt"), width=width)

    def _words(self, page: Page, findings: Findings) -> None:
        kinds: tuple[tuple[FactKind, tuple[str, ...]], ...] = (
            ("name", self.name),
            ("brand", self.brand),
            ("availability", self.availability),
        )
        for kind, given in kinds:
            for place, words in said_at(page, given):
                findings.add(kind, words[:300], "dom", place, self.weight)
                break
        for place in self.description:
            node = page.first(place)
            text = strip_markup(node.html or "") if node is not None else ""
            if len(text) > 20:
                findings.add("description", text, "dom", place, self.weight)
                break

    def _prices(self, page: Page, findings: Findings) -> None:
        for kind, given in (("price", self.price), ("list_price", self.list_price)):
            for place, words in said_at(page, given):
                money = read_money(join_split(words, cents=True))
                if money is not None and money.amount > 0:
                    code = currency_code(money.sign, countries(page))
                    findings.add(
                        "price" if kind == "price" else "list_price",
                        money.quote,
                        "dom",
                        place,
                        self.weight,
                        number=money.amount,
                        currency=code,
                        quote=words,
                    )
                    break

    def _numbers(self, page: Page, findings: Findings) -> None:
        for place, words in said_at(page, self.rating):
            value = read_number(words)
            best = re.search(r"(?:/|out of|von|sur|su|de|van|av|z|/)\s{0,3}(5|10|100)\b", words)
            if value is not None:
                add_rating(findings, value, Decimal(best[1]) if best else None, "dom", place, self.weight, quote=words)
                break
        for place, words in said_at(page, self.review_count):
            number = whole_number(words)
            if number is not None:
                findings.add("review_count", f"{number}", "dom", place, self.weight, number=number, quote=words)
                break


def said_at(page: Page, places: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each place that says something, with what it says."""
    for place in places:
        selector, _, name = place.partition("@")
        for node in page.css(selector)[:6]:
            words = attribute(node, name) if name else node_text(node, 2000)
            if words:
                yield place, words
                break


def first_fruitful(page: Page, places: tuple[str, ...]) -> list[tuple[str, LexborNode]]:
    """All elements at the first place that has any."""
    for place in places:
        if found := page.css(place.partition("@")[0])[:60]:
            return [(place, node) for node in found]
    return []


def whole_number(words: str) -> Decimal | None:
    """A count as people write it: ``1,286 ratings``, ``(22)``, ``1.2K``; None if there is none."""
    match = re.search(r"\d{1,3}(?:[.,\u00a0\u202f ']\d{3}){1,3}(?!\d)|\d{1,9}", words[:200])
    if match is None:
        return None
    short = re.match(r"\d{1,4}(?:[.,]\d{1,2})?\s?([kKmM])\b", words[match.start() : match.start() + 12])
    if short:
        value = read_number(words[match.start() :])
        return None if value is None else Decimal(int(value * (1000 if short[1] in "kK" else 1_000_000)))
    return Decimal(re.sub(r"\D", "", match[0]))


def countries(page: Page) -> tuple[str, ...]:
    """Countries and languages that the page seems to be for, nearest first, in lower case."""
    language, _, region = claimed_language(page).lower().partition("-")
    ending = page.host.rsplit(".", 1)[-1]
    return tuple(part for part in (ending, region, language) if part)
