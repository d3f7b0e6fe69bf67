"""The envelope that every answer of this dialect comes in: ``{rid, code, msg, data}``, ``code`` always there."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, Field, SerializerFunctionWrapHandler, model_serializer

T = TypeVar("T")


class Plain(BaseModel):
    """An answer that says only how it went."""

    rid: str = Field(description="the request's own number")
    code: int = Field(default=0, description="0 is success, anything else the number of the problem")
    msg: str = Field(default="success", description="the problem in words")


class Envelope(Plain, Generic[T]):
    """An answer with its data; ``data`` is null beside a problem."""

    data: T | None


class Problem(Plain):
    """What went wrong."""

    data: None = None


class Told(BaseModel):
    """Data with warnings: what was understood otherwise than it was asked. Without any, the field is absent."""

    told_if_any: ClassVar[tuple[str, ...]] = ("warnings",)
    """Fields that are absent while they are empty; the others stand before them."""
    warnings: list[str] = Field(default=[], description="what was made otherwise than it was asked, and why")

    @model_serializer(mode="wrap")
    def _without_empty(self, handle: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]
        told: dict[str, Any] = handle(self)
        beside = {name: told.pop(name, None) for name in self.told_if_any}
        return {**told, **{name: value for name, value in beside.items() if value}}
