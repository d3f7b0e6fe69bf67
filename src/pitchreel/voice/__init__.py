"""The voice: a Script spoken, with the time of every word and sound.

``speak`` is the door, ``hear`` takes a recording instead; ``voices`` is the catalogue and ``find_voice`` looks into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pitchreel.lazy import parts_of
from pitchreel.voice.catalogue import Choice, Voice, choose_voice, find_voice, match_language, voices
from pitchreel.voice.narrate import speak

if TYPE_CHECKING:
    from pitchreel.voice.hearing import hear

__all__ = ["Choice", "Voice", "choose_voice", "find_voice", "hear", "match_language", "speak", "voices"]

# Loaded on first use: most films are spoken here, and need nothing that decodes recordings.
__getattr__ = parts_of(__name__, {"hear": "hearing"})
