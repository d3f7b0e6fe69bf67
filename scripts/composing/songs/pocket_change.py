"""Funk in E: a bass that talks, scratched guitar, clavinet and short brass."""

import numpy as np

from composing import drums, fluid
from composing.master import Desk
from composing.parts import hold, strike, walk
from composing.score import Meter, Note, human, rhythm
from composing.shape import bell, chorus, drive, highpass, lowpass, pan, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "Em9 | A13 | Em9 | A13 | Em9 | A13 | Cmaj9 | B7sus4| Am9 | D13 | Gmaj9 | Cmaj9 | Am9 | D13 | F#m7b5 | B7sus4"
)
KICK, SNARE, GHOST, CLOSED, OPEN, CRASH = 36, 38, 37, 42, 46, 49


def kit(hits: list[tuple[float, float]], drum: int) -> list[Note]:
    """Strokes on one drum of a General MIDI kit."""
    return [Note(beat, 0.2, drum, velocity) for beat, velocity in hits]


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """A one-chord groove that turns the corner, then a bridge in fifths."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=55, high=72, voices=4)
    small = voicings(CHORDS, low=60, high=76, voices=3)

    line = walk(CHORDS, "R..r..8...7r..5.|R..r..8..r.5..a.", bars=first, around=33, gate=0.7)
    line += walk(CHORDS, "R..r..5...r.8.5.|R..r..3...5.8.a.", bars=second, around=33, gate=0.75)
    fingers = fluid.play(human(line, rng, meter, spread=0.003, touch=0.1), meter, 33)
    slapped = fluid.play(
        human([n for n in line if n.velocity > 0.85 or n.pitch > 42], rng, meter, spread=0.003), meter, 36
    )
    desk.add("bass", drive(fingers, 1.8), -24)
    desk.add("slap", tone(slapped, highpass(180), lowpass(3200)), -32)

    scratch = strike(CHORDS, small, "..x.g.gx..x.g.g.|..x.g.gx.gx.g.xg", bars=all_bars, length=0.14, velocity=0.75)
    guitar = tone(
        fluid.play(human(scratch, rng, meter, spread=0.004, touch=0.12), meter, 27),
        highpass(320),
        bell(900, 2, 1.5),
        lowpass(5000),
    )
    desk.add("guitar", pan(guitar, 0.5), -29, reverb=0.1)
    clav = strike(CHORDS, shapes, "...x..g...x..g..|...x..gx..x..g..", bars=all_bars, length=0.16, velocity=0.7)
    desk.add(
        "clavinet",
        pan(tone(fluid.play(human(clav, rng, meter, spread=0.004), meter, 7), lowpass(3600, 1)), -0.45),
        -31,
        reverb=0.1,
    )
    organ = fluid.play(hold(CHORDS, small, 0.5, bars=second), meter, 16)
    desk.add("organ", chorus(tone(organ, lowpass(2600, 1)), turns=180, depth=0.0004), -32, reverb=0.2)
    brass = [Note(b + s, 0.2, p, 0.8) for b in (12.0, 28.0) for s in (2.0, 2.75, 3.0) for p in small[int(b // 4)]]
    brass += [Note(b + s, 0.22, p, 0.8) for b in (44.0, 60.0) for s in (1.5, 2.0, 3.5) for p in small[int(b // 4)]]
    desk.add(
        "brass",
        scatter(tone(fluid.play(human(brass, rng, meter), meter, 61), lowpass(3800, 1)), 4, amount=0.6),
        -33,
        reverb=0.25,
    )

    beats = kit([*rhythm("X..x..g...x..g..|X..x......x.xg..", bars=all_bars)], KICK)
    beats += kit(
        [*rhythm("....X..g.g..X..g|....X..g.g.gX...", bars=all_bars), *rhythm("..............ox", bars=(7, 15))], SNARE
    )
    beats += kit(
        [*rhythm("x.o.x.o.x.o.x.o.|x.o.x.o.x.o.x.g.", bars=first), *rhythm("xgogxgogxgogxgog", bars=second)], CLOSED
    )
    beats += kit([*rhythm("................|..............o.", bars=all_bars)], OPEN)
    room_kit = fluid.play(human(beats, rng, meter, spread=0.003, touch=0.06), meter, 8, drums=True)
    desk.add("kit", scatter(drive(room_kit, 3.5), 9, amount=0.6), -23.5, reverb=0.08)
    desk.add(
        "kick", drums.beat(rhythm("X..x......x.....", bars=all_bars), drums.kick(pitch=52, decay=0.14), meter, rng), -29
    )
    desk.add("clap", drums.beat(rhythm("....x.......x...", bars=second), drums.clap(), meter, rng), -33, reverb=0.15)
    shake = rhythm("xgogxgogxgogxgog", bars=all_bars)
    desk.add("shaker", pan(drums.beat(shake, drums.shaker(), meter, rng, late=-0.008), -0.3), -38)
    blocks = rhythm("..........o..o..|................", bars=second)
    desk.add("blocks", pan(drums.beat(blocks, drums.block(820), meter, rng), 0.35), -38, reverb=0.2)


SONG = Song(
    id="pocket-change",
    number=8,
    name="Pocket Change",
    mood="funk",
    description="Talking bass, scratched guitar, clavinet and short brass",
    tags=("groovy", "confident", "street", "sale", "sport"),
    key="E minor",
    meter=Meter(frames=17, bars=16, swing=0.12),
    compose=compose,
    seconds=0.9,
    wide=1.3,
    tilt=0.0,
)
