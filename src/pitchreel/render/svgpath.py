"""Paths in the syntax of SVG 1.1 (section 8.3.2) as Skia's, for the binding has no parser of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import skia

from pitchreel.errors import RenderError

_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
"""Numbers that each command takes."""
_TOKEN = re.compile(r"([MLHVCSQTAZ])|([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|([\s,]+)", re.IGNORECASE)


class _Command(NamedTuple):
    name: str
    relative: bool
    numbers: tuple[float, ...]


def parse_path(text: str) -> skia.Path:
    """Read a path; raises RenderError when it is none."""
    path = skia.Path()
    x = y = start_x = start_y = 0.0
    handle: tuple[float, float] | None = None
    before = ""
    for command in _commands(text):
        name, numbers = command.name, command.numbers
        if command.relative:
            numbers = _absolute(name, numbers, x, y)
        # A smooth curve goes on where the handle of the last one of its kind pointed.
        follows = {"S": "CS", "T": "QT"}.get(name, "")
        mirrored = (2 * x - handle[0], 2 * y - handle[1]) if handle and before in follows and before else (x, y)
        handle = None
        match name:
            case "M":
                path.moveTo(*numbers)
                start_x, start_y = numbers
            case "L":
                path.lineTo(*numbers)
            case "H":
                path.lineTo(numbers[0], y)
            case "V":
                path.lineTo(x, numbers[0])
            case "C":
                path.cubicTo(*numbers)
                handle = numbers[2], numbers[3]
            case "S":
                path.cubicTo(*mirrored, *numbers)
                handle = numbers[0], numbers[1]
            case "Q":
                path.quadTo(*numbers)
                handle = numbers[0], numbers[1]
            case "T":
                path.quadTo(*mirrored, *numbers)
                handle = mirrored
            case "A":
                rx, ry, turn, large, sweep, end_x, end_y = numbers
                size = skia.Path.ArcSize.kLarge_ArcSize if large else skia.Path.ArcSize.kSmall_ArcSize
                direction = skia.PathDirection.kCW if sweep else skia.PathDirection.kCCW
                path.arcTo(rx, ry, turn, size, direction, end_x, end_y)
            case _:
                path.close()
                x, y = start_x, start_y
        if name == "H":
            x = numbers[0]
        elif name == "V":
            y = numbers[0]
        elif numbers:
            x, y = numbers[-2:]
        before = name
    return path


def _absolute(name: str, numbers: tuple[float, ...], x: float, y: float) -> tuple[float, ...]:
    if name == "H":
        return (numbers[0] + x,)
    if name == "V":
        return (numbers[0] + y,)
    if name == "A":
        return (*numbers[:5], numbers[5] + x, numbers[6] + y)
    return tuple(number + (y if place % 2 else x) for place, number in enumerate(numbers))


def _commands(text: str) -> Iterator[_Command]:
    name, numbers, taken = "", list[float](), True
    for token in _tokens(text):
        if isinstance(token, str):
            if numbers or not taken:
                raise _wrong(text)
            name, taken = token, _COUNTS[token.upper()] == 0
            if taken:
                yield _Command("Z", False, ())
            continue
        numbers.append(token)
        if not name or _COUNTS[name.upper()] == 0:
            raise _wrong(text)
        if len(numbers) == _COUNTS[name.upper()]:
            yield _Command(name.upper(), name.islower(), tuple(numbers))
            numbers, taken = [], True
            # Pairs that follow a move are lines.
            name = {"M": "L", "m": "l"}.get(name, name)
    if numbers or not taken:
        raise _wrong(text)


def _tokens(text: str) -> Iterator[str | float]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise _wrong(text)
        at = found.end()
        if found[1]:
            yield found[1]
        elif found[2]:
            yield float(found[2])


def _wrong(text: str) -> RenderError:
    return RenderError(f"A path mark is not an SVG path: {text[:60]!r}", "Correct it in the Timeline")
