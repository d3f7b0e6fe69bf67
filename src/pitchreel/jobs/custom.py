"""Custom presenters: the task that makes one from a clip or a photograph."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from pitchreel.jobs.assignment import Job
from pitchreel.jobs.fetching import HouseFetcher
from pitchreel.jobs.workspace import workspace
from pitchreel.presenter import prepare_presenter
from pitchreel.service import presenters

if TYPE_CHECKING:
    from pitchreel.jobs.hands import Desk


def make_presenter(desk: Desk, job: dict[str, Any], token: str) -> dict[str, Any]:
    """Fetch and look at what a presenter is made from, and put the result where it is served from.

    The answer: ``kind``, ``files`` (blobs), ``cover`` and ``preview``.
    """
    at = Job.model_validate(job)
    number = at.order.presenter
    assert number is not None
    row = presenters.known(desk.db, number)
    settings = desk.settings
    fetcher = HouseFetcher(settings, desk.db, desk.blobs, at.key_id, at.order.base)
    with workspace(desk.blobs, settings, at.work) as folder:
        source, target = folder / "source", folder / "presenter"
        fetcher.download(row.source, source, limit=settings.clip_bytes, seconds=settings.media_seconds)
        desk.progress(0.3)
        made = prepare_presenter(
            source, target, settings=settings, name=row.name, progress=lambda done: desk.progress(0.3 + 0.7 * done)
        )
        prefix = f"presenters/{number}/{token}"
        names = []
        for path in sorted(target.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                name = f"{prefix}/{path.name}"
                desk.blobs.put_file(name, path, mimetypes.guess_type(path.name)[0] or "application/octet-stream")
                names.append(name)
    return {
        "presenter": number,
        "kind": made.type,
        "files": names,
        "cover": f"{prefix}/{made.cover}",
        "preview": f"{prefix}/{made.media}",
    }
