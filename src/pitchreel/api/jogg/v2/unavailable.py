"""/v2: what this server does not do: generated and product avatars, lip sync, translation. Each says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Body

from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope
from pitchreel.api.jogg.rooms import new_router
from pitchreel.service.problems import NotAvailable

router = new_router("Not available")

_OPERATIONS: tuple[tuple[str, str, str], ...] = (
    ("POST", "/v2/photo_avatar/photo/generate", "Generated avatars"),
    ("GET", "/v2/photo_avatar/photo", "Generated avatars"),
    ("POST", "/v2/photo_avatar/add_motion", "Generated avatars"),
    ("GET", "/v2/photo_avatar", "Generated avatars"),
    ("POST", "/v2/product_avatar/generation", "Product avatars"),
    ("GET", "/v2/product_avatar/generation/{batch_id}", "Product avatars"),
    ("POST", "/v2/product_avatar/add_motion", "Product avatars"),
    ("GET", "/v2/product_avatar", "Product avatars"),
    ("POST", "/v2/create_lip_sync_video", "Lip sync films"),
    ("GET", "/v2/lip_sync_video/{task_id}", "Lip sync films"),
    ("POST", "/v2/video_translate/", "Translations"),
    ("POST", "/v2/video_translate", "Translations"),
    ("GET", "/v2/video_translate/target_languages", "Translations"),
    ("GET", "/v2/video_translate/{video_translate_id}", "Translations"),
)


def _refusal(what: str, reads: bool) -> Callable[..., Envelope[dict[str, Any]]]:
    def refuse(desk: At) -> Envelope[dict[str, Any]]:
        raise NotAvailable(f"{what} are not available here", "See the documentation for what is")

    def refuse_body(desk: At, body: Annotated[dict[str, Any], Body()]) -> Envelope[dict[str, Any]]:
        return refuse(desk)

    return refuse_body if reads else refuse


def _named_in(path: str) -> dict[str, Any]:
    """The names in a path, for the documentation; nobody reads their values."""
    names = re.findall(r"{(\w+)}", path)
    said = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return {"parameters": said} if said else {}


for _method, _path, _what in _OPERATIONS:
    router.add_api_route(
        _path,
        _refusal(_what, reads=_method == "POST"),
        methods=[_method],
        summary=f"Not available: {_what.lower()}",
        description="Answers with code 18025.",
        openapi_extra=_named_in(_path),
        operation_id=f"{_method}_{_path}".lower().replace("/", "_"),
    )
