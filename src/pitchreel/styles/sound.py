"""Sound: which music, where its beats fall, and the small sounds on moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pitchreel.documents import Narration
from pitchreel.documents.narration import OWN
from pitchreel.documents.timeline import Asset, AudioSpan, Mix, Track
from pitchreel.errors import UnknownName
from pitchreel.music import Music, asset_path, beat_samples, effects, find_music, tracks
from pitchreel.styles.clock import Clock
from pitchreel.styles.extras import NO_EXTRAS, Extras
from pitchreel.styles.grid import Frame

APART = 1.0
"""Seconds between two small sounds, at least."""
EFFECT_DB = -8.0
"""LU under the voice."""
FADE = 0.6
"""Seconds of music fading out."""
OWN_MUSIC = "own-music"
"""The asset of a piece that the user brought along."""
GONE_DB = -120.0
"""Gain of a voice that is not to be heard."""


@dataclass(frozen=True)
class Accent:
    """A small sound wished for at a frame; of two that are too near, the one with more ``weight`` is heard."""

    effect: str
    frame: int
    weight: float = 1.0


def choose_music(wish: str | None, mood: str) -> Music | None:
    """The wished piece, or one of the mood; ``none`` for silence. Raises UnknownName for a wish that is not there."""
    if wish is not None:
        return None if wish == "none" else find_music(wish)
    try:
        return find_music(mood)
    except UnknownName:
        return next(iter(tracks()), None)


def beats_of(music: Music | None, frame: Frame, frames: int) -> tuple[float, ...]:
    """The frames of the beats."""
    if music is None:
        return ()
    return tuple(frame.frame(sample) for sample in beat_samples(music, frame.sample(frames)))


def make_mix(
    narration: Narration,
    music: Music | None,
    clock: Clock,
    frame: Frame,
    accents: Sequence[Accent],
    extras: Extras = NO_EXTRAS,
) -> tuple[Mix, dict[str, Asset]]:
    """The tracks of the film and the assets that they name."""
    length = frame.sample(clock.frames)
    assets = {"voice": Asset(kind="audio", path=narration.audio)}
    recorded = narration.voice == OWN
    gone = 0.0 if extras.voice_heard else GONE_DB
    tracks = [Track(kind="voice", asset="voice", start=clock.offset, own=recorded, gain_db=gone)]
    name, path = (music.id, asset_path(music.id)) if music else (OWN_MUSIC, extras.music or "")
    if path and extras.music_heard:
        assets[name] = Asset(kind="audio", path=path)
        fade = min(round(FADE * frame.sample_rate), length)
        tracks.append(
            Track(
                kind="music",
                asset=name,
                end=length,
                loop=True,
                gain_db=round(extras.bed_gain, 2),
                fade_in=frame.sample_rate // 50,
                fade_out=fade,
            )
        )
    gain = round(EFFECT_DB + extras.effects_gain, 2)
    known = {effect.id: effect for effect in effects()}
    for accent in _spread(accents, frame):
        if accent.effect in known:
            effect = known[accent.effect]
            start = max(0, frame.sample(accent.frame) - effect.peak)
            assets[effect.id] = Asset(kind="audio", path=asset_path(effect.id))
            tracks.append(Track(kind="effect", asset=effect.id, start=start, gain_db=gain))
    ratio = frame.sample_rate / narration.sample_rate
    spans = narration.sentences or narration.lines
    speech = tuple(
        AudioSpan(start=clock.offset + round(span.start * ratio), end=clock.offset + round(span.end * ratio))
        for span in spans
        if span.end > span.start
    )
    return Mix(sample_rate=frame.sample_rate, tracks=tuple(tracks), speech=speech), assets


def _spread(accents: Sequence[Accent], frame: Frame) -> list[Accent]:
    kept: list[Accent] = []
    for accent in sorted(accents, key=lambda accent: (-accent.weight, accent.frame)):
        if all(abs(accent.frame - other.frame) >= APART * frame.fps for other in kept):
            kept.append(accent)
    return sorted(kept, key=lambda accent: accent.frame)
