"""Waiting: a request that stays until its job is over, within the patience that clients have."""

from __future__ import annotations

import asyncio
import time

from starlette.concurrency import run_in_threadpool

from pitchreel.api.house import House
from pitchreel.service import projects
from pitchreel.service.rows import ProjectRow

PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds between two looks; the last one from then on."""


async def until_over(house: House, row: ProjectRow) -> ProjectRow:
    """The project when it is over, or as it stands when ``creatify_seconds`` have passed."""
    patience = time.monotonic() + house.settings.creatify_seconds
    looks = 0
    while not row.over and time.monotonic() < patience:
        await asyncio.sleep(PAUSES[min(looks, len(PAUSES) - 1)])
        row = await run_in_threadpool(projects.known, house.db, row.id)
        looks += 1
    return row
