"""/v2: nested requests, words for choices; products to films, talking presenters, templates and texts."""

from __future__ import annotations

from fastapi import APIRouter

from pitchreel.api.jogg.v2 import endpoints, lists, products, scripts, unavailable, videos

router = APIRouter()
for room in (products, videos, scripts, lists, endpoints, unavailable):
    router.include_router(room.router)

__all__ = ["router"]
