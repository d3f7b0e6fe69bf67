"""A custom presenter: somebody of the user's own, from a clip or a photograph.

Nothing is done to the person's mouth: a clip is looped without its sound, a photograph stands still while a ring around
it follows the voice.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pitchreel.documents.base import Document
from pitchreel.documents.product import Point, Region

DOCUMENT = "presenter.json"
"""Its file in the folder that ``prepare_presenter`` was given."""


class CustomPresenter(Document):
    """Somebody of the user's own. ``media`` and ``cover`` are relative to the document's folder."""

    kind: ClassVar[str] = "CustomPresenter"

    name: str = ""
    type: Literal["clip", "photo"]
    media: str
    """A muted, upright MP4, or a JPEG or PNG."""
    cover: str
    """A square JPEG of head and shoulders."""
    width: int
    height: int
    duration_ms: int = 0
    face: Region | None = None
    """Where the face is, from brow to chin; None when none was found."""
    focus: Point = Point(x=0.5, y=0.5)
    """What stays in sight however the picture is cut."""
    colours: tuple[str, ...] = ()
    """Dominant colours as #rrggbb, most frequent first."""
    warnings: tuple[str, ...] = ()

    def files(self) -> tuple[str, ...]:
        """The picture or clip, and the cover."""
        return self.media, self.cover
