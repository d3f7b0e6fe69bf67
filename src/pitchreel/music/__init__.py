"""Music and small sounds of the project's own making, and where their beats fall.

The files are shipped rendered; ``scripts/compose_music.py`` in the repository makes them. ``catalogue.json`` beside
this module is written by the same script and holds everything that is known about each of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter

from pitchreel.documents.base import Model
from pitchreel.errors import OutputError, UnknownName

SAMPLE_RATE = 48000
"""Hz of every shipped sound, and what all lengths here count."""


class Music(Model):
    """A piece that loops without a seam: its file is ``samples`` long, to the sample, which is a whole number of bars.

    ``number`` is its id where one must be a number; it never changes. ``beat`` is the length of a beat in samples,
    a whole number of frames at 30 frames a second; ``first_beat`` is where the first downbeat falls.
    """

    id: str
    number: int
    name: str
    mood: str
    description: str
    tags: tuple[str, ...]
    key: str
    bpm: float
    bars: int
    beats_per_bar: int = 4
    beat: int
    first_beat: int = 0
    samples: int

    @property
    def duration(self) -> float:
        """Seconds of one round."""
        return self.samples / SAMPLE_RATE


class Effect(Model):
    """A small sound; ``peak`` is the sample at which it is at its fullest, to lay on the moment it belongs to."""

    id: str
    number: int
    name: str
    description: str
    samples: int
    peak: int

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.samples / SAMPLE_RATE


class _Catalogue(Model):
    tracks: tuple[Music, ...]
    effects: tuple[Effect, ...]


@cache
def _catalogue() -> _Catalogue:
    return TypeAdapter(_Catalogue).validate_json(files(__name__).joinpath("catalogue.json").read_bytes())


def tracks() -> tuple[Music, ...]:
    """Every piece of music, in a fixed order."""
    return _catalogue().tracks


def effects() -> tuple[Effect, ...]:
    """Every small sound, in a fixed order."""
    return _catalogue().effects


def find_music(name: str) -> Music:
    """A piece by id, number or name, or the first with that mood or tag; raises UnknownName."""
    wanted = name.strip().casefold()
    for known in (
        lambda music: (music.id, str(music.number), music.name.casefold()),
        lambda music: (music.mood,),
        lambda music: music.tags,
    ):
        for music in tracks():
            if wanted in known(music):
                return music
    raise UnknownName("music", name, (music.id for music in tracks()))


def find_effect(name: str) -> Effect:
    """A small sound by id, number or name; raises UnknownName."""
    wanted = name.strip().casefold()
    for effect in effects():
        if wanted in (effect.id, str(effect.number), effect.name.casefold()):
            return effect
    raise UnknownName("effect", name, (effect.id for effect in effects()))


def asset_path(id: str) -> str:
    """Where ``place`` puts a piece or an effect, relative to the folder of a film."""
    return f"audio/{id}.ogg"


def place(ids: Iterable[str], folder: Path) -> dict[str, str]:
    """Copy pieces and effects into ``folder`` and give the path of each relative to it.

    Raises UnknownName for an id that is not shipped and OutputError when it cannot be written; a file that is there
    already, whole, is left alone.
    """
    known = {music.id for music in tracks()} | {effect.id for effect in effects()}
    placed = {}
    for id in ids:
        if id not in known:
            raise UnknownName("music", id, known)
        data = files(__name__).joinpath("sounds", f"{id}.ogg").read_bytes()
        path = folder / asset_path(id)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(data)
                part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise OutputError(
                f"{path} cannot be written: {error.strerror}", "Choose a folder that can be written to"
            ) from None
        placed[id] = asset_path(id)
    return placed


def beat_samples(music: Music, length: int) -> tuple[int, ...]:
    """Samples at which the beats of the piece fall, from its start on and round after round, before ``length``."""
    return tuple(range(music.first_beat, length, music.beat))
