"""Previews: one ad in several styles as small films, and a local page that plays them side by side."""

from __future__ import annotations

import html
import shlex
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from string import Template

from pitchreel.config import Settings
from pitchreel.documents import Timeline
from pitchreel.documents.base import Model
from pitchreel.errors import InputError
from pitchreel.pipeline.belongings import gather_extras
from pitchreel.pipeline.brief import Brief
from pitchreel.pipeline.film import place_sounds, stage_order, tell
from pitchreel.pipeline.ledger import Ledger, Note, folder_lock
from pitchreel.pipeline.pace import Pace, Step
from pitchreel.pipeline.vetting import vet_order
from pitchreel.render import render_video
from pitchreel.styles import find_style

HEIGHT = 640
"""Longer side of a preview in pixels: sharp enough on a phone-sized player, a ninth of the pixels."""
FPS = 15


class Preview(Model):
    """A style's small film and the Timeline that renders in full to the same film."""

    style: str
    path: str
    timeline: str


class Previews(Model):
    """What ``make_previews`` wrote; paths are relative to ``folder``."""

    folder: str
    page: str
    previews: tuple[Preview, ...]
    seconds: float
    stages: dict[str, float]
    """Seconds by stage."""


def make_previews(
    source: str,
    styles: tuple[str, ...],
    output: Path | str = "previews",
    *,
    brief: Brief | None = None,
    settings: Settings | None = None,
    watch: Callable[[Step], None] = lambda step: None,
    note: Note = lambda text: None,
    **wishes: object,
) -> Previews:
    """Make a small film of one ad in each style, with ``index.html`` to compare them.

    The Timelines lie beside the films: rendering one in full gives the same film. Raises a PitchreelError.
    """
    folder = Path(output).absolute()
    order = brief or Brief.of(**wishes)
    vet_order(order)
    settings = settings or Settings()
    if not styles:
        raise InputError("No style was named", "Name some with --styles A,B,C")
    chosen = tuple(dict.fromkeys(find_style(name).name for name in styles))
    with folder_lock(folder):
        pace = Pace(watch)
        ledger = Ledger(folder, note)
        product, script, narration = tell(source, folder, order, ledger=ledger, pace=pace, settings=settings, note=note)
        report = pace.stage("timeline")
        extras = gather_extras(order, folder, settings)
        timelines = {}
        for name in chosen:
            styled = order.model_copy(update={"style": name})
            timeline = stage_order(product, script, narration, styled, settings, extras)
            place_sounds(timeline, folder)
            timelines[name] = timeline
        report(1.0)
        report = pace.stage("video")
        previews = []
        for index, (name, timeline) in enumerate(timelines.items()):
            previews.append(
                _preview(
                    name,
                    timeline,
                    folder,
                    settings,
                    lambda done, index=index: report((index + done) / len(timelines)),  # type: ignore[misc]
                )
            )
        write_page(folder, product.name, source, order, previews)
        report(1.0)
    return Previews(
        folder=str(folder),
        page="index.html",
        previews=tuple(previews),
        seconds=round(pace.elapsed, 2),
        stages=dict(pace.seconds),
    )


def _preview(
    name: str, timeline: Timeline, folder: Path, settings: Settings, progress: Callable[[float], None]
) -> Preview:
    stem = "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")
    document = timeline.save(folder / f"{stem}.timeline.json")
    film = folder / f"{stem}.mp4"
    scale = HEIGHT / max(timeline.width, timeline.height)
    render_video(timeline, folder, film, scale=scale, fps=FPS, draft=True, settings=settings, progress=progress)
    return Preview(style=name, path=film.name, timeline=document.name)


def write_page(folder: Path, title: str, source: str, order: Brief, previews: list[Preview]) -> Path:
    """Write the page that plays the previews in step; it needs nothing but the films beside it."""
    figure = Template(
        '<figure><video src="$path" playsinline preload="auto" muted></video>'
        "<figcaption><b>$style</b><button data-style>Hear this one</button>"
        "<code>$command</code></figcaption></figure>"
    )
    figures = "\n".join(
        figure.substitute(
            path=html.escape(item.path),
            style=html.escape(item.style),
            command=html.escape(f"pitchreel render {shlex.quote(str(folder / item.timeline))}"),
        )
        for item in previews
    )
    page = Template(files("pitchreel.pipeline").joinpath("previews.html").read_text(encoding="utf-8"))
    path = folder / "index.html"
    path.write_text(
        page.substitute(title=html.escape(title), figures=figures, ratio=order.ratio.replace(":", " / ")),
        encoding="utf-8",
    )
    return path
