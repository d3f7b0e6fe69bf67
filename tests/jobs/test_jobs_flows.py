"""Every kind of project, from its order to what it leaves, by a real worker."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from jobsite import Shop, Site
from numpy.typing import NDArray
from sqlalchemy import update

from pitchreel.service import addresses, assets, credits, presenters, previews, products, projects
from pitchreel.service import keys as key_service
from pitchreel.service.order import Variable
from pitchreel.service.problems import NotReady
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.tables import keys


def result(site: Site, row: ProjectRow) -> dict[str, object]:
    done = site.wait(row)
    assert (done.state, done.error) == ("done", ""), site.logs()
    return done.result


def test_a_page_is_read_once_whatever_is_made_of_it(working: Site) -> None:
    ticket = products.read(working.db, working.key.id, f"{working.shop.url}/lamp.html", dialect="v1")
    assert products.listed(working.db, working.key.id, refs=[str(ticket.product_id)])[0].document is None
    done = asyncio.run(working.jobs.submit_read(ticket, 60))
    assert done.state == "done", done
    row = products.find(working.db, working.key.id, str(ticket.product_id))
    assert row.name == "Kite Desk Lamp"
    assert [item["url"] for item in row.media][:1] == [f"{working.shop.url}/0.png"]
    assert "49.00" in (row.document or "")
    (working.shop.folder / "lamp.html").rename(working.shop.folder / "gone.html")
    try:
        scripts = result(working, working.order("scripts", product=row.id, count=2))["scripts"]
    finally:
        (working.shop.folder / "gone.html").rename(working.shop.folder / "lamp.html")
    assert isinstance(scripts, list)
    assert len(scripts) == 2
    assert all(script["paragraphs"] for script in scripts)


def test_a_busy_page_is_asked_again_and_a_missing_one_is_not(working: Site) -> None:
    working.shop.busy.extend([1, 2])
    url = f"{working.shop.url}/busy.html"
    busy = products.read(working.db, working.key.id, url, dialect="v1")
    missing = products.read(working.db, working.key.id, f"{working.shop.url}/none.html", dialect="v1")
    began = time.monotonic()
    over = asyncio.run(working.jobs.submit_read(missing, 60))
    assert (over.state, over.error_code) == ("failed", "bad_status")
    assert time.monotonic() - began < 30
    assert asyncio.run(working.jobs.submit_read(busy, 90)).state == "done"
    assert working.shop.busy == []
    begins = [one for one in working.steps() if (one.what, one.project) == ("begin", missing.id)]
    assert len(begins) == 1


@pytest.mark.parametrize("base", ["", "http://127.0.0.1:9"])
def test_a_file_of_our_own_is_no_product_page(working: Site, base: str) -> None:
    url = f"{base or 'http://127.0.0.1:8080'}/files/films/{'ab' * 16}/token/ad.mp4"
    ticket = products.read(working.db, working.key.id, url, dialect="v1", base=base)
    over = asyncio.run(working.jobs.submit_read(ticket, 60))
    assert (over.state, over.error_code) == ("failed", "not_a_product")
    assert over.error == f"{url} is a file of this server and no page. Give the link of the product's page."


def test_media_given_by_hand_win_and_what_cannot_be_had_is_left_out(working: Site) -> None:
    product = working.product(
        media=(
            products.MediaGiven(type=2, url=f"{working.shop.url}/2.png"),
            products.MediaGiven(type=1, url=f"{working.shop.url}/missing.png"),
        )
    )
    row = working.order(product=product)
    made = result(working, row)
    over = working.row(row)
    assert any("missing.png" in warning for warning in over.warnings), over.warnings
    assert working.decode(over) == 450
    assert made["width"] == 162
    assert over.progress == 1.0
    assert not (working.home / "blobs" / "work" / row.id).exists()


def test_a_draft_is_a_film_with_half_of_the_frames(working: Site) -> None:
    row = working.order(draft=True)
    result(working, row)
    assert working.decode(working.row(row)) == 225


def test_nothing_that_can_be_shown_is_an_error_and_costs_nothing(working: Site) -> None:
    with working.db.begin() as conn:
        conn.execute(update(keys).where(keys.c.id == working.key.id).values(quota=1000.0))
    before = credits.remaining(working.db, working.key.id)
    product = working.product(media=(products.MediaGiven(url=f"{working.shop.url}/missing.png"),))
    row = working.order(product=product, cost=5.0)
    assert credits.remaining(working.db, working.key.id) == (before or 0) - 5
    over = working.wait(row)
    assert (over.state, over.error_code) == ("failed", "no_media")
    assert "missing.png" in over.error
    assert credits.remaining(working.db, working.key.id) == before
    assert working.delivered(over) != []


def test_an_own_upload_is_taken_from_the_store(working: Site) -> None:
    asset = assets.create(working.db, working.key.id, "lamp.png")
    picture = (working.shop.folder / "1.png").read_bytes()
    assets.receive(working.db, working.blobs, asset.id, [picture], working.settings)
    # Nothing listens there: fetched over the network it would be refused.
    url = addresses.asset_url("http://127.0.0.1:8080", asset.id, "lamp.png")
    row = working.order(product=working.product(media=(products.MediaGiven(url=url),)))
    result(working, row)
    assert working.row(row).warnings == []


def test_an_upload_of_another_key_is_not_found(working: Site) -> None:
    stranger = key_service.create(working.db, "stranger")
    asset = assets.create(working.db, stranger.id, "lamp.png")
    url = addresses.asset_url("http://127.0.0.1:8080", asset.id, "lamp.png")
    over = working.wait(working.order(product=working.product(media=(products.MediaGiven(url=url),))))
    assert over.state == "failed"
    assert over.error_code == "no_media"


@pytest.fixture(scope="module")
def compared(working: Site) -> ProjectRow:
    row = working.order("previews", styles=("FullScreen", "Card Stacking", "Nonsense"), styles_asked=("full", "Cards"))
    over = working.wait(row)
    assert (over.state, over.error) == ("ready", ""), working.logs()
    return over


def timeline_of(site: Site, name: str, path: Path) -> dict[str, object]:
    site.blobs.get_to(name, path)
    found: dict[str, object] = json.loads(path.read_text())
    return found


def test_previews_are_small_films_and_one_that_fails_is_a_failure_of_its_own(
    working: Site, compared: ProjectRow, tmp_path: Path
) -> None:
    small = projects.previews(working.db, compared.id)
    assert [(one.asked, one.style, one.state) for one in small] == [
        ("full", "FullScreen", "ready"),
        ("Cards", "Card Stacking", "ready"),
        ("Nonsense", "Nonsense", "failed"),
    ]
    assert "Nonsense" in small[2].error
    for one in small[:2]:
        working.blobs.get_to(one.result["video"], tmp_path / "small.mp4")
        with av.open(str(tmp_path / "small.mp4")) as container:
            assert container.streams.video[0].average_rate == 15


def luma(path: Path) -> list[NDArray[np.float64]]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray").astype(float) for frame in container.decode(video=0)]


def likeness(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """SSIM with a Gaussian window of 1.5 pixels (Wang et al. 2004)."""

    def blur(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    a, b = blur(one), blur(other)
    variances = blur(one * one) - a * a, blur(other * other) - b * b
    shared = blur(one * other) - a * b
    first, second = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ratio = (2 * a * b + first) * (2 * shared + second) / ((a * a + b * b + first) * (sum(variances) + second))
    return float(ratio.mean())


@pytest.mark.parametrize("inside", [False, True])
def test_a_preview_in_full_is_the_same_timeline(
    working: Site, compared: ProjectRow, inside: bool, tmp_path: Path
) -> None:
    small = projects.previews(working.db, compared.id)[1]
    row = previews.render(
        working.db, working.key.id, small.id, cost=0, dialect="v1", into=compared.id if inside else None
    )
    assert (row.id == compared.id, row.run) == (inside, 2 if inside else 1)
    working.jobs.submit_now(row)
    made = result(working, row)
    assert working.decode(working.row(row)) == 450
    assert timeline_of(working, str(made["timeline"]), tmp_path / "whole.json") == timeline_of(
        working, small.result["timeline"], tmp_path / "small.json"
    )
    working.blobs.get_to(small.result["video"], tmp_path / "small.mp4")
    working.blobs.get_to(str(made["video"]), tmp_path / "whole.mp4")
    shown, whole = luma(tmp_path / "small.mp4"), luma(tmp_path / "whole.mp4")
    for mark in range(10):
        at = len(shown) * (2 * mark + 1) // 20
        assert likeness(shown[at], whole[2 * at]) >= 0.9, mark


def test_a_preview_that_is_not_there_yet_cannot_be_ordered(site: Site) -> None:
    row = site.order("previews", styles=("FullScreen",), submit=False)
    small = projects.previews(site.db, row.id)[0]
    with pytest.raises(NotReady):
        previews.render(site.db, site.key.id, small.id, cost=0, dialect="v1")


def test_a_talk_without_a_ground_is_transparent(working: Site) -> None:
    row = working.order("talk", brief={"script": "This lamp folds flat.", "presenter": None}, screen="alpha")
    name = str(result(working, row)["video"])
    assert name.endswith(".webm")
    assert working.decode(working.row(row)) > 30


def test_a_template_is_filled_in(working: Site) -> None:
    from pitchreel.styles import templates

    row = working.order(
        "template",
        brief={"template": templates()[0].id},
        variables=(
            Variable(kind="text", name="name", content="Kite Desk Lamp"),
            Variable(kind="text", name="benefit", content="It folds flat and charges in two hours."),
            Variable(kind="image", name="picture", url=f"{working.shop.url}/1.png"),
        ),
    )
    result(working, row)
    assert working.decode(working.row(row)) > 100


def test_a_template_of_words_alone_is_filled_in(working: Site) -> None:
    from pitchreel.styles import templates

    words = Variable(kind="script", name="script", content="Cold tea again? This mug keeps it warm for an hour.")
    row = working.order("template", brief={"template": templates()[0].id}, variables=(words,))
    result(working, row)
    assert working.decode(working.row(row)) > 100


@pytest.mark.parametrize("screen", ["background", "green"])
def test_a_background_that_is_not_there_is_left_out(working: Site, screen: Any) -> None:
    gone = f"{working.shop.url}/gone.png"
    row = working.order(
        "talk", brief={"script": "It folds flat.", "presenter": None}, screen=screen, background_url=gone
    )
    result(working, row)
    told = [one for one in working.row(row).warnings if one.startswith("The background was left out")]
    assert len(told) == (1 if screen == "background" else 0), "a green screen shows none and fetches none"


def test_the_files_of_two_previews_say_nothing_of_one_another(working: Site) -> None:
    row = working.order("previews", styles=("FullScreen", "Card Stacking"), brief={"script": "It folds flat."})
    assert working.wait(row).state == "ready"
    one, other = (str(small.result["video"]).split("/")[2] for small in projects.previews(working.db, row.id))
    assert one[:8] != other[:8]
    assert len(one) == len(other) == 24


def test_a_photograph_becomes_a_presenter_who_talks(working: Site) -> None:
    person, row = presenters.create(
        working.db, working.key.id, name="Ada", source=f"{working.shop.url}/0.png", dialect="v1"
    )
    working.jobs.submit_now(row)
    made = result(working, row)
    known = presenters.find(working.db, working.key.id, person.id)
    assert (known.state, known.kind) == ("done", "photo")
    assert working.blobs.stat(str(made["cover"])) is not None
    talk = working.order("talk", brief={"script": "This lamp folds flat."}, presenter=person.id)
    result(working, talk)


def test_a_project_that_nobody_submitted_is_found(working: Site) -> None:
    row = working.order("scripts", submit=False)
    began = time.monotonic()
    assert working.wait(row).state == "done"
    assert time.monotonic() - began < 60


def children_of(pid: int) -> set[int]:
    found: set[int] = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found |= {int(stat.parent.name), *children_of(int(stat.parent.name))}
    return found


def hands_of(worker: int) -> set[int]:
    """The processes that work: the children of the one that forks them, and what they started."""
    return set().union(*(children_of(first) for first in children_of(worker)))


def test_a_cancelled_project_stops_within_two_seconds(working: Site) -> None:
    row = working.order(brief={"length": 60})
    pid = working.wait_step("begin", "voice", row).pid
    working.until(lambda: hands_of(pid))
    projects.cancel(working.db, working.key.id, row.id)
    working.jobs.cancel_now(row)
    began = time.monotonic()
    working.until(lambda: not hands_of(pid), 20)
    took = time.monotonic() - began
    assert took < 2.5, took
    over = working.row(row)
    assert over.state == "cancelled"
    assert len(working.delivered(over)) == 1


def test_a_worker_takes_its_hands_with_it(site: Site) -> None:
    worker = site.worker()
    row = site.order()
    site.wait_step("begin", "voice", row)
    site.until(lambda: hands_of(worker.pid))
    family = children_of(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    site.until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), 10)


def test_one_key_has_one_job_at_a_time_and_urgent_ones_go_first(tmp_path: Path, shop: Shop) -> None:
    with Site(tmp_path, shop, key_jobs=1, moderation_words="folds, nothing") as site:
        late = site.order(product=site.product())
        soon = site.order("previews", styles=("FullScreen",), product=site.product())
        site.worker()
        for row in (late, soon):
            over = site.wait(row)
            assert over.state == "rejected", over
            assert "folds" in over.error
        began = [one.project for one in site.steps() if (one.what, one.step) == ("begin", "read")]
        assert began == [soon.id, late.id]
        ended = site.row(soon).finished
        assert ended is not None
        assert (site.row(late).started or 0) >= ended
        assert not any(one.step == "voice" for one in site.steps())


def test_orders_of_one_id_from_many_threads_are_one_project(site: Site) -> None:
    from pitchreel.pipeline import Brief
    from pitchreel.service.order import Order

    product = products.find(site.db, site.key.id, site.product())
    order = Order(kind="film", product=product.id, brief=Brief())
    made: list[ProjectRow] = []

    def place() -> None:
        made.append(projects.order(site.db, site.key.id, order, cost=1, dialect="open", project_id=product.project))

    threads = [threading.Thread(target=place) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.id for row in made} == {product.project}
    assert projects.known(site.db, product.project).cost == 1
