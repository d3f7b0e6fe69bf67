"""Styles and templates as the lists show them: the demo's product staged in each, as a still and as a small film."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pitchreel.config import Settings
from pitchreel.demo import serve_demo
from pitchreel.documents import Narration, Product, Script, Timeline
from pitchreel.music import effects, place, tracks
from pitchreel.product import fetch_product, gather_media
from pitchreel.render import render_video, write_cover
from pitchreel.script import write_script
from pitchreel.styles import speech_seconds, stage
from pitchreel.voice import speak

LENGTH = 15
CLIP_HEIGHT, CLIP_FPS = 480, 15
"""The longer side of a small film in pixels, and its frames a second."""
_COVER_SCALE = 0.5


def tell_showcase(folder: Path, settings: Settings) -> tuple[Product, Script, Narration]:
    """The demo's product, an ad for it and the voice speaking it: made in ``folder`` once, then read from there."""
    paths = [folder / f"{kind}.json" for kind in ("product", "script", "narration")]
    if all(path.exists() for path in paths):
        return Product.load(paths[0]), Script.load(paths[1]), Narration.load(paths[2])
    with serve_demo() as url:
        trusted = settings.model_copy(update={"allow_hosts": urlsplit(url).netloc})
        product = fetch_product(url, settings=trusted)
        product = gather_media(product, folder, settings=trusted)
    script = write_script(product, length=LENGTH, language="en")
    narration = speak(script, folder=folder, seconds=speech_seconds(LENGTH), settings=settings)
    for document, path in zip((product, script, narration), paths, strict=True):
        document.save(path)
    return product, script, narration


def _stage(folder: Path, settings: Settings, kind: str, id: str, ratio: str) -> Timeline:
    product, script, narration = tell_showcase(folder, settings)
    style, template = (id, None) if kind == "styles" else (None, id)
    timeline = stage(product, script, narration, style=style, template=template, ratio=ratio)
    sounds = {track.id for track in tracks()} | {effect.id for effect in effects()}
    place((asset for asset in timeline.assets if asset in sounds), folder)
    return timeline


def draw_still(folder: Path, settings: Settings, kind: str, id: str, ratio: str, path: Path) -> None:
    """Write the cover of the film in a style or from a template (``kind``: ``styles``, ``templates``), as a JPEG."""
    write_cover(_stage(folder, settings, kind, id, ratio), folder, path, scale=_COVER_SCALE)


def film_template(folder: Path, settings: Settings, template: str, ratio: str, path: Path) -> None:
    """Write the whole film from a template, small, as an MP4."""
    timeline = _stage(folder, settings, "templates", template, ratio)
    scale = CLIP_HEIGHT / max(timeline.width, timeline.height)
    render_video(timeline, folder, path, scale=scale, fps=CLIP_FPS, draft=True, processes=1, settings=settings)
