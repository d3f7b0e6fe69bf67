"""Rows: table rows as frozen values."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, fields
from typing import Any, Self

from sqlalchemy import RowMapping

from pitchreel.service.order import Order

_WIRE_BASE = 10_000_000
"""Added to a product's row number before it is written as JoggAI's ids are: eight digits in Base64."""
OWN_AVATARS = 100_000
"""Added to a presenter's row number to make the avatar id that JoggAI's callers see, out of the catalogue's way."""
_PERSONAS = uuid.UUID("5c3df8a5-5d0a-5a1c-8a0e-1d6f5f4b8c21")
CLEANED = "cleaned"
"""The stage of a project, and the state of a preview, whose files were taken away."""


class Stored:
    """What a row of a table is made into: a data class with a field for each column."""

    @classmethod
    def of(cls, mapping: RowMapping) -> Self:
        """The row as it came from a query over all columns."""
        return cls(**{field.name: mapping[field.name] for field in fields(cls)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ProductRow(Stored):
    """A product of a key. ``document`` is the Product read from its page, as JSON, or None when given by hand."""

    id: int
    key_id: int
    link: str
    inner: str
    project: str
    url: str
    name: str
    description: str
    target_audience: str
    media: list[dict[str, Any]]
    extra: dict[str, Any]
    document: str | None
    changed: list[str]
    created: float
    updated: float

    @property
    def wire_id(self) -> str:
        """The id as JoggAI's newer dialects write it."""
        return wire_id(self.id)


@dataclass(frozen=True, slots=True)
class ProjectRow(Stored):
    """A project of a key; ``order`` is the Order as plain data, see ``wishes``."""

    id: str
    key_id: int
    product_id: int | None
    kind: str
    dialect: str
    name: str
    order: dict[str, Any]
    state: str
    stage: str
    progress: float
    error_code: str
    error: str
    warnings: list[str]
    result: dict[str, Any]
    cost: float
    run: int
    priority: int
    submitted: bool
    webhook_url: str
    created: float
    started: float | None
    updated: float
    finished: float | None

    @property
    def wishes(self) -> Order:
        """The order as a value."""
        return Order.model_validate(self.order)

    @property
    def over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in {"waiting", "running"}

    @property
    def cleaned(self) -> bool:
        """Whether what was made was taken away again, for its age."""
        return self.stage == CLEANED and self.state in {"ready", "done"}


@dataclass(frozen=True, slots=True)
class PreviewRow(Stored):
    """One style's small film in a project of previews. ``result``: video, cover, timeline, duration."""

    id: str
    project_id: str
    place: int
    asked: str
    style: str
    ratio: str
    state: str
    error: str
    token: str
    result: dict[str, Any]

    @property
    def cleaned(self) -> bool:
        """Whether its film was taken away again, for its age."""
        return self.state == CLEANED

    @property
    def reason(self) -> str:
        """Why there is no film of it; empty while it may still come, and when it is there."""
        return self.error or ("It was cleaned up for its age; order new previews." if self.cleaned else "")


def wire_id(row: int) -> str:
    """A product's row number as JoggAI writes product ids: digits in unpadded Base64."""
    return base64.b64encode(str(_WIRE_BASE + row).encode()).decode().rstrip("=")


def row_of_wire(text: str) -> int | None:
    """The row number behind such an id; None for anything else."""
    try:
        digits = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("ascii")
    except ValueError:
        return None
    return int(digits) - _WIRE_BASE if digits.isdecimal() and len(digits) < 16 else None


def persona_id(row: int) -> str:
    """The id by which Creatify's callers know a presenter of their own, by its row number."""
    return str(uuid.uuid5(_PERSONAS, str(row)))


def dashed(text: str) -> str | None:
    """A UUID in the form with dashes, whichever form it came in; None for anything else."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None
