"""Following what was ordered until it is over, and looking at the film."""

from __future__ import annotations

import io
import time
from typing import Any
from urllib.parse import urlsplit

import av
import httpx
import numpy as np

PATIENCE = 240.0


def ordered(client: httpx.Client, path: str, body: dict[str, Any]) -> str:
    """Order something of /v1; gives its project id."""
    answer = client.post(path, json=body).json()
    assert answer["code"] == 0, answer
    found: str = answer["data"]["project_id"]
    return found


def over(client: httpx.Client, project_id: str) -> dict[str, Any]:
    """The project when it is over, good or bad."""
    until = time.monotonic() + PATIENCE
    while True:
        answer = client.get("/v1/project", params={"project_id": project_id}).json()
        assert answer["code"] == 0, answer
        data: dict[str, Any] = answer["data"]
        if data["status_code"] in (4, 5):
            return data
        assert time.monotonic() < until, data
        time.sleep(0.3)


def done(client: httpx.Client, project_id: str) -> dict[str, Any]:
    """The project when it is good."""
    found = over(client, project_id)
    assert found["status_code"] == 4, found
    return found


def picture_of(client: httpx.Client, url: str, second: float = 0.5) -> np.ndarray:
    """A frame of a film as RGB."""
    content = client.get(urlsplit(url).path).content
    with av.open(io.BytesIO(content)) as film:
        for frame in film.decode(video=0):
            if float(frame.pts * frame.time_base) >= second:
                return frame.to_ndarray(format="rgb24")
    raise AssertionError("the film is shorter than that")
