"""Talks: somebody speaks to the camera, before a quiet backdrop, a picture, a green screen or nothing at all.

Like ``stage`` it is pure: no file is touched, no clock is read. A talk lasts as long as its speech.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pitchreel.documents import Narration, Script, Timeline
from pitchreel.documents.base import Model
from pitchreel.documents.marks import Ellipse, Fill, Rect
from pitchreel.documents.timeline import (
    AnyLayer,
    Asset,
    Caption,
    CaptionStyle,
    ClipLayer,
    Drift,
    GroundLayer,
    Performance,
    PictureLayer,
    PresenterLayer,
    Scene,
    SpriteLayer,
)
from pitchreel.errors import UnknownName
from pitchreel.presenter import crop_aspect, find_presenter, perform
from pitchreel.product.oklab import from_oklch, to_oklch
from pitchreel.product.palette import Hue, choose_palette
from pitchreel.styles.catalogue import Look
from pitchreel.styles.clock import Clock, Cue
from pitchreel.styles.disclosure import label_words, note
from pitchreel.styles.extras import NO_EXTRAS, CaptionLook, Extras
from pitchreel.styles.grid import Area, Frame, Slot, make_frame
from pitchreel.styles.guests import Disc, disc_layers, picture_of, soft_rings
from pitchreel.styles.hosting import choose_presenter, presenter_assets
from pitchreel.styles.moves import motion
from pitchreel.styles.paging import set_captions
from pitchreel.styles.plot import page_captions
from pitchreel.styles.sound import choose_music, make_mix
from pitchreel.styles.tones import Tones, choose_tones, mix, with_alpha
from pitchreel.voice import voices

Screen = Literal["scene", "background", "green", "alpha"]
"""Behind the speaker: a backdrop of ours, a picture or clip of the user's, green to be keyed out, or nothing."""
GREEN = "#00b140"
"""The usual chroma green; no presenter wears it."""
LEAD_IN, TAIL = 0.2, 0.7
"""Seconds before the first word and after the last."""
SOLID = ("#f1f3f5", "#d5dade")
"""Sound rings that nothing shines through."""
PLAIN = 255.0
"""Hue of the backdrop where clothes have none."""
COLOURFUL = 0.04
"""Chroma from which clothes have a hue."""


class TalkLayout(Model):
    """Where things stand in one ratio; ``talk.toml`` says what each is."""

    bust: tuple[float, float]
    disc: float
    middle: tuple[float, float]
    halo: tuple[float, float]
    caption: Slot


@dataclass(frozen=True)
class Backdrop:
    """A picture or clip of the user's behind the speaker, made ready in the film's folder."""

    kind: Literal["picture", "clip"]
    path: str
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True)
class _Talk:
    """A talk being staged."""

    frame: Frame
    layout: TalkLayout
    screen: Screen
    backdrop: Backdrop | None
    tones: Tones
    clock: Clock
    host: str
    """Id of the drawn presenter, also where a guest is seen instead."""
    extras: Extras
    performance: Performance

    @property
    def end(self) -> int:
        return self.clock.frames


@cache
def layouts() -> dict[str, TalkLayout]:
    """The layouts by ratio."""
    data = tomllib.loads(files(__package__).joinpath("talk.toml").read_text(encoding="utf-8"))
    return {ratio: TalkLayout.model_validate(layout) for ratio, layout in data["layouts"].items()}


def stage_talk(
    script: Script,
    narration: Narration,
    *,
    ratio: str = "9:16",
    screen: Screen = "scene",
    backdrop: Backdrop | None = None,
    colour: str | None = None,
    presenter: str | None = None,
    music: str | None = None,
    captions: bool | None = None,
    placement: str = "feeds",
    seed: int = 0,
    fps: int = 30,
    label: bool = False,
    title: str = "",
    extras: Extras = NO_EXTRAS,
) -> Timeline:
    """Stage a talk.

    ``backdrop`` is seen on the screen ``background``; without one that is a scene. ``colour`` is that of a scene's
    backdrop. ``presenter`` None is one of the voice's gender; a guest of ``extras`` is seen instead. ``captions`` None
    shows them unless the film is to be keyed or laid over another. There is no music unless it is named.
    Raises UnknownName.
    """
    frame = make_frame(ratio, fps=fps, placement=placement)
    if ratio not in layouts():
        raise UnknownName("ratio", ratio, layouts())
    host = _choose_host(presenter, narration, seed)
    clock = _set_clock(narration, frame)
    tones = _choose_tones(host, colour)
    performance = perform(narration, offset=clock.offset, samples=frame.sample(clock.frames), seed=seed)
    shown = backdrop if screen == "background" else None
    talk = _Talk(frame, layouts()[ratio], screen, shown, tones, clock, host, extras, performance)
    wanted = screen in ("scene", "background") if captions is None else captions
    style, pages = _set_captions(talk, script.language) if wanted and clock.words else (None, ())
    piece = choose_music(music, "") if music and not extras.music else None
    mix_, sounds = make_mix(narration, piece, clock, frame, (), extras)
    assets = {**sounds, **presenter_assets(extras.presenter)}
    if shown is not None:
        assets["background"] = Asset(kind=shown.kind, path=shown.path)
    drawn = extras.presenter is None
    spoken = narration.voice != "own"
    return Timeline(
        title=title or script.title,
        language=script.language,
        style="Talk",
        form="talk",
        calls=False,
        alpha=screen == "alpha",
        width=frame.width,
        height=frame.height,
        fps=fps,
        frames=clock.frames,
        safe=frame.safe.box,
        assets=assets,
        scenes=(Scene(id="talk", start=0, end=clock.frames, line=0, layers=(*_behind(talk), *_speaker(talk))),),
        captions=pages,
        caption_style=style,
        performance=performance if drawn else None,
        mix=mix_,
        cover=min(frame.frames(100 if drawn else 700), clock.frames - 1),
        label=label_words(script.language, drawn) if label and (drawn or spoken) else "",
        note=note(spoken=spoken, drawn=drawn),
        warnings=extras.warnings,
    )


def _choose_host(wish: str | None, narration: Narration, seed: int) -> str:
    gender = next((voice.gender for voice in voices() if voice.id == narration.voice), "")
    host = choose_presenter(wish, True, gender, seed)
    if host is None:
        raise UnknownName("presenter", str(wish), ("maya", "theo"))
    return host


def _set_clock(narration: Narration, frame: Frame) -> Clock:
    """The speech, with a little room at both ends."""
    offset = round(LEAD_IN * frame.sample_rate)
    ratio = frame.sample_rate / narration.sample_rate

    def at(sample: int) -> float:
        return frame.frame(offset + sample * ratio)

    words = tuple(Cue(word.text, word.line, at(word.start), at(max(word.end, word.start))) for word in narration.words)
    spans = narration.sentences or narration.lines
    last = max((span.end for span in spans), default=narration.samples)
    speech_end = math.ceil(max(at(last), *(cue.end for cue in words)) if words else at(last))
    frames = max(math.ceil(at(narration.samples)), speech_end + frame.frames(1000 * TAIL))
    return Clock(frames, offset, words, speech_end, frames, True)


def _choose_tones(host: str, colour: str | None) -> Tones:
    """A quiet backdrop that sets the clothes off, or one of a colour that was given."""
    look = find_presenter(host).look
    _, chroma, hue = to_oklch(colour or look.clothes.main)
    if colour:
        palette = choose_palette(Hue(hue, chroma, "given"))
        lightness = to_oklch(colour)[0]
        far = from_oklch(lightness + (-0.05 if lightness > 0.4 else 0.05), chroma, hue)
        return choose_tones(palette.model_copy(update={"ground": colour, "ground_2": far}), Look(), ())
    # Across the wheel from the clothes, and a step on towards warm: skin looks well before it.
    hue = (hue + 190) % 360 if chroma >= COLOURFUL else PLAIN
    return choose_tones(choose_palette(Hue(hue, max(chroma, COLOURFUL), "default")), Look(treatment="light"), ())


def _behind(talk: _Talk) -> tuple[AnyLayer, ...]:
    """What is behind the speaker, from the back."""
    frame, whole = talk.frame, talk.frame.whole.box
    match talk.screen:
        case "alpha":
            return ()
        case "green":
            field = Rect(x=0, y=0, width=frame.width, height=frame.height, fill=Fill(colours=(GREEN,)))
            return (SpriteLayer(id="green", role="ground", start=0, end=talk.end, box=whole, marks=(field,)),)
    if talk.backdrop is not None:
        return _own_background(talk, talk.backdrop)
    if talk.extras.presenter is not None and talk.extras.presenter.type == "clip":
        return ()  # a clip brings its own surroundings
    return _scene(talk)


def _own_background(talk: _Talk, backdrop: Backdrop) -> tuple[AnyLayer, ...]:
    """The user's picture or clip over the whole frame; a picture comes nearer, slowly."""
    shared = {
        "id": "background",
        "role": "ground",
        "start": 0,
        "end": talk.end,
        "box": talk.frame.whole.box,
        "asset": "background",
        "focus": backdrop.focus,
    }
    if backdrop.kind == "clip":
        return (ClipLayer.model_validate(shared),)
    nearer = motion("zoom", (0, 1.0), (talk.end, 1.06))
    return (PictureLayer.model_validate({**shared, "motions": (nearer,)}),)


def _scene(talk: _Talk) -> tuple[AnyLayer, ...]:
    """Our backdrop: a soft gradient with shapes that drift, and a large calm shape behind the head."""
    frame, tones, v = talk.frame, talk.tones, talk.frame.v
    colour = with_alpha(tones.accent, 0.15 if tones.dark else 0.12)
    ground = GroundLayer(
        id="ground",
        start=0,
        end=talk.end,
        box=frame.whole.box,
        fill=tones.fill,
        drifts=(
            Drift(x=0.08, y=0.12, radius=0.6, travel_x=0.22, travel_y=0.05, colour=colour),
            Drift(x=0.95, y=0.9, radius=0.75, travel_x=-0.22, travel_y=-0.08, colour=colour),
        ),
    )
    side, height = talk.layout.halo[0] * v, talk.layout.halo[1]
    guest = talk.extras.presenter is not None
    x, y = _middle(talk) if guest else (frame.width / 2, height * frame.height)
    halo = Area(x - side / 2, y - side / 2, side, side)
    fill = Fill(colours=(tones.tint(0.5 if tones.dark else 0.30), tones.tint(0.12 if tones.dark else 0.06)), angle=75)
    rim = with_alpha(tones.accent, 0.22)
    outer = 0.09 * side
    marks = (
        Ellipse(x=0, y=0, width=side + 2 * outer, height=side + 2 * outer, stroke=rim, stroke_width=0.35 * v),
        Ellipse(x=outer, y=outer, width=side, height=side, fill=fill),
    )
    box = halo.grown(outer).box
    return (ground, SpriteLayer(id="halo", start=0, end=talk.end, box=box, marks=marks, depth=0.4))


def _middle(talk: _Talk) -> tuple[float, float]:
    """Where the middle of a guest's disc is."""
    x, y = talk.layout.middle
    return x * talk.frame.width, y * talk.frame.height


def _bust(talk: _Talk) -> Area:
    frame, layout = talk.frame, talk.layout
    height = layout.bust[0] * frame.height
    width = height * crop_aspect("bust")
    return Area((frame.width - width) / 2, frame.height * (1 + layout.bust[1]) - height, width, height)


def _speaker(talk: _Talk) -> tuple[AnyLayer, ...]:
    """The speaker, with a soft shade behind where there is something to throw it on."""
    frame, guest = talk.frame, talk.extras.presenter
    if guest is not None:
        if guest.type == "clip" and talk.screen == "scene":
            return (picture_of(guest, frame.whole.box, 0, talk.end),)
        return _guest_disc(talk)
    bust = _bust(talk)
    person = PresenterLayer(id="presenter", start=0, end=talk.end, box=bust.box, presenter=talk.host, crop="bust")
    if talk.screen not in ("scene", "background"):
        return (person,)
    return (_shade(talk, bust), person)


def _shade(talk: _Talk, bust: Area) -> SpriteLayer:
    """What shoulders throw on whatever is behind them."""
    v = talk.frame.v
    wide, high = 0.86 * bust.width, 0.42 * bust.height
    area = Area(bust.centre[0] - wide / 2, bust.bottom - high, wide, 1.3 * high)
    fill = Fill(colours=(with_alpha(talk.tones.shade, 0.24 if talk.backdrop else 0.10),))
    mark = Ellipse(x=0, y=0, width=wide, height=1.3 * high, fill=fill, blur=5 * v)
    return SpriteLayer(id="shade", start=0, end=talk.end, box=area.box, marks=(mark,), depth=0.9)


def _guest_disc(talk: _Talk) -> tuple[AnyLayer, ...]:
    """A guest in a large disc, over whatever is behind."""
    frame, guest, v = talk.frame, talk.extras.presenter, talk.frame.v
    assert guest is not None
    side = talk.layout.disc * v
    x, y = _middle(talk)
    area = Area(x - side / 2, y - side / 2, side, side)
    match talk.screen:
        case "scene":
            sound = soft_rings(mix(talk.tones.accent, "#ffffff", 0.85))
        case "green":
            sound = SOLID  # what lets green through cannot be keyed
        case _:
            sound = soft_rings("#ffffff")
    disc = Disc(area.box, 0, talk.end, 0.9 * v, "#ffffff", sound)
    return disc_layers(guest, disc, frame, talk.performance)


def _set_captions(talk: _Talk, language: str) -> tuple[CaptionStyle, tuple[Caption, ...]]:
    frame, words, wish = talk.frame, talk.clock.words, talk.extras.captions or CaptionLook()
    name, place = wish.look or "plate", frame.at(talk.layout.caption)
    style, place, pages = page_captions(words, wish, name, place, frame, talk.tones, language)
    place = wish.moved(place, frame.width, frame.height, frame.inner)
    return style, set_captions(words, pages, style, place, frame, talk.end, talk.end, language)
