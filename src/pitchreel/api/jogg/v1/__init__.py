"""/v1: flat requests, numbers for choices; the main flow of the service's guides."""

from __future__ import annotations

from fastapi import APIRouter

from pitchreel.api.jogg.v1 import avatars, endpoints, lists, products, uploads, videos

router = APIRouter()
for room in (products, videos, lists, avatars, uploads, endpoints):
    router.include_router(room.router)

__all__ = ["router"]
