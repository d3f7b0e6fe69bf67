"""Account: what the key may still spend."""

from __future__ import annotations

from pitchreel.api.auth import CreatifyKey
from pitchreel.api.creatify import costs
from pitchreel.api.creatify.routes import Router
from pitchreel.api.creatify.shapes import Credits
from pitchreel.api.house import HouseOf
from pitchreel.service import credits

router = Router()


@router.get("/api/remaining_credits/", summary="Remaining credits")
def remaining_credits(house: HouseOf, key: CreatifyKey) -> Credits:
    """The credits left; 999999 for a key without a limit."""
    left = credits.remaining(house.db, key.id)
    return Credits(remaining_credits=costs.UNLIMITED if left is None else left)


@router.get("/api/workspace/remaining_credits/", include_in_schema=False)
def workspace_credits(house: HouseOf, key: CreatifyKey) -> Credits:
    """The same, at the path that some clients take from the folder of the service's documentation."""
    return remaining_credits(house, key)
