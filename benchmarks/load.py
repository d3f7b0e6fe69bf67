"""Load: how long a status poll takes at 50 a second while two films are rendered, and how soon a film is begun.

    python benchmarks/load.py [--rate 50] [--length 30] [--workers 1] [--scale 1.0] [--json]

Starts ``pitchreel serve`` over a data folder of its own, reads the demo product, orders two films and polls both until
they are done. A poll's time counts from the moment at which it was due, so that a server that stalls cannot hide it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import numpy as np

from pitchreel.demo import serve_demo

OVER = (4, 5)
"""status_code of a film that is done or failed."""


def seen_by_server(home: Path) -> list[float]:
    """Milliseconds of each poll by the server's own log: from its head to the end of its answer."""
    return [float(found) for found in re.findall(r"GET /v1/project 200 (\d+) ms", (home / "log").read_text())]


@contextmanager
def server(home: Path, shop: str, workers: int, scale: float) -> Iterator[tuple[str, str]]:
    """A server and its key."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PITCHREEL_")}
    env |= {"PITCHREEL_HOME": str(home), "PITCHREEL_ALLOW_HOSTS": urlsplit(shop).netloc, "PITCHREEL_SCALE": str(scale)}
    command = [sys.executable, "-m", "pitchreel", "serve", "--port", "0", "--workers", str(workers)]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    try:
        key = ""
        for line in process.stdout:
            if found := re.match(r"\s+api_key\s+(\S+)", line):
                key = found[1]
            if found := re.match(r"Pitchreel listens at (\S+)", line):
                yield found[1], key
                break
        else:
            raise SystemExit((home / "log").read_text())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def order(client: httpx.Client, product: str, length: int) -> str:
    """Order a film; gives its project."""
    film = {
        "product_id": product,
        "video_length": str(length),
        "aspect_ratio": 0,
        "language": "english",
        "script_style": "Discovery",
        "visual_style": "FullScreen",
        "avatar_id": 37,
        "avatar_type": 0,
        "voice_id": "en-US-ChristopherNeural",
        "music_id": 62,
        "caption": True,
    }
    answer = client.post("/v1/create_video_from_url", json=film).json()
    if answer["code"]:
        raise SystemExit(f"The film was not taken in: {answer}")
    found: str = answer["data"]["project_id"]
    return found


Marks = dict[str, list[float]]
"""When a project was begun and when it was over, in seconds since the polls began."""


async def poll(base: str, key: str, projects: list[str], rate: float) -> tuple[list[float], Marks, int]:
    """Poll the projects in turn until all are over: seconds of each poll, when each began and ended, and failures."""
    took: list[float] = []
    marks: Marks = {project: [] for project in projects}
    states: dict[str, int] = {}
    failures = 0
    began = time.perf_counter()

    async def ask(client: httpx.AsyncClient, project: str, due: float) -> None:
        nonlocal failures
        answer = await client.get("/v1/project", params={"project_id": project})
        took.append(time.perf_counter() - due)
        if answer.status_code != 200 or answer.json()["code"]:
            failures += 1
            return
        state = answer.json()["data"]["status_code"]
        if state >= 3 and not marks[project]:
            marks[project].append(time.perf_counter() - began)
        if state in OVER and states.get(project) not in OVER:
            marks[project].append(time.perf_counter() - began)
        states[project] = state

    limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
    async with (
        httpx.AsyncClient(base_url=base, headers={"x-api-key": key}, limits=limits, timeout=60) as client,
        asyncio.TaskGroup() as group,
    ):
        number = 0
        while any(states.get(project) not in OVER for project in projects):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(ask(client, projects[number % len(projects)], due))
            number += 1
    if 5 in states.values():
        raise SystemExit("A film failed; there is nothing to measure")
    return took, marks, failures


def main() -> None:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rate", type=float, default=50.0, help="polls a second")
    parser.add_argument("--length", type=int, default=30, choices=(15, 30, 60), help="seconds of each film")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_demo() as shop,
        server(Path(folder), shop, asked.workers, asked.scale) as (base, key),
        httpx.Client(base_url=base, headers={"x-api-key": key}, timeout=120) as client,
    ):
        product = client.post("/v1/product", json={"url": shop}).json()["data"]["product_id"]
        projects = [order(client, product, asked.length) for _ in range(2)]
        took, marks, failures = asyncio.run(poll(base, key, projects, asked.rate))
        answered = seen_by_server(Path(folder))
    figures = {
        "polls": len(took),
        "failures": failures,
        "polls_a_second": round(len(took) / max(ends[-1] for ends in marks.values()), 1),
        "milliseconds": {
            name: round(1000 * float(np.percentile(took, share)), 1)
            for name, share in (("median", 50), ("p99", 99), ("largest", 100))
        },
        "milliseconds_by_the_servers_log": {"p99": float(np.percentile(answered, 99)), "largest": max(answered)},
        "submit_to_start": [round(ends[0], 2) for ends in marks.values()],
        "submit_to_film": [round(ends[-1], 1) for ends in marks.values()],
    }
    if asked.json:
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
        return
    times = figures["milliseconds"]
    sys.stdout.write(
        f"{figures['polls']} polls at {figures['polls_a_second']} a second, {failures} failed\n"
        f"median {times['median']} ms, 99th percentile {times['p99']} ms, largest {times['largest']} ms\n"
        f"by the server's log: {figures['milliseconds_by_the_servers_log']}\n"
        f"from submit to start {figures['submit_to_start']} s, to the film {figures['submit_to_film']} s\n"
    )


if __name__ == "__main__":
    main()
