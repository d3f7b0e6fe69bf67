"""Steps: what the drivers of Python and shell clients share. Each call is one line of JSON on standard output."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def say(**line: Any) -> None:
    """One line of the report."""
    print(json.dumps(line), flush=True)


def step(call: str, run: Callable[[], Any], look: Callable[[Any], object] = lambda value: "") -> Any:
    """Run one call of the client and say how it went; None when it failed. ``look`` judges the answer or raises."""
    try:
        value = run()
        note = look(value)
    except Exception as error:
        say(call=call, ok=False, note=f"{type(error).__name__}: {error}"[:300])
        return None
    say(call=call, ok=True, note="" if note is None else str(note))
    return value


def must(holds: object, words: str) -> None:
    """As assert, with words."""
    if not holds:
        raise AssertionError(words)
