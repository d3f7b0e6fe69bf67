"""Belongings: what callers bring by address, fetched into the workspace and put into their order as paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pitchreel.errors import PitchreelError
from pitchreel.jobs.assignment import Job
from pitchreel.jobs.fetching import HouseFetcher
from pitchreel.pipeline.belongings import left_out
from pitchreel.pipeline.brief import Wishes
from pitchreel.service import presenters
from pitchreel.service.problems import NotReady

if TYPE_CHECKING:
    from pitchreel.jobs.hands import Desk

W = TypeVar("W", bound=Wishes)

FOLDER = "given"
_BOOK = f"{FOLDER}/given.json"
PRESENTER = f"{FOLDER}/presenter"
FILLED = "filled.json"
"""The brief that came of a template's variables."""


def bring_belongings(desk: Desk, at: Job, folder: Path, fetcher: HouseFetcher) -> None:
    """Fetch all that an order names. Music and a background that cannot be had are left out with a warning; the rest is
    needed.

    Raises what fetching raises, and NotReady for a presenter that is not made yet.
    """
    order, settings = at.order, desk.settings
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    files: dict[str, str] = {}
    if order.presenter is not None:
        files["custom_presenter"] = _take_presenter(desk, order.presenter, folder)
    if order.music_url:
        try:
            files["music_file"] = _take(
                fetcher, order.music_url, folder, "music", settings.upload_sound_bytes, settings.media_seconds
            )
        except PitchreelError as error:
            desk.note(left_out("music", error))
    if order.background_url and order.screen == "background":
        try:
            files["background"] = _take(
                fetcher, order.background_url, folder, "background", settings.clip_bytes, settings.media_seconds
            )
        except PitchreelError as error:
            desk.note(left_out("background", error))
    if order.audio_url:
        limit = max(settings.upload_sound_bytes, settings.clip_bytes)
        files["audio"] = _take(fetcher, order.audio_url, folder, "audio", limit, settings.media_seconds)
    (folder / _BOOK).write_text(json.dumps(files), encoding="utf-8")


def with_belongings(brief: W, folder: Path) -> W:
    """The brief with the files that were brought for it."""
    fields = type(brief).model_fields
    files = {name: path for name, path in brought(folder).items() if name in fields}
    return brief.model_copy(update=files)


def brought(folder: Path) -> dict[str, str]:
    """The brought files' paths by the names of a brief's fields."""
    try:
        found: dict[str, str] = json.loads((folder / _BOOK).read_text(encoding="utf-8"))
    except OSError:
        return {}
    return found


def _take(fetcher: HouseFetcher, url: str, folder: Path, name: str, limit: int, seconds: float) -> str:
    path = f"{FOLDER}/{name}"
    fetcher.download(url, folder / path, limit=limit, seconds=seconds)
    return path


def _take_presenter(desk: Desk, number: int, folder: Path) -> str:
    row = presenters.known(desk.db, number)
    if row.state != "done":
        raise NotReady(f"The presenter {number} is {row.state}", row.error or "Wait until it is made")
    target = folder / PRESENTER
    target.mkdir(parents=True, exist_ok=True)
    for name in row.result["files"]:
        desk.blobs.get_to(name, target / name.rsplit("/", 1)[-1])
    return PRESENTER
