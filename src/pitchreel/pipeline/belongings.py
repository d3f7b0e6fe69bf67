"""Belongings: what the user brings along, looked at and put into the film's folder."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.errors import InputError, MediaError, OutputError, PitchreelError
from pitchreel.pipeline.brief import Brief, Wishes
from pitchreel.presenter import CustomPresenter
from pitchreel.presenter.custom import DOCUMENT
from pitchreel.styles import Extras
from pitchreel.voice.recording import take_sound

MUSIC = "audio/own-music.flac"
PRESENTER = "presenter"
"""Folder of a custom presenter's files, beside the documents."""


def gather_extras(order: Wishes, folder: Path, settings: Settings) -> Extras:
    """What an order brings along, its files put into ``folder``; raises DocumentError, InputError and OutputError.

    Music that cannot be used is left out with a warning.
    """
    music: str | None = None
    warnings: tuple[str, ...] = ()
    if order.music_file:
        try:
            music = take_music(folder / order.music_file, folder, settings)
        except MediaError as error:
            warnings = (left_out("music", error),)
    return Extras(
        presenter=_take_presenter(order.custom_presenter, folder) if order.custom_presenter else None,
        music=music,
        voice_volume=order.voice_volume,
        music_volume=order.music_volume,
        calls=not (isinstance(order, Brief) and order.no_cta),
        captions=order.caption_look,
        warnings=warnings,
    )


def left_out(what: str, error: PitchreelError) -> str:
    """The warning that something could not be taken along."""
    return f"The {what} was left out: {error.what[0].lower()}{error.what[1:]}"


def belongings_key(order: Wishes, folder: Path) -> str:
    """What the named files hold, for the ledger."""
    document = folder / order.custom_presenter / DOCUMENT if order.custom_presenter else None
    music = folder / order.music_file if order.music_file else None
    return " ".join(file_key(path) for path in (document, music) if path)


def file_key(path: Path) -> str:
    """What a file holds; its name where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return str(path)


def take_music(source: Path, folder: Path, settings: Settings) -> str:
    """Make a sound file over into the film's music; its path in ``folder``. Raises MediaError and OutputError."""
    if not source.is_file():
        raise MediaError(f"There is no sound file {source.name}", "Give the path of a sound file")
    target = folder / MUSIC
    part = target.with_name(f".{os.getpid()}.{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        take_sound(source, part, "stereo", what="The music", settings=settings)
        part.replace(target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}", "Choose another folder") from None
    finally:
        with suppress(OSError):
            part.unlink()
    return MUSIC


def _take_presenter(source: str, folder: Path) -> CustomPresenter:
    """Copy a presenter's picture or clip into the film's folder; the presenter as it lies there."""
    home = folder / source
    known = CustomPresenter.load(home / DOCUMENT)
    target = folder / PRESENTER / Path(known.media).name
    media = (home / known.media).resolve()
    if not media.is_relative_to(home.resolve()) or not media.is_file():
        raise InputError(f"The presenter {known.name or home.name} has lost its file", "Make the presenter ready again")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (target.exists() and target.samefile(media)):
            part = target.with_name(f".{os.getpid()}.{target.name}")
            shutil.copyfile(media, part)
            part.replace(target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}", "Choose another folder") from None
    return known.model_copy(update={"media": f"{PRESENTER}/{target.name}"})
