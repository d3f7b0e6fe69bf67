"""Pages of /v2's lists of what was ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from pitchreel.api.jogg.wire import FINISHED_NUMBERS
from pitchreel.library.paging import LARGEST_PAGE
from pitchreel.service.problems import InvalidRequest
from pitchreel.service.rows import ProjectRow

LAST_PAGE = 1_000_000


class Pagination(BaseModel):
    """Where a page stands."""

    page: int
    page_size: int
    total_items: int
    total_pages: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list of projects: as it was asked for, and then with its rows."""

    page: int
    page_size: int
    states: tuple[str, ...] | None
    ascending: bool
    rows: Sequence[ProjectRow] = ()
    total: int = 0

    def window(self, total: int) -> tuple[int, int]:
        """Offset and number of the rows in a list that begins with the newest."""
        start = (self.page - 1) * self.page_size
        limit = max(0, min(self.page_size, total - start))
        return (max(0, total - start - limit) if self.ascending else start), limit

    def filled(self, rows: Sequence[ProjectRow], total: int) -> Slice:
        """The same with its rows, in the order that was asked for."""
        return replace(self, rows=rows[::-1] if self.ascending else rows, total=total)

    @property
    def pagination(self) -> Pagination:
        """Where the page stands."""
        return Pagination(
            page=self.page,
            page_size=self.page_size,
            total_items=self.total,
            total_pages=max(1, -(-self.total // self.page_size)),
        )


def asked_slice(page: str, page_size: str, status: str = "", sort_order: str = "desc") -> Slice:
    """A page by the parameters of a query; empty ones and 0 were not given. Raises InvalidRequest."""
    states = None
    if wanted := _whole("status", status):
        states = FINISHED_NUMBERS.get(wanted)
        if states is None:
            raise InvalidRequest("status", "status must be 3 (processing), 4 (success) or 5 (failed)")
    if (order := sort_order.lower() or "desc") not in {"asc", "desc"}:
        raise InvalidRequest("sort_order", "sort_order must be asc or desc")
    number = _whole("page", page) or 1
    if number > LAST_PAGE:
        raise InvalidRequest("page", f"page must be 1 to {LAST_PAGE:,}")
    size = min(_whole("page_size", page_size) or 10, LARGEST_PAGE)
    return Slice(number, size, states, order == "asc")


def _whole(field: str, text: str) -> int:
    """The number; 0 for one that was not given. Raises InvalidRequest."""
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise InvalidRequest(field, f"{field} must be a whole number")
    return int(text)
