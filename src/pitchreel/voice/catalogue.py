"""The voices of this installation and how a name or a language finds one."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from pitchreel.documents import Model
from pitchreel.errors import LanguageError, UnknownName
from pitchreel.voice.engines import engine

Gender = Literal["female", "male"]
NEURAL = re.compile(
    r"(?P<language>[a-z]{2,3}-(?:[A-Z]{2}|\d{3}))-(?:[a-z]+-)?(?P<name>[A-Za-z]+?)(?:Multilingual|Expressive)?Neural"
)


class Voice(Model):
    """A voice. ``language`` is a BCP 47 tag; ``quality`` says how near it comes to a person, ``note`` in words."""

    id: str
    """``local:<engine>/<voice>``: ``local:festival/slt-hts``, ``local:espeak/de+f3``."""
    name: str
    language: str
    language_name: str
    gender: Gender
    engine: str
    voice: str
    """What the engine itself calls it."""
    quality: Literal["good", "plain", "low"]
    note: str = ""
    available: bool
    hint: str = ""
    """What installs it, when it is not available."""


class Choice(Model):
    """The voice found for a name, and what to tell about it."""

    voice: Voice
    warnings: tuple[str, ...] = ()


def voices() -> tuple[Voice, ...]:
    """Every voice of the catalogue, installed or not, by language; the preferred of a language and gender first."""
    data = _data()
    espeak = data["espeak"]
    names = {tag: name for tag, (_, name) in espeak["languages"].items()}
    found = [
        _voice(row["engine"], row["voice"], row["language"], names, row["gender"], row["name"], "good", row["note"])
        for row in data["preferred"]
    ]
    for tag, (code, name) in espeak["languages"].items():
        note = espeak["low"].get(tag, "")
        for gender in ("female", "male"):
            variant, label = espeak[gender]
            quality = "low" if note else "plain"
            text = note or "Formant synthesis: clear and lively, plainly a machine"
            label = f"{name} {label}"
            found.append(_voice("espeak", f"{code}+{variant}", tag, names, gender, label, quality, text))
    order = list(names)
    return tuple(sorted(found, key=lambda voice: order.index(voice.language)))


def find_voice(name: str | None, language: str) -> Choice:
    """The voice called ``name``, or for None the best one that is installed for ``language``.

    ``name`` may also be a gender (``female``, ``male``) or the id of a neural service's voice
    (``en-US-ChristopherNeural``), which is spoken by a local voice of that language and gender, with a warning.
    Raises UnknownName, and LanguageError when no voice speaks the language.
    """
    if name is None or name in ("female", "male"):
        return Choice(voice=_best(language, cast(Gender | None, name)))
    everyone = {voice.id: voice for voice in voices()}
    wanted = name if name in everyone else f"local:{name}"
    if wanted in everyone:
        return _installed(everyone[wanted], language)
    by_name = [voice for voice in everyone.values() if voice.name.lower() == name.lower()]
    if by_name:
        return _installed(by_name[0], language)
    match = NEURAL.fullmatch(name)
    if match is None:
        raise UnknownName("voice", name, everyone)
    voice = _best(match["language"], _gender_of(match["name"]))
    warning = f"The voice {name} is not installed here; {voice.id} speaks instead"
    return Choice(voice=voice, warnings=(warning, *_mismatch(voice, language)))


def match_language(language: str) -> str:
    """The catalogue's tag for a language (``de-AT`` is spoken as ``de``); raises LanguageError."""
    data = _data()
    known: dict[str, list[str]] = data["espeak"]["languages"]
    by_case = {tag.lower(): tag for tag in known}
    aliases: dict[str, str] = {tag.lower(): target for tag, target in data["aliases"].items()}
    tag = language.strip().replace("_", "-").lower()
    while tag:
        if tag in by_case:
            return by_case[tag]
        if tag in aliases:
            return aliases[tag]
        tag = tag.rpartition("-")[0]
    raise LanguageError(f"No voice speaks the language {language!r}", f"Choose one of: {', '.join(sorted(known))}")


def _best(language: str, gender: Gender | None) -> Voice:
    tag = match_language(language)
    candidates = [voice for voice in voices() if voice.language == tag and gender in (None, voice.gender)]
    installed = [voice for voice in candidates if voice.available]
    return (installed or candidates)[0]


def _installed(voice: Voice, language: str) -> Choice:
    warnings = _mismatch(voice, language)
    if voice.available:
        return Choice(voice=voice, warnings=warnings)
    other = _best(voice.language, voice.gender)
    warning = f"The voice {voice.id} is not installed; {other.id} speaks instead. {voice.hint}"
    return Choice(voice=other, warnings=(warning, *warnings))


def _mismatch(voice: Voice, language: str) -> tuple[str, ...]:
    if voice.language.split("-")[0] == match_language(language).split("-")[0]:
        return ()
    return (f"The voice {voice.id} speaks {voice.language_name}, the script is in {language!r}",)


def _voice(
    engine_name: str,
    voice: str,
    language: str,
    names: dict[str, str],
    gender: str,
    name: str,
    quality: str,
    note: str,
) -> Voice:
    speaker = engine(engine_name)
    available = speaker.available(voice)
    return Voice(
        id=f"local:{engine_name}/{voice}",
        name=name,
        language=language,
        language_name=names[language],
        gender=cast(Gender, gender),
        engine=engine_name,
        voice=voice,
        quality=cast(Literal["good", "plain", "low"], quality),
        note=note,
        available=available,
        hint="" if available else speaker.missing(voice),
    )


def _gender_of(name: str) -> Gender | None:
    text = files("pitchreel.voice").joinpath("data/neural_names.json").read_text(encoding="utf-8")
    table = json.loads(text)
    genders: tuple[Gender, ...] = ("female", "male")
    return next((gender for gender in genders if name in table[gender].split()), None)


@cache
def _data() -> dict[str, Any]:
    text = files("pitchreel.voice").joinpath("data/voices.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))
