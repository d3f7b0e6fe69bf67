"""Workers are killed in the middle of a film: it is made all the same, and no finished step is done twice."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from jobsite import Shop, Site

from pitchreel.jobs.lease import FENCED

FRAMES = 450


def check(site: Site, project: str) -> None:
    """One film that decodes, no finished step repeated, its owner told once."""
    done = site.wait(project)
    assert (done.state, done.error) == ("done", "")
    assert site.decode(done) == FRAMES
    assert len(site.films(done)) == 1
    assert site.repeated() == []
    site.until(lambda: site.delivered(done) == ["delivered"], 20, lambda: str(site.delivered(done)))


@pytest.mark.parametrize("what, step", [("begin", "ad-001"), ("end", "voice")])
def test_another_worker_goes_on_where_one_was_killed(site: Site, what: str, step: str) -> None:
    first = site.worker()
    row = site.order()
    site.wait_step(what, step, row)
    site.kill(first)
    before = len(site.steps())
    assert site.row(row).state == "running"
    site.worker()
    check(site, row.id)
    assert {one.pid for one in site.steps()[before:]} == {site.workers[1].pid}


def test_a_living_worker_takes_over(postgres: object, tmp_path: Path, shop: Shop) -> None:
    url = postgres.database()  # type: ignore[attr-defined]
    with Site(tmp_path, shop, database_url=url) as site:
        workers = {worker.pid: worker for worker in (site.worker(), site.worker())}
        rows = [site.order(), site.order()]
        victim = site.wait_step("begin", "ad-000", rows[0]).pid
        site.kill(workers[victim])
        for row in rows:
            check(site, row.id)


def test_a_zombie_finds_its_work_taken_and_ends(site: Site) -> None:
    zombie = site.worker()
    row = site.order()
    site.wait_step("begin", "voice", row)
    zombie.send_signal(signal.SIGSTOP)
    site.worker()
    site.wait_step("begin", "voice", row, number=2)
    zombie.send_signal(signal.SIGCONT)
    assert zombie.wait(30) == FENCED
    check(site, row.id)


def test_work_that_kills_its_workers_is_given_up(site: Site) -> None:
    row = site.order("scripts", cost=1.0)
    for number in range(1, 7):
        worker = site.worker()
        site.wait_step("begin", "scripts", row, number=number)
        site.kill(worker)
    site.worker()
    over = site.wait(row)
    assert over.state == "failed"
    assert "interrupted too often" in over.error
    assert over.cost == 0


def test_a_worker_that_is_asked_to_end_puts_its_work_down(site: Site) -> None:
    first = site.worker()
    row = site.order()
    site.wait_step("begin", "voice", row)
    began = time.monotonic()
    first.send_signal(signal.SIGTERM)
    assert first.wait(site.settings.drain_seconds + 15) == 0
    took = time.monotonic() - began
    assert took < site.settings.drain_seconds + 15
    assert ("end", "voice") in [(one.what, one.step) for one in site.steps()]
    assert ("begin", "timeline") not in [(one.what, one.step) for one in site.steps()]
    site.worker()
    check(site, row.id)


def test_another_machine_goes_on_from_the_bucket(postgres: object, bucket_url: str, tmp_path: Path, shop: Shop) -> None:
    url = postgres.database()  # type: ignore[attr-defined]
    with Site(tmp_path / "one", shop, database_url=url, blobs_url=bucket_url) as site:
        first = site.worker()
        row = site.order()
        site.wait_step("end", "ad-000", row)
        site.kill(first)
        site.worker(home=tmp_path / "two")
        check(site, row.id)
