"""A request that waits for two things is answered before its caller hangs up; the worker's part is played here."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from api_house import Here, key_headers, serve_here
from creatify_mug import MUG

from pitchreel.api.creatify import patience
from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.documents.product import Fact, Media
from pitchreel.service import course, products, projects

PAGE = Product(
    url="https://shop.example/lamp",
    facts=(Fact(id="name", kind="name", text="Kite Lamp"),),
    media=(Media(id="picture-1", kind="picture", url="https://shop.example/one.png"),),
)
FIRST, LAST, LONG = 0.5, 3.0, 8.0


@pytest.fixture
def slow(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    """Whoever waits for a page or a photograph waits for long, and nobody writes scripts or makes previews."""
    monkeypatch.setattr(patience, "SECONDS", LAST)
    settings = Settings(home=tmp_path / "home", creatify_seconds=LONG, read_seconds=LONG)
    with serve_here(settings) as client:
        client.headers.update(key_headers(client))
        stop = threading.Event()
        worker = threading.Thread(target=work, args=(client, stop))
        worker.start()
        yield client
        stop.set()
        worker.join()


def work(here: Here, stop: threading.Event) -> None:
    db = here.house.db
    while not stop.wait(0.05):
        for row in projects.listed(db, 1, kinds=("read", "presenter"), states=("waiting",)):
            stop.wait(FIRST)
            with db.begin() as conn:
                if row.kind == "read":
                    assert row.product_id is not None
                    products.remember(conn, db, row.product_id, PAGE)
                course.start(conn, db, row.id, row.run)
                course.report(conn, db, row.id, state="done", result={})


def test_scripts_of_a_page_that_takes_long(slow: Here) -> None:
    began = time.monotonic()
    made = slow.post("/api/ai_scripts/", json={"url": PAGE.url})
    assert FIRST < time.monotonic() - began < LONG
    assert (made.status_code, made.json()["status"]) == (201, "pending")


def test_a_preview_with_a_photograph_that_takes_long(slow: Here) -> None:
    link = slow.post("/api/links/link_with_params/", json=MUG).json()["id"]
    began = time.monotonic()
    asked = {"link": link, "override_avatar_by_image": "https://cdn.example/me.jpg"}
    made = slow.post("/api/link_to_videos/preview/", json=asked)
    assert FIRST < time.monotonic() - began < LONG
    assert (made.status_code, made.json()["preview"]) == (200, "")
