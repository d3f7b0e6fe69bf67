"""Scripts for the voice tests."""

from __future__ import annotations

from pitchreel.documents import Script
from pitchreel.documents.script import Line, Role
from pitchreel.voice import find_voice

ENGLISH = (
    "Meet the grinder that wakes up before you do.",
    "It costs $49.00, was $65.00, and ships today.",
    "Rated 4.7 out of 5 by 1,286 happy customers. No apps. No subscriptions. Just light.",
    "Order yours today and sleep better tomorrow.",
)
GERMAN = (
    "Diese Lampe passt in jede Ecke.",
    "Nur 17,90 €, statt 24,90 €, und morgen bei dir.",
    "Der Akku hält zwölf Stunden, lädt in 20 Minuten, und wiegt nur 210 g.",
    "Keine App. Kein Abo. Nur Licht.",
)


def script_of(*lines: str, language: str = "en", roles: tuple[Role, ...] = ()) -> Script:
    """A script of lines spoken as shown."""
    chosen = roles or ("benefit",) * len(lines)
    return Script(
        title="Test",
        style="own",
        language=language,
        length=30,
        lines=tuple(Line(role=role, shown=text, spoken=text) for role, text in zip(chosen, lines, strict=True)),
    )


def installed(voice: str) -> bool:
    """Whether a voice speaks here; tests of one that does not are skipped."""
    return find_voice(voice, "en").id == voice
