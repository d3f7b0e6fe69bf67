"""The names that a dialect's contract lists, and the styles, languages, ratios and lengths that they mean here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from pydantic import Field

from pitchreel.documents.base import Model
from pitchreel.errors import InvalidRequest, LanguageError, UnknownName
from pitchreel.library.match import NOTHING, Match, bare, id_of, is_number, refuse, short, text_of
from pitchreel.script import DEFAULT_STYLE, find_script_style, language_codes
from pitchreel.styles import find_style, styles
from pitchreel.voice import voices
from pitchreel.voice.catalogue import match_language as match_spoken

RATIOS = ("9:16", "16:9", "1:1")
"""In the order of the numbers that stand for them on the wire."""
_RATIO_WORDS = {
    "portrait": "9:16",
    "vertical": "9:16",
    "landscape": "16:9",
    "horizontal": "16:9",
    "square": "1:1",
}


class Dressed(Model):
    """A visual style of a contract: our style that comes nearest, and the ratios that the contract has it in."""

    near: str
    id: int = 0
    ratios: tuple[str, ...] = RATIOS


class Contract(Model):
    """A dialect's names, as its file in ``data/`` has them."""

    lengths: tuple[int, ...]
    script_styles: tuple[str, ...]
    visual_styles: dict[str, Dressed]
    languages: dict[str, str]
    """The dialect's word for a language to its BCP 47 tag."""
    more_languages: bool = False
    """Whether the contract has languages beyond those that are known of it."""
    fallback: dict[str, Any]
    more: dict[str, Any] = Field(default_factory=dict)
    """What only this dialect has."""


def read_data(name: str) -> dict[str, Any]:
    """A file of ``data/``."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def contract_of(dialect: str) -> Contract:
    """The contract of ``jogg`` or ``creatify``."""
    data = read_data(dialect)
    hooks = data.get("hooks", [])
    languages = data["languages"]
    return Contract(
        lengths=data["lengths"],
        script_styles=(*data["script_styles"], *hooks),
        visual_styles=data["visual_styles"],
        languages=languages if isinstance(languages, dict) else {code: code for code in languages},
        more_languages=data.get("more_languages", False),
        fallback=data["fallback"],
        more={name: value for name, value in data.items() if name not in Contract.model_fields},
    )


def spelled(text: str, names: Iterable[str]) -> str | None:
    """The one of some names that a text is, as it is spelled there; None where it is none of them."""
    names = tuple(names)
    return text if text in names else next((name for name in names if bare(name) == bare(text)), None)


def is_built(name: str) -> bool:
    """Whether one of our own styles is what a contract's visual style names."""
    try:
        return not is_number(name) and bool(find_style(name))
    except UnknownName:
        return False


def match_visual_style(contract: Contract, value: object, *, strict: bool, field: str) -> Match:
    """A visual style by the contract's name or id, or by a name of our own."""
    text = id_of(value)
    if not text:
        return NOTHING
    numbered = {str(dressed.id): name for name, dressed in contract.visual_styles.items() if dressed.id}
    name = numbered.get(text) or spelled(text, contract.visual_styles)
    if name and is_built(name):
        return Match(ours=find_style(name).id, shown=name)
    if name:
        near = find_style(contract.visual_styles[name].near)
        warning = f"The visual style {name} is not drawn yet; {near.name}, the nearest to it, is used"
        return Match(ours=near.id, shown=name, warning=warning)
    if is_built(text):
        return Match(ours=find_style(text).id, shown=find_style(text).name)
    if strict:
        refuse(field, "visual style", text, f"Choose one of: {', '.join(contract.visual_styles)}")
    plain = styles()[0]
    return Match(
        ours=plain.id, shown=text, warning=f"There is no visual style {short(text)} here; {plain.name} is used instead"
    )


def match_script_style(contract: Contract, value: object, *, strict: bool, field: str) -> Match:
    """A script style by the contract's name or by one of our own."""
    text = text_of(value)
    if not text:
        return NOTHING
    listed = spelled(text, contract.script_styles) or text
    try:
        return Match(ours=find_script_style(listed).id, shown=listed)
    except UnknownName:
        if strict:
            refuse(field, "script style", text, f"Choose one of: {', '.join(contract.script_styles)}")
    plain = find_script_style(DEFAULT_STYLE)
    return Match(
        ours=plain.id, shown=text, warning=f"There is no script style {short(text)} here; {plain.name} is used instead"
    )


def match_language(contract: Contract, value: object, *, own_script: bool, strict: bool, field: str) -> Match:
    """A language by the contract's word or by its code.

    With a script of the caller's own it is the language that is spoken; without one it is a language that scripts
    are written in.
    """
    text = text_of(value)
    if not text:
        return NOTHING
    words = contract.languages if strict else contract_of("jogg").languages | contract.languages
    word = spelled(text, words)
    tag = words[word] if word else text
    speaker = find_speaker(tag) if word or contract.more_languages or not strict else None
    if speaker is None:
        if strict:
            refuse(field, "language", text, f"Choose one of: {', '.join(contract.languages)}")
        return Match(ours="en", shown=text, warning=f"There is no language {short(text)} here; the film is in English")
    shown = word or text
    if own_script:
        reader = f"No voice here speaks {speaker.name}; one for {speaker.reader} reads it" if speaker.reader else None
        return Match(ours=speaker.tag, shown=shown, warning=reader)
    base = tag.split("-")[0].lower()
    if base in language_codes():
        return Match(ours=base, shown=shown)
    warning = f"Scripts are not written in {speaker.name} yet, so the film is in English"
    if not speaker.reader:
        warning += "; a script of your own would be spoken in that language"
    return Match(ours="en", shown=shown, warning=warning)


class Speaker(Model):
    """What speaks a language: the tag that a voice is found by, and what the language is called."""

    tag: str
    name: str
    reader: str = ""
    """The language whose voices read it, where none of its own do."""


@lru_cache(maxsize=512)
def find_speaker(tag: str) -> Speaker | None:
    """What speaks the language of a BCP 47 tag; None where that is none."""
    if not tag.isascii() or len(tag) > 20:
        return None
    table = read_languages()
    base = tag.replace("_", "-").split("-")[0].lower()
    near = table["nearest"].get(base)
    try:
        spoken = match_spoken(near or tag)
    except LanguageError:
        return None
    name = next(voice.language_name for voice in voices() if voice.language == spoken)
    if near:
        return Speaker(tag=near, name=table["names"][base], reader=name)
    return Speaker(tag=spoken if "-" in tag else spoken.split("-")[0], name=name)


@cache
def read_languages() -> Mapping[str, Mapping[str, str]]:
    """``nearest``: tags that no voice speaks, to one that is spoken; ``names``: what those are called."""
    return read_data("languages")


def match_ratio(value: object, *, strict: bool, field: str, shown: Mapping[str, str]) -> Match:
    """A ratio as a number (0, 1, 2), a word (portrait, ...) or a proportion with a colon or an x.

    ``shown`` is what the dialect answers with for each of ours.
    """
    text = text_of(value)
    if not text:
        return NOTHING
    ours = _RATIO_WORDS.get(text.lower()) or text.lower().replace("x", ":").replace("/", ":").replace(" ", "")
    if is_number(text) and int(text) < len(RATIOS):
        ours = RATIOS[int(text)]
    if ours in RATIOS:
        return Match(ours=ours, shown=shown[ours], ratio=ours)
    if strict:
        refuse(field, "ratio", text, f"Choose one of: {', '.join(shown.values())}")
    plain = RATIOS[0]
    return Match(
        ours=plain, shown=shown[plain], ratio=plain, warning=f"There is no ratio {short(text)} here; {plain} is used"
    )


def match_length(contract: Contract, value: object, *, strict: bool, field: str) -> Match:
    """A length in seconds; where the caller is not strict, the nearest of those that films are made in."""
    text = id_of(value)
    if not text:
        return NOTHING
    listed = [str(length) for length in contract.lengths]
    if text in listed:
        return Match(ours=text, shown=text)
    if strict:
        raise InvalidRequest(field, f"{field}: {short(text)} is not a length", f"Choose one of: {', '.join(listed)}")
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not 0 < seconds < float("inf"):
        return Match(ours="30", shown="30", warning=f"{short(text)} is no length of a film; it is made 30 seconds long")
    nearest = min((15, 30, 45, 60), key=lambda length: abs(length - seconds))
    warning = None if nearest == seconds else f"Films are not made {text} seconds long; this one is {nearest}"
    return Match(ours=str(nearest), shown=str(nearest), warning=warning)
