"""Scripts: texts for a product, written while the caller waits when that is quick."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool

from pitchreel.api.addresses import base_of
from pitchreel.api.auth import CreatifyKey
from pitchreel.api.creatify import costs
from pitchreel.api.creatify.answers import script_of
from pitchreel.api.creatify.bodies import form_body
from pitchreel.api.creatify.links import LISTED_AT_MOST, read_page, unlist
from pitchreel.api.creatify.orders import DIALECT, Names, scripts_order
from pitchreel.api.creatify.paging import Ids, read_ids
from pitchreel.api.creatify.patience import Patience
from pitchreel.api.creatify.requests import ScriptsRequest
from pitchreel.api.creatify.routes import Router
from pitchreel.api.creatify.shapes import AIScript
from pitchreel.api.house import House, HouseOf
from pitchreel.api.idempotent import idempotent, project_id
from pitchreel.service import products, projects
from pitchreel.service.keys import Key
from pitchreel.service.problems import InvalidRequest, NotFound
from pitchreel.service.products import UNLISTED, Facts
from pitchreel.service.rows import ProductRow, ProjectRow

router = Router()
ORDERINGS = {"created_at": "created", "updated_at": "updated"}
Ordering = Annotated[str | None, Query(description="created_at or updated_at, with - the newest first")]


@router.post("/api/ai_scripts/", status_code=201, summary="Write scripts", openapi_extra=form_body(ScriptsRequest))
@idempotent
async def create_scripts(request: Request, asked: ScriptsRequest, house: HouseOf, key: CreatifyKey) -> AIScript:
    """Writes scripts about a page, or about a title and a description. One credit.

    The answer has the scripts when they were written quickly, which they are as a rule; else it is ``pending`` and GET
    has them soon.
    """
    patience = Patience()
    # What is wrong with the request is said before a page is read.
    order = scripts_order(asked, Names(strict=house.settings.strict_names), base=base_of(request))
    product = await _product_of(house, key.id, asked, patience, project_id(request))
    order = order.model_copy(update={"product": product.id})
    row = await run_in_threadpool(
        projects.order, house.db, key.id, order, cost=costs.SCRIPTS, dialect=DIALECT, project_id=project_id(request)
    )
    row = await house.jobs.submit_read(row, patience.of(house.settings.creatify_seconds))
    return script_of(row, product, key.api_id)


@router.get("/api/ai_scripts/", summary="List scripts")
def list_scripts(house: HouseOf, key: CreatifyKey, ids: Ids = None, ordering: Ordering = None) -> list[AIScript]:
    """The requests with these ids, or the newest hundred."""
    rows = projects.listed(house.db, key.id, kinds=("scripts",), ids=read_ids(ids), limit=LISTED_AT_MOST)
    rows = [row for row in rows if row.kind == "scripts"]
    if field := ORDERINGS.get((ordering or "").removeprefix("-")):
        rows.sort(key=lambda row: getattr(row, field), reverse=(ordering or "").startswith("-"))
    return [_shown(house, key, row) for row in rows]


@router.get("/api/ai_scripts/{id}/", summary="Get scripts")
def get_scripts(id: UUID, house: HouseOf, key: CreatifyKey) -> AIScript:
    """A request for scripts by its id."""
    row = projects.find(house.db, key.id, id.hex)
    if row.kind != "scripts":
        raise NotFound("There are no scripts with this id")
    return _shown(house, key, row)


def _shown(house: House, key: Key, row: ProjectRow) -> AIScript:
    assert row.product_id is not None
    return script_of(row, products.known(house.db, row.product_id), key.api_id)


async def _product_of(
    house: House, key_id: int, asked: ScriptsRequest, patience: Patience, promised: str | None
) -> ProductRow:
    """What the scripts are about; a link with the very title and description is the product itself."""
    if asked.url:
        _, row = await read_page(house, key_id, asked.url, patience, cost=0, promised=promised)
        return await run_in_threadpool(unlist, house, row)
    if not asked.title or not asked.description:
        raise InvalidRequest("non_field_errors", "Either url or title and description are required")
    told: dict[str, Any] = {"name": asked.title.strip(), "description": asked.description.strip()}
    if there := await run_in_threadpool(products.described, house.db, key_id, told["name"], told["description"]):
        return there
    facts = Facts(**told, target_audience=asked.target_audience, extra=UNLISTED)
    return await run_in_threadpool(products.from_facts, house.db, key_id, facts, promised=promised)
