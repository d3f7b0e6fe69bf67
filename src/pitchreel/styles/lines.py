"""Lines: what large words stand on screen while a line of the script is spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pitchreel.documents import Product, Script
from pitchreel.styles.blocks import Placed, least_height, stack
from pitchreel.styles.clock import Cue
from pitchreel.styles.grid import Area
from pitchreel.styles.pieces import Align, Desk, Piece, beside, with_role
from pitchreel.styles.wording import phrase, prices, rating, starts_from

HERO, HEADLINE = 11.0, 8.4
"""Largest sizes of the first headline and of the others, in v."""
FIGURE, BESIDE_PRICE = 15.0, 10.0
LINGER = 1.0
"""Seconds that a piece which waits for its word must still stay."""


@dataclass(frozen=True)
class Block:
    """The words of a line where they stand."""

    placed: tuple[Placed, ...]
    area: Area
    """What they cover together."""
    beside: bool = False
    """Whether they stand beside a tall product instead of over it."""

    @property
    def smallest(self) -> float:
        """The size of the smallest words in pixels."""
        return min(one.piece.size for one in self.placed)


def write_block(
    desk: Desk,
    product: Product,
    script: Script,
    index: int,
    cues: Sequence[Cue],
    area: Area,
    align: Align,
    end: int,
    *,
    first: bool,
    name_instead: bool,
    valign_middle: bool,
    kicker: str = "",
    hook: str = "",
) -> Block | None:
    """The block of a line, or None for a line that the picture and the captions tell alone.

    ``name_instead`` shows the product's name with a line that has nothing to show.
    """
    line = script.lines[index]
    facts = {fact.id: fact for fact in product.facts}
    kinds = {facts[id].kind for id in line.facts if id in facts}
    headline = hook if first and hook else line.headline.strip()
    if first and not headline:
        headline = _opening(line.shown, product.name)
    if name_instead and not headline and not line.figure:
        headline = product.name
    pieces: list[Piece] = []
    extra: list[Piece] = []
    language = desk.language
    figure = line.figure.strip()
    stars = rating(product, language)
    now, before = prices(product, language)
    if stars and (line.role == "proof" or "rating" in kinds) and {"rating", "review_count", "review"} & kinds:
        figure = "" if _digits(figure) == _digits(stars[1]) else figure
        headline = "" if _digits(stars[1]) in _digits(headline) else headline
        alone = not (figure or headline)
        extra.append(desk.rating(*stars, area.width, size=9.5 if alone else 6.6, stacked=alone))
    if now and {"price", "list_price", "price_high"} & kinds and line.role in ("offer", "hook", "proof", "benefit"):
        lead = phrase(language, "from", price="").strip() if starts_from(product) else ""
        extra.append(desk.price(now, before, lead, area.width, size=12.0, plate=True))
        figure = "" if _digits(figure) in _digits(now) else figure
        headline = "" if _digits(headline) and _digits(headline) in _digits(now) else headline
    if kicker and first:
        pieces.append(with_role(desk.label(kicker, area.width, size=4.6, weight=700), "headline"))
    if figure:
        pieces += _figure(desk, headline if not extra else "", figure, area, align, plain=not extra)
    elif headline:
        taken = sum(piece.height + piece.gap for piece in (*pieces, *extra))
        chip = desk.chip(line.step) if line.step else None
        room = area.width - (chip.width + 2.4 * desk.frame.v if chip else 0.0)
        words = desk.headline(
            headline,
            room,
            max(area.height - taken - 1.5 * desk.frame.v, 0.3 * area.height),
            largest=HERO if first else HEADLINE,
            smallest=4.8,
            max_lines=2 if not valign_middle else 3,
            align=align,
        )
        pieces.append(beside(chip, words, 2.4 * desk.frame.v) if chip else words)
    if pieces:
        # A badge lands on the word that says it, while something else holds its place.
        extra = [replace(piece, when=_when(cues, desk, end)) for piece in extra]
    pieces = _fitting([*pieces, *extra], area)
    if not pieces:
        return None
    placed = stack(pieces, area, align, "middle" if valign_middle else "top")
    left = min(one.area.x for one in placed)
    top = min(one.area.y for one in placed)
    right = max(one.area.right for one in placed)
    bottom = max(one.area.bottom for one in placed)
    return Block(placed, Area(left, top, right - left, bottom - top))


_SPARE = ("rating", "headline", "badge")
"""What goes first where there is no room for everything."""


def _fitting(pieces: list[Piece], area: Area) -> list[Piece]:
    """The pieces that fit one under the other, at least one."""
    while len(pieces) > 1 and least_height(pieces) > area.height:
        last = next(piece for role in _SPARE for piece in reversed(pieces) if piece.role == role)
        pieces = [piece for piece in pieces if piece is not last]
    return pieces


def _opening(shown: str, name: str) -> str:
    """A first headline for a script that gives none: its first sentence if that is short, else the name."""
    sentence = re.split(r"(?<=[.!?…])\s", shown.strip())[0].rstrip(".")
    return sentence if 0 < len(sentence.split()) <= 7 else name


def _figure(desk: Desk, headline: str, figure: str, area: Area, align: Align, *, plain: bool) -> list[Piece]:
    """A number set large, between what the headline says before and after it."""
    around = [
        desk.label(words, area.width, size=5.6, weight=650, role="headline") if words else None
        for words in _around(headline, figure)
    ]
    taken = sum(piece.height + piece.gap for piece in around if piece)
    room = min(area.height - taken, (0.7 if plain else 0.45) * area.height)
    most = FIGURE if plain else BESIDE_PRICE
    large = desk.headline(figure, area.width, room, largest=most, smallest=6.0, max_lines=1, weight=820, align=align)
    above, below = around
    middle = replace(large, entrance="pop", gap=0.6 * desk.frame.v)
    return [piece for piece in (above, middle, below) if piece]


def _around(headline: str, figure: str) -> tuple[str, str]:
    """What a headline says before and after the figure that stands large: "Only", "" for "Only 210 g"."""
    before, found, after = headline.partition(figure)
    if not found:
        return ("", headline) if _digits(figure) not in _digits(headline) else ("", "")
    return before.strip(" :–—-,"), after.strip(" :–—-,.")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _when(cues: Sequence[Cue], desk: Desk, end: int) -> int | None:
    """The frame of the first word with a number, a little ahead of it, if enough time is left then."""
    fps = desk.frame.fps
    for cue in cues:
        if any(letter.isdigit() for letter in cue.text):
            at = round(cue.start) - round(0.1 * fps)
            return at if end - at >= LINGER * fps else None
    return None
