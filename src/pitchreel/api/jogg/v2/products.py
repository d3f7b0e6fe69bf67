"""/v2: products, and uploads of their media."""

from __future__ import annotations

from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.answers import Product, product_answer
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope, Plain
from pitchreel.api.jogg.parts import ProductChange, ProductGiven, required
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import facts_of, take_product
from pitchreel.api.jogg.v1.uploads import new_upload
from pitchreel.api.jogg.v2.bodies import UploadBody
from pitchreel.service import products

router = new_router("Products")


class Upload(BaseModel):
    """Where to send a file (PUT), and the address that it will have."""

    sign_url: str
    asset_url: str


@router.post("/v2/product", summary="Create a product from its page, or from its facts")
@idempotent
async def create_product(body: ProductGiven, desk: At) -> Envelope[Product]:
    """Reads the page at ``url``, or keeps what is given of ``name``, ``description`` and ``media``."""
    if not body.url and not body.name:
        raise required("url")
    return desk.say(product_answer(await take_product(desk, body, dialect="v2")))


@router.put("/v2/product", summary="Change a product")
def change_product(body: ProductChange, desk: At) -> Plain:
    """Changes what is given; ``media`` replaces the whole list and is looked at when a film is made."""
    products.change(desk.house.db, desk.key.id, body.product_id, facts_of(body))
    return desk.done()


@router.post("/v2/upload/asset", summary="Begin an upload")
@idempotent
def begin_upload(body: UploadBody, desk: At) -> Envelope[Upload]:
    """The bytes follow with PUT to ``sign_url``; ``asset_url`` is an address for other requests."""
    sign_url, address = new_upload(desk, body.filename)
    return desk.say(Upload(sign_url=sign_url, asset_url=address))
