"""/v1: presenters of the caller's own, and the generated ones that this server does not make."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn

from fastapi import Body
from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.answers import FileUrl
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope, Plain
from pitchreel.api.jogg.reading import Filter
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import remove_avatar, take_avatar
from pitchreel.api.jogg.v1.bodies import AvatarBody
from pitchreel.service import presenters
from pitchreel.service.presenters import PresenterRow
from pitchreel.service.problems import NotAvailable
from pitchreel.service.rows import OWN_AVATARS

router = new_router("Avatars")
AVATAR_STATES = {"done": 1, "ready": 1, "failed": 2, "rejected": 2}
"""0 is in progress, 1 is good, 2 failed."""
Anything = Annotated[dict[str, Any], Body()]


class OwnAvatar(BaseModel):
    """A presenter of the caller's own."""

    avatar_id: int
    name: str
    cover_url: str
    status: int
    fail_msg: str


class OwnAvatars(BaseModel):
    """The caller's own presenters."""

    avatars: list[OwnAvatar]


class PhotoAvatar(OwnAvatar):
    """One made from a photograph."""

    aspect_ratio: int = 0
    style: str = ""
    gender: str = ""
    age: str = ""


class PhotoAvatars(BaseModel):
    """Those made from photographs."""

    avatars: list[PhotoAvatar]


class AvatarId(BaseModel):
    """A presenter that is being made."""

    avatar_id: int


@router.get("/v1/avatars/custom", summary="List the caller's own avatars")
def list_own_avatars(desk: At) -> Envelope[OwnAvatars]:
    """``status`` 0 is in progress, 1 good, 2 failed."""
    rows = presenters.listed(desk.house.db, desk.key.id)
    return desk.say(OwnAvatars(avatars=[OwnAvatar(**own_avatar(row, desk.file)) for row in rows]))


@router.get("/v1/avatars/photo_avatars", summary="List the caller's photo avatars")
def list_photo_avatars(desk: At) -> Envelope[PhotoAvatars]:
    """Those of the caller's own that were made from a photograph."""
    rows = [row for row in presenters.listed(desk.house.db, desk.key.id) if row.kind == "photo"]
    return desk.say(PhotoAvatars(avatars=[PhotoAvatar(**own_avatar(row, desk.file)) for row in rows]))


@router.post("/v1/avatar/create", summary="Make a presenter from a clip or a photograph")
@idempotent
async def create_avatar(body: AvatarBody, desk: At) -> Envelope[AvatarId]:
    """A clip is looped and framed; a photograph stands still, with a ring that moves with the sound."""
    return desk.say(AvatarId(avatar_id=await take_avatar(desk, body.name, body.origin_url, dialect="v1")))


@router.delete("/v1/avatar/custom/delete", summary="Remove an avatar of the caller's own")
def delete_avatar(desk: At, avatar_id: Filter = "") -> Plain:
    """Films that were ordered with it are still made."""
    remove_avatar(desk, avatar_id)
    return desk.done()


@router.post("/v1/photo_avatar/photo/generate", summary="Not available: generate a photograph")
@router.post("/v1/photo_avatar/new_look/generate", summary="Not available: generate a new look")
@router.post("/v1/photo_avatar/add_motion", summary="Not available: set a photograph in motion")
def generate(desk: At, body: Anything) -> Envelope[dict[str, Any]]:
    """Answers with code 18025."""
    refuse_generated()


@router.get("/v1/photo_avatar/generation", summary="Not available: how a photograph is getting on")
@router.get("/v1/photo_avatar", summary="Not available: how a motion is getting on")
def generated(desk: At) -> Envelope[dict[str, Any]]:
    """Answers with code 18025."""
    refuse_generated()


def refuse_generated() -> NoReturn:
    """Say that generated avatars are none of this server's."""
    raise NotAvailable(
        "Generated avatars are not available here",
        "Make an avatar from a clip or a photograph of your own with avatar/create",
    )


def own_avatar(row: PresenterRow, file_url: FileUrl) -> dict[str, Any]:
    """A presenter's row as /v1 and /open show it."""
    return {
        "avatar_id": OWN_AVATARS + row.id,
        "name": row.name,
        "cover_url": file_url(row.result.get("cover")),
        "status": AVATAR_STATES.get(row.state, 0),
        "fail_msg": row.error,
    }
