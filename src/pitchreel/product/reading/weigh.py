"""Candidates weighed: those that say the same speak together, and the side that weighs most is believed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal

from pitchreel.documents.product import Disagreement, Fact, FactKind, Source
from pitchreel.product.reading.findings import Candidate
from pitchreel.product.reading.text import plain

AGREEMENT = 0.5
"""What a second and third kind of place that says the same adds, as a share of its own weight."""

DISSENT = 0.45
"""From this weight on a side that was not believed is kept as a disagreement."""


@dataclass(slots=True)
class Side:
    """Candidates that say the same."""

    candidates: list[Candidate]

    @property
    def weight(self) -> float:
        """The strongest voice, plus a share of one voice for each other method."""
        by_method: dict[str, float] = {}
        for one in self.candidates:
            by_method[one.method] = max(by_method.get(one.method, 0.0), one.weight)
        voices = sorted(by_method.values(), reverse=True)
        return voices[0] + AGREEMENT * sum(voices[1:])

    @property
    def best(self) -> Candidate:
        """The strongest voice; among equals the first."""
        return max(self.candidates, key=lambda one: one.weight)

    def sources(self, limit: int = 6) -> tuple[Source, ...]:
        """Where it stood, the strongest voice first, each method and place once."""
        kept: dict[tuple[str, str], Source] = {}
        for one in sorted(self.candidates, key=lambda one: -one.weight):
            kept.setdefault((one.method, one.place), one.source())
        return tuple(list(kept.values())[:limit])


def sides(candidates: list[Candidate], same: Callable[[Candidate], Hashable]) -> list[Side]:
    """Candidates grouped by what they say, the weightiest side first; ties keep the order of the page."""
    grouped: dict[Hashable, Side] = {}
    for one in candidates:
        key = same(one)
        if key in grouped:
            grouped[key].candidates.append(one)
        else:
            grouped[key] = Side([one])
    return sorted(grouped.values(), key=lambda side: -side.weight)


def by_words(one: Candidate) -> Hashable:
    """Two texts are the same if their letters and digits are."""
    return plain(one.text)


def by_number(one: Candidate) -> Hashable:
    """Two numbers are the same if they are equal to the cent."""
    return None if one.number is None else one.number.quantize(Decimal("0.01"))


def disagreement(
    kind: FactKind, chosen: Side, others: list[Side], written: Callable[[Candidate], str]
) -> Disagreement | None:
    """The sides that were not believed and that weigh enough to be shown, or None."""
    facts = tuple(
        Fact(
            id=f"{kind}-other-{number}",
            kind=kind,
            text=written(side.best),
            number=side.best.number,
            sources=side.sources(3),
        )
        for number, side in enumerate((side for side in others if side.weight >= DISSENT), 1)
    )
    return Disagreement(kind=kind, chosen=written(chosen.best), others=facts[:5]) if facts else None
