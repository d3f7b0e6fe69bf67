"""The server's pages in a real browser: nothing comes from elsewhere, only previews may be framed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from api_house import Here, Open, running
from sqlalchemy import update

from pitchreel.pipeline import Brief
from pitchreel.product import browser as programs
from pitchreel.service import keys, projects
from pitchreel.service.order import Order
from pitchreel.storage.tables import previews
from pitchreel.storage.tables import projects as project_table

CHROMIUM = next(filter(None, map(shutil.which, programs.PROGRAMS)), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or importlib.util.find_spec("playwright") is None,
    reason="Chromium or Playwright is not installed",
)
ICON = '<link rel="icon" href="data:,">'


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Visit:
    """A page that is open, what it asked for and what it complained about."""

    def __init__(self, browser: Any) -> None:
        self.page = browser.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda line: line.type in ("error", "warning") and self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def outside(self, base: str) -> list[str]:
        return [url for url in self.asked if not url.startswith((base, "data:", "blob:"))]


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    made = Visit(browser)
    yield made
    made.page.close()


def test_documentation_is_whole_and_loads_nothing_from_elsewhere(opened: Open, browser: Any) -> None:
    client = opened()
    base = str(client.base_url).rstrip("/")
    index = Visit(browser)
    index.page.goto(f"{base}/")
    links = index.page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
    assert {"/docs/v1", "/docs/open", "/docs/v2", "/docs/creatify"} <= set(links)
    for name in ("v1", "open", "v2", "creatify"):
        visit = Visit(browser)
        visit.page.goto(f"{base}/docs/{name}")
        visit.page.wait_for_selector(".opblock", timeout=20_000)
        described = client.get(f"/openapi/{name}.json").json()
        operations = sum(len(methods) for methods in described["paths"].values())
        assert visit.page.locator(".opblock").count() == operations
        visit.page.locator(".opblock-summary").first.click()
        visit.page.wait_for_selector(".opblock-body", timeout=10_000)
        assert (visit.outside(base), visit.complaints) == ([], [])
        visit.page.close()
    assert (index.outside(base), index.complaints) == ([], [])
    index.page.close()


def clip() -> bytes:
    import av

    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"preview-{os.getpid()}-{threading.get_ident()}.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 90, 160, "yuv420p"
        for number in range(20):
            frame = np.full((160, 90, 3), 10 * number, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    data = path.read_bytes()
    path.unlink()
    return data


def a_preview(client: Here) -> tuple[str, str, str]:
    """A preview that is still to be made: its project, its id and its token."""
    house = client.house
    key = keys.create(house.db, "test")
    order = Order(kind="previews", brief=Brief(), styles=("FullScreen",), styles_asked=("FullScreenV2Template",))
    project = projects.order(house.db, key.id, order, cost=0, dialect="creatify")
    preview = projects.previews(house.db, project.id)[0]
    return project.id, preview.id, preview.token


def make_ready(client: Here, project: str, preview: str) -> None:
    folder = f"films/{project}/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    cover = bytes(cv2.imencode(".jpg", np.full((160, 90, 3), 90, np.uint8))[1])
    client.house.blobs.put_bytes(f"{folder}/preview.mp4", clip(), "video/mp4")
    client.house.blobs.put_bytes(f"{folder}/cover.jpg", cover, "image/jpeg")
    result = {"video": f"{folder}/preview.mp4", "cover": f"{folder}/cover.jpg", "duration": 2.0}
    with client.house.db.begin() as conn:
        conn.execute(update(previews).where(previews.c.id == preview).values(state="ready", result=result))


def test_a_preview_shows_progress_and_then_plays_in_a_frame_elsewhere(
    opened: Open, visit: Visit, tmp_path: Path
) -> None:
    client = opened()
    base = str(client.base_url).rstrip("/")
    project, preview, token = a_preview(client)
    with client.house.db.begin() as conn:
        conn.execute(update(project_table).where(project_table.c.id == project).values(state="running", progress=0.4))
    frame_of_it = f'<iframe id="film" src="{base}/preview/{token}" width="270" height="480"></iframe>'
    (tmp_path / "index.html").write_text(ICON + frame_of_it)
    elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path)))
    with running(elsewhere):
        visit.page.goto(f"http://localhost:{elsewhere.server_port}/")
        frame = visit.page.frame_locator("#film")
        frame.locator("progress").wait_for(timeout=10_000)
        visit.page.wait_for_timeout(500)
        assert frame.locator("progress").evaluate("bar => bar.value") == pytest.approx(0.4)
        make_ready(client, project, preview)
        film = frame.locator("video")
        film.wait_for(timeout=10_000)
        film.evaluate("async film => { film.muted = true; await film.play(); }")
        film.evaluate("film => new Promise(done => film.addEventListener('timeupdate', done, { once: true }))")
        assert film.evaluate("film => film.videoWidth") == 90
        visit.page.evaluate("document.getElementById('film').width = 900")
        assert film.evaluate("film => [film.clientWidth, film.clientHeight]") == [900, 480], (
            "it stands whole in any frame"
        )
    assert visit.complaints == []


def test_a_preview_that_failed_says_so(opened: Open, visit: Visit) -> None:
    client = opened()
    _, preview, token = a_preview(client)
    with client.house.db.begin() as conn:
        conn.execute(
            update(previews).where(previews.c.id == preview).values(state="failed", error="<b>No picture.</b>")
        )
    visit.page.goto(f"{client.base_url}/preview/{token}")
    visit.page.get_by_text("<b>No picture.</b>").wait_for(timeout=5_000)
    assert client.get(f"/preview/{token}/state").json() == {"state": "failed", "error": "<b>No picture.</b>"}


def test_no_other_page_may_be_framed(opened: Open, visit: Visit, tmp_path: Path) -> None:
    client = opened()
    base = str(client.base_url).rstrip("/")
    (tmp_path / "index.html").write_text(f'{ICON}<iframe id="page" src="{base}/docs/v1"></iframe>')
    elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path)))
    with running(elsewhere):
        visit.page.goto(f"http://localhost:{elsewhere.server_port}/")
        visit.page.wait_for_timeout(1000)
        assert visit.page.frame_locator("#page").locator(".opblock").count() == 0
    assert any("frame" in text.lower() for text in visit.complaints)


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass
