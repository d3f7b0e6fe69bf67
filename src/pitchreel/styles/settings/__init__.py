"""Settings: the ways in which a shot's picture is set on the frame. A style names one of them."""

from __future__ import annotations

from collections.abc import Callable

from pitchreel.documents.timeline import AnyLayer
from pitchreel.errors import UnknownName
from pitchreel.styles.settings.cards import set_card
from pitchreel.styles.settings.open import set_open
from pitchreel.styles.settings.plan import Plan

Setting = Callable[[Plan], tuple[AnyLayer, ...]]

SETTINGS: dict[str, Setting] = {"open": set_open, "cards": set_card}


def find_setting(name: str) -> Setting:
    """The setting called ``name``; raises UnknownName."""
    if name not in SETTINGS:
        raise UnknownName("setting", name, SETTINGS)
    return SETTINGS[name]


__all__ = ["SETTINGS", "Plan", "Setting", "find_setting"]
