"""The Creatify dialect: /api."""

from __future__ import annotations

from pitchreel.api.creatify import account, catalogues, links, scripts, videos
from pitchreel.api.creatify.document import describe
from pitchreel.api.creatify.problems import answer
from pitchreel.api.creatify.routes import Router

router = Router()
for _room in (links, scripts, videos, catalogues, account):
    router.include_router(_room.router)

__all__ = ["answer", "describe", "router"]
