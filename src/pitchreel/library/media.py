"""The pictures, clips and sounds of the catalogues' lists: made when first asked for, and kept in the data folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pitchreel import __version__
from pitchreel.child import run_limited
from pitchreel.config import Settings
from pitchreel.errors import OutputError, RenderError, UnknownName
from pitchreel.library import making, places
from pitchreel.library.names import RATIOS
from pitchreel.library.speakers import listed_voices, wire_ids
from pitchreel.music import tracks
from pitchreel.presenter import presenters
from pitchreel.styles import styles, templates

TYPES = {".jpg": "image/jpeg", ".mp4": "video/mp4", ".mp3": "audio/mpeg", ".ogg": "audio/ogg"}
QUICK_SECONDS, SLOW_SECONDS = 40.0, 120.0
"""CPU time for a picture or a sentence, and for a clip or what shows the demo's product."""
_MEMORY = 4_000_000_000
_WAIT_SECONDS = 60.0
_QUICK, _SLOW = threading.Lock(), threading.Lock()
"""One of each kind is made at a time: a list that a browser shows asks for all of its pictures at once."""
_WAITERS = threading.BoundedSemaphore(12)
"""Who waits holds a thread that others may need, so not everybody may."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a file comes to be: a function of ``making`` and what it is called with after folder and settings."""

    make: Callable[..., None]
    words: tuple[str, ...] = ()
    slow: bool = False


def library_media(settings: Settings, name: str) -> tuple[Path, str]:
    """A file of the library and its content type; ``name`` is what follows ``/files/library/``.

    What nobody asked for yet is drawn or spoken now, in a limited process, which takes seconds, some ten for a clip:
    call it from a thread. Raises UnknownName, and RenderError or VoiceError when it cannot be made.
    """
    path = _shipped().get(name)
    if path is None:
        how = _makings().get(name)
        if how is None:
            raise UnknownName("file of the library", name, ())
        path = _kept(settings, name, how)
    return path, TYPES[path.suffix]


def media_names() -> tuple[str, ...]:
    """The names of all files of the library."""
    return (*_shipped(), *_makings())


def _kept(settings: Settings, name: str, how: Making) -> Path:
    folder = settings.home.expanduser() / "library" / __version__
    path = folder / name
    if path.is_file():
        return path
    if not _WAITERS.acquire(blocking=False):
        raise _busy(name)
    try:
        _make(settings, folder, path, name, how)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}", "Set PITCHREEL_HOME") from None
    finally:
        _WAITERS.release()
    return path


def _make(settings: Settings, folder: Path, path: Path, name: str, how: Making) -> None:
    lock = _SLOW if how.slow else _QUICK
    if not lock.acquire(timeout=_WAIT_SECONDS):
        raise _busy(name)
    try:
        if path.is_file():  # whoever was before made it along
            return
        folder.mkdir(parents=True, exist_ok=True)
        run_limited(
            how.make,
            folder,
            settings,
            *how.words,
            seconds=SLOW_SECONDS if how.slow else QUICK_SECONDS,
            memory=_MEMORY,
            failure=RenderError,
            what=f"{name} of the library",
        )
    finally:
        lock.release()


def _busy(name: str) -> RenderError:
    return RenderError(f"{name} is not made yet: others are before it", "Ask again in a minute")


@cache
def _shipped() -> Mapping[str, Path]:
    sounds = Path(str(files("pitchreel.music").joinpath("sounds")))
    return {_name(places.music_sound(piece.id)): sounds / f"{piece.id}.ogg" for piece in tracks()}


@cache
def _makings() -> Mapping[str, Making]:
    found: dict[str, Making] = {}
    for ratio in RATIOS:
        for person in presenters():
            found[places.presenter_picture(person.id, ratio)] = Making(making.make_portraits)
            found[places.presenter_clip(person.id, ratio)] = Making(
                making.make_portrait_clip, (person.id, ratio), slow=True
            )
        for style in styles():
            found[places.style_picture(style.id, ratio)] = Making(making.make_stills, ("styles", style.id), slow=True)
        for template in templates():
            found[places.template_picture(template.id, ratio)] = Making(
                making.make_stills, ("templates", template.id), slow=True
            )
            found[places.template_clip(template.id, ratio)] = Making(making.make_clip, (template.id, ratio), slow=True)
    for voice in listed_voices():
        wire_id = wire_ids()[voice.id]
        found[places.voice_sample(wire_id)] = Making(making.make_sample, (voice.id, wire_id))
    for piece in tracks():
        found[places.music_picture(piece.id)] = Making(making.make_sleeves)
    return {_name(path): how for path, how in found.items()}


def _name(path: str) -> str:
    return path.removeprefix(f"{places.ROOT}/")
