"""Styles and templates as data: what the files in ``looks/`` and ``templates/`` say, and how a name finds one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field, ValidationError

from pitchreel.documents.base import Model
from pitchreel.errors import DocumentError, InputError, UnknownName
from pitchreel.styles.grid import Slot

Ratio = Literal["9:16", "16:9", "1:1"]


class PresenterPlace(Model):
    """Where things stand when there is a presenter in a bubble."""

    words: Slot
    stage: Slot
    stage_large: Slot
    """Where the product stands while the bubble is large."""
    corner: tuple[float, float]
    """The point of the safe box that the bubble's outer lower corner touches, in fractions."""
    side: Literal["left", "right"]
    small: float = 30
    large: float = 44
    """Diameters in v."""
    caption: Slot | None = None
    tall_words: Slot | None = None
    tall_stage: Slot | None = None


class EndLayout(Model):
    """Where the end card puts the product and its words."""

    flow: Literal["down", "side"]
    align: Literal["left", "center"]
    product: Slot
    words: Slot
    tall_product: Slot | None = None
    tall_words: Slot | None = None
    """For a product much taller than wide: it stands beside the words, which align left."""


class Layout(Model):
    """Where a style puts things in one ratio.

    ``flow`` is ``down`` where the product stands under the words and ``side`` where it stands beside them.
    ``stage`` is where a free product may stand, ``alone`` the same while there are no words; ``panel`` (and
    ``panel_alone``) where a photograph goes that cannot fill the frame; ``sheet`` what a card covers; ``tall_words``
    and ``tall_stage`` replace words and stage for a product much taller than wide.
    """

    flow: Literal["down", "side"]
    align: Literal["left", "center"] = "left"
    words: Slot
    stage: Slot
    alone: Slot | None = None
    panel: Slot
    panel_alone: Slot | None = None
    sheet: Slot | None = None
    caption: Slot
    largest: tuple[float, float] = (0.68, 0.44)
    """Most of the frame's width and height that a free product takes."""
    tall_words: Slot | None = None
    tall_stage: Slot | None = None
    presenter: PresenterPlace
    end: EndLayout


class Look(Model):
    """What a template may tune: colour treatment, pace, type, captions, transitions, dressing, music."""

    treatment: Literal["auto", "light", "dark", "accent", "mono", "noir"] = "auto"
    pace: float = Field(default=2.2, ge=1.5, le=3.0)
    """Best length of a shot in the body, in seconds."""
    transitions: tuple[Literal["fade", "slide", "push", "wipe", "zoom"], ...] = ()
    captions: str = "plate"
    """A look of ``captions.toml``."""
    captions_on: bool = True
    dressing: Literal["none", "floor", "disc", "sunrise", "arch", "plinth", "band"] = "floor"
    """What stands behind or under a free product."""
    shapes: Literal["none", "still", "drifting"] = "none"
    """Soft shapes of the accent over the ground. Drifting ones cost a third more to render under a stack of cards."""
    mood: str = "upbeat"
    """Mood or tag of the music."""
    headline_weight: int = Field(default=780, ge=400, le=900)
    headline_scale: float = Field(default=1.0, ge=0.7, le=1.3)
    tracking: float = -16
    capitals: bool = False
    """Headlines in capitals."""


class Style(Model):
    """A visual style. ``number`` is its id where one must be a number; it never changes."""

    id: str
    number: int
    name: str
    aliases: tuple[str, ...] = ()
    description: str
    setting: str
    """How pictures are set: a name of ``settings``."""
    presenter: Literal["off", "bubble"] = "off"
    order: tuple[Ratio, ...] = ("9:16", "16:9", "1:1")
    look: Look = Look()
    layouts: dict[Ratio, Layout] = Field(repr=False)

    def layout(self, ratio: str) -> Layout:
        """The layout for a ratio; raises UnknownName."""
        for known, layout in self.layouts.items():
            if known == ratio:
                return layout
        raise UnknownName("ratio", ratio, self.layouts)


ANY_PICTURE = "picture"
"""What a picture is called that no variable of a template asks for and every template shows."""


class Variable(Model):
    """A value that a template asks for.

    ``text`` is words for the screen; ``image`` and ``video`` are the id of one of the product's media; ``script`` is
    the whole text to speak, which whoever writes the Script takes in its place.
    """

    name: str
    kind: Literal["text", "image", "video", "script"]
    label: str
    place: Literal["kicker", "button", "hook", "hero", "opening", "site", "script"]
    """What the value becomes: words above the hook, of the button, of the first headline; the picture of the hero;
    the clip of the first shot; the words under the button; the script."""
    default: str = ""
    required: bool = False
    longest: int = 60


class Template(Model):
    """A style tuned for an occasion. ``number`` is its id where one must be a number; it never changes."""

    id: str
    number: int
    name: str
    style: str
    description: str
    presenter: str = ""
    """``none``, ``bubble`` or the id of a presenter; empty leaves it to the style."""
    look: dict[str, Any] = Field(default_factory=dict)
    """What differs from the style's look."""
    variables: tuple[Variable, ...] = ()


def _read(folder: str, model: type[Style] | type[Template]) -> tuple[Any, ...]:
    found = []
    for entry in sorted(files(__package__).joinpath(folder).iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        try:
            data = tomllib.loads(entry.read_text(encoding="utf-8"))
            found.append(model.model_validate({"id": entry.name.removesuffix(".toml"), **data}))
        except (tomllib.TOMLDecodeError, ValidationError) as error:
            raise DocumentError(f"{folder}/{entry.name} cannot be read: {error}", "Correct that file") from None
    return tuple(sorted(found, key=lambda one: one.number))


@cache
def styles() -> tuple[Style, ...]:
    """Every visual style, in a fixed order."""
    return _read("looks", Style)


@cache
def templates() -> tuple[Template, ...]:
    """Every template, in a fixed order."""
    return _read("templates", Template)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def find_style(name: str) -> Style:
    """A style by id, number, name or alias, whatever the case and the spaces; raises UnknownName."""
    wanted = _bare(name)
    for style in styles():
        if wanted in {_bare(known) for known in (style.id, str(style.number), style.name, *style.aliases)}:
            return style
    raise UnknownName("style", name, (style.name for style in styles()))


def find_template(name: str | int) -> Template:
    """A template by id, number or name; raises UnknownName."""
    wanted = _bare(str(name))
    for template in templates():
        if wanted in {_bare(known) for known in (template.id, str(template.number), template.name)}:
            return template
    raise UnknownName("template", str(name), (template.id for template in templates()))


def look_of(style: Style, template: Template | None) -> Look:
    """The style's look as the template tunes it."""
    changes = template.look if template else {}
    return Look.model_validate({**style.look.model_dump(), **changes})


def read_variables(template: Template | None, given: Mapping[str, str]) -> dict[str, str]:
    """The values of a template's variables by ``place``, defaults filled in; raises InputError."""
    known = {variable.name: variable for variable in template.variables} if template else {}
    for name in given:
        if name not in known:
            whose = f"The template {template.id!r}" if template else "A film without a template"
            names = ", ".join(known) or "none"
            raise InputError(f"{whose} has no variable called {name!r}", f"It has: {names}")
    values: dict[str, str] = {}
    for name, variable in known.items():
        value = given.get(name, variable.default).strip()
        if not value and variable.required:
            raise InputError(f"The variable {name!r} ({variable.label}) is missing", f"Give it with {name}=...")
        if variable.kind == "text" and len(value) > variable.longest:
            raise InputError(
                f"The variable {name!r} has {len(value)} characters", f"Keep it to {variable.longest} characters"
            )
        if value:
            values[variable.place] = value
    return values


def script_text(template: str | None, variables: Mapping[str, str]) -> str | None:
    """The words to speak that a template's variables give, or None. Raises UnknownName and InputError."""
    if template is None:
        return None
    return read_variables(find_template(template), variables).get("script")
