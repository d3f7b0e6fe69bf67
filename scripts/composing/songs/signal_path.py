"""Electronic in F minor: a running sequence, pads that breathe with the beat, a deep bass."""

import numpy as np

from composing import drums, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, strike, walk
from composing.score import Meter, human, rhythm
from composing.shape import chorus, echo, highpass, pan, pump, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "Fm9 | Dbmaj7 | Abadd9 | Eb | Fm9 | Dbmaj7 | Bbm7 | C7sus4"
    "| Dbmaj9 | Eb | Fm9 | Abadd9 | Dbmaj9 | Eb | Cm7 | Fm9"
    "| Bbm9 | Dbmaj7 | Eb | C7sus4"
)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Run, open, gather."""
    run, open_, gather, all_bars = range(8), range(8, 16), range(16, 20), range(20)
    shapes = voicings(CHORDS, low=51, high=68, voices=4)
    figures = voicings(CHORDS, low=56, high=75, voices=4)

    sequence = arpeggio(
        CHORDS, figures, "0.2.1.3.0.2.3.1.|0.213.2.0.31.2.1", bars=run, steps=16, length=0.2, velocity=0.7
    )
    sequence += arpeggio(CHORDS, figures, "0213021302130231", bars=open_, steps=16, length=0.2, velocity=0.66)
    sequence += arpeggio(CHORDS, figures, "0.3.2.1.0.3.2.1.", bars=gather, steps=16, length=0.2, velocity=0.66)
    plucks = synth.pluck(human(sequence, rng, meter, spread=0.001), meter, bright=2600, dark=420, decay=0.16)
    plucks = tone(plucks, highpass(170))
    desk.add(
        "sequence",
        pump(plucks + 0.7 * echo(plucks, meter.beat * 3 // 4, feedback=0.45, dark=2600), meter, depth=0.4),
        -25.5,
        reverb=0.14,
    )

    bed = synth.pad(
        hold(CHORDS, shapes, 0.8), meter, dark=450, bright=2000, attack=0.12, release=0.5, detune=14, voices=5
    )
    desk.add("pad", chorus(pump(bed, meter, depth=0.8)), -24.5, reverb=0.25)
    stabs = strike(CHORDS, figures, "...x..x...x.....|...x..x....x..o.", bars=open_, length=0.25, velocity=0.8)
    chord_hits = synth.pluck(stabs, meter, bright=3000, dark=600, decay=0.12, detune=9)
    desk.add("stabs", pan(pump(chord_hits, meter, depth=0.4), 0.15), -30, reverb=0.3)

    line = walk(CHORDS, "..R-..r-..r-..r-", bars=run, around=33) + walk(
        CHORDS, "..rr..rr..rr..8r", bars=open_, around=33
    )
    line += walk(CHORDS, "R---------------", bars=gather, around=33)
    bass = synth.bass(line, meter, cutoff=260, bright=1100, sub=0.7, decay=0.25, sustain=0.6)
    desk.add("bass", pump(bass, meter, depth=0.7, recover=0.5), -24)

    four = [
        *rhythm("X...X...X...X...", bars=range(18)),
        *rhythm("X.......X.......|X...X...X.X.XxXx", bars=range(18, 20)),
    ]
    desk.add(
        "kick",
        drums.beat(four, drums.kick(pitch=47, sweep=160, decay=0.22, click=0.3), meter, rng, spread=0, touch=0.02),
        -22.5,
    )
    desk.add(
        "clap",
        drums.beat(rhythm("....X.......X...", bars=range(18)), drums.clap(), meter, rng, spread=0.001),
        -29,
        reverb=0.2,
    )
    open_hat = rhythm("..x...x...x...x.", bars=[*run, *open_])
    desk.add("open hat", pan(drums.beat(open_hat, drums.hat(decay=0.11), meter, rng, spread=0.001), 0.1), -34)
    closed = [*rhythm("gogogogogogogogo", bars=range(4, 16)), *rhythm("g.o.g.o.g.o.gogo", bars=gather)]
    desk.add("hat", pan(drums.beat(closed, drums.hat(decay=0.02), meter, rng, spread=0.001), -0.3), -38)
    blips = rhythm("......o......g..|...o......o.....", bars=all_bars)
    desk.add("blocks", pan(drums.beat(blips, drums.block(1150), meter, rng, spread=0.001), 0.5), -38, reverb=0.35)
    desk.add(
        "crash",
        drums.beat([(0.0, 0.5), (32.0, 0.6), (64.0, 0.4)], drums.cymbal(decay=0.8), meter, rng),
        -38,
        reverb=0.3,
    )
    rises = synth.riser(28, 4, meter) + synth.riser(60, 4, meter, seed=3) + synth.riser(72, 8, meter, seed=4)
    desk.add("riser", rises, -35, reverb=0.2)


SONG = Song(
    id="signal-path",
    number=5,
    name="Signal Path",
    mood="tech",
    description="Running synth sequence over pads that breathe with a four-on-the-floor beat",
    tags=("electronic", "technology", "modern", "gadget", "startup", "energetic"),
    key="F minor",
    meter=Meter(frames=15, bars=20),
    compose=compose,
    seconds=1.4,
    wide=1.2,
    tilt=0.1,
)
