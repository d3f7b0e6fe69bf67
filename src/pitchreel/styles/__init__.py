"""Visual styles: a Product, a Script and a Narration become a Timeline.

``stage`` is the door. Styles and templates are data: a file in ``looks/`` or ``templates/`` adds one.
"""

from pitchreel.styles.catalogue import (
    ANY_PICTURE,
    Style,
    Template,
    Variable,
    find_style,
    find_template,
    script_text,
    styles,
    templates,
)
from pitchreel.styles.clock import speech_seconds
from pitchreel.styles.extras import CaptionLook, Extras
from pitchreel.styles.grid import placements
from pitchreel.styles.stage import stage
from pitchreel.styles.talk import Backdrop, Screen, stage_talk

__all__ = [
    "ANY_PICTURE",
    "Backdrop",
    "CaptionLook",
    "Extras",
    "Screen",
    "Style",
    "Template",
    "Variable",
    "find_style",
    "find_template",
    "placements",
    "script_text",
    "speech_seconds",
    "stage",
    "stage_talk",
    "styles",
    "templates",
]
