"""A data folder, its database, and worker processes over it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import av
from sqlalchemy import select

from jobsite.shop import NAME, Shop
from pitchreel.config import Settings
from pitchreel.jobs.client import Jobs
from pitchreel.pipeline import Brief
from pitchreel.service import keys, products, projects
from pitchreel.service.order import Order
from pitchreel.service.rows import ProjectRow
from pitchreel.storage import open_blobs, open_database
from pitchreel.storage.tables import deliveries, events

WORKER = (sys.executable, "-m", "pitchreel", "worker", "--slots", "1")
TINY: dict[str, Any] = {
    "scale": 0.15,
    "segment_pixels": 400_000,
    "lease_beat": 0.4,
    "lease_seconds": 6.0,
    "drain_seconds": 60.0,
    "webhook_http": True,
    "webhook_ladder": "0,1,2,4,8",
}
"""Films of 162 by 288 pixels, cut into several pieces all the same; leases that are short enough for a test."""


class Step(NamedTuple):
    """A line of the step log."""

    what: str
    project: str
    run: int
    step: str
    pid: int


class Site:
    """An installation. ``settings`` are those of TINY unless said otherwise; ``shop`` may be reached and written to."""

    def __init__(self, home: Path, shop: Shop, **settings: Any) -> None:
        self.home = home
        self.shop = shop
        values = {**TINY, "home": home, "allow_hosts": shop.host, **settings}
        self.settings = Settings(**values)
        self.log = home / "steps.log"
        home.mkdir(parents=True, exist_ok=True)
        self.log.touch()
        self.env = {**os.environ, "PITCHREEL_STEP_LOG": str(self.log)}
        self.env.update({f"PITCHREEL_{name.upper()}": str(value) for name, value in values.items()})
        self.db = open_database(self.settings)
        self.blobs = open_blobs(self.settings)
        self.jobs = Jobs(self.settings, self.db)
        self.key = keys.create(self.db, "site")
        self.workers: list[subprocess.Popen[bytes]] = []
        self._hired = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self.workers:
            self.kill(worker)
        self.jobs.close()
        self.db.close()

    def worker(self, home: Path | None = None, **settings: Any) -> subprocess.Popen[bytes]:
        """One more worker; with ``home`` as on another machine, with a data folder of its own."""
        env = {**self.env, **{f"PITCHREEL_{name.upper()}": str(value) for name, value in settings.items()}}
        if home is not None:
            env["PITCHREEL_HOME"] = str(home)
        self._hired += 1
        with (self.home / f"worker-{self._hired:03}.log").open("wb") as log:
            worker = subprocess.Popen(WORKER, env=env, stdout=log, stderr=log)
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """End it at once, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            worker.send_signal(signal.SIGKILL)
        worker.wait()

    def product(self, **facts: Any) -> int:
        """A product given by hand, with two pictures."""
        media = tuple(products.MediaGiven(url=f"{self.shop.url}/{number}.png") for number in range(2))
        told = {
            "name": NAME,
            "description": "A lamp that folds flat. It charges by USB-C in two hours. It weighs 210 g.",
            "media": media,
            **facts,
        }
        return products.from_facts(self.db, self.key.id, products.Facts(**told)).id

    def order(self, kind: str = "film", *, submit: bool = True, dialect: str = "v1", **wishes: Any) -> ProjectRow:
        """Order something; a film of 15 seconds unless said otherwise."""
        brief = wishes.pop("brief", {})
        cost = wishes.pop("cost", 0.0)
        product = wishes.pop("product", 0) or self.product()
        if kind == "talk":
            product = None
        order = Order(
            kind=kind,  # type: ignore[arg-type]
            product=product,
            brief=Brief(**{"length": 15, "presenter": "none", "captions": False, **brief}),
            webhook_url=f"{self.shop.url}/hook",
            **wishes,
        )
        row = projects.order(self.db, self.key.id, order, cost=cost, dialect=dialect)
        if submit:
            self.jobs.submit_now(row)
        return row

    def row(self, project: ProjectRow | str) -> ProjectRow:
        """A project as it stands now."""
        return projects.known(self.db, project if isinstance(project, str) else project.id)

    def wait(self, project: ProjectRow | str, seconds: float = 120.0) -> ProjectRow:
        """A project once it is over."""
        self.until(lambda: self.row(project).over, seconds, lambda: f"still {self.row(project)}")
        return self.row(project)

    def until(self, holds: Callable[[], object], seconds: float = 60.0, say: Callable[[], str] = str) -> None:
        """Wait until something holds; AssertionError with the workers' logs when it does not."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"{say()}\n{self.logs()}"
            time.sleep(0.02)

    def wait_step(
        self, what: str, step: str, project: ProjectRow | str, seconds: float = 90.0, number: int = 1
    ) -> Step:
        """Wait until a step begins or its end is recorded, the first time or a later one (``number``)."""
        name = project if isinstance(project, str) else project.id

        def found() -> list[Step]:
            return [one for one in self.steps() if (one.what, one.step, one.project) == (what, step, name)]

        self.until(lambda: len(found()) >= number, seconds, lambda: f"no {what} of {step}: {self.steps()}")
        return found()[number - 1]

    def steps(self) -> list[Step]:
        """The step log."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [Step(**{name: entry[name] for name in Step._fields}) for entry in map(json.loads, lines)]

    def repeated(self) -> list[Step]:
        """Steps that were begun again although their end had been recorded."""
        ended: set[tuple[str, int, str]] = set()
        again = []
        for one in self.steps():
            key = (one.project, one.run, one.step)
            if one.what == "end":
                ended.add(key)
            elif key in ended:
                again.append(one)
        return again

    def decode(self, project: ProjectRow) -> int:
        """How many frames the project's film has; raises what decoding raises."""
        path = self.home / f"{project.id}.mp4"
        self.blobs.get_to(project.result["video"], path)
        with av.open(str(path)) as container:
            return sum(1 for _ in container.decode(video=0))

    def films(self, project: ProjectRow) -> list[str]:
        """The names of the films that are kept for a project."""
        return [name for name in self.blobs.list(f"films/{project.id}") if name.endswith((".mp4", ".webm"))]

    def delivered(self, project: ProjectRow) -> list[str]:
        """The states of what was to be sent about a project."""
        query = select(deliveries.c.state).join(events, events.c.id == deliveries.c.event_id)
        with self.db.read() as conn:
            return list(conn.execute(query.where(events.c.project_id == project.id)).scalars())

    def logs(self) -> str:
        """What the workers wrote."""
        return "\n".join(path.read_text("utf-8", "replace")[-3000:] for path in sorted(self.home.glob("worker-*.log")))
