"""Answers: rows as /v1 shows them. Pure: whoever asks brings the function that makes an address of a file's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pydantic import BaseModel, Field

from pitchreel.api.jogg.envelope import Told
from pitchreel.api.jogg.wire import STARTED, status_of
from pitchreel.service.rows import ProductRow, ProjectRow

FileUrl = Callable[[str | None], str]


class Media(BaseModel):
    """A picture or clip of a product."""

    type: int = Field(description="1 picture, 2 clip: a hint")
    name: str
    url: str
    description: str


class Product(BaseModel):
    """A product as it stands."""

    product_id: str
    url: str
    name: str
    description: str
    media: list[Media]
    target_audience: str


class ProjectId(Told):
    """What was ordered."""

    project_id: str = Field(min_length=32, max_length=32)


class Project(Told):
    """A project and its film, once it is there. ``err_msg`` is only there when it failed."""

    told_if_any: ClassVar[tuple[str, ...]] = ("err_msg", "warnings")
    id: str
    title: str
    video_url: str = Field(description="empty until it is there")
    cover_url: str
    video_duration: int = Field(description="seconds")
    status_code: int = Field(description="1 start, 2 waiting, 3 processing, 4 success, 5 failed, 99 deleted")
    status_desc: str
    created_at: int = Field(description="seconds since 1970")
    err_msg: str = Field(default="", description="why it failed, and what to do about it")


def product_answer(row: ProductRow) -> Product:
    """A product with its media in the caller's order."""
    return Product(
        product_id=row.wire_id,
        url=row.url,
        name=row.name,
        description=row.description,
        media=[media_answer(item) for item in row.media],
        target_audience=row.target_audience,
    )


def media_answer(item: dict[str, Any]) -> Media:
    """One of a product's media."""
    return Media(
        type=int(item.get("type") or 1),
        name=str(item.get("name") or ""),
        url=str(item.get("url") or ""),
        description=str(item.get("description") or ""),
    )


def order_answer(row: ProjectRow) -> ProjectId:
    """The id of a project that was ordered, with what was understood otherwise."""
    return ProjectId(project_id=row.id, warnings=row.warnings)


def project_answer(row: ProjectRow, file_url: FileUrl) -> Project:
    """How a project stands."""
    status = status_of(row)
    return Project(
        id=row.id,
        title=row.name,
        video_url=file_url(row.result.get("video")),
        cover_url=file_url(row.result.get("cover")),
        video_duration=whole_seconds(row),
        status_code=status.number,
        status_desc=status.word,
        created_at=int(row.created),
        err_msg=row.error,
        warnings=row.warnings,
    )


def promised_answer(product: ProductRow) -> Project:
    """A project that the older generation promised with its product, before it is ordered."""
    return Project(
        id=product.project,
        title=product.name,
        video_url="",
        cover_url="",
        video_duration=0,
        status_code=STARTED.number,
        status_desc=STARTED.word,
        created_at=int(product.created),
    )


def whole_seconds(row: ProjectRow) -> int:
    """How long the film is, rounded; 0 before it is there."""
    return round(float(row.result.get("duration") or 0))
