"""Console: how the command line speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Table

from pitchreel.errors import PitchreelError
from pitchreel.pipeline import Step

LABELS = {
    "product": "Reading the product",
    "script": "Writing the script",
    "narration": "Speaking",
    "timeline": "Staging",
    "video": "Rendering",
    "checks": "Checking",
}
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def show(text: str) -> None:
    """Print a line of the result, at once: whoever started a server waits for its first words, through a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show_json(value: Any) -> None:
    """Print a JSON value: all that stands on standard output with --json."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def warn(text: str) -> None:
    """Print a warning on standard error."""
    errors.print(f"[yellow]Note:[/] {escape(text)}")


def log_to_errors() -> None:
    """Send what is logged to standard error, our own from INFO on, for commands that run until they are ended."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("pitchreel").setLevel(logging.INFO)


def escape(text: str) -> str:
    """Text as it is, for the console's markup, without control characters that could steer a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text).replace("[", r"\[")


def table(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> None:
    """Print a catalogue as a table."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(escape(_plain(row.get(column))) for column in columns))
    width = None if sys.stdout.isatty() else 160
    Console(highlight=False, width=width).print(grid)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def fail(error: PitchreelError, *, as_json: bool) -> NoReturn:
    """Say what went wrong and end with the error's exit code."""
    if as_json:
        show_json({"error": {"code": error.code, "message": str(error), "what": error.what, "hint": error.hint}})
    else:
        errors.print(f"[red]Error:[/] {escape(error.what)}.")
        if error.hint:
            errors.print(f"{escape(error.hint)}.")
    sys.stdout.flush()
    raise SystemExit(error.exit_code)


class Watch:
    """Shows the steps of a film: a bar on a terminal, one line a stage elsewhere, nothing when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Progress | None = None
        self._stage = ""
        self._last = 0.0

    def __enter__(self) -> Watch:
        if not self._quiet and errors.is_terminal and os.environ.get("TERM") != "dumb":
            self._bar = Progress(
                TextColumn("{task.description:<20}"),
                BarColumn(bar_width=32),
                TaskProgressColumn(),
                TextColumn("{task.fields[left]}"),
                console=errors,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=1.0, left="")
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, step: Step) -> None:
        """Take a step."""
        if self._quiet:
            return
        left = "" if step.left is None else f"{step.left:.0f} s left"
        label = LABELS.get(step.stage, step.stage)
        if self._bar:
            self._bar.update(self._task, completed=step.overall, description=label, left=left)
            return
        now = time.monotonic()
        if step.stage != self._stage or step.done >= 1 or now - self._last > 5:
            if step.stage == self._stage and step.done < 1 and now - self._last < 1:
                return
            self._stage, self._last = step.stage, now
            tail = f", {left}" if left and step.overall < 1 else ""
            errors.print(f"{step.overall:4.0%}  {label} ({step.done:.0%}{tail})")
