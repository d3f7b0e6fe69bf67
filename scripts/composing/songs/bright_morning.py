"""Upbeat pop in D: claps, a running muted guitar, piano on the off-beats."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, melody, strike, walk
from composing.score import Meter, human, rhythm
from composing.shape import chorus, drive, echo, highpass, lowpass, pan, pump, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "D | A/C# | Bm7 | Gadd9 | D | A/C# | Em7 | Gadd9 A| Bm7 | Gadd9 | D | A | Em7 | Bm7 | Gadd9 | Asus4 A"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Eight bars that run, eight that open up."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    low = voicings(CHORDS, low=52, high=69, voices=4)
    high = voicings(CHORDS, low=62, high=79, voices=3)

    four = [*rhythm("X...x...X...x...", bars=all_bars), *rhythm("..............g.", bars=(3, 7, 11))]
    desk.add("kick", drums.beat(four, drums.kick(pitch=50, decay=0.2), meter, rng), -23.5)
    back = [*rhythm("....X.......X...", bars=all_bars), *rhythm(".............ogx", bars=(7, 15))]
    desk.add("clap", drums.beat(back, drums.clap(), meter, rng, late=0.004), -28.5, reverb=0.22)
    desk.add("snare", drums.beat(back, drums.snare(pitch=200), meter, rng), -28.5, reverb=0.12)
    shake = rhythm("xgogxgogxgogxgog", bars=all_bars)
    desk.add("shaker", pan(drums.beat(shake, drums.shaker(), meter, rng, late=-0.01), 0.35), -36)
    hats = [*rhythm("..x...x...x...x.", bars=first), *rhythm("g.x.g.x.g.x.g.xo", bars=second)]
    desk.add("hat", pan(drums.beat(hats, drums.hat(decay=0.06), meter, rng), -0.25), -35)
    crash = [(0.0, 0.5), (32.0, 0.6)]
    desk.add("crash", drums.beat(crash, drums.cymbal(decay=0.7), meter, rng), -38, reverb=0.3)

    line = walk(CHORDS, "R-.r..r-..r-5.r.|R-.r..r-..8-5.a.", bars=first, around=38)
    line += walk(CHORDS, "R-r.r-r.R-r.8-5.|R-r.r-r.R-r.5-a.", bars=second, around=38)
    sound = fluid.play(human(line, rng, meter, spread=0.003), meter, 33)
    deep = synth.bass(line, meter, sub=1.0, decay=0.6)
    desk.add("bass", drive(sound, 1.6), -25.5)
    desk.add("sub", tone(deep, lowpass(110)), -30)

    piano = strike(CHORDS, low, "x.....x...x.....|x.....x...x.x...", bars=first, length=0.7)
    piano += strike(CHORDS, low, "x...x...x...x.o.|x...x...x..x..x.", bars=second, length=0.6)
    desk.add(
        "piano",
        scatter(fluid.play(human(piano, rng, meter, spread=0.005), meter, 0), 1, amount=0.5),
        -25.5,
        reverb=0.18,
    )
    muted = arpeggio(CHORDS, high, "02102102|01202102", bars=all_bars, steps=8, length=0.3, velocity=0.62)
    guitar = fluid.play(human(muted, rng, meter), meter, 28)
    guitar = tone(guitar, highpass(180), lowpass(5200))
    desk.add("guitar", pan(guitar, -0.4) + pan(echo(guitar, meter.beat * 3 // 4, feedback=0.35), 0.2), -29, reverb=0.12)

    bed = synth.pad(hold(CHORDS, low, 0.7), meter, dark=600, bright=2200, attack=0.2, release=0.6)
    desk.add("pad", chorus(pump(bed, meter, depth=0.35)), -28, reverb=0.25)
    drops = melody("81:1.5 78:.5 76:2 _:4 74:1 76:1 78:2 _:4", start=32, velocity=0.55)
    drops += melody("78:1.5 76:.5 74:2 _:4 76:1 74:1 69:2", start=48, velocity=0.5)
    desk.add("bells", synth.bells(drops, meter, decay=0.7), -36, reverb=0.4)
    desk.add("riser", synth.riser(28, 4, meter) + synth.riser(60, 4, meter, seed=10), -37, reverb=0.2)


SONG = Song(
    id="bright-morning",
    number=1,
    name="Bright Morning",
    mood="upbeat",
    description="Sunny pop with claps, running guitar and piano on the off-beats",
    tags=("happy", "pop", "energetic", "summer", "lifestyle"),
    key="D major",
    meter=Meter(frames=16, bars=16),
    compose=compose,
    seconds=1.1,
)
