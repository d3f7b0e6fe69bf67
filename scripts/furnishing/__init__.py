"""Furnishing: things put straight into a database, so that requests have something to be about."""

from __future__ import annotations

import time
import uuid
from typing import Any

from sqlalchemy import insert

from pitchreel.service.rows import wire_id
from pitchreel.storage.database import Database
from pitchreel.storage.tables import assets, endpoints, presenters, previews, products, projects


def plant(db: Database, key_id: int) -> dict[str, tuple[Any, ...]]:
    """One of each kind of thing, new; by the names that requests call them by."""
    now = time.time()
    about = {"key_id": key_id, "created": now}
    link, inner = (str(uuid.uuid4()) for _ in range(2))
    preview_id, endpoint_id = (uuid.uuid4().hex for _ in range(2))
    media = [
        {"type": 1, "name": f"{n}.jpg", "url": f"https://shop.example.com/{n}.jpg", "description": ""} for n in range(3)
    ]
    order = {"kind": "film", "base": "", "styles": []}
    states = ("waiting", "running", "ready", "done", "failed", "rejected", "cancelled", "deleted")
    kinds = ("film", "previews", "talk", "template", "scripts", "render")
    result = {"video": "films/1/t/ad.mp4", "cover": "films/1/t/cover.jpg", "duration": 15.0, "scripts": []}
    ids: dict[str, str] = {}
    with db.begin() as conn:
        product = conn.execute(
            insert(products).values(
                link=link,
                inner=inner,
                project=uuid.uuid4().hex,
                url="https://shop.example.com/p",
                name="Pot",
                description="A pot.",
                media=media,
                extra={},
                changed=[],
                updated=now,
                **about,
            )
        ).inserted_primary_key[0]
        for kind in kinds:
            for state in states:
                ids[f"{kind} {state}"] = name = uuid.uuid4().hex
                conn.execute(
                    insert(projects).values(
                        id=name,
                        product_id=product,
                        kind=kind,
                        dialect="creatify" if kind == "previews" else "v1",
                        order={**order, "kind": kind},
                        state=state,
                        result=result if state == "done" else {},
                        warnings=[],
                        updated=now,
                        **about,
                    )
                )
        conn.execute(
            insert(previews).values(
                id=preview_id,
                project_id=ids["previews ready"],
                place=0,
                asked="FullScreenTemplate",
                style="FullScreen",
                ratio="9:16",
                state="ready",
                token=uuid.uuid4().hex,
                result={"video": "films/1/t/p.mp4", "duration": 15},
            )
        )
        conn.execute(
            insert(endpoints).values(
                id=endpoint_id,
                url="https://hooks.example.com/",
                secret="0123456789abcdef",
                events=["generated_video_success"],
                **about,
            )
        )
        presenter = conn.execute(
            insert(presenters).values(source="https://shop.example.com/a.mp4", state="done", result={}, **about)
        ).inserted_primary_key[0]
        asset = uuid.uuid4().hex
        conn.execute(insert(assets).values(id=asset, filename="a.jpg", expires=now + 3600, **about))
    every = tuple(ids.values())
    dashed = tuple(str(uuid.UUID(name)) for name in every)
    return {
        "product_id": (wire_id(product), product),
        "link": (link, inner),
        "link_id": (link, inner),
        "project_id": every,
        "prj_id": every,
        "video_id": every,
        "task_id": every,
        "id": (*dashed, link, inner),
        "/api/links/{id}/:id": (link, inner),
        "/api/link_to_videos/{id}/:id": dashed,
        "/api/link_to_videos/{id}/render/:id": dashed,
        "/api/link_to_videos/{id}/render_single_preview/:id": (str(uuid.UUID(ids["previews ready"])),),
        "/api/personas/{id}/:id": (presenter, str(presenter), *dashed[:1]),
        "ids": (",".join(dashed[:3]), link),
        "preview_id": (preview_id,),
        "media_job": (str(uuid.UUID(preview_id)), preview_id),
        "endpoint_id": (endpoint_id,),
        "avatar_id": (presenter, 37, 127, 100266, str(presenter)),
        "voice_id": ("en-US-ChristopherNeural",),
        "url": ("http://127.0.0.1:9/p", "https://shop.example.com/p"),
        "visual_style": ("FullScreen", "FullScreenTemplate", "Card Stacking"),
        "visual_styles": (["FullScreenTemplate", "LegoTemplate"],),
        "script_style": ("Don't Worry", "DiscoveryWriter"),
        "aspect_ratio": (0, 1, "9x16", "portrait", "9:16"),
        "language": ("english", "en"),
        "video_length": ("15", 30),
        "length": ("15", "30"),
        "events": (["generated_video_success"], ["create_avatar_failed", "generated_video_failed"]),
        "screen_style": (1, 2, 3),
        "video_spec": ({"aspect_ratio": "portrait", "length": "15"}, {"length": 60, "caption": True}),
        "avatar": ({"id": 127, "type": 0}, {"id": presenter, "type": 1}),
        "voice": ({"id": "en-US-ChristopherNeural"}, {"type": "script", "script": "Hello there.", "voice_id": "x"}),
        "variables": ([{"type": "text", "name": "title", "properties": {"content": "Hello"}}], []),
        "media": ([{"type": 1, "name": "a", "url": "http://127.0.0.1:9/a.jpg", "description": ""}],),
        "webhook_url": ("https://hooks.example.com/x", ""),
    }
