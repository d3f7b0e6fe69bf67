"""The house stays the house: imports point one way, and nothing imports a door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "pitchreel"
LEVELS = (
    {"errors", "lazy", "progress"},
    {"config"},
    {"documents"},
    {"child", "typeset"},
    {"product", "script", "voice", "presenter", "music", "demo"},
    {"styles", "render", "storage"},
    {"qa", "library"},
    {"pipeline"},
    {"service", "doctor", "bench"},
    {"webhooks"},
    {"jobs"},
    {"api"},
    {"cli"},
)
SIDEWAYS = {("render", "presenter"), ("styles", "presenter"), ("demo", "product"), ("presenter", "product")}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def level_of(room: str) -> int:
    return next(level for level, rooms in enumerate(LEVELS) if room in rooms)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "pitchreel":
                names = [f"pitchreel.{alias.name}" for alias in node.names if not alias.name.startswith("_")]
        found |= {name.split(".")[1] for name in names if name.startswith("pitchreel.")}
    return found


MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).parts[0] not in {"__init__.py", "__main__.py"}
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    for other in imports_of(path) - {room}:
        allowed = level_of(other) < level_of(room) or (room, other) in SIDEWAYS
        assert allowed, f"{path.relative_to(SOURCE)} ({room}) must not import {other}"


def test_every_room_has_a_level() -> None:
    rooms = {room_of(path) for path in MODULES}
    assert rooms <= set().union(*LEVELS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_stay_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, f"{path.name} is probably two rooms"
