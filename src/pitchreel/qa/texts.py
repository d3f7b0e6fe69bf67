"""Checks on what the words say: numbers and claims that the product's facts bear out, and nothing left unfilled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import skia

from pitchreel.documents import Product, Script, Timeline
from pitchreel.documents.marks import Text
from pitchreel.documents.script import Line
from pitchreel.documents.timeline import SpriteLayer
from pitchreel.documents.video import Check
from pitchreel.qa.verdict import clock, skipped, verdict
from pitchreel.script import check_claims
from pitchreel.typeset.fonts import font_manager

LEFTOVERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\{\{|\}\}|\{[%#]|[%#]\}",
        r"\{[A-Za-z_][\w.]*\}?",
        r"\$\{|<%|%>",
        r"%\([a-z_]+\)s|%s\b",
        r"\bNone\b(?! of\b)",
        r"\b(?:nan|NaN|undefined)\b",
        r"\[object \w+\]",
        r"(?i:\blorem ipsum\b)",
        r"(?i:</?(?:br|p|b|i|em|strong|span|div|li|ul)\b[^>]*>)",
        r"&(?:[a-z]{2,8}|#\d{2,5});",
        r"\ufffd|Ã[\x80-\xbf]|â€",
    )
)
"""What a template, a missing value, markup or a wrong encoding leaves behind in a text."""
_UNSEEN = ("Cc", "Cf", "Mn", "Zs", "Zl", "Zp")
"""Unicode categories of characters that need no glyph of their own."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


class Said(NamedTuple):
    """A text on screen, the frame at which it comes, and whether it is a caption."""

    text: str
    frame: int
    caption: bool = False


def texts_of(timeline: Timeline) -> Iterator[Said]:
    """Every text on screen as it is read; captions as whole sentences, however they were cut."""
    for layer in timeline.layers():
        if isinstance(layer, SpriteLayer):
            for mark in layer.marks:
                if isinstance(mark, Text) and (text := "".join(run.text for run in mark.runs).strip()):
                    yield Said(" ".join(text.split("\n")), layer.start)
    if timeline.label:
        yield Said(timeline.label, 0)
    words = [word for caption in timeline.captions for word in caption.words]
    begun = 0
    for index, word in enumerate(words, start=1):
        if index == len(words) or _SENTENCE.match(f"{word.text} ", len(word.text)):
            sentence = words[begun:index]
            yield Said(" ".join(word.text for word in sentence), sentence[0].start, caption=True)
            begun = index


def check_texts(timeline: Timeline, product: Product | None, script: Script | None) -> list[Check]:
    """T8 numbers and claims against the product's facts, T9 leftovers and missing letters."""
    texts = list(texts_of(timeline))
    return [_facts(timeline, texts, product, script), _leftovers(timeline, texts)]


def _facts(timeline: Timeline, texts: list[Said], product: Product | None, script: Script | None) -> Check:
    title = "numbers and claims are the product's"
    if product is None:
        return skipped("T8", title, "no Product document")
    steps = sorted({line.step for line in script.lines if line.step}) if script else []
    # Lines that count ("three reasons") are allowed as many as the script has.
    counting = tuple(Line(role="benefit", shown="", spoken="", step=step) for step in steps)
    where = []
    for said in texts:
        if said.text.isdecimal() and int(said.text) in steps:
            continue
        line = Line(role="benefit", shown=said.text, spoken=said.text)
        alone = Script(
            title="", style="own", language=timeline.language, length=1, lines=(line, *counting), call_to_action=""
        )
        for problem in check_claims(alone, product):
            what = problem.partition(": ")[2] or problem
            where.append(f"{clock(said.frame / timeline.fps)} {said.text[:40]!r}: {what}")
    return verdict(
        "T8",
        title,
        not where,
        f"{len(where)} that no fact bears out, in {len(texts)} texts",
        "0",
        where=tuple(where),
        # Words of one's own are one's own to answer for.
        soft=script is not None and script.style == "own",
    )


def _leftovers(timeline: Timeline, texts: list[Said]) -> Check:
    where = []
    for said in texts:
        found = {match[0] for pattern in LEFTOVERS for match in pattern.finditer(said.text)}
        found |= {f"no letter for U+{ord(letter):04X}" for letter in set(said.text) if not _has_letter(letter)}
        if found:
            where.append(f"{clock(said.frame / timeline.fps)} {said.text[:40]!r}: {', '.join(sorted(found))}")
    return verdict(
        "T9", "nothing left unfilled, a letter for every sign", not where, str(len(where)), "0", where=tuple(where)
    )


@cache
def _has_letter(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category in _UNSEEN:
        return True
    if category == "Co":
        # What fonts draw for private use is theirs alone: an icon here, an empty box there.
        return False
    style = skia.FontStyle.Normal()
    return font_manager().matchFamilyStyleCharacter("Inter", style, [], ord(letter)) is not None
