"""Driving in G minor: a sixteenth bass, wide drums, guitars that hold."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, strike, walk
from composing.score import Meter, human, rhythm
from composing.shape import chorus, drive, echo, highpass, lowpass, pan, pump, scatter, tone
from composing.song import Song
from composing.theory import nearest, progression, voicings

CHORDS = progression("Gm | Gm | Eb | F | Gm | Gm | Bb | F | Gm | Gm | Eb | F | Eb | F | Gm | D| Eb | F | Gm | Bb/D")


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Drive, climb, and four bars of half time."""
    drive_bars, climb, half, _all_bars = range(8), range(8, 16), range(16, 20), range(20)
    shapes = voicings(CHORDS, low=50, high=67, voices=3)
    upper = voicings(CHORDS, low=60, high=77, voices=3)
    roots = [nearest(harmony.chord.tones[0], 46) for harmony in CHORDS]
    fifths = [(root, root + 7, root + 12) for root in roots]

    line = walk(CHORDS, "Rrr.rrr.Rrr.rrr.", bars=drive_bars, around=31, gate=0.8) + walk(
        CHORDS, "RrrrRrrrRrrrRrr8", bars=climb, around=31, gate=0.8
    )
    line += walk(CHORDS, "R-------r-----a-", bars=half, around=31, gate=0.9)
    bass = synth.bass(
        human(line, rng, meter, spread=0.001), meter, cutoff=280, bright=1000, sub=0.55, decay=0.18, sustain=0.7
    )
    desk.add("bass", pump(drive(bass, 1.5), meter, depth=0.45, recover=0.5), -24)

    held = strike(CHORDS, fifths, "x.......x.......|x.......x...x...", bars=[*climb, *half], length=1.8, velocity=0.75)
    guitar = tone(drive(fluid.play(human(held, rng, meter), meter, 27), 4.0), highpass(140), lowpass(2800))
    desk.add("guitar", pan(guitar, -0.6) + pan(np.roll(guitar, 1100, axis=1), 0.6), -29, reverb=0.15)
    muted = arpeggio(CHORDS, fifths, "0010001000100012", bars=drive_bars, steps=16, length=0.15, velocity=0.7)
    palm = tone(drive(fluid.play(human(muted, rng, meter, spread=0.002), meter, 28), 3.0), highpass(150), lowpass(3200))
    desk.add("palm", pan(palm, 0.45) + pan(np.roll(palm, 900, axis=1), -0.45), -30, reverb=0.1)

    bed = synth.pad(hold(CHORDS, shapes, 0.8), meter, dark=400, bright=1700, attack=0.1, release=0.6, detune=13)
    desk.add("pad", chorus(pump(bed, meter, depth=0.55)), -27, reverb=0.25)
    sequence = arpeggio(CHORDS, upper, "0.2.1.2.0.2.1.2.", bars=[*climb, *half], steps=16, length=0.2, velocity=0.6)
    plucks = synth.pluck(sequence, meter, bright=2200, dark=500, decay=0.14)
    desk.add("sequence", pump(plucks + 0.6 * echo(plucks, meter.beat * 3 // 4), meter, depth=0.3), -30, reverb=0.2)

    four = [
        *rhythm("X..x..x.X..x..x.", bars=range(4)),
        *rhythm("X...X...X...X...", bars=range(4, 16)),
        *rhythm("X.........x.....", bars=half),
    ]
    desk.add(
        "kick", drums.beat(four, drums.kick(pitch=50, sweep=150, decay=0.2, click=0.3), meter, rng, spread=0.001), -23.5
    )
    back = [*rhythm("....X.......X...", bars=[*drive_bars, *climb]), *rhythm("........X.......", bars=half)]
    desk.add("snare", drums.beat(back, drums.snare(pitch=190, decay=0.14), meter, rng), -27, reverb=0.25)
    desk.add("clap", drums.beat(back, drums.clap(), meter, rng), -31, reverb=0.2)
    fill = [(b + s / 4, 0.5 + 0.03 * s) for b in (30.0, 62.0) for s in range(8)]
    desk.add("toms", scatter(drums.beat(fill, drums.tom(110, 0.2), meter, rng), 5, amount=0.5), -31, reverb=0.3)
    hats = [*rhythm("xgogxgogxgogxgog", bars=[*drive_bars, *climb]), *rhythm("x.o.x.o.x.o.x.o.", bars=half)]
    desk.add("hat", pan(drums.beat(hats, drums.hat(decay=0.028), meter, rng), 0.25), -35)
    crash = [(0.0, 0.6), (32.0, 0.6), (64.0, 0.6)]
    desk.add("crash", drums.beat(crash, drums.cymbal(decay=0.9), meter, rng), -36, reverb=0.3)
    desk.add(
        "riser",
        synth.riser(28, 4, meter) + synth.riser(60, 4, meter, seed=3) + synth.riser(76, 4, meter, seed=4),
        -36,
        reverb=0.2,
    )


SONG = Song(
    id="north-ridge",
    number=12,
    name="North Ridge",
    mood="driving",
    description="Sixteenth-note bass, wide drums and guitars that hold",
    tags=("sport", "fitness", "outdoor", "power", "automotive", "energetic"),
    key="G minor",
    meter=Meter(frames=14, bars=20),
    compose=compose,
    seconds=1.2,
    wide=1.15,
)
