"""/v1: products."""

from __future__ import annotations

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.answers import Product, product_answer
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope, Plain
from pitchreel.api.jogg.parts import ProductChange, ProductGiven, required
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import facts_of, take_product
from pitchreel.service import products

router = new_router("Products")
LISTED = 200
"""Products that the list shows at most, newest first: it has no pages."""


@router.post("/v1/product", summary="Create a product from its page, or from its facts")
@idempotent
async def create_product(body: ProductGiven, desk: At) -> Envelope[Product]:
    """Reads the page at ``url``, or keeps ``name``, ``description`` and ``media`` as they are given."""
    if not body.url and not body.name:
        raise required("url")
    if not body.url and not body.media:
        raise required("media")
    return desk.say(product_answer(await take_product(desk, body, dialect="v1")))


@router.put("/v1/product", summary="Change a product")
def change_product(body: ProductChange, desk: At) -> Plain:
    """Changes what is given; ``media`` replaces the whole list and is looked at when a film is made."""
    products.change(desk.house.db, desk.key.id, body.product_id, facts_of(body))
    return desk.done()


@router.get("/v1/products", summary="List the products")
def list_products(desk: At) -> Envelope[list[Product]]:
    """The key's products, newest first."""
    rows = products.listed(desk.house.db, desk.key.id, limit=LISTED)
    return desk.say([product_answer(row) for row in rows])
