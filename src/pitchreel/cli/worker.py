"""The commands about jobs: worker, and jobs list and cancel."""

from __future__ import annotations

import signal
import threading
from contextlib import closing
from types import FrameType
from typing import Annotated

import typer

from pitchreel.cli import console, options
from pitchreel.cli.store import opened


def worker(
    slots: Annotated[
        int,
        typer.Option(min=0, max=64, metavar="N", help="Films' pieces at once; 0 is one for each core, four at most."),
    ] = 0,
) -> None:
    """Run one more worker, on this machine or another, until it is told to end."""
    from pitchreel.jobs.engine import run_worker

    settings = options.settings_for()
    console.log_to_errors()
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    code = run_worker(settings, stop, slots=slots, note=console.warn)
    if code:
        raise typer.Exit(code)


jobs = typer.Typer(no_args_is_help=True, help="Look at projects and stop them.")


@jobs.command("list")
def list_jobs(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The newest so many.")] = 20,
    as_json: options.AsJson = False,
) -> None:
    """Show projects, the newest first."""
    from sqlalchemy import select

    from pitchreel.storage.tables import projects

    columns = (projects.c[name] for name in ("id", "key_id", "kind", "state", "stage", "progress", "error"))
    query = select(*columns).order_by(projects.c.created.desc()).limit(limit)
    with opened(options.settings_for()) as db, db.read() as conn:
        rows = [dict(row) for row in conn.execute(query).mappings()]
    if as_json:
        console.show_json(rows)
        return
    for row in rows:
        console.show(
            f"{row['id']}  {row['kind']:<9} {row['state']:<9} {row['progress']:>4.0%}  {row['stage'] or '-':<10} "
            f"{row['error']}".rstrip()
        )


@jobs.command("cancel")
def cancel_job(project: Annotated[str, typer.Argument(metavar="ID", help="The project's id.")]) -> None:
    """Stop a project that waits or runs."""
    from pitchreel.jobs.client import Jobs
    from pitchreel.service import projects

    settings = options.settings_for()
    with opened(settings) as db, closing(Jobs(settings, db)) as client:
        row = projects.known(db, project)
        row = projects.cancel(db, row.key_id, row.id)
        client.cancel_now(row)
    console.show(f"{row.id} is {row.state}.")
