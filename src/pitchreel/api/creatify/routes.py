"""Routes: every operation is served with and without the slash at its end, and neither redirects.

A redirect of a POST loses its body in many clients. The form with the slash is the one of the contract and the one that
the schema shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from pitchreel.api.creatify.bodies import AnyBody


class Router(APIRouter):
    """Operations of this dialect. ``also`` of an operation names further paths that it answers at."""

    def __init__(self) -> None:
        super().__init__(route_class=AnyBody)

    def api_route(self, path: str, **kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register an endpoint at its path, at that path without the slash, and nowhere else."""
        hidden = {**kwargs, "include_in_schema": False}
        declare, declare_bare = super().api_route(path, **kwargs), super().api_route(path.rstrip("/"), **hidden)
        return lambda endpoint: declare_bare(declare(endpoint))
