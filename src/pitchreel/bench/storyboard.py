"""The reference storyboard: the film that the speed of rendering is measured on.

Fifteen seconds, 1080 x 1920 at 30 frames a second: five shots of three seconds, each a photograph in a rounded card
that is slowly pushed into, over a blurred copy of itself; a headline that comes in, a price badge that springs up,
captions with the spoken word marked, a presenter in a disc who speaks, voice and music; fades and slides of 0.4
seconds between the shots. ``storyboard.json`` is what ``python -m pitchreel.bench.storyboard`` wrote.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pitchreel.documents.marks import Ellipse, Fill, Run, Shadow, Stars, Text
from pitchreel.documents.motion import Easing, Keyframe, Motion, Property
from pitchreel.documents.narration import Narration, Phoneme, Span, Viseme, Word
from pitchreel.documents.timeline import (
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
    Timeline,
    Track,
    Transition,
)
from pitchreel.presenter import perform
from pitchreel.typeset import caption_geometry

WIDTH, HEIGHT, FPS, RATE = 1080, 1920, 30, 48000
SHOT = 90
"""Frames."""
PICTURES = 5
MUSIC = "bright-morning"
_TURN = 12
_WORDS_A_SECOND = 2.7
_CARD = Box(x=40, y=420, width=1000, height=1000)
_HEADLINES = (
    "Warm coffee,\nwherever you are",
    "Made for your\nbusy mornings",
    "Light enough\nfor every bag",
    "Five colours,\none good habit",
    "Order today and\nsip tomorrow",
)
_TEXT = (
    "Meet the one cup your mornings have been waiting for. It keeps warm, it never leaks, and it fits in every bag. "
    "Take it to work, take it to the lake, and take the long way home."
)
_SAID = _TEXT.split()
_SOUNDS: dict[str, tuple[str, Viseme]] = {
    **{letter: (letter, "aa") for letter in "a"},
    **{letter: (letter, "E") for letter in "e"},
    **{letter: (letter, "ih") for letter in "iy"},
    **{letter: (letter, "oh") for letter in "o"},
    **{letter: (letter, "ou") for letter in "uw"},
    **{letter: (letter, "PP") for letter in "pbm"},
    **{letter: (letter, "FF") for letter in "fv"},
    **{letter: (letter, "DD") for letter in "td"},
    **{letter: (letter, "kk") for letter in "kgcqx"},
    **{letter: (letter, "SS") for letter in "sz"},
    **{letter: (letter, "nn") for letter in "nl"},
    **{letter: (letter, "RR") for letter in "r"},
    **{letter: (letter, "CH") for letter in "jh"},
}
_STYLE = CaptionStyle(size=66, weight=800, spoken="#ffd84d", radius=26, padding=34)


def load() -> Timeline:
    """The committed storyboard."""
    return Timeline.parse(files(__package__).joinpath("storyboard.json").read_bytes(), "storyboard.json")


def narrate(shots: int) -> Narration:
    """Words at an even pace, their letters taken for sounds: enough to move a mouth by."""
    words: list[Word] = []
    phonemes: list[Phoneme] = []
    count = int(shots * SHOT / FPS * _WORDS_A_SECOND)
    length = round(RATE / _WORDS_A_SECOND)
    for index in range(count):
        text, start = _SAID[index % len(_SAID)], index * length
        end = start + round(0.9 * length)
        words.append(Word(text=text, line=0, start=start, end=end))
        letters = [letter for letter in text.lower() if letter in _SOUNDS]
        for place, letter in enumerate(letters):
            symbol, viseme = _SOUNDS[letter]
            span = [start + (end - start) * (place + k) // len(letters) for k in (0, 1)]
            phonemes.append(
                Phoneme(symbol=symbol, viseme=viseme, start=span[0], end=span[1], stress=2 if place == 1 else 0)
            )
    samples = round(shots * SHOT / FPS * RATE)
    whole = Span(start=0, end=words[-1].end)
    return Narration(
        audio="audio/voice.wav",
        samples=samples,
        voice="bench",
        language="en",
        lines=(whole,),
        words=tuple(words),
        phonemes=tuple(phonemes),
    )


def build(shots: int = PICTURES, *, presenter: bool = True) -> Timeline:
    """The storyboard with some number of shots (five make 15 seconds), with or without its presenter."""
    narration = narrate(shots)
    frames = shots * SHOT
    samples = frames * RATE // FPS
    bubble = PresenterLayer(
        id="presenter",
        start=0,
        end=frames,
        box=Box(x=690, y=1530, width=360, height=360),
        presenter="maya",
        tint="#f3d9bd",
        ring="#ffffff",
        ring_width=6,
        motions=(_motion("scale", (0, 0.6), (16, 1, "spring")), _motion("opacity", (0, 0), (5, 1))),
    )
    return Timeline(
        title="Reference storyboard",
        width=WIDTH,
        height=HEIGHT,
        fps=FPS,
        frames=frames,
        safe=Box(x=40, y=100, width=1000, height=1800),
        assets={
            **{f"picture-{k}": Asset(kind="picture", path=f"media/picture-{k}.jpg") for k in range(PICTURES)},
            "voice": Asset(kind="audio", path="audio/voice.wav"),
            MUSIC: Asset(kind="audio", path=f"audio/{MUSIC}.ogg"),
        },
        scenes=tuple(_shot(index) for index in range(shots)),
        overlays=(bubble,) if presenter else (),
        captions=_captions(narration),
        caption_style=_STYLE,
        performance=perform(narration, offset=0, samples=samples, seed=1) if presenter else None,
        mix=Mix(
            tracks=(
                Track(kind="voice", asset="voice"),
                Track(kind="music", asset=MUSIC, loop=True, fade_out=28800),
            ),
            speech=(AudioSpan(start=0, end=narration.words[-1].end),),
        ),
        cover=45,
        note="Voice and presenter are synthetic.",
    )


def _motion(name: Property, *keys: tuple[int, float] | tuple[int, float, Easing]) -> Motion:
    return Motion(
        property=name,
        keys=tuple(Keyframe(frame=key[0], value=key[1], easing=key[2] if len(key) > 2 else "linear") for key in keys),
    )


def _shot(index: int) -> Scene:
    start, end = index * SHOT, (index + 1) * SHOT
    picture, last = f"picture-{index % PICTURES}", end + _TURN
    zoom = (1.02, 1.20) if index % 2 == 0 else (1.20, 1.02)
    side = 1 if index % 3 else -1
    ground = GroundLayer(
        id=f"ground-{index}",
        start=start,
        end=last,
        box=Box(x=0, y=0, width=WIDTH, height=HEIGHT),
        fill=Fill(colours=("#000000",)),
        asset=picture,
        blur=48,
    )
    card = PictureLayer(
        id=f"card-{index}",
        start=start,
        end=last,
        box=_CARD,
        asset=picture,
        radius=40,
        motions=(
            _motion("zoom", (start, zoom[0]), (last, zoom[1])),
            _motion("pan_x", (start, -0.03 * side), (last, 0.03 * side)),
            _motion("pan_y", (start, -0.02), (last, 0.02)),
        ),
    )
    headline = SpriteLayer(
        id=f"headline-{index}",
        role="headline",
        start=start + 3,
        end=last,
        box=Box(x=60, y=140, width=960, height=220),
        marks=(
            Text(
                x=0,
                y=0,
                width=960,
                height=220,
                align="center",
                valign="middle",
                line_height=1.06,
                shadow=Shadow(y=4, blur=10, colour="#00000080"),
                runs=(Run(text=_HEADLINES[index % PICTURES], size=92, weight=800, tracking=-15, colour="#ffffff"),),
            ),
        ),
        motions=(
            _motion("y", (start + 3, 64), (start + 18, 0, "enter")),
            _motion("opacity", (start + 3, 0), (start + 18, 1, "enter")),
        ),
    )
    return Scene(
        id=f"shot-{index}",
        start=start,
        end=end,
        transition=Transition(name="slide" if index % 2 == 0 else "fade", frames=_TURN) if index else Transition(),
        layers=(ground, card, headline, _badge(index, start + 15, last)),
    )


def _badge(index: int, start: int, end: int) -> SpriteLayer:
    white = Fill(colours=("#ffffff",)).colours[0]
    return SpriteLayer(
        id=f"badge-{index}",
        role="badge",
        start=start,
        end=end,
        box=Box(x=740, y=1140, width=272, height=272),
        marks=(
            Ellipse(x=8, y=8, width=256, height=256, fill=Fill(colours=("#d92b45",))),
            Ellipse(x=18, y=18, width=236, height=236, stroke=white, stroke_width=4),
            Text(
                x=0,
                y=82,
                width=272,
                height=80,
                align="center",
                valign="middle",
                runs=(
                    Run(text=f"${19 + 3 * index}", size=72, weight=800, colour=white),
                    Run(text="95", size=40, weight=800, colour=white, rise=0.58),
                ),
            ),
            Stars(x=63, y=176, size=26, value=4.6, fill="#ffd84d", empty="#ffffff40"),
        ),
        motions=(
            _motion("scale", (start, 0.4), (start + 16, 1, "spring")),
            _motion("opacity", (start, 0), (start + 4, 1)),
            _motion("rotation", (start, -14), (start + 16, -8, "spring")),
        ),
    )


def _captions(narration: Narration) -> tuple[Caption, ...]:
    captions = []
    for first in range(0, len(narration.words), 4):
        words = narration.words[first : first + 4]
        frames = [(word.start * FPS // RATE, word.end * FPS // RATE) for word in words]
        following = first + 4
        end = narration.words[following].start * FPS // RATE if following < len(narration.words) else frames[-1][1]
        geometry = caption_geometry([word.text for word in words], _STYLE, 960)
        width, height = round(geometry.width), round(geometry.height)
        captions.append(
            Caption(
                start=frames[0][0],
                end=end,
                words=tuple(
                    CaptionWord(text=word.text, start=span[0], end=span[1])
                    for word, span in zip(words, frames, strict=True)
                ),
                breaks=geometry.breaks,
                box=Box(x=(WIDTH - width) // 2, y=1398, width=width, height=height),
            )
        )
    return tuple(captions)


if __name__ == "__main__":
    build().save(Path(__file__).with_suffix(".json"))
