"""What is old is taken away, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from jobsite import Site
from sqlalchemy import update

from pitchreel.jobs import cleaning
from pitchreel.jobs.cleaning import DAY, clean_presenters, clean_projects, clean_uploads
from pitchreel.jobs.client import open_client
from pitchreel.jobs.floor import Floor
from pitchreel.jobs.launcher import Launcher
from pitchreel.jobs.workspace import folder_of
from pitchreel.service import assets, course, presenters, projects
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.tables import presenters as presenter_table
from pitchreel.storage.tables import projects as table


@pytest.fixture
def here(site: Site) -> Floor:
    return Floor(site.settings, site.db, site.blobs, Launcher(site.settings), "cleaner", 1)


def over(site: Site, state: str, days: float, **wishes: object) -> ProjectRow:
    row = site.order(submit=False, **wishes)  # type: ignore[arg-type]
    site.blobs.put_bytes(f"films/{row.id}/token/ad.mp4", b"film")
    folder = folder_of(site.blobs, site.settings, row.id)
    folder.mkdir(parents=True)
    (folder / "timeline.json").write_text("{}")
    with site.db.begin() as conn:
        ended = site.db.clock(conn) - days * DAY
        values = {"state": state, "finished": ended, "result": {"video": f"films/{row.id}/token/ad.mp4"}}
        conn.execute(update(table).where(table.c.id == row.id).values(**values))
    return row


@pytest.mark.parametrize(
    "state, days, goes",
    [
        ("done", 31, True),
        ("done", 29, False),
        ("failed", 31, True),
        ("ready", 31, True),
        ("deleted", 2, True),
        ("deleted", 0.5, False),
        ("running", 99, False),
        ("waiting", 99, False),
    ],
)
def test_films_go_when_they_are_old(site: Site, here: Floor, state: str, days: float, goes: bool) -> None:
    row = over(site, state, days)
    assert clean_projects(here) == int(goes)
    assert (list(site.blobs.list(f"films/{row.id}")) == []) is goes
    assert folder_of(site.blobs, site.settings, row.id).exists() is not goes
    now = projects.known(site.db, row.id)
    assert now.state == state
    assert (now.result == {}) is goes
    assert clean_projects(here) == 0


def test_all_that_is_old_goes_however_much_it_is(site: Site, here: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_AT_ONCE", 2)
    rows = [over(site, "done", 31) for _ in range(5)]
    assert clean_projects(here) == 5
    assert all(projects.known(site.db, row.id).result == {} for row in rows)


def test_a_night_without_a_worker_is_caught_up_on_once(site: Site) -> None:
    row = over(site, "done", 31)
    first = site.worker()
    site.until(lambda: projects.known(site.db, row.id).cleaned)
    assert list(site.blobs.list(f"films/{row.id}")) == []
    site.kill(first)
    site.worker()
    # Found by a look around that comes after the second worker's first.
    site.wait(site.order("scripts", submit=False))
    client = open_client(site.settings)
    try:
        assert len(client.list_workflows(name="clean.v1")) == 1
    finally:
        client.destroy()


def test_previews_of_an_old_project_are_gone_in_their_rows_too(site: Site, here: Floor) -> None:
    row = over(site, "ready", 31, kind="previews", styles=("FullScreen",))
    clean_projects(here)
    assert [small.state for small in projects.previews(site.db, row.id)] == ["cleaned"]


def own_presenter(site: Site, removed: float | None) -> str:
    """The file of a presenter that was made, and removed so many days ago."""
    person, row = presenters.create(site.db, site.key.id, name="Ada", source="https://shop.example/a.png", dialect="v1")
    name = f"presenters/{person.id}/token/cover.jpg"
    site.blobs.put_bytes(name, b"picture")
    with site.db.begin() as conn:
        course.report(conn, site.db, row.id, state="running")
        course.report(conn, site.db, row.id, state="done", result={"kind": "photo", "cover": name, "files": [name]})
    if removed is not None:
        presenters.remove(site.db, site.key.id, person.id)
        with site.db.begin() as conn:
            values = {"deleted": site.db.clock(conn) - removed * DAY}
            conn.execute(update(presenter_table).where(presenter_table.c.id == person.id).values(**values))
    return name


def test_files_of_a_removed_presenter_go_once_nobody_needs_them(site: Site, here: Floor) -> None:
    kept, fresh, gone, needed = (own_presenter(site, removed) for removed in (None, 0.5, 2, 2))
    number = int(needed.split("/")[1])
    talk = site.order("talk", submit=False, presenter=number)
    assert clean_presenters(here) == 1
    assert {name for name in (kept, fresh, gone, needed) if site.blobs.stat(name) is None} == {gone}
    assert clean_presenters(here) == 0
    assert presenters.known(site.db, number).state == "done"
    projects.cancel(site.db, site.key.id, talk.id)
    assert clean_presenters(here) == 1
    assert site.blobs.stat(needed) is None
    row = presenters.known(site.db, number)
    assert (row.state, row.result, row.name) == ("cleaned", {}, "Ada")


def test_a_night_takes_removed_presenters_too(site: Site) -> None:
    gone = own_presenter(site, 2)
    site.worker()
    site.until(lambda: site.blobs.stat(gone) is None)


def test_uploads_go_when_they_are_old(site: Site, here: Floor) -> None:
    asset = assets.create(site.db, site.key.id, "lamp.png")
    picture = Path(site.shop.folder / "0.png").read_bytes()
    assets.receive(site.db, site.blobs, asset.id, [picture], site.settings)
    assert clean_uploads(here) == 0
    young = Floor(site.settings.model_copy(update={"keep_days": 1e-9}), site.db, site.blobs, here.launcher, "x", 1)
    assert clean_uploads(young) == 1
    assert list(site.blobs.list(f"assets/{asset.id}")) == []
