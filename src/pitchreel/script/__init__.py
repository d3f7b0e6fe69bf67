"""Script: an ad's words, written offline from a product's facts and proven against them."""

from pitchreel.script.catalogue import ScriptStyle, find_script_style, script_styles
from pitchreel.script.claims import check_claims
from pitchreel.script.copywriter import DEFAULT_STYLE, own_script, write_script, write_variants
from pitchreel.script.language import language_codes

__all__ = [
    "DEFAULT_STYLE",
    "ScriptStyle",
    "check_claims",
    "find_script_style",
    "language_codes",
    "own_script",
    "script_styles",
    "write_script",
    "write_variants",
]
