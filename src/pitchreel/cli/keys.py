"""The commands that let clients in and keep them out: keys create, list, revoke."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from pitchreel.cli import console, options
from pitchreel.cli.store import opened

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the keys that clients of the server come in with.")

Name = Annotated[str, typer.Option(help="What it is for; shown in the list.")]
Credits = Annotated[float | None, typer.Option(min=0, help="Credits that it may use; without, any number.")]
ApiId = Annotated[str, typer.Argument(metavar="API_ID", help="The api_id as `keys list` shows it.")]


@app.command()
def create(name: Name = "", credits: Credits = None, as_json: options.AsJson = False) -> None:
    """Make a key and show it, this one time."""
    from pitchreel.service import keys

    with opened(options.settings_for()) as db:
        key = keys.create(db, name, quota=credits)
    if as_json:
        console.show_json({"api_id": key.api_id, "api_key": key.api_key})
        return
    console.show(f"api_id   {key.api_id}")
    console.show(f"api_key  {key.api_key}")
    console.errors.print("The key is shown this one time. JoggAI's clients send it as x-api-key;")
    console.errors.print("Creatify's send both, as X-API-ID and X-API-KEY.")


@app.command("list")
def list_keys(as_json: options.AsJson = False) -> None:
    """List the keys, revoked ones too."""
    from pitchreel.service import keys

    with opened(options.settings_for()) as db:
        rows = [
            {
                "api_id": entry.api_id,
                "name": entry.name,
                "credits": entry.quota,
                "used": round(entry.used, 6),
                "created": _moment(entry.created),
                "revoked": _moment(entry.revoked),
            }
            for entry in keys.listed(db)
        ]
    if as_json:
        console.show_json(rows)
    else:
        console.table(rows, ("api_id", "name", "credits", "used", "created", "revoked"))


@app.command()
def revoke(api_id: ApiId, as_json: options.AsJson = False) -> None:
    """Let a key in no more; what it made stays."""
    from pitchreel.service import keys

    with opened(options.settings_for()) as db:
        keys.revoke(db, api_id)
    if as_json:
        console.show_json({"api_id": api_id, "revoked": True})
    else:
        console.show(f"{api_id} is revoked.")


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
