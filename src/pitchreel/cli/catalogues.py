"""The commands that list what there is: styles, templates, script-styles, presenters, voices, music."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import typer
from pydantic import BaseModel

from pitchreel.cli import console, options

CATALOGUES: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("styles", "pitchreel.styles", "styles", ("id", "name", "description"), "visual styles"),
    ("templates", "pitchreel.styles", "templates", ("id", "name", "style", "description"), "templates"),
    ("script-styles", "pitchreel.script", "script_styles", ("id", "name", "description"), "ways to build a script"),
    ("presenters", "pitchreel.presenter", "presenters", ("id", "name", "gender", "age"), "presenters"),
    ("voices", "pitchreel.voice", "voices", ("id", "name", "language", "gender", "engine", "available"), "voices"),
    ("music", "pitchreel.music", "tracks", ("id", "name", "mood", "bpm", "duration"), "music tracks"),
)
"""Command, module, function, columns of the table, what is listed."""


def add_catalogues(app: typer.Typer) -> None:
    """Add a listing command for each catalogue."""
    for command, module, function, columns, what in CATALOGUES:
        app.command(command, help=f"List the {what}.")(_listing(module, function, columns))


def _listing(module: str, function: str, columns: tuple[str, ...]) -> Callable[[bool], None]:
    def listing(as_json: options.AsJson = False) -> None:
        entries: Sequence[BaseModel] = getattr(import_module(module), function)()
        rows = [entry.model_dump(mode="json", exclude_none=True) for entry in entries]
        if as_json:
            console.show_json(rows)
        else:
            console.table(rows, columns)

    return listing
