"""Casting: which picture or clip is shown in which shot, and how near."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pitchreel.documents import Product, Script
from pitchreel.documents.product import Media, Region
from pitchreel.styles.shots import Shot

Framing = Literal["whole", "close"]
NEARER = {"problem", "benefit", "proof"}
"""Roles of lines that may show the product from near; the others sell all of it."""
TALL = 0.72
"""Width over height under which a product is much taller than wide."""
UPSCALE = 1.5
"""Largest drawn size of a source pixel in a close-up."""


@dataclass(frozen=True)
class Take:
    """What a shot shows."""

    media: Media
    framing: Framing

    @property
    def free(self) -> bool:
        """Whether the product stands free, without a background of its own."""
        return self.framing == "whole" and self.media.cutout is not None


def aspect_of(media: Media) -> float:
    """Width over height of the picture; of its cut-out where it has one."""
    if not media.width or not media.height:
        return 1.0
    aspect = media.width / media.height
    if media.cutout and media.subject:
        aspect *= media.subject.width / media.subject.height
    return aspect


def subject_of(media: Media) -> Region:
    """Where the product is in the picture; a fair guess around the focus where nobody knows."""
    if media.subject:
        return media.subject
    x, y = min(max(media.focus.x, 0.3), 0.7), min(max(media.focus.y, 0.3), 0.7)
    return Region(x=x - 0.25, y=y - 0.25, width=0.5, height=0.5)


def usable(product: Product) -> tuple[Media, ...]:
    """The media that can be shown: fetched pictures and clips."""
    return tuple(item for item in (*product.pictures, *product.clips) if item.path)


def hero_of(product: Product, wish: str = "") -> Media:
    """The picture to open and close with: the wished one, the first cut-out of the first two, else the first."""
    media = usable(product)
    for item in media:
        if wish and wish in (item.id, item.path, item.url):
            return item
    pictures = [item for item in media if item.kind == "picture"]
    return next((item for item in pictures[:2] if item.cutout), (pictures or list(media))[0])


def cast(
    product: Product,
    script: Script,
    shots: Sequence[Shot],
    hero: Media,
    close: dict[str, bool],
    opening: str = "",
) -> tuple[Take, ...]:
    """A take for each shot: what the line speaks of, the hero first, neighbours never the same.

    ``close`` says of each medium whether it has the pixels for a close-up; ``opening`` names a clip for the first shot.
    """
    casting = _Casting(product, script, hero, opening)
    options = [Take(item, "whole") for item in casting.media]
    options += [Take(item, "close") for item in casting.media if close.get(item.id)]
    takes: list[Take] = []
    for shot in shots:
        said, shown, asked = casting.wishes(shot)
        worth = [casting.worth(take, shot, takes, said, shown, asked, shot is shots[-1]) for take in options]
        takes.append(options[worth.index(max(worth))])
    return tuple(takes)


class _Casting:
    """What each take is worth in a shot."""

    def __init__(self, product: Product, script: Script, hero: Media, opening: str) -> None:
        self.media = usable(product)
        self._script = script
        self._hero = hero
        self._opening = opening
        self._facts = {fact.id: fact for fact in product.facts}
        stems = {item.id: _stems(item.description) for item in self.media}
        counts = Counter(word for found in stems.values() for word in found)
        everywhere = {word for word, count in counts.items() if count == len(self.media) > 1}
        self._stems = {id: found - everywhere for id, found in stems.items()}

    def wishes(self, shot: Shot) -> tuple[set[str], tuple[str, ...], tuple[str, ...]]:
        """The words said over a shot, the media that show the facts behind them, and those that the script names."""
        if shot.line is None:
            return set(), (), ()
        line = self._script.lines[shot.line]
        facts = [self._facts[id] for id in line.facts if id in self._facts]
        said = _stems(" ".join((line.shown, line.headline, *(fact.text for fact in facts))))
        return said, tuple(id for fact in facts for id in fact.media), line.media

    def worth(
        self,
        take: Take,
        shot: Shot,
        before: Sequence[Take],
        said: set[str],
        shown: Sequence[str],
        asked: Sequence[str],
        last: bool,
    ) -> float:
        """How well a take serves a shot after the takes before it."""
        item = take.media
        previous = before[-1] if before else None
        role = self._script.lines[shot.line].role if shot.line is not None else "benefit"
        score = -1.6 * sum(1 for other in before if other.media.id == item.id)
        if item.id in asked:
            score += 10.0 - asked.index(item.id)
        if item.id in shown:
            score += max(2.0, 5.0 - shown.index(item.id))
        score += 1.5 * min(3, len(said & self._stems[item.id])) + 0.8 * (item.kind == "clip")
        score -= 2.0 * bool({"text-heavy", "infographic"} & set(item.traits))
        if take.framing == "close":
            # The second look at a feature comes nearer; the first shows all of the product.
            near = shot.part > 0 and role in NEARER and previous is not None and previous.framing == "whole"
            score += 1.4 if near else -2.4
        if previous is None:
            score += 9.0 * (item.id == self._hero.id) - 4.0 * (take.framing == "close")
            score += 20.0 * (self._opening in (item.id, item.path, item.url))
        elif previous.media.id == item.id:
            score -= 60.0 if previous.framing == take.framing else 3.0 * (shot.part == 0)
        if last and before and take == Take(self._hero, "whole"):
            score -= 3.0
        return score - 1.2 * (take in before[-2:-1])


_SHORT = 4


def _stems(text: str) -> set[str]:
    """The longer words of a text, without their endings."""
    found = set()
    for word in re.findall(rf"[^\W\d_]{{{_SHORT},}}", text.lower()):
        for ending in ("ungen", "ing", "ern", "en", "es", "er", "ed", "s", "e", "n"):
            if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
                word = word.removesuffix(ending)
                break
        found.add(word)
    return found
