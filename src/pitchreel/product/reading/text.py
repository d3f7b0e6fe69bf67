"""Words of a page, tidied: the same rules wherever a text comes from."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_TAGS = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_BREAKS = re.compile(r"<(?:br|/p|/li|/div|/h[1-6]|/tr|/ul|/ol)\b[^<>]*>", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]+"
)
_BEFORE_MARK = re.compile(r" ([,.;:!?)\]])(?=\s|$)")
_MARKS_APART = (" ,", " .", " ;", " :", " !", " ?", " )", " ]")
_NOT_WORD = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(
    r"(?<=[.!?…。！？])[\"'”’»)]?\s+(?=[\"'“‘«(„]?[A-ZÀ-ÞĀ-Ž0-9А-Я\u0370-\u03ff\u0590-\u06ff\u3040-\u9fff])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:z|d|u|e|i|ca|bzw|usw|inkl|exkl|zzgl|evtl|ggf|max|min|approx|incl|excl|vs|etc|no|nr|mr|mrs|ms"
    r"|dr|st|vol|fig|inc|ltd|co|ft|oz|lb|lbs|sq|in|art|abb|str|tel|aprox|env)|\b[A-Z]|\b(?:im|am|vom|zum"
    r"|der|die|das|den|dem|bis|ab) \d{1,2})\.$",
    re.IGNORECASE,
)


def table(pairs: str) -> dict[str, str]:
    """A small table written as ``key=value key=value``."""
    return dict(pair.split("=", 1) for pair in pairs.split())


def tidy(text: str) -> str:
    """One line: entities resolved, runs of white space and invisible characters made one space."""
    if "&" in text:
        text = html.unescape(text)
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    for mark in _MARKS_APART:
        if mark in text:
            return _BEFORE_MARK.sub(r"\1", text)
    return text


def strip_markup(text: str, limit: int = 20_000) -> str:
    """Prose out of a value that may hold markup, escaped once or twice; paragraphs become new lines."""
    text = text[: 4 * limit]
    for _ in range(3):
        if "&" not in text:
            break
        plain = html.unescape(text)
        if plain == text:
            break
        text = plain
    if "<" in text:
        text = _TAGS.sub(" ", _BREAKS.sub("\n", text))
    lines = (tidy(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:limit]


def plain(text: str) -> str:
    """Letters and digits only, case and width folded: two spellings of one name come out the same."""
    return _plain(text) if len(text) < 300 else _fold(text)


def _fold(text: str) -> str:
    return _NOT_WORD.sub(" ", text if text.isascii() else unicodedata.normalize("NFKC", text)).strip().casefold()


_plain = lru_cache(maxsize=4096)(_fold)  # names and titles are compared again and again


def sentences(text: str) -> list[str]:
    """Sentences of a text, line by line; abbreviations do not end one."""
    found: list[str] = []
    for line in text.splitlines():
        held = ""
        for piece in _SENTENCE_END.split(line.strip()):
            held = f"{held} {piece}".strip() if held else piece.strip()
            if not _ABBREVIATION.search(held[-14:]):
                if held:
                    found.append(held)
                held = ""
        if held:
            found.append(held)
    return found


def shorten(text: str, limit: int) -> str:
    """The text, cut at the last sentence or word that fits into ``limit`` characters."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    for mark in (". ", "! ", "? ", "\n"):
        if (at := cut.rfind(mark)) > limit // 2:
            return cut[: at + 1].strip()
    return cut[: cut.rfind(" ") if " " in cut else limit].rstrip(" ,;:-–") + ("" if limit < 40 else "…")


def has_letters(text: str) -> bool:
    """Whether there is a word in it at all."""
    return any(character.isalpha() for character in text)
