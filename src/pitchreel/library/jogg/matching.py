"""What the names and numbers of a JoggAI request mean here."""

from __future__ import annotations

from pitchreel.errors import UnknownName
from pitchreel.library import names, speakers
from pitchreel.library.cast import cast
from pitchreel.library.jogg.lists import (
    CONTRACT,
    Template,
    avatars,
    musics,
    ratio_number,
    templates,
    visual_styles,
)
from pitchreel.library.match import NOTHING, Gender, Match, id_of, is_number, refuse, short, text_of
from pitchreel.library.names import RATIOS
from pitchreel.library.speakers import wire_ids
from pitchreel.music import find_music
from pitchreel.presenter import Presenter, find_presenter
from pitchreel.styles import find_template as find_own_template

COMMON = ("", "0", "public", "common")
"""Words for what everybody has; everything else (1, custom, user) is the caller's own."""
_RATIO_NUMBERS = {ratio: str(ratio_number(ratio)) for ratio in RATIOS}


def match_avatar(
    value: object, type: object = 0, *, gender: Gender | None = None, strict: bool = False, field: str = "avatar_id"
) -> Match:
    """A public avatar by its number, or a presenter by a name of ours.

    An avatar of the caller's own (``type`` 1) is looked for in the database first; what is not found there gets a
    public one in its place: that of the same number, or one of ``gender`` (that of the voice, where it is known).
    """
    text = id_of(value)
    if not text:
        return NOTHING
    own = text_of(type).lower() not in COMMON
    listed = {str(avatar.id): (avatar.presenter, RATIOS[avatar.aspect_ratio]) for avatar in avatars()}
    listed |= {str(number): (person.id, RATIOS[0]) for person, entry in cast() for number in entry.also}
    name, ratio = listed.get(text, ("" if is_number(text) else text, None))
    person = _presenter(name)
    if strict and (own or person is None):
        refuse(field, "avatar of your own with the number" if own else "avatar", text, "See the list of avatars")
    warning = None
    if person is None or own:
        person = person or find_presenter(CONTRACT.fallback["avatar"][gender or "male"])
        warning = f"There is no avatar {short(text)} {'of yours ' if own else ''}here; {person.name} presents instead"
    return Match(ours=person.id, shown=text, warning=warning, ratio=ratio, gender=person.gender)


def _presenter(name: str) -> Presenter | None:
    try:
        return find_presenter(name) if name else None
    except UnknownName:
        return None


def match_voice(value: object, language: str | None = None, *, strict: bool = False, field: str = "voice_id") -> Match:
    """A voice by its id on the wire, by one of ours, or by the name of any neural service's voice."""
    return speakers.match_voice(value, language, shown=wire_ids(), strict=strict, field=field)


def match_music(value: object, *, strict: bool = False, field: str = "music_id") -> Match:
    """A piece of music by its number, or by a name of ours."""
    text = id_of(value)
    if not text:
        return NOTHING
    listed = {str(music.id): music.ours for music in musics()} | CONTRACT.more["musics"]
    try:
        if is_number(text) and text not in listed:
            raise UnknownName("music", text, listed)
        found = find_music(listed.get(text, text))
        return Match(ours=found.id, shown=text)
    except UnknownName:
        if strict:
            refuse(field, "music", text, "See the list of musics")
    other = find_music(CONTRACT.fallback["music"])
    return Match(
        ours=other.id, shown=text, warning=f"There is no music {short(text)} here; {other.name} is played instead"
    )


def match_visual_style(value: object, *, strict: bool = False, field: str = "visual_style") -> Match:
    """A visual style by its name or id; one that is not drawn yet gives the nearest that is, with a warning."""
    text = id_of(value)
    name = next((style.name for style in visual_styles() if str(style.id) == text), text)
    return names.match_visual_style(CONTRACT, name, strict=strict, field=field)


def match_template(
    value: object, type: object = "public", *, strict: bool = False, field: str = "template_id"
) -> Match:
    """A template by its number, or by a name of ours; ``ratio`` is the one that the number stands for.

    Nobody has templates of their own here: one that is asked for as ``custom`` or ``user`` is looked for among the
    public ones, with a warning.
    """
    text = id_of(value)
    if not text:
        return NOTHING
    own = text_of(type).lower() not in COMMON
    listed = find_template(text)
    try:
        found = None if is_number(text) and not listed else find_own_template(listed.ours if listed else text)
    except UnknownName:
        found = None
    if strict and (own or found is None):
        refuse(field, "template of your own with the number" if own else "template", text, "See the list of templates")
    warning = None
    if found is None or own:
        found = found or find_own_template(CONTRACT.fallback["template"])
        warning = f"There is no template {short(text)} {'of yours ' if own else ''}here; {found.name} is used instead"
    return Match(ours=found.id, shown=text, warning=warning, ratio=RATIOS[listed.aspect_ratio] if listed else None)


def find_template(id: object) -> Template | None:
    """The template with a number of the list; None where there is none."""
    text = id_of(id)
    return next((template for template in templates() if str(template.id) == text), None)


def match_script_style(value: object, *, strict: bool = False, field: str = "script_style") -> Match:
    """A script style by its name."""
    return names.match_script_style(CONTRACT, value, strict=strict, field=field)


def match_language(value: object, *, own_script: bool = False, strict: bool = False, field: str = "language") -> Match:
    """A language by JoggAI's word or by its code: what is spoken with a script of the caller's own, else written."""
    return names.match_language(CONTRACT, value, own_script=own_script, strict=strict, field=field)


def match_ratio(value: object, *, strict: bool = False, field: str = "aspect_ratio") -> Match:
    """A ratio as 0, 1, 2, a word or a proportion; ``shown`` is the number."""
    return names.match_ratio(value, strict=strict, field=field, shown=_RATIO_NUMBERS)


def match_length(value: object, *, strict: bool = False, field: str = "video_length") -> Match:
    """A length in seconds: 15, 30 or 60; 45 too where the caller is not strict."""
    return names.match_length(CONTRACT, value, strict=strict, field=field)
