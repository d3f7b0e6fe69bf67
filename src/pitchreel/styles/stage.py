"""The stage: Product, Script and Narration become a Timeline. Pure: no file is touched, no clock is read."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pitchreel.documents import Narration, Product, Script, Timeline
from pitchreel.documents.product import Media
from pitchreel.documents.timeline import AnyLayer, Asset, Caption, CaptionStyle, Scene, SpriteLayer, Transition
from pitchreel.errors import EmptyScript, InputError, NoMedia, UnknownName
from pitchreel.presenter import perform
from pitchreel.styles.blocks import Desk, layers_of, stack
from pitchreel.styles.casting import TALL, Take, aspect_of, cast, hero_of, usable
from pitchreel.styles.catalogue import (
    Layout,
    Look,
    Style,
    Template,
    find_style,
    find_template,
    look_of,
    read_variables,
)
from pitchreel.styles.clock import Clock, set_clock
from pitchreel.styles.end_card import make_end_card
from pitchreel.styles.framing import close_up
from pitchreel.styles.grid import GUTTER, Area, Frame, make_frame
from pitchreel.styles.hosting import Bubble, bubble_layer, choose_presenter, place_bubble
from pitchreel.styles.lines import Block, write_block
from pitchreel.styles.moves import Drift, next_drift
from pitchreel.styles.paging import name_words, page_words, set_captions, size_for
from pitchreel.styles.settings import Plan, find_setting
from pitchreel.styles.shots import Shot, cut_shots
from pitchreel.styles.sound import Accent, beats_of, choose_music, make_mix
from pitchreel.styles.tones import Tones, caption_style, choose_tones
from pitchreel.styles.wording import button, phrase, shop
from pitchreel.typeset import caption_geometry
from pitchreel.voice import voices

TRANSITION = {"fade": 220, "slide": 300, "push": 300, "wipe": 280, "zoom": 260}
"""Milliseconds."""
OTHERS = 0.4
"""Share of the cuts that are something else than a cut, at most."""
READ = 1.5
"""Seconds that a headline needs."""
COVER = 0.7
"""Seconds into the film at which the cover is taken."""
NAME = "pitchreel"


def stage(
    product: Product,
    script: Script,
    narration: Narration,
    *,
    style: str | None = None,
    template: str | int | None = None,
    ratio: str = "9:16",
    presenter: str | None = None,
    music: str | None = None,
    captions: bool | None = None,
    seed: int = 0,
    length: int | None = None,
    fps: int = 30,
    variables: Mapping[str, str] | None = None,
    placement: str = "universal",
    label: bool = False,
) -> Timeline:
    """Stage a film.

    ``style`` None is the template's, or FullScreen; ``presenter``, ``music`` and ``captions`` None are the style's and
    the template's choice, ``none`` leaves presenter or music out. ``length`` (seconds; None: the script's) is kept to
    the frame when the narration allows. ``variables`` are the values of the template's variables by name. ``label``
    puts a note on screen that voice and presenter are synthetic.

    Raises UnknownName, InputError, EmptyScript (a narration without words) and NoMedia.
    """
    pattern = find_template(template) if template not in (None, "") else None
    chosen = find_style(style or (pattern.style if pattern else "FullScreen"))
    if not narration.words:
        raise EmptyScript("The narration has no words", "Give a script that says something")
    if max(word.line for word in narration.words) >= len(script.lines):
        raise InputError("The narration speaks more lines than the script has", "Speak this script again")
    if not usable(product):
        raise NoMedia("The product has no picture or clip that could be shown", "Give a page or document with one")
    values = read_variables(pattern, dict(variables or {}))
    order = Order(
        product=product,
        script=script,
        narration=narration,
        style=chosen,
        template=pattern,
        look=look_of(chosen, pattern),
        frame=make_frame(ratio, fps=fps, placement=placement),
        ratio=ratio,
        values=values,
        seed=seed,
        length=length or script.length,
        language=script.language or product.language,
        label=label,
    )
    return _Director(order, presenter, music, captions).timeline()


@dataclass(frozen=True)
class Order:
    """What is to be staged, with every name found."""

    product: Product
    script: Script
    narration: Narration
    style: Style
    template: Template | None
    look: Look
    frame: Frame
    ratio: str
    values: dict[str, str]
    seed: int
    length: int
    language: str
    label: bool

    @property
    def layout(self) -> Layout:
        """The style's layout in this ratio."""
        return self.style.layouts[self.ratio]  # type: ignore[index]


@cache
def caption_looks() -> dict[str, Any]:
    """The looks of captions by name."""
    return tomllib.loads(files(__package__).joinpath("captions.toml").read_text(encoding="utf-8"))


class _Director:
    """Makes one Timeline: times first, then places, then layers."""

    def __init__(self, order: Order, presenter: str | None, music: str | None, captions: bool | None) -> None:
        self.order = order
        frame, script = order.frame, order.script
        self.clock: Clock = set_clock(order.narration, frame, order.length)
        self.hero: Media = hero_of(order.product, order.values.get("hero", ""))
        self.tones: Tones = choose_tones(order.product.palette, order.look, self.hero.colours)
        self.desk = Desk(frame, self.tones, order.look, order.language)
        self.music = choose_music(music, order.look.mood)
        self.rng = random.Random(f"{order.seed} {order.style.id} {order.product.name}")
        self.host = self._choose_host(presenter)
        self.captioned = order.look.captions_on if captions is None else captions
        self.caption_look, self.pages = self._page()
        roles = [line.role for line in script.lines]
        beats = beats_of(self.music, frame, self.clock.frames)
        self.shots: tuple[Shot, ...] = cut_shots(
            self.clock, roles, [first for first, _ in self.pages], beats, frame, order.look.pace
        )
        self.spans = self._line_spans()
        self.block_spans = {line: self._block_span(line) for line in self.spans}
        self.bubble = self._place_bubble()
        self.floor = self._floor_from()
        self.takes: tuple[Take, ...] = cast(
            order.product, script, self.shots, self.hero, self._closable(), order.values.get("opening", "")
        )

    # Times and choices

    def _choose_host(self, wish: str | None) -> str | None:
        order = self.order
        if wish is None and order.template and order.template.presenter:
            wish = order.template.presenter
        gender = next((voice.gender for voice in voices() if voice.id == order.narration.voice), "")
        return choose_presenter(wish, order.style.presenter != "off", order.narration, gender)

    def _caption_place(self) -> Area:
        layout = self.order.layout
        slot = layout.presenter.caption if self.host and layout.presenter.caption else layout.caption
        return self.order.frame.at(slot)

    def _page(self) -> tuple[CaptionStyle, tuple[tuple[int, int], ...]]:
        order, place = self.order, self._caption_place()
        look = caption_looks().get(order.look.captions)
        if look is None:
            raise UnknownName("caption look", order.look.captions, caption_looks())
        words = self.clock.words
        style = size_for([cue.text for cue in words], caption_style(look, self.tones, order.frame.v), place.width)

        def fits(texts: tuple[str, ...]) -> bool:
            geometry = caption_geometry(texts, style, place.width, language=order.language)
            return geometry.fits and geometry.height <= place.height

        names = name_words(order.product.name, order.product.text("brand"))
        return style, page_words(words, fits, order.frame.fps, names)

    def _line_spans(self) -> dict[int, tuple[int, int]]:
        spans: dict[int, tuple[int, int]] = {}
        for shot in self.shots:
            if shot.line is not None:
                start, _ = spans.get(shot.line, (shot.start, shot.end))
                spans[shot.line] = (start, shot.end)
        return spans

    def _block_span(self, line: int) -> tuple[int, int]:
        """When the words of a line stand: all the while, or only over its first shot if the next shows it nearer."""
        start, end = self.spans[line]
        mine = [shot for shot in self.shots if shot.line == line]
        written = self.order.script.lines[line]
        waits = written.role in ("hook", "offer", "proof") or written.figure or line == min(self.spans)
        if len(mine) > 1 and not waits and mine[0].frames >= READ * self.order.frame.fps:
            return start, mine[0].end
        return start, end

    def _place_bubble(self) -> Bubble | None:
        if self.host is None:
            return None
        spoken = sorted(self.spans)
        large = [self.spans[spoken[0]]]
        closing = [index for index in spoken[1:] if self.order.script.lines[index].role == "call_to_action"]
        if closing:
            large.append(self.spans[closing[-1]])
        return place_bubble(self.host, self.order.layout.presenter, self.order.frame, large, self.clock.end_card)

    def _closable(self) -> dict[str, bool]:
        """Which pictures have the pixels for a close-up in this layout."""
        panel = self.order.frame.at(self.order.layout.panel)
        return {
            item.id: item.kind == "picture" and close_up(item, panel) is not None for item in usable(self.order.product)
        } | {item.id: True for item in self.order.product.clips if item.path}

    # Places

    def _floor_from(self, start: float = 0) -> float:
        """The height that pictures must not pass from a frame on: where captions begin, or the end of the safe box."""
        frame = self.order.frame
        pages = [page for page in self.pages if self.clock.words[page[1] - 1].end > start]
        if not self.captioned or not pages:
            return frame.inner.bottom
        place = self._caption_place()
        texts = ([cue.text for cue in self.clock.words[first:last]] for first, last in pages)
        tallest = max(
            caption_geometry(text, self.caption_look, place.width, language=self.order.language).height
            for text in texts
        )
        return place.bottom - tallest - 1.6 * frame.v

    def _label_room(self) -> float:
        return 6.0 * self.order.frame.v if self.order.label else 0.0

    def _blocks(self) -> dict[int, Block]:
        order, layout, frame = self.order, self.order.layout, self.order.frame
        blocks = {}
        first_line = min(self.spans)
        for line, (start, end) in self.block_spans.items():
            take = next(take for shot, take in zip(self.shots, self.takes, strict=True) if shot.line == line)
            home = layout.presenter if self.bubble else layout
            tall = self._is_tall(take) and home.tall_words is not None
            area = frame.at(home.tall_words if tall and home.tall_words else home.words)
            area = area.between(max(area.y, frame.safe.y + self._label_room()), self.floor)
            if self.bubble:
                bubble = self.bubble.at(start, end)
                if area.overlap(bubble):
                    area = area.between(area.y, bubble.y - GUTTER * frame.v)
            block = write_block(
                self.desk,
                order.product,
                order.script,
                line,
                self.clock.line(line),
                area,
                layout.align,
                end,
                first=line == first_line,
                valign_middle=layout.flow == "side" or (tall and not self.bubble),
                kicker=order.values.get("kicker", ""),
                hook=order.values.get("hook", ""),
            )
            if block:
                blocks[line] = block
        return blocks

    def _is_tall(self, take: Take) -> bool:
        return take.free and aspect_of(take.media) < TALL

    def _places(self, shot: Shot, take: Take, block: Block | None) -> tuple[Area, Area, Area | None, bool]:
        """Where this shot's product, panel and subject may be, and whether the panel reaches the edges."""
        layout, frame = self.order.layout, self.order.frame
        floor, gutter = self.floor, GUTTER * frame.v
        bubble = self.bubble.at(shot.start, shot.end) if self.bubble else None
        home = layout.presenter if bubble else layout
        beside = block is not None and home.tall_stage is not None and self._tall_line(shot)
        if beside and home.tall_stage:
            slot = home.tall_stage
        elif bubble and self.bubble:
            large = bubble == self.bubble.big
            slot = layout.presenter.stage_large if large else layout.presenter.stage
        else:
            slot = layout.alone if layout.alone and not block else layout.stage
        stage = frame.at(slot)
        panel_slot = layout.panel_alone if layout.panel_alone and not block else layout.panel
        panel = frame.at(panel_slot)
        bleeds = bool(panel_slot.bleed) and not beside
        top = min(stage.y, panel.y)
        if self._label_room():
            top = frame.safe.y + self._label_room()
        if block and layout.flow == "down" and not beside:
            top = max(top, block.area.bottom + gutter)
            bleeds = False
        stage = stage.between(max(stage.y, top), floor)
        if bubble:
            panel, bleeds = stage, False
        else:
            panel = panel.between(max(top, panel.y), floor)
            if beside or (not bleeds and panel_slot.bleed):
                panel = Area(stage.x, 0, stage.width, frame.height).between(max(top, stage.y), floor)
        clear = None
        if block is None and bubble is None:
            margin = 2 * frame.v
            clear = Area(margin, 0.05 * frame.height, frame.width - 2 * margin, floor - 0.05 * frame.height)
        return stage, panel, clear, bleeds

    def _tall_line(self, shot: Shot) -> bool:
        take = next(take for other, take in zip(self.shots, self.takes, strict=True) if other.line == shot.line)
        return self._is_tall(take)

    # Layers

    def timeline(self) -> Timeline:
        order, frame, clock = self.order, self.order.frame, self.clock
        blocks = self._blocks()
        transitions = self._transitions()
        scenes: list[Scene] = []
        setting = find_setting(order.style.setting)
        older: list[Plan] = []
        ways: list[Drift] = []
        for index, (shot, take) in enumerate(zip(self.shots, self.takes, strict=True)):
            block = blocks.get(shot.line) if shot.line is not None else None
            if block and shot.line is not None and shot.start >= self.block_spans[shot.line][1]:
                block = None
            stage_area, panel, clear, bleeds = self._places(shot, take, block)
            ways.append(next_drift(self.rng, ways[-1] if ways else None, ways[:-1]))
            plan = Plan(
                frame=frame,
                tones=self.tones,
                look=order.look,
                index=index,
                shot=shot,
                until=shot.end + transitions[index + 1].frames,
                take=take,
                stage=stage_area,
                panel=panel,
                sheet=frame.at(order.layout.sheet or order.layout.panel),
                clear=clear,
                bleeds=bleeds,
                largest=order.layout.largest,
                way=ways[-1],
                older=tuple(older),
            )
            scenes.append(
                Scene(
                    id=f"s{index}",
                    start=shot.start,
                    end=shot.end,
                    line=shot.line,
                    transition=transitions[index],
                    layers=setting(plan),
                )
            )
            older.append(plan)
        scenes.append(self._end_card(transitions[-1]))
        overlays = self._overlays(blocks)
        captions = self._captions()
        mix, sounds = make_mix(order.narration, self.music, clock, frame, self._accents(blocks, transitions))
        performance = None
        if self.bubble:
            performance = perform(
                order.narration,
                offset=clock.offset,
                samples=frame.sample(clock.frames),
                seed=order.seed,
                glances=self._glances(),
                side="right" if order.layout.presenter.side == "left" else "left",
            )
        return Timeline(
            title=order.product.name,
            language=order.language,
            style=order.style.name,
            template=order.template.id if order.template else "",
            width=frame.width,
            height=frame.height,
            fps=frame.fps,
            frames=clock.frames,
            safe=frame.safe.box,
            assets=self._assets([*scenes], sounds),
            scenes=tuple(scenes),
            overlays=overlays,
            captions=captions,
            caption_style=self.caption_look if captions else None,
            performance=performance,
            mix=mix,
            cover=min(round(COVER * frame.fps), clock.frames - 1),
            label=self._label_words() if order.label else "",
            note=json.dumps(
                {"generator": NAME, "synthetic": ["voice", "presenter"] if self.bubble else ["voice"]},
                separators=(",", ":"),
            ),
            warnings=clock.warnings,
        )

    def _transitions(self) -> list[Transition]:
        """One for each shot and the end card: cuts, and at turns of the story what the look has instead."""
        order, frame = self.order, self.order.frame
        count = len(self.shots) + 1
        found = [Transition() for _ in range(count)]
        kinds = order.look.transitions[:2]
        if not kinds:
            return found
        starts = [index for index in range(1, count) if index == count - 1 or self.shots[index].part == 0]
        budget = int(OTHERS * (count - 1))
        # The end card first, then evenly over the beginnings of lines.
        inner = starts[:-1]
        step = max(1, -(-len(inner) // max(1, budget - 1))) if budget > 1 else len(inner) + 1
        turns = [starts[-1], *inner[::-1][step - 1 :: step]][:budget]
        for number, index in enumerate(sorted(turns)):
            kind = kinds[number % len(kinds)]
            before = self.shots[index - 1].frames
            after = self.shots[index].frames if index < len(self.shots) else frame.fps
            frames = min(frame.frames(TRANSITION[kind]), before // 3, after // 3)
            if frames >= 3:
                found[index] = Transition(name=kind, frames=frames, direction="left")
        return found

    def _end_card(self, transition: Transition) -> Scene:
        order, frame, clock = self.order, self.order.frame, self.clock
        line = max(self.spans) if clock.spoken_end else None
        shot = Shot(clock.end_card, clock.frames, line)
        plan = Plan(
            frame=frame,
            tones=self.tones,
            look=order.look,
            index=len(self.shots),
            shot=shot,
            until=shot.end,
            take=Take(self.hero, "whole"),
            stage=frame.safe,
            panel=frame.safe,
            sheet=frame.safe,
            clear=None,
            bleeds=False,
            largest=order.layout.largest,
            way="push",
        )
        return make_end_card(
            plan,
            self.desk,
            order.product,
            self.hero,
            order.layout.end,
            button_words=order.values.get("button") or button(order.script, order.language),
            site=order.values.get("site") or shop(order.product),
            bottom=self._floor_from(clock.end_card),
            transition=transition,
        )

    def _overlays(self, blocks: dict[int, Block]) -> tuple[AnyLayer, ...]:
        frame = self.order.frame
        layers: list[AnyLayer] = []
        if self.bubble:
            layers.append(bubble_layer(self.bubble, frame, self.tones))
        for line, block in blocks.items():
            start, end = self.block_spans[line]
            layers += layers_of(block.placed, frame, start, end, f"l{line}", enter=start > 0)
        if self.order.label:
            layers.append(self._label())
        return tuple(layers)

    def _label_words(self) -> str:
        key = "label" if self.bubble else "label_voice"
        return phrase(self.order.language, key) or phrase("en", key)

    def _label(self) -> SpriteLayer:
        frame = self.order.frame
        piece = self.desk.label(self._label_words(), frame.safe.width, size=2.9, weight=600)
        placed = stack([piece], frame.safe, "left", "top")
        (layer,) = layers_of(placed, frame, 0, self.clock.frames, "note", enter=False, leave=False)
        return layer.model_copy(update={"role": "label"})

    def _captions(self) -> tuple[Caption, ...]:
        if not self.captioned:
            return ()
        return set_captions(
            self.clock.words,
            self.pages,
            self.caption_look,
            self._caption_place(),
            self.order.frame,
            self.clock.frames,
            self.order.language,
        )

    def _glances(self) -> tuple[int, ...]:
        """Where the presenter looks at the product: at the first shot of each line but the first and the last."""
        lines = sorted(self.spans)[1:-1]
        return tuple(self.order.frame.sample(self.spans[line][0] + 6) for line in lines)

    def _accents(self, blocks: dict[int, Block], transitions: Sequence[Transition]) -> list[Accent]:
        accents = []
        for index, transition in enumerate(transitions):
            moves = transition.name in ("slide", "push", "wipe")
            cards = self.order.style.setting == "cards" and 0 < index < len(self.shots)
            if moves or cards:
                start = self.shots[index].start if index < len(self.shots) else self.clock.end_card
                accents.append(Accent("slide", start + 4, 0.8))
        for line, block in blocks.items():
            for one in block.placed:
                at = one.piece.when or self.spans[line][0]
                if one.piece.role == "badge":
                    accents.append(Accent("pop", at + 3, 2.0))
                elif one.piece.role == "rating":
                    accents.append(Accent("sparkle", at + 3, 1.5))
            if self.order.script.lines[line].step:
                accents.append(Accent("tick", self.spans[line][0] + 2, 1.2))
        accents.append(Accent("lift", self.clock.end_card, 3.0))
        return accents

    def _assets(self, scenes: Sequence[Scene], sounds: dict[str, Asset]) -> dict[str, Asset]:
        named = {}
        for item in self.order.product.media:
            if item.path:
                named[item.id] = Asset(kind="clip" if item.kind == "clip" else "picture", path=item.path)
            if item.cutout:
                named[f"{item.id}-cutout"] = Asset(kind="picture", path=item.cutout)
        used = {
            layer.asset
            for scene in scenes
            for layer in scene.layers
            if layer.layer in ("picture", "clip") and layer.asset
        }
        return {**{id: asset for id, asset in named.items() if id in used}, **sounds}


__all__ = ["Order", "caption_looks", "stage"]
