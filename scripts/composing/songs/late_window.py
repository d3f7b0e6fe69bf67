"""Lo-fi in F: a wobbling electric piano, lazy drums, a round bass."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import hold, melody, strike, walk
from composing.score import Meter, human, rhythm
from composing.shape import bend, drive, highpass, lowpass, pan, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "Fmaj9 | Em7 A7b9 | Dm9 | Cm9 F13 | Bbmaj9 | Am7 | Gm9 | C9sus4"
    "| Bbmaj9 | Am7 | Gm9 | Fmaj9 | Bbmaj9 | A7b9 | Dm9 | Gm9 C9sus4"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Chords that lie back; the second half answers with a guitar."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=52, high=70, voices=4)
    keys = strike(CHORDS, shapes, "x.....o...o.....|x.....o..x......", bars=first, length=1.4, velocity=0.8)
    keys += strike(CHORDS, shapes, "x..o......x...o.|x..o....x.......", bars=second, length=1.1, velocity=0.8)
    piano = synth.tines(
        human(keys, rng, meter, late=0.012, spread=0.008, touch=0.12), meter, growl=1.0, bell=0.18, tremolo=0.2
    )
    piano = bend(drive(tone(piano, lowpass(2600, 1)), 1.5), depth=0.0011, turns=37)
    desk.add("keys", scatter(piano, 2, amount=0.45), -23, reverb=0.16)

    bed = synth.pad(
        hold(CHORDS, shapes, 0.6), meter, dark=280, bright=750, kind="soft", attack=0.6, release=1.2, detune=12
    )
    desk.add("pad", bend(bed, depth=0.0016, turns=29), -31, reverb=0.3)

    line = walk(CHORDS, "R-----.r..5---a.|R----.r-R---.5a.", bars=all_bars, around=35)
    desk.add(
        "bass",
        synth.bass(
            human(line, rng, meter, late=0.01, spread=0.004),
            meter,
            cutoff=180,
            bright=420,
            sub=0.75,
            decay=0.9,
            sustain=0.6,
            release=0.1,
        ),
        -25,
    )

    kick = rhythm("X.....o...x.....|X......x..x...g.", bars=all_bars)
    desk.add(
        "kick", drums.beat(kick, drums.kick(pitch=54, sweep=80, decay=0.15, click=0.12), meter, rng, late=0.006), -26
    )
    snare = [*rhythm("....X.......X...", bars=all_bars), *rhythm(".......g......g.|.............g.o", bars=all_bars)]
    desk.add(
        "snare",
        drums.beat(snare, drums.snare(pitch=170, dark=4200, snap=0.8), meter, rng, late=0.014),
        -29,
        reverb=0.14,
    )
    hats = [*rhythm("x.o.x.og|x.o.x.o.", bars=all_bars, steps=8), *rhythm("...g.......g...g", bars=second)]
    desk.add(
        "hat", pan(drums.beat(hats, drums.hat(decay=0.03, low=5200, high=9000), meter, rng, spread=0.006), 0.25), -36
    )
    desk.add(
        "rim",
        pan(drums.beat(rhythm("...........o....|..o.............", bars=second), drums.rim(), meter, rng), -0.4),
        -39,
        reverb=0.4,
    )

    tune = melody("_:1 69:.5 72:.5 74:1 72:1 _:2 72:1 69:1 _:4 _:4", start=32, velocity=0.55)
    tune += melody("_:1 69:.5 67:.5 65:1 62:1 _:4 _:1 62:.5 65:.5 69:2 _:4", start=48, velocity=0.5)
    guitar = tone(
        fluid.play(human(tune, rng, meter, late=0.015, spread=0.012), meter, 26), lowpass(2200, 1), highpass(160)
    )
    desk.add("guitar", pan(bend(guitar, depth=0.0008, turns=31), -0.3), -30, reverb=0.4)


SONG = Song(
    id="late-window",
    number=3,
    name="Late Window",
    mood="chill",
    description="Lo-fi beat with a wobbling electric piano and a lazy swing",
    tags=("lofi", "relaxed", "study", "night", "cosy"),
    key="F major",
    meter=Meter(frames=23, bars=16, swing=0.24),
    compose=compose,
    tilt=-1.0,
    top=6000,
    seconds=1.3,
    bright=3500,
    wide=1.05,
)
