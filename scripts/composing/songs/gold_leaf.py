"""Luxury in E flat minor: slow keys, deep bass, snapped fingers."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import hold, melody, strike, walk
from composing.score import Meter, human, rhythm
from composing.shape import bend, chorus, echo, lowpass, pan, pump, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "Ebm9 | Bmaj9 | Abm9 | Bb7sus4 | Ebm9 | Gbmaj9 | Abm9 | Bmaj9"
    "| Abm9 | Dbadd9 | Gbmaj9 | Bmaj9 | Abm9 | Db9sus4 | Bmaj9 | Bb7sus4"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Half-time; the second half adds strings and a quiet answer on glass."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=51, high=70, voices=4)
    keys = strike(CHORDS, shapes, "x.........o.....|x.....o.........", bars=first, length=2.2, velocity=0.75)
    keys += strike(CHORDS, shapes, "x.....o...o.....|x..o......o.....", bars=second, length=1.6, velocity=0.72)
    piano = synth.tines(
        human(keys, rng, meter, late=0.006, spread=0.006),
        meter,
        growl=0.7,
        bell=0.3,
        decay=2.2,
        tremolo=0.25,
        tremolo_beats=2,
    )
    piano = chorus(tone(piano, lowpass(3800, 1)), turns=17)
    desk.add("keys", piano + 0.4 * echo(piano, meter.beat * 3 // 2, feedback=0.35, dark=2200), -23.5, reverb=0.25)

    bed = synth.pad(
        hold(CHORDS, shapes, 0.7), meter, dark=320, bright=1300, attack=0.5, release=1.2, detune=11, voices=5
    )
    desk.add("pad", pump(bend(bed, depth=0.0008, turns=21), meter, depth=0.3), -27, reverb=0.35)
    strings = hold(CHORDS, voicings(CHORDS, low=60, high=77, voices=3), 0.45, bars=second, overlap=0.15)
    desk.add(
        "strings", scatter(tone(fluid.play(strings, meter, 49), lowpass(3000, 1)), 6, amount=0.9), -30.5, reverb=0.5
    )

    line = walk(CHORDS, "R-----..r-....5-|R-----r-..8-..a-", bars=all_bars, around=34)
    desk.add(
        "bass",
        synth.bass(
            human(line, rng, meter, spread=0.003),
            meter,
            cutoff=150,
            bright=420,
            sub=0.85,
            decay=1.2,
            sustain=0.7,
            release=0.12,
        ),
        -24,
    )

    kick = rhythm("X.........x.....|X.......g.x...g.", bars=all_bars)
    desk.add("kick", drums.beat(kick, drums.kick(pitch=45, sweep=110, decay=0.26, click=0.15), meter, rng), -25)
    snap = [*rhythm("........X.......", bars=all_bars), *rhythm("..............g.", bars=second)]
    desk.add("snap", drums.beat(snap, drums.snap(), meter, rng), -31, reverb=0.5)
    desk.add(
        "clap",
        drums.beat(rhythm("........X.......", bars=all_bars), drums.clap(dark=4200), meter, rng),
        -33,
        reverb=0.4,
    )
    ticks = [*rhythm("o.g.o.g.o.g.o.gg", bars=first), *rhythm("ogg.oggoo.ggoggo", bars=second)]
    desk.add("hat", pan(drums.beat(ticks, drums.hat(decay=0.018, low=6500, high=11000), meter, rng), 0.3), -38)
    desk.add(
        "shaker",
        pan(drums.beat(rhythm("..o...o...o...o.", bars=all_bars), drums.shaker(length=0.12), meter, rng), -0.35),
        -38,
    )
    desk.add(
        "rim",
        pan(drums.beat(rhythm("......g......o..|...o............", bars=second), drums.rim(), meter, rng), -0.5),
        -40,
        reverb=0.6,
    )

    glass = melody(
        "_:2 82:.5 85:1.5 _:4 _:1 80:.5 82:.5 85:2 _:4 _:2 82:1 80:1 _:4 _:1 78:1 75:2 _:4", start=32, velocity=0.5
    )
    bells = synth.bells(human(glass, rng, meter), meter, decay=0.9)
    desk.add("glass", bells + 0.5 * echo(bells, meter.beat * 3 // 4, feedback=0.4), -35, reverb=0.6)
    desk.add("air", synth.riser(28, 4, meter, low=300, high=3500), -40, reverb=0.3)


SONG = Song(
    id="gold-leaf",
    number=7,
    name="Gold Leaf",
    mood="luxury",
    description="Slow electric keys, deep bass and snapped fingers in half time",
    tags=("elegant", "fashion", "beauty", "jewellery", "sensual", "premium"),
    key="E flat minor",
    meter=Meter(frames=20, bars=16, swing=0.1),
    compose=compose,
    seconds=2.2,
    bright=4500,
    tilt=-0.5,
    wide=1.2,
)
