"""The sound of a film: its tracks laid together, music held under the voice, brought to the loudness asked for.

Twice through the tracks and once or twice through their sum, a second at a time, so that memory does not grow with
the film: first how loud voice, music and effects are, then the sum at the right balance into a scratch file, then
gain and limiter from there into the WAV file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

import numpy as np

from pitchreel.documents.timeline import AudioSpan, Timeline, Track
from pitchreel.errors import MediaError, OutputError
from pitchreel.progress import Progress, silent
from pitchreel.render.ducking import Ducking, merge
from pitchreel.render.loudness import (
    SILENCE,
    Loudness,
    PowerMeter,
    Powers,
    Sound,
    amplitude,
    integrated,
    loudest,
    lufs,
    within,
)
from pitchreel.render.mastering import master
from pitchreel.render.sound import Player

_ANCHOR = -20.0
"""LUFS of the voice (or of the music where there is no voice) until the final gain: well above what BS.1770 gates."""
_FADE_SECONDS = 0.6
"""Music that is cut short by the end fades over this when its track names no fade of its own."""


@dataclass(frozen=True)
class StemLevels:
    """How the parts of a mix stand to one another, in LUFS and LU; None where a film has no such part.

    ``voice`` and ``music`` are measured where the voice speaks, at the levels they have in the mix before its final
    gain. ``least`` is the smallest difference of voice and music over any one stretch of speech.
    """

    voice: float | None
    music: float | None
    effects: float | None
    difference: float | None
    least: float | None


def mix_sound(timeline: Timeline, folder: Path, wav: Path, *, progress: Progress = silent) -> Loudness:
    """Write the sound of the film to ``wav`` (stereo, 16 bits with triangular dither) and say how loud it is.

    ``folder`` is what the paths of the assets are relative to. A film without music, voice or any sound at all is
    mixed just as well. Raises MediaError for a sound that cannot be decoded and OutputError when ``wav`` cannot be
    written; then nothing is left behind.
    """
    scratch = wav.with_name(f".{wav.name}.{os.getpid()}.sum")
    part = wav.with_name(f".{wav.name}.{os.getpid()}.part")
    try:
        wav.parent.mkdir(parents=True, exist_ok=True)
        balance = _balance(timeline, folder, lambda done: progress(0.35 * done))
        before = _lay(timeline, folder, balance, scratch, lambda done: progress(0.35 + 0.35 * done))
        result = master(timeline.mix, before, scratch, part, lambda done: progress(0.7 + 0.3 * done))
        part.replace(wav)
    except OSError as error:
        raise OutputError(f"{wav} cannot be written: {error.strerror}", "Choose a folder with room to write") from None
    finally:
        for path in (scratch, part):
            with suppress(OSError):
                path.unlink()
    return result


def stem_levels(timeline: Timeline, folder: Path) -> StemLevels:
    """Measure the parts of the mix one by one, as they are balanced in it; raises MediaError."""
    balance = _balance(timeline, folder, silent)
    rate, kinds = timeline.mix.sample_rate, {track.kind for track in timeline.mix.tracks}
    meters = {kind: PowerMeter(rate) for kind in sorted(kinds)}
    for stems in _stems(timeline, folder, balance):
        for kind, meter in meters.items():
            meter.feed(stems[kind])
    powers = {kind: meter.powers() for kind, meter in meters.items()}
    spans = balance.speech or ((0, timeline.samples),)
    levels = {kind: integrated(within(power, spans, rate)) for kind, power in powers.items() if kind != "effect"}
    voice, music = levels.get("voice"), levels.get("music")
    both = voice is not None and music is not None and balance.speech
    return StemLevels(
        voice=voice,
        music=music,
        effects=loudest(powers["effect"]) if "effect" in powers else None,
        difference=voice - music if both and voice is not None and music is not None else None,
        least=min(_differences(powers["voice"], powers["music"], balance.speech, rate)) if both else None,
    )


def _differences(voice: Powers, music: Powers, spans: tuple[tuple[int, int], ...], rate: int) -> Iterator[float]:
    for span in spans:
        yield lufs(_mean(within(voice, (span,), rate))) - lufs(_mean(within(music, (span,), rate)))


def _mean(powers: Powers) -> float:
    return float(powers.mean()) if len(powers) else 0.0


@dataclass(frozen=True)
class _Balance:
    """Gain in dB of each track, in the order of the Mix, and where the voice speaks (empty: nothing is ducked)."""

    gains: tuple[float, ...]
    speech: tuple[tuple[int, int], ...]


def _balance(timeline: Timeline, folder: Path, progress: Progress) -> _Balance:
    """Bring every track level with the voice (an effect by its loudest moment); its own gain goes on top."""
    mix, film = timeline.mix, timeline.samples
    voices = [track for track in mix.tracks if track.kind == "voice"]
    musics = [track for track in mix.tracks if track.kind == "music"]
    voice = _heard([(track, track.gain_db) for track in voices], timeline, folder)
    progress(0.4)
    speaks = integrated(voice) > SILENCE
    speech = merge(mix.speech or tuple(_spoken(voices, film)), mix.sample_rate) if speaks else ()
    music = {id(track): _level(_heard([(track, 0.0)], timeline, folder), speech, mix.sample_rate) for track in musics}
    progress(0.9)
    anchor = _level(voice, speech, mix.sample_rate) if speaks else max(music.values(), default=SILENCE)
    effects = _effect_levels(timeline, folder)
    gains = []
    for track in mix.tracks:
        level = anchor
        if track.kind == "music" and speaks:
            level = music[id(track)]
        elif track.kind == "effect":
            level = effects[track.asset]
        gains.append(track.gain_db + (_ANCHOR - level if level > SILENCE else 0.0))
    progress(1.0)
    return _Balance(tuple(gains), speech)


def _spoken(voices: list[Track], film: int) -> Iterator[AudioSpan]:
    """Stretches of a voice whose Mix does not say where it speaks."""
    for track in voices:
        yield AudioSpan(start=track.start, end=track.end or film)


def _heard(tracks: list[tuple[Track, float]], timeline: Timeline, folder: Path) -> Powers:
    """Weighted power of some tracks, each at a gain in dB, together over the film."""
    files = tuple((path, _stamp(path)) for path in (_path(track, timeline, folder) for track, _ in tracks))
    return _measured(tuple(tracks), files, timeline.mix.sample_rate, timeline.samples)


@lru_cache(maxsize=64)
def _measured(
    tracks: tuple[tuple[Track, float], ...], files: tuple[tuple[Path, tuple[int, int]], ...], rate: int, film: int
) -> Powers:
    """Measured once for all the films that one process makes of the same sounds: previews share voice and music."""
    meter = PowerMeter(rate)
    players = [
        (_player(track, path, rate, film), np.float32(amplitude(gain)))
        for (track, gain), (path, _) in zip(tracks, files, strict=True)
    ]
    for start, length in _stretches(film, rate):
        sound = np.zeros((2, length), np.float32)
        for player, gain in players:
            sound += player.read(start, length) * gain
        meter.feed(sound)
        if all(player.over for player, _ in players):
            break
    powers = meter.powers()
    powers.flags.writeable = False
    return powers


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        state = path.stat()
    except OSError:
        return 0, 0  # decoding says what is wrong with it
    return state.st_mtime_ns, state.st_size


def _level(powers: Powers, speech: tuple[tuple[int, int], ...], rate: int) -> float:
    """Loudness of a stem where the voice speaks, or of all of it when it is silent there."""
    under = integrated(within(powers, speech, rate)) if speech else SILENCE
    return under if under > SILENCE else integrated(powers)


def _effect_levels(timeline: Timeline, folder: Path) -> dict[str, float]:
    """The loudest moment of each effect by itself."""
    levels: dict[str, float] = {}
    for track in timeline.mix.tracks:
        if track.kind == "effect" and track.asset not in levels:
            alone = track.model_copy(update={"start": 0, "end": 0, "fade_in": 0, "fade_out": 0})
            levels[track.asset] = loudest(_heard([(alone, 0.0)], timeline, folder))
    return levels


def _path(track: Track, timeline: Timeline, folder: Path) -> Path:
    path = PurePosixPath(timeline.assets[track.asset].path)
    if path.is_absolute() or ".." in path.parts:
        raise MediaError(f"{path} lies outside the folder of the film", "Name sounds inside it")
    return folder / path


def _player(track: Track, path: Path, rate: int, film: int) -> Player:
    return Player(track, path, rate, film, fade=round(_FADE_SECONDS * rate))


def _stretches(film: int, rate: int) -> Iterator[tuple[int, int]]:
    """Start and length of every second of the film."""
    for start in range(0, film, rate):
        yield start, min(rate, film - start)


def _stems(timeline: Timeline, folder: Path, balance: _Balance) -> Iterator[dict[str, Sound]]:
    """Second by second the sums of voice, music and effects, balanced and ducked."""
    mix = timeline.mix
    players = [
        (
            track.kind,
            _player(track, _path(track, timeline, folder), mix.sample_rate, timeline.samples),
            np.float32(amplitude(gain)),
        )
        for track, gain in zip(mix.tracks, balance.gains, strict=True)
    ]
    ducking = Ducking(balance.speech, mix.sample_rate, under=mix.music_under_speech, between=mix.music_in_pauses)
    for start, length in _stretches(timeline.samples, mix.sample_rate):
        stems = {kind: np.zeros((2, length), np.float32) for kind in ("voice", "music", "effect")}
        for kind, player, gain in players:
            stems[kind] += player.read(start, length) * gain
        if balance.speech:
            stems["music"] *= ducking.gain(start, length)
        yield stems


def _lay(timeline: Timeline, folder: Path, balance: _Balance, scratch: Path, progress: Progress) -> float:
    """Write the sum of all tracks as raw float32, sample after sample, and say how loud it is in LUFS."""
    meter = PowerMeter(timeline.mix.sample_rate)
    done = 0
    with scratch.open("wb") as file:
        for stems in _stems(timeline, folder, balance):
            sound = stems["voice"] + stems["music"] + stems["effect"]
            meter.feed(sound)
            file.write(sound.T.tobytes())
            done += sound.shape[1]
            progress(done / timeline.samples)
    return integrated(meter.powers())
