"""/v1: the catalogue: avatars, voices, music, visual styles, templates, each with the caller's own."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import BaseModel

from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope
from pitchreel.api.jogg.reading import Filter
from pitchreel.api.jogg.rooms import new_router
from pitchreel.library import jogg
from pitchreel.library.paging import page_of

router = new_router("Catalogue")
Here = Callable[[str], str]
"""Makes an address of a path of this server."""


class Avatar(BaseModel):
    """Somebody who presents, in one shape of film."""

    avatar_id: int
    name: str
    cover_url: str
    aspect_ratio: int
    style: str
    gender: str
    age: str


class Avatars(BaseModel):
    """The public avatars."""

    avatars: list[Avatar]


class Voice(BaseModel):
    """A voice; ``audition_url`` is a sample of it."""

    name: str
    voice_id: str
    audition_url: str
    language: str
    gender: str
    age: str


class Voices(BaseModel):
    """A page of voices; ``total`` counts all pages."""

    total: int
    voices: list[Voice]


class Music(BaseModel):
    """A piece of music."""

    id: int
    name: str
    music_url: str
    duration: int


class Musics(BaseModel):
    """The music, under each of the names that clients look for."""

    musics: list[Music]
    music: list[Music]
    avatars: list[Music]


class VisualStyle(BaseModel):
    """A visual style; its name goes into requests."""

    id: int
    name: str
    cover_url: str


class VisualStyles(BaseModel):
    """The visual styles."""

    visual_styles: list[VisualStyle]


class TemplateVariable(BaseModel):
    """A value that a template asks for."""

    type: str
    name: str


class Template(BaseModel):
    """A template in one shape of film."""

    id: int
    name: str
    cover_url: str
    preview_url: str
    aspect_ratio: int
    variables: list[TemplateVariable]


class Templates(BaseModel):
    """The templates."""

    templates: list[Template]


class Account(BaseModel):
    """Whose key it is."""

    username: str
    email: str


@router.get("/v1/avatars", summary="List the public avatars")
def list_avatars(
    desk: At,
    aspect_ratio: Filter = "",
    style: Filter = "",
    gender: Filter = "",
    age: Filter = "",
    scene: Filter = "",
    ethnicity: Filter = "",
) -> Envelope[Avatars]:
    """Filtered by what is given."""
    found = jogg.avatars(
        aspect_ratio=aspect_ratio, style=style, gender=gender, age=age, scene=scene, ethnicity=ethnicity
    )
    return desk.say(
        Avatars(
            avatars=[
                Avatar(
                    avatar_id=one.id,
                    name=one.name,
                    cover_url=desk.here(one.cover_url),
                    aspect_ratio=one.aspect_ratio,
                    style=one.style,
                    gender=one.gender,
                    age=one.age,
                )
                for one in found
            ]
        )
    )


@router.get("/v1/voices", summary="List the voices")
def list_voices(
    desk: At,
    page: Filter = "1",
    page_size: Filter = "10",
    age: Filter = "",
    gender: Filter = "",
    language: Filter = "",
) -> Envelope[Voices]:
    """Filtered by what is given, page by page."""
    found = page_of(jogg.voices(language=language, gender=gender, age=age), page, page_size)
    return desk.say(Voices(total=found.total, voices=[voice_answer(one, desk.here) for one in found.items]))


@router.get("/v1/voices/custom", summary="List the caller's own voices")
def list_own_voices(desk: At, language: Filter = "") -> Envelope[Voices]:
    """There are none: this server clones no voices."""
    return desk.say(Voices(total=0, voices=[]))


@router.get("/v1/musics", summary="List the music")
def list_musics(desk: At) -> Envelope[Musics]:
    """All of it."""
    return desk.say(_under_all_names([music_answer(one, desk.here) for one in jogg.musics()]))


@router.get("/v1/musics/custom", summary="List the caller's own music")
def list_own_musics(desk: At) -> Envelope[Musics]:
    """There is none."""
    return desk.say(_under_all_names([]))


@router.get("/v1/visual_styles", summary="List the visual styles")
def list_visual_styles(desk: At, aspect_ratio: Filter = "") -> Envelope[VisualStyles]:
    """``aspect_ratio`` -1 is all of them."""
    return desk.say(visual_styles_answer(aspect_ratio, desk.here))


@router.get("/v1/visual_styles/custom", summary="List the caller's own visual styles")
def list_own_visual_styles(desk: At) -> Envelope[VisualStyles]:
    """There are none."""
    return desk.say(VisualStyles(visual_styles=[]))


@router.get("/v1/templates", summary="List the templates")
def list_templates(desk: At, aspect_ratio: Filter = "") -> Envelope[Templates]:
    """With the variables that each asks for."""
    return desk.say(Templates(templates=templates_answer(aspect_ratio, desk.here)))


@router.get("/v1/templates/custom", summary="List the caller's own templates")
def list_own_templates(desk: At, aspect_ratio: Filter = "") -> Envelope[Templates]:
    """There are none."""
    return desk.say(Templates(templates=[]))


@router.get("/v1/whoami", summary="Whose key this is")
def whoami(desk: At) -> Envelope[Account]:
    """Also a way to try a key."""
    return desk.say(account_answer(desk.key.name, desk.key.api_id))


def account_answer(name: str, api_id: str) -> Account:
    """The owner of a key; an installation knows no mail addresses, so the key's own id stands there."""
    return Account(username=name or api_id, email=f"{api_id}@pitchreel.invalid")


def voice_answer(one: jogg.Voice, here: Here) -> Voice:
    """A voice as /v1 shows it."""
    return Voice(
        name=one.name,
        voice_id=one.voice_id,
        audition_url=here(one.audition_url),
        language=one.language,
        gender=one.gender,
        age=one.age,
    )


def music_answer(one: jogg.Music, here: Here) -> Music:
    """A piece of music as all generations show it."""
    return Music(id=one.id, name=one.name, music_url=here(one.music_url), duration=one.duration)


def visual_styles_answer(aspect_ratio: str, here: Here) -> VisualStyles:
    """The visual styles as all generations show them."""
    return VisualStyles(
        visual_styles=[
            VisualStyle(id=one.id, name=one.name, cover_url=here(one.cover_url))
            for one in jogg.visual_styles(aspect_ratio=aspect_ratio)
        ]
    )


def templates_answer(aspect_ratio: str, here: Here) -> list[Template]:
    """The templates as all generations show them."""
    return [template_answer(one, here) for one in jogg.templates(aspect_ratio=aspect_ratio)]


def template_answer(one: jogg.Template, here: Here) -> Template:
    """One template."""
    return Template(
        id=one.id,
        name=one.name,
        cover_url=here(one.cover_url),
        preview_url=here(one.preview_url),
        aspect_ratio=one.aspect_ratio,
        variables=[TemplateVariable(type=variable.type, name=variable.name) for variable in one.variables],
    )


def _under_all_names(found: list[Music]) -> Musics:
    return Musics(musics=found, music=found, avatars=found)
