"""Product: what is sold, as facts that each say where on the page they stood."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field

from pitchreel.documents.base import Document, Model

FactKind = Literal[
    "name",
    "brand",
    "description",
    "feature",
    "price",
    "price_high",
    "list_price",
    "currency",
    "rating",
    "review_count",
    "review",
    "availability",
    "shipping",
    "guarantee",
    "category",
    "site_name",
    "language",
    "identifier",
]


class Source(Model):
    """Where a fact stood: how it was read, the place on the page, and the words themselves."""

    method: str
    """How it was read: ``json-ld``, ``microdata``, ``rdfa``, ``opengraph``, ``meta``, ``state``, ``dom``, ``prose``,
    ``feed`` or ``given``."""
    place: str = ""
    """A selector, a property path or the address of a document."""
    quote: str = ""
    """The page's own words, at most 500 characters."""


class Fact(Model):
    """One thing that the page says about the product.

    ``text`` is as one would show it; ``number`` is set for prices (in the product's currency),
    ratings (of 5) and counts. ``id`` is unique in the document: single facts are called after their
    kind (``price``), repeated ones are numbered from 1 (``feature-1``, ``review-2``).
    """

    id: str
    kind: FactKind
    text: str
    number: Decimal | None = None
    sources: tuple[Source, ...] = ()
    media: tuple[str, ...] = ()
    """Ids of the media that show this fact, best first."""


class Disagreement(Model):
    """Sources of one page that do not say the same; ``chosen`` is the one that was believed."""

    kind: FactKind
    chosen: str
    others: tuple[Fact, ...]


class Point(Model):
    """A place in a picture as fractions of its width and height, from the top left."""

    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)


class Region(Model):
    """A box in a picture as fractions of its width and height."""

    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)
    width: float = Field(gt=0, le=1)
    height: float = Field(gt=0, le=1)


class Media(Model):
    """A picture or clip of the product. What lies beside ``url`` is known once it was fetched and looked at."""

    id: str
    """``picture-1``, ``clip-1``, ``logo``."""
    kind: Literal["picture", "clip"]
    role: Literal["gallery", "logo"] = "gallery"
    url: str
    description: str = ""
    described_by: str = ""
    """Who wrote the description: empty for the page, else the name of the model that looked at the picture (its words
    stand after the page's)."""
    path: str | None = None
    """The decoded, upright file (PNG, JPEG or MP4), relative to the folder of the document."""
    width: int = 0
    height: int = 0
    alpha: bool = False
    """The picture itself has transparency."""
    background: Literal["transparent", "plain", "scene", "unknown"] = "unknown"
    cutout: str | None = None
    """The product alone, as a PNG with transparency, trimmed to ``subject``; relative like ``path``."""
    subject: Region | None = None
    """Where in the picture the product is."""
    focus: Point = Point(x=0.5, y=0.5)
    colours: tuple[str, ...] = ()
    """Dominant colours of the subject as #rrggbb, most frequent first."""
    traits: tuple[str, ...] = ()
    """What the pixels show: ``cut-out``, ``person``, ``close-up``, ``text-heavy``, ``infographic``."""
    poster: str | None = None
    """For a clip: its best still, relative like ``path``."""
    duration_ms: int = 0
    """For a clip: its whole length."""
    stretch_ms: tuple[int, int] | None = None
    """For a clip: start and end of its liveliest stretch."""


class Palette(Model):
    """The colours of the film as #rrggbb.

    Contrast: ink on ground 7:1, on_accent on accent 4.5:1, accent on ground 3:1.
    """

    treatment: Literal["light", "dark"]
    ground: str
    ground_2: str
    ink: str
    accent: str
    on_accent: str
    source: str = ""
    """Where the hue came from: ``logo``, ``theme-color``, ``picture`` or ``default``."""


class Product(Document):
    """What is sold, read from one page or given by hand.

    The facts hold everything; the properties are the everyday ways to them.
    """

    kind: ClassVar[str] = "Product"

    url: str = ""
    language: str = "en"
    """BCP 47, by evidence: ``en``, ``de``, ``pt-BR``."""
    facts: tuple[Fact, ...]
    media: tuple[Media, ...] = ()
    theme_colour: str | None = None
    palette: Palette | None = None
    disagreements: tuple[Disagreement, ...] = ()
    warnings: tuple[str, ...] = ()

    def fact(self, kind: FactKind) -> Fact | None:
        """The first fact of a kind, or None."""
        return next((fact for fact in self.facts if fact.kind == kind), None)

    def all_of(self, kind: FactKind) -> tuple[Fact, ...]:
        """All facts of a kind, in the order of the page."""
        return tuple(fact for fact in self.facts if fact.kind == kind)

    def text(self, kind: FactKind) -> str:
        """The text of the first fact of a kind, or an empty string."""
        fact = self.fact(kind)
        return fact.text if fact else ""

    def number(self, kind: FactKind) -> Decimal | None:
        """The number of the first fact of a kind, or None."""
        fact = self.fact(kind)
        return fact.number if fact else None

    @property
    def name(self) -> str:
        """What the product is called."""
        return self.text("name")

    @property
    def currency(self) -> str:
        """ISO 4217 code, or an empty string."""
        return self.text("currency")

    @property
    def features(self) -> tuple[Fact, ...]:
        """The feature facts, in the order of the page."""
        return self.all_of("feature")

    @property
    def pictures(self) -> tuple[Media, ...]:
        """Gallery pictures, best first."""
        return tuple(item for item in self.media if item.kind == "picture" and item.role == "gallery")

    @property
    def clips(self) -> tuple[Media, ...]:
        """Gallery clips, best first."""
        return tuple(item for item in self.media if item.kind == "clip" and item.role == "gallery")

    @property
    def logo(self) -> Media | None:
        """The shop's logo, if one was found."""
        return next((item for item in self.media if item.role == "logo"), None)

    def files(self) -> tuple[str, ...]:
        """The media files."""
        named = (path for item in self.media for path in (item.path, item.cutout, item.poster))
        return tuple(path for path in named if path)

    def summary(self) -> dict[str, Any]:
        """The core of the product as plain values: prices and rating are floats, absent ones None."""

        def as_float(kind: FactKind) -> float | None:
            number = self.number(kind)
            return None if number is None else float(number)

        count = self.number("review_count")
        return {
            "name": self.name,
            "brand": self.text("brand") or None,
            "description": self.text("description") or None,
            "features": [fact.text for fact in self.features],
            "price": as_float("price"),
            "price_high": as_float("price_high"),
            "list_price": as_float("list_price"),
            "currency": self.currency or None,
            "rating": as_float("rating"),
            "review_count": None if count is None else int(count),
            "availability": self.text("availability") or None,
            "shipping": [fact.text for fact in self.all_of("shipping")],
            "guarantee": [fact.text for fact in self.all_of("guarantee")],
            "image_urls": [item.url for item in self.pictures],
            "video_urls": [item.url for item in self.clips],
            "language": self.language,
            "site_name": self.text("site_name") or None,
        }
