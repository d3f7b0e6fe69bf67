"""Calm in E: slow pads, glass and a felt piano, hardly a pulse."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, walk
from composing.score import Meter, human, rhythm
from composing.shape import bend, chorus, echo, highpass, lowpass, pan, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression("Emaj9 | C#m9 | Amaj9 | Badd9 | Emaj9 | G#m7 | Amaj9 | Am6 | C#m9 | Amaj9 | Emaj9 | B7sus4")


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Four long breaths of three bars."""
    all_bars = range(12)
    shapes = voicings(CHORDS, low=52, high=71, voices=4)
    upper = voicings(CHORDS, low=63, high=80, voices=3)

    bed = synth.pad(
        hold(CHORDS, shapes, 0.8, overlap=0.3),
        meter,
        dark=350,
        bright=1500,
        attack=1.0,
        release=2.2,
        detune=10,
        voices=5,
    )
    desk.add("pad", chorus(bed, turns=13), -22.5, reverb=0.35)
    warm = synth.pad(
        hold(CHORDS, voicings(CHORDS, low=45, high=60, voices=2), 0.8),
        meter,
        dark=200,
        bright=500,
        kind="soft",
        attack=0.8,
        release=1.8,
    )
    desk.add("warm", bend(warm, depth=0.001, turns=11), -26, reverb=0.2)
    figure = arpeggio(
        CHORDS,
        upper,
        "0...1...2.....1.|0...2...1.......|..0...1...2.....",
        bars=all_bars,
        steps=16,
        length=1.6,
        velocity=0.45,
    )
    felt = tone(fluid.play(human(figure, rng, meter, spread=0.012, touch=0.12), meter, 0), lowpass(1800, 2))
    desk.add(
        "felt",
        scatter(felt, 1, amount=0.6) + 0.6 * echo(felt, meter.beat * 3 // 2, feedback=0.5, dark=1800),
        -25.5,
        reverb=0.5,
    )
    drops = arpeggio(
        CHORDS, upper, "......3.........|............4...|..3.............", bars=all_bars, steps=16, velocity=0.4
    )
    glass = synth.bells(human(drops, rng, meter, spread=0.015), meter, decay=1.2)
    desk.add("glass", glass + 0.6 * echo(glass, meter.beat * 3 // 4, feedback=0.5), -34, reverb=0.7)

    line = walk(CHORDS, "R---------------", bars=all_bars, around=35, gate=0.98)
    desk.add(
        "bass",
        synth.bass(line, meter, cutoff=120, bright=160, sub=0.9, decay=3, sustain=0.8, attack=0.12, release=0.4),
        -26.5,
    )
    pulse = rhythm("o.......g.......", bars=all_bars)
    desk.add("heart", drums.beat(pulse, drums.kick(pitch=46, sweep=40, decay=0.2, click=0.0), meter, rng), -31)
    brush = rhythm("....g.......g.g.|....g.......g...", bars=all_bars)
    desk.add(
        "brush",
        pan(tone(drums.beat(brush, drums.shaker(length=0.2), meter, rng), highpass(3000)), 0.25),
        -39,
        reverb=0.5,
    )
    harp = arpeggio(
        CHORDS,
        shapes,
        "01234...........|................|................",
        bars=all_bars,
        steps=16,
        length=2.0,
        velocity=0.4,
    )
    desk.add("harp", pan(fluid.play(human(harp, rng, meter, spread=0.01), meter, 46), -0.35), -31, reverb=0.5)


SONG = Song(
    id="still-water",
    number=10,
    name="Still Water",
    mood="calm",
    description="Slow pads, glass and a felt piano with hardly a pulse",
    tags=("wellness", "skincare", "spa", "ambient", "sleep", "gentle"),
    key="E major",
    meter=Meter(frames=26, bars=12),
    compose=compose,
    seconds=3.0,
    bright=4500,
    tilt=-0.9,
    wide=1.25,
)
