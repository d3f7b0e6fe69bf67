"""Timeline: everything the renderer needs and nothing else.

Pixels are of the full-size frame, from its top left; a preview scales them. Frames and samples are whole
numbers counted from the start of the film. A layer is drawn from ``start`` to before ``end``, in list order
from the back to the front: first the layers of the scene, then the overlays, then the captions.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from pitchreel.documents.base import Document, Model
from pitchreel.documents.marks import Colour, Fill, Mark, Shadow
from pitchreel.documents.motion import Motion


class Asset(Model):
    """A file that the film is made from; ``path`` is relative to the folder of the Timeline and stays inside it."""

    kind: Literal["picture", "clip", "audio"]
    path: str


class Box(Model):
    """A box in pixels."""

    x: int
    y: int
    width: int = Field(gt=0)
    height: int = Field(gt=0)


class Layer(Model):
    """What all layers share. ``box`` is where the layer stands when no motion acts on it.

    ``role`` says what it is for (``product``, ``headline``, ``badge``, ``price``, ``rating``, ``logo``,
    ``call_to_action``, ``label``, ``presenter``, ``decor``, ``ground``), so that checks can find it.
    """

    id: str
    role: str = "decor"
    start: int
    end: int
    box: Box
    motions: tuple[Motion, ...] = ()
    depth: float = 1.0
    """For the reader only: 0 far, 1 with the product."""


class Drift(Model):
    """A soft round shape that drifts slowly over a ground: centre and radius in fractions of the frame's width and
    height (radius: of the shorter side), travel in the same fractions over the whole film."""

    x: float
    y: float
    radius: float
    travel_x: float = 0
    travel_y: float = 0
    colour: Colour


class GroundLayer(Layer):
    """The back of a scene, over the whole frame: a gradient, or a blurred picture under a veil."""

    layer: Literal["ground"] = "ground"
    role: str = "ground"
    fill: Fill
    asset: str | None = None
    """A picture to blur and show darkened by ``fill`` at ``veil``."""
    blur: float = 0
    veil: float = 0.4
    drifts: tuple[Drift, ...] = ()


class PictureLayer(Layer):
    """A picture in a box: it moves inside the box (zoom, pan), the box moves on the frame (x, y, scale, rotation)."""

    layer: Literal["picture"] = "picture"
    role: str = "product"
    asset: str
    fit: Literal["cover", "contain"] = "cover"
    focus: tuple[float, float] = (0.5, 0.5)
    """The point of the picture, in fractions, that stays in the middle of the box as far as its edges allow."""
    radius: int = 0
    shadow: Shadow | None = None
    """Thrown by the box, or by the shape of a picture with transparency."""
    dim: float = 0
    """0 to 1: how far it is darkened."""


class ClipLayer(Layer):
    """A moving picture in a box; like a PictureLayer. It loops when it is shorter than the layer."""

    layer: Literal["clip"] = "clip"
    role: str = "product"
    asset: str
    in_ms: int = 0
    out_ms: int = 0
    """The stretch of the clip that plays; 0 is its end."""
    fit: Literal["cover", "contain"] = "cover"
    focus: tuple[float, float] = (0.5, 0.5)
    radius: int = 0
    shadow: Shadow | None = None
    dim: float = 0


class SpriteLayer(Layer):
    """Marks drawn once and moved as one: text, badges, plates, stars."""

    layer: Literal["sprite"] = "sprite"
    marks: tuple[Mark, ...]


class PresenterLayer(Layer):
    """The presenter, acting as ``Timeline.performance`` says, cropped as ``crop`` says and fitted into the box.

    ``bubble`` is head and shoulders in a disc of ``tint`` with a ring; ``bust`` and ``full`` stand free, feet or waist
    at the bottom edge of the box.
    """

    layer: Literal["presenter"] = "presenter"
    role: str = "presenter"
    presenter: str
    crop: Literal["bubble", "bust", "full"] = "bubble"
    tint: Colour = "#dddddd"
    ring: Colour = "#ffffff"
    ring_width: float = 0
    clothes: Colour | None = None


AnyLayer = Annotated[
    GroundLayer | PictureLayer | ClipLayer | SpriteLayer | PresenterLayer, Field(discriminator="layer")
]


class Transition(Model):
    """How a scene takes over from the one before, during its first ``frames`` frames. The old scene goes on below."""

    name: Literal["cut", "fade", "slide", "push", "wipe", "zoom"] = "cut"
    frames: int = 0
    direction: Literal["left", "right", "up", "down"] = "left"


class Scene(Model):
    """A shot. Its layers may end after ``end`` by the length of the next scene's transition."""

    id: str
    start: int
    end: int
    line: int | None = None
    """Index of the script's line that it shows."""
    transition: Transition = Transition()
    layers: tuple[AnyLayer, ...]


class CaptionWord(Model):
    """A word of a caption and the frames in which it is spoken."""

    text: str
    start: int
    end: int


class Caption(Model):
    """One to five words shown together; ``breaks`` are the indices of the words that begin a new line."""

    start: int
    end: int
    words: tuple[CaptionWord, ...]
    breaks: tuple[int, ...] = ()
    box: Box
    """Where plate and words stand."""


class CaptionStyle(Model):
    """The look of all captions: sizes in pixels. The spoken word takes ``spoken`` (and a plate of ``marker``)."""

    family: str = "Inter"
    size: float
    weight: int = 800
    line_height: float = 1.18
    colour: Colour = "#ffffff"
    spoken: Colour = "#ffffff"
    marker: Colour | None = None
    plate: Colour | None = "#000000b3"
    radius: float = 0
    padding: float = 0
    outline: Colour | None = None
    outline_width: float = 0
    shadow: Shadow | None = None
    uppercase: bool = False
    rise: bool = True
    """Whether a caption enters with a small rise."""


class MouthKey(Model):
    """The mouth at a sample: 0 to 1 each (open may be a little below 0 when the lips press)."""

    sample: int
    open: float
    width: float
    round: float
    teeth: float
    tongue: float


class Gesture(Model):
    """A movement of the presenter that peaks at ``sample``; ``length`` in samples; ``strength`` 0 to 1.

    Left and right are those of the picture. A glance below 0 goes to the left.
    """

    name: Literal[
        "blink", "brow", "nod", "hand_left", "hand_right", "both_hands", "point_left", "point_right", "glance"
    ]
    sample: int
    length: int
    strength: float = 1.0


class Performance(Model):
    """What the presenter does over the whole film, in samples of the film's sound."""

    seed: int = 0
    mouth: tuple[MouthKey, ...]
    gestures: tuple[Gesture, ...] = ()


class AudioSpan(Model):
    """A stretch of samples, start included, end not."""

    start: int
    end: int


class Track(Model):
    """A sound laid into the film: ``asset`` from its sample ``offset`` on, starting at ``start``."""

    kind: Literal["voice", "music", "effect"]
    asset: str
    start: int = 0
    end: int = 0
    """Where it stops; 0 is its own end, or for music the end of the film."""
    offset: int = 0
    loop: bool = False
    gain_db: float = 0
    """Decibels on its place in the mix: a voice as it is, music where Mix holds it, an effect level with the voice."""
    fade_in: int = 0
    fade_out: int = 0
    own: bool = False
    """A recording that the user gave: no synthetic voice."""


class Mix(Model):
    """How the tracks become one. Levels follow ITU-R BS.1770."""

    sample_rate: int = 48000
    tracks: tuple[Track, ...] = ()
    speech: tuple[AudioSpan, ...] = ()
    """Where the voice speaks: music is held under it there."""
    loudness: float = -14.0
    """LUFS, integrated."""
    true_peak: float = -1.0
    """dBTP, at most."""
    music_under_speech: float = -17.0
    """LU of the music against the voice while it speaks."""
    music_in_pauses: float = -14.0


class Timeline(Document):
    """A film, ready to be rendered."""

    kind: ClassVar[str] = "Timeline"

    title: str = ""
    language: str = "en"
    style: str = ""
    template: str = ""
    form: Literal["ad", "talk"] = "ad"
    """An ad has shots, a product and an end card; in a talk somebody speaks to the camera, and that is all."""
    calls: bool = True
    """Whether it asks its viewers for anything: an ad may be ordered without a call to action."""
    alpha: bool = False
    """What no layer covers is transparent. Such a film is a WebM."""
    width: int = Field(gt=0, le=4096, multiple_of=2)
    height: int = Field(gt=0, le=4096, multiple_of=2)
    fps: int = Field(default=30, ge=1, le=60)
    frames: int = Field(gt=0, le=60 * 600)
    safe: Box
    """No word, price or button stands outside it."""
    assets: dict[str, Asset] = Field(default_factory=dict)
    scenes: tuple[Scene, ...]
    overlays: tuple[AnyLayer, ...] = ()
    captions: tuple[Caption, ...] = ()
    caption_style: CaptionStyle | None = None
    performance: Performance | None = None
    mix: Mix = Mix()
    cover: int = 0
    """The frame that makes the cover."""
    label: str = ""
    """Words of an on-screen note that voice and presenter are synthetic; empty for none."""
    note: str = ""
    """The machine-readable note written into the file's metadata."""
    warnings: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Timeline:
        expected = 0
        for scene in self.scenes:
            if scene.start != expected or scene.end <= scene.start:
                raise ValueError(f"scene {scene.id!r} should start at frame {expected} and end after it")
            expected = scene.end
        if expected != self.frames:
            raise ValueError(f"the scenes end at frame {expected}, the film at {self.frames}")
        known = self.assets.keys()
        for used in self.asset_ids():
            if used not in known:
                raise ValueError(f"asset {used!r} is used but not listed")
        if self.captions and self.caption_style is None:
            raise ValueError("captions need a caption_style")
        return self

    def files(self) -> tuple[str, ...]:
        """The assets' files."""
        return tuple(asset.path for asset in self.assets.values())

    def layers(self) -> tuple[AnyLayer, ...]:
        """Every layer of the film: the scenes' in order, then the overlays."""
        return tuple(layer for scene in self.scenes for layer in scene.layers) + self.overlays

    def asset_ids(self) -> set[str]:
        """Ids of the assets that anything in the film names."""
        used = {track.asset for track in self.mix.tracks}
        for layer in self.layers():
            if isinstance(layer, PictureLayer | ClipLayer | GroundLayer):
                if layer.asset:
                    used.add(layer.asset)
            elif isinstance(layer, SpriteLayer):
                used.update(mark.asset for mark in layer.marks if mark.mark == "picture")
        return used

    @property
    def samples(self) -> int:
        """The length of the film in samples of its sound."""
        return self.frames * self.mix.sample_rate // self.fps

    def sample_at(self, frame: float) -> int:
        """The sample at which a frame begins."""
        return round(frame * self.mix.sample_rate / self.fps)
