"""The commands about notices: webhooks list, show, send-again, endpoints, secret."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Annotated, Any

import typer

from pitchreel.cli import console, options
from pitchreel.cli.store import opened

Id = Annotated[str, typer.Argument(metavar="ID", help="A delivery, as the list names it.")]

app = typer.Typer(no_args_is_help=True, help="What is sent to webhooks: list it, look at it, send it again.")


@app.command("list")
def list_deliveries(
    state: Annotated[
        str, typer.Option(metavar="STATE", help="Only these: waiting, delivered, given_up or stopped.")
    ] = "",
    project: Annotated[str, typer.Option(metavar="ID", help="Only about this project.")] = "",
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The N newest.")] = 100,
    as_json: options.AsJson = False,
) -> None:
    """List what was sent and what waits to be, the newest first."""
    from pitchreel.service import deliveries

    with opened(options.settings_for()) as db:
        found = deliveries.listed(db, state=state, project_id=project.replace("-", ""), limit=limit)
    rows = [asdict(one) for one in found]
    if as_json:
        console.show_json(rows)
        return
    for row in rows:
        row["created"] = _time(row["created"])
        row["next"] = _time(row["next_at"]) if row["state"] == "waiting" else ""
    console.table(rows, ("id", "event", "url", "state", "attempts", "created", "next", "last_error"))


@app.command()
def show(delivery: Id, as_json: options.AsJson = False) -> None:
    """Show one: its state and exactly what is sent."""
    from pitchreel.service import deliveries

    with opened(options.settings_for()) as db:
        found = asdict(deliveries.find(db, delivery))
    if as_json:
        console.show_json(found)
        return
    for name in ("created", "next_at", "finished"):
        found[name] = _time(found[name]) if found[name] else ""
    console.table([{"what": name, "value": value} for name, value in found.items()], ("what", "value"))


@app.command("send-again")
def send_again(delivery: Id, as_json: options.AsJson = False) -> None:
    """Send one again, now, whatever became of it; a worker must be running."""
    from pitchreel.service import deliveries

    with opened(options.settings_for()) as db:
        found = deliveries.send_again(db, delivery)
    if as_json:
        console.show_json(asdict(found))
    else:
        console.show(f"{found.id} is on its way to {found.url}")


@app.command()
def endpoints(as_json: options.AsJson = False) -> None:
    """List the registered endpoints of all keys, and why one was switched off."""
    from pitchreel.service import endpoints as service

    with opened(options.settings_for()) as db:
        found = service.listed(db)
    rows = [{**asdict(one), "status": one.status} for one in found]
    for row in rows:
        # Whoever needs a secret has it from the answer to its making, or asks the server with the key.
        del row["secret"]
    if as_json:
        console.show_json(rows)
        return
    console.table(rows, ("id", "username", "url", "status", "events", "note"))


@app.command()
def secret(
    api_id: Annotated[str, typer.Argument(metavar="API_ID", help="A key's api_id, see: pitchreel keys list")],
    as_json: options.AsJson = False,
) -> None:
    """Show what notices to a webhook_url that is named in a request are signed with, for one key."""
    from pitchreel.errors import InputError
    from pitchreel.service import keys
    from pitchreel.service.endpoints import request_secret
    from pitchreel.storage.secret import installation_secret

    settings = options.settings_for()
    with opened(settings) as db:
        if api_id not in {key.api_id for key in keys.listed(db)}:
            raise InputError(f"There is no key with the api_id {api_id!r}", "pitchreel keys list shows them")
    found = request_secret(installation_secret(settings), api_id)
    if as_json:
        console.show_json({"api_id": api_id, "secret": found})
    else:
        console.show(found)


def _time(seconds: Any) -> str:
    return datetime.datetime.fromtimestamp(float(seconds)).astimezone().strftime("%Y-%m-%d %H:%M:%S")
