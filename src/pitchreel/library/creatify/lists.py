"""What Creatify's lists of personas, voices and music show."""

from __future__ import annotations

from functools import cache
from typing import Literal
from uuid import UUID, uuid5

from pitchreel.documents.base import Model
from pitchreel.library import places
from pitchreel.library.cast import cast
from pitchreel.library.match import bare, text_of
from pitchreel.library.names import contract_of
from pitchreel.library.paging import kept
from pitchreel.library.speakers import listed_voices, wire_ids
from pitchreel.music import tracks

CONTRACT = contract_of("creatify")
NAMESPACE = UUID("6d6f1bd4-6a35-5b0e-9c3c-2f5f7a1f40c9")
"""Every id of these lists is made in it and of our own id; it never changes."""
BEGUN = "2026-01-01T00:00:00Z"
"""Creation date of everything that comes with the installation."""
_AGES = {"young": "adult", "adult": "adult", "middle-aged": "adult", "senior": "senior"}
_GENDERS = {"female": "f", "male": "m"}


class Persona(Model):
    """A presenter. ``ours`` is our id; everything else is as the contract has it."""

    id: str
    ours: str
    created_at: str = BEGUN
    updated_at: str = BEGUN
    gender: str
    creator_name: str
    suitable_industries: tuple[str, ...]
    preview_image_16_9: str
    preview_image_1_1: str
    preview_image_9_16: str
    preview_video_16_9: str
    preview_video_1_1: str
    preview_video_9_16: str
    landscape_preview_video: str
    squared_preview_video: str
    portrait_preview_video: str
    is_active: bool = True
    process_status: str = "done"
    failed_reason: str | None = None
    type: str = "avatar"
    age_range: str
    location: str
    style: str = "presenter"
    video_scene: str = ""
    keywords: tuple[str, ...] = ()


class Accent(Model):
    """The voice that can be chosen: a speaker in one language. ``ours`` is our id."""

    id: str
    ours: str
    accent_name: str
    preview_url: str


class Voice(Model):
    """A speaker and the accents of theirs."""

    name: str
    gender: Literal["female", "male"]
    accents: tuple[Accent, ...]


class Music(Model):
    """A piece of music; ``duration`` is seconds of one round."""

    id: str
    ours: str
    name: str
    url: str
    category: tuple[str, ...]
    cover_url: str
    is_favorite: bool = False
    duration: float


def id_for(kind: str, ours: str) -> str:
    """The UUID of something of ours; the same in every release."""
    return str(uuid5(NAMESPACE, f"{kind}:{ours}"))


@cache
def _all_personas() -> tuple[Persona, ...]:
    found = []
    for person, entry in cast():
        pictures = {ratio: places.presenter_picture(person.id, ratio) for ratio in ("16:9", "1:1", "9:16")}
        clips = {ratio: places.presenter_clip(person.id, ratio) for ratio in ("16:9", "1:1", "9:16")}
        found.append(
            Persona(
                id=id_for("persona", person.id),
                ours=person.id,
                gender=_GENDERS[person.gender],
                creator_name=person.name,
                suitable_industries=entry.industries,
                preview_image_16_9=pictures["16:9"],
                preview_image_1_1=pictures["1:1"],
                preview_image_9_16=pictures["9:16"],
                preview_video_16_9=clips["16:9"],
                preview_video_1_1=clips["1:1"],
                preview_video_9_16=clips["9:16"],
                landscape_preview_video=clips["16:9"],
                squared_preview_video=clips["1:1"],
                portrait_preview_video=clips["9:16"],
                age_range=_AGES[person.age],
                location=entry.location,
                video_scene=entry.scenes[0],
                keywords=(*person.tags, *entry.scenes),
            )
        )
    return tuple(found)


def personas(
    *,
    age_range: object = None,
    gender: object = None,
    location: object = None,
    style: object = None,
    keyword: object = None,
    suitable_industries: object = None,
) -> tuple[Persona, ...]:
    """The personas that pass the filters, each a word or a comma list; one not given lets everything through."""
    found = kept(
        _all_personas(),
        (age_range, lambda persona: (persona.age_range,)),
        (gender, lambda persona: (persona.gender,)),
        (location, lambda persona: (persona.location,)),
        (style, lambda persona: (persona.style,)),
        (suitable_industries, lambda persona: persona.suitable_industries),
    )
    sought = bare(text_of(keyword))
    return tuple(
        persona
        for persona in found
        if any(sought in bare(word) for word in (persona.creator_name, *persona.keywords, *persona.suitable_industries))
    )


def find_persona(id: object) -> Persona | None:
    """The persona with an id, with dashes or without; None where there is none."""
    wanted = bare(text_of(id))
    return next((persona for persona in _all_personas() if bare(persona.id) == wanted), None)


@cache
def voices() -> tuple[Voice, ...]:
    """Every speaker with the accents of theirs."""
    speakers: dict[str, str] = CONTRACT.more["speakers"]
    accents: dict[tuple[str, Literal["female", "male"]], list[Accent]] = {}
    for voice in listed_voices():
        # One voice of espeak-ng speaks every language: it is one speaker with many accents.
        name = speakers.get(voice.voice.partition("+")[2], voice.name)
        accents.setdefault((name, voice.gender), []).append(
            Accent(
                id=id_for("voice", voice.id),
                ours=voice.id,
                accent_name=voice.language_name,
                preview_url=places.voice_sample(wire_ids()[voice.id]),
            )
        )
    return tuple(Voice(name=name, gender=gender, accents=tuple(found)) for (name, gender), found in accents.items())


@cache
def _all_musics() -> tuple[Music, ...]:
    return tuple(
        Music(
            id=id_for("music", music.id),
            ours=music.id,
            name=music.name,
            url=places.music_sound(music.id),
            category=(music.mood.title(),),
            cover_url=places.music_picture(music.id),
            duration=round(music.duration, 2),
        )
        for music in tracks()
    )


def musics(*, category: object = None, search: object = None) -> tuple[Music, ...]:
    """The music of a category whose name or category holds the words searched for."""
    sought = bare(text_of(search))
    return tuple(
        music
        for music in kept(_all_musics(), (category, lambda music: music.category))
        if sought in bare(music.name + "".join(music.category))
    )


def music_categories() -> tuple[str, ...]:
    """The categories that music has, in the order of the list."""
    return tuple(dict.fromkeys(name for music in _all_musics() for name in music.category))
