"""Playful in C: plucked strings on tiptoe, marimba, a bassoon, snapped fingers."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, strike, walk
from composing.score import Meter, human, rhythm, strum
from composing.shape import highpass, lowpass, pan, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "C | Am7 | Dm7 | G7 | C | E7 | Am7 Fmaj7 | G7sus4 G7| Fmaj7 | C/E | Dm7 | C | Fmaj7 | Em7 A7 | Dm7 | G7sus4 G7"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Tiptoe, then a little hop."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=55, high=70, voices=3)
    upper = voicings(CHORDS, low=62, high=79, voices=3)

    plucked = strike(CHORDS, shapes, "....x.......x...|....x.......x.o.", bars=first, length=0.4, velocity=0.8)
    plucked += arpeggio(CHORDS, shapes, "0.2.1.2.|0.2.12..", bars=second, steps=8, length=0.35, velocity=0.75)
    desk.add("pizzicato", scatter(fluid.play(human(plucked, rng, meter), meter, 45), 2, amount=0.5), -25.5, reverb=0.2)
    steps = arpeggio(
        CHORDS, upper, "0.1.2.1...2.1...|0.1.2...2.1.0...", bars=first, steps=16, length=0.3, velocity=0.55
    )
    steps += arpeggio(
        CHORDS, upper, "0..2..1...0.2...|0..2..1.2.......", bars=second, steps=16, length=0.3, velocity=0.6
    )
    desk.add("marimba", pan(fluid.play(human(steps, rng, meter), meter, 12), 0.35), -27.5, reverb=0.22)

    strums = []
    for beat, strength in rhythm("x...x.o...o.x.o.|x...x.o...o.xoo.", bars=second):
        index = next(i for i, h in enumerate(CHORDS) if h.start <= beat < h.start + h.length - 1e-6)
        pitches = [pitch + 5 - 5 for pitch in (*upper[index], upper[index][0] + 12)]
        strums += strum(pitches, beat, 0.4, strength * 0.7, spread=0.05, down=(beat * 2) % 1 == 0)
    ukulele = tone(fluid.play(human(strums, rng, meter), meter, 24), highpass(260), lowpass(4600))
    desk.add("ukulele", pan(ukulele, -0.4), -28, reverb=0.12)

    line = walk(CHORDS, "R...5...R...5.a.", bars=first, around=40, gate=0.6)
    line += walk(CHORDS, "R..r5...R..r5.a.", bars=second, around=40, gate=0.6)
    desk.add("bass", fluid.play(human(line, rng, meter), meter, 32), -25, reverb=0.08)
    bassoon = fluid.play(human([n for n in line if n.start < 32], rng, meter), meter, 70)
    desk.add("bassoon", pan(tone(bassoon, lowpass(1600, 1)), -0.2), -30, reverb=0.25)

    desk.add(
        "kick",
        drums.beat(
            rhythm("X.......X.......", bars=all_bars), drums.kick(pitch=60, sweep=60, decay=0.12, click=0.1), meter, rng
        ),
        -28,
    )
    desk.add("snap", drums.beat(rhythm("....X.......X...", bars=all_bars), drums.snap(), meter, rng), -31, reverb=0.25)
    desk.add(
        "clap", drums.beat(rhythm("....x.......x...", bars=second), drums.clap(dark=5000), meter, rng), -34, reverb=0.2
    )
    blocks = rhythm("..........o.....|......o...o.o...", bars=all_bars)
    desk.add("blocks", pan(drums.beat(blocks, drums.block(1050), meter, rng), 0.4), -36, reverb=0.2)
    low_blocks = rhythm("............o...|..o.............", bars=all_bars)
    desk.add("low blocks", pan(drums.beat(low_blocks, drums.block(700), meter, rng), -0.3), -36, reverb=0.2)
    shake = rhythm("..o...o...o...o.|..o...o...o.g.o.", bars=second)
    desk.add("shaker", pan(drums.beat(shake, drums.shaker(), meter, rng), 0.2), -37)
    bed = synth.pad(hold(CHORDS, shapes, 0.6), meter, dark=300, bright=900, kind="soft", attack=0.3, release=0.8)
    desk.add("pad", bed, -32, reverb=0.3)
    glock = list(
        arpeggio(CHORDS, upper, "................|..........2.3.4.", bars=(3, 7, 11, 15), steps=16, velocity=0.5)
    )
    desk.add("bells", synth.bells(glock, meter, decay=0.35), -37, reverb=0.35)


SONG = Song(
    id="small-steps",
    number=9,
    name="Small Steps",
    mood="playful",
    description="Plucked strings on tiptoe, marimba, ukulele and snapped fingers",
    tags=("funny", "kids", "pets", "quirky", "curious"),
    key="C major",
    meter=Meter(frames=16, bars=16, swing=0.3),
    compose=compose,
    seconds=1.0,
    wide=1.15,
)
