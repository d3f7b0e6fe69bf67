"""What the readers of a page lay on the table: candidates, each with where it stood and how far it is trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pitchreel.documents.product import FactKind, Source
from pitchreel.product.reading.text import strip_markup, tidy

_STRUCTURED = frozenset({"json-ld", "microdata", "rdfa", "opengraph", "state"})

SETTLING = 0.85
"""From this weight on a candidate of a settled kind counts as the route's own."""

QUOTE = 500
"""Longest quote kept of the page's own words, in characters."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer to one question. ``weight`` is 0 to 1: how often such a place is right."""

    kind: FactKind
    text: str
    method: str
    place: str
    quote: str
    weight: float
    number: Decimal | None = None
    currency: str = ""
    """ISO 4217, for prices; empty where the place does not say."""

    def source(self) -> Source:
        """The candidate's origin as it is kept with the fact."""
        return Source(method=self.method, place=self.place, quote=self.quote[:QUOTE])


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture or clip that a place on the page offers for the product."""

    url: str
    description: str
    method: str
    place: str
    weight: float
    width: int = 0
    """Width in pixels where the page says it, else 0."""
    poster: str = ""


@dataclass(slots=True)
class Findings:
    """Everything found on one page, in the order in which it was found."""

    candidates: list[Candidate] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    clips: list[Shown] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Clips that can only be linked to (HLS, YouTube, Vimeo)."""
    product_evidence: float = 0
    """How much speaks for a page about one product: structured data, a buy button, a price beside the name."""
    shop: str = ""
    """Id of the shop's route that was taken."""
    settled: set[str] = field(default_factory=set)
    """Kinds that a shop's route has answered for good, even with nothing: no other place is asked."""
    gallery_settled: bool = False
    """Whether a shop's route gave the whole gallery."""

    def add(
        self,
        kind: FactKind,
        text: str,
        method: str,
        place: str,
        weight: float,
        *,
        number: Decimal | None = None,
        currency: str = "",
        quote: str = "",
    ) -> None:
        """Lay a candidate on the table; an empty text is none."""
        if "<" in quote:
            quote = strip_markup(quote[:4000]).replace("\n", " ")
        if text := text.strip():
            self.candidates.append(
                Candidate(kind, text, method, place, tidy((quote or text)[:QUOTE]), weight, number, currency)
            )

    def keep_settled(self) -> None:
        """Of the kinds that the shop's route has answered for good, keep what stood there or in structured data."""
        if self.settled:
            self.candidates = [
                one
                for one in self.candidates
                if one.kind not in self.settled or one.weight >= SETTLING or one.method in _STRUCTURED
            ]

    def of(self, *kinds: FactKind) -> list[Candidate]:
        """The candidates of these kinds, in the order in which they were found."""
        return [candidate for candidate in self.candidates if candidate.kind in kinds]

    def show(self, url: str, method: str, place: str, weight: float, *, description: str = "", width: int = 0) -> None:
        """Lay a picture on the table; an empty address is none."""
        if url:
            self.pictures.append(Shown(url, tidy(description[:400]), method, place, weight, width))

    def play(
        self, url: str, method: str, place: str, weight: float, *, description: str = "", poster: str = ""
    ) -> None:
        """Lay a clip on the table; an empty address is none."""
        if url:
            self.clips.append(Shown(url, tidy(description[:400]), method, place, weight, 0, poster))
