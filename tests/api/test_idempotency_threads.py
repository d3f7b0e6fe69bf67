"""Fifty threads that submit two hundred Idempotency-Keys at once: exactly one job for each, and one answer."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from api_house import ApiKey, Server, serve
from sqlalchemy import func, select

from pitchreel.storage.tables import keys, projects

THREADS, KEYS, EACH = 50, 200, 10
"""Each key is sent by ``EACH`` of the threads."""


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without workers: jobs are taken in and stay."""
    with serve(tmp_path_factory.mktemp("idle") / "home", "--workers", "0") as found:
        yield found


def a_product(client: httpx.Client) -> str:
    media = [{"type": 1, "name": "a", "url": "http://127.0.0.1:9/a.png", "description": ""}]
    made = client.post("/v1/product", json={"name": "Lamp", "description": "A lamp.", "media": media}).json()
    found: str = made["data"]["product_id"]
    return found


def a_film(product: str, **more: object) -> dict[str, object]:
    words = {"language": "english", "script_style": "Discovery", "visual_style": "FullScreen", "video_length": "15"}
    numbers = {"avatar_id": 37, "avatar_type": 0, "music_id": 62, "aspect_ratio": 0, "caption": True}
    return {"product_id": product, "voice_id": "en-US-ChristopherNeural", **words, **numbers, **more}


def test_one_job_for_each_key(idle: Server) -> None:
    key = idle.new_key("many", credits=KEYS)
    with idle.client(**key.jogg) as client:
        product = a_product(client)
    answers: dict[int, set[bytes]] = defaultdict(set)
    together = threading.Barrier(THREADS)

    def submit(thread: int) -> None:
        mine = [number for number in range(KEYS) if (number - thread) % (THREADS // EACH) == 0]
        with idle.client(**key.jogg) as client:
            together.wait()
            for number in mine[thread:] + mine[:thread]:
                answer = client.post(
                    "/v1/create_video_from_url",
                    json=a_film(product, video_name=f"film {number}"),
                    headers={"Idempotency-Key": f"key-{number}"},
                )
                answers[number].add(answer.content)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(submit, thread) for thread in range(THREADS)]:
            done.result()
    assert len(answers) == KEYS
    assert {len(given) for given in answers.values()} == {1}
    told = {json.loads(next(iter(given)))["data"]["project_id"] for given in answers.values()}
    with idle.db.read() as conn:
        owner = select(keys.c.id).where(keys.c.api_id == key.api_id).scalar_subquery()
        there = set(conn.execute(select(projects.c.id).where(projects.c.key_id == owner)).scalars())
        used = conn.execute(select(keys.c.used).where(keys.c.api_id == key.api_id)).scalar_one()
    assert there == told and len(told) == KEYS
    assert used == KEYS


@pytest.fixture
def caller(idle: Server) -> Iterator[tuple[httpx.Client, ApiKey]]:
    key = idle.new_key()
    with idle.client(**key.jogg) as client:
        yield client, key


def test_another_body_under_the_same_key_is_refused(caller: tuple[httpx.Client, ApiKey]) -> None:
    client, _ = caller
    product = a_product(client)
    headers = {"Idempotency-Key": "same"}
    first = client.post("/v1/create_video_from_url", json=a_film(product), headers=headers).json()
    other = client.post("/v1/create_video_from_url", json=a_film(product, video_name="other"), headers=headers).json()
    assert first["code"] == 0
    assert other["code"] != 0 and other["data"] is None
    asset = client.post("/v1/upload/asset", json={"filename": "a.png"}, headers=headers).json()
    assert asset["code"] == 0, "another operation has keys of its own"


def test_creatify_says_422(caller: tuple[httpx.Client, ApiKey]) -> None:
    client, key = caller
    headers = {"Idempotency-Key": "same", **key.creatify}
    path = "/api/links/link_with_params/"
    body = {"title": "Lamp", "description": "A lamp.", "image_urls": ["http://127.0.0.1:9/a.png"] * 3}
    first = client.post(path, json=body, headers=headers)
    again = client.post(path, json=body, headers=headers)
    other = client.post(path, json=body | {"title": "Other"}, headers=headers)
    assert (first.status_code, other.status_code) == (200, 422)
    assert first.content == again.content


def test_a_refused_request_may_be_mended_under_its_key(caller: tuple[httpx.Client, ApiKey]) -> None:
    client, _ = caller
    headers = {"Idempotency-Key": "mended"}
    product = a_product(client)
    assert client.post("/v1/create_video_from_url", json={}, headers=headers).json()["code"] == 40000
    assert client.post("/v1/create_video_from_url", json=a_film(product), headers=headers).json()["code"] == 0


@pytest.mark.parametrize("name", ["", "x" * 256, "\x7f"])
def test_a_key_that_is_none_is_refused(caller: tuple[httpx.Client, ApiKey], name: str) -> None:
    client, _ = caller
    answer = client.post("/v1/upload/asset", json={"filename": "a"}, headers={"Idempotency-Key": name})
    assert answer.json()["code"] == 40000


def test_keys_of_two_callers_have_nothing_to_do_with_each_other(idle: Server) -> None:
    made = []
    for _ in range(2):
        with idle.client(**idle.new_key().jogg) as client:
            headers = {"Idempotency-Key": "the-same"}
            answer = client.post("/v1/create_video_from_url", json=a_film(a_product(client)), headers=headers).json()
            made.append(answer["data"]["project_id"])
    assert made[0] != made[1]
    with idle.db.read() as conn:
        assert conn.execute(select(func.count()).where(projects.c.id.in_(made))).scalar_one() == 2
