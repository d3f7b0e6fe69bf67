"""The server as a new caller of this dialect meets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from api_house import Here

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
