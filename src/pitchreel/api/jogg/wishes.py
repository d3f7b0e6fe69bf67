"""Wishes: what a request of any generation asks for, in one shape, so that orders.py understands it in one place."""

from __future__ import annotations

from dataclasses import dataclass, field

from pitchreel.pipeline.brief import Ratio
from pitchreel.service.order import Screen, Variable

SCREENS: dict[int, Screen] = {1: "background", 2: "green", 3: "alpha"}
"""Screens by the number of the wire."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears, who speaks, and over which music; ids as the wire has them."""

    avatar_id: int | None = None
    avatar_type: int = 0
    """0 one of the catalogue's, 1 one of the key's own."""
    voice_id: str | None = None
    music_id: int | None = None


@dataclass(frozen=True, slots=True)
class FilmWish:
    """An ad for a product, which ``product`` names in any of its ids."""

    product: str
    ratio: Ratio = "9:16"
    length: int = 30
    language: str = "english"
    cast: Cast = field(default=Cast())
    visual_style: str | None = None
    visual_styles: tuple[str, ...] = ()
    """Several for previews."""
    template_id: int | str | None = None
    """A number, or a template's name."""
    template_type: str = "public"
    script_style: str | None = None
    override_script: str | None = None
    caption: bool | None = None
    name: str = ""
    webhook_url: str = ""


@dataclass(frozen=True, slots=True)
class TalkWish:
    """Somebody speaking to the camera: a script, or a recording at ``audio_url``."""

    script: str | None
    audio_url: str | None
    cast: Cast
    ratio: Ratio = "9:16"
    screen: Screen = "background"
    background_url: str = ""
    caption: bool | None = None
    name: str = ""
    webhook_url: str = ""


@dataclass(frozen=True, slots=True)
class TemplateWish:
    """A film from a template and the values of its variables."""

    template_id: int
    language: str
    values: tuple[Variable, ...]
    cast: Cast = field(default=Cast())
    template_type: str = "public"
    silent: bool = False
    """Without the voice."""
    caption: bool | None = None
    name: str = ""
    webhook_url: str = ""


@dataclass(frozen=True, slots=True)
class ScriptsWish:
    """Texts for a product that is known here, or for the facts given with the request."""

    language: str
    length: int = 30
    product: str | None = None
    script_style: str | None = None
    webhook_url: str = ""
