"""Presenters as the lists show them: a portrait in each ratio, and a few seconds of speech."""

from __future__ import annotations

from pathlib import Path

from pitchreel.config import Settings
from pitchreel.documents import Narration, Script, Timeline
from pitchreel.documents.marks import Fill
from pitchreel.documents.script import Line
from pitchreel.documents.timeline import (
    Asset,
    AudioSpan,
    Box,
    GroundLayer,
    Mix,
    Performance,
    PresenterLayer,
    Scene,
    Track,
)
from pitchreel.presenter import crop_aspect, find_presenter, perform
from pitchreel.render import render_video, write_cover
from pitchreel.voice import speak

SIZES = {"9:16": (720, 1280), "16:9": (1280, 720), "1:1": (960, 960)}
GROUNDS = (
    ("#f4ece1", "#e2cfb8"),
    ("#e3edf2", "#bcd0db"),
    ("#f3e4e4", "#dcbfc1"),
    ("#e7efe2", "#c2d2b8"),
    ("#ebe7f3", "#c9c1dd"),
)
"""Backs of portraits, by the presenter's number: upper and lower colour."""
CLIP_FPS = 15
_CLIP_SCALE, _COVER_SCALE = 0.5, 0.75
_FPS, _RATE = 30, 48000
_LEAD = 0.4
"""Seconds before the first word and after the last."""
_TALLEST, _WIDEST = 0.94, 1.35
"""Most of the frame's height, and of its width, that head and shoulders take: at the sides they may leave it."""


def stage_portrait(presenter: str, ratio: str, narration: Narration | None = None) -> Timeline:
    """Head and shoulders before a plain ground, speaking the narration, or still for a second without one."""
    person = find_presenter(presenter)
    width, height = SIZES[ratio]
    samples = round(2 * _LEAD * _RATE) + narration.samples if narration else _RATE
    frames = -(-samples * _FPS // _RATE)
    offset = round(_LEAD * _RATE)
    aspect = crop_aspect("bust")
    tall = min(_TALLEST * height, _WIDEST * width / aspect)
    box = Box(
        x=round((width - tall * aspect) / 2), y=round(height - tall), width=round(tall * aspect), height=round(tall)
    )
    whole = Box(x=0, y=0, width=width, height=height)
    upper, lower = GROUNDS[person.number % len(GROUNDS)]
    ground = GroundLayer(id="ground", start=0, end=frames, box=whole, fill=Fill(colours=(upper, lower)))
    figure = PresenterLayer(id="presenter", start=0, end=frames, box=box, presenter=person.id, crop="bust")
    voice = Track(kind="voice", asset="voice", start=offset)
    return Timeline(
        title=person.name,
        form="talk",
        width=width,
        height=height,
        fps=_FPS,
        frames=frames,
        safe=whole,
        assets={"voice": Asset(kind="audio", path=narration.audio)} if narration else {},
        scenes=(Scene(id="portrait", start=0, end=frames, layers=(ground, figure)),),
        performance=perform(narration, offset=offset, samples=samples, seed=person.number)
        if narration
        else Performance(mouth=()),
        mix=Mix(tracks=(voice,), speech=(AudioSpan(start=offset, end=offset + narration.samples),))
        if narration
        else Mix(),
    )


def draw_portrait(presenter: str, ratio: str, path: Path) -> None:
    """Write the cover of a presenter in a ratio, as a JPEG."""
    write_cover(stage_portrait(presenter, ratio), path.parent, path, scale=_COVER_SCALE)


def film_portrait(presenter: str, ratio: str, path: Path, folder: Path, settings: Settings) -> None:
    """Write a few seconds of a presenter introducing themselves, as an MP4; ``folder`` is for the sound."""
    person = find_presenter(presenter)
    said = (f"Hi, I am {person.name}.", "Give me a product, and I will tell people about it.")
    lines = tuple(Line(role="hook", shown=text, spoken=text) for text in said)
    script = Script(title=person.name, style="own", language="en", length=15, lines=lines)
    narration = speak(script, voice=person.gender, folder=folder, settings=settings)
    timeline = stage_portrait(presenter, ratio, narration)
    render_video(timeline, folder, path, scale=_CLIP_SCALE, fps=CLIP_FPS, draft=True, processes=1, settings=settings)
