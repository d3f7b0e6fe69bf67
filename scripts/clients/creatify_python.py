"""Drives TechWithTy/creatify: python creatify_python.py BASE API_KEY PAGE, its checkout importable as ``creatify``.

The client sends its key as a Bearer and knows no key's id; everything else is as published.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from steps import must, say, step

PATIENCE = 300.0


def main(base: str, key: str, page: str) -> None:
    os.environ |= {"CREATIFY_API_KEY": key, "CREATIFY_API_BASE": f"{base}/api"}
    from creatify.api.links import LinkAPI
    from creatify.api.videos import VideoAPI
    from creatify.client import get_creatify_client

    links, videos = LinkAPI(get_creatify_client()), VideoAPI(get_creatify_client())

    def call(name: str, make: Callable[[], Awaitable[Any]], look: Callable[[Any], object] = lambda value: "") -> Any:
        return step(name, lambda: asyncio.run(awaited(make)), look)

    def until(id: str, done: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while True:
            video: dict[str, Any] = asyncio.run(awaited(lambda: videos.get_video_result(id)))
            if done(video):
                return video
            must(video["status"] not in ("failed", "rejected"), str(video)[:300])
            must(time.monotonic() < end, f"not done: {str(video)[:200]}")
            time.sleep(0.5)

    link = call("LinkAPI.create_link", lambda: links.create_link(page), lambda value: value["link"]["title"])
    if link is None:
        return
    call("LinkAPI.update_link", lambda: links.update_link(link["id"], {"title": "Changed"}))
    call("LinkAPI.get_link_by_id", lambda: links.get_link_by_id(link["id"]), lambda value: value["link"]["title"])
    call("LinkAPI.get_existing_links", lambda: links.get_existing_links(), lambda value: f"{len(value)} links")
    options = {"video_length": 15, "aspect_ratio": "1x1", "visual_style": "FullScreenTemplate"}
    made = call(
        "VideoAPI.create_video_from_link",
        lambda: videos.create_video_from_link(link["id"], options),
        lambda value: value["status"],
    )
    if made:
        film = step("VideoAPI.get_video_result until done", lambda: until(made["id"], is_done), seconds_of)
        if film:
            say(film=film["video_output"])
    call("VideoAPI.get_video_history", lambda: videos.get_video_history(), lambda value: f"{len(value)} videos")
    wish = {"video_length": 15, "visual_styles": ["FullScreenTemplate", "OverCardsTemplate"]}
    listed = call(
        "VideoAPI.generate_preview_video_from_link", lambda: videos.generate_preview_video_from_link(link["id"], wish)
    )
    if listed is None:
        return
    shown = step("VideoAPI.get_video_result until previews", lambda: until(listed["id"], lambda v: v["previews"]))
    if shown is None:
        return
    job = shown["previews"][0]["media_job"]
    call("VideoAPI.render_video_from_preview", lambda: videos.render_video_from_preview(listed["id"], job))
    film = step("VideoAPI.get_video_result until rendered", lambda: until(listed["id"], is_done), seconds_of)
    if film:
        say(film=film["video_output"])


async def awaited(make: Callable[[], Awaitable[Any]]) -> Any:
    return await make()


def is_done(video: dict[str, Any]) -> bool:
    return bool(video["status"] == "done")


def seconds_of(video: dict[str, Any]) -> str:
    return f"{video['duration']} s"


if __name__ == "__main__":
    main(*sys.argv[1:])
