"""Forms and multipart bodies are read into what JSON says."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from pitchreel.api.creatify.bodies import form_body
from pitchreel.api.creatify.requests import LinkParams, VideoRequest
from pitchreel.api.creatify.routes import Router

LINK = "0b7c1d9e-55aa-4a5e-9d59-6a1c52d1f0aa"


class InMemory:
    """An app asked without a socket."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def post(self, path: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.post(path, **more)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def echo() -> InMemory:
    router = Router()

    @router.post("/api/params/", openapi_extra=form_body(LinkParams))
    def params(asked: LinkParams) -> dict[str, Any]:
        return asked.model_dump(exclude_unset=True)

    @router.post("/api/video/", openapi_extra=form_body(VideoRequest))
    def video(asked: VideoRequest) -> dict[str, Any]:
        return asked.model_dump(mode="json", exclude_unset=True)

    app = FastAPI(redirect_slashes=False)
    app.include_router(router)
    return InMemory(app)


TOLD = {"title": "Mug", "image_urls": ["https://a.example/1.png", "https://a.example/2.png"]}


@pytest.mark.parametrize("path", ["/api/params/", "/api/params"])
@pytest.mark.parametrize("name", ["image_urls", "image_urls[]"])
def test_a_list_repeats_its_field(echo: InMemory, path: str, name: str) -> None:
    form = {"title": "Mug", name: TOLD["image_urls"]}
    assert echo.post(path, data=form).json() == TOLD
    assert echo.post(path, json=TOLD).json() == TOLD


def test_multipart_is_read_alike(echo: InMemory) -> None:
    parts = [("title", (None, "Mug")), *(("image_urls", (None, url)) for url in TOLD["image_urls"])]
    assert echo.post("/api/params/", files=parts).json() == TOLD


def test_numbered_items_and_json_in_a_field_are_lists(echo: InMemory) -> None:
    numbered = {f"image_urls[{place}]": url for place, url in enumerate(TOLD["image_urls"])}
    assert echo.post("/api/params/", data={"title": "Mug", **numbered}).json() == TOLD
    text = '["https://a.example/1.png", "https://a.example/2.png"]'
    assert echo.post("/api/params/", data={"title": "Mug", "image_urls": text}).json() == TOLD


def test_texts_of_a_form_become_numbers_switches_and_objects(echo: InMemory) -> None:
    form = {"link": LINK, "video_length": "30", "no_cta": "true", "caption_setting": '{"hidden": true}'}
    assert echo.post("/api/video/", data=form).json() == {
        "link": LINK,
        "video_length": 30,
        "no_cta": True,
        "caption_setting": {"hidden": True},
    }


def test_a_broken_form_is_the_senders_fault(echo: InMemory) -> None:
    answer = echo.post("/api/params/", content=b"nonsense", headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400


def test_the_schema_lists_all_three_kinds_of_body(echo: InMemory) -> None:
    operation = echo.app.openapi()["paths"]["/api/params/"]["post"]
    kinds = {"application/json", "application/x-www-form-urlencoded", "multipart/form-data"}
    assert set(operation["requestBody"]["content"]) == kinds
