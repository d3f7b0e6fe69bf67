"""The server as a new caller of this dialect meets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from api_house import Here

from pitchreel.api.jogg.orders import Names
from pitchreel.service import keys
from pitchreel.service.keys import NewKey


@dataclass
class Door:
    """The server as a new caller meets it."""

    here: Here
    key: NewKey

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"x-api-key": self.key.api_key, **more.pop("headers", {})}
        return self.here.request(method, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)

    def put(self, path: str, **more: Any) -> httpx.Response:
        return self.request("PUT", path, **more)

    def delete(self, path: str, **more: Any) -> httpx.Response:
        return self.request("DELETE", path, **more)

    @property
    def url(self) -> str:
        return str(self.here.base_url)

    def other(self, **more: Any) -> Door:
        """The same server for somebody else."""
        return Door(self.here, keys.create(self.here.house.db, "somebody else", **more))


FACTS = {
    "name": "Stoneware mug",
    "description": "Holds 350 ml. Safe in a dishwasher.",
    "target_audience": "people who drink tea",
    "media": [
        {"type": 2, "name": "one", "url": "http://shop.test/one.jpg", "description": "in use"},
        {"type": 1, "name": "two", "url": "http://shop.test/two.jpg", "description": ""},
    ],
}
FILM = {"aspect_ratio": 0, "video_length": "15", "language": "english", "avatar_id": 1, "script_style": "Data"}
PREVIEWS = {
    "video_spec": {"length": "15", "aspect_ratio": "portrait"},
    "avatar": {"id": 1, "type": 0},
    "script": {"style": "Data", "language": "english"},
    "visual_styles": ["FullScreen", "Simple Product Switch"],
}


def data(response: httpx.Response) -> Any:
    body = response.json()
    assert response.status_code == 200
    assert (body["code"], body["msg"]) == (0, "success"), body
    assert set(body) >= {"rid", "code", "msg"} and len(body["rid"]) == 32
    return body.get("data")


def problem(response: httpx.Response, code: int, *words: str, status: int = 200) -> None:
    body = response.json()
    assert (response.status_code, body["code"], body["data"]) == (status, code, None), body
    assert len(body["rid"]) == 32
    for word in words:
        assert word in body["msg"], body["msg"]


def new_product(door: Door, path: str = "/v1/product") -> str:
    found: str = data(door.post(path, json=FACTS))["product_id"]
    return found


def names(**more: Any) -> Names:
    return Names(**{"strict": False, **more})
