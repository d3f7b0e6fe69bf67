"""/open: products."""

from __future__ import annotations

from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope, Plain
from pitchreel.api.jogg.open.bodies import LinkBody
from pitchreel.api.jogg.parts import ProductChange, ProductGiven, required
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import facts_of, take_product
from pitchreel.service import products

router = new_router("Products")


class NumberedProduct(BaseModel):
    """``id`` names the product when it is changed, ``prj_id`` the project that it will be rendered into."""

    id: int
    prj_id: str


@router.post("/open/product", summary="Create a product from its page")
@idempotent
async def create_product(body: LinkBody, desk: At) -> Envelope[NumberedProduct]:
    """Reads the page while the caller waits."""
    if not body.url.strip():
        raise required("url")
    row = await take_product(desk, ProductGiven(url=body.url), dialect="open")
    return desk.say(NumberedProduct(id=row.id, prj_id=row.project))


@router.put("/open/product", summary="Change a product")
def change_product(body: ProductChange, desk: At) -> Plain:
    """By the older names (title, intro_text, intro_medias) and ids, or by the newer ones."""
    products.change(desk.house.db, desk.key.id, body.product_id, facts_of(body))
    return desk.done()
