"""Rooms: how a group of operations of this dialect begins."""

from __future__ import annotations

from fastapi import APIRouter

from pitchreel.api.jogg.problems import PROBLEMS
from pitchreel.api.routing import Route


def new_router(tag: str) -> APIRouter:
    """A router whose operations share a heading and document this dialect's problems."""
    return APIRouter(route_class=Route, responses=PROBLEMS, tags=[tag])
