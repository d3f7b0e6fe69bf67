"""A small good film: six seconds, all that the checks look at, with documents, pictures and sounds made on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import cv2

from pitchreel.bench.props import draw_picture, write_voice
from pitchreel.config import Settings
from pitchreel.documents import Narration, Product, Script, Timeline
from pitchreel.documents.marks import Fill, Rect, Run, Text
from pitchreel.documents.motion import Keyframe, Motion
from pitchreel.documents.narration import Phoneme, Span, Word
from pitchreel.documents.product import Fact
from pitchreel.documents.script import Line
from pitchreel.documents.timeline import (
    AnyLayer,
    Asset,
    AudioSpan,
    Box,
    Caption,
    CaptionStyle,
    CaptionWord,
    GroundLayer,
    Mix,
    PictureLayer,
    PresenterLayer,
    Scene,
    SpriteLayer,
    Track,
)
from pitchreel.music import place
from pitchreel.presenter import perform
from pitchreel.render import render_video

WIDTH, HEIGHT, FPS, FRAMES, RATE = 360, 640, 30, 180, 48000
CUTS = (0, 60, 120, FRAMES)
MUSIC = "bright-morning"
VOICE_START = 6000
_SAFE = Box(x=20, y=50, width=320, height=530)
_WHITE = "#ffffff"


@dataclass(frozen=True)
class Case:
    """A finished film and the documents that it is held against."""

    path: Path
    folder: Path
    timeline: Timeline
    narration: Narration
    product: Product
    script: Script


def make_film(folder: Path) -> Case:
    """Draw, speak and render the good film into a folder."""
    (folder / "media").mkdir(parents=True, exist_ok=True)
    (folder / "audio").mkdir(exist_ok=True)
    for index in range(2):
        picture = cv2.resize(draw_picture(index), (900, 900), interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(folder / f"media/picture-{index}.png"), picture)
    cv2.imwrite(str(folder / "media/small.png"), cv2.resize(picture, (150, 150), interpolation=cv2.INTER_AREA))
    place((MUSIC,), folder)
    script, product = _script(), _product()
    narration = _narrate(script)
    write_voice(narration, folder / narration.audio)
    timeline = _timeline(script, narration)
    path = folder / "good.mp4"
    render_video(timeline, folder, path, processes=1, settings=Settings(quality=14))
    return Case(path, folder, timeline, narration, product, script)


def _product() -> Product:
    return Product(
        url="https://shop.example/cup",
        facts=(
            Fact(id="name", kind="name", text="Slow Cup"),
            Fact(id="feature-1", kind="feature", text="Keeps coffee hot for 6 hours"),
            Fact(id="price", kind="price", text="34.50", number=Decimal("34.50")),
            Fact(id="currency", kind="currency", text="USD"),
            Fact(id="rating", kind="rating", text="4.6", number=Decimal("4.6")),
            Fact(id="review_count", kind="review_count", text="873", number=Decimal(873)),
        ),
    )


def _script() -> Script:
    lines = (
        Line(role="hook", shown="Hot coffee at noon?", spoken="Hot coffee at noon?"),
        Line(role="benefit", shown="Six hours, one cup.", spoken="Six hours, one cup.", facts=("feature-1",)),
        Line(role="call_to_action", shown="Take it along.", spoken="Take it along."),
    )
    return Script(title="Slow Cup", style="benefits", language="en", length=6, lines=lines, call_to_action="Shop now")


def _narrate(script: Script) -> Narration:
    """Every word a closed mouth and then an open one, at an even pace, with a rest after each line."""
    words, phonemes, spans = [], [], []
    at, length, rest = 0, 16800, 9600
    for index, line in enumerate(script.lines):
        first = at
        for text in line.shown.split():
            middle, end = at + 5000, at + 14000
            words.append(Word(text=text, line=index, start=at, end=end))
            phonemes.append(Phoneme(symbol="p", viseme="PP", start=at, end=middle))
            phonemes.append(Phoneme(symbol="a", viseme="aa", start=middle, end=end, stress=2))
            at += length
        spans.append(Span(start=first, end=words[-1].end))
        at += rest
    return Narration(
        audio="audio/voice.wav",
        samples=at,
        voice="local:made",
        language="en",
        lines=tuple(spans),
        words=tuple(words),
        phonemes=tuple(phonemes),
    )


def _timeline(script: Script, narration: Narration) -> Timeline:
    samples = FRAMES * RATE // FPS
    spans = [AudioSpan(start=span.start + VOICE_START, end=span.end + VOICE_START) for span in narration.lines]
    bubble = PresenterLayer(
        id="presenter", start=0, end=CUTS[2], box=_box(24, 400, 104, 104), presenter="maya", tint="#f3d9bd"
    )
    return Timeline(
        title="Slow Cup",
        width=WIDTH,
        height=HEIGHT,
        fps=FPS,
        frames=FRAMES,
        safe=_SAFE,
        assets={
            "picture-0": Asset(kind="picture", path="media/picture-0.png"),
            "picture-1": Asset(kind="picture", path="media/picture-1.png"),
            "small": Asset(kind="picture", path="media/small.png"),
            "voice": Asset(kind="audio", path=narration.audio),
            MUSIC: Asset(kind="audio", path=f"audio/{MUSIC}.ogg"),
        },
        scenes=(_hook(), _offer(), _end()),
        overlays=(bubble,),
        captions=_captions(script, narration),
        caption_style=CaptionStyle(size=26, plate="#000000cc", spoken="#ffd84d", radius=8, padding=8),
        performance=perform(narration, offset=VOICE_START, samples=samples, seed=1),
        mix=Mix(
            tracks=(
                Track(kind="voice", asset="voice", start=VOICE_START),
                Track(kind="music", asset=MUSIC, loop=True, fade_out=9600),
            ),
            speech=tuple(spans),
        ),
        cover=30,
        note="Voice and presenter are synthetic.",
    )


def _captions(script: Script, narration: Narration) -> tuple[Caption, ...]:
    captions = []
    for index in range(len(script.lines)):
        words = tuple(
            CaptionWord(text=word.text, start=_frame(word.start), end=_frame(word.end))
            for word in narration.words
            if word.line == index
        )
        captions.append(Caption(start=words[0].start, end=words[-1].end + 4, words=words, box=_box(40, 524, 280, 48)))
    return tuple(captions)


def _frame(sample: int) -> int:
    return round((sample + VOICE_START) * FPS / RATE)


def _hook() -> Scene:
    return _scene(0, _picture(0, 0), _words("headline", 0, (30, 64, 300, 60), "Hot at noon", 34))


def _offer() -> Scene:
    return _scene(
        1,
        _picture(1, 1),
        _words("headline", 1, (30, 64, 300, 60), "Six hours hot", 34),
        _words("price", 1, (210, 150, 120, 56), "$34.50", 30, plate="#b3261e"),
    )


def _end() -> Scene:
    return _scene(
        2,
        _picture(2, 0),
        _words("price", 2, (30, 64, 300, 60), "$34.50", 40),
        _words("rating", 2, (30, 130, 300, 34), "4.6 from 873 reviews", 22),
        _words("call_to_action", 2, (90, 430, 180, 60), "Shop now", 28, plate="#b3261e"),
    )


def _scene(index: int, *layers: AnyLayer) -> Scene:
    start, end = CUTS[index], CUTS[index + 1]
    ground = GroundLayer(
        id=f"ground-{index}",
        start=start,
        end=end,
        box=_box(0, 0, WIDTH, HEIGHT),
        fill=Fill(colours=("#1b2a41", "#0c1821")),
    )
    return Scene(id=f"shot-{index}", start=start, end=end, line=index, layers=(ground, *layers))


def _picture(index: int, asset: int) -> PictureLayer:
    start, end = CUTS[index], CUTS[index + 1]
    keys = (Keyframe(frame=start, value=1.02), Keyframe(frame=end, value=1.16))
    return PictureLayer(
        id=f"picture-{index}",
        start=start,
        end=end,
        box=_box(60, 170, 240, 220),
        asset=f"picture-{asset}",
        radius=16,
        motions=(Motion(property="zoom", keys=keys),),
    )


def _words(
    role: str, index: int, place: tuple[int, int, int, int], text: str, size: int, plate: str = ""
) -> SpriteLayer:
    inside = {"x": 0, "y": 0, "width": place[2], "height": place[3]}
    ground = (Rect(**inside, radius=12, fill=Fill(colours=(plate,))),) if plate else ()
    run = Run(text=text, size=size, weight=800, colour=_WHITE)
    return SpriteLayer(
        id=f"{role}-{index}",
        role=role,
        start=CUTS[index],
        end=CUTS[index + 1],
        box=_box(*place),
        marks=(*ground, Text(**inside, runs=(run,), align="center", valign="middle")),
    )


def _box(x: int, y: int, width: int, height: int) -> Box:
    return Box(x=x, y=y, width=width, height=height)


def change_layers(timeline: Timeline, which: str, /, **changes: Any) -> Timeline:
    """The same film, every layer of one role in its scenes changed; a callable value gets the layer."""

    def changed(layer: AnyLayer) -> AnyLayer:
        if layer.role != which:
            return layer
        return layer.model_copy(update={name: v(layer) if callable(v) else v for name, v in changes.items()})

    scenes = tuple(
        scene.model_copy(update={"layers": tuple(changed(layer) for layer in scene.layers)})
        for scene in timeline.scenes
    )
    return timeline.model_copy(update={"scenes": scenes})
