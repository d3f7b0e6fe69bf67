"""The command that shows a finished film to others: share."""

from __future__ import annotations

from typing import Annotated

import typer

from pitchreel.cli import console, options
from pitchreel.cli.store import opened


def share(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="The project's id.")],
    days: Annotated[
        float | None, typer.Option(min=0.001, max=3650, help="How long the link is good; PITCHREEL_SHARE_SECONDS else.")
    ] = None,
) -> None:
    """Print a link to a finished film that anybody may open until it ends."""
    from pitchreel.service import shares

    settings = options.settings_for()
    if not settings.public_url:
        console.errors.print("Without PITCHREEL_PUBLIC_URL the link is for the server's usual address on this machine.")
    with opened(settings) as db:
        console.show(shares.link(db, project, settings, seconds=None if days is None else days * 86_400))
