"""/open: avatars, voices (called timbres) and uploads."""

from __future__ import annotations

from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope, Plain
from pitchreel.api.jogg.open.bodies import SignBody
from pitchreel.api.jogg.reading import Filter
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.taking import remove_avatar, take_avatar
from pitchreel.api.jogg.v1.avatars import own_avatar
from pitchreel.api.jogg.v1.bodies import AvatarBody
from pitchreel.api.jogg.v1.uploads import new_upload
from pitchreel.library import jogg
from pitchreel.service import presenters

router = new_router("Catalogue")


class Avatar(BaseModel):
    """Somebody who presents."""

    id: int
    name: str
    cover_url: str


class OwnAvatar(Avatar):
    """A presenter of the caller's own; ``product_status`` 0 is in progress, 1 good, 2 failed."""

    product_status: int
    fail_msg: str
    api_only: bool = True


class Avatars(BaseModel):
    """The public avatars."""

    avatars: list[Avatar]


class OwnAvatars(BaseModel):
    """The caller's own."""

    avatars: list[OwnAvatar]


class AvatarNumber(BaseModel):
    """A presenter that is being made."""

    id: int


class Timbre(BaseModel):
    """A voice; ``lang_id`` goes into requests."""

    name: str
    lang_id: str
    audition_url: str
    language: str


class Timbres(BaseModel):
    """The voices."""

    total: int
    timbres: list[Timbre]


class Upload(BaseModel):
    """Where to send a file (PUT), and the address that it will have."""

    sign_url: str
    full_path: str
    key: str


class UploadAnswer(Envelope[Upload]):
    """The same beside ``code`` too: the oldest documents show no envelope here."""

    sign_url: str | None = None
    full_path: str | None = None
    key: str | None = None


@router.post("/open/upload/sign", summary="Begin an upload")
@idempotent
def begin_upload(body: SignBody, desk: At) -> UploadAnswer:
    """The bytes follow with PUT to ``sign_url``; ``full_path`` is an address for other requests."""
    sign_url, address = new_upload(desk, body.filename)
    upload = Upload(sign_url=sign_url, full_path=address, key=address.partition("/files/")[2])
    return UploadAnswer(rid=desk.rid, data=upload, **upload.model_dump())


@router.get("/open/avatar", summary="List the public avatars")
def list_avatars(desk: At, aspect_ratio: Filter = "") -> Envelope[Avatars]:
    """Filtered by shape, if one is given."""
    found = jogg.avatars(aspect_ratio=aspect_ratio)
    return desk.say(
        Avatars(avatars=[Avatar(id=one.id, name=one.name, cover_url=desk.here(one.cover_url)) for one in found])
    )


@router.get("/open/avatar/user", summary="List the caller's own avatars")
def list_own_avatars(desk: At, aspect_ratio: Filter = "") -> Envelope[OwnAvatars]:
    """``product_status`` 0 is in progress, 1 good, 2 failed."""
    shown = [own_avatar(row, desk.file) for row in presenters.listed(desk.house.db, desk.key.id)]
    return desk.say(
        OwnAvatars(
            avatars=[OwnAvatar(id=one["avatar_id"], product_status=one["status"], **one) for one in shown],
        )
    )


@router.post("/open/avatar/create", summary="Make a presenter from a clip or a photograph")
@idempotent
async def create_avatar(body: AvatarBody, desk: At) -> Envelope[AvatarNumber]:
    """A clip is looped and framed; a photograph stands still, with a ring that moves with the sound."""
    return desk.say(AvatarNumber(id=await take_avatar(desk, body.name, body.origin_url, dialect="open")))


@router.delete("/open/avatar/user/delete", summary="Remove an avatar of the caller's own")
def delete_avatar(desk: At, avatar_id: Filter = "") -> Plain:
    """Films that were ordered with it are still made."""
    remove_avatar(desk, avatar_id)
    return desk.done()


@router.get("/open/timbre", summary="List the voices")
def list_timbres(desk: At, gender: Filter = "") -> Envelope[Timbres]:
    """All of them, or those of a gender."""
    timbres = [
        Timbre(name=one.name, lang_id=one.voice_id, audition_url=desk.here(one.audition_url), language=one.language)
        for one in jogg.voices(gender=gender)
    ]
    return desk.say(Timbres(total=len(timbres), timbres=timbres))


@router.get("/open/timbre/user", summary="List the caller's own voices")
def list_own_timbres(desk: At, gender: Filter = "") -> Envelope[Timbres]:
    """There are none: this server clones no voices."""
    return desk.say(Timbres(total=0, timbres=[]))
