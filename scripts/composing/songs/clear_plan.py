"""Clean and confident in A: piano figures, plucked strings, a light pulse."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, strike, walk
from composing.score import Meter, human, rhythm
from composing.shape import chorus, echo, highpass, lowpass, pan, pump, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "Aadd9 | E/G# | F#m7 | Dmaj7 | Aadd9 | E/G# | Bm7 | Esus4 E| F#m7 | Dmaj7 | A/C# | E | F#m7 | Dmaj7 | Bm7 | Esus4 E"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """A figure that never stops; strings carry the second half."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=54, high=71, voices=4)
    figures = voicings(CHORDS, low=61, high=78, voices=3)

    figure = arpeggio(CHORDS, figures, "0.1.2.1.|0.12.121", bars=first, steps=8, length=0.8, velocity=0.6)
    figure += arpeggio(CHORDS, figures, "01212101|01213121", bars=second, steps=8, length=0.7, velocity=0.6)
    piano = tone(fluid.play(human(figure, rng, meter, spread=0.005), meter, 0), lowpass(4200, 1))
    desk.add(
        "piano", scatter(piano, 1, amount=0.5) + 0.5 * echo(piano, meter.beat * 3 // 4, feedback=0.4), -26, reverb=0.2
    )
    low = strike(CHORDS, shapes, "x...............|x.........o.....", bars=all_bars, length=2.5, velocity=0.7)
    desk.add("chords", scatter(fluid.play(human(low, rng, meter), meter, 0), 3, amount=0.6), -27, reverb=0.25)

    muted = arpeggio(
        CHORDS, figures, "0020102010201020", bars=all_bars, steps=16, length=0.18, velocity=0.55, accent=0.25
    )
    guitar = tone(fluid.play(human(muted, rng, meter), meter, 28), highpass(220), lowpass(3800))
    desk.add("guitar", pan(guitar, 0.5) + pan(np.roll(guitar, 960, axis=1), -0.5), -31.5, reverb=0.1)
    plucked = strike(CHORDS, figures, "..x...x...x...o.", bars=second, length=0.3, velocity=0.75)
    desk.add("pizzicato", pan(fluid.play(human(plucked, rng, meter), meter, 45), -0.3), -31, reverb=0.3)

    bed = synth.pad(hold(CHORDS, shapes, 0.7), meter, dark=420, bright=1500, attack=0.4, release=0.9)
    desk.add("pad", chorus(pump(bed, meter, depth=0.25)), -27.5, reverb=0.25)
    strings = hold(CHORDS, voicings(CHORDS, low=57, high=76, voices=3), 0.55, bars=second, overlap=0.15)
    desk.add("strings", scatter(fluid.play(human(strings, rng, meter), meter, 48), 6, amount=0.8), -29, reverb=0.35)

    line = walk(CHORDS, "R-----r-..r-..r.|R-----r-..5-..a.", bars=first, around=36)
    line += walk(CHORDS, "R.r.r.r.R.r.r.r.|R.r.r.r.R.r.5.a.", bars=second, around=36)
    desk.add(
        "bass",
        synth.bass(human(line, rng, meter, spread=0.003), meter, cutoff=240, bright=620, sub=0.6, decay=0.8),
        -25.5,
    )

    pulse = [
        *rhythm("X.......X.......", bars=range(4)),
        *rhythm("X.....o.X.......", bars=range(4, 8)),
        *rhythm("X...o...X...o...", bars=second),
    ]
    desk.add("kick", drums.beat(pulse, drums.kick(pitch=52, sweep=90, decay=0.18, click=0.12), meter, rng), -26)
    desk.add("snap", drums.beat(rhythm("....x.......x...", bars=all_bars), drums.snap(), meter, rng), -34, reverb=0.4)
    soft = rhythm("....x.......x...|....x.......x.go", bars=second)
    desk.add("clap", drums.beat(soft, drums.clap(dark=4500), meter, rng), -34, reverb=0.3)
    shake = [*rhythm("..o...o...o...o.", bars=first), *rhythm("gxoggxoggxoggxog", bars=second)]
    desk.add("shaker", pan(drums.beat(shake, drums.shaker(), meter, rng, late=-0.01), 0.3), -38)
    desk.add(
        "riser", synth.riser(28, 4, meter, high=5000) + synth.riser(60, 4, meter, high=5000, seed=4), -39, reverb=0.2
    )


SONG = Song(
    id="clear-plan",
    number=4,
    name="Clear Plan",
    mood="corporate",
    description="Confident piano figures, plucked strings and a light pulse",
    tags=("business", "clean", "optimistic", "software", "explainer"),
    key="A major",
    meter=Meter(frames=17, bars=16),
    compose=compose,
    seconds=1.5,
)
