"""The command line: a door that translates options into calls of the pipeline and decides nothing."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

import typer

from pitchreel import __version__
from pitchreel.errors import PitchreelError, SetupError


def build_app() -> typer.Typer:
    """The commands, put together."""
    from pitchreel.cli import catalogues, feeds, keys, making, reading, serving, sharing, upkeep, webhooks, worker

    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Turn a product link into a marketing video, on your own machine.",
    )
    app.command()(making.make)
    app.command()(making.preview)
    app.command()(making.render)
    app.command()(reading.product)
    app.command()(reading.script)
    app.command()(feeds.catalog)
    catalogues.add_catalogues(app)
    app.add_typer(keys.app, name="keys")
    app.add_typer(webhooks.app, name="webhooks")
    app.command()(serving.serve)
    app.command()(sharing.share)
    app.command()(worker.worker)
    app.add_typer(worker.jobs, name="jobs")
    app.command()(upkeep.doctor)
    app.command()(upkeep.bench)
    app.command()(upkeep.version)
    return app


def main() -> None:
    """Run the command line; every error ends in one message and its exit code."""
    from pitchreel.cli import console

    as_json = "--json" in sys.argv[1:]
    signal.signal(signal.SIGTERM, _terminated)
    try:
        build_app()(prog_name="pitchreel", standalone_mode=True)
    except PitchreelError as error:
        console.fail(error, as_json=as_json)
    except KeyboardInterrupt:
        console.errors.print("Interrupted; nothing was left half-written.")
        raise SystemExit(130) from None
    except BrokenPipeError:
        # Whoever read our output has gone; keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
    except MemoryError:
        console.errors.print("[red]Error:[/] There is not enough memory. Close something, or use a smaller ratio.")
        raise SystemExit(1) from None
    except Exception as error:
        if problem := _wrong_settings(error):
            console.fail(problem, as_json=as_json)
        if os.environ.get("PITCHREEL_DEBUG"):
            raise
        what = f"Something went wrong inside Pitchreel: {type(error).__name__}: {error}"
        console.fail(
            PitchreelError(what, "Run it again with PITCHREEL_DEBUG=1 and report what it prints"), as_json=as_json
        )


def _wrong_settings(error: Exception) -> SetupError | None:
    """What is wrong with which setting, if that is what a validation says."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError) or error.title != "Settings":
        return None
    wrong = [f"PITCHREEL_{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors()]
    return SetupError(f"A setting cannot be used: {'; '.join(wrong)}", "docs/settings.md says what each may be")


def _terminated(signum: int, frame: FrameType | None) -> None:
    # As for Ctrl-C: unwind, so that whatever is half-written is taken away.
    raise KeyboardInterrupt


__all__ = ["__version__", "build_app", "main"]
