"""The commands that make films: make, preview, render."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from pitchreel.cli import console, feeds, options
from pitchreel.config import Settings
from pitchreel.documents import Timeline, Video
from pitchreel.errors import InputError
from pitchreel.pipeline import Brief, make_previews, make_video
from pitchreel.pipeline.catalogue import names_feed


@contextmanager
def _source(source: str | None, settings: Settings) -> Iterator[tuple[str, Settings]]:
    """The source, or while nothing was named the demo shop, trusted at exactly its own host and port."""
    if source is not None:
        yield source, settings
        return
    from urllib.parse import urlsplit

    from pitchreel.demo import serve_demo

    with serve_demo() as url:
        hosts = ",".join(filter(None, (settings.allow_hosts, urlsplit(url).netloc)))
        yield url, settings.model_copy(update={"allow_hosts": hosts})


def make(
    source: options.SourceOrFeed = None,
    output: Annotated[
        Path | None, typer.Option(help="The film, .mp4 or .webm: ad.mp4; for a feed the folder of the films: ads.")
    ] = None,
    length: options.Length = 30,
    ratio: options.Ratio = "9:16",
    style: Annotated[str | None, typer.Option(metavar="NAME", help="Visual style; see `pitchreel styles`.")] = None,
    template: Annotated[str | None, typer.Option(metavar="ID", help="Template; see `pitchreel templates`.")] = None,
    script_style: options.ScriptStyle = None,
    language: options.Language = None,
    voice: options.Voice = None,
    avatar: options.Avatar = None,
    music: options.Music = None,
    captions: options.Captions = None,
    placement: options.Placement = "feeds",
    script: options.OwnScript = None,
    variable: options.Variables = None,
    seed: options.Seed = 0,
    workdir: Annotated[Path | None, typer.Option(help="Folder of the documents; by default beside the film.")] = None,
    feed: Annotated[
        bool, typer.Option("--feed", help="The source is a feed, whatever it is called: a film for each product.")
    ] = False,
    limit: feeds.Limit = None,
    currency: feeds.Currency = "",
    allow_private: options.AllowPrivate = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Make a finished video from a product link, or one for each product of a feed."""
    brief = Brief.of(
        length=length,
        ratio=ratio,
        style=style,
        template=template,
        script_style=script_style,
        script=options.script_text(script),
        language=language,
        voice=voice,
        presenter=avatar,
        music=music,
        captions=captions,
        placement=placement,
        variables=options.variables(variable),
        seed=seed,
    )
    warnings: list[str] = []

    def note(text: str) -> None:
        warnings.append(text)
        if not (as_json or quiet):
            console.warn(text)

    settings = options.settings_for(allow_private=allow_private)
    if source is not None and (feed or names_feed(source)):
        if workdir is not None:
            raise InputError("A feed's films have a folder each", "Leave --workdir out; --output is the folder of all")
        feeds.make_feed(
            source,
            output or Path("ads"),
            brief=brief,
            limit=limit,
            currency=currency,
            settings=settings,
            as_json=as_json,
            quiet=quiet,
        )
        return
    output = output or Path("ad.mp4")
    begun = time.monotonic()
    with _source(source, settings) as (link, allowed), console.Watch(quiet=quiet or as_json) as watch:
        video = make_video(link, output, brief=brief, workdir=workdir, settings=allowed, watch=watch, note=note)
    taken = time.monotonic() - begun
    folder = (workdir or output.with_suffix("")).absolute()
    if as_json:
        console.show_json({**_paths(video, folder), "taken": round(taken, 2), "warnings": warnings})
    else:
        _tell(video, folder, taken)


def _paths(video: Video, folder: Path) -> dict[str, Any]:
    def whole(path: str) -> str:
        return os.path.normpath(folder / path)

    subtitles = {Path(path).suffix[1:]: whole(path) for path in video.subtitles}
    return {
        "video": whole(video.path),
        "cover": whole(video.cover) if video.cover else None,
        **subtitles,
        "documents": str(folder),
        **video.model_dump(mode="json", exclude={"path", "cover", "subtitles", "version", "warnings"}),
    }


def _tell(video: Video, folder: Path, taken: float) -> None:
    for title, path in (
        ("Video", video.path),
        ("Cover", video.cover),
        *(("Subtitles", path) for path in video.subtitles),
        ("Documents", "."),
    ):
        if path:
            console.show(f"{title:<10} {os.path.relpath(os.path.normpath(folder / path))}")
    for check in video.checks:
        if check.outcome in {"fail", "warn"}:
            console.warn(f"check {check.id}: {check.title}: {check.value} (limit {check.limit})")
    console.show(f"{'Duration':<10} {video.duration:.1f} s, {video.width} x {video.height}, {video.fps} fps")
    console.show(f"{'Taken':<10} {taken:.1f} s")


def preview(
    source: options.Source = None,
    styles: Annotated[
        str, typer.Option(metavar="A,B,C", help="Visual styles.")
    ] = "FullScreen,Card Stacking,AvatarBubble",
    output: Annotated[Path, typer.Option(help="Folder for the films and their page.")] = Path("previews"),
    length: options.Length = 30,
    ratio: options.Ratio = "9:16",
    script_style: options.ScriptStyle = None,
    language: options.Language = None,
    voice: options.Voice = None,
    avatar: options.Avatar = None,
    music: options.Music = None,
    captions: options.Captions = None,
    placement: options.Placement = "feeds",
    script: options.OwnScript = None,
    seed: options.Seed = 0,
    allow_private: options.AllowPrivate = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Make small films of one ad in several styles, and a page that plays them side by side."""
    brief = Brief.of(
        length=length,
        ratio=ratio,
        script_style=script_style,
        script=options.script_text(script),
        language=language,
        voice=voice,
        presenter=avatar,
        music=music,
        captions=captions,
        placement=placement,
        seed=seed,
    )
    names = tuple(name.strip() for name in styles.split(",") if name.strip())
    settings = options.settings_for(allow_private=allow_private)
    with _source(source, settings) as (link, allowed), console.Watch(quiet=quiet or as_json) as watch:
        made = make_previews(link, names, output, brief=brief, settings=allowed, watch=watch)
    if as_json:
        console.show_json(made.model_dump(mode="json"))
        return
    for item in made.previews:
        console.show(f"{item.style:<24} {os.path.relpath(Path(made.folder) / item.path)}")
    console.show(f"{'Page':<24} {os.path.relpath(Path(made.folder) / made.page)}")
    console.show(f"{'Taken':<24} {made.seconds:.1f} s")


def render(
    timeline: Annotated[Path, typer.Argument(metavar="TIMELINE.json", help="A Timeline, made or edited by hand.")],
    output: Annotated[Path | None, typer.Option(help="The film; by default beside the Timeline's folder.")] = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Render a Timeline document."""
    from pitchreel.pipeline.pace import Pace
    from pitchreel.render import render_video, write_cover, write_subtitles

    document = Timeline.load(timeline)
    folder = timeline.absolute().parent
    target = (output or folder.with_suffix(".mp4")).absolute()
    settings = Settings()
    with console.Watch(quiet=quiet or as_json) as watch:
        pace = Pace(watch, {"video": 1.0})
        video = render_video(
            document, folder, target, processes=settings.processes, settings=settings, progress=pace.stage("video")
        )
        cover = write_cover(document, folder, target.with_suffix(".jpg"))
        subtitles = write_subtitles(document, target)
    whole = video.model_copy(
        update={
            "path": os.path.relpath(target, folder),
            "cover": os.path.relpath(cover, folder),
            "subtitles": tuple(os.path.relpath(path, folder) for path in subtitles),
        }
    )
    if as_json:
        console.show_json({**_paths(whole, folder), "taken": round(pace.elapsed, 2)})
    else:
        _tell(whole, folder, pace.elapsed)
