"""House: what every door of the server works with, opened once and kept for as long as the server runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from pitchreel.api.limits import Limiter
from pitchreel.config import Settings
from pitchreel.jobs.client import Jobs
from pitchreel.storage.blobs import Blobs
from pitchreel.storage.database import Database


@dataclass(frozen=True)
class House:
    """The settings in force, the database, the files, the way to the workers, and who has sent how much."""

    settings: Settings
    db: Database
    blobs: Blobs
    jobs: Jobs
    limiter: Limiter


def house_of(request: Request) -> House:
    """The house that this request came to."""
    return cast(House, request.app.state.house)


HouseOf = Annotated[House, Depends(house_of)]
"""Parameter of an endpoint: the house."""
