"""Script: the lines of the ad, each with the facts that it leans on."""

from __future__ import annotations

from typing import ClassVar, Literal

from pitchreel.documents.base import Document, Model

Role = Literal["hook", "problem", "benefit", "proof", "offer", "call_to_action"]


class Line(Model):
    """One thing said: a sentence or two, spoken over one scene."""

    role: Role
    shown: str
    """The words as captions show them: "Only $49.00, was $65.00."."""
    spoken: str
    """The words as they are given to the voice; the same words unless the writer wants them said otherwise.
    Numbers, units and abbreviations are made speakable by the voice, not here."""
    facts: tuple[str, ...] = ()
    """Ids of the facts that the line leans on."""
    headline: str = ""
    """At most six words for large type on screen, or nothing."""
    figure: str = ""
    """A number to stage large (``210 g``, ``4.7``, ``-25 %``), or nothing."""
    step: int = 0
    """1, 2, 3 for lines that count (reasons, steps), else 0."""
    media: tuple[str, ...] = ()
    """Ids of media that must be shown with this line; empty lets the staging choose."""


class Script(Document):
    """The lines of an ad in one language and script style, for a length in seconds."""

    kind: ClassVar[str] = "Script"

    title: str
    style: str
    """Id of a script style, or ``own`` for a text given by the user."""
    language: str
    length: int
    """Seconds of film that it was written for."""
    seed: int = 0
    lines: tuple[Line, ...]
    call_to_action: str = ""
    """Two or three words for the button of the end card: "Shop now"."""
    warnings: tuple[str, ...] = ()
