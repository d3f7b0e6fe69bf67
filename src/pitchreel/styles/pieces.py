"""Pieces: headline, label, number, price, stars and button, each of which knows its size and draws itself at a point.

Sizes are pixels; the sizes asked for are in v.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pitchreel.documents.marks import Ellipse, Fill, Mark, Rect, Run, Stars, Text
from pitchreel.styles.catalogue import Look
from pitchreel.styles.grid import Frame
from pitchreel.styles.tones import Tones, fade, mix
from pitchreel.typeset import Fitted, cap_height, fit, measure

SMALLEST = 4.5
"""In v: no word on a film is smaller, but for small print."""
LEAST = 1.6
"""In v: where even a single word is too long for its place, size gives way before the place does."""
CENTS = 0.55
"""Size of currency and cents against the price."""
OLD = 0.46
"""Size of the old price against the price."""
CROWDED = 0.7
"""Share of the largest size under which words are rather set in one line more."""
Align = Literal["left", "center"]
Entrance = Literal["rise", "pop", "none"]


@dataclass(frozen=True)
class Piece:
    """Something with words: ``draw`` gives its marks with its upper left corner at a point."""

    role: str
    width: float
    height: float
    draw: Callable[[float, float], tuple[Mark, ...]]
    entrance: Entrance = "rise"
    gap: float = 0.0
    """Pixels above it, when it is not the first."""
    size: float = 100.0
    """Of its smallest words, in pixels."""
    when: int | None = None
    """The frame at which it comes, where it waits for a word."""


@dataclass(frozen=True)
class Desk:
    """What is needed to set words: the frame, the tones, the look and the language."""

    frame: Frame
    tones: Tones
    look: Look
    language: str

    def headline(
        self,
        words: str,
        width: float,
        height: float,
        *,
        largest: float = 9.0,
        smallest: float = SMALLEST,
        max_lines: int = 2,
        align: Align = "left",
        colour: str | None = None,
        role: str = "headline",
        weight: int | None = None,
    ) -> Piece:
        """Words as large as they fit, balanced."""
        scale = self.look.headline_scale
        text = words.upper() if self.look.capitals and role == "headline" else words
        heavy, tracking = weight or self.look.headline_weight, self.look.tracking
        line_height = 1.06
        setting = self._set(
            text,
            (width, height),
            (largest * scale, smallest),
            range(max_lines, max_lines + 3),
            weight=heavy,
            line_height=line_height,
            tracking=tracking,
        )
        run = Run(
            text=setting.text, size=setting.size, weight=heavy, colour=colour or self.tones.ink, tracking=tracking
        )

        def draw(x: float, y: float) -> tuple[Mark, ...]:
            return (
                Text(
                    x=x,
                    y=y,
                    width=setting.width + 2,
                    height=setting.height,
                    runs=(run,),
                    align=align,
                    line_height=line_height,
                ),
            )

        return Piece(role, setting.width + 2, setting.height, draw, gap=1.5 * self.frame.v, size=setting.size)

    def label(
        self,
        words: str,
        width: float,
        *,
        size: float = 4.6,
        colour: str | None = None,
        role: str = "label",
        weight: int = 650,
    ) -> Piece:
        """Smaller words on one line, or on two where that line would be too small."""
        setting = self._set(
            words,
            (width, 3 * size * self.frame.v),
            (size, 0.75 * size),
            (1, 2),
            weight=weight,
            line_height=1.2,
            tracking=8,
        )
        run = Run(text=setting.text, size=setting.size, weight=weight, colour=colour or self.tones.faded(), tracking=8)

        def draw(x: float, y: float) -> tuple[Mark, ...]:
            return (Text(x=x, y=y, width=setting.width + 2, height=setting.height, runs=(run,), line_height=1.2),)

        return Piece(role, setting.width + 2, setting.height, draw, gap=1.2 * self.frame.v, size=setting.size)

    def _set(
        self,
        words: str,
        room: tuple[float, float],
        sizes: tuple[float, float],
        lines: Iterable[int],
        *,
        weight: int,
        line_height: float,
        tracking: float,
    ) -> Fitted:
        """Words at the largest size between two, on the fewest lines that do not crowd them.

        Words that fit at no size in between are set smaller than that.
        """
        v = self.frame.v
        best: Fitted | None = None

        def set_on(most: int, smallest: float) -> Fitted:
            return fit(
                words,
                width=room[0],
                height=room[1],
                largest=sizes[0] * v,
                smallest=smallest * v,
                weight=weight,
                max_lines=most,
                line_height=line_height,
                tracking=tracking,
                language=self.language,
            )

        for most in lines:
            trial = set_on(most, sizes[1])
            if best is None or (trial.fits and (not best.fits or trial.size > 1.15 * best.size)):
                best = trial
            if best.fits and best.size >= CROWDED * sizes[0] * v:
                return best
        assert best is not None
        best = best if best.fits else set_on(most, LEAST)
        if best.fits:
            return best
        shrink = 0.99 * min(room[0] / best.width, room[1] / best.height)
        return Fitted(best.lines, best.size * shrink, best.width * shrink, best.height * shrink, True)

    def chip(self, number: int, *, size: float = 9.0) -> Piece:
        """A step's number in a disc of the accent."""
        side = size * self.frame.v
        run = Run(text=str(number), size=0.56 * side, weight=780, colour=self.tones.on_accent)

        def draw(x: float, y: float) -> tuple[Mark, ...]:
            return (
                Ellipse(x=x, y=y, width=side, height=side, fill=Fill(colours=(self.tones.accent,))),
                Text(x=x, y=y, width=side, height=side, runs=(run,), align="center", valign="middle", line_height=1.0),
            )

        return Piece("headline", side, side, draw, "pop", gap=1.5 * self.frame.v)

    def price(self, now: str, before: str, lead: str, width: float, *, size: float = 12.0, plate: bool) -> Piece:
        """The price with raised cents and the struck old price; ``lead`` is the word before it ("from").

        With a plate it is a badge: on_accent on the accent.
        """
        v, tones = self.frame.v, self.tones
        colour = tones.on_accent if plate else tones.ink
        behind = (tones.accent,) if plate else tones.backs
        old_colour = fade(colour, behind, 0.62)
        size *= v
        pad_x, pad_y = (3.2 * v, 2.0 * v) if plate else (0.0, 0.0)
        while True:
            runs = price_runs(now, size, colour, weight=800)
            lead_runs = (Run(text=f"{lead} ", size=0.42 * size, weight=650, colour=old_colour),) if lead else ()
            old_runs = (
                (Run(text="\u2002", size=0.4 * size, colour=old_colour), *struck(before, OLD * size, old_colour))
                if before
                else ()
            )
            line = Text(x=0, y=0, width=0, height=0, runs=(*lead_runs, *runs, *old_runs), line_height=1.0)
            across = measure(line, self.language).width
            if across + 2 * pad_x <= width or size <= SMALLEST * v:
                break
            size *= 0.94
        wide, high = across + 2 * pad_x, cap_height("Inter", 800, size) + 2 * pad_y + 0.1 * size

        def draw(x: float, y: float) -> tuple[Mark, ...]:
            words = line.model_copy(
                update={"x": x + pad_x, "y": y, "width": across, "height": high, "valign": "middle"}
            )
            if not plate:
                return (words,)
            return (
                Rect(
                    x=x,
                    y=y,
                    width=wide,
                    height=high,
                    radius=min(2.4 * v, high / 2),
                    fill=Fill(colours=(tones.accent,)),
                ),
                words,
            )

        return Piece("price" if not plate else "badge", wide, high, draw, "pop" if plate else "rise", gap=2.0 * v)

    def rating(
        self, value: float, words: str, count: str, width: float, *, size: float = 6.2, stacked: bool = False
    ) -> Piece:
        """Five stars, the rating and how many gave it: on one line, or the words under the stars."""
        v, tones = self.frame.v, self.tones
        empty = mix(tones.ink, tones.ground, 0.2)

        def parts(size: float) -> tuple[float, float, Text]:
            stars = 5 * size * 1.12
            runs = [Run(text=words, size=0.86 * size, weight=780, colour=tones.ink)]
            if count:
                runs.append(Run(text=f"\u2002{count}", size=0.74 * size, weight=600, colour=tones.faded()))
            text = Text(x=0, y=0, width=0, height=0, runs=tuple(runs), line_height=1.0)
            return stars, measure(text, self.language).width, text

        size *= v
        while not stacked and sum(parts(size)[:2]) + 0.4 * size > width and size > 4.0 * v:
            size *= 0.95
        stars, across, text = parts(size)
        stacked = stacked or stars + across + 0.4 * size > width
        while stacked and max(stars, across) > width and size > 2.8 * v:
            size *= 0.95
            stars, across, text = parts(size)
        gap = 0.4 * size
        high = size if not stacked else 2.15 * size
        wide = max(stars, across) if stacked else stars + gap + across

        def draw(x: float, y: float) -> tuple[Mark, ...]:
            left, top = (x, y + 1.25 * size) if stacked else (x + stars + gap, y)
            return (
                Stars(x=x, y=y, size=size, value=value, fill=tones.accent, empty=empty),
                text.model_copy(update={"x": left, "y": top, "width": across + 1, "height": size, "valign": "middle"}),
            )

        return Piece("rating", wide, high, draw, gap=1.8 * v, size=0.74 * size)

    def button(self, words: str, width: float, *, size: float = 6.0) -> Piece:
        """The accent pill."""
        v, tones = self.frame.v, self.tones
        pad_x, pad_y = 5.0 * v, 2.6 * v
        set_ = self._set(
            words,
            (width - 2 * pad_x, 3 * size * v),
            (size, 0.6 * size),
            (1, 2),
            weight=750,
            line_height=1.1,
            tracking=0,
        )
        run = Run(text=set_.text, size=set_.size, weight=750, colour=tones.on_accent)
        wide, high = set_.width + 2 * pad_x, set_.height + 2 * pad_y

        def draw(x: float, y: float) -> tuple[Mark, ...]:
            return (
                Rect(x=x, y=y, width=wide, height=high, radius=high / 2, fill=Fill(colours=(tones.accent,))),
                Text(
                    x=x,
                    y=y,
                    width=wide,
                    height=high,
                    runs=(run,),
                    align="center",
                    valign="middle",
                    line_height=1.1,
                ),
            )

        return Piece("call_to_action", wide, high, draw, "pop", gap=3.0 * v)


_PRICE = re.compile(r"^(?P<before>\D*)(?P<whole>[\d\s.,’'\u00a0\u202f]*?\d)(?P<cents>[.,]\d{2})?(?P<after>\D*)$")


def price_runs(words: str, size: float, colour: str, *, weight: int = 800) -> tuple[Run, ...]:
    """A price with currency and cents small and raised to the height of the capitals."""
    match = _PRICE.match(words.strip())
    if not match:
        return (Run(text=words, size=size, weight=weight, colour=colour, tracking=-10),)
    rise = round((1 - CENTS) * 0.727 / CENTS, 3)

    def raised(text: str) -> Run:
        return Run(text=text, size=CENTS * size, weight=weight - 50, colour=colour, rise=rise)

    before, after = match["before"].strip(), match["after"].strip()
    whole = Run(text=match["whole"], size=size, weight=weight, colour=colour, tracking=-10)
    runs = [raised(before + ("\u2009" if len(before) > 1 else "")) if before else None, whole]
    runs += [raised(match["cents"]) if match["cents"] else None, raised(f"\u2009{after}") if after else None]
    return tuple(run for run in runs if run)


def struck(words: str, size: float, colour: str) -> tuple[Run, ...]:
    """An old price, struck through."""
    return (Run(text=words, size=size, weight=600, colour=colour, strike=True),)


def with_role(piece: Piece, role: str, entrance: Entrance | None = None) -> Piece:
    """The same piece for another purpose."""
    return replace(piece, role=role, entrance=entrance or piece.entrance)


def beside(first: Piece, second: Piece, gap: float) -> Piece:
    """Two pieces as one, the second to the right of the first, tops aligned to the middle of the lower one."""
    height = max(first.height, second.height)
    lines = second.height > 1.6 * first.height

    def draw(x: float, y: float) -> tuple[Mark, ...]:
        down = 0.0 if lines else (height - first.height) / 2
        return (
            *first.draw(x, y + down),
            *second.draw(x + first.width + gap, y + (0.0 if lines else (height - second.height) / 2)),
        )

    return Piece(second.role, first.width + gap + second.width, height, draw, second.entrance, second.gap, second.size)
