"""A row of a feed, whatever its format, and the Product that it makes."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from pitchreel.documents.product import Fact, FactKind, Media, Product, Source
from pitchreel.product.feeds.columns import availability_of, field_of, is_hidden, label_of
from pitchreel.product.reading.features import MAX_FEATURES, features_of_prose
from pitchreel.product.reading.findings import QUOTE, Findings
from pitchreel.product.reading.language import normal_code, spoken_language
from pitchreel.product.reading.lines import add_line, clean_feature, kind_of_line
from pitchreel.product.reading.money import CODES, currency_code, read_exact, read_money, write_money
from pitchreel.product.reading.names import clean_brand
from pitchreel.product.reading.schema import add_rating
from pitchreel.product.reading.text import plain, shorten, strip_markup, tidy

CELL = 60_000
"""Characters kept of one cell."""
CELLS = 200
"""Cells kept of one question of one row."""
MAX_NAME = 300
MAX_DESCRIPTION = 4500
MAX_PICTURES = 60

_ITEMS = re.compile(r"<li[^<>]{0,200}>(.{5,600}?)</li>", re.DOTALL | re.IGNORECASE)
_BETWEEN_ADDRESSES = re.compile(r"[\s|]+|[,;](?=\s*(?:https?:)?//)")
_BETWEEN_LINES = re.compile(r"[\n\r|•]|;(?=\s)")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PLAIN_PRICE = re.compile(r"([A-Z]{3})?\s*(\d{1,9}(?:[.,]\d{1,4})*)\s*([A-Z]{3})?")
_FINE = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies with three decimals, in which 1.250 is little more than one."""
_CLIPS = (".mp4", ".webm", ".m4v", ".mov")


class BadRow(Exception):
    """A row that makes no product; the text says why."""


class Unshown(Exception):
    """A row of something that the shop itself does not show, or of one more variant."""


class Cell(NamedTuple):
    """A value and the column where it stood. ``rank`` orders the columns that answer the same question."""

    text: str
    column: str
    rank: int = 0


class Shot(NamedTuple):
    """A picture's address, the words beside it, and where it stood."""

    url: str
    words: str
    column: str


@dataclass(slots=True)
class Record:
    """The cells of one row by the question that they answer. ``place`` names the row: ``row 12``, ``item 3``."""

    place: str
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    details: list[Cell] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)

    def put(self, column: str, text: str) -> None:
        """A cell under the name that the feed gives its column; one that is not understood is passed over."""
        if not text.strip():
            return
        name, rank = field_of(column)
        if name:
            self.add(name, text, column, rank)
        elif label := label_of(column):
            self.details.append(Cell(f"{label}: {text[:CELL].strip()}", column))

    def add(self, name: str, text: str, column: str, rank: int = 0) -> None:
        """A cell that answers the question ``name``."""
        cells = self.cells.setdefault(name, [])
        if text.strip() and len(cells) < CELLS:
            cells.append(Cell(text[:CELL].strip(), column, rank))

    def show(self, url: str, words: str, column: str) -> None:
        """A picture of the product."""
        if url and len(self.shots) < CELLS:
            self.shots.append(Shot(url.strip()[:4000], tidy(words[:400]), column))

    def all(self, name: str) -> list[Cell]:
        """The cells that answer a question, the best column first."""
        return sorted(self.cells.get(name, ()), key=lambda cell: cell.rank)

    def first(self, name: str) -> Cell | None:
        """The best cell that answers a question."""
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """Its text, or an empty string."""
        cell = self.first(name)
        return cell.text if cell else ""


class Context(NamedTuple):
    """What a feed says of itself, or its user of it."""

    url: str = ""
    """Where it was fetched from: relative addresses count from there."""
    currency: str = ""
    """ISO 4217, for prices that do not name one."""
    site_name: str = ""
    language: str = ""


class _Amount(NamedTuple):
    number: Decimal
    currency: str
    cell: Cell


def make_product(record: Record, context: Context, now: datetime | None = None) -> Product:
    """The Product of a row; ``now`` decides whether a sale with dates is on. Raises BadRow and Unshown.

    A row with an address and no name becomes a Product that has nothing but its address.
    """
    if any(is_hidden(cell.text) for cell in record.all("published")):
        raise Unshown("the shop does not show it")
    link = _address(record.text("link"), context.url)
    name = tidy(strip_markup(record.text("name")))[:MAX_NAME]
    if not name:
        if link and not record.first("price"):
            return Product(url=link, facts=())
        raise BadRow("it has no title")
    return _Build(record, context, name, link, now or datetime.now(UTC)).product()


def _address(text: str, base: str) -> str:
    """An http(s) address, made whole against the feed's own, or an empty string."""
    text = text.strip()
    if not text or len(text) > 4000:
        return ""
    try:
        whole = urljoin(base, text) if base else text
        parts = urlsplit(f"https:{whole}" if whole.startswith("//") else whole)
    except ValueError:
        return ""
    return parts.geturl() if parts.scheme.lower() in {"http", "https"} and parts.netloc else ""


class _Build:
    """Makes one Product."""

    def __init__(self, record: Record, context: Context, name: str, link: str, now: datetime) -> None:
        self.record = record
        self.context = context
        self.name = name
        self.link = link
        self.now = now
        self.facts: list[Fact] = []
        self.warnings: list[str] = []

    def product(self) -> Product:
        record = self.record
        self._fact("name", self.name, record.first("name"))
        brand = tidy(record.text("brand"))[:120]
        if brand and plain(brand) not in {"n a", "none", "no brand", "unbranded", "generic"}:
            self._fact("brand", clean_brand(brand), record.first("brand"))
        description = self._description()
        findings = self._lines(description)
        lines = " ".join(one.text for one in findings.of("feature"))
        claim = normal_code(record.text("language") or self.context.language)
        language = _language(claim, f"{self.name}. {description} {lines}"[:3000])
        self._prices(language)
        self._numbers(findings)
        self._words()
        for kind, limit in (("feature", MAX_FEATURES), ("shipping", 3), ("guarantee", 3)):
            self._numbered(kind, findings, limit)  # type: ignore[arg-type]
        if self.context.site_name:
            self._fact("site_name", self.context.site_name, Cell(self.context.site_name, "feed"))
        source = Source(method="feed", place=f"{record.place}: language", quote=claim)
        self.facts.append(Fact(id="language", kind="language", text=language, sources=(source,)))
        media = (*self._pictures(), *self._clips())
        return Product(
            url=self.link, language=language, facts=tuple(self.facts), media=media, warnings=tuple(self.warnings)
        )

    def _source(self, cell: Cell) -> Source:
        quote = tidy(strip_markup(cell.text[:4000]).replace("\n", " "))[:QUOTE]
        return Source(method="feed", place=f"{self.record.place}: {cell.column}", quote=quote)

    def _fact(self, kind: FactKind, text: str, cell: Cell | None, number: Decimal | None = None) -> None:
        sources = (self._source(cell),) if cell else ()
        self.facts.append(Fact(id=kind, kind=kind, text=text, number=number, sources=sources))

    def _description(self) -> str:
        told = [(strip_markup(cell.text), cell) for cell in self.record.all("description")]
        told = [(text, cell) for text, cell in told if text and plain(text) != plain(self.name)]
        if not told:
            return ""
        # A summary before the long text says nothing more where the long one is there.
        text, cell = next(((text, cell) for text, cell in told if len(text) >= 60), told[0])
        text = shorten(text, MAX_DESCRIPTION)
        self._fact("description", text, cell)
        return text

    def _lines(self, description: str) -> Findings:
        findings, place = Findings(), self.record.place
        for cell in self.record.all("features"):
            for line in _split_lines(strip_markup(_ITEMS.sub(r"\1\n", cell.text))):
                add_line(findings, line, "feed", f"{place}: {cell.column}", 0.9)
        for cell in self.record.all("description"):
            for item in _ITEMS.findall(cell.text[:40_000])[:25]:
                add_line(findings, strip_markup(item).replace("\n", " "), "feed", f"{place}: {cell.column}", 0.8)
        for cell in (*self.record.all("detail"), *self.record.details):
            add_line(findings, tidy(strip_markup(cell.text)), "feed", f"{place}: {cell.column}", 0.6)
        told = self.record.first("description")
        if told and len(findings.of("feature")) < 3:
            for sentence in features_of_prose(description, self.name):
                findings.add("feature", sentence, "feed", f"{place}: {told.column}", 0.5)
        kinds: tuple[FactKind, ...] = ("shipping", "guarantee")
        for kind in kinds:
            for cell in self.record.all(kind):
                line = clean_feature(strip_markup(cell.text).replace("\n", " "))
                if line and kind_of_line(line) == kind:
                    findings.add(kind, line, "feed", f"{place}: {cell.column}", 0.8)
        return findings

    def _numbered(self, kind: FactKind, findings: Findings, limit: int) -> None:
        seen = {plain(self.name)}
        for one in findings.of(kind):
            if plain(one.text) not in seen and len(seen) <= limit:
                seen.add(plain(one.text))
                self.facts.append(Fact(id=f"{kind}-{len(seen) - 1}", kind=kind, text=one.text, sources=(one.source(),)))

    def _amount(self, name: str) -> _Amount | None:
        for cell in self.record.all(name):
            amount = _read_price(cell, tidy(self.record.text("currency")).upper())
            if amount and amount.number > 0:
                return amount
            why = "is no price to show" if amount else "was not understood"
            self.warnings.append(f"{self.record.place}: {cell.column} {cell.text[:60]!r} {why}")
        return None

    def _prices(self, language: str) -> None:
        price, sale, before = (self._amount(name) for name in ("price", "sale_price", "list_price"))
        if sale and not self._sale_is_on():
            sale = None
        if sale and price and sale.number < price.number:
            price, before = sale, before if before and before.number > price.number else price
        elif sale and not price:
            price = sale
        if price is None:
            return
        currency = price.currency or self.context.currency
        if currency:
            said = self.record.first("currency") if not price.currency else price.cell
            self._fact("currency", currency, said)
        high = self._amount("price_high")
        self._fact("price", write_money(price.number, currency, language), price.cell, price.number)
        dearer: tuple[tuple[FactKind, _Amount | None], ...] = (("price_high", high), ("list_price", before))
        for kind, amount in dearer:
            if amount and amount.number > price.number and (amount.currency or currency) == currency:
                self._fact(kind, write_money(amount.number, currency, language), amount.cell, amount.number)

    def _sale_is_on(self) -> bool:
        cell = self.record.first("sale_dates")
        if cell is None:
            return True
        try:
            start, end = (_moment(part) for part in cell.text.split("/", 1))
        except ValueError:
            self.warnings.append(f"{self.record.place}: {cell.column} {cell.text[:60]!r} was not understood")
            return False
        return start <= self.now <= end

    def _numbers(self, findings: Findings) -> None:
        if cell := self.record.first("rating"):
            value, _, best = cell.text.partition("/")
            scale = read_exact(best) if best else None
            add_rating(
                findings, read_exact(value), scale, "feed", f"{self.record.place}: {cell.column}", 0.9, cell.text
            )
            for one in findings.of("rating"):
                self._fact("rating", one.text, cell, one.number)
        if (cell := self.record.first("review_count")) and (count := read_exact(cell.text)) and count >= 1:
            self._fact("review_count", f"{int(count)}", cell, Decimal(int(count)))

    def _words(self) -> None:
        if (cell := self.record.first("availability")) and (word := availability_of(cell.text)):
            self._fact("availability", word, cell)
        if cell := self.record.first("category"):
            self._fact("category", tidy(re.split(r"[>|]", strip_markup(cell.text).split("\n")[0])[-1])[:120], cell)
        if cell := self.record.first("identifier"):
            self._fact("identifier", tidy(cell.text)[:80], cell)

    def _pictures(self) -> list[Media]:
        words = [cell.text for cell in self.record.all("picture_words")]
        shots = list(self.record.shots)
        for cell in self.record.all("picture"):
            shots += [Shot(part, "", cell.column) for part in _BETWEEN_ADDRESSES.split(cell.text) if part]
        found: dict[str, str] = {}
        for number, shot in enumerate(shots):
            told = shot.words or (tidy(words[number]) if number < len(words) else "")
            if (url := _address(shot.url, self.context.url)) and len(found) < MAX_PICTURES:
                found.setdefault(url, told)
            elif not url:
                self.warnings.append(f"{self.record.place}: {shot.column} {shot.url[:80]!r} is no address")
        return [
            Media(id=f"picture-{number}", kind="picture", url=url, description=told)
            for number, (url, told) in enumerate(found.items(), 1)
        ]

    def _clips(self) -> list[Media]:
        found: dict[str, None] = {}
        for cell in self.record.all("clip"):
            for part in _BETWEEN_ADDRESSES.split(cell.text):
                url = _address(part, self.context.url) if part else ""
                if url and urlsplit(url).path.lower().endswith(_CLIPS):
                    found.setdefault(url)
                elif url:
                    self.warnings.append(f"A clip that can only be linked to was left out: {url[:200]}")
        return [Media(id=f"clip-{number}", kind="clip", url=url) for number, url in enumerate(found, 1)]


def _split_lines(text: str) -> list[str]:
    """The lines of a cell that lists several: one each line, between bars or semicolons, or quoted with commas."""
    if text.startswith('"') and "\n" not in text:
        try:
            return [part.strip() for part in next(csv.reader([text], skipinitialspace=True, strict=True))]
        except (csv.Error, StopIteration):
            pass
    return [part for part in map(str.strip, _BETWEEN_LINES.split(text)) if part]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_price(cell: Cell, currency: str) -> _Amount | None:
    """An amount as feeds write it (``49.90 EUR``, ``49.90``) or as people do (``49,90 €``)."""
    currency = currency if currency in CODES else ""
    if match := _PLAIN_PRICE.fullmatch(tidy(cell.text)):
        named = match[1] or match[3] or ""
        code = named if named in CODES else currency
        thousands = _THOUSANDS.fullmatch(match[2]) and code not in _FINE
        number = read_exact(match[2].replace(".", "") if thousands else match[2])
        return None if number is None or (named and named not in CODES) else _Amount(number, code, cell)
    money = None if cell.text.startswith(("-", "−")) else read_money(tidy(cell.text))
    if money is None:
        return None
    return _Amount(money.amount, currency_code(money.sign) or currency, cell)


def _language(claim: str, words: str) -> str:
    """BCP 47: what the words are written in, where that is clear; else what the feed claims; else English."""
    spoken, sure = spoken_language(words)
    if claim and (claim.split("-")[0] == spoken or sure < 0.4):
        return claim
    return spoken if spoken and sure >= 0.2 else "en"
