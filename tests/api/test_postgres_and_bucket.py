"""The server over PostgreSQL and a bucket: what was uploaded becomes a film, and both are fetched in ranges.

Nothing of it lies in the data folder, so another machine could do each part.
"""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import cv2
import httpx
import numpy as np
from api_house import serve

PATIENCE = 240.0


def picture(seed: int) -> bytes:
    """A photograph-like picture, PNG."""
    noise = np.random.default_rng(seed).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    return bytes(cv2.imencode(".png", cv2.resize(noise, (1280, 960), interpolation=cv2.INTER_CUBIC))[1])


def upload(client: httpx.Client, content: bytes) -> str:
    asset = client.post("/v1/upload/asset", json={"filename": "kettle.png"}).json()["data"]
    assert client.put(urlsplit(asset["sign_url"])._replace(scheme="", netloc="").geturl(), content=content).is_success
    return str(asset["asset_id"])


def ranges_of(client: httpx.Client, url: str) -> bytes:
    """A file in two ranges and as a whole, which must be the same."""
    path = urlsplit(url).path
    whole = client.get(path)
    first = client.get(path, headers={"Range": "bytes=0-999"})
    rest = client.get(path, headers={"Range": "bytes=1000-", "If-Range": whole.headers["etag"]})
    assert (whole.status_code, first.status_code, rest.status_code) == (200, 206, 206)
    assert first.content + rest.content == whole.content
    return whole.content


def finished(client: httpx.Client, project: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found: dict[str, Any] = client.get("/v1/project", params={"project_id": project}).json()["data"]
        if found["status_code"] in (4, 5):
            assert found["status_code"] == 4, found
            return found
        time.sleep(0.5)
    raise AssertionError("the film was not made in time")


def test_an_upload_becomes_a_film(postgres: Any, bucket_url: str, tmp_path: Path) -> None:
    url = postgres.database()
    home = tmp_path / "home"
    try:
        with (
            serve(home, database_url=url, blobs_url=bucket_url) as server,
            server.client(**server.key.jogg) as client,
        ):
            given = [picture(seed) for seed in (1, 2)]
            addresses = [upload(client, content) for content in given]
            assert ranges_of(client, addresses[0]) == given[0]
            product = client.post(
                "/v1/product",
                json={
                    "name": "Hearth kettle",
                    "description": "A kettle of enamelled steel. Holds 1.7 litres. Whistles when the water boils.",
                    "media": [{"type": 1, "name": "", "url": address, "description": ""} for address in addresses],
                },
            ).json()["data"]
            body = {
                "product_id": product["product_id"],
                "aspect_ratio": 0,
                "video_length": "15",
                "avatar_id": 1,
                "script_style": "Data",
                "visual_style": "FullScreen",
                "language": "english",
            }
            ordered = client.post("/v1/create_video_from_url", json=body).json()
            film = finished(client, ordered["data"]["project_id"])
            with av.open(io.BytesIO(ranges_of(client, film["video_url"]))) as video:
                assert sum(1 for _ in video.decode(video=0)) > 300
            assert not (home / "pitchreel.db").exists()
            assert not (home / "blobs").exists()
    finally:
        postgres.drop(url)
