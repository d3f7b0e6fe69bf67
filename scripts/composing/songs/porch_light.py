"""Warm acoustic in G: two picked guitars, an upright bass, brushes."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, melody, walk
from composing.score import Meter, Note, human, rhythm, strum
from composing.shape import drive, highpass, lowpass, pan, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "G | Cadd9 | Em7 | Dsus4 D | G/B | Cadd9 | Am7 | D| Em7 | Cadd9 | G/B | D/F# | Em7 | Cadd9 | Am7 | Dsus4 D"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Eight bars of picking; then a strummed guitar joins."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=50, high=69, voices=4)
    upper = voicings(CHORDS, low=59, high=76, voices=4)

    picked = arpeggio(CHORDS, shapes, "0.2132.3|0.213231", bars=all_bars, steps=8, length=1.4, velocity=0.66)
    picked += [Note(h.start, min(2.0, h.length), min(v), 0.5) for h, v in zip(CHORDS, shapes, strict=True)]
    one = fluid.play(human(picked, rng, meter, spread=0.007, touch=0.1), meter, 25)
    second_hand = arpeggio(CHORDS, upper, "..3.2..1|.3..2.1.", bars=all_bars, steps=8, length=1.2, velocity=0.5)
    two = fluid.play(human(second_hand, rng, meter, spread=0.009, touch=0.1), meter, 24)
    desk.add("steel", tone(pan(one, -0.35), highpass(85)), -24, reverb=0.16)
    desk.add("nylon", tone(pan(two, 0.45), highpass(110)), -28, reverb=0.2)

    strums: list[Note] = []
    for beat, strength in rhythm("x...o.o..go.o.o.|x...o.o..go.x.og", bars=second):
        index = next(i for i, h in enumerate(CHORDS) if h.start <= beat < h.start + h.length)
        down = (beat * 2) % 1 == 0
        strums += strum(upper[index], beat, 0.55, strength * 0.7, spread=0.06, down=down)
    rhythm_guitar = fluid.play(human(strums, rng, meter), meter, 25)
    desk.add("strum", tone(pan(rhythm_guitar, 0.3), highpass(200), lowpass(6500)), -29, reverb=0.12)

    line = walk(CHORDS, "R----.5-r---..5.|R----.5-r--.a-..", bars=first, around=36)
    line += walk(CHORDS, "R---..r-5---..r.|R---..r-5--.a-..", bars=second, around=36)
    desk.add("bass", drive(fluid.play(human(line, rng, meter), meter, 32), 1.3), -25, reverb=0.04)

    desk.add(
        "kick",
        drums.beat(
            rhythm("x.......o.......|x.....g.o.......", bars=all_bars),
            drums.kick(pitch=55, sweep=70, decay=0.16, click=0.08),
            meter,
            rng,
        ),
        -28,
    )
    brush = [*rhythm("o.gxo.gxo.gxo.gx", bars=first), *rhythm("ogxgogxgogxgogxg", bars=second)]
    desk.add("shaker", pan(drums.beat(brush, drums.shaker(length=0.11), meter, rng, late=-0.012), 0.2), -36)
    desk.add(
        "rim",
        pan(drums.beat(rhythm("....o.......o...|....o.......o..g", bars=all_bars), drums.rim(), meter, rng), -0.15),
        -37,
        reverb=0.3,
    )
    desk.add(
        "tambourine",
        pan(drums.beat(rhythm("....x.......x...", bars=second), drums.hat(decay=0.09), meter, rng), 0.4),
        -39,
        reverb=0.2,
    )

    bed = synth.pad(hold(CHORDS, shapes, 0.7), meter, dark=350, bright=1000, kind="soft", attack=0.7, release=1.4)
    desk.add("pad", bed, -31, reverb=0.3)
    felt = melody("_:2 71:1 74:1 76:3 _:1 74:2 71:2 69:3 _:1", start=0, velocity=0.42)
    felt += melody("_:2 71:1 74:1 76:2 79:2 76:2 74:2 69:3 _:1", start=16, velocity=0.42)
    felt += melody("_:2 71:2 67:2 _:2 71:2 74:1 71:1 69:4 _:2 71:2 67:2 _:2 72:2 71:2 69:3 _:1", start=32, velocity=0.4)
    keys = tone(fluid.play(human(felt, rng, meter, spread=0.012), meter, 0), lowpass(1900, 2))
    desk.add("felt", scatter(keys, 4, amount=0.5), -30, reverb=0.45)


SONG = Song(
    id="porch-light",
    number=2,
    name="Porch Light",
    mood="warm",
    description="Picked acoustic guitars with upright bass, brushes and a felt piano",
    tags=("acoustic", "folk", "home", "family", "organic", "food"),
    key="G major",
    meter=Meter(frames=18, bars=16, swing=0.06),
    compose=compose,
    seconds=1.4,
    wide=1.1,
)
