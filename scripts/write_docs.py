#!/usr/bin/env python3
"""Write the pages of the documentation that the code itself knows: docs/cli.md and docs/settings.md.

python scripts/write_docs.py          write them
python scripts/write_docs.py --check  say whether they are as the code is, and end with 1 if not
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic_core import PydanticUndefined

from pitchreel import errors
from pitchreel.cli import build_app
from pitchreel.config import Settings

DOCS = Path(__file__).parents[1] / "docs"


def cli_page() -> str:
    """Every command with its arguments and options, and the exit codes."""
    group = typer.main.get_command(build_app())
    parts = [
        "# Commands\n\nWritten by `scripts/write_docs.py` from the code. Results go to standard output, everything "
        "else to standard error. With `--json` a command prints one JSON value on standard output and nothing else "
        'there; an error is then `{"error": {"code", "message", "what", "hint"}}`.\n'
    ]
    for name, command in _commands(group):
        usage = " ".join(["pitchreel", name, *(_argument(item) for item in command.params if _is_argument(item))])
        parts.append(f"## {name}\n\n{command.help}\n\n    {usage} [options]\n")
        rows = [_row(item) for item in command.params if not _is_argument(item)]
        if rows:
            parts.append("| option | meaning | default |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    parts.append("## Exit codes\n\n| code | error | meaning |\n|---|---|---|\n| 0 |  | done |\n" + "\n".join(_codes()))
    parts.append("| 130 |  | interrupted; nothing is left half-written |\n")
    return "\n".join(parts)


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _is_argument(item: object) -> bool:
    return getattr(item, "param_type_name", "") == "argument"


def _argument(item: object) -> str:
    name = str(getattr(item, "metavar", None) or getattr(item, "name", "")).strip("[]")
    return name if getattr(item, "required", False) else f"[{name}]"


def _row(item: object) -> str:
    names = "/".join([*getattr(item, "opts", []), *getattr(item, "secondary_opts", [])])
    metavar = getattr(item, "metavar", None)
    shown = f"`{names} {metavar}`" if metavar else f"`{names}`"
    default = getattr(item, "default", None)
    plain = "" if default is None or default is False or callable(default) else f"`{default}`"
    return f"| {shown.replace('|', chr(92) + '|')} | {getattr(item, 'help', '') or ''} | {plain} |"


def _codes() -> list[str]:
    rows = []
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.PitchreelError):
            doc = (inspect.getdoc(kind) or "").splitlines()[0]
            rows.append((kind.exit_code, kind.__name__, f"| {kind.exit_code} | `{kind.code}` | {doc} |"))
    return [row for _, _, row in sorted(rows)]


def settings_page() -> str:
    """Every setting with its default."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if default is PydanticUndefined or str(default) == "" else f"`{default}`"
        rows.append(f"| `PITCHREEL_{name.upper()}` | {field.description} | {shown} |")
    return (
        "# Settings\n\nWritten by `scripts/write_docs.py` from the code. Each is an environment variable, or a line of "
        "one file in small letters without the prefix (`keep_days = 14`): the TOML file that `PITCHREEL_CONFIG` names, "
        "else `pitchreel.toml` in the data folder. The environment wins. Sizes are bytes, times are seconds. "
        "`pitchreel doctor` prints the ones in force.\n\n"
        "| setting | meaning | default |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def main() -> int:
    """Write or check; returns the exit status."""
    pages = {"cli.md": cli_page(), "settings.md": settings_page()}
    stale = [name for name, text in pages.items() if not _holds(DOCS / name, text)]
    if "--check" in sys.argv[1:]:
        for name in stale:
            sys.stderr.write(f"docs/{name} is not as the code is: run scripts/write_docs.py\n")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(pages[name], encoding="utf-8")
    return 0


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
