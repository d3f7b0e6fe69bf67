"""Tasks: what hands do for films made from a product. Each is one stage over the project's workspace.

A task may be done twice (a hand or a machine was lost before its end was written down): the second time finds what the
first left and gives the same. ``job`` is a Job as plain data; answers are small plain data, never files.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from pitchreel.documents import Narration, Product, Script, Timeline, Video
from pitchreel.jobs.assignment import Film, Job
from pitchreel.jobs.belongings import FILLED, bring_belongings, with_belongings
from pitchreel.jobs.fetching import HouseFetcher
from pitchreel.jobs.hands import Desk
from pitchreel.jobs.workspace import workspace
from pitchreel.pipeline import Brief, finish, lay_out
from pitchreel.pipeline.belongings import gather_extras
from pitchreel.pipeline.film import bring_product, pass_on, place_sounds, say_words, stage_order, write_words
from pitchreel.pipeline.ledger import Ledger
from pitchreel.pipeline.pace import SHARES, Pace
from pitchreel.pipeline.previews import FPS, HEIGHT
from pitchreel.product import fetch_product
from pitchreel.render import Spread, write_cover
from pitchreel.render.loudness import Loudness
from pitchreel.script import write_variants
from pitchreel.service import products
from pitchreel.service.rows import ProductRow
from pitchreel.service.wares import document_of

SOURCE = "source.json"
_TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".jpg": "image/jpeg",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".json": "application/json",
}


def read(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Read the product's page into its row, unless that was done before or all was given by hand."""
    at = Job.model_validate(job)
    if at.product_id is None:
        return {}
    row = products.known(desk.db, at.product_id)
    if _needs_page(row):
        product = fetch_product(row.url, settings=desk.settings, fetcher=_fetcher(desk, at))
        with desk.db.begin() as conn:
            products.remember(conn, desk.db, row.id, product)
    return {"product": row.id}


def belongings(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Fetch what the caller brings along: a recording, a background, music, a presenter, a template's files."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        bring_belongings(desk, at, folder, _fetcher(desk, at))
    return {}


def media(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Fetch and look at the product's media."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        if at.product_id is not None:
            document_of(products.known(desk.db, at.product_id)).save(folder / SOURCE)
        bring(desk, at, folder)
    return {}


def script(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Write the script; the answer holds all texts of the film, for whoever moderates."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        product = Product.load(folder / "product.json")
        words = write_words(
            product,
            _brief(at, folder),
            ledger=Ledger(folder, desk.note),
            pace=pace_of(desk),
            settings=desk.settings,
            note=desk.note,
        )
    return {"texts": [product.name, *(line.shown for line in words.lines)]}


def voice(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Speak the script."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        say_words(
            Script.load(folder / "script.json"),
            folder,
            _brief(at, folder),
            ledger=Ledger(folder, desk.note),
            pace=pace_of(desk),
            settings=desk.settings,
            note=desk.note,
        )
    return {}


def timeline(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Lay the film out."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        laid = lay_out(
            *_told(folder),
            folder,
            _brief(at, folder),
            ledger=Ledger(folder, desk.note),
            pace=pace_of(desk),
            settings=desk.settings,
        )
        pass_on(laid.warnings, desk.note)
    return {}


def cut(desk: Desk, job: dict[str, Any], film: dict[str, Any], hands: int) -> dict[str, Any]:
    """Cut a film for so many hands."""
    with _spread(desk, job, film) as (_, spread):
        return {"segments": [list(piece) for piece in spread.cut(hands)]}


def segment(
    desk: Desk, job: dict[str, Any], film: dict[str, Any], segments: list[list[int]], index: int
) -> dict[str, Any]:
    """Render one piece of a film."""
    with _spread(desk, job, film) as (_, spread):
        spread.render(tuple((start, end) for start, end in segments), index, progress=desk.progress)
    return {}


def sound(desk: Desk, job: dict[str, Any], film: dict[str, Any]) -> dict[str, Any]:
    """Mix and encode a film's sound."""
    with _spread(desk, job, film) as (_, spread):
        return dataclasses.asdict(spread.sound(progress=desk.progress))


def join(
    desk: Desk, job: dict[str, Any], film: dict[str, Any], segments: list[list[int]], loudness: dict[str, float]
) -> dict[str, Any]:
    """Put pieces and sound together."""
    with _spread(desk, job, film) as (folder, spread):
        output = folder / Film.model_validate(film).path
        output.parent.mkdir(parents=True, exist_ok=True)
        pieces = tuple((start, end) for start, end in segments)
        spread.join(pieces, Loudness(**loudness), output).save(output.with_suffix(".video.json"))
    return {}


def checks(desk: Desk, job: dict[str, Any], film: dict[str, Any]) -> dict[str, Any]:
    """Write cover and subtitles, and measure the film."""
    at, shot = Job.model_validate(job), Film.model_validate(film)
    with workspace_of(desk, at) as folder:
        output = folder / shot.path
        product, script = (folder / name for name in ("product.json", "script.json"))
        finish(
            Video.load(output.with_suffix(".video.json")),
            Timeline.load(folder / shot.timeline),
            Narration.load(folder / "narration.json"),
            folder,
            output,
            product=Product.load(product) if product.exists() else None,
            script=Script.load(script) if script.exists() else None,
            pace=pace_of(desk),
            settings=desk.settings,
        ).save(output.with_suffix(".video.json"))
    return {}


def publish(desk: Desk, job: dict[str, Any], film: dict[str, Any], token: str) -> dict[str, Any]:
    """Put the finished film where it is served from; the answer is the project's result."""
    at, shot = Job.model_validate(job), Film.model_validate(film)
    with workspace_of(desk, at) as folder:
        video = Video.load((folder / shot.path).with_suffix(".video.json"))
        prefix = f"films/{at.project}/{token}"
        names = {
            "video": _put(desk, folder / video.path, f"{prefix}/ad{shot.suffix}"),
            "timeline": _put(desk, folder / shot.timeline, f"{prefix}/timeline.json"),
        }
        if video.cover:
            names["cover"] = _put(desk, folder / video.cover, f"{prefix}/ad.jpg")
        for path in video.subtitles:
            ending = Path(path).suffix
            names[ending[1:]] = _put(desk, folder / path, f"{prefix}/ad{ending}")
    return {
        **names,
        "duration": video.duration,
        "width": video.width,
        "height": video.height,
        "bytes": video.bytes,
        "checks": [check.model_dump(mode="json", exclude_defaults=True) for check in video.checks],
        "warnings": list(video.warnings),
    }


def preview(desk: Desk, job: dict[str, Any], preview: str, style: str, token: str) -> dict[str, Any]:
    """Lay the ad out in one style, render it small and put it where it is served from; the answer is its result."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        order = _brief(at, folder).model_copy(update={"style": style})
        laid = stage_order(*_told(folder), order, desk.settings, gather_extras(order, folder, desk.settings))
        place_sounds(laid, folder)
        document = laid.save(folder / Film.of_preview(preview).timeline)
        desk.progress(0.1)
        spread = _small(desk, laid, folder, folder / Film.of_preview(preview).pieces)
        loudness = spread.sound(progress=lambda done: desk.progress(0.1 + 0.2 * done))
        whole = ((0, spread.plan().frames),)
        spread.render(whole, 0, progress=lambda done: desk.progress(0.3 + 0.6 * done))
        film = folder / "previews" / f"{preview}.mp4"
        video = spread.join(whole, loudness, film)
        cover = write_cover(laid, folder, film.with_suffix(".jpg"), scale=spread.scale)
        prefix = f"films/{at.project}/{token}"
        result = {
            "video": _put(desk, film, f"{prefix}/preview.mp4"),
            "cover": _put(desk, cover, f"{prefix}/preview.jpg"),
            "timeline": _put(desk, document, f"{prefix}/timeline.json"),
            "duration": video.duration,
            "warnings": list(laid.warnings),
        }
        film.unlink()
        return result


def scripts(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Write scripts for a product, without looking at its media."""
    at = Job.model_validate(job)
    order = at.order
    assert at.product_id is not None
    product = document_of(products.known(desk.db, at.product_id))
    made: list[Script] = []
    for style in order.script_styles or (order.brief.script_style,):
        made += write_variants(
            product,
            n=1 if order.script_styles else order.count,
            style=style,
            length=order.brief.length,
            language=order.brief.language,
            seed=order.brief.seed,
        )
    return {"scripts": [_shown(script) for script in made], "warnings": [w for script in made for w in script.warnings]}


def _shown(script: Script) -> dict[str, Any]:
    from pitchreel.script import find_script_style

    return {
        "style": script.style,
        "name": find_script_style(script.style).name,
        "title": script.title,
        "paragraphs": [line.shown for line in script.lines if line.shown],
    }


def _needs_page(row: ProductRow) -> bool:
    return row.document is None and bool(row.url.strip()) and not (row.name.strip() and row.media)


def bring(desk: Desk, at: Job, folder: Path) -> None:
    """Fetch and look at the media of the workspace's source document."""
    bring_product(
        str(folder / SOURCE),
        folder,
        ledger=Ledger(folder, desk.note),
        pace=pace_of(desk),
        settings=desk.settings,
        note=desk.note,
        fetcher=_fetcher(desk, at),
    )


def _told(folder: Path) -> tuple[Product, Script, Narration]:
    return (
        Product.load(folder / "product.json"),
        Script.load(folder / "script.json"),
        Narration.load(folder / "narration.json"),
    )


def _brief(at: Job, folder: Path) -> Brief:
    filled = folder / FILLED
    order = Brief.model_validate_json(filled.read_bytes()) if filled.exists() else at.order.brief
    return with_belongings(order, folder)


def _fetcher(desk: Desk, at: Job) -> HouseFetcher:
    return HouseFetcher(desk.settings, desk.db, desk.blobs, at.key_id, at.order.base)


def pace_of(desk: Desk, shares: dict[str, float] = SHARES) -> Pace:
    """A stage's own progress, told to the worker."""
    return Pace(lambda step: desk.progress(step.done), shares)


def workspace_of(desk: Desk, at: Job) -> AbstractContextManager[Path]:
    """The folder in which a task works."""
    return workspace(desk.blobs, desk.settings, at.work)


@contextmanager
def _spread(desk: Desk, job: dict[str, Any], film: dict[str, Any]) -> Iterator[tuple[Path, Spread]]:
    at, shot = Job.model_validate(job), Film.model_validate(film)
    with workspace_of(desk, at) as folder:
        timeline, pieces = Timeline.load(folder / shot.timeline), folder / shot.pieces
        if at.order.draft:
            yield folder, _small(desk, timeline, folder, pieces)
        else:
            scale = desk.settings.scale
            yield folder, Spread(timeline, folder, pieces, desk.settings, suffix=shot.suffix, scale=scale)


def _small(desk: Desk, timeline: Timeline, folder: Path, pieces: Path) -> Spread:
    scale = min(desk.settings.scale, HEIGHT / max(timeline.width, timeline.height))
    return Spread(timeline, folder, pieces, desk.settings, scale=scale, fps=FPS, draft=True)


def _put(desk: Desk, path: Path, name: str) -> str:
    desk.blobs.put_file(name, path, _TYPES.get(path.suffix, "application/octet-stream"))
    return name
