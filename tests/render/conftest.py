"""A small film of everything that the renderer knows, with pictures and sounds drawn on the spot."""

from __future__ import annotations

import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from pitchreel.documents.marks import Ellipse, Fill, Picture, Rect, Run, Shadow, Shape, Stars, Stroke, Text
from pitchreel.documents.motion import Keyframe, Motion
from pitchreel.documents.timeline import (
    AnyLayer,
    Asset,
    Box,
    Caption,
    CaptionStyle,
    CaptionWord,
    ClipLayer,
    Drift,
    GroundLayer,
    Mix,
    PictureLayer,
    PresenterLayer,
    Scene,
    SpriteLayer,
    Timeline,
    Track,
    Transition,
)

WIDTH, HEIGHT = 270, 480

Film = Callable[..., Timeline]


def moving(name: str, *keys: tuple[int, float], easing: str = "linear") -> Motion:
    return Motion(property=name, keys=tuple(Keyframe(frame=frame, value=value, easing=easing) for frame, value in keys))


def box(x: int, y: int, width: int, height: int) -> Box:
    return Box(x=x, y=y, width=width, height=height)


def ground(start: int, end: int, *colours: str, **changes: object) -> GroundLayer:
    fill = Fill(colours=colours or ("#203050", "#304a70"))
    return GroundLayer(id=f"ground-{start}", start=start, end=end, box=box(0, 0, WIDTH, HEIGHT), fill=fill, **changes)


def film_of(*layers: AnyLayer, frames: int = 30, **changes: object) -> Timeline:
    """A film of one scene with some layers."""
    known = {
        "photo": Asset(kind="picture", path="media/photo.png"),
        "cut": Asset(kind="picture", path="media/cut.png"),
        "clip": Asset(kind="clip", path="media/clip.mp4"),
        "voice": Asset(kind="audio", path="audio/voice.wav"),
    }
    fields: dict[str, object] = {
        "width": WIDTH,
        "height": HEIGHT,
        "fps": 30,
        "frames": frames,
        "safe": box(10, 30, 250, 400),
        "assets": known,
        "scenes": (Scene(id="one", start=0, end=frames, layers=layers),),
        "mix": Mix(tracks=(Track(kind="voice", asset="voice"),)),
        "note": "Voice and presenter are synthetic.",
    }
    return Timeline(**{**fields, **changes})


@pytest.fixture(scope="session")
def props(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a photograph, a cut-out, a clip and a voice."""
    folder = tmp_path_factory.mktemp("props")
    (folder / "media").mkdir()
    (folder / "audio").mkdir()
    rng = np.random.default_rng(3)
    photo = cv2.resize(rng.integers(30, 220, (12, 12, 3), np.uint8), (600, 600), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(folder / "media/photo.png"), photo)
    cut = np.zeros((400, 300, 4), np.uint8)
    cv2.ellipse(cut, (150, 200), (110, 170), 0, 0, 360, (60, 80, 220, 255), -1, cv2.LINE_AA)
    cv2.imwrite(str(folder / "media/cut.png"), cut)
    write_clip(folder / "media/clip.mp4")
    with wave.open(str(folder / "audio/voice.wav"), "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        tone = 8000 * np.sin(np.arange(96000) / 48000 * 2 * np.pi * 220)
        file.writeframes(tone.astype("<i2").tobytes())
    return folder


def write_clip(path: Path, frames: int = 50, fps: int = 25) -> None:
    """A clip whose frame n is grey of the level 2 n + 50."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "4", "g": "10", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(np.full((120, 160, 3), 50 + 2 * number, np.uint8), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture(scope="session")
def everything() -> Timeline:
    """Three scenes with every kind of layer, mark and motion."""
    white = "#ffffff"
    badge = SpriteLayer(
        id="badge",
        role="badge",
        start=6,
        end=40,
        box=box(170, 250, 80, 80),
        marks=(
            Ellipse(x=2, y=2, width=76, height=76, fill=Fill(colours=("#d92b45",)), stroke=white, stroke_width=2),
            Text(
                x=0,
                y=20,
                width=80,
                height=26,
                align="center",
                valign="middle",
                runs=(
                    Run(text="$19", size=24, weight=800, colour=white),
                    Run(text="95", size=13, weight=800, colour=white, rise=0.5),
                ),
            ),
            Stars(x=15, y=50, size=9, value=3.5, fill="#ffd84d", empty="#ffffff50"),
        ),
        motions=(moving("scale", (6, 0.3), (18, 1), easing="spring"), moving("rotation", (6, -20), (18, -8))),
    )
    shapes = SpriteLayer(
        id="shapes",
        start=40,
        end=90,
        box=box(20, 40, 230, 120),
        marks=(
            Rect(
                x=0,
                y=0,
                width=230,
                height=60,
                radius=14,
                fill=Fill(colours=("#ff8844", "#ffcc66"), angle=0),
                shadow=Shadow(y=4, blur=6),
            ),
            Stroke(x1=10, y1=80, x2=120, y2=110, width=4, colour=white),
            Shape(d="M150 70 L220 70 L185 115 Z", fill=Fill(colours=("#3fb68b",)), stroke="#123456", stroke_width=3),
            Picture(asset="photo", x=10, y=8, width=44, height=44, radius=8, fit="cover"),
            Text(
                x=64,
                y=0,
                width=150,
                height=60,
                valign="middle",
                runs=(Run(text="Größe", size=26, colour="#202020"), Run(text=" L", size=26, colour="#a00000")),
            ),
        ),
        motions=(moving("opacity", (40, 0), (48, 1)), moving("x", (40, -30), (48, 0))),
    )
    return film_of(
        frames=90,
        scenes=(
            Scene(
                id="a",
                start=0,
                end=30,
                layers=(
                    ground(0, 30, asset="photo", blur=12),
                    PictureLayer(
                        id="photo",
                        start=0,
                        end=30,
                        box=box(15, 120, 240, 200),
                        asset="photo",
                        radius=12,
                        shadow=Shadow(y=6, blur=10),
                        motions=(moving("zoom", (0, 1.0), (40, 1.2)),),
                    ),
                    badge,
                ),
            ),
            Scene(
                id="b",
                start=30,
                end=60,
                transition=Transition(name="slide", frames=8),
                layers=(
                    ground(30, 60, drifts=(Drift(x=0.3, y=0.4, radius=0.5, travel_x=0.4, colour="#ffcc6640"),)),
                    PictureLayer(
                        id="cut",
                        start=30,
                        end=60,
                        box=box(45, 170, 180, 220),
                        asset="cut",
                        fit="contain",
                        shadow=Shadow(y=8, blur=10),
                        motions=(moving("rotation", (30, -3), (60, 3)),),
                    ),
                    shapes,
                ),
            ),
            Scene(
                id="c",
                start=60,
                end=90,
                transition=Transition(name="fade", frames=8),
                layers=(
                    ground(60, 90, "#ffffff", "#d8dee8"),
                    ClipLayer(
                        id="clip",
                        start=60,
                        end=90,
                        box=box(30, 140, 210, 160),
                        asset="clip",
                        in_ms=200,
                        out_ms=900,
                        radius=10,
                    ),
                ),
            ),
        ),
        overlays=(
            PresenterLayer(
                id="presenter",
                start=0,
                end=90,
                box=box(10, 340, 90, 90),
                presenter="maya",
                tint="#f0d0b0",
                ring_width=3,
                motions=(moving("scale", (0, 0.5), (10, 1), easing="spring"),),
            ),
        ),
        captions=(
            Caption(
                start=4,
                end=50,
                box=box(60, 430, 150, 34),
                words=(CaptionWord(text="Hello", start=4, end=20), CaptionWord(text="there", start=20, end=44)),
            ),
        ),
        caption_style=CaptionStyle(size=20, radius=8, padding=10, spoken="#ffd84d", marker="#d92b4580"),
        cover=20,
    )
