"""Paging: plain lists by ids, and pages of ``{count, next, previous, results}``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import BaseModel, BeforeValidator, Field
from starlette.exceptions import HTTPException

from pitchreel.api.addresses import base_of
from pitchreel.service.problems import InvalidRequest

T = TypeVar("T")

IDS_AT_MOST = 100
PAGE_SIZE = 20
PAGE_SIZE_AT_MOST = 100
SIZES = ("page_size", "limit")
"""What callers call the size of a page."""


def _absent(value: object) -> object:
    return None if value == "" else value


Page = Annotated[
    Annotated[int, Field(ge=1, le=1_000_000)] | None, BeforeValidator(_absent), Query(description="the page, from 1")
]
PageSize = Annotated[
    Annotated[int, Field(ge=1, le=100_000)] | None,
    BeforeValidator(_absent),
    Query(description=f"entries of a page, {PAGE_SIZE_AT_MOST} at most"),
]
Ids = Annotated[str | None, Query(description=f"comma list of ids, {IDS_AT_MOST} at most", max_length=4000)]


class Paged(BaseModel, Generic[T]):
    """One page of a list."""

    count: int
    next: str | None = None
    previous: str | None = None
    results: list[T]


class Window(BaseModel):
    """The page that a caller wants."""

    page: int
    size: int
    given: bool = False
    """Whether the caller named a page or its size."""
    called: str = SIZES[0]
    """What the caller calls the size."""

    @property
    def offset(self) -> int:
        """How many entries stand before it."""
        return (self.page - 1) * self.size


def window(page: Page = None, page_size: PageSize = None, limit: PageSize = None) -> Window:
    """The page asked for; some clients call its size ``limit``."""
    size = page_size or limit or PAGE_SIZE
    given = any(value is not None for value in (page, page_size, limit))
    called = SIZES[page_size is None and limit is not None]
    return Window(page=page or 1, size=min(size, PAGE_SIZE_AT_MOST), given=given, called=called)


AskedPage = Annotated[Window, Depends(window)]
"""Parameter of an endpoint: the page asked for."""


def paged(request: Request, asked: Window, results: Sequence[T], count: int) -> Paged[T]:
    """The page with the addresses of its neighbours; raises 404 for a page past the last one."""
    if asked.page > 1 and not results:
        raise HTTPException(404, "Invalid page.")
    after = asked.page + 1 if asked.offset + len(results) < count else None
    before = asked.page - 1 if asked.page > 1 else None
    return Paged(
        count=count,
        next=_address(request, asked, after),
        previous=_address(request, asked, before),
        results=list(results),
    )


def page_of(request: Request, asked: Window, entries: Sequence[T]) -> Paged[T]:
    """A page of a list that is all there."""
    return paged(request, asked, entries[asked.offset : asked.offset + asked.size], len(entries))


def read_ids(ids: str | None) -> list[str] | None:
    """The ids of a comma list as 32 hexadecimal digits each, or None when none were asked for."""
    if ids is None or not ids.strip(" ,"):
        return None
    named = [part.strip() for part in ids.split(",") if part.strip()]
    if len(named) > IDS_AT_MOST:
        raise InvalidRequest("ids", f"Ensure this field has no more than {IDS_AT_MOST} elements")
    try:
        return [UUID(part).hex for part in named]
    except ValueError:
        raise InvalidRequest("ids", "Must be a list of valid UUIDs") from None


def _address(request: Request, asked: Window, page: int | None) -> str | None:
    if page is None:
        return None
    here = request.url.remove_query_params(SIZES).include_query_params(**{"page": page, asked.called: asked.size})
    return f"{base_of(request)}{here.path}?{here.query}"
