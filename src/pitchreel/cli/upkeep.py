"""The commands that look after the installation: doctor, bench, version."""

from __future__ import annotations

from typing import Annotated

import typer

from pitchreel import __version__
from pitchreel.cli import console, options


def doctor(as_json: options.AsJson = False) -> None:
    """Say what is installed, what is missing and how to get it."""
    from pitchreel.doctor import examine

    report = examine()
    if as_json:
        console.show_json(report.model_dump(mode="json"))
    else:
        for part in report.parts:
            mark = {"ok": "ok", "missing": "MISSING", "absent": "-"}[part.state]
            console.show(f"{mark:<8} {part.name:<28} {part.found}")
            if part.state != "ok" and part.remedy:
                console.show(f"{'':<8} {part.why}: {part.remedy}")
        console.show("")
        if report.settings_file:
            console.show(f"Settings from {report.settings_file} and the environment:")
        for name, value in report.settings.items():
            console.show(f"PITCHREEL_{name.upper():<24} {value}")
    if not report.ready:
        raise typer.Exit(8)


def bench(
    runs: Annotated[int, typer.Option(min=1, max=50, help="Runs of each, in turn.")] = 5,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer and smaller films, to see that it runs.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Measure rendering on this machine against encoding alone, previews and memory."""
    from pitchreel.bench import run_bench

    result = run_bench(runs=runs, quick=quick, say=None if as_json else console.show)
    if as_json:
        console.show_json(result.model_dump(mode="json"))


def version() -> None:
    """Print the version."""
    console.show(__version__)
