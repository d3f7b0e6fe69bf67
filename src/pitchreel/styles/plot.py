"""Plot: what happens when. The film's times, shots, takes, captions and presenter, before anything has a place."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pitchreel.documents.product import Media
from pitchreel.documents.timeline import CaptionStyle
from pitchreel.errors import UnknownName
from pitchreel.music import Music
from pitchreel.styles.casting import TALL, Take, aspect_of, cast, hero_of, usable
from pitchreel.styles.clock import Clock, Cue, set_clock
from pitchreel.styles.extras import CaptionLook
from pitchreel.styles.framing import close_up
from pitchreel.styles.grid import Area, Frame
from pitchreel.styles.hosting import CUSTOM, Bubble, choose_presenter, place_bubble
from pitchreel.styles.order import Order
from pitchreel.styles.paging import name_words, page_words, size_for
from pitchreel.styles.shots import Shot, cut_shots
from pitchreel.styles.sound import beats_of, choose_music
from pitchreel.styles.tones import Tones, caption_style, choose_tones
from pitchreel.typeset import caption_geometry
from pitchreel.voice import voices

READ = 1.5
"""Seconds that a headline needs."""
CRAMPED = 0.88
"""Share of the captions' size under which they take all the width of the safe box."""
AIR = 1.6
"""In v, over the captions."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Plot:
    """The film in time. ``shots`` and ``takes`` go together; the end card comes after them."""

    order: Order
    clock: Clock
    hero: Media
    tones: Tones
    music: Music | None
    captions: CaptionStyle | None
    """The look of the captions, or None for none."""
    caption_place: Area
    """Where captions stand as the layout has them."""
    caption_shown: Area
    """Where they stand when the user moved them."""
    pages: tuple[Span, ...]
    shots: tuple[Shot, ...]
    takes: tuple[Take, ...]
    bubble: Bubble | None

    @property
    def drawn(self) -> bool:
        """Whether a presenter of ours is seen."""
        return self.bubble is not None and self.bubble.custom is None

    def lines(self) -> dict[int, Span]:
        """When each line is on screen, before the end card."""
        return _lines(self.shots)

    def take_of(self, line: int | None) -> Take:
        """The first take of a line."""
        return next(take for shot, take in zip(self.shots, self.takes, strict=True) if shot.line == line)

    def is_tall(self, line: int | None) -> bool:
        """Whether a line opens on a free product much taller than wide."""
        take = self.take_of(line)
        return take.free and aspect_of(take.media) < TALL

    @property
    def words_hold_the_frame(self) -> bool:
        """Whether the picture stays at its side when there are no words, so that their place would be empty."""
        layout = self.order.layout
        return layout.flow == "side" and (self.bubble is not None or layout.panel_alone is None)

    def words_span(self, line: int) -> Span:
        """When the large words of a line stand: all the while, or over its first shot if the next one comes nearer."""
        start, end = self.lines()[line]
        mine = [shot for shot in self.shots if shot.line == line]
        written = self.order.script.lines[line]
        waits = written.role in ("hook", "offer", "proof") or written.figure or mine[0].start == 0
        waits = waits or self.words_hold_the_frame
        if len(mine) > 1 and not waits and mine[0].frames >= READ * self.order.frame.fps:
            return start, mine[0].end
        return start, end

    def floor(self, start: float = 0) -> float:
        """The height that pictures must not pass from a frame on: where captions begin, or the end of the layout."""
        frame = self.order.frame
        pages = [page for page in self.pages if self.clock.words[page[1] - 1].end > start]
        if self.captions is None or not pages:
            return frame.inner.bottom
        place = self.caption_place
        texts = ([cue.text for cue in self.clock.words[first:last]] for first, last in pages)
        style, language = self.captions, self.order.language
        tallest = max(caption_geometry(text, style, place.width, language=language).height for text in texts)
        return place.bottom - tallest - AIR * frame.v


@cache
def caption_looks() -> dict[str, Any]:
    """The looks of captions by name."""
    return tomllib.loads(files(__package__).joinpath("captions.toml").read_text(encoding="utf-8"))


def make_plot(order: Order) -> Plot:
    """Decide when everything happens; raises UnknownName."""
    frame, look = order.frame, order.look
    clock = set_clock(order.narration, frame, order.length)
    hero = hero_of(order.product, order.values.get("hero", ""))
    tones = choose_tones(order.product.palette, look, hero.colours)
    music = None if order.extras.music else choose_music(order.music, look.mood)
    host = _choose_host(order)
    style, place, pages = _page(order, clock, tones, host is not None)
    roles = [line.role for line in order.script.lines]
    beats = beats_of(music, frame, clock.frames)
    shots = cut_shots(clock, roles, [first for first, _ in pages], beats, frame, look.pace)
    opening = order.values.get("opening", "")
    takes = cast(order.product, order.script, shots, hero, _closable(order), opening)
    shown = look.captions_on if order.captions is None else order.captions
    return Plot(
        order=order,
        clock=clock,
        hero=hero,
        tones=tones,
        music=music,
        captions=style if shown else None,
        caption_place=place,
        caption_shown=_moved(order, place),
        pages=pages,
        shots=shots,
        takes=takes,
        bubble=_place_bubble(order, clock, shots, host),
    )


def _moved(order: Order, place: Area) -> Area:
    wish, frame = order.extras.captions, order.frame
    return wish.moved(place, frame.width, frame.height, frame.inner) if wish else place


def _choose_host(order: Order) -> str | None:
    wish = order.presenter
    if wish is None and order.template and order.template.presenter:
        wish = order.template.presenter
    if order.extras.presenter is not None and order.presenter != "none":
        return CUSTOM
    gender = next((voice.gender for voice in voices() if voice.id == order.narration.voice), "")
    return choose_presenter(wish, order.style.presenter != "off", gender, order.seed)


def _page(order: Order, clock: Clock, tones: Tones, hosted: bool) -> tuple[CaptionStyle, Area, tuple[Span, ...]]:
    layout, wish = order.layout, order.extras.captions or CaptionLook()
    slot = layout.presenter.caption if hosted and layout.presenter.caption else layout.caption
    return page_captions(
        clock.words,
        wish,
        wish.look or order.look.captions,
        order.frame.at(slot),
        order.frame,
        tones,
        order.language,
        widens=layout.flow == "down",
        names=name_words(order.product.name, order.product.text("brand")),
    )


def page_captions(
    words: Sequence[Cue],
    wish: CaptionLook,
    name: str,
    place: Area,
    frame: Frame,
    tones: Tones,
    language: str,
    *,
    widens: bool = True,
    names: frozenset[str] = frozenset(),
) -> tuple[CaptionStyle, Area, tuple[Span, ...]]:
    """The captions' look (``name``, as it is wished), place and pages; raises UnknownName.

    One word too long for the place makes all of them smaller, or, before they get small, moves them into all the width
    that words may have, where they may (``widens``).
    """
    look = caption_looks().get(name)
    if look is None:
        raise UnknownName("caption look", name, caption_looks())
    texts = [cue.text for cue in words]
    wished = wish.coloured(wish.sized(caption_style(look, tones, frame.v)))
    style = size_for(texts, wished, place.width)
    if style.size < CRAMPED * wished.size and widens:
        place = Area(frame.inner.x, place.y, frame.inner.width, place.height)
        style = size_for(texts, wished, place.width)

    def fits(texts: tuple[str, ...]) -> bool:
        geometry = caption_geometry(texts, style, place.width, language=language)
        return geometry.fits and geometry.height <= place.height

    return style, place, page_words(words, fits, frame.fps, names)


def _lines(shots: tuple[Shot, ...]) -> dict[int, Span]:
    spans: dict[int, Span] = {}
    for shot in shots:
        if shot.line is not None:
            start, _ = spans.get(shot.line, (shot.start, shot.end))
            spans[shot.line] = (start, shot.end)
    return spans


def _place_bubble(order: Order, clock: Clock, shots: tuple[Shot, ...], host: str | None) -> Bubble | None:
    """Large for the first line and for the call to action."""
    if host is None:
        return None
    spans = _lines(shots)
    spoken = sorted(spans)
    large = [spans[spoken[0]]]
    calls = [line for line in spoken[1:] if order.script.lines[line].role == "call_to_action"]
    if calls:
        large.append(spans[calls[-1]])
    return place_bubble(host, order.layout.presenter, order.frame, large, clock.end_card, order.extras.presenter)


def _closable(order: Order) -> dict[str, bool]:
    """Which media have the pixels for a close-up in this layout."""
    panel = order.frame.at(order.layout.panel)
    return {item.id: close_up(item, panel, 30 * order.frame.v) is not None for item in usable(order.product)}
