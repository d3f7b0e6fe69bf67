"""Catalogues: personas, voices, tracks and their categories, as lists and page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from pitchreel.api.addresses import base_of
from pitchreel.api.auth import CreatifyKey
from pitchreel.api.creatify.answers import moment
from pitchreel.api.creatify.bodies import form_body
from pitchreel.api.creatify.orders import DIALECT
from pitchreel.api.creatify.paging import AskedPage, Paged, Window, page_of
from pitchreel.api.creatify.problems import invalid_choice
from pitchreel.api.creatify.requests import PersonaRequest
from pitchreel.api.creatify.routes import Router
from pitchreel.api.creatify.shapes import Count, Music, MusicCategory, MusicPage, Persona, Voice
from pitchreel.api.house import House, HouseOf
from pitchreel.api.idempotent import idempotent, project_id
from pitchreel.library import creatify
from pitchreel.service import endpoints, presenters
from pitchreel.service.addresses import file_url
from pitchreel.service.presenters import PresenterRow
from pitchreel.service.problems import NotFound
from pitchreel.service.rows import persona_id

router = Router()
GENDERS = ("m", "f", "nb")
OWN_STATES = {"waiting": "pending", "running": "processing", "done": "done", "failed": "failed"}
Words = Annotated[str | None, Query(max_length=400)]


def filters(
    age_range: Words = None,
    gender: Words = None,
    location: Words = None,
    style: Words = None,
    keyword: Words = None,
    suitable_industries: Words = None,
) -> dict[str, str | None]:
    """What personas may be chosen by; comma lists."""
    return {
        "age_range": age_range,
        "gender": gender,
        "location": location,
        "style": style,
        "keyword": keyword,
        "suitable_industries": suitable_industries,
    }


Filters = Annotated[dict[str, str | None], Depends(filters)]


@router.get("/api/personas/", summary="List personas")
def list_personas(request: Request, key: CreatifyKey, wanted: Filters) -> list[Persona]:
    """All personas of the catalogue that fit the filters."""
    return _personas(request, wanted)


@router.get("/api/personas/paginated/", summary="List personas page by page")
def page_personas(request: Request, key: CreatifyKey, wanted: Filters, asked: AskedPage) -> Paged[Persona]:
    """One page of them."""
    return page_of(request, asked, _personas(request, wanted))


@router.get("/api/personas-paginated/", summary="List personas page by page, the path that some clients know")
def page_personas_dashed(request: Request, key: CreatifyKey, wanted: Filters, asked: AskedPage) -> Paged[Persona]:
    """The same page at another path."""
    return page_of(request, asked, _personas(request, wanted))


@router.get("/api/personas/{id}/", summary="Get a persona")
def get_persona(request: Request, id: UUID, house: HouseOf, key: CreatifyKey) -> Persona:
    """A persona of the catalogue, or one of the caller's own."""
    base = base_of(request)
    if found := creatify.find_persona(str(id)):
        return _persona(base, found)
    if own := own_persona(house, key.id, id):
        return own_persona_of(own, presenters.echoes(house.db, key.id).get(own.id, {}), base)
    raise NotFound("There is no persona with this id")


@router.delete("/api/personas/{id}/", status_code=204, summary="Delete a persona of one's own")
def delete_persona(id: UUID, house: HouseOf, key: CreatifyKey) -> None:
    """Takes it out of the list; films that were ordered with it are still made."""
    own = own_persona(house, key.id, id)
    if own is None:
        raise NotFound("There is no persona of yours with this id")
    presenters.remove(house.db, key.id, own.id)


@router.get("/api/personas_v2/", summary="List one's own personas")
def list_own(request: Request, house: HouseOf, key: CreatifyKey) -> list[Persona]:
    """The caller's own personas, newest first."""
    base = base_of(request)
    told = presenters.echoes(house.db, key.id)
    return [own_persona_of(row, told.get(row.id, {}), base) for row in presenters.listed(house.db, key.id)]


@router.get("/api/personas_v2/paginated/", summary="List one's own personas page by page")
def page_own(request: Request, house: HouseOf, key: CreatifyKey, asked: AskedPage) -> Paged[Persona]:
    """One page of them."""
    return page_of(request, asked, list_own(request, house, key))


@router.get("/api/personas_v2/count/", summary="Count one's own personas")
def count_own(house: HouseOf, key: CreatifyKey) -> Count:
    """How many there are."""
    return Count(count=len(presenters.listed(house.db, key.id)))


@router.post(
    "/api/personas_v2/", status_code=201, summary="Make a persona of a clip", openapi_extra=form_body(PersonaRequest)
)
@idempotent
async def create_own(request: Request, asked: PersonaRequest, house: HouseOf, key: CreatifyKey) -> Persona:
    """A persona from the clip or photograph that ``lipsync_input`` or ``gdown_url`` names.

    ``webhook_url`` is told when it is made, or why it is not.
    """
    source, settings = asked.source, house.settings
    if asked.webhook_url:
        endpoints.check_url(asked.webhook_url, settings=settings, field="webhook_url", https=False)
    if settings.strict_names and asked.gender and asked.gender not in GENDERS:
        raise invalid_choice("gender", asked.gender)
    row, project = await run_in_threadpool(
        presenters.create,
        house.db,
        key.id,
        name=asked.creator_name or "Persona",
        source=source,
        dialect=DIALECT,
        base=base_of(request),
        webhook_url=asked.webhook_url or "",
        echo=asked.model_dump(include={"gender", "video_scene", "keywords"}),
        project_id=project_id(request),
    )
    await house.jobs.submit(project)
    return own_persona_of(row, project.order["echo"], base_of(request))


@router.get("/api/voices/", summary="List voices")
def list_voices(request: Request, key: CreatifyKey) -> list[Voice]:
    """All voices; ``accents[].id`` is what ``override_voice`` takes."""
    return _voices(request)


@router.get("/api/voices/paginated/", summary="List voices page by page")
def page_voices(request: Request, key: CreatifyKey, asked: AskedPage) -> Paged[Voice]:
    """One page of them."""
    return page_of(request, asked, _voices(request))


@router.get("/api/musics/", summary="List tracks")
def list_musics(
    request: Request, key: CreatifyKey, asked: AskedPage, category: Words = None, search: Words = None
) -> list[Music] | MusicPage:
    """All tracks as a list; with ``page`` or ``page_size`` one page of them."""
    found = _musics(request, category, search)
    return _music_page(request, asked, found) if asked.given else found


@router.get("/api/musics/paginated/", summary="List tracks page by page")
def page_musics(
    request: Request, key: CreatifyKey, asked: AskedPage, category: Words = None, search: Words = None
) -> MusicPage:
    """One page of them."""
    return _music_page(request, asked, _musics(request, category, search))


@router.get("/api/music_categories/", summary="List categories of tracks")
def list_music_categories(key: CreatifyKey) -> list[MusicCategory]:
    """The names that tracks can be filtered by."""
    return [MusicCategory(name=name) for name in creatify.music_categories()]


def own_persona(house: House, key_id: int, id: UUID) -> PresenterRow | None:
    """The caller's own presenter with this id of the wire."""
    return next((row for row in presenters.listed(house.db, key_id) if persona_id(row.id) == str(id)), None)


def own_persona_of(row: PresenterRow, told: Mapping[str, Any], base: str) -> Persona:
    """A presenter of the caller's own as a persona; ``told`` is what the request for it said."""
    cover = file_url(base, str(row.result["cover"])) if row.result.get("cover") else ""
    # What is shown of a photograph is a picture, no clip.
    clip = file_url(base, str(row.result["preview"])) if row.result.get("preview") and row.kind != "photo" else ""
    made = moment(row.created).isoformat()
    return Persona(
        id=persona_id(row.id),
        created_at=made,
        updated_at=made,
        gender=gender if (gender := told.get("gender")) in GENDERS else "nb",
        creator_name=row.name,
        suitable_industries=[],
        preview_image_16_9=cover,
        preview_image_1_1=cover,
        preview_image_9_16=cover,
        preview_video_16_9=clip,
        preview_video_1_1=clip,
        preview_video_9_16=clip,
        landscape_preview_video=clip,
        squared_preview_video=clip,
        portrait_preview_video=clip,
        is_active=row.state == "done",
        process_status=OWN_STATES.get(row.state, row.state),
        failed_reason=row.error or None,
        type="custom",
        age_range="adult",
        location="other",
        style="other",
        video_scene=told.get("video_scene") or "",
        keywords=told.get("keywords") or [],
    )


def _personas(request: Request, wanted: dict[str, str | None]) -> list[Persona]:
    base = base_of(request)
    return [_persona(base, persona) for persona in creatify.personas(**wanted)]


def _persona(base: str, persona: creatify.Persona) -> Persona:
    return Persona.model_validate(absolute(base, persona.model_dump(mode="json")))


def _voices(request: Request) -> list[Voice]:
    base = base_of(request)
    return [Voice.model_validate(absolute(base, voice.model_dump(mode="json"))) for voice in creatify.voices()]


def _musics(request: Request, category: str | None, search: str | None) -> list[Music]:
    base = base_of(request)
    found = creatify.musics(category=category, search=search)
    return [Music.model_validate(absolute(base, track.model_dump(mode="json"))) for track in found]


def _music_page(request: Request, asked: Window, found: list[Music]) -> MusicPage:
    page = page_of(request, asked, found)
    return MusicPage(**dict(page), page=asked.page, page_size=asked.size)


def absolute(base: str, value: Any) -> Any:
    """A value of the catalogue with whole addresses instead of paths of this server."""
    if isinstance(value, dict):
        return {name: absolute(base, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [absolute(base, inner) for inner in value]
    if isinstance(value, str) and value.startswith("/files/library/"):
        return f"{base}{value}"
    return value
