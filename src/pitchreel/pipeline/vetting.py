"""Vetting: what is wrong with an order is said before anything is fetched."""

from __future__ import annotations

import os
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.errors import EmptyScript, InputError, OutputError
from pitchreel.music import find_music
from pitchreel.pipeline.brief import Brief, Wishes
from pitchreel.presenter import find_presenter
from pitchreel.script import find_script_style
from pitchreel.styles import find_style, find_template
from pitchreel.voice import find_voice, match_language

OFF = "none"


def vet_order(order: Brief) -> None:
    """Look every name of an order up; raises UnknownName, LanguageError or EmptyScript."""
    if order.script is not None and not order.script.strip():
        raise EmptyScript("The script is empty", "Write at least one sentence, or leave --script away")
    if order.style:
        find_style(order.style)
    if order.template:
        find_template(order.template)
    if order.script_style:
        find_script_style(order.script_style)
    vet_wishes(order)


def vet_wishes(order: Wishes) -> None:
    """Look up what any film may ask for; raises UnknownName or LanguageError."""
    if order.presenter and order.presenter != OFF:
        find_presenter(order.presenter)
    if order.music and order.music != OFF:
        find_music(order.music)
    if order.language:
        match_language(order.language)
    if order.voice:
        find_voice(order.voice, order.language or "en")


def vet_length(text: str, settings: Settings) -> None:
    """See that a text of the user's own is not too long to be spoken; raises InputError."""
    if len(text) > settings.script_characters:
        raise InputError(
            f"The script has {len(text)} characters; {settings.script_characters} are allowed",
            "Shorten it, or raise PITCHREEL_SCRIPT_CHARACTERS",
        )


def vet_output(output: Path) -> None:
    """See that a film can be written there; raises InputError for its kind, OutputError for its place."""
    if output.suffix.lower() not in {".mp4", ".webm"}:
        raise InputError(f"{output.name} is neither an .mp4 nor a .webm file", "End --output in .mp4 or .webm")
    if output.is_dir():
        raise OutputError(f"{output} is a folder", "Give --output the name of a file")
    place = output.parent
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        raise OutputError(f"{output} cannot be written: {place} does not allow it", "Choose another --output")
