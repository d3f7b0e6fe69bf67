"""JoggAI's catalogues: what its lists show, and what the names and numbers of a request mean here."""

from pitchreel.library.jogg.lists import (
    CONTRACT,
    Avatar,
    Music,
    Template,
    TemplateVariable,
    VisualStyle,
    Voice,
    avatars,
    musics,
    ratio_number,
    ratio_word,
    templates,
    visual_styles,
    voices,
)
from pitchreel.library.jogg.matching import (
    find_template,
    match_avatar,
    match_language,
    match_length,
    match_music,
    match_ratio,
    match_script_style,
    match_template,
    match_visual_style,
    match_voice,
)

SCRIPT_STYLES = CONTRACT.script_styles
VISUAL_STYLES = tuple(CONTRACT.visual_styles)
LANGUAGES = tuple(CONTRACT.languages)

__all__ = [
    "CONTRACT",
    "LANGUAGES",
    "SCRIPT_STYLES",
    "VISUAL_STYLES",
    "Avatar",
    "Music",
    "Template",
    "TemplateVariable",
    "VisualStyle",
    "Voice",
    "avatars",
    "find_template",
    "match_avatar",
    "match_language",
    "match_length",
    "match_music",
    "match_ratio",
    "match_script_style",
    "match_template",
    "match_visual_style",
    "match_voice",
    "musics",
    "ratio_number",
    "ratio_word",
    "templates",
    "visual_styles",
    "voices",
]
