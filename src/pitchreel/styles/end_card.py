"""The end card: product, name, rating, price, button and shop on the same grid as the rest of the film."""

from __future__ import annotations

from dataclasses import replace

from pitchreel.documents import Product
from pitchreel.documents.product import Media
from pitchreel.documents.timeline import AnyLayer, Scene, SpriteLayer, Transition
from pitchreel.styles.blocks import layers_of, stack
from pitchreel.styles.casting import TALL, aspect_of
from pitchreel.styles.catalogue import EndLayout
from pitchreel.styles.framing import in_panel
from pitchreel.styles.grid import GUTTER, Area
from pitchreel.styles.moves import pulse
from pitchreel.styles.pieces import Desk, Piece
from pitchreel.styles.settings.open import RADIUS, mat
from pitchreel.styles.settings.plan import Plan, base, free_product, picture
from pitchreel.styles.wording import phrase, prices, rating, short_name, starts_from

PULSE = 560
"""Milliseconds of the button's one pulse."""
NAME = 5.6
"""In v: a name that would be smaller is cut to what it begins with."""
STILL = 0.55
"""Seconds after the cut at which the button has arrived and pulses."""


def end_pieces(
    desk: Desk, product: Product, button_words: str, site: str, layout: EndLayout, area: Area, *, calls: bool = True
) -> list[Piece]:
    """What the end card says, from the top; name and stars alone where it does not call."""
    width, language, v = area.width, desk.language, desk.frame.v
    centred = layout.align == "center"
    height = (0.3 if layout.flow == "side" else 0.2) * area.height

    def name(words: str) -> Piece:
        return desk.headline(words, width, height, largest=8.0, smallest=4.6, align="center" if centred else "left")

    title = name(product.name)
    if title.size < NAME * v:
        title = max(title, name(short_name(product.name)), key=lambda piece: piece.size)
    pieces = [title]
    stars = rating(product, language)
    if stars:
        pieces.append(replace(desk.rating(*stars, width, size=5.2), gap=2.4 * v))
    if not calls:
        return pieces
    now, before = prices(product, language)
    if now:
        lead = phrase(language, "from", price="").strip() if starts_from(product) else ""
        figure = desk.price(now, before, lead, width, size=12.0, plate=False)
        pieces.append(replace(figure, gap=3.0 * v))
    size = min(6.0, max(4.8, 1.1 * title.size / v))
    pieces.append(replace(desk.button(button_words, width, size=size), gap=4.0 * v))
    if site:
        pieces.append(replace(desk.label(site, width, size=3.8, role="logo", weight=600), gap=2.2 * v))
    return pieces


def make_end_card(
    plan: Plan,
    desk: Desk,
    product: Product,
    hero: Media,
    layout: EndLayout,
    *,
    button_words: str,
    site: str,
    bottom: float,
    transition: Transition,
    calls: bool = True,
) -> Scene:
    """The last scene; ``bottom`` is the height that its words must not pass (captions may still run below)."""
    frame, start, end = plan.frame, plan.start, plan.shot.end
    if layout.tall_words and layout.tall_product and hero.cutout and aspect_of(hero) < TALL:
        layout = EndLayout(flow="side", align="left", product=layout.tall_product, words=layout.tall_words)
    words_area = frame.at(layout.words).between(0, bottom)
    stage = frame.at(layout.product).between(0, bottom)
    pieces = end_pieces(desk, product, button_words, site, layout, words_area, calls=calls)
    gutter = GUTTER * frame.v
    if layout.flow == "down":
        gaps = sum(piece.gap for piece in pieces[1:])
        high = sum(piece.height for piece in pieces) + gaps
        words_area = words_area.between(max(words_area.y, words_area.bottom - high), words_area.bottom)
        placed = stack(pieces, words_area, layout.align, "bottom")
        stage = stage.between(stage.y, placed[0].area.y - gutter)
    else:
        placed = stack(pieces, words_area, layout.align, "middle")
        # The product stands on the line on which the words end.
        stage = stage.between(stage.y, max(placed[-1].area.bottom, stage.y + 0.6 * stage.height))
    layers: list[AnyLayer] = list(_hero(plan, hero, stage))
    words: list[SpriteLayer] = []
    for layer in layers_of(placed, frame, start, end, plan.prefix, leave=False):
        if layer.role == "call_to_action":
            begin = start + min(frame.frames(1000 * STILL) + (layer.start - start), (end - start) // 3)
            beat = pulse(begin, frame.frames(PULSE))
            others = tuple(one for one in layer.motions if one.property != "scale")
            layer = layer.model_copy(update={"motions": (*others, beat)})
        words.append(layer)
    return Scene(id="end", start=start, end=end, line=plan.shot.line, transition=transition, layers=(*layers, *words))


def _hero(plan: Plan, hero: Media, stage: Area) -> tuple[AnyLayer, ...]:
    plan = replace(plan, stage=stage, panel=stage)
    if hero.cutout:
        return free_product(plan, hero)
    framed = in_panel(hero, stage)
    radius = RADIUS * plan.frame.v
    return (
        *base(plan),
        mat(plan, framed.area, radius),
        picture(plan, framed, cutout=False, radius=radius, name="product"),
    )
