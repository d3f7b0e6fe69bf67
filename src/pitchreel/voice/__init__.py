"""The voice: a Script spoken, with the time of every word and sound.

``speak`` is the door; ``voices`` is the catalogue and ``find_voice`` looks into it.
"""

from pitchreel.voice.catalogue import Choice, Voice, choose_voice, find_voice, match_language, voices
from pitchreel.voice.narrate import speak

__all__ = ["Choice", "Voice", "choose_voice", "find_voice", "match_language", "speak", "voices"]
