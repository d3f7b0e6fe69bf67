"""Uploads come to a signed address, as they are or in a form, and are kept only when they are what they may be."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from api_house import Here, Open, key_headers

PICTURE = bytes(cv2.imencode(".png", np.full((40, 60, 3), 120, np.uint8))[1])


@pytest.fixture
def client(opened: Open) -> Here:
    return opened(upload_picture_bytes=50_000, upload_clip_bytes=60_000, upload_sound_bytes=50_000)


def ask(client: Here, filename: str = "lamp.png") -> dict[str, str]:
    found: dict[str, str] = client.post(
        "/v1/upload/asset", json={"filename": filename}, headers=key_headers(client)
    ).json()["data"]
    return found


@pytest.mark.parametrize("form", [False, True])
def test_bytes_or_a_form(client: Here, form: bool) -> None:
    asset = ask(client)
    foreign = {"x-api-key": "not-ours"}
    if form:
        answer = client.put(asset["sign_url"], files={"file": ("lamp.png", PICTURE)}, headers=foreign)
    else:
        answer = client.put(
            asset["sign_url"], content=PICTURE, headers={**foreign, "Content-Type": "application/octet-stream"}
        )
    assert answer.json() == {"rid": answer.headers["x-request-id"], "code": 0, "msg": "success"}
    stored = client.get(asset["asset_id"])
    assert (stored.content == PICTURE, stored.headers["content-type"]) == (True, "image/png")


def test_the_address_is_there_before_its_bytes(client: Here) -> None:
    assert client.get(ask(client)["asset_id"]).status_code == 404


def test_another_address_is_refused(client: Here) -> None:
    one, two = ask(client), ask(client)
    token = two["sign_url"].partition("?")[2]
    for address in (
        one["sign_url"] + "0",
        one["sign_url"].partition("?")[0],
        f"{one['sign_url'].partition('?')[0]}?{token}",
    ):
        assert client.put(address, content=PICTURE).status_code == 401
    assert client.get(one["asset_id"]).status_code == 404


def test_an_address_ends(opened: Open) -> None:
    client = opened(upload_seconds=0.001)
    assert client.put(ask(client)["sign_url"], content=PICTURE).status_code == 401


@pytest.mark.parametrize("pieces", [False, True])
@pytest.mark.parametrize("form", [False, True])
def test_what_is_too_large_is_refused(client: Here, pieces: bool, form: bool) -> None:
    data = PICTURE + b"\0" * 400_000
    asset = ask(client)
    if form:
        answer = client.put(asset["sign_url"], files={"file": ("lamp.png", data)})
    else:
        answer = client.put(asset["sign_url"], content=iter([data]) if pieces else data)
    assert 400 <= answer.status_code < 500
    assert client.get(asset["asset_id"]).status_code == 404


@pytest.mark.parametrize(
    "data", [b"", b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"MZ"]
)
def test_what_is_no_medium_is_refused(client: Here, data: bytes) -> None:
    asset = ask(client, "lamp.html")
    assert client.put(asset["sign_url"], content=data).status_code == 400
    assert client.get(asset["asset_id"]).status_code == 404


def test_a_form_without_a_file_or_with_nonsense_is_refused(client: Here) -> None:
    asset = ask(client)
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.put(asset["sign_url"], files={"a": (None, "text")}).status_code == 400
    assert client.put(asset["sign_url"], content=b"nonsense", headers=kind).status_code == 400
    assert (
        client.put(asset["sign_url"], content=b"x", headers={"Content-Type": "multipart/form-data"}).status_code == 400
    )


@pytest.mark.parametrize(
    "filename", ["../../etc/passwd", "https://host/a b/c.png?x=1", "ä" * 300, "a\r\nX: y.png", "\u202egnp.exe"]
)
def test_a_name_leads_nowhere(client: Here, filename: str) -> None:
    asset = ask(client, filename)
    assert client.put(asset["sign_url"], content=PICTURE).json()["code"] == 0
    stored = client.get(asset["asset_id"])
    assert stored.headers["content-type"] == "image/png"
    assert stored.headers["content-disposition"].isascii()
    assert stored.headers["content-disposition"].endswith('.png"')
