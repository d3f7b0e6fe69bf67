"""Which fonts a stretch of text is set in: the asked family for what it has, the matching Noto family for the rest.

Skia would find some font for any character by itself; naming the family of each script keeps Chinese out of Japanese
shapes, hearts in colour, and the choice the same on every machine.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cache

import skia

EMOJI_FAMILY = "Noto Color Emoji"
_REST = ("Noto Sans", "Noto Sans Symbols2", "Noto Sans Symbols", "Noto Sans Math", EMOJI_FAMILY)


@dataclass(frozen=True, slots=True)
class Script:
    """A writing system: its characters as a class of a regular expression and its family.

    ``scale`` brings its letters to the height of Inter's beside it; joined letters must not be tracked.
    """

    name: str
    characters: str
    family: str
    scale: float = 1.0
    joined: bool = False


SCRIPTS = (
    Script(
        "arabic", r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff", "Noto Sans Arabic", 1.0, True
    ),
    Script("hebrew", r"\u0590-\u05ff\ufb1d-\ufb4f", "Noto Sans Hebrew"),
    Script("devanagari", r"\u0900-\u097f\ua8e0-\ua8ff", "Noto Sans Devanagari", 1.0, True),
    Script("bengali", r"\u0980-\u09ff", "Noto Sans Bengali", 1.0, True),
    Script("gurmukhi", r"\u0a00-\u0a7f", "Noto Sans Gurmukhi", 1.0, True),
    Script("gujarati", r"\u0a80-\u0aff", "Noto Sans Gujarati", 1.0, True),
    Script("oriya", r"\u0b00-\u0b7f", "Noto Sans Oriya", 1.0, True),
    Script("tamil", r"\u0b80-\u0bff", "Noto Sans Tamil", 0.94, True),
    Script("telugu", r"\u0c00-\u0c7f", "Noto Sans Telugu", 1.0, True),
    Script("kannada", r"\u0c80-\u0cff", "Noto Sans Kannada", 1.0, True),
    Script("malayalam", r"\u0d00-\u0d7f", "Noto Sans Malayalam", 0.94, True),
    Script("sinhala", r"\u0d80-\u0dff", "Noto Sans Sinhala", 1.0, True),
    Script("thai", r"\u0e00-\u0e7f", "Noto Sans Thai", 1.04, True),
    Script("lao", r"\u0e80-\u0eff", "Noto Sans Lao", 1.04, True),
    Script("myanmar", r"\u1000-\u109f", "Noto Sans Myanmar", 1.0, True),
    Script("georgian", r"\u10a0-\u10ff\u1c90-\u1cbf", "Noto Sans Georgian"),
    Script("ethiopic", r"\u1200-\u137f", "Noto Sans Ethiopic"),
    Script("khmer", r"\u1780-\u17ff", "Noto Sans Khmer", 1.0, True),
    Script("armenian", r"\u0530-\u058f", "Noto Sans Armenian"),
    Script("hangul", r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", "Noto Sans CJK KR", 0.98),
    Script("kana", r"\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f", "Noto Sans CJK JP", 0.98),
    Script(
        "han",
        r"\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65\U00020000-\U0003ffff",
        "Noto Sans CJK SC",
        0.98,
    ),
)
_BY_NAME = {script.name: script for script in SCRIPTS}
_HAN = {"ja": "JP", "ko": "KR", "zh-tw": "TC", "zh-hant": "TC", "zh-hk": "HK", "zh-mo": "HK"}

_SHOWN_AS_EMOJI = (
    r"\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd"
    r"\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    r"\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e"
    r"\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f236\U0001f238-\U0001f23a\U0001f250\U0001f251"
    r"\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f900-\U0001f9ff"
    r"\U0001fa70-\U0001faff"
)
"""Characters that are emoji without being asked (Unicode emoji-data, Emoji_Presentation)."""
_ONE_EMOJI = (
    r"(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3"
    rf"|(?:[{_SHOWN_AS_EMOJI}]\ufe0f?|[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001f2ff]\ufe0f)"
    r"[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*)"
)
_STRETCH = re.compile(
    rf"(?P<emoji>{_ONE_EMOJI}(?:\u200d(?:{_ONE_EMOJI}|[\u2600-\u27bf]))*)|"
    + "|".join(
        rf"(?P<{script.name}>[{script.characters}][{script.characters}\u200c\u200d\u0300-\u036f]*)"
        for script in SCRIPTS
    )
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive characters of one script and what they are set in."""

    text: str
    families: tuple[str, ...]
    scale: float
    joined: bool


def stretches(text: str, family: str, language: str = "") -> tuple[Stretch, ...]:
    """Cut text where the fonts change. ``language`` (BCP 47) decides which shapes Chinese characters take."""
    pieces: list[Stretch] = []
    plain = (family, *_REST)
    at = 0
    han = han_family(text, language)
    for match in _STRETCH.finditer(text):
        if match.start() > at:
            pieces.append(Stretch(text[at : match.start()], plain, 1.0, False))
        name = match.lastgroup or ""
        if name == "emoji":
            pieces.append(Stretch(match.group(), (EMOJI_FAMILY, *plain), 0.96, True))
        else:
            script = _BY_NAME[name]
            first = han if name == "han" else script.family
            pieces.append(Stretch(match.group(), (first, *plain), script.scale, script.joined))
        at = match.end()
    if at < len(text):
        pieces.append(Stretch(text[at:], plain, 1.0, False))
    return tuple(pieces)


def han_family(text: str, language: str = "") -> str:
    """The family for Chinese characters: by language, else by the kana or hangul beside them."""
    tag = language.lower()
    for start, region in _HAN.items():
        if tag.startswith(start):
            return f"Noto Sans CJK {region}"
    if tag.startswith("zh"):
        return "Noto Sans CJK SC"
    if any("\u3040" <= letter <= "\u30ff" for letter in text):
        return "Noto Sans CJK JP"
    if any("\uac00" <= letter <= "\ud7af" for letter in text):
        return "Noto Sans CJK KR"
    return "Noto Sans CJK SC"


def reads_leftwards(text: str) -> bool:
    """Whether a text runs from right to left: its first letter decides (Unicode bidi, rules P2 and P3)."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


@cache
def font_manager() -> skia.FontMgr:
    """The machine's fonts, made once in each process.

    Skia's wheel brings a Fontconfig older than Debian's configuration and prints a warning about an element that it
    does not know; nobody can do anything about that, so this one line is kept from standard error.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            manager = skia.FontMgr()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        said.seek(0)
        rest = b"".join(line for line in said if b"reset-dirs" not in line)
    if rest:
        os.write(2, rest)
    return manager


@cache
def collection() -> tuple[skia.textlayout.FontCollection, skia.Unicode]:
    """Skia's fonts and Unicode data, made once in each process."""
    fonts = skia.textlayout.FontCollection()
    fonts.setDefaultFontManager(font_manager())
    return fonts, skia.Unicodes.ICU.Make()


@cache
def face(family: str, weight: int) -> skia.Typeface:
    """The typeface that a family has nearest to a weight."""
    style = skia.FontStyle(weight, skia.FontStyle.kNormal_Width, skia.FontStyle.kUpright_Slant)
    return font_manager().matchFamilyStyle(family, style) or skia.Typeface.MakeDefault()
