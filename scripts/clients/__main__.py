"""Drive every client whose checkout is there, and write down call by call how it went.

    scripts/third-party-clients FOLDER [--only NAME] [--write]

FOLDER holds the checkouts: creatify (TechWithTy), creatify-mcp, joggai-mcp, n8n-nodes-joggai, jogg-skills; whoever runs
this provides them, built as they say themselves where they need to be, and nothing of them stays here. The package from
npm is installed for the run. A server and a worker of their own are started over an empty data folder, with films at a
quarter of their size.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import httpx

from clients.catalogue import CLIENTS, ROOT, UNTRIED, CannotRun, Client, Scene

sys.path.append(str(ROOT / "tests" / "api"))
from api_house import serve, serve_shop

from pitchreel import __version__

PAPER = ROOT / "docs" / "compatibility.md"
SECONDS = 900


@dataclass
class Outcome:
    """What came of a client. ``absent`` says why it was not driven."""

    client: Client
    version: str = ""
    absent: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    films: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Calls that did not go well, and films that do not decode."""
        return sum(not call["ok"] for call in self.calls)


def drive(client: Client, checkouts: Path, scene: Scene) -> Outcome:
    """One client, from its checkout to its films."""
    outcome = Outcome(client)
    found = client.find(checkouts)
    missing = [program for program in client.needs if shutil.which(program) is None]
    if found is None:
        outcome.absent = f"{client.folders[0]}/{client.check} is not in the folder of checkouts"
    elif missing:
        outcome.absent = f"it needs {', '.join(missing)}"
    if outcome.absent or found is None:
        return outcome
    try:
        command = client.prepare(found, scene)
    except CannotRun as error:
        outcome.absent = f"it could not be built: {error}"
        return outcome
    outcome.version = command.version
    try:
        done = subprocess.run(
            command.words, env={**os.environ, **command.env}, capture_output=True, text=True, timeout=SECONDS
        )
        said, ended = done.stdout, f"ended with {done.returncode}: {done.stderr.strip()[-300:]}" * bool(done.returncode)
    except subprocess.TimeoutExpired as error:
        said, ended = (error.stdout or b"").decode(), f"not over after {SECONDS} s"
    for line in map(json.loads, filter(lambda text: text.startswith("{"), said.splitlines())):
        if "film" in line:
            outcome.films.append(line["film"])
            outcome.calls.append(watched(line["film"]))
        else:
            outcome.calls.append(line)
    if ended:
        outcome.calls.append({"call": "the driver", "ok": False, "note": ended})
    return outcome


def watched(address: str) -> dict[str, Any]:
    """Whether a film decodes to its end, as a line of the report."""
    try:
        with av.open(io.BytesIO(httpx.get(address, timeout=60).content)) as film:
            stream = film.streams.video[0]
            frames = sum(1 for _ in film.decode(video=0))
            note = f"{frames / float(stream.average_rate or 30):.1f} s of {stream.width} x {stream.height}"
    except (httpx.HTTPError, av.error.FFmpegError, IndexError) as error:
        return {"call": "the film decodes", "ok": False, "note": f"{type(error).__name__}: {error}"[:200]}
    return {"call": "the film decodes", "ok": frames > 0, "note": note}


def paper(outcomes: list[Outcome]) -> str:
    """The outcomes as a page of the documentation."""
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    lines = [
        "# Compatibility",
        "",
        "Clients written for the services, driven against this server until the films that they were given decode.",
        "`scripts/third-party-clients FOLDER --write` drives those whose checkouts lie in FOLDER and writes this page;",
        "nothing of them is part of the project. The first one is also driven by every test run.",
        "",
        f"Pitchreel {__version__}, {day}.",
        "",
        "| client | dialect | version | outcome |",
        "|---|---|---|---|",
    ]
    for outcome in outcomes:
        client = outcome.client
        went = f"not run: {outcome.absent}" if outcome.absent else told(outcome)
        lines.append(f"| {client.name} | {client.dialect} | {outcome.version or '—'} | {cell(went)} |")
    for outcome in outcomes:
        lines += ["", f"## {outcome.client.name}", "", f"From {outcome.client.source}; {outcome.version or 'not run'}."]
        if outcome.client.changed:
            lines.append(outcome.client.changed)
        elif not outcome.absent:
            lines.append("Unmodified but for the base address.")
        if outcome.absent:
            lines.append(f"Not run: {outcome.absent}.")
            continue
        lines += ["", "| call | outcome | |", "|---|---|---|"]
        lines += [f"| {cell(call['call'])} | {said(call)} | {cell(call['note'])} |" for call in outcome.calls]
    lines += ["", "## Not tried", "", *(f"- {name}: {why}." for name, why in UNTRIED.items())]
    return "\n".join(lines) + "\n"


def told(outcome: Outcome) -> str:
    """A client's outcome in a few words."""
    good = len(outcome.calls) - outcome.failed
    return f"{good} of {len(outcome.calls)} went well, {len(outcome.films)} films"


def said(call: dict[str, Any]) -> str:
    """A call's outcome in a word."""
    return "ok" if call["ok"] else "**failed**"


def cell(text: object) -> str:
    """A text as a table can hold it."""
    return " ".join(str(text).replace("|", "\\|").split())


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="scripts/third-party-clients", description=__doc__)
    parser.add_argument("checkouts", type=Path, metavar="FOLDER")
    parser.add_argument("--only", help="drive only the client of this name")
    parser.add_argument("--write", action="store_true", help=f"write {PAPER.relative_to(ROOT)}")
    asked = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="clients-") as name, serve_shop() as shop:
        folder = Path(name)
        with serve(folder / "home", allow=(urlsplit(shop.base).netloc,)) as server:
            picture = folder / "picture.png"
            made = server.client(**server.key.creatify).post("/api/links/", json={"url": shop.product}).json()
            picture.write_bytes(httpx.get(made["link"]["image_urls"][0]).content)
            for number, client in enumerate(CLIENTS):
                if asked.only and asked.only != client.name:
                    continue
                work = folder / str(number)
                work.mkdir()
                scene = Scene(server.url, server.key.api_id, server.key.api_key, shop.product, picture, work)
                outcome = drive(client, asked.checkouts.resolve(), scene)
                outcomes.append(outcome)
                print(f"{client.name}: {outcome.absent or told(outcome)}")
                for call in outcome.calls:
                    print(f"    {'ok    ' if call['ok'] else 'FAILED'} {call['call']}  {call['note']}")
    if asked.write:
        PAPER.write_text(paper(outcomes), encoding="utf-8")
    return 1 if any(outcome.failed for outcome in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
