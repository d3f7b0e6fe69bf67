"""The stage: Product, Script and Narration become a Timeline. Pure: no file is touched, no clock is read."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from pitchreel.documents import Narration, Product, Script, Timeline
from pitchreel.documents.timeline import (
    AnyLayer,
    Asset,
    Caption,
    ClipLayer,
    Performance,
    PictureLayer,
    Scene,
    Transition,
)
from pitchreel.presenter import perform
from pitchreel.styles.blocks import layers_of, stack
from pitchreel.styles.casting import Take
from pitchreel.styles.cuts import choose_transitions
from pitchreel.styles.disclosure import label_words, note
from pitchreel.styles.end_card import make_end_card
from pitchreel.styles.extras import NO_EXTRAS, Extras
from pitchreel.styles.hosting import bubble_layers, presenter_assets
from pitchreel.styles.lines import Block
from pitchreel.styles.moves import Drift, next_drift
from pitchreel.styles.order import take_order
from pitchreel.styles.paging import set_captions
from pitchreel.styles.pieces import Desk
from pitchreel.styles.places import place_shot, write_blocks
from pitchreel.styles.plot import Plot, make_plot
from pitchreel.styles.settings import Plan, find_setting
from pitchreel.styles.shots import Shot
from pitchreel.styles.sound import Accent, make_mix
from pitchreel.styles.wording import button, shop

COVER = 0.7
"""Seconds into the film at which the cover is taken."""


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
    placement: str = "feeds",
    label: bool = False,
    extras: Extras = NO_EXTRAS,
) -> Timeline:
    """Stage a film.

    ``style`` None is the template's, or FullScreen; ``presenter``, ``music`` and ``captions`` None are the style's and
    the template's choice, ``none`` leaves presenter or music out. ``length`` (seconds; None: the script's) is kept to
    the frame when the narration allows. ``variables`` are the values of the template's variables by name. ``label``
    puts a note on screen that voice and presenter are synthetic. ``extras`` is what the user brings along.

    Raises UnknownName, InputError, EmptyScript (a narration without words) and NoMedia.
    """
    order = take_order(
        product,
        script,
        narration,
        style=style,
        template=template,
        ratio=ratio,
        presenter=presenter,
        music=music,
        captions=captions,
        seed=seed,
        length=length,
        fps=fps,
        variables=variables or {},
        placement=placement,
        label=label,
        extras=extras,
    )
    plot = make_plot(order)
    frame, clock = order.frame, plot.clock
    desk = Desk(frame, plot.tones, order.look, order.language)
    blocks = write_blocks(plot, desk)
    transitions = choose_transitions(plot.shots, order.look.transitions, frame)
    scenes = (*_scenes(plot, blocks, transitions), _end_scene(plot, desk, transitions[-1]))
    captions_set = _captions(plot)
    performance = _perform(plot)
    mix, sounds = make_mix(narration, plot.music, clock, frame, _accents(plot, blocks, transitions), extras)
    return Timeline(
        title=product.name,
        language=order.language,
        style=order.style.name,
        template=order.template.id if order.template else "",
        calls=extras.calls,
        width=frame.width,
        height=frame.height,
        fps=fps,
        frames=clock.frames,
        safe=frame.safe.box,
        assets={**_assets(product, scenes), **sounds, **presenter_assets(extras.presenter if plot.bubble else None)},
        scenes=scenes,
        overlays=_overlays(plot, desk, blocks, performance),
        captions=captions_set,
        caption_style=plot.captions if captions_set else None,
        performance=performance,
        mix=mix,
        cover=min(round(COVER * fps), clock.frames - 1),
        label=label_words(order.language, plot.drawn) if label else "",
        note=note(spoken=True, drawn=plot.drawn),
        warnings=(*clock.warnings, *extras.warnings),
    )


def _scenes(plot: Plot, blocks: Mapping[int, Block], transitions: Sequence[Transition]) -> list[Scene]:
    order = plot.order
    rng = random.Random(f"{order.seed} {order.style.id} {order.product.name}")
    setting = find_setting(order.style.setting)
    scenes: list[Scene] = []
    older: list[Plan] = []
    ways: list[Drift] = []
    for index, (shot, take) in enumerate(zip(plot.shots, plot.takes, strict=True)):
        block = blocks.get(shot.line) if shot.line is not None else None
        if shot.line is not None and shot.start >= plot.words_span(shot.line)[1]:
            block = None
        place = place_shot(plot, shot, block)
        ways.append(next_drift(rng, ways[-1] if ways else None, ways[:-1]))
        plan = Plan(
            frame=order.frame,
            tones=plot.tones,
            look=order.look,
            index=index,
            shot=shot,
            until=shot.end + transitions[index + 1].frames,
            take=take,
            stage=place.stage,
            panel=place.panel,
            sheet=place.sheet,
            clear=place.clear,
            bleeds=place.bleeds,
            largest=order.layout.largest,
            way=ways[-1],
            older=tuple(older),
        )
        older.append(plan)
        scenes.append(
            Scene(
                id=plan.prefix,
                start=shot.start,
                end=shot.end,
                line=shot.line,
                transition=transitions[index],
                layers=setting(plan),
            )
        )
    return scenes


def _end_scene(plot: Plot, desk: Desk, transition: Transition) -> Scene:
    order, frame, clock = plot.order, plot.order.frame, plot.clock
    line = clock.words[-1].line if clock.spoken_end else None
    plan = Plan(
        frame=frame,
        tones=plot.tones,
        look=order.look,
        index=len(plot.shots),
        shot=Shot(clock.end_card, clock.frames, line),
        until=clock.frames,
        take=Take(plot.hero, "whole"),
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
        desk,
        order.product,
        plot.hero,
        order.layout.end,
        calls=order.extras.calls,
        button_words=order.values.get("button") or button(order.script, order.language),
        site=order.values.get("site") or shop(order.product),
        bottom=plot.floor(clock.end_card),
        transition=transition,
    )


def _perform(plot: Plot) -> Performance | None:
    if plot.bubble is None:
        return None
    order = plot.order
    return perform(
        order.narration,
        offset=plot.clock.offset,
        samples=order.frame.sample(plot.clock.frames),
        seed=order.seed,
        glances=_glances(plot),
        side="right" if order.layout.presenter.side == "left" else "left",
    )


def _overlays(
    plot: Plot, desk: Desk, blocks: Mapping[int, Block], performance: Performance | None
) -> tuple[AnyLayer, ...]:
    frame = plot.order.frame
    layers: list[AnyLayer] = []
    if plot.bubble:
        layers += bubble_layers(plot.bubble, frame, plot.tones, performance)
    for line, block in blocks.items():
        start, end = plot.words_span(line)
        layers += layers_of(block.placed, frame, start, end, f"l{line}", enter=start > 0)
    if plot.order.label:
        piece = desk.label(label_words(plot.order.language, plot.drawn), frame.inner.width, size=3.0, weight=600)
        placed = stack([piece], frame.inner, "left")
        layers += layers_of(placed, frame, 0, plot.clock.frames, "note", enter=False, leave=False)
    return tuple(layers)


def _captions(plot: Plot) -> tuple[Caption, ...]:
    if plot.captions is None:
        return ()
    clock, order = plot.clock, plot.order
    return set_captions(
        clock.words,
        plot.pages,
        plot.captions,
        plot.caption_shown,
        order.frame,
        clock.frames,
        clock.end_card,
        order.language,
    )


def _glances(plot: Plot) -> tuple[int, ...]:
    """The presenter looks at the product as each line but the first and the last begins."""
    lines = plot.lines()
    return tuple(plot.order.frame.sample(lines[line][0] + 6) for line in sorted(lines)[1:-1])


def _accents(plot: Plot, blocks: Mapping[int, Block], transitions: Sequence[Transition]) -> list[Accent]:
    """Small sounds: a slide on moves, a tick on items of a list, a pop on the badge, a lift into the end card."""
    found = [Accent("lift", plot.clock.end_card, 3.0)]
    cards = plot.order.style.setting == "cards"
    for index, shot in enumerate(plot.shots):
        if index and (cards or transitions[index].name in ("slide", "push", "wipe")):
            found.append(Accent("slide", shot.start + 4, 0.8))
    for line, block in blocks.items():
        start = plot.words_span(line)[0]
        for one in block.placed:
            effect, weight = {"badge": ("pop", 2.0), "rating": ("sparkle", 1.5)}.get(one.piece.role, ("", 0.0))
            if effect:
                found.append(Accent(effect, (one.piece.when or start) + 3, weight))
        if plot.order.script.lines[line].step:
            found.append(Accent("tick", start + 2, 1.2))
    return found


def _assets(product: Product, scenes: Sequence[Scene]) -> dict[str, Asset]:
    """The media that any scene shows."""
    used = {layer.asset for scene in scenes for layer in scene.layers if isinstance(layer, PictureLayer | ClipLayer)}
    named = {}
    for item in product.media:
        if item.id in used and item.path:
            named[item.id] = Asset(kind=item.kind, path=item.path)
        if f"{item.id}-cutout" in used and item.cutout:
            named[f"{item.id}-cutout"] = Asset(kind="picture", path=item.cutout)
    return named
