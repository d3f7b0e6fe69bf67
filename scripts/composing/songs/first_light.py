"""Cinematic in D minor: a piano figure, strings that swell, a drum far away."""

import numpy as np

from composing import drums, fluid, synth
from composing.master import Desk
from composing.parts import arpeggio, hold, walk
from composing.score import Meter, Note, human
from composing.shape import highpass, lowpass, pan, scatter, tone
from composing.song import Song
from composing.theory import progression, voicings

CHORDS = progression(
    "Dm | Bbmaj7 | F/A | Csus4 C | Dm | Bbmaj7 | Gm9 | Asus4 A | Bbmaj7 | C/E | F | Dm7 | Gm9 | Bbmaj7 | F/A | Csus4 C"
)


def breathe(sound: np.ndarray, meter: Meter, bars: int, *, floor: float) -> np.ndarray:
    """Swell once in so many bars, fullest three quarters on."""
    at = np.arange(meter.samples) / (meter.beat * 4 * bars) % 1
    curve = (
        floor
        + (1 - floor) * np.where(at < 0.75, np.sin(np.pi / 2 * at / 0.75), np.cos(np.pi / 2 * (at - 0.75) / 0.25)) ** 2
    )
    return np.asarray(sound * curve, np.float32)


def compose(desk: Desk, meter: Meter, rng: np.random.Generator) -> None:
    """Piano and low strings, then the whole section."""
    first, second, all_bars = range(8), range(8, 16), range(16)
    shapes = voicings(CHORDS, low=50, high=69, voices=4)
    upper = voicings(CHORDS, low=62, high=79, voices=3)

    figure = arpeggio(CHORDS, shapes, "01232123|01232132", bars=first, steps=8, length=1.1, velocity=0.55)
    figure += arpeggio(CHORDS, shapes, "0123432101234321", bars=second, steps=16, length=0.7, velocity=0.5, accent=0.16)
    figure += [Note(h.start, h.length, v[0] - 12, 0.5) for h, v in zip(CHORDS, shapes, strict=True)]
    piano = tone(fluid.play(human(figure, rng, meter, spread=0.008, touch=0.09), meter, 0), lowpass(3400, 1))
    desk.add("piano", scatter(piano, 1, amount=0.6), -24.5, reverb=0.4)

    section = fluid.play(hold(CHORDS, shapes, 0.62, overlap=0.2), meter, 48)
    desk.add("strings", scatter(breathe(section, meter, 4, floor=0.45), 6, amount=0.9), -24.5, reverb=0.45)
    high = fluid.play(hold(CHORDS, upper, 0.5, bars=second, overlap=0.2), meter, 49)
    desk.add("violins", scatter(pan(breathe(high, meter, 4, floor=0.35), -0.2), 8, amount=0.9), -28.5, reverb=0.5)
    horns = fluid.play(
        hold(CHORDS, voicings(CHORDS, low=48, high=64, voices=3), 0.5, bars=second, overlap=0.1), meter, 60
    )
    desk.add("horns", tone(pan(breathe(horns, meter, 4, floor=0.3), 0.3), lowpass(2200, 1)), -29.5, reverb=0.5)

    low = walk(CHORDS, "R---------------", bars=all_bars, around=38, gate=1.0)
    cellos = fluid.play([Note(n.start, n.length, n.pitch, 0.6) for n in low], meter, 42)
    basses = fluid.play([Note(n.start, n.length, n.pitch - 12, 0.6) for n in low], meter, 43)
    desk.add("cellos", scatter(pan(cellos, 0.15), 3, amount=0.4), -28, reverb=0.35)
    desk.add("basses", basses, -28, reverb=0.2)
    pulse = walk(CHORDS, "r.r.r.r.r.r.r.r.", bars=second, around=50, velocity=0.5, gate=0.5)
    desk.add("pulse", scatter(fluid.play(human(pulse, rng, meter), meter, 45), 5, amount=0.4), -30, reverb=0.35)

    bed = synth.pad(hold(CHORDS, shapes, 0.7), meter, dark=300, bright=900, kind="soft", attack=1.0, release=2.0)
    desk.add("air", bed, -30, reverb=0.4)
    hits = [(bar * 4.0, 0.7 if bar < 8 else 0.95) for bar in (0, 4, 8, 10, 12, 14)]
    hits += [(bar * 4 + 2.5, 0.45) for bar in (9, 11, 13)] + [(62.0, 0.4), (62.5, 0.5), (63.0, 0.6), (63.5, 0.75)]
    desk.add("drum", drums.beat(hits, drums.deep(), meter, rng), -28, reverb=0.5)
    toms = [(b + s, 0.45 + 0.1 * (s == 0)) for b in range(48, 64, 4) for s in (0, 1.5, 3)]
    desk.add("toms", scatter(drums.beat(toms, drums.tom(88, 0.3), meter, rng), 7, amount=0.6), -33, reverb=0.5)
    swell = np.flip(drums.cymbal(decay=0.8, low=2500), axis=1)
    wash = np.zeros((2, meter.samples), np.float32)
    wash[:, 32 * meter.beat - swell.shape[1] : 32 * meter.beat] += swell
    wash[:, -swell.shape[1] :] += swell
    desk.add("cymbal", tone(wash, highpass(2000)), -37, reverb=0.5)


SONG = Song(
    id="first-light",
    number=6,
    name="First Light",
    mood="cinematic",
    description="Piano figure and swelling strings over a distant drum",
    tags=("emotional", "inspiring", "story", "epic", "nature"),
    key="D minor",
    meter=Meter(frames=24, bars=16),
    compose=compose,
    seconds=2.6,
    bright=5000,
    tilt=-1.0,
    wide=1.2,
)
