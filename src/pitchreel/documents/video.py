"""Video: the finished files and what was measured on them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from pitchreel.documents.base import Document, Model


class Check(Model):
    """One check on a finished film: what was measured, against what, and where it went wrong."""

    id: str
    title: str
    outcome: Literal["pass", "warn", "fail", "skip"]
    value: str = ""
    limit: str = ""
    where: tuple[str, ...] = ()


class Video(Document):
    """A rendered film. Paths are relative to the folder of the document, or absolute."""

    kind: ClassVar[str] = "Video"

    path: str
    container: Literal["mp4", "webm"]
    width: int
    height: int
    fps: int
    frames: int
    duration: float
    """Seconds."""
    bytes: int = 0
    cover: str | None = None
    subtitles: tuple[str, ...] = ()
    loudness: float | None = None
    """LUFS, integrated, measured on the mix."""
    true_peak: float | None = None
    """dBTP, measured on the mix."""
    seconds: dict[str, float] = Field(default_factory=dict)
    """Wall time by stage."""
    checks: tuple[Check, ...] = ()
    warnings: tuple[str, ...] = ()

    def files(self) -> tuple[str, ...]:
        """The film, its cover and its subtitles."""
        return tuple(path for path in (self.path, self.cover, *self.subtitles) if path)
