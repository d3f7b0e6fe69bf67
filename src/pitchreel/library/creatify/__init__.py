"""Creatify's catalogues: what its lists show, and what the names and ids of a request mean here."""

from pitchreel.library.creatify.lists import (
    CONTRACT,
    Accent,
    Music,
    Persona,
    Voice,
    find_persona,
    music_categories,
    musics,
    personas,
    voices,
)
from pitchreel.library.creatify.matching import (
    match_caption_style,
    match_font,
    match_font_style,
    match_language,
    match_length,
    match_model,
    match_music,
    match_persona,
    match_ratio,
    match_script_style,
    match_visual_style,
    match_voice,
    misshapen,
    opening_of,
)

SCRIPT_STYLES = CONTRACT.script_styles
VISUAL_STYLES = tuple(CONTRACT.visual_styles)
LANGUAGES = tuple(CONTRACT.languages)
CAPTION_STYLES = tuple(CONTRACT.more["caption_styles"])

__all__ = [
    "CAPTION_STYLES",
    "CONTRACT",
    "LANGUAGES",
    "SCRIPT_STYLES",
    "VISUAL_STYLES",
    "Accent",
    "Music",
    "Persona",
    "Voice",
    "find_persona",
    "match_caption_style",
    "match_font",
    "match_font_style",
    "match_language",
    "match_length",
    "match_model",
    "match_music",
    "match_persona",
    "match_ratio",
    "match_script_style",
    "match_visual_style",
    "match_voice",
    "misshapen",
    "music_categories",
    "musics",
    "opening_of",
    "personas",
    "voices",
]
