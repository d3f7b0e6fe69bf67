"""What JoggAI's lists of avatars, voices, music, visual styles and templates show."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pitchreel.documents.base import Model
from pitchreel.library import places
from pitchreel.library.cast import cast
from pitchreel.library.match import Gender, bare, text_of
from pitchreel.library.names import RATIOS, contract_of, is_built, match_ratio
from pitchreel.library.paging import kept
from pitchreel.library.speakers import listed_voices, wire_ids
from pitchreel.music import tracks
from pitchreel.styles import ANY_PICTURE, find_style, styles
from pitchreel.styles import Template as OwnTemplate
from pitchreel.styles import templates as own_templates
from pitchreel.voice import Voice as OwnVoice

CONTRACT = contract_of("jogg")
RATIO_WORDS = {"9:16": "portrait", "16:9": "landscape", "1:1": "square"}
AVATAR_OFFSETS = {"9:16": 0, "16:9": 200, "1:1": 300}
"""What is added to a presenter's number: an avatar of this contract has one ratio, our presenters have all."""
TEMPLATE_OFFSETS = {"9:16": 0, "16:9": 1000, "1:1": 2000}
"""The same for templates, whose own numbers begin at 101."""
STYLE_OFFSET = 1000
_AGES = {"young": "young_adult", "adult": "adult", "middle-aged": "adult", "senior": "senior"}


class Avatar(Model):
    """A presenter in one ratio. ``presenter`` is our id."""

    id: int
    presenter: str
    name: str
    cover_url: str
    video_url: str
    aspect_ratio: int
    style: Literal["professional", "social"]
    gender: Gender
    age: str
    scenes: tuple[str, ...]
    ethnicity: str


class Voice(Model):
    """A voice; ``ours`` is our id, ``language`` JoggAI's word for it."""

    voice_id: str
    ours: str
    name: str
    language: str
    gender: Gender
    age: Literal["young", "middle_aged", "old"]
    accent: str
    use_case: str
    audition_url: str


class Music(Model):
    """A piece of music; ``duration`` is whole seconds of one round."""

    id: int
    ours: str
    name: str
    music_url: str
    cover_url: str
    duration: int


class VisualStyle(Model):
    """A visual style by JoggAI's name, or one of ours that JoggAI has no name for.

    ``ours`` is the id of the style that is drawn, ``built`` whether that is the one of the name.
    """

    id: int
    name: str
    ours: str
    built: bool
    cover_url: str


class TemplateVariable(Model):
    """A value that a template asks for."""

    type: Literal["text", "image", "video", "script"]
    name: str


class Template(Model):
    """A template in one ratio."""

    id: int
    ours: str
    name: str
    cover_url: str
    preview_url: str
    aspect_ratio: int
    variables: tuple[TemplateVariable, ...] = ()


def ratio_number(ratio: str) -> int:
    """0 for 9:16, 1 for 16:9, 2 for 1:1."""
    return RATIOS.index(ratio)


def ratio_word(ratio: str) -> str:
    """``portrait``, ``landscape`` or ``square``."""
    return RATIO_WORDS[ratio]


def _of_ratio(value: object) -> tuple[str, ...]:
    """The ratios that a list's filter lets through; -1 and everything that is no ratio are all of them."""
    found = match_ratio(value, strict=False, field="", shown=RATIO_WORDS)
    return (found.ours,) if found.ours and not found.warning else RATIOS


@cache
def _all_avatars() -> tuple[Avatar, ...]:
    return tuple(
        Avatar(
            id=AVATAR_OFFSETS[ratio] + person.number,
            presenter=person.id,
            name=person.name,
            cover_url=places.presenter_picture(person.id, ratio),
            video_url=places.presenter_clip(person.id, ratio),
            aspect_ratio=ratio_number(ratio),
            style=entry.style,
            gender=person.gender,
            age=_AGES[person.age],
            scenes=entry.scenes,
            ethnicity=entry.ethnicity,
        )
        for ratio in RATIOS
        for person, entry in cast()
    )


def avatars(
    *,
    aspect_ratio: object = None,
    style: object = None,
    gender: object = None,
    age: object = None,
    scene: object = None,
    ethnicity: object = None,
) -> tuple[Avatar, ...]:
    """The public avatars that pass the filters; one that is not given lets everything through."""
    numbers = {ratio_number(ratio) for ratio in _of_ratio(aspect_ratio)}
    return kept(
        (avatar for avatar in _all_avatars() if avatar.aspect_ratio in numbers),
        (style, lambda avatar: (avatar.style,)),
        (gender, lambda avatar: (avatar.gender,)),
        (age, lambda avatar: (avatar.age,)),
        (scene, lambda avatar: avatar.scenes),
        (ethnicity, lambda avatar: (avatar.ethnicity,)),
    )


@cache
def language_words() -> dict[str, str]:
    """Our languages, without their region, to JoggAI's words; the first word of a language counts."""
    words: dict[str, str] = {}
    for word, tag in CONTRACT.languages.items():
        words.setdefault(tag.split("-")[0], word)
    return words


def _language_of(voice: OwnVoice) -> str:
    return language_words().get(voice.language.split("-")[0], voice.language_name.lower())


@cache
def _all_voices() -> tuple[Voice, ...]:
    return tuple(
        Voice(
            voice_id=wire_ids()[voice.id],
            ours=voice.id,
            name=voice.name,
            language=_language_of(voice),
            gender=voice.gender,
            age="young" if voice.gender == "female" else "middle_aged",
            accent=voice.language_name,
            use_case="narrative_story" if voice.quality == "good" else "informative_educational",
            audition_url=places.voice_sample(wire_ids()[voice.id]),
        )
        for voice in listed_voices()
    )


def voices(
    *, language: object = None, gender: object = None, age: object = None, use_case: object = None
) -> tuple[Voice, ...]:
    """The voices that pass the filters; ``language`` is JoggAI's word or a code."""
    wanted = text_of(language)
    tag = next((tag for word, tag in CONTRACT.languages.items() if bare(word) == bare(wanted)), wanted)
    # The language alone, without its region: a caller who asks for spanish wants that of every country.
    base = tag.replace("_", "-").split("-")[0]
    return kept(
        _all_voices(),
        (base, lambda voice: (wire_language(voice), voice.language)),
        (gender, lambda voice: (voice.gender,)),
        (age, lambda voice: (voice.age,)),
        (use_case, lambda voice: (voice.use_case,)),
    )


def wire_language(voice: Voice) -> str:
    """The language of a voice as its id has it: ``nb`` of nb-NO-FinnNeural."""
    return voice.voice_id.split("-")[0]


@cache
def musics() -> tuple[Music, ...]:
    """Every piece of music."""
    return tuple(
        Music(
            id=music.number,
            ours=music.id,
            name=music.name,
            music_url=places.music_sound(music.id),
            cover_url=places.music_picture(music.id),
            duration=round(music.duration),
        )
        for music in tracks()
    )


def visual_styles(*, aspect_ratio: object = None) -> tuple[VisualStyle, ...]:
    """The visual styles of the contract and our own beyond it, with covers in the first ratio that was asked for."""
    ratios = _of_ratio(aspect_ratio)
    named = {
        name: (dressed.id, find_style(name if is_built(name) else dressed.near).id, is_built(name))
        for name, dressed in CONTRACT.visual_styles.items()
        if any(ratio in dressed.ratios for ratio in ratios)
    }
    known = {ours for _, ours, built in named.values() if built}
    named |= {style.name: (STYLE_OFFSET + style.number, style.id, True) for style in styles() if style.id not in known}
    return tuple(
        VisualStyle(id=id, name=name, ours=ours, built=built, cover_url=places.style_picture(ours, ratios[0]))
        for name, (id, ours, built) in named.items()
    )


def _asked(template: OwnTemplate) -> tuple[TemplateVariable, ...]:
    """What a template asks for: its own variables, and what every one takes: something to say and something to show."""
    own = tuple(TemplateVariable(type=variable.kind, name=variable.name) for variable in template.variables)
    kinds = {variable.type for variable in own}
    script = () if "script" in kinds else (TemplateVariable(type="script", name="script"),)
    picture = () if kinds & {"image", "video"} else (TemplateVariable(type="image", name=ANY_PICTURE),)
    return (*own, *script, *picture)


@cache
def _all_templates() -> tuple[Template, ...]:
    return tuple(
        Template(
            id=TEMPLATE_OFFSETS[ratio] + template.number,
            ours=template.id,
            name=template.name,
            cover_url=places.template_picture(template.id, ratio),
            preview_url=places.template_clip(template.id, ratio),
            aspect_ratio=ratio_number(ratio),
            variables=_asked(template),
        )
        for ratio in RATIOS
        for template in own_templates()
    )


def templates(*, aspect_ratio: object = None) -> tuple[Template, ...]:
    """The templates of a ratio, or of all."""
    numbers = {ratio_number(ratio) for ratio in _of_ratio(aspect_ratio)}
    return tuple(template for template in _all_templates() if template.aspect_ratio in numbers)
