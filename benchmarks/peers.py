"""Peers: near enough the same film with MoviePy 2 and with an ffmpeg filter graph, and what each of them costs.

    python benchmarks/peers.py --moviepy-python /path/to/venv/bin/python [--runs 3]

MoviePy needs an environment of its own (``pip install moviepy==2.2.1``); the ffmpeg command must be installed. At ten
marks of the film the likeness (SSIM of luma) to ours is measured: a peer that draws something else is no peer.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import av
import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

from peers_props import make_peers_props

from pitchreel.bench.measure import film
from pitchreel.bench.props import make_props
from pitchreel.bench.storyboard import MUSIC, PICTURES, load

HERE = Path(__file__).parent
MARKS = tuple(range(22, 450, 45))
LIKENESS = 0.9
TIMES = {"MoviePy 2": 8.0, "ffmpeg filter graph": 2.0}


def ssim(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Wang et al. 2004, over luma, Gaussian window of sigma 1.5."""
    x, y = a.astype(np.float64), b.astype(np.float64)

    def soft(plane: NDArray[np.float64]) -> NDArray[np.float64]:
        return cv2.GaussianBlur(plane, (11, 11), 1.5)

    mx, my = soft(x), soft(y)
    vx, vy, vxy = soft(x * x) - mx * mx, soft(y * y) - my * my, soft(x * y) - mx * my
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float((((2 * mx * my + c1) * (2 * vxy + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))).mean())


def luma_at(path: Path, marks: tuple[int, ...]) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        frames = enumerate(container.decode(container.streams.video[0]))
        return [frame.to_ndarray(format="gray") for number, frame in frames if number in marks]


def run(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command, its children included."""
    began = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{command[0]} {Path(command[1]).name} failed")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--moviepy-python", type=Path, help="Python of an environment with MoviePy 2")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--keep", type=Path, help="folder to keep the films in")
    chosen = options.parse_args()
    board = load()
    with TemporaryDirectory() as place:
        folder = Path(place)
        make_props(folder, PICTURES)
        make_peers_props(board, folder)
        plan = folder / "peers/plan.json"
        plan.write_text(json.dumps({**json.loads(plan.read_text()), "music": f"audio/{MUSIC}.ogg"}))
        ours = folder / "ours.mp4"
        costs: dict[str, list[tuple[float, float]]] = {"Pitchreel": [], "ffmpeg filter graph": []}
        commands = {"ffmpeg filter graph": [sys.executable, str(HERE / "peers_ffmpeg.py"), str(folder)]}
        if chosen.moviepy_python:
            commands["MoviePy 2"] = [str(chosen.moviepy_python), str(HERE / "peers_moviepy.py"), str(folder)]
            costs["MoviePy 2"] = []
        for number in range(chosen.runs):
            _, cost = film(board, folder, ours)
            costs["Pitchreel"].append((cost.wall, cost.cpu))
            for name, command in commands.items():
                costs[name].append(run([*command, str(folder / f"{name}.mp4")]))
            told = "; ".join(
                f"{name} {spent[-1][0]:.1f} s wall, {spent[-1][1]:.1f} s CPU" for name, spent in costs.items()
            )
            print(f"run {number + 1}: {told}", flush=True)
        mine = luma_at(ours, MARKS)
        base = median(cpu for _, cpu in costs["Pitchreel"])
        for name in commands:
            likeness = [ssim(a, b) for a, b in zip(mine, luma_at(folder / f"{name}.mp4", MARKS), strict=True)]
            times = median(cpu for _, cpu in costs[name]) / base
            kept = "ok" if times >= TIMES[name] and min(likeness) >= LIKENESS else "MISSED"
            print(
                f"{name}: {times:.1f} times our CPU (at least {TIMES[name]:g}); "
                f"SSIM at ten marks {min(likeness):.3f} to {max(likeness):.3f}  {kept}"
            )
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            for path in folder.glob("*.mp4"):
                shutil.copy(path, chosen.keep)


if __name__ == "__main__":
    main()
