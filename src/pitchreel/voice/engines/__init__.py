"""The speech engines by name. A new one is a module with a class like these and a row here."""

from __future__ import annotations

from pitchreel.errors import UnknownName
from pitchreel.voice.engines.base import Engine
from pitchreel.voice.engines.espeak import Espeak
from pitchreel.voice.engines.festival import Festival
from pitchreel.voice.engines.flite import Flite

ENGINES: dict[str, Engine] = {engine.name: engine for engine in (Festival(), Flite(), Espeak())}


def engine(name: str) -> Engine:
    """The engine called ``name``; raises UnknownName."""
    try:
        return ENGINES[name]
    except KeyError:
        raise UnknownName("speech engine", name, ENGINES) from None
