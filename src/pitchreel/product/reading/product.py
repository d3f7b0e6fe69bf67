"""A page to a Product: every reader lays its findings on the table, then each question is decided once."""

from __future__ import annotations

from decimal import Decimal

from pitchreel.documents.product import Disagreement, Fact, FactKind, Media, Product, Source
from pitchreel.product.reading import features, gallery, lines, money, names, outcomes, prices, rate
from pitchreel.product.reading.findings import Candidate, Findings, Shown
from pitchreel.product.reading.language import claimed_language, page_language, spoken_language
from pitchreel.product.reading.metadata import read_metadata, theme_colour
from pitchreel.product.reading.page import Page
from pitchreel.product.reading.regions import Regions
from pitchreel.product.reading.schema import read_nodes
from pitchreel.product.reading.structured import json_ld, microdata, rdfa
from pitchreel.product.reading.text import plain, sentences, shorten
from pitchreel.product.reading.weigh import Side, by_words, disagreement, sides
from pitchreel.product.shops import answers, read_shop

MAX_DESCRIPTION = 4500
MAX_REVIEWS = 8


def read_product(html: bytes, url: str) -> Product:
    """What a saved page offers, as facts that each say where they stood; pure and offline.

    ``html`` is the page as it was served, whatever its encoding; ``url`` its address, which relative links need.
    Raises PageBlocked (robot check, sign-in, consent wall, region block) or NotAProduct (not found, an empty shell, a
    list of products, a home page). A product page without pictures is read: NoMedia is for the stage that needs them.
    """
    page = Page(html, url)
    regions = Regions(page)
    findings = Findings()
    if answers.is_answer(page):
        answers.read_answer(page, findings)
        return _Decision(page, regions, findings, _places(page)).product()
    nodes = json_ld(page)
    read_nodes(page, findings, nodes)
    items = microdata(page)
    read_nodes(page, findings, items)
    read_nodes(page, findings, rdfa(page))
    read_metadata(page, findings)
    prices.read_buy_button(page, findings)
    findings.shop = read_shop(page, findings)
    findings.keep_settled()
    outcomes.check_wall(page, findings)
    outcomes.check_list(page, findings, [*nodes, *items])
    names.read_names(page, findings)
    places = _places(page)
    if "price" not in findings.settled:
        prices.read_prices(page, regions, findings, places)
        if not any(one.weight >= 0.4 for one in findings.of("price")):
            prices.read_prose(page, findings, places)
        if not findings.of("price"):
            prices.read_described(page, findings, places)
    rate.read_ratings(page, regions, findings)
    features.read_features(page, regions, findings)
    gallery.read_clips(page, regions, findings)
    return _Decision(page, regions, findings, places).product()


def _places(page: Page) -> tuple[str, ...]:
    """Countries and languages that the page seems to be for, nearest first, in lower case."""
    claim = claimed_language(page).lower()
    language, _, region = claim.partition("-")
    spoken = spoken_language(page.title)[0]
    return tuple(part for part in (page.host.rsplit(".", 1)[-1], region, language, spoken) if part)


class _Decision:
    """Decides the findings of one page."""

    def __init__(self, page: Page, regions: Regions, findings: Findings, places: tuple[str, ...]) -> None:
        self.page = page
        self.regions = regions
        self.findings = findings
        self.places = places
        self.facts: list[Fact] = []
        self.disagreements: list[Disagreement] = []
        self.warnings: list[str] = []

    def product(self) -> Product:
        """The product; raises NotAProduct when there is none."""
        page, findings = self.page, self.findings
        name = self._single("name", sides(names.weigh_names(page, findings), by_words))
        description = self._description(name)
        lines = self._lines(name, description)
        language = page_language(page, f"{name}. {description} {' '.join(lines)}"[:3000])
        self._prices(language)
        self._single("brand", sides(names.weigh_brands(page, findings, name), by_words))
        self._numbers()
        for kind in ("availability", "category", "identifier", "site_name"):
            self._single(kind, sides(findings.of(kind), by_words), dissent=False)
        pictures = gallery.read_gallery(page, self.regions, findings, name)
        clips = gallery.sort_clips(findings)
        outcomes.check_product(
            page,
            findings,
            name=name,
            pictures=len(pictures),
            price=any(fact.kind == "price" for fact in self.facts),
            prose=len(description) + sum(map(len, lines)),
        )
        if findings.links:
            self.warnings.append(f"Clips that can only be linked to were left out: {', '.join(findings.links[:3])}")
        self.facts.append(
            Fact(
                id="language",
                kind="language",
                text=language,
                sources=(Source(method="dom", place="html", quote=claimed_language(page)),),
            )
        )
        return Product(
            url=page.url,
            language=language,
            facts=tuple(_ordered(self.facts)),
            media=_media(pictures, clips, self._logo()),
            theme_colour=theme_colour(page),
            disagreements=tuple(self.disagreements),
            warnings=tuple(self.warnings),
        )

    def _single(self, kind: FactKind, ranked: list[Side], *, dissent: bool = True) -> str:
        """Decide a question whose answer is words; the fact is added, its text returned ("" without one)."""
        if not ranked:
            return ""
        chosen = ranked[0]
        text = chosen.best.text
        self.facts.append(Fact(id=kind, kind=kind, text=text, sources=chosen.sources()))
        flat = plain(text)
        others = [
            side for side in ranked[1:] if flat not in plain(side.best.text) and plain(side.best.text) not in flat
        ]
        if dissent and (other := disagreement(kind, chosen, others, lambda one: one.text)):
            self.disagreements.append(other)
        return text

    def _description(self, name: str) -> str:
        candidates = names.weigh_descriptions(self.page, self.findings, name)
        ranked = sides([one for one in candidates if one.weight >= 0.15], by_words)  # a bare slogan is no description
        if not ranked or len(ranked[0].best.text) < 60:
            paragraphs = features.read_prose_paragraphs(self.page, self.regions)
            if paragraphs:
                text = "\n".join(paragraphs)
                candidates.append(Candidate("description", text, "prose", "p", text, 0.5))
                ranked = sides([one for one in candidates if one.weight >= 0.15], by_words)
        if not ranked:
            return ""
        chosen = ranked[0]
        text = names.whole_sentences(chosen.best.text, name)
        sources = chosen.sources()
        lead = names.find_lead(text, [side.best for side in ranked[1:]], name)
        if lead is not None:
            text = f"{lead.text}\n{text}"
            sources = (*sources, lead.source())
        text = shorten(text, MAX_DESCRIPTION)
        self.facts.append(Fact(id="description", kind="description", text=text, sources=sources))
        return text

    def _lines(self, name: str, description: str) -> list[str]:
        """Features, shipping and guarantee lines and reviews, each said once; the features' texts are returned."""
        findings = self.findings
        bullets = [one for one in findings.of("feature") if one.weight >= 0.5]
        if len(bullets) < 3 and description:
            source = next(fact for fact in self.facts if fact.kind == "description").sources[0]
            for sentence in features.features_of_prose(description, name):
                findings.add("feature", sentence, source.method, source.place, 0.48)
        for line in [*description.splitlines(), *sentences(description)[:40]]:
            if (
                len(line) <= lines.MAX_SERVICE
                and (kind := lines.kind_of_line(line)) != "feature"
                and lines.clean_feature(line)
            ):
                findings.add(kind, line, "prose", "description", 0.4)
        features.read_services(self.page, findings)
        kept: list[str] = []
        limits: dict[FactKind, int] = {
            "feature": features.MAX_FEATURES,
            "shipping": 3,
            "guarantee": 3,
            "review": MAX_REVIEWS,
        }
        for kind, limit in limits.items():
            number = 0
            seen: list[str] = []
            ranked = sorted(findings.of(kind), key=lambda one: -round(one.weight, 1))
            for one in ranked:
                folded = plain(one.text)
                if (
                    number >= limit
                    or any(folded in other or other in folded for other in seen)
                    or folded == plain(name)
                ):
                    continue
                seen.append(folded)
                number += 1
                self.facts.append(Fact(id=f"{kind}-{number}", kind=kind, text=one.text, sources=(one.source(),)))
                if kind == "feature":
                    kept.append(one.text)
        return kept

    def _prices(self, language: str) -> None:
        chosen = rate.decide_prices(self.findings, self.places)
        if chosen is None:
            return
        currency = chosen.currency
        if currency:
            self.facts.append(Fact(id="currency", kind="currency", text=currency, sources=chosen.price.sources(3)))
        decided: tuple[tuple[FactKind, Side | None], ...] = (
            ("price", chosen.price),
            ("price_high", chosen.high),
            ("list_price", chosen.before),
        )
        for kind, side in decided:
            if side is not None and (amount := side.best.number) is not None:
                self.facts.append(
                    Fact(
                        id=kind,
                        kind=kind,
                        text=money.write_money(amount, currency, language),
                        number=amount,
                        sources=side.sources(),
                    )
                )
        if other := disagreement(
            "price",
            chosen.price,
            chosen.others,
            lambda one: money.write_money(one.number or Decimal(0), currency, language),
        ):
            self.disagreements.append(other)

    def _numbers(self) -> None:
        kinds: tuple[FactKind, ...] = ("rating", "review_count")
        for kind in kinds:
            ranked = rate.weigh_ratings(self.findings, kind)
            if ranked:
                best = ranked[0].best
                self.facts.append(
                    Fact(id=kind, kind=kind, text=best.text, number=best.number, sources=ranked[0].sources())
                )
                if other := disagreement(kind, ranked[0], ranked[1:], lambda one: one.text):
                    self.disagreements.append(other)

    def _logo(self) -> Shown | None:
        return names.find_logo(self.page, self.findings)


_ORDER: tuple[FactKind, ...] = (
    "name", "brand", "description", "price", "price_high", "list_price", "currency", "rating", "review_count",
    "availability", "feature", "shipping", "guarantee", "review", "category", "site_name", "identifier", "language",
)  # fmt: skip


def _ordered(facts: list[Fact]) -> list[Fact]:
    rank = {kind: number for number, kind in enumerate(_ORDER)}
    return sorted(facts, key=lambda fact: rank[fact.kind])


def _media(pictures: list[Shown], clips: list[Shown], logo: Shown | None) -> tuple[Media, ...]:
    found = [
        Media(id=f"picture-{number}", kind="picture", url=one.url, description=one.description)
        for number, one in enumerate(pictures, 1)
    ]
    found += [
        Media(id=f"clip-{number}", kind="clip", url=one.url, description=one.description)
        for number, one in enumerate(clips, 1)
    ]
    if logo is not None:
        found.append(Media(id="logo", kind="picture", role="logo", url=logo.url, description=logo.description))
    return tuple(found)
