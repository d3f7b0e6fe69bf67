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
    media = usable(product)
    options = [Take(item, "whole") for item in media] + [Take(item, "close") for item in media if close.get(item.id)]
    words = {item.id: _stems(item.description) for item in media}
    common = Counter(word for found in words.values() for word in found)
    shared = {word for word, count in common.items() if count == len(media) and len(media) > 1}
    known = {fact.id: fact for fact in product.facts}
    used: Counter[str] = Counter()
    takes: list[Take] = []
    for index, shot in enumerate(shots):
        line = script.lines[shot.line] if shot.line is not None else None
        facts = [known[id] for id in line.facts if id in known] if line else []
        said = _stems(" ".join((line.shown, line.headline, *(fact.text for fact in facts)))) - shared if line else set()
        shown = [id for fact in facts for id in fact.media]
        before = takes[-1] if takes else None
        last = index == len(shots) - 1

        def worth(take: Take) -> float:
            item = take.media
            score = -1.6 * used[item.id] - (1.0 if take.framing == "close" else 0.0)
            if line and item.id in line.media:
                score += 10 - line.media.index(item.id)
            if item.id in shown:
                score += max(2.0, 5.0 - shown.index(item.id))
            score += 1.5 * min(3, len(said & words[item.id]))
            if item.kind == "clip":
                score += 0.8
            if index == 0:
                score += 9.0 if item.id == hero.id else 0.0
                score += 20.0 if opening and opening in (item.id, item.path, item.url) else 0.0
                score -= 4.0 if take.framing == "close" else 0.0
            elif last and item.id == hero.id and take.framing == "whole":
                score -= 3.0
            if before and before.media.id == item.id:
                score -= 60.0 if before.framing == take.framing else 3.0
            if len(takes) > 1 and takes[-2] == take:
                score -= 1.2
            if "text-heavy" in item.traits or "infographic" in item.traits:
                score -= 2.0
            return score

        best = max(options, key=lambda take: (worth(take), -media.index(take.media)))
        takes.append(best)
        used[best.media.id] += 1
    return tuple(takes)


_SHORT = 4


def _stems(text: str) -> set[str]:
    """The longer words of a text, without their endings."""
    found = set()
    for word in re.findall(r"[^\W\d_]{%d,}" % _SHORT, text.lower()):
        for ending in ("ungen", "ing", "ern", "en", "es", "er", "ed", "s", "e", "n"):
            if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
                word = word.removesuffix(ending)
                break
        found.add(word)
    return found
