"""Holiday in F: sleigh bells, celesta, strings and a skipping bass."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, strike, walk
from composing.score import Meter, human, rhythm
from composing.shape import lowpass, pan, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "F | Dm7 | Gm7 | C9sus4 C7 | F | A7 | Dm7 Bbmaj7 | C9sus4 C7"
    "| Bbmaj7 | Am7 | Gm7 | F6 | Bbmaj7 | Am7 Dm7 | Gm7 | C9sus4 C7"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Eight bars of trot, eight with strings."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=55, high=72, voices=4)
    upper = voicings(CHORDS, low=65, high=82, voices=3)

    trot = [*rhythm("x.o.x.o.x.o.x.o.", bars=all_bars), *rhythm("...g...g...g...g", bars=second)]
    desk.add("sleigh", pan(drums.beat(trot, drums.sleigh(), meter, rng, spread=0.004), 0.25), -33, reverb=0.2)
    figure = arpeggio(CHORDS, upper, "0.1.2.1.|0.2.1.2.", bars=first, steps=8, length=0.6, velocity=0.5)
    figure += arpeggio(CHORDS, upper, "01210121|02101210", bars=second, steps=8, length=0.5, velocity=0.45)
    celesta = tone(fluid.play(human(figure, rng, meter), meter, 8), lowpass(5000, 1))
    desk.add("celesta", scatter(pan(celesta, -0.25), 2, amount=0.5), -29.5, reverb=0.35)
    piano = strike(CHORDS, shapes, "x.....x.....x...|x.....x...o.x...", bars=all_bars, length=0.6, velocity=0.65)
    desk.add(
        "piano",
        scatter(tone(fluid.play(human(piano, rng, meter), meter, 0), lowpass(3600, 1)), 1, amount=0.5),
        -26,
        reverb=0.2,
    )
    strings = hold(CHORDS, shapes, 0.6, overlap=0.12)
    desk.add("strings", scatter(fluid.play(strings, meter, 48), 6, amount=0.8), -26.5, reverb=0.4)
    plucked = strike(CHORDS, upper, "....x.......x...|....x.......x.o.", bars=second, length=0.3, velocity=0.7)
    desk.add("pizzicato", pan(fluid.play(human(plucked, rng, meter), meter, 45), 0.35), -31, reverb=0.3)
    horn = hold(CHORDS, voicings(CHORDS, low=53, high=65, voices=2), 0.5, bars=second)
    desk.add("horns", pan(tone(fluid.play(horn, meter, 60), lowpass(1800, 1)), 0.2), -32, reverb=0.4)

    line = walk(CHORDS, "R.....5.R...5.a.", bars=first, around=38, gate=0.75) + walk(
        CHORDS, "R.....r.5...8.a.", bars=second, around=38, gate=0.75
    )
    desk.add("bass", fluid.play(human(line, rng, meter), meter, 32), -25.5, reverb=0.08)
    desk.add(
        "kick",
        drums.beat(
            rhythm("X.......x.......|X.....o.x.......", bars=all_bars),
            drums.kick(pitch=55, sweep=70, decay=0.16, click=0.1),
            meter,
            rng,
        ),
        -27,
    )
    desk.add(
        "clap", drums.beat(rhythm("....x.......x...", bars=second), drums.clap(dark=5000), meter, rng), -33, reverb=0.35
    )
    desk.add(
        "brush",
        drums.beat(
            rhythm("....x.......x...", bars=all_bars),
            drums.snare(pitch=210, snap=0.9, decay=0.07, dark=5200),
            meter,
            rng,
        ),
        -33,
        reverb=0.25,
    )
    bells = arpeggio(CHORDS, upper, "2.......1.......", bars=(0, 2, 4, 6, 8, 10, 12, 14), steps=16, velocity=0.45)
    desk.add("bells", synth.bells(bells, meter, decay=1.3), -34, reverb=0.5)


SONG = Song(
    id="frosted-lane",
    number=11,
    name="Frosted Lane",
    mood="holiday",
    description="Sleigh bells, celesta, strings and a skipping bass",
    tags=("christmas", "winter", "gift", "festive", "family"),
    key="F major",
    meter=Meter(frames=16, bars=16, swing=0.12),
    compose=compose,
    seconds=1.8,
    wide=1.2,
)
