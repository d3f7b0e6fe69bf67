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
    """A router for operations of this dialect, whose bodies may be of any kind."""

    def __init__(self) -> None:
        super().__init__(route_class=AnyBody)

    def api_route(  # type: ignore[override]  # the framework's own declarations pass everything by name
        self, path: str, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register an endpoint at its path, and at the same without the slash, which the schema does not show."""
        declare = super().api_route(path, **options)
        declare_bare = super().api_route(path.rstrip("/"), **{**options, "include_in_schema": False})
        return lambda endpoint: declare_bare(declare(endpoint))
