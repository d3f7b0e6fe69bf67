"""Film: the whole way from a source to a finished video, stage by stage through the ledger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.documents import Narration, Product, Script, Timeline, Video
from pitchreel.music import asset_path, place
from pitchreel.pipeline.belongings import belongings_key, gather_extras
from pitchreel.pipeline.brief import Brief
from pitchreel.pipeline.ledger import Ledger, Note, folder_lock
from pitchreel.pipeline.pace import Pace, Step
from pitchreel.pipeline.sources import open_source, source_key
from pitchreel.pipeline.vetting import vet_length, vet_order, vet_output
from pitchreel.product.fetch import Fetcher
from pitchreel.qa import check_video
from pitchreel.render import render_video, write_cover, write_subtitles
from pitchreel.script import own_script, write_script
from pitchreel.styles import Extras, script_text, speech_seconds, stage
from pitchreel.styles.extras import NO_EXTRAS
from pitchreel.voice import speak


def make_video(
    source: str,
    output: Path | str = "ad.mp4",
    *,
    brief: Brief | None = None,
    workdir: Path | str | None = None,
    settings: Settings | None = None,
    watch: Callable[[Step], None] = lambda step: None,
    note: Note = lambda text: None,
    fetcher: Fetcher | None = None,
    **wishes: object,
) -> Video:
    """Make a finished video from a link or a Product document.

    ``wishes`` are the fields of a Brief (``length=15``, ``style="Card Stacking"``, ...), instead of ``brief``.
    The documents go into ``workdir``, by default a folder beside the output that is called after it; a second run
    there makes only what changed. ``watch`` follows the progress, ``note`` hears warnings as they come up;
    ``fetcher`` replaces the way out to the network.
    Raises a PitchreelError; then no output is left, nor a folder that this run had made itself.
    """
    output = Path(output).absolute()
    order = brief or Brief.of(**wishes)
    settings = settings or Settings()
    vet_output(output)
    vet_order(order)
    folder = Path(workdir).absolute() if workdir else output.with_suffix("")
    with fresh_folder(folder, keep=workdir is not None), folder_lock(folder):
        pace = Pace(watch)
        ledger = Ledger(folder, note)
        product, script, narration = tell(
            source, folder, order, ledger=ledger, pace=pace, settings=settings, note=note, fetcher=fetcher
        )
        timeline = lay_out(product, script, narration, folder, order, ledger=ledger, pace=pace, settings=settings)
        pass_on(timeline.warnings, note)
        return shoot(
            timeline,
            narration,
            folder,
            output,
            product=product,
            script=script,
            ledger=ledger,
            pace=pace,
            settings=settings,
        )


def tell(
    source: str,
    folder: Path,
    order: Brief,
    *,
    ledger: Ledger,
    pace: Pace,
    settings: Settings,
    note: Note,
    fetcher: Fetcher | None = None,
) -> tuple[Product, Script, Narration]:
    """The first three documents: what is sold, what is said, and the voice saying it."""
    product = bring_product(source, folder, ledger=ledger, pace=pace, settings=settings, note=note, fetcher=fetcher)
    script = write_words(product, order, ledger=ledger, pace=pace, settings=settings, note=note)
    return product, script, say_words(script, folder, order, ledger=ledger, pace=pace, settings=settings, note=note)


def bring_product(
    source: str,
    folder: Path,
    *,
    ledger: Ledger,
    pace: Pace,
    settings: Settings,
    note: Note,
    fetcher: Fetcher | None = None,
) -> Product:
    """The Product of a source, its media in the folder."""
    report = pace.stage("product")
    product = ledger.stage(
        Product,
        (source_key(source),),
        lambda: open_source(source, folder, settings=settings, progress=report, fetcher=fetcher),
    )
    report(1.0)
    pass_on(product.warnings, note)
    return product


def write_words(
    product: Product, order: Brief, *, ledger: Ledger, pace: Pace, settings: Settings, note: Note
) -> Script:
    """The Script: written, or the user's own words."""
    report = pace.stage("script")
    text = own_words(order)
    wishes = (order.script_style, order.language, str(order.length), str(order.seed), "no call" * order.no_cta)
    said = (text or "", *(wish or "" for wish in wishes))
    script = ledger.stage(Script, (product.dump(), *said), lambda: _write(product, order, text, settings))
    report(1.0)
    pass_on(script.warnings, note)
    return script


def say_words(
    script: Script, folder: Path, order: Brief, *, ledger: Ledger, pace: Pace, settings: Settings, note: Note
) -> Narration:
    """The Narration: the voice saying the Script, its sound in the folder."""
    report = pace.stage("narration")
    narration = ledger.stage(
        Narration,
        (script.dump(), order.voice or ""),
        lambda: speak(
            script,
            voice=order.voice,
            folder=folder,
            seconds=speech_seconds(script.length),
            settings=settings,
            progress=report,
        ),
    )
    report(1.0)
    pass_on(narration.warnings, note)
    return narration


def lay_out(
    product: Product,
    script: Script,
    narration: Narration,
    folder: Path,
    order: Brief,
    *,
    ledger: Ledger,
    pace: Pace,
    settings: Settings,
) -> Timeline:
    """The Timeline of an order, with the sounds that it names put into the folder."""
    report = pace.stage("timeline")

    def compose() -> Timeline:
        timeline = stage_order(product, script, narration, order, settings, gather_extras(order, folder, settings))
        place_sounds(timeline, folder)
        return timeline

    looks = order.model_dump_json(exclude={"length", "script", "script_style", "language", "voice"})
    inputs = (product.dump(), script.dump(), narration.dump(), looks, str(settings.label))
    timeline = ledger.stage(Timeline, (*inputs, belongings_key(order, folder)), compose)
    report(1.0)
    return timeline


def place_sounds(timeline: Timeline, folder: Path) -> None:
    """Put the music and effects that a Timeline names into its folder."""
    place(
        [name for name, asset in timeline.assets.items() if asset.kind == "audio" and asset.path == asset_path(name)],
        folder,
    )


def stage_order(
    product: Product,
    script: Script,
    narration: Narration,
    order: Brief,
    settings: Settings,
    extras: Extras = NO_EXTRAS,
) -> Timeline:
    """Stage a film as an order asks, with what ``gather_extras`` found."""
    return stage(
        product,
        script,
        narration,
        style=order.style,
        template=order.template,
        ratio=order.ratio,
        presenter=order.presenter,
        music=order.music,
        captions=order.captions,
        variables=order.variables,
        seed=order.seed,
        placement=order.placement,
        label=settings.label,
        extras=extras,
    )


def own_words(order: Brief) -> str | None:
    """The user's own words: the script of the order, or of a template's variable; None where it is to be written."""
    return order.script if order.script is not None else script_text(order.template, order.variables)


def _write(product: Product, order: Brief, text: str | None, settings: Settings) -> Script:
    if text is not None:
        vet_length(text, settings)
        return own_script(text, product, length=order.length, language=order.language)
    script = write_script(
        product, style=order.script_style, length=order.length, language=order.language, seed=order.seed
    )
    return _without_call(script) if order.no_cta else script


def _without_call(script: Script) -> Script:
    """The script as far as it asks for nothing."""
    kept = tuple(line for line in script.lines if line.role != "call_to_action")
    return script.model_copy(update={"lines": kept or script.lines, "call_to_action": ""})


def shoot(
    timeline: Timeline,
    narration: Narration,
    folder: Path,
    output: Path,
    *,
    product: Product | None = None,
    script: Script | None = None,
    ledger: Ledger,
    pace: Pace,
    settings: Settings,
) -> Video:
    """The last document: the film rendered at the size that the settings say, with all that goes beside it."""

    def take() -> Video:
        report = pace.stage("video")
        video = render_video(
            timeline,
            folder,
            output,
            scale=settings.scale,
            processes=settings.processes,
            settings=settings,
            progress=report,
        )
        return finish(
            video, timeline, narration, folder, output, product=product, script=script, pace=pace, settings=settings
        )

    look = settings.model_dump_json(include={"quality", "preset", "scale"})
    return ledger.stage(Video, (timeline.dump(), str(output), look), take)


def finish(
    video: Video,
    timeline: Timeline,
    narration: Narration,
    folder: Path,
    output: Path,
    *,
    product: Product | None = None,
    script: Script | None = None,
    pace: Pace,
    settings: Settings,
) -> Video:
    """What goes beside a film that lies at ``output``: cover, subtitles, and the checks that it was measured by."""
    cover = write_cover(timeline, folder, output.with_suffix(".jpg"), scale=settings.scale)
    subtitles = write_subtitles(timeline, output)
    report = pace.stage("checks")
    checks = check_video(output, timeline, folder, narration, product=product, script=script)
    report(1.0)
    return video.model_copy(
        update={
            "path": os.path.relpath(output, folder),
            "cover": os.path.relpath(cover, folder),
            "subtitles": tuple(os.path.relpath(path, folder) for path in subtitles),
            "checks": checks,
            "seconds": dict(pace.seconds),
        }
    )


def pass_on(warnings: tuple[str, ...], note: Note) -> None:
    """Tell somebody what came up."""
    for warning in warnings:
        note(warning)


@contextmanager
def fresh_folder(folder: Path, *, keep: bool) -> Iterator[None]:
    """Whatever goes wrong, a folder that was not there before is not left behind, unless it was asked for."""
    there = folder.exists()
    try:
        yield
    except BaseException:
        if not there and not keep:
            shutil.rmtree(folder, ignore_errors=True)
        raise
