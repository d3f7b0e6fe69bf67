"""The voice: a Script spoken, with the time of every word and sound.

``speak`` is the door, ``hear`` takes a recording instead; ``voices`` is the catalogue and ``find_voice`` looks into it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pitchreel.voice.catalogue import Choice, Voice, choose_voice, find_voice, match_language, voices
from pitchreel.voice.narrate import speak

if TYPE_CHECKING:
    from pitchreel.voice.hearing import hear

__all__ = ["Choice", "Voice", "choose_voice", "find_voice", "hear", "match_language", "speak", "voices"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: most films are spoken here, and need nothing that decodes recordings.
    if name == "hear":
        return import_module("pitchreel.voice.hearing").hear
    raise AttributeError(f"module 'pitchreel.voice' has no attribute {name!r}")
