"""Kills: workers and the server are killed while films are made, at the boundaries of steps and in mid-render.

Two workers and a server over one data folder, first with SQLite, then with a real PostgreSQL. Each film is ordered
over the wire, with an Idempotency-Key that is sent again whenever the server was killed; while it is made, a process is
killed with SIGKILL several times, at places that a seed chooses, and another is started for it. Afterwards: the film is
done and decodes, there is exactly one, no step whose end had been recorded was begun again, and its notice arrived.
"""

from __future__ import annotations

import importlib.util
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from jobsite import Shop, Site

from pitchreel.errors import PitchreelError
from pitchreel.service import endpoints, products

COUNT = 500
FRAMES = 450
STEPS = ("read", "belongings", "media", "script", "voice", "timeline", "cut", "join", "checks", "publish")
"""The steps of a film's own flow; its pieces are flows of their own."""
OWN_KILLS = 4
"""Kills of the worker that carries one film: the flow gives up after five."""
PIECE_KILLS = 4
"""Kills of workers that render pieces of one film."""
MID_RENDER = 0.4
"""Seconds after a step's begin in which a worker is killed, at most."""
PATIENCE = 180.0
_SERVER = (sys.executable, "-m", "pitchreel", "serve", "--workers", "0", "--port")


def _answers(address: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{address}/healthz", timeout=2).is_success
    return False


class Scene:
    """One installation with its processes, and what was found there."""

    def __init__(self, site: Site, dice: random.Random) -> None:
        self.site = site
        self.dice = dice
        self.kills: Counter[str] = Counter()
        self.problems: list[str] = []
        self.films = 0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        told = ("generated_video_success", "generated_video_failed")
        endpoints.create(site.db, site.key.id, url=f"{site.shop.url}/hook", events=told, settings=site.settings)
        self.server = self._serve()
        for _ in range(2):
            site.worker()

    def close(self) -> None:
        self.site.kill(self.server)

    def _serve(self) -> subprocess.Popen[bytes]:
        with (self.site.home / "server.log").open("ab") as log:
            return subprocess.Popen((*_SERVER, str(self.port)), env=self.site.env, stdout=log, stderr=log)

    def kill_server(self) -> None:
        self.site.kill(self.server)
        self.kills["server"] += 1
        self.server = self._serve()

    def kill_worker(self, pid: int, why: str) -> bool:
        """Kill the worker of this process id and start another; False when it had gone."""
        victim = next((one for one in self.site.workers if one.pid == pid and one.poll() is None), None)
        if victim is None:
            return False
        self.site.kill(victim)
        self.site.workers.remove(victim)
        self.kills[why] += 1
        self.site.worker()
        return True

    def make(self, budget: int) -> None:
        """One film, and at most so many kills while it is made."""
        self.films += 1
        before = self.kills.total()
        project = self._order(kill=budget > 1)
        points = self._points(budget - (self.kills.total() - before))
        own = 0
        for what, step in points:
            pid = self._reached(project, what, step)
            if pid is None:
                break
            if what == "begin":
                time.sleep(self.dice.uniform(0.0, MID_RENDER))
            carries = self._carrier(project) == pid
            if carries and own >= OWN_KILLS:
                continue
            if self.kill_worker(pid, "boundary" if what == "end" or step in STEPS else "mid-render"):
                own += carries
        if self.kills.total() - before < budget and self.dice.random() < 0.5:
            self.kill_server()
        self._check(project)

    def _points(self, kills: int) -> list[tuple[str, str]]:
        """Where to kill, in the order in which a film comes by."""
        boundaries = [(what, step) for step in STEPS for what in ("begin", "end")]
        early = sorted(self.dice.sample(range(boundaries.index(("begin", "join"))), k=min(kills, 2)))
        late = sorted(self.dice.sample(range(boundaries.index(("begin", "join")), len(boundaries)), k=2))
        pieces = [("begin", f"ad-{number:03}") for number in sorted(self.dice.sample(range(4), k=PIECE_KILLS))]
        chosen = [*(boundaries[at] for at in early), *pieces, *(boundaries[at] for at in late)]
        return chosen[:kills]

    def _order(self, *, kill: bool) -> str:
        """Order a film over the wire, asking again with the same key until there is an answer; gives its id."""
        site = self.site
        product = products.find(site.db, site.key.id, site.product())
        body = {
            "product_id": product.wire_id,
            "aspect_ratio": 0,
            "video_length": "15",
            "language": "english",
            "avatar_id": 37,
            "avatar_type": 0,
            "voice_id": "en-US-ChristopherNeural",
            "music_id": 0,
            "script_style": "Storytime",
            "visual_style": "FullScreen",
            "template_id": 0,
            "template_type": "public",
            "caption": False,
        }
        headers = {"x-api-key": site.key.api_key, "Idempotency-Key": f"film-{self.films}-{product.id}"}
        address = f"http://127.0.0.1:{self.port}"
        self.site.until(lambda: _answers(address), PATIENCE, lambda: "the server does not start")
        killer = threading.Timer(self.dice.uniform(0.0, 0.15), self.kill_server)
        if kill:
            killer.start()
        said: list[Any] = []

        def taken() -> bool:
            with suppress(httpx.HTTPError, ValueError):
                answer = httpx.post(f"{address}/v1/create_video_from_url", json=body, headers=headers, timeout=30)
                said[:] = [answer.json()]
                return bool(said[0]["code"] == 0)
            return False

        site.until(taken, PATIENCE, lambda: f"no order was taken: {said}")
        if kill:
            killer.join()
        return str(said[0]["data"]["project_id"])

    def _reached(self, project: str, what: str, step: str) -> int | None:
        """The worker that begins or has ended a step for the first time from now on; None when the film is over."""
        seen = 0
        while True:
            steps = self.site.steps()
            for one in steps[seen:]:
                if (one.project, one.what, one.step) == (project, what, step):
                    return one.pid
            seen = len(steps)
            if self.site.row(project).over:
                return None
            time.sleep(0.01)

    def _carrier(self, project: str) -> int:
        """The worker that carries the film's own flow, as far as the log tells."""
        return next((one.pid for one in reversed(self.site.steps()) if one.project == project and one.step in STEPS), 0)

    def _check(self, project: str) -> None:
        site = self.site
        try:
            done = site.wait(project, PATIENCE)
            if done.state != "done":
                raise AssertionError(f"{done.state}: {done.error}\n{site.logs()}")
            if (frames := site.decode(done)) != FRAMES:
                raise AssertionError(f"{frames} frames")
            if len(films := site.films(done)) != 1:
                raise AssertionError(f"{len(films)} films")
            if again := [one for one in site.repeated() if one.project == project]:
                raise AssertionError(f"begun again after their end: {again}")
            site.until(lambda: self._told(project), 60, lambda: f"no notice: {site.delivered(done)}")
            if len(set(self._told(project))) != 1:
                raise AssertionError(f"several notices: {self._told(project)}")
        except (AssertionError, PitchreelError) as error:
            self.problems.append(f"{project}: {error}")

    def _told(self, project: str) -> list[str]:
        """The ids of the notices that came about a project."""
        return [
            str(post.body.get("event_id"))
            for post in self.site.shop.posts
            if post.body.get("data", {}).get("project_id") == project
        ]


@contextmanager
def postgres_url() -> Iterator[str]:
    """The address of an empty database in a PostgreSQL of our own."""
    path = Path(__file__).parents[2] / "tests" / "conftest.py"
    spec = importlib.util.spec_from_file_location("servers_for_tests", path)
    assert spec is not None
    assert spec.loader is not None
    servers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(servers)
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    folder = Path(tempfile.mkdtemp(prefix="pitchreel-pg-"))
    server = servers.Postgres(binaries, folder)
    try:
        server.start()
        yield server.database()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run_one(name: str, count: int, seed: int, folder: Path, database_url: str) -> dict[str, Any]:
    """So many kills over one kind of database."""
    begun = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    with Shop(folder / "shop") as shop, Site(folder / "home", shop, database_url=database_url) as site:
        scene = Scene(site, random.Random(f"{seed} {name}"))
        try:
            while scene.kills.total() < count and len(scene.problems) < 20:
                scene.make(min(10, count - scene.kills.total()))
        finally:
            scene.close()
        steps = site.steps()
    return {
        "database": name,
        "kills": dict(scene.kills),
        "films": scene.films,
        "steps_begun": sum(one.what == "begin" for one in steps),
        "seconds": round(time.monotonic() - begun, 1),
        "problems": scene.problems,
    }


def run(count: int, seed: int, output: Path) -> dict[str, Any]:
    """``count`` kills, half of them over SQLite, half over PostgreSQL."""
    results = [run_one("sqlite", count - count // 2, seed, output / "sqlite", "")]
    with postgres_url() as url:
        results.append(run_one("postgresql", count // 2, seed, output / "postgresql", url))
    return {
        "kills": sum(sum(result["kills"].values()) for result in results),
        "films": sum(result["films"] for result in results),
        "databases": results,
        "failed": sum(len(result["problems"]) for result in results),
    }
