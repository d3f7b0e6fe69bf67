"""Document: what the framework cannot tell by itself of this dialect's operations in their OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

FREE = {"/api/personas_v2/", "/api/link_to_videos/{id}/generate_preview/"}
"""Paths that something is sent to and that cost no credits."""
KEYS: dict[str, list[str]] = {"X-API-ID": [], "X-API-KEY": []}
"""Both at once, as the service's own document has them."""
REFUSALS = {
    400: "A field is missing or wrong, or what it names cannot be used",
    401: "No keys, or unknown ones",
    402: "The key's credits are used up",
    404: "No such thing, somebody else's, or no such page of a list",
    422: "The Idempotency-Key came with another body before",
    429: "Too many requests; Retry-After says how many seconds to wait",
}
_DETAIL = {
    "title": "Refusal",
    "type": "object",
    "properties": {"detail": {"type": "string"}, "code": {"type": "string"}},
    "required": ["detail"],
}
_FAULTS = {
    "title": "Faults",
    "description": "Sentences by field, nested as the body is; a detail; or a list of one sentence about a page.",
    "anyOf": [
        {"type": "object", "additionalProperties": {"anyOf": [{"type": "array"}, {"type": "object"}]}},
        {"$ref": "#/components/schemas/Refusal"},
        {"type": "array", "items": {"type": "string"}},
    ],
}


def describe(document: dict[str, Any]) -> dict[str, Any]:
    """The framework's document with both keys wanted together, and with the refusals that there really are."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["security"] = [KEYS]
            operation["responses"].pop("422", None)
            for status in refusals(method, path, operation):
                operation["responses"][str(status)] = _refusal(status)
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= {"Refusal": _DETAIL, "Faults": _FAULTS}
    return document


def refusals(method: str, path: str, operation: dict[str, Any]) -> Iterable[int]:
    """The statuses with which an operation may be refused."""
    sends, costs = "requestBody" in operation, method == "post" and path not in FREE
    asked = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"}
    of_something = "{id}" in path or (sends and path.startswith("/api/link_to_videos/"))
    told = {
        400: sends or costs or bool(asked),
        401: True,
        402: costs,
        404: of_something or "page" in asked,
        422: costs or (sends and method == "post"),
        429: method == "post",
    }
    return [status for status, may_be in told.items() if may_be]


def _refusal(status: int) -> dict[str, Any]:
    name = "Faults" if status == 400 else "Refusal"
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"description": REFUSALS[status], "content": content}
