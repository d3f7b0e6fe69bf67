"""Benchmark: how fast films are made on this machine, against encoding alone."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pitchreel.bench.measure import compare, film, machine
from pitchreel.bench.props import make_props
from pitchreel.bench.report import Bench, Limit, Rendering, Run
from pitchreel.bench.storyboard import PICTURES, build, load
from pitchreel.demo import serve_demo
from pitchreel.errors import RenderError
from pitchreel.render.segments import dismiss

__all__ = ["Bench", "Limit", "Rendering", "Run", "run_bench"]

WALL_RATIO, CPU_RATIO = 1.30, 1.50
PREVIEWS = 8
PREVIEW_SECONDS, FILM_SECONDS = 10.0, 20.0
MEMORY_MB, MEMORY_GROWTH = 450.0, 1.10
_LONG = 4
_STYLES = "FullScreen,Card Stacking,AvatarBubble"


def run_bench(runs: int = 5, *, quick: bool = False, say: Callable[[str], None] | None = None) -> Bench:
    """Measure and tell. ``quick`` renders less, to see that it runs: its figures mean little.

    ``say`` hears the figures as they come, then the summary.
    """
    tell = say or (lambda text: None)
    shots = 2 if quick else PICTURES
    runs = 1 if quick else runs
    told = machine()
    tell(told)
    board = load() if shots == PICTURES else build(shots)
    with TemporaryDirectory(prefix="pitchreel-bench-") as place:
        folder = Path(place)
        make_props(folder, shots * _LONG)
        tell("Storyboard with presenter, against encoding alone")
        spoken = Rendering(name="with presenter", runs=compare(board, folder, runs, tell))
        _, start = film(board, folder, folder / "f.mp4", cold=True)
        tell(f"  with the start of its processes: {start.wall:.2f} s wall, {start.cpu:.2f} s CPU")
        tell("Storyboard without presenter, against encoding alone")
        silent = Rendering(name="without presenter", runs=compare(build(shots, presenter=False), folder, runs, tell))
        tell(f"{PREVIEWS} previews over one film")
        dismiss()
        previews = sum(film(board, folder, folder / "p.mp4", preview=True)[1].cpu for _ in range(PREVIEWS))
        made, cost = film(board, folder, folder / "f.mp4")
        tell(f"  {previews:.2f} s CPU over {cost.cpu:.2f} s")
        tell(f"Memory, {board.frames // 30} s and {_LONG * board.frames // 30} s of film")
        short = max(made.usage.peaks) / 1e6
        long = max(film(build(shots * _LONG), folder, folder / "l.mp4")[0].usage.peaks) / 1e6
        tell(f"  {short:.0f} MB and {long:.0f} MB in the largest process")
    limits = [
        Limit(name="render over encoding alone, wall", value=spoken.wall_ratio, limit=WALL_RATIO),
        Limit(name="render over encoding alone, CPU", value=spoken.cpu_ratio, limit=CPU_RATIO),
        Limit(name="the same without presenter, wall", value=silent.wall_ratio, limit=WALL_RATIO),
        Limit(name="the same without presenter, CPU", value=silent.cpu_ratio, limit=CPU_RATIO),
        Limit(name=f"{PREVIEWS} previews over one film, CPU", value=previews / cost.cpu, limit=1.0),
        Limit(name="peak memory of a process", value=max(short, long), limit=MEMORY_MB, unit="MB"),
        Limit(name="its growth with four times the length", value=long / short, limit=MEMORY_GROWTH),
    ]
    stages: dict[str, dict[str, float]] = {}
    if not quick:
        tell("Commands, from start to end, on the demo page")
        for name, command, limit in (
            ("make, 15 s", ["make", "{url}", "--length", "15", "--output", "ad.mp4"], FILM_SECONDS),
            (
                "preview, three styles, 15 s",
                ["preview", "{url}", "--length", "15", "--styles", _STYLES, "--output", "wall"],
                PREVIEW_SECONDS,
            ),
        ):
            seconds = _command(command)
            stages[name] = seconds
            aside = seconds["whole"] - seconds.get("product", 0.0)
            limits.append(Limit(name=f"{name}, page aside", value=aside, limit=limit, unit="s"))
    result = Bench(machine=told, quick=quick, renderings=(spoken, silent), limits=tuple(limits), stages=stages)
    tell("")
    tell(result.text())
    return result


def _command(words: list[str]) -> dict[str, float]:
    """Wall seconds of one command from its start to its end, in a process of its own, by stage where it tells."""
    with serve_demo() as url, TemporaryDirectory(prefix="pitchreel-bench-") as place:
        command = [
            sys.executable,
            "-m",
            "pitchreel",
            *(word.format(url=url) for word in words),
            "--allow-private",
            "--json",
        ]
        began = time.perf_counter()
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        whole = time.perf_counter() - began
    if done.returncode:
        raise RenderError(f"pitchreel {words[0]} failed: {done.stderr.strip()[-300:]}", "Run it by itself to see why")
    answer = json.loads(done.stdout)
    return {**answer.get("stages", answer["seconds"]), "whole": round(whole, 2)}
