"""Text made speakable: what captions show, as the words that a voice says, with the map between the two."""

from pitchreel.voice.speakable.text import SpokenText, shown_tokens, speakable

__all__ = ["SpokenText", "shown_tokens", "speakable"]
