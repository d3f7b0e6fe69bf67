"""/v1: files of the caller's own: an address to send the bytes to, and the one that requests may name then."""

from __future__ import annotations

from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.desk import At, Desk
from pitchreel.api.jogg.envelope import Envelope
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.v1.bodies import UploadBody
from pitchreel.service import addresses, assets

router = new_router("Uploads")


class Upload(BaseModel):
    """Where to send a file (PUT, raw bytes or one multipart file), and the address that it will have."""

    sign_url: str
    asset_id: str
    media_url: str


@router.post("/v1/upload/asset", summary="Begin an upload")
@idempotent
def begin_upload(body: UploadBody, desk: At) -> Envelope[Upload]:
    """The bytes follow with PUT to ``sign_url``; ``asset_id`` is an address for other requests."""
    sign_url, address = new_upload(desk, body.filename)
    return desk.say(Upload(sign_url=sign_url, asset_id=address, media_url=address))


def new_upload(desk: Desk, filename: str) -> tuple[str, str]:
    """A place for a file: where its bytes are sent, and the address that they will have."""
    house = desk.house
    asset = assets.create(house.db, desk.key.id, filename)
    sign_url = addresses.upload_url(desk.base, asset.id, assets.sign(asset, house.settings))
    return sign_url, addresses.asset_url(desk.base, asset.id, filename)
