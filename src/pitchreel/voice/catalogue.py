"""The voices of this installation and how a name or a language finds one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from pitchreel.documents import Model
from pitchreel.errors import LanguageError, UnknownName
from pitchreel.voice.engines import engine
from pitchreel.voice.engines.espeak import variants

Gender = Literal["female", "male"]
Quality = Literal["good", "plain", "low"]
QUALITY: tuple[Quality, ...] = ("good", "plain", "low")
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
    quality: Quality
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


def find_voice(name: str | None, language: str) -> Voice:
    """The voice called ``name``, or for None the best one that is installed for ``language``; see choose_voice."""
    return choose_voice(name, language).voice


def choose_voice(name: str | None, language: str) -> Choice:
    """The voice for a name and a language, with warnings where it is not quite what was asked for.

    ``name`` is an id, a name of the catalogue, any variant of espeak-ng (``local:espeak/de+klatt2``), a gender
    (``female``, ``male``), the id of a neural service's voice (``en-US-ChristopherNeural``: a local voice of that
    language and gender speaks instead), or None. Raises UnknownName, and LanguageError when no voice speaks the
    language.
    """
    if name is None or name in ("female", "male"):
        return _chosen(_best(language, cast(Gender | None, name)), language)
    everyone = {voice.id: voice for voice in voices()}
    wanted = name if name.startswith("local:") else f"local:{name}"
    found = everyone.get(wanted) or next((one for one in everyone.values() if one.name.lower() == name.lower()), None)
    found = found or _variant(wanted, everyone.values())
    if found is not None:
        if found.available:
            return _chosen(found, language)
        other = _best(found.language, found.gender)
        return _chosen(
            other, language, f"The voice {found.id} is not installed; {other.id} speaks instead. {found.hint}"
        )
    match = NEURAL.fullmatch(name)
    if match is None:
        raise UnknownName("voice", name, everyone)
    spoken = language if "Multilingual" in name else match["language"]
    other = _best(spoken, _gender_of(match["name"]))
    return _chosen(other, language, f"The voice {name} is not installed here; {other.id} speaks instead")


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
    """Installed before not, human before formant, of the very region before another."""
    tag = match_language(language)
    base = tag.split("-")[0]
    candidates = [one for one in voices() if one.language.split("-")[0] == base and gender in (None, one.gender)]
    return min(candidates, key=lambda one: (not one.available, QUALITY.index(one.quality), one.language != tag))


def _variant(identity: str, known: Iterable[Voice]) -> Voice | None:
    """A voice made of a language of the catalogue and a variant that is only espeak-ng's own."""
    code, _, variant = identity.removeprefix("local:espeak/").partition("+")
    like = next((one for one in known if one.engine == "espeak" and one.voice.partition("+")[0] == code), None)
    if not identity.startswith("local:espeak/") or like is None or variant not in variants():
        return None
    return like.model_copy(update={"id": identity, "voice": f"{code}+{variant}", "name": f"{like.name} {variant}"})


def _chosen(voice: Voice, language: str, *warnings: str) -> Choice:
    found = list(warnings)
    if voice.language.split("-")[0] != match_language(language).split("-")[0]:
        found.append(f"The voice {voice.id} speaks {voice.language_name}, the script is in {language!r}")
    if voice.quality == "low":
        found.append(f"The voice {voice.id} is hard to understand: {voice.note}")
    return Choice(voice=voice, warnings=tuple(found))


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
        quality=cast(Quality, quality),
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
