"""The faults: each with the check that must notice it, at every strength that it comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from faults.film import CUTS, FPS, RATE, Case, change_layers
from faults.recording import Recording, black, read, with_frames, with_sound, write
from pitchreel.documents.marks import Text
from pitchreel.documents.motion import Keyframe, Motion
from pitchreel.documents.narration import Span
from pitchreel.documents.product import Fact
from pitchreel.documents.timeline import Box, SpriteLayer, Timeline
from pitchreel.qa import check_video


@dataclass(frozen=True)
class Good:
    """The good film, and its frames and sound in memory."""

    case: Case
    recording: Recording

    @classmethod
    def of(cls, case: Case) -> Good:
        """Read the film of a case."""
        return cls(case, read(case.path))


class Fault(NamedTuple):
    """``check`` must notice what ``spoil`` does at each strength; ``also`` are checks that it cannot but upset too."""

    name: str
    check: str
    spoil: Callable[[Good, Any, Path], Case]
    strengths: tuple[Any, ...] = (1,)
    also: frozenset[str] = frozenset()


def problems(case: Case) -> dict[str, str]:
    """Ids of the checks that a case does not pass, and how."""
    checks = check_video(
        case.path, case.timeline, case.folder, case.narration, product=case.product, script=case.script
    )
    return {
        check.id: f"{check.outcome}: {check.value} {'; '.join(check.where)}"
        for check in checks
        if check.outcome in ("fail", "warn")
    }


def _file(change: Callable[[Recording, Any], Recording]) -> Callable[[Good, Any, Path], Case]:
    """Written to a file once more, with something wrong."""

    def spoil(good: Good, strength: Any, path: Path) -> Case:
        return replace(good.case, path=write(change(good.recording, strength), path))

    return spoil


def _plan(change: Callable[[Timeline, Any], Timeline]) -> Callable[[Good, Any, Path], Case]:
    """The Timeline is wrong."""

    def spoil(good: Good, strength: Any, path: Path) -> Case:
        return replace(good.case, timeline=change(good.case.timeline, strength))

    return spoil


def _quieter(recording: Recording, decibels: float) -> Recording:
    return replace(recording, sound=recording.sound * np.float32(10 ** (decibels / 20)))


def _clicks(recording: Recording, level: float) -> Recording:
    def loud(sound: np.ndarray) -> np.ndarray:
        wave = np.sin(np.arange(sound.shape[1]) * 2 * np.pi * 200 / RATE)
        return np.broadcast_to(np.float32(level) * wave.astype(np.float32), sound.shape)

    return with_sound(recording, 2.0, 2.02, loud)


def _silent(recording: Recording, span: tuple[float, float]) -> Recording:
    return with_sound(recording, *span, lambda sound: sound * 0)


def _frozen(recording: Recording, seconds: float) -> Recording:
    # Encoded as films are, with a keyframe every second: it must not pass for movement.
    recording = replace(recording, options={"preset": "superfast", "crf": "20", "g": "30"})
    return with_frames(recording, 6, 6 + round(seconds * FPS), lambda number: recording.frames[6])


def _black(recording: Recording, span: tuple[int, int]) -> Recording:
    return with_frames(recording, *span, lambda number: black(recording))


def _cut_short(recording: Recording, frames: int) -> Recording:
    kept = len(recording.frames) - frames
    return replace(recording, frames=recording.frames[:kept], sound=recording.sound[:, : kept * RATE // FPS])


def _stretched(recording: Recording, height: int) -> Recording:
    def squeeze(pixels: np.ndarray) -> np.ndarray:
        rgb = cv2.cvtColor(pixels, cv2.COLOR_YUV2RGB_I420)
        return cv2.cvtColor(cv2.resize(rgb, (rgb.shape[1], height)), cv2.COLOR_RGB2YUV_I420)

    return replace(recording, frames=tuple(squeeze(pixels) for pixels in recording.frames))


def _hiccup(frames: float) -> Callable[[int], float]:
    return lambda number: number + (frames if number % 20 == 10 else 0)


def _moved(role: str, x: int, y: int) -> Callable[[Timeline, Any], Timeline]:
    def move(timeline: Timeline, strength: float) -> Timeline:
        def box(layer: Any) -> Box:
            return layer.box.model_copy(update={"x": layer.box.x + x * strength, "y": layer.box.y + y * strength})

        return change_layers(timeline, role, box=box)

    return move


def _text(role: str, **changes: Any) -> Callable[[Timeline, Any], Timeline]:
    """The runs of a role's texts changed; a callable value gets the strength."""

    def change(timeline: Timeline, strength: Any) -> Timeline:
        fields = {name: value(strength) if callable(value) else value for name, value in changes.items()}

        def marks(layer: SpriteLayer) -> tuple[Any, ...]:
            return tuple(
                mark.model_copy(update={"runs": tuple(run.model_copy(update=fields) for run in mark.runs)})
                if isinstance(mark, Text)
                else mark
                for mark in layer.marks
            )

        return change_layers(timeline, role, marks=marks)

    return change


def _captions_late(timeline: Timeline, frames: int) -> Timeline:
    captions = tuple(
        caption.model_copy(
            update={
                "start": caption.start + frames,
                "end": caption.end + frames,
                "words": tuple(
                    word.model_copy(update={"start": word.start + frames, "end": word.end + frames})
                    for word in caption.words
                ),
            }
        )
        for caption in timeline.captions
    )
    return timeline.model_copy(update={"captions": captions})


def _caption(timeline: Timeline, **changes: Any) -> Timeline:
    """The second caption changed: it stands while the price does."""
    first, second, *rest = timeline.captions
    return timeline.model_copy(update={"captions": (first, second.model_copy(update=changes), *rest)})


def _word(timeline: Timeline, text: str) -> Timeline:
    """One word of a caption in place of another, or none."""
    words = timeline.captions[1].words
    new = (words[0].model_copy(update={"text": text}),) if text else ()
    return _caption(timeline, words=(*new, *words[1:]))


def _mouth_late(timeline: Timeline, seconds: float) -> Timeline:
    performance = timeline.performance
    assert performance is not None
    mouth = tuple(key.model_copy(update={"sample": key.sample + round(seconds * RATE)}) for key in performance.mouth)
    return timeline.model_copy(update={"performance": performance.model_copy(update={"mouth": mouth})})


def _mouth_still(timeline: Timeline, opening: float) -> Timeline:
    performance = timeline.performance
    assert performance is not None
    mouth = tuple(key.model_copy(update={"open": opening}) for key in performance.mouth)
    return timeline.model_copy(update={"performance": performance.model_copy(update={"mouth": mouth})})


def _zoomed(timeline: Timeline, zoom: float) -> Timeline:
    motions = (Motion(property="zoom", keys=(Keyframe(frame=0, value=zoom),)),)
    return change_layers(timeline, "product", motions=motions, asset="small")


def _one_shot(timeline: Timeline, strength: int) -> Timeline:
    layers = tuple(layer for scene in timeline.scenes for layer in scene.layers)
    whole = timeline.scenes[0].model_copy(update={"end": timeline.frames, "layers": layers})
    return timeline.model_copy(update={"scenes": (whole,)})


def _short_end(timeline: Timeline, frames: int) -> Timeline:
    hook, offer, end = timeline.scenes
    at = timeline.frames - frames
    scenes = (hook, offer.model_copy(update={"end": at}), end.model_copy(update={"start": at}))
    return timeline.model_copy(update={"scenes": scenes})


def _late_product(timeline: Timeline, frame: int) -> Timeline:
    return change_layers(timeline, "product", start=lambda layer: max(layer.start, frame))


def _music(timeline: Timeline, level: float) -> Timeline:
    return timeline.model_copy(update={"mix": timeline.mix.model_copy(update={"music_under_speech": level})})


def _speech(timeline: Timeline, *, start: int | None = None, end: int | None = None) -> Timeline:
    spans = list(timeline.mix.speech)
    if start is not None:
        spans[0] = spans[0].model_copy(update={"start": start})
    if end is not None:
        spans[-1] = spans[-1].model_copy(update={"end": end})
    return timeline.model_copy(update={"mix": timeline.mix.model_copy(update={"speech": tuple(spans)})})


def _unspoken(good: Good, strength: Any, path: Path) -> Case:
    lines = (*good.case.narration.lines[:-1], Span(start=0, end=0))
    return replace(good.case, narration=good.case.narration.model_copy(update={"lines": lines}))


def _asked(good: Good, seconds: int, path: Path) -> Case:
    return replace(good.case, script=good.case.script.model_copy(update={"length": seconds}))


def _other_price(good: Good, price: str, path: Path) -> Case:
    facts = tuple(
        Fact(id="price", kind="price", text=price, number=price) if fact.kind == "price" else fact
        for fact in good.case.product.facts
    )
    return replace(good.case, product=good.case.product.model_copy(update={"facts": facts}))


_GLASS = {"plate": "#00000000", "colour": "#7a7a7a", "spoken": "#7a7a7a"}

FAULTS: tuple[Fault, ...] = (
    Fault("index at the end", "F1", _file(lambda r, s: replace(r, index_first=False))),
    Fault("no colour tags", "F2", _file(lambda r, s: replace(r, bt709=False))),
    Fault("another pixel format", "F2", _file(lambda r, s: replace(r, pixel_format=s)), ("yuv444p", "yuv422p")),
    Fault("a baseline profile", "F2", _file(lambda r, s: replace(r, options={**r.options, "profile": "baseline"}))),
    Fault("pixels that are not square", "F2", _file(lambda r, s: replace(r, aspect=Fraction(*s))), ((4, 3), (16, 15))),
    Fault("mono", "F3", _file(lambda r, s: replace(r, layout="mono", sound=r.sound / 2)), also=frozenset({"A1"})),
    Fault("another sample rate", "F3", _file(lambda r, s: replace(r, rate=s)), (44100, 32000)),
    Fault("another audio codec", "F3", _file(lambda r, s: replace(r, audio_codec=s)), ("libmp3lame", "ac3")),
    Fault("uneven frame times", "F4", _file(lambda r, s: replace(r, shown=_hiccup(s))), (0.2, 0.5)),
    Fault(
        "sound shorter than the pictures", "F6", _file(lambda r, s: replace(r, sound=r.sound[:, : -s * 48])), (150, 400)
    ),
    Fault("frames missing at the end", "F7", _file(_cut_short), (3, 6)),
    Fault("few bits", "F8", _file(lambda r, s: replace(r, options={"preset": "superfast", "crf": s})), ("36", "42")),
    Fault("no note", "F9", _file(lambda r, s: replace(r, metadata={}))),
    Fault("another length than asked for", "F7a", _asked, (7, 15)),
    Fault("a black stretch", "V1", _file(_black), ((80, 92), (90, 105), (0, 3))),
    Fault("a frozen stretch", "V2", _file(_frozen), (2.4, 3.6)),
    Fault("stretched", "V8", _file(_stretched), (600, 480)),
    Fault("too quiet", "A1", _file(_quieter), (-1.8, -6)),
    Fault("too loud", "A1", _file(_quieter), (1.15, 1.25)),
    Fault("peaks", "A1p", _file(_clicks), (1.0, 1.3)),
    Fault("a hole in the sound", "A2", _file(_silent), ((2.2, 3.4), (2.2, 3.6))),
    Fault("a late start of the sound", "A2", _file(_silent), ((0, 0.4), (0, 0.8))),
    Fault("loud music", "A4", _plan(_music), (-11, -6)),
    Fault("the voice ends with the film", "A5", _plan(lambda t, s: _speech(t, end=t.samples - s * 48)), (350, 50)),
    Fault("the voice starts late", "A6", _plan(lambda t, s: _speech(t, start=round(s * RATE))), (1.1, 1.3)),
    Fault("one shot", "V4", _plan(_one_shot)),
    Fault("a picture blown up", "V6", _plan(_zoomed), (1.2, 2.5)),
    Fault("words out of the safe box", "T1", _plan(_moved("headline", 1, 0)), (-60, 70)),
    Fault("words above the safe box", "T1", _plan(_moved("headline", 0, -1)), (30, 60)),
    Fault("pale words", "T3", _plan(_text("headline", colour=lambda s: s)), ("#44546c", "#2b3a51")),
    Fault(
        "pale captions",
        "T3",
        _plan(lambda t, s: t.model_copy(update={"caption_style": t.caption_style.model_copy(update=_GLASS)})),
    ),
    Fault(
        "a pale spoken word",
        "T3",
        _plan(lambda t, s: t.model_copy(update={"caption_style": t.caption_style.model_copy(update={"spoken": s})})),
        ("#5a5a5a", "#203060"),
    ),
    Fault("small print", "T4", _plan(_text("rating", size=lambda s: s)), (8, 5)),
    Fault("a hasty caption", "T5", _plan(lambda t, s: _caption(t, end=t.captions[1].start + s)), (6, 3)),
    Fault(
        "a caption over the price",
        "T7",
        _plan(lambda t, s: _caption(t, box=Box(x=40, y=s, width=280, height=48))),
        (170, 140),
    ),
    Fault("words over words", "T7", _plan(_moved("headline", 0, 1)), (80, 95), frozenset({"T3"})),
    Fault(
        "a caption over the face",
        "T7",
        _plan(lambda t, s: _caption(t, box=Box(x=30, y=s, width=280, height=48))),
        (420, 440),
    ),
    Fault(
        "an invented number",
        "T8",
        _plan(_text("headline", text=lambda s: s)),
        ("Hot for 12 hours", "70% off", "Now $19.99", "Two million sold"),
    ),
    Fault(
        "an invented claim", "T8", _plan(_text("headline", text=lambda s: s)), ("Award-winning", "Lifetime guarantee")
    ),
    Fault("another price than the product's", "T8", _other_price, ("35.50", "39.00")),
    Fault(
        "a placeholder",
        "T9",
        _plan(_text("headline", text=lambda s: s)),
        ("{{ name }}", "{t.name}", "None", "nan stars", "Hot &amp; good", "Lorem ipsum"),
    ),
    Fault("no glyph", "T9", _plan(_text("headline", text=lambda s: s)), ("Hot \ue123 cup", "Hei\ufffder Kaffee")),
    Fault("captions late", "S1", _plan(_captions_late), (3, 6)),
    Fault("captions early", "S1", _plan(_captions_late), (-3,)),
    Fault("other words than spoken", "S1", _plan(_word), ("Quiet", "")),
    Fault("the mouth late", "S3", _plan(_mouth_late), (0.1, 0.2)),
    Fault("the mouth early", "S3", _plan(_mouth_late), (-0.2,)),
    Fault("a mouth that stays shut", "S3", _plan(_mouth_still), (0.0,)),
    Fault("no call to action", "C1", _plan(lambda t, s: change_layers(t, "call_to_action", role="decor"))),
    Fault("a call to action that nobody says", "C1", _unspoken),
    Fault("a short end card", "C1", _plan(_short_end), (40, 32)),
    Fault("a late product", "C1", _plan(_late_product), (95, CUTS[2])),
)
"""Made from the good film one at a time."""
