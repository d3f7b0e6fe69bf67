"""Films with the caller's photograph, which is made once and is no persona of theirs; the worker's part is played."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from api_house import Here, key_headers, serve_here
from creatify_mug import MUG

from pitchreel.config import Settings
from pitchreel.service import course, endpoints, keys, presenters, projects
from pitchreel.storage.tables import answers, deliveries
from pitchreel.storage.tables import keys as key_table

ME = "https://cdn.example/me.jpg"
MADE = {"kind": "photo", "cover": "presenters/1/x/cover.png", "preview": "presenters/1/x/media.png", "files": []}
Work = Callable[[dict[str, Any]], None]


@pytest.fixture
def photographer(tmp_path: Any) -> Iterator[tuple[Here, Work]]:
    """A server, and a worker that ends with every presenter as it is told to."""
    with serve_here(Settings(home=tmp_path / "home", creatify_seconds=0, read_seconds=10)) as client:
        client.headers.update(key_headers(client))
        stop = threading.Event()
        threads: list[threading.Thread] = []

        def work(end: dict[str, Any]) -> None:
            threads.append(threading.Thread(target=run, args=(end,)))
            threads[-1].start()

        def run(end: dict[str, Any]) -> None:
            db = client.house.db
            while not stop.wait(0.3):
                for row in projects.listed(db, 1, kinds=("presenter",), states=("waiting",), limit=100):
                    with db.begin() as conn:
                        course.start(conn, db, row.id, row.run)
                        course.report(conn, db, row.id, **end)

        yield client, work
        stop.set()
        for thread in threads:
            thread.join()


def film(client: httpx.Client, link: str, **more: object) -> httpx.Response:
    return client.post("/api/link_to_videos/", json={"link": link, "override_avatar_by_image": ME, **more})


def own(client: httpx.Client) -> list[Any]:
    """Every list in which a caller finds presenters of their own."""
    key = {"x-api-key": client.headers["x-api-key"]}
    jogg = [client.get(path, headers=key).json()["data"]["avatars"] for path in JOGG]
    listed = client.get("/api/personas_v2/").json()
    paged = client.get("/api/personas_v2/paginated/").json()
    assert [len(listed)] * 2 == [client.get("/api/personas_v2/count/").json()["count"], paged["count"]]
    return [*listed, *(avatar for avatars in jogg for avatar in avatars)]


JOGG = ("/v1/avatars/custom", "/v1/avatars/photo_avatars", "/v2/avatars/custom")


def made(here: Here) -> list[presenters.PresenterRow]:
    return presenters.listed(here.house.db, 1, hidden=True)


def test_a_photograph_is_made_once_for_all_who_ask_and_is_no_persona(photographer: tuple[Here, Work]) -> None:
    here, work = photographer
    hook: dict[str, Any] = {"url": "https://cdn.example/hook", "events": ["create_avatar_success"]}
    endpoints.create(here.house.db, 1, **hook, settings=here.house.settings)
    link = here.post("/api/links/link_with_params/", json=MUG).json()["id"]
    work({"state": "done", "result": MADE})
    with ThreadPoolExecutor(3) as threads:
        got = list(threads.map(lambda _: film(here, link), range(3)))
    got.append(film(here, link))
    assert [answer.status_code for answer in got] == [200] * 4
    (row,) = made(here)
    ids = [answer.json()["id"].replace("-", "") for answer in got]
    assert {projects.known(here.house.db, id).wishes.presenter for id in ids} == {row.id}
    assert own(here) == []
    with here.house.db.read() as conn:
        assert conn.execute(deliveries.select()).all() == []


def test_a_photograph_that_no_presenter_can_be_made_of_leaves_nothing(photographer: tuple[Here, Work]) -> None:
    here, work = photographer
    link = here.post("/api/links/link_with_params/", json=MUG).json()["id"]
    work({"state": "failed", "error": "There is no face in it."})
    for _ in range(2):
        answer = film(here, link)
        assert (answer.status_code, list(answer.json())) == (400, ["override_avatar_by_image"])
    assert (made(here), own(here)) == ([], [])


def test_nothing_is_made_for_a_caller_who_cannot_pay(photographer: tuple[Here, Work]) -> None:
    here, _ = photographer
    poor = keys.create(here.house.db, "poor", quota=2)
    with httpx.Client(base_url=here.base_url, headers={"X-API-ID": poor.api_id, "X-API-KEY": poor.api_key}) as client:
        link = client.post("/api/links/link_with_params/", json=MUG).json()["id"]
        answer = film(client, link)
        assert answer.status_code == 402
        assert "The film costs 5 credits and the key has 1 left" in answer.json()["detail"]
        asked = {"link": link, "visual_styles": ["LegoTemplate"], "video_length": 60, "override_avatar_by_image": ME}
        refused = client.post("/api/link_to_videos/preview_list_async/", json=asked)
        assert refused.json()["detail"].startswith("Insufficient credits. The previews cost 2 credits and")
    assert presenters.listed(here.house.db, poor.id, hidden=True) == []


def test_a_film_that_is_paid_is_answered_again_when_nothing_is_left(photographer: tuple[Here, Work]) -> None:
    here, work = photographer
    work({"state": "done", "result": MADE})
    db = here.house.db
    link = here.post("/api/links/link_with_params/", json=MUG).json()["id"]
    here.headers["Idempotency-Key"] = "once"
    first = film(here, link)
    with db.begin() as conn:
        # The server died between ordering and answering, and the key had credits for no more than that.
        conn.execute(answers.delete())
        conn.execute(key_table.update().values(quota=key_table.c.used))
    again = film(here, link)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["id"] == first.json()["id"]
    del here.headers["Idempotency-Key"]
    assert film(here, link).status_code == 402
