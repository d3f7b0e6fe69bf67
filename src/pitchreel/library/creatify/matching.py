"""What the names and ids of a Creatify request mean here."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pitchreel.errors import UnknownName
from pitchreel.library import names, places, speakers
from pitchreel.library.creatify.lists import CONTRACT, find_persona, musics, voices
from pitchreel.library.match import NOTHING, Gender, Match, bare, id_of, refuse, short, text_of
from pitchreel.music import find_music
from pitchreel.presenter import find_presenter

USUAL_MODEL = "standard"
_RATIO_WORDS = {"9:16": "9x16", "16:9": "16x9", "1:1": "1x1"}
PLAIN_CAPTIONS = "plate"


def match_persona(
    value: object, *, gender: Gender | None = None, strict: bool = False, field: str = "override_avatar"
) -> Match:
    """A persona by its id, or a presenter by a name of ours.

    A persona of the caller's own is looked for in the database first; what is not found there gets one of the
    catalogue in its place, of ``gender`` where that is given (that of the voice).
    """
    text = id_of(value)
    if not text:
        return NOTHING
    persona = find_persona(text)
    try:
        person = find_presenter(persona.ours if persona else text)
        return Match(ours=person.id, shown=text, gender=person.gender)
    except UnknownName:
        if strict:
            refuse(field, "persona", text, "See the list of personas")
    person = find_presenter(CONTRACT.fallback["persona"][gender or "female"])
    warning = f"There is no persona {short(text)} here; {person.name} presents instead"
    return Match(ours=person.id, shown=text, warning=warning, gender=person.gender)


def match_voice(
    value: object, language: str | None = None, *, strict: bool = False, field: str = "override_voice"
) -> Match:
    """A voice by the id of an accent, by an id of ours, or by the name of any neural service's voice."""
    ids = {accent.id: accent.ours for voice in voices() for accent in voice.accents}
    shown = {ours: id for id, ours in ids.items()}
    return speakers.match_voice(value, language, ids=ids, shown=shown, strict=strict, field=field)


def match_music(value: object, *, strict: bool = False, field: str = "background_music_url") -> Match | None:
    """A piece of music by its address at this server, its id or a name of ours.

    None for the address of something else, which the caller fetches.
    """
    text = text_of(value)
    if not text:
        return NOTHING
    name = text
    if isinstance(value, str) and "/" in text:
        try:
            path = PurePosixPath(urlsplit(text).path)
        except ValueError:
            return None
        if str(path.parent) != f"{places.ROOT}/musics":
            return None
        name = path.stem
    name = next((music.ours for music in musics() if bare(music.id) == bare(name)), name)
    try:
        return Match(ours=find_music(name).id, shown=text)
    except UnknownName:
        if strict:
            refuse(field, "music", text, "See the list of musics")
    other = find_music(CONTRACT.fallback["music"])
    return Match(
        ours=other.id, shown=text, warning=f"There is no music {short(text)} here; {other.name} is played instead"
    )


def match_visual_style(value: object, *, strict: bool = False, field: str = "visual_style") -> Match:
    """A visual style by its name; one that is not drawn yet gives the nearest that is, with a warning."""
    return names.match_visual_style(CONTRACT, value, strict=strict, field=field)


def match_script_style(value: object, *, strict: bool = False, field: str = "script_style") -> Match:
    """A script style by its name."""
    return names.match_script_style(CONTRACT, value, strict=strict, field=field)


def match_language(value: object, *, own_script: bool = False, strict: bool = False, field: str = "language") -> Match:
    """A language by its code: what is spoken with a script of the caller's own, else what scripts are written in."""
    return names.match_language(CONTRACT, value, own_script=own_script, strict=strict, field=field)


def match_ratio(value: object, *, strict: bool = False, field: str = "aspect_ratio") -> Match:
    """A ratio as 9x16 or in any other of the usual forms; ``shown`` is the form with the x."""
    return names.match_ratio(value, strict=strict, field=field, shown=_RATIO_WORDS)


def match_length(value: object, *, strict: bool = False, field: str = "video_length") -> Match:
    """A length in seconds: 15, 30, 45 or 60."""
    return names.match_length(CONTRACT, value, strict=strict, field=field)


def match_caption_style(value: object, *, strict: bool = False, field: str = "caption_style") -> Match:
    """A look of captions by its name: the nearest of ours, and a warning that it is only that."""
    text = text_of(value)
    if not text:
        return NOTHING
    looks: dict[str, str] = CONTRACT.more["caption_styles"]
    name = names.spelled(text, looks)
    if name is not None:
        near = looks[name]
        return Match(ours=near, shown=name, warning=f"Captions in the style {name} are drawn as {near}, the nearest")
    if text in looks.values():
        return Match(ours=text, shown=text)
    if strict:
        refuse(field, "caption style", text, f"Choose one of: {', '.join(looks)}")
    warning = f"There is no caption style {short(text)} here; {PLAIN_CAPTIONS} is used instead"
    return Match(ours=PLAIN_CAPTIONS, shown=text, warning=warning)


def match_model(value: object, *, strict: bool = False, field: str = "model_version") -> Match:
    """A model by its name: whichever it is, Pitchreel's own presenters are used, and a warning says so."""
    found = _match_listed("models", "model", value, "Pitchreel's own presenters are used", strict, field)
    return found.model_copy(update={"warning": None}) if found.shown == USUAL_MODEL else found


def match_font(value: object, *, strict: bool = False, field: str = "font_family") -> Match:
    """A font of captions by its name; captions keep their own, and a warning says so."""
    return _match_listed("fonts", "font", value, "captions keep their own font", strict, field)


def match_font_style(value: object, *, strict: bool = False, field: str = "font_style") -> Match:
    """A weight or slant of captions by its name; captions keep their own, and a warning says so."""
    return _match_listed("font_styles", "font style", value, "captions keep their own", strict, field)


def _match_listed(table: str, kind: str, value: object, instead: str, strict: bool, field: str) -> Match:
    """A name of the contract that nothing here is called by."""
    text = text_of(value)
    if not text:
        return NOTHING
    listed: list[str] = CONTRACT.more[table]
    name = names.spelled(text, listed)
    if name is not None:
        return Match(ours=None, shown=name, warning=f"The {kind} {name} is not part of Pitchreel: {instead}")
    if strict:
        refuse(field, kind, text, f"Choose one of: {', '.join(listed)}")
    return Match(ours=None, shown=text, warning=f"There is no {kind} {short(text)} here; {instead}")


def misshapen(visual_style: str, ratio: str) -> str:
    """What is wrong with a visual style of the contract in one of our ratios; empty where the contract has it so."""
    dressed = CONTRACT.visual_styles.get(visual_style)
    if dressed is None or ratio in dressed.ratios:
        return ""
    return f"{visual_style} is made in {' and '.join(_RATIO_WORDS[ratio] for ratio in dressed.ratios)} only"


def opening_of(visual_style: object) -> str | None:
    """The script style that a visual style opens with: NegativeHook for LegoScriptNegativeHook; None for others."""
    name = bare(text_of(visual_style)).removeprefix("legoscript")
    hooks: list[str] = CONTRACT.more["hooks"]
    return next((hook for hook in hooks if bare(hook) == name and name != bare(text_of(visual_style))), None)
