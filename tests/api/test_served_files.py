"""Files come whole or in ranges, as what they were made as, and never as something that a browser would run."""

from __future__ import annotations

import secrets

import pytest
from api_house import Here, Open

FILM = bytes(number % 251 for number in range(3_000_000))
NAME = f"films/{'a' * 32}/{secrets.token_urlsafe(24)}"


@pytest.fixture
def client(opened: Open) -> Here:
    here = opened()
    here.house.blobs.put_bytes(f"{NAME}/ad.mp4", FILM, "video/mp4")
    here.house.blobs.put_bytes(f"{NAME}/ad.srt", b"1\n", "application/x-subrip")
    here.house.blobs.put_bytes(f"{NAME}/timeline.json", b"{}", "application/json")
    return here


def test_a_whole_file(client: Here) -> None:
    answer = client.get(f"/files/{NAME}/ad.mp4")
    assert (answer.status_code, answer.content == FILM) == (200, True)
    headers = answer.headers
    assert (headers["content-type"], headers["accept-ranges"]) == ("video/mp4", "bytes")
    assert headers["content-disposition"] == 'inline; filename="ad.mp4"'
    assert "sandbox" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "public" not in headers["cache-control"]


def test_a_range_and_the_rest_of_it(client: Here) -> None:
    first = client.get(f"/files/{NAME}/ad.mp4", headers={"Range": "bytes=0-1499999"})
    assert (first.status_code, first.headers["content-range"]) == (206, f"bytes 0-1499999/{len(FILM)}")
    rest = client.get(f"/files/{NAME}/ad.mp4", headers={"Range": "bytes=1500000-", "If-Range": first.headers["etag"]})
    assert first.content + rest.content == FILM
    beyond = client.get(f"/files/{NAME}/ad.mp4", headers={"Range": f"bytes={len(FILM)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(FILM)}")


def test_the_head_of_a_file(client: Here) -> None:
    answer = client.head(f"/files/{NAME}/ad.mp4")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, str(len(FILM)), b"")
    again = client.get(f"/files/{NAME}/ad.mp4", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_subtitles_are_saved_not_shown(client: Here) -> None:
    answer = client.get(f"/files/{NAME}/ad.srt")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_only_what_is_meant_to_be_served_is(client: Here) -> None:
    client.house.blobs.put_bytes("work/x/secret.mp4", b"x", "video/mp4")
    for path in (
        f"{NAME}/timeline.json",
        f"{NAME}/none.mp4",
        NAME,
        "work/x/secret.mp4",
        "films/../secret",
        "films/%2e%2e/%2e%2e/secret",
        "films/..%2f..%2fpitchreel.db",
        "films//etc/passwd.mp4",
        "assets/none",
        "library/none.jpg",
        "library/../../secret.mp4",
        "",
    ):
        assert client.get(f"/files/{path}").status_code == 404, path
