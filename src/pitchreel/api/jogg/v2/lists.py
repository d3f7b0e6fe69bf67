"""/v2: the catalogue and the account."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel

from pitchreel.api.jogg.desk import At, Desk
from pitchreel.api.jogg.envelope import Envelope
from pitchreel.api.jogg.reading import Asked, Filter
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.v1.avatars import AVATAR_STATES
from pitchreel.api.jogg.v1.lists import (
    Account,
    Music,
    Template,
    TemplateVariable,
    VisualStyles,
    account_answer,
    music_answer,
    template_answer,
    templates_answer,
    visual_styles_answer,
)
from pitchreel.api.jogg.v2.paging import Pagination
from pitchreel.api.jogg.wire import UNLIMITED
from pitchreel.library import jogg
from pitchreel.library.paging import page_of
from pitchreel.service import credits, presenters
from pitchreel.service.presenters import PresenterRow
from pitchreel.service.problems import NotFound
from pitchreel.service.rows import OWN_AVATARS

router = new_router("Catalogue")
_AVATAR_WORDS = {0: "processing", 1: "completed", 2: "failed"}


class Avatar(BaseModel):
    """Somebody who presents, in one shape of film."""

    id: int
    name: str
    video_url: str
    cover_url: str
    aspect_ratio: int
    style: str
    gender: str
    age: str


class Avatars(BaseModel):
    """A page of avatars."""

    avatars: list[Avatar]
    total: int
    page: int
    page_size: int
    has_more: bool


class OwnAvatar(BaseModel):
    """A presenter of the caller's own."""

    id: int
    name: str
    video_url: str
    avatar_url: str
    cover_url: str
    api_only: bool
    avatar_status: str
    status: int
    fail_msg: str


class OwnAvatars(BaseModel):
    """A page of the caller's own presenters."""

    avatars: list[OwnAvatar]
    total: int
    page: int
    page_size: int
    has_more: bool


class ProductAvatars(BaseModel):
    """The caller's product avatars."""

    product_avatars: list[OwnAvatar]


class Voice(BaseModel):
    """A voice; ``audio_url`` is a sample of it."""

    voice_id: str
    name: str
    audio_url: str
    language: str
    gender: str
    age: str
    accent: str
    use_case: str


class Voices(BaseModel):
    """A page of voices."""

    voices: list[Voice]
    total: int
    has_more: bool


class MusicPage(BaseModel):
    """A page of music."""

    music: list[Music]
    pagination: Pagination


class Templates(BaseModel):
    """The templates."""

    templates: list[Template]


class TemplateDetails(BaseModel):
    """A template with its variables."""

    id: int
    template_id: int
    name: str
    cover_url: str
    preview_url: str
    aspect_ratio: int
    variables: list[TemplateVariable]


class Quota(BaseModel):
    """What the key may still use; 999999 without a limit."""

    remaining_quota: float


@router.get("/v2/avatars/public", summary="List the public avatars")
def list_avatars(
    desk: At,
    page: Filter = "1",
    page_size: Filter = "10",
    aspect_ratio: Filter = "",
    style: Filter = "",
    gender: Filter = "",
    age: Filter = "",
    scene: Filter = "",
    ethnicity: Filter = "",
) -> Envelope[Avatars]:
    """Filtered by what is given, page by page."""
    listed = jogg.avatars(
        aspect_ratio=aspect_ratio, style=style, gender=gender, age=age, scene=scene, ethnicity=ethnicity
    )
    found = page_of(listed, page, page_size)
    avatars = [
        Avatar(
            id=one.id,
            name=one.name,
            video_url=desk.here(one.video_url),
            cover_url=desk.here(one.cover_url),
            aspect_ratio=one.aspect_ratio,
            style=one.style,
            gender=one.gender,
            age=one.age,
        )
        for one in found.items
    ]
    return desk.say(
        Avatars(avatars=avatars, total=found.total, page=found.page, page_size=found.page_size, has_more=found.has_more)
    )


@router.get("/v2/avatars/custom", summary="List the caller's own avatars")
def list_own_avatars(
    desk: At, page: Filter = "1", page_size: Filter = "10", name: Filter = "", status: Filter = ""
) -> Envelope[OwnAvatars]:
    """``status``: processing, completed or failed."""
    return desk.say(_own_avatars(desk, presenters.listed(desk.house.db, desk.key.id), page, page_size, name, status))


@router.get("/v2/avatars/photo_avatars", summary="List the caller's photo avatars")
def list_photo_avatars(
    desk: At, page: Filter = "1", page_size: Filter = "10", name: Filter = "", status: Filter = ""
) -> Envelope[OwnAvatars]:
    """Those of the caller's own that were made from a photograph."""
    rows = [row for row in presenters.listed(desk.house.db, desk.key.id) if row.kind == "photo"]
    return desk.say(_own_avatars(desk, rows, page, page_size, name, status))


@router.get("/v2/avatars/product_avatars", summary="List the caller's product avatars")
def list_product_avatars(desk: At, aspect_ratio: Filter = "") -> Envelope[ProductAvatars]:
    """There are none."""
    return desk.say(ProductAvatars(product_avatars=[]))


@router.get("/v2/voices", summary="List the voices")
def list_voices(
    desk: At,
    page: Filter = "1",
    page_size: Filter = "10",
    gender: Filter = "",
    language: Filter = "",
    age: Filter = "",
    use_case: Filter = "",
) -> Envelope[Voices]:
    """Filtered by what is given, page by page."""
    found = page_of(jogg.voices(language=language, gender=gender, age=age, use_case=use_case), page, page_size)
    voices = [
        Voice(
            voice_id=one.voice_id,
            name=one.name,
            audio_url=desk.here(one.audition_url),
            language=one.language,
            gender=one.gender,
            age=one.age,
            accent=one.accent,
            use_case=one.use_case,
        )
        for one in found.items
    ]
    return desk.say(Voices(voices=voices, total=found.total, has_more=found.has_more))


@router.get("/v2/voices/custom", summary="List the caller's own voices")
def list_own_voices(desk: At, language: Filter = "") -> Envelope[Voices]:
    """There are none: this server clones no voices."""
    return desk.say(Voices(voices=[], total=0, has_more=False))


@router.get("/v2/musics", summary="List the music")
def list_musics(desk: At, page: Filter = "1", page_size: Filter = "10") -> Envelope[MusicPage]:
    """Page by page."""
    found = page_of(jogg.musics(), page, page_size)
    return desk.say(
        MusicPage(
            music=[music_answer(one, desk.here) for one in found.items],
            pagination=Pagination(
                page=found.page, page_size=found.page_size, total_items=found.total, total_pages=found.pages
            ),
        )
    )


@router.get("/v2/visual_styles", summary="List the visual styles")
def list_visual_styles(desk: At, aspect_ratio: Filter = "") -> Envelope[VisualStyles]:
    """``aspect_ratio``: a number or a word."""
    return desk.say(visual_styles_answer(aspect_ratio, desk.here))


@router.get("/v2/templates", summary="List the templates")
def list_templates(desk: At, aspect_ratio: Filter = "") -> Envelope[Templates]:
    """With the variables that each asks for."""
    return desk.say(Templates(templates=templates_answer(aspect_ratio, desk.here)))


@router.get("/v2/templates/custom", summary="List the caller's own templates")
def list_own_templates(desk: At, aspect_ratio: Filter = "") -> Envelope[Templates]:
    """There are none."""
    return desk.say(Templates(templates=[]))


@router.get("/v2/template/custom/{template_id}", summary="A template with its variables")
def get_template(template_id: Annotated[Asked, Path()], desk: At) -> Envelope[TemplateDetails]:
    """Of the public ones too: the caller has none of their own."""
    found = jogg.find_template(template_id)
    if found is None:
        raise NotFound(f"There is no template {template_id[:80]!r}", "See the list of templates")
    return desk.say(TemplateDetails(template_id=found.id, **template_answer(found, desk.here).model_dump()))


@router.get("/v2/user/whoami", summary="Whose key this is")
def whoami(desk: At) -> Envelope[Account]:
    """Also a way to try a key."""
    return desk.say(account_answer(desk.key.name, desk.key.api_id))


@router.get("/v2/user/remaining_quota", summary="What the key may still use")
def remaining_quota(desk: At) -> Envelope[Quota]:
    """In credits; 999999 without a limit."""
    left = credits.remaining(desk.house.db, desk.key.id)
    return desk.say(Quota(remaining_quota=UNLIMITED if left is None else left))


def _own_avatars(desk: Desk, rows: list[PresenterRow], page: str, page_size: str, name: str, status: str) -> OwnAvatars:
    shown = [_own_avatar(desk, row) for row in rows]
    wanted = [
        one
        for one in shown
        if name.lower() in one.name.lower() and (not status or status.lower() in (one.avatar_status, str(one.status)))
    ]
    found = page_of(wanted, page, page_size)
    return OwnAvatars(
        avatars=list(found.items),
        total=found.total,
        page=found.page,
        page_size=found.page_size,
        has_more=found.has_more,
    )


def _own_avatar(desk: Desk, row: PresenterRow) -> OwnAvatar:
    number = AVATAR_STATES.get(row.state, 0)
    picture, clip = desk.file(row.result.get("cover")), desk.file(row.result.get("preview"))
    return OwnAvatar(
        id=OWN_AVATARS + row.id,
        name=row.name,
        video_url=clip,
        avatar_url=clip or picture,
        cover_url=picture,
        api_only=True,
        avatar_status=_AVATAR_WORDS[number],
        status=number,
        fail_msg=row.error,
    )
