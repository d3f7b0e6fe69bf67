"""From a product with links to a product with media: fetched, looked at, and a palette chosen from them."""

from __future__ import annotations

import os
import queue
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.documents.product import Media, Palette, Point, Region
from pitchreel.errors import MediaError, NoMedia, OutputError, PitchreelError
from pitchreel.product.clips import CLIP_TIME, Clip, examine_clip
from pitchreel.product.fetch import Fetcher
from pitchreel.product.palette import choose_palette, find_hue
from pitchreel.product.pictures import Picture, examine_picture
from pitchreel.product.selection import Seen, with_close_ups, without_doubles, without_small
from pitchreel.product.sniff import CLIPS, HEAD, PICTURES, sniff
from pitchreel.product.vision import describe_pictures
from pitchreel.progress import Progress, silent

FOLDER = "media"
"""The folder of the files, beside the document."""
DOWNLOADS = 4
"""Files fetched at a time."""
LOOKERS = 4
"""Children that decode at a time, at most; no more than the machine has cores."""
_NO_MEDIA_HINT = "Give pictures by hand: add media with a path or an address to a Product document"


def gather_media(
    product: Product,
    folder: Path,
    *,
    settings: Settings,
    base: Path | None = None,
    fetcher: Fetcher | None = None,
    progress: Progress = silent,
) -> Product:
    """Fetch and look at a product's media: the files go into ``folder/media``, what was found into the document.

    A medium without an address, in a document made by hand, names a file by its ``path``, relative to ``base``
    (by default ``folder``). Where an endpoint that can see is set, it describes the pictures. What cannot be fetched or
    decoded is left out with a warning, and so are doubles.
    Raises NoMedia when nothing usable is left, OutputError when the folder cannot be written.
    """
    fetcher = fetcher or Fetcher(settings)
    target = folder / FOLDER
    try:
        target.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".incoming-", dir=target))
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}", "Choose another folder") from None
    wanted = _wanted(product, settings)
    try:
        outcomes = dict(_all_seen(wanted, target, work, base or folder, settings, fetcher, progress))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    warnings = [_warning(wanted[number], problem) for number, problem in sorted(_problems(outcomes))]
    seen = sorted((item for item in outcomes.values() if isinstance(item, Seen)), key=lambda item: item.number)
    seen, doubles = without_doubles(seen)
    seen, small = without_small(seen)
    for item in (*(double for double, _ in doubles), *small):
        _remove(target, item.found)
    seen = with_close_ups(seen)
    twins = {double.media.id: twin.media.id for double, twin in doubles}
    if not any(item.media.role == "gallery" for item in seen):
        raise NoMedia(_nothing(product, warnings), _NO_MEDIA_HINT)
    media = tuple(item.media for item in seen)
    kept = {item.id for item in media}

    def showing(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in (twins.get(name, name) for name in names) if name in kept))

    gathered = product.model_copy(
        update={
            "media": media,
            "facts": tuple(fact.model_copy(update={"media": showing(fact.media)}) for fact in product.facts),
            "palette": product.palette or _palette(product, seen),
            "warnings": (*product.warnings, *warnings),
        }
    )
    return describe_pictures(gathered, folder, settings=settings) if settings.vision_url else gathered


def _nothing(product: Product, warnings: list[str]) -> str:
    name = product.name or "The product"
    return f"{name} has no image or video" + (f" that can be used: {warnings[0]}" if warnings else "")


def _warning(item: Media, problem: str) -> str:
    where = item.url or item.path
    return f"{item.id} ({where}) was left out: {problem[0].lower()}{problem[1:]}"


def _wanted(product: Product, settings: Settings) -> list[Media]:
    """The media to fetch, in order: at most as many of each kind as the settings say, each address once."""
    wanted: list[Media] = []
    addresses: set[str] = set()
    room = {"logo": 1, "picture": settings.pictures, "clip": settings.clips}
    for item in product.media:
        sort = "logo" if item.role == "logo" else item.kind
        address = item.url or item.path or ""
        if not address or address in addresses or not room[sort]:
            continue
        room[sort] -= 1
        addresses.add(address)
        wanted.append(item)
    return wanted


Outcome = Seen | PitchreelError


def _problems(outcomes: dict[int, Outcome]) -> Iterator[tuple[int, str]]:
    for number, outcome in outcomes.items():
        if isinstance(outcome, PitchreelError):
            yield number, outcome.what


def _all_seen(
    wanted: list[Media], target: Path, work: Path, base: Path, settings: Settings, fetcher: Fetcher, progress: Progress
) -> Iterator[tuple[int, Outcome]]:
    """Each medium's number and what came of it, as they are done. OutputError stops everything."""
    if not wanted:
        return
    names = _file_names(wanted)
    with _children(min(os.cpu_count() or 1, LOOKERS, len(wanted)), settings) as borrow:
        pool = ThreadPoolExecutor(min(DOWNLOADS, len(wanted)), "media")

        def see(number: int) -> Seen:
            item, incoming = wanted[number], work / names[number]
            _bring(item, incoming, base, settings, fetcher)
            item = _as_it_is(item, incoming)
            with borrow() as child:
                seen = _look(child, number, item, incoming, names[number], target, settings)
            incoming.unlink()
            return seen

        try:
            running = {pool.submit(see, number): number for number in range(len(wanted))}
            for done, future in enumerate(as_completed(running), 1):
                try:
                    yield running[future], future.result()
                except OutputError:
                    raise
                except PitchreelError as error:
                    yield running[future], error
                progress(done / len(wanted))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _file_names(wanted: list[Media]) -> list[str]:
    """A safe and unique file name for each medium, its id wherever that is one."""
    names: list[str] = []
    for number, item in enumerate(wanted, 1):
        plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", item.id)
        names.append(item.id if plain and item.id not in names else f"{item.kind}-{number}-{len(names)}")
    return names


def _bring(item: Media, incoming: Path, base: Path, settings: Settings, fetcher: Fetcher) -> None:
    """Put a medium's bytes where a child can read them, from beside the document or from its address."""
    limit = settings.clip_bytes if item.kind == "clip" else settings.picture_bytes
    beside = (base / item.path).resolve() if item.path else None
    if beside is not None and beside.is_relative_to(base.resolve()) and beside.is_file():
        if beside.stat().st_size > limit:
            raise MediaError(f"The file is larger than {limit:,} bytes", "Give a smaller one")
        try:
            shutil.copyfile(beside, incoming)
        except OSError as error:
            raise OutputError(f"{incoming.parent} cannot be written: {error.strerror}", "Make room") from None
        return
    if not item.url:
        raise MediaError("There is no such file beside the document", "Give its path relative to the document")
    accept = "video/*,*/*;q=0.5" if item.kind == "clip" else "image/avif,image/webp,image/*,*/*;q=0.5"
    fetcher.download(item.url, incoming, limit=limit, seconds=settings.media_seconds, accept=accept)


def _as_it_is(item: Media, incoming: Path) -> Media:
    """A medium of the kind that its bytes say: a page or a caller may have called a clip a picture."""
    if item.role == "logo":
        return item
    with incoming.open("rb") as file:
        kind = sniff(file.read(HEAD))
    if kind in PICTURES:
        return item.model_copy(update={"kind": "picture"})
    return item.model_copy(update={"kind": "clip"}) if kind in CLIPS else item


def _look(child: Child, number: int, item: Media, incoming: Path, name: str, target: Path, settings: Settings) -> Seen:
    pixels = settings.picture_pixels
    if item.kind == "picture":
        picture = child.run(
            examine_picture,
            str(incoming),
            str(target),
            name,
            pixels,
            seconds=settings.child_seconds,
            what="The picture",
        )
        cutout = None if item.width and item.cutout is None else picture.cutout
        found: dict[str, object] = {
            "alpha": picture.alpha,
            "background": picture.background,
            "cutout": cutout and f"{FOLDER}/{cutout}",
        }
        if item.role == "logo" and picture.background == "scene":
            raise MediaError("The logo is a photograph", "Give a logo on a plain or transparent ground")
        return Seen(number, _told(item, picture, found), picture)
    clip = child.run(
        examine_clip,
        str(incoming),
        str(target),
        name,
        pixels,
        seconds=CLIP_TIME * settings.child_seconds,
        what="The clip",
    )
    found = {
        "background": "scene",
        "poster": f"{FOLDER}/{clip.poster}",
        "duration_ms": clip.duration_ms,
        "stretch_ms": clip.stretch_ms,
    }
    return Seen(number, _told(item, clip, found), clip)


def _told(item: Media, seen: Picture | Clip, found: dict[str, object]) -> Media:
    """A medium with what was found; in a document that was gathered before, the focus may be a person's and stays."""
    x, y, width, height = seen.subject
    region = Region(x=x, y=y, width=min(width, 1 - x), height=min(height, 1 - y))
    return item.model_copy(
        update={
            **found,
            "path": f"{FOLDER}/{seen.path}",
            "width": seen.width,
            "height": seen.height,
            "subject": region,
            "focus": item.focus if item.width else Point(x=seen.focus[0], y=seen.focus[1]),
            "colours": seen.colours,
            "traits": seen.traits,
        }
    )


def _remove(target: Path, found: Picture | Clip) -> None:
    names = (found.path, found.cutout) if isinstance(found, Picture) else (found.path, found.poster)
    for name in names:
        if name:
            (target / name).unlink(missing_ok=True)


def _palette(product: Product, seen: list[Seen]) -> Palette:
    logo = next((item.found for item in seen if item.media.role == "logo"), None)
    gallery = [item.found for item in seen if item.media.role == "gallery"]
    hue = find_hue(
        logo=_weighted(logo) if logo else (),
        theme=product.theme_colour,
        pictures=[_weighted(found) for found in gallery],
    )
    cut = [found for found in gallery if isinstance(found, Picture) and found.outline]
    return choose_palette(hue, [found.outline for found in cut])


@contextmanager
def _children(count: int, settings: Settings) -> Iterator[Callable[[], AbstractContextManager[Child]]]:
    """A few limited children, already starting, of which one at a time can be borrowed."""
    idle: queue.Queue[Child] = queue.Queue()
    all_children = [
        Child(memory=settings.child_memory, preload=(examine_picture.__module__, examine_clip.__module__))
        for _ in range(count)
    ]
    for child in all_children:
        child.start()
        idle.put(child)

    @contextmanager
    def borrow() -> Iterator[Child]:
        child = idle.get()
        try:
            yield child
        finally:
            idle.put(child)

    try:
        yield borrow
    finally:
        for child in all_children:
            child.close()


def _weighted(found: Picture | Clip) -> tuple[tuple[str, float], ...]:
    return tuple(zip(found.colours, found.shares, strict=True))
