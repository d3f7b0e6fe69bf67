"""Order: what is to be staged, with every name found and every wish checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pitchreel.documents import Narration, Product, Script
from pitchreel.errors import EmptyScript, InputError, NoMedia
from pitchreel.styles.casting import usable
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
from pitchreel.styles.extras import Extras
from pitchreel.styles.grid import Frame, make_frame


@dataclass(frozen=True)
class Order:
    """A film to be staged. ``presenter``, ``music`` and ``captions`` are the wishes as they were given."""

    product: Product
    script: Script
    narration: Narration
    style: Style
    template: Template | None
    look: Look
    layout: Layout
    frame: Frame
    values: Mapping[str, str]
    """Values of the template's variables by place."""
    presenter: str | None
    music: str | None
    captions: bool | None
    seed: int
    length: int
    language: str
    label: bool
    extras: Extras


def take_order(
    product: Product,
    script: Script,
    narration: Narration,
    *,
    style: str | None,
    template: str | int | None,
    ratio: str,
    presenter: str | None,
    music: str | None,
    captions: bool | None,
    seed: int,
    length: int | None,
    fps: int,
    variables: Mapping[str, str],
    placement: str,
    label: bool,
    extras: Extras,
) -> Order:
    """Find every name of an order; raises UnknownName, InputError, EmptyScript and NoMedia."""
    pattern = find_template(template) if template not in (None, "") else None
    chosen = find_style(style or (pattern.style if pattern else "FullScreen"))
    if not narration.words:
        raise EmptyScript("The narration has no words", "Give a script that says something")
    if max(word.line for word in narration.words) >= len(script.lines):
        raise InputError("The narration speaks more lines than the script has", "Speak this script again")
    if not usable(product):
        raise NoMedia("The product has no picture or clip that could be shown", "Give a page or document with one")
    frame = make_frame(ratio, fps=fps, placement=placement)
    return Order(
        product=product,
        script=script,
        narration=narration,
        style=chosen,
        template=pattern,
        look=look_of(chosen, pattern),
        layout=chosen.layout(ratio),
        frame=frame,
        values=read_variables(pattern, variables),
        presenter=presenter,
        music=music,
        captions=captions,
        seed=seed,
        length=length or script.length,
        language=script.language or product.language,
        label=label,
        extras=extras,
    )
