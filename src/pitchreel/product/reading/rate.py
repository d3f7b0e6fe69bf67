"""Deciding the numbers: price, list price, range and currency together; rating and its count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pitchreel.documents.product import FactKind
from pitchreel.product.reading.findings import Candidate, Findings
from pitchreel.product.reading.money import read_number
from pitchreel.product.reading.page import Page, attribute, node_text
from pitchreel.product.reading.regions import Regions
from pitchreel.product.reading.schema import add_rating
from pitchreel.product.reading.weigh import Side, by_number, sides

_OUT_OF = re.compile(
    r"(\d{1,2}(?:[.,]\d{1,3})?)\s{0,2}(?:/|out of|of|von|sur|su|de|van|av|z)\s{0,2}(5"
    r"|10)\b(?:[.,]0)?(?:\s{0,2}(?:stars?|sternen?|étoiles|estrellas|stelle|sterren))?",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(\d{1,3}(?:[.,\u00a0 ]\d{3}){0,3}|\d{1,8})\s{0,2}(?:customer |verified |global |kunden)?(?:reviews?"
    r"|ratings?|bewertungen|rezensionen|kundenrezensionen|avis|opiniones|reseñas|recensioni|beoordelingen"
    r"|avaliações|opinii|votes)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prices:
    """What was decided: the price asked now, the top of a range, the price before, and the sides that lost."""

    price: Side
    high: Side | None
    before: Side | None
    currency: str
    others: list[Side]


def decide_prices(findings: Findings, places: tuple[str, ...]) -> Prices | None:
    """Price, range, list price and currency out of all candidates; None where no price stands."""
    candidates = findings.of("price")
    if not candidates:
        return None
    struck = {by_number(one) for one in findings.of("list_price")}
    lowest_shown = min(
        (
            one.number
            for one in candidates
            if one.method in {"dom", "prose"} and one.weight >= 0.3 and one.number is not None
        ),
        default=None,
    )
    weighed = []
    for one in candidates:
        weight = one.weight
        # The page strikes this amount out and shows a lower one: it is the price before.
        if (
            by_number(one) in struck
            and lowest_shown is not None
            and one.number is not None
            and lowest_shown < one.number
        ):
            weight *= 0.3
        if one.number == 0:
            weight *= 0.5
        weighed.append(replace(one, weight=weight))
    ranked = sides(weighed, by_number)
    chosen = ranked[0]
    amount = chosen.best.number or Decimal(0)
    before = [
        one
        for one in (*findings.of("list_price"), *(one for one in candidates if by_number(one) in struck))
        if one.number is not None and amount < one.number <= 10 * amount
    ]
    lists = sides(before, by_number)
    highs = sides(
        [
            one
            for one in findings.of("price_high")
            if one.number is not None and amount < one.number <= 50 * amount and by_number(one) not in struck
        ],
        by_number,
    )
    high = highs[0] if highs and chosen.best.place != "" and _ranges(chosen, highs[0]) else None
    currency = _currency(findings, chosen)
    del places
    return Prices(
        chosen,
        high,
        lists[0] if lists else None,
        currency,
        [side for side in ranked[1:] if by_number(side.best) not in struck],
    )


def _ranges(chosen: Side, high: Side) -> bool:
    """Whether low and high come from the same kind of place, so that they are one range."""
    return bool({one.method for one in chosen.candidates} & {one.method for one in high.candidates})


def _currency(findings: Findings, chosen: Side) -> str:
    votes: dict[str, float] = {}
    for one in chosen.candidates:
        if one.currency:
            votes[one.currency] = votes.get(one.currency, 0) + one.weight
    for one in findings.of("currency"):
        votes[one.text] = votes.get(one.text, 0) + one.weight
    if not votes:
        for one in findings.of("price", "list_price", "price_high"):
            if one.currency:
                votes[one.currency] = votes.get(one.currency, 0) + one.weight
    return max(votes, key=lambda code: votes[code]) if votes else ""


def read_ratings(page: Page, regions: Regions, findings: Findings) -> None:
    """Ratings in words: "4.7 out of 5 (1,286 reviews)" in elements that are called rating or review."""
    found = 0
    if "rating" in findings.settled:
        return
    for node in page.marked("rating")[:80]:
        words = f"{attribute(node, 'aria-label')} {attribute(node, 'title')} {node_text(node, 160)}"
        if (
            len(words) > 240
            or not any(character.isdigit() for character in words)
            or (regions.aside(node) and "summary" not in page.hint(node))
        ):
            continue
        match = _OUT_OF.search(words)
        if match:
            add_rating(
                findings,
                read_number(match[1]),
                Decimal(match[2]),
                "dom",
                page.hint(node)[:60],
                0.45 - 0.05 * found,
                quote=words,
            )
            found += 1
        if count := _COUNT.search(words):
            number = Decimal(re.sub(r"\D", "", count[1]))
            if number > 0:
                findings.add(
                    "review_count",
                    f"{number}",
                    "dom",
                    page.hint(node)[:60],
                    0.4 - 0.05 * found,
                    number=number,
                    quote=words,
                )
        if found >= 4:
            break


def weigh_ratings(findings: Findings, kind: FactKind) -> list[Side]:
    """Sides of the rating (to a tenth) or of the count; a count without any rating is none."""
    candidates: list[Candidate] = findings.of(kind)
    if kind == "review_count":
        if not findings.of("rating"):
            return []
        return sides([one for one in candidates if one.number], by_number)
    return sides(
        [one for one in candidates if one.number is not None and one.number <= 5],
        lambda one: one.number and round(one.number, 1),
    )
