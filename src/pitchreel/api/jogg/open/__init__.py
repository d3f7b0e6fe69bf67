"""/open: the oldest form, whose product is answered with the project that it will be rendered into."""

from __future__ import annotations

from fastapi import APIRouter

from pitchreel.api.jogg.open import lists, products, videos

router = APIRouter()
for room in (products, videos, lists):
    router.include_router(room.router)

__all__ = ["router"]
