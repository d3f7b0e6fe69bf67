"""Options: what several commands take, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pitchreel.config import Settings
from pitchreel.errors import InputError

Source = Annotated[str | None, typer.Argument(metavar="URL|PRODUCT.json", help="The product; without one, the demo.")]
SourceOrFeed = Annotated[
    str | None, typer.Argument(metavar="URL|PRODUCT.json|FEED", help="The product or products; without, the demo.")
]
Length = Annotated[int, typer.Option(help="Seconds of film: 15, 30, 45 or 60.")]
Ratio = Annotated[str, typer.Option(help="9:16, 16:9 or 1:1.")]
ScriptStyle = Annotated[str | None, typer.Option(help="How the script is built; see `pitchreel script-styles`.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Language of the script; the page's by default.")]
Voice = Annotated[str | None, typer.Option(metavar="ID", help="Who speaks; see `pitchreel voices`.")]
Avatar = Annotated[str | None, typer.Option(metavar="ID|none", help="Who presents; see `pitchreel presenters`.")]
Music = Annotated[str | None, typer.Option(metavar="ID|none", help="What plays; see `pitchreel music`.")]
Captions = Annotated[bool | None, typer.Option("--captions/--no-captions", help="Words on screen as they are spoken.")]
Placement = Annotated[
    str, typer.Option(metavar="NAME", help="Where it will be shown: feeds, universal, reels, stories, tiktok, shorts.")
]
OwnScript = Annotated[str | None, typer.Option("--script", metavar="TEXT|@FILE", help="Your own words.")]
Variables = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A template's variable; may be repeated.")
]
Seed = Annotated[int, typer.Option(min=0, help="Another number, another ad from the same facts.")]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Read pages at private and loopback addresses.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]


def settings_for(*, allow_private: bool = False) -> Settings:
    """The settings in force, with what the command line adds."""
    settings = Settings()
    return settings.model_copy(update={"allow_private": True}) if allow_private else settings


def script_text(value: str | None) -> str | None:
    """The text of --script: as given, or the content of the file behind ``@``; raises InputError."""
    if value is None or not value.startswith("@"):
        return value
    path = Path(value[1:])
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", "Give --script the text, or @ and a file"
        ) from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a UTF-8 text", "Save it as UTF-8") from None


def variables(pairs: list[str] | None) -> dict[str, str]:
    """NAME=VALUE pairs as a dict; raises InputError."""
    for pair in pairs or []:
        if "=" not in pair:
            raise InputError(f"--set {pair!r} has no '='", "Write --set NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs or [])
