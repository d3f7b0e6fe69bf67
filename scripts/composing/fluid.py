"""Sampled instruments: notes through fluidsynth and a General MIDI soundfont."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

import mido
import numpy as np

from composing.score import RATE, Meter, Note
from composing.shape import fold

FONTS = (Path("/usr/share/sounds/sf3/FluidR3Mono_GM.sf3"),)
"""Fluid (R3) mono, MIT, Debian package fluidr3mono-gm-soundfont."""

_TICKS = 24000
"""Ticks a beat at 120 beats a minute: one tick is one sample."""
_TAIL = 6 * RATE


def font() -> Path:
    """The soundfont; raises SystemExit with the command that brings it."""
    for path in FONTS:
        if path.exists():
            return path
    raise SystemExit("No soundfont found: apt-get install fluidsynth fluidr3mono-gm-soundfont")


def play(
    notes: Sequence[Note], meter: Meter, program: int, *, drums: bool = False, controls: dict[int, int] | None = None
) -> np.ndarray:
    """A loop of one instrument, dry, ringing on over its own start."""
    channel = 9 if drums else 0
    events: list[tuple[int, int, mido.Message]] = []
    for note in notes:
        start = meter.sample(note.start) % meter.samples
        length = max(1, meter.sample(note.start + note.length) - meter.sample(note.start))
        pitch, velocity = round(note.pitch), max(1, min(127, round(note.velocity * 127)))
        events.append((start, 1, mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)))
        events.append((start + length, 0, mido.Message("note_off", channel=channel, note=pitch, velocity=0)))
    track = mido.MidiTrack([mido.Message("program_change", channel=channel, program=program, time=0)])
    for number, value in (controls or {}).items():
        track.append(mido.Message("control_change", channel=channel, control=number, value=value, time=0))
    now = 0
    for at, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=at - now))
        now = at
    track.append(mido.MetaMessage("end_of_track", time=max(0, meter.samples + _TAIL - now)))
    with tempfile.TemporaryDirectory() as folder:
        midi, out = Path(folder) / "part.mid", Path(folder) / "part.wav"
        song = mido.MidiFile(ticks_per_beat=_TICKS)
        song.tracks.append(track)
        song.save(midi)
        command = [
            "fluidsynth",
            "-ni",
            "-q",
            "-R",
            "0",
            "-C",
            "0",
            "-g",
            "0.6",
            "-r",
            str(RATE),
            "-O",
            "s24",
            "-T",
            "wav",
            "-o",
            "synth.dynamic-sample-loading=1",
            "-F",
            str(out),
            str(font()),
            str(midi),
        ]
        subprocess.run(command, check=True, capture_output=True)
        with wave.open(str(out)) as file:
            raw = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, 2, 3)
    words = (
        raw[..., 0].astype(np.int32)
        | raw[..., 1].astype(np.int32) << 8
        | raw[..., 2].astype(np.int8).astype(np.int32) << 16
    )
    return fold((words.T / 2**23).astype(np.float32), meter.samples)
