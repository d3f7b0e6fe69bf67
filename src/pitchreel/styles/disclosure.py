"""Disclosure: which parts of a film are synthetic, in words on screen and for machines."""

from __future__ import annotations

import json

from pitchreel.styles.wording import phrase


def label_words(language: str, drawn: bool) -> str:
    """The note on screen, in English where the language has none; ``drawn``: whether a presenter of ours is seen."""
    key = "label" if drawn else "label_voice"
    return phrase(language, key) or phrase("en", key)


def note(*, spoken: bool, drawn: bool) -> str:
    """What machines read in the file: whether the voice and the presenter are ours."""
    parts = [name for name, made in (("voice", spoken), ("presenter", drawn)) if made]
    return json.dumps({"generator": "pitchreel", "synthetic": parts}, separators=(",", ":"))
