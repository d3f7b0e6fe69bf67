"""Catalogue: a feed in, a film for each of its products out, in one folder that a second run goes on from.

ads/outcomes.json                 what came of each product
ads/kite-desk-lamp-3fa1b2.mp4     its film, with cover and subtitles beside it
ads/kite-desk-lamp-3fa1b2/        its documents; source.json is the product as the feed tells it
"""

from __future__ import annotations

import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import ClassVar, Literal
from urllib.parse import unquote, urlsplit

from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.documents.base import Document, Model
from pitchreel.errors import InputError, OutputError, PitchreelError, SetupError, UnknownName
from pitchreel.pipeline.brief import Brief
from pitchreel.pipeline.film import make_video
from pitchreel.pipeline.ledger import Note, digest, folder_lock
from pitchreel.pipeline.pace import Step
from pitchreel.pipeline.sources import is_link
from pitchreel.product import fetch_product
from pitchreel.product.feeds import ENDINGS, is_feed
from pitchreel.product.feeds.guarded import read_guarded
from pitchreel.product.fetch import Fetcher
from pitchreel.product.robots import PoliteFetcher

_FOR_ALL = (UnknownName, OutputError, SetupError)
"""Errors that every product would meet again: they end the run."""
_MAYBE = (".json", ".txt")
"""Endings that a feed shares with other files: the content decides."""


class Outcome(Model):
    """What came of one product; paths are relative to the folder of the run."""

    name: str
    url: str
    folder: str
    state: Literal["made", "kept", "failed"]
    """``kept``: an earlier run had made the same film."""
    video: str | None = None
    duration: float | None = None
    """Seconds of film."""
    taken: float = 0.0
    """Seconds of work."""
    code: str | None = None
    """For a failed one, the error's word; ``problem`` says what happened, ``hint`` what to do."""
    problem: str | None = None
    hint: str | None = None
    exit_code: int = 0
    warnings: tuple[str, ...] = ()


class Outcomes(Document):
    """The table of a run, as it stands in ``outcomes.json``; ``notes`` tell of rows that made no product."""

    kind: ClassVar[str] = "Outcomes"

    source: str
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many ended so."""
        return sum(outcome.state == state for outcome in self.outcomes)


def names_feed(source: str) -> bool:
    """Whether a source is the path of a feed: by its ending, and by its content where the ending says little."""
    if is_link(source):
        return False
    path = Path(source)
    ending = Path(path.name.lower().removesuffix(".gz")).suffix
    if ending not in ENDINGS or not path.is_file():
        return False
    return ending not in _MAYBE or is_feed(path)


@contextmanager
def open_catalogue(
    source: str,
    *,
    settings: Settings,
    limit: int | None = None,
    currency: str = "",
    fetcher: Fetcher | None = None,
    note: Note = lambda text: None,
) -> Iterator[Iterator[Product]]:
    """The Products of a feed at a path or an address; raises DocumentError and what fetching raises."""
    if not is_link(source):
        yield _begun(read_guarded(Path(source), settings=settings, limit=limit, url="", currency=currency, note=note))
        return
    polite = fetcher if isinstance(fetcher, PoliteFetcher) else PoliteFetcher(settings)
    with tempfile.TemporaryDirectory(prefix="pitchreel-feed-") as folder:
        path = Path(folder) / f"feed{PurePosixPath(urlsplit(source).path).suffix[:8]}"
        answer = polite.download_allowed(source, path, limit=settings.feed_bytes, seconds=settings.feed_seconds)
        yield _begun(read_guarded(path, settings=settings, limit=limit, url=answer.url, currency=currency, note=note))


def _begun(products: Iterator[Product]) -> Iterator[Product]:
    """The same, with the first already read: what is no feed is said before anything is made of it."""
    first = list(islice(products, 1))
    return chain(first, products)


def make_catalogue(
    source: str,
    output: Path | str = "ads",
    *,
    brief: Brief | None = None,
    limit: int | None = None,
    currency: str = "",
    settings: Settings | None = None,
    watch: Callable[[Step], None] = lambda step: None,
    note: Note = lambda text: None,
    begin: Callable[[int, str], None] = lambda number, name: None,
    end: Callable[[Outcome], None] = lambda outcome: None,
    **wishes: object,
) -> Outcomes:
    """Make a film for each product of a feed, into the folder ``output``.

    What an earlier run finished is kept if neither the product nor the order changed. A product that cannot become a
    film is an outcome and ends nothing; errors that all products would meet are raised. ``begin`` hears each product's
    number and name before its film, ``end`` its outcome; ``outcomes.json`` is written anew after each.
    """
    folder = Path(output).absolute()
    order = brief or Brief.model_validate(wishes)
    settings = settings or Settings()
    if folder.suffix.lower() in {".mp4", ".webm"}:
        raise InputError(f"{folder.name} is one film, and a feed makes many", "Give --output a folder")
    fetcher = PoliteFetcher(settings)
    notes: list[str] = []

    def heard(text: str) -> None:
        notes.append(text)
        note(text)

    table = Outcomes(source=source)
    with (
        open_catalogue(
            source, settings=settings, limit=limit, currency=currency, fetcher=fetcher, note=heard
        ) as products,
        folder_lock(folder),
    ):
        for number, product in enumerate(products, 1):
            stem = _stem(product)
            begin(number, product.name or product.url)
            outcome = _make_one(product, folder, stem, order, settings, watch, fetcher)
            end(outcome)
            table = table.model_copy(update={"outcomes": (*table.outcomes, outcome), "notes": tuple(notes)})
            table.save(folder / "outcomes.json")
    table = table.model_copy(update={"notes": tuple(notes)})
    table.save(folder / "outcomes.json")
    return table


def _make_one(
    product: Product,
    folder: Path,
    stem: str,
    order: Brief,
    settings: Settings,
    watch: Callable[[Step], None],
    fetcher: Fetcher,
) -> Outcome:
    workdir, film = folder / stem, folder / f"{stem}.mp4"
    document = workdir / "video.json"
    warnings: list[str] = []
    begun = time.monotonic()
    before = _stamp(document)

    def told(state: Literal["made", "kept", "failed"], **more: object) -> Outcome:
        facts = {"name": product.name, "url": product.url, "folder": stem, "warnings": tuple(warnings)}
        return Outcome.model_validate({**facts, "state": state, "taken": round(time.monotonic() - begun, 2), **more})

    try:
        product = _source(product, workdir / "source.json", settings, fetcher)
        video = make_video(
            str(workdir / "source.json"),
            film,
            brief=order,
            workdir=workdir,
            settings=settings,
            watch=watch,
            note=warnings.append,
            fetcher=fetcher,
        )
    except _FOR_ALL:
        raise
    except PitchreelError as error:
        return told("failed", code=error.code, problem=error.what, hint=error.hint, exit_code=error.exit_code)
    state: Literal["made", "kept"] = "kept" if before and before == _stamp(document) else "made"
    return told(state, video=film.name, duration=video.duration)


def _source(product: Product, path: Path, settings: Settings, fetcher: Fetcher) -> Product:
    """The product as it goes into the film, beside its documents; one of which the feed only has the link is read."""
    if not product.facts:
        if path.exists():
            return Product.load(path)
        product = fetch_product(product.url, settings=settings, fetcher=fetcher)
    product.save(path)
    return product


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _stem(product: Product) -> str:
    """A file name that stays the same while the product is the same, whatever row it moves to."""
    words = product.name or unquote(urlsplit(product.url).path)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-") or "product"
    return f"{slug}-{digest(product.text('identifier') or product.url or product.name)[:6]}"
