"""Routing: how the operations of every dialect take a request."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute

from pitchreel.api.bodies import JsonRequest
from pitchreel.api.idempotent import HEADER, answer_once, operation_of


class Route(APIRoute):
    """A route whose body is JSON whatever its media type says, and whose marked endpoints honour Idempotency-Key."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of a request."""
        handle = super().get_route_handler()
        reads = self.body_field is not None and not isinstance(self.body_field.field_info, Form)
        operation = operation_of(self.endpoint, f"{min(self.methods or ['POST'])} {self.path}")

        async def handle_request(request: Request) -> Response:
            if reads:
                request = JsonRequest(request)
                await request.json()
            if operation and HEADER in request.headers:
                return await answer_once(request, operation, lambda: handle(request))
            return await handle(request)

        return handle_request
