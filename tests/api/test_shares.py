"""A film may be shown to others by a link that ends."""

from __future__ import annotations

import secrets

import pytest
from api_house import Here, Open
from sqlalchemy import update

from pitchreel.pipeline import Brief
from pitchreel.service import keys, projects, shares
from pitchreel.service.order import Order
from pitchreel.service.problems import NotReady
from pitchreel.storage.tables import projects as table

FILM = bytes(range(256)) * 40


def a_film(client: Here, *, done: bool = True) -> str:
    house = client.house
    order = Order(kind="film", brief=Brief(), name="<Lamp> & more")
    project = projects.order(house.db, keys.create(house.db).id, order, cost=0, dialect="v1").id
    if done:
        blob = f"films/{project}/{secrets.token_urlsafe(18)}/ad.mp4"
        house.blobs.put_bytes(blob, FILM, "video/mp4")
        with house.db.begin() as conn:
            conn.execute(update(table).where(table.c.id == project).values(state="done", result={"video": blob}))
    return project


def link_to(client: Here, project: str, seconds: float | None = None) -> str:
    base = str(client.base_url).rstrip("/")
    return shares.link(client.house.db, project, client.house.settings, seconds=seconds, base=base)


def test_a_link_shows_the_film_without_a_key(opened: Open) -> None:
    client = opened()
    link = link_to(client, a_film(client))
    page = client.get(link)
    assert page.status_code == 200
    assert "&lt;Lamp&gt; &amp; more" in page.text and "<Lamp>" not in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    film = client.get(link.replace("?", "/film?"), headers={"Range": "bytes=0-99"})
    assert (film.status_code, film.content, film.headers["content-type"]) == (206, FILM[:100], "video/mp4")
    assert film.headers["cache-control"] == "no-store"


def test_a_link_ends_and_opens_nothing_else(opened: Open) -> None:
    client = opened()
    one, other = a_film(client), a_film(client)
    good = link_to(client, one)
    for link in (link_to(client, one, seconds=-2), good + "0", good.replace(one, other), good.partition("?")[0]):
        assert client.get(link).status_code == 404
        assert client.get(link.replace(one, f"{one}/film")).status_code == 404


def test_a_film_that_is_not_made_cannot_be_shown(opened: Open) -> None:
    client = opened()
    with pytest.raises(NotReady):
        link_to(client, a_film(client, done=False))
