"""Script styles: each is one data file under ``styles/`` that says which beats make the ad."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from pitchreel.documents import Model
from pitchreel.documents.script import Role
from pitchreel.errors import SetupError, UnknownName

_FOLDER = Path(__file__).with_name("styles")
LENGTHS = (15, 30, 45, 60)


class Beat(Model):
    """One place in the structure of an ad."""

    group: str
    """The patterns that may fill it; several groups are parted by a space."""
    role: Role
    lines: tuple[int, int, int, int]
    """How many lines it may take at 15, 30, 45 and 60 seconds."""
    needed: bool = False
    """The ad is not this style without it."""
    step: bool = False
    """Its lines are counted on screen."""


class ScriptStyle(Model):
    """A way to tell an ad: who it is known as and its beats in order."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    """Names that other services know it by."""
    about: str
    body: str = ""
    """A style whose beats follow this one's own; a hook style is a first line and the body of another."""
    skip: int = 0
    """How many beats of the body's start are left out."""
    beats: tuple[Beat, ...] = ()


@cache
def script_styles() -> tuple[ScriptStyle, ...]:
    """Every script style, by name."""
    styles = []
    for path in sorted(_FOLDER.glob("*.toml")):
        try:
            styles.append(ScriptStyle.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))))
        except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise SetupError(
                f"The script style {path.name} cannot be used: {error}", "Correct or reinstall it"
            ) from None
    return tuple(sorted(styles, key=lambda style: style.name.casefold()))


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.casefold())


@cache
def _by_name() -> dict[str, ScriptStyle]:
    found: dict[str, ScriptStyle] = {}
    for style in script_styles():
        for name in (style.id, style.name, *style.aliases):
            found.setdefault(_key(name), style)
    return found


def find_script_style(name: str) -> ScriptStyle:
    """A style by id, name or alias, whatever its capitals, spaces and marks; raises UnknownName."""
    style = _by_name().get(_key(name))
    if style is None:
        raise UnknownName("script style", name, [style.id for style in script_styles()])
    return style


def beats_of(style: ScriptStyle) -> tuple[tuple[str, Beat], ...]:
    """The beats of a style in order, each with the id of the style whose patterns it uses."""
    own = tuple((style.id, beat) for beat in style.beats)
    if not style.body:
        return own
    return own + beats_of(find_script_style(style.body))[style.skip :]
