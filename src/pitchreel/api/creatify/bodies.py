"""Bodies: what came as a form or multipart is read into the same JSON that other callers send.

A form names a list by repeating its field (``image_urls=a&image_urls=b``), with or without ``[]`` or ``[0]`` behind
the name; an object stands in a form as JSON text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, get_args, get_origin

from fastapi import Request, Response
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from pitchreel.api.routing import Route

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
INDEXED = re.compile(r"\[\d*\]$")
FIELDS_AT_MOST = 400


class AnyBody(Route):
    """A route whose body may be JSON, a form or multipart: the endpoint sees JSON in every case."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint behind the reading of the body."""
        handle = super().get_route_handler()
        model = _model_of(self.body_field.field_info.annotation) if self.body_field else None

        async def read(request: Request) -> Response:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if model is None or kind not in FORM_TYPES:
                return await handle(request)
            return await handle(await as_json(request, model))

        return read


def form_body(model: type[BaseModel]) -> dict[str, Any]:
    """The part of an operation's description that says that forms are read as well."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"content": {kind: {"schema": schema} for kind in FORM_TYPES}}}


async def as_json(request: Request, model: type[BaseModel]) -> Request:
    """The request with its form as a JSON body; raises HTTPException for a form that cannot be read."""
    try:
        async with request.form(max_files=1, max_fields=FIELDS_AT_MOST) as form:
            values = form_values(form, model)
    except (ValueError, KeyError):
        raise HTTPException(400, "Multipart form parse error.") from None
    body = json.dumps(values).encode()
    headers = [(name, value) for name, value in request.scope["headers"] if name not in _REPLACED]
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {**request.scope, "headers": headers}
    # Starlette keeps a form that was read in the request, not in the scope: a new request reads the body anew.
    return Request(scope, receive)


def form_values(form: FormData, model: type[BaseModel]) -> dict[str, Any]:
    """A form's fields as a body: lists where the model has lists, objects where a field holds JSON text."""
    values: dict[str, Any] = {}
    lists = _list_fields(model)
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            continue
        plain = INDEXED.sub("", name)
        if plain in lists:
            values.setdefault(plain, []).extend(_items(value))
        else:
            values[plain] = _object(value)
    return values


_REPLACED = (b"content-type", b"content-length", b"transfer-encoding")


def _model_of(annotation: Any) -> type[BaseModel] | None:
    kinds: Iterable[Any] = (annotation, *get_args(annotation))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _list_fields(model: type[BaseModel]) -> frozenset[str]:
    def is_list(annotation: Any) -> bool:
        return get_origin(annotation) is list or any(is_list(inner) for inner in get_args(annotation))

    return frozenset(name for name, field in model.model_fields.items() if is_list(field.annotation))


def _items(value: str) -> list[Any]:
    whole = _object(value)
    return whole if isinstance(whole, list) else [value]


def _object(value: str) -> Any:
    """A value that is JSON text of an object or list as that; any other as it is."""
    if value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
