"""Voices on the wire: ``en-US-ChristopherNeural`` and the like, and whom they find here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pitchreel.errors import LanguageError, UnknownName
from pitchreel.library.match import NOTHING, Match, refuse, short, text_of
from pitchreel.library.names import read_data
from pitchreel.voice import Voice, choose_voice, voices


@cache
def wire_ids() -> Mapping[str, str]:
    """The wire's id of each voice, by ours.

    ``data/voices.toml`` has them; a voice that has no line there yet gets one made of its own id, which is as lasting.
    """
    listed: dict[str, str] = read_data("voices")
    return {voice.id: listed.get(voice.id) or f"{voice.language}-{_letters(voice.id)}Neural" for voice in voices()}


def _letters(id: str) -> str:
    return "".join(part.title() for part in id.removeprefix("local:").replace("+", "/").replace("-", "/").split("/"))


@cache
def listed_voices() -> tuple[Voice, ...]:
    """The voices that are installed, English first, since many a caller takes the first one."""
    return tuple(sorted((voice for voice in voices() if voice.available), key=lambda voice: voice.language != "en-US"))


@cache
def _by_name() -> Mapping[str, Voice]:
    found: dict[str, Voice] = {}
    for voice in listed_voices():
        for name in (voice.id, voice.id.removeprefix("local:"), voice.name, wire_ids()[voice.id]):
            found.setdefault(name.lower(), voice)
    return found


def match_voice(
    value: object,
    language: str | None,
    *,
    ids: Mapping[str, str] | None = None,
    shown: Mapping[str, str],
    strict: bool,
    field: str,
) -> Match:
    """A voice by an id of the dialect, by an id or name of ours, or by the name of any neural service's voice.

    ``ids`` is further ids of the dialect, in lower case, to ours; ``shown`` is ours to the dialect's. ``language`` is
    that of the film, for a name that speaks many.
    """
    text = text_of(value)
    if not text:
        return NOTHING
    name = (ids or {}).get(text.lower(), text)
    voice, warning = _by_name().get(name.lower()), None
    try:
        if voice is None:
            choice = choose_voice(name, language or "en")
            voice = choice.voice
            warning = None if voice.id.endswith(name) else choice.warnings[0]
    except (UnknownName, LanguageError):
        if strict:
            refuse(field, "voice", text, "See the list of voices")
        return Match(
            ours=None,
            shown=text,
            warning=f"There is no voice {short(text)} here; the best one for the film's language speaks instead",
        )
    named = text if warning else shown.get(voice.id, text)
    return Match(ours=voice.id, shown=named, warning=warning, gender=voice.gender)
