"""The composer's tools that need no soundfont: chords, rhythm, the circle, the files."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from composing import drums, ogg, synth
from composing.master import at_level, finish, limit
from composing.parts import arpeggio, hold, strike, walk
from composing.score import Meter, Note, rhythm
from composing.shape import bend, convolve, fold, lay, room, tone
from composing.theory import QUALITIES, chord, progression, voicings

from pitchreel.render.loudness import measure

METER = Meter(frames=15, bars=2)


def test_a_chord_symbol_is_read_whole() -> None:
    slash = chord("F#m9/A")
    assert slash.tones == (6, 9, 1, 4, 8)
    assert slash.bass == 9
    assert slash.essential == {9, 4, 8}
    with pytest.raises(ValueError, match="H7"):
        chord("H7")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("CDEFGAB"), st.sampled_from(sorted(QUALITIES))), min_size=2, max_size=6))
def test_voices_move_little_and_keep_what_makes_the_chord(names: list[tuple[str, str]]) -> None:
    harmonies = progression("|".join(letter + quality for letter, quality in names))
    found = voicings(harmonies, low=52, high=72, voices=4)
    for harmony, voicing in zip(harmonies, found, strict=True):
        classes = {pitch % 12 for pitch in voicing}
        assert classes <= set(harmony.chord.tones)
        assert len(harmony.chord.essential & classes) >= min(len(harmony.chord.essential), 3)
        assert list(voicing) == sorted(voicing)
        assert voicing[0] >= 52
        assert voicing[-1] <= 72


def test_a_common_progression_has_no_leaps() -> None:
    found = voicings(progression("C | Am7 | Fmaj7 | G7"), low=52, high=72, voices=4)
    for one, other in zip(found, [*found[1:], found[0]], strict=True):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 5


def test_rhythms_repeat_over_the_bars() -> None:
    hits = list(rhythm("X...x...|....o...", bars=range(4), steps=8))
    assert [beat for beat, _ in hits] == [0, 2, 6, 8, 10, 14]
    assert hits[0][1] > hits[1][1] > hits[2][1]


def test_parts_play_tones_of_their_chords() -> None:
    harmonies = progression("C | F G7")
    shapes = voicings(harmonies, low=52, high=72, voices=3)
    notes = hold(harmonies, shapes, 0.5) + strike(harmonies, shapes, "x...x...x...x...", bars=range(2))
    notes += arpeggio(harmonies, shapes, "01234321", bars=range(2))
    notes += walk(harmonies, "R.5.3.8.r.5.....", bars=range(2))
    for note in notes:
        playing = next(h for h in harmonies if h.start <= note.start < h.start + h.length)
        assert note.pitch % 12 in playing.chord.tones


def test_swing_delays_every_second_sixteenth() -> None:
    swung = Meter(frames=15, bars=2, swing=1 / 3)
    assert swung.sample(1.0) == METER.sample(1.0) == 24000
    assert swung.sample(0.5) == METER.sample(0.5)
    assert swung.sample(0.25) == 8000


def test_what_rings_past_the_end_is_heard_at_the_start() -> None:
    sound = np.arange(10, dtype=np.float32)[None].repeat(2, axis=0)
    assert np.array_equal(fold(sound, 4)[0], [0 + 4 + 8, 1 + 5 + 9, 2 + 6, 3 + 7])
    target = np.zeros((2, 4), np.float32)
    lay(target, sound, 3)
    assert np.array_equal(target[0], [1 + 5 + 9, 2 + 6, 3 + 7, 0 + 4 + 8])


def test_shaping_turns_with_the_circle() -> None:
    rng = np.random.default_rng(1)
    sound = rng.standard_normal((2, METER.samples)).astype(np.float32)
    impulse = room(0.4, 3)
    shape = (lambda s: tone(s, lambda f: 1 / (1 + f / 1000)), lambda s: convolve(s, impulse))
    for change in shape:
        assert np.allclose(np.roll(change(sound), 777, axis=1), change(np.roll(sound, 777, axis=1)), atol=1e-4)


def test_a_wobble_comes_back_to_where_it_began() -> None:
    at = np.arange(METER.samples)
    sound = np.stack([np.sin(2 * np.pi * 200 * at / METER.samples)] * 2).astype(np.float32)
    moved = bend(sound, depth=0.002, turns=3)
    assert np.abs(moved[:, 0] - moved[:, -1]).max() <= np.abs(np.diff(moved, axis=1)).max()


@pytest.mark.parametrize("voice", [synth.pad, synth.pluck, synth.bass, synth.tines, synth.bells])
def test_synthetic_voices_sound_at_their_pitch(voice: object) -> None:
    note = Note(0, 3, 57, 0.8)
    sound = voice([note], METER).sum(axis=0)[4800:52800]  # type: ignore[operator]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    hertz = np.fft.rfftfreq(len(sound), 1 / 48000)
    assert hertz[spectrum.argmax()] == pytest.approx(220, abs=3)


def test_every_drum_ends_and_peaks_at_one() -> None:
    makers = (drums.kick, drums.snare, drums.clap, drums.snap, drums.hat, drums.shaker, drums.rim, drums.block,
              drums.tom, drums.deep, drums.cymbal, drums.sleigh)  # fmt: skip
    for make in makers:
        hit = make()
        assert np.abs(hit).max() == pytest.approx(1, abs=1e-3)
        assert np.abs(hit[:, -1]).max() < 0.01


def test_the_master_has_the_level_and_the_length() -> None:
    rng = np.random.default_rng(2)
    sound = np.cumsum(rng.standard_normal((2, 4 * METER.samples)), axis=1).astype(np.float32)
    sound -= sound.mean(axis=1, keepdims=True)
    done = finish(sound)
    assert done.shape == sound.shape
    assert measure(done).integrated == pytest.approx(-18, abs=0.2)
    assert measure(limit(at_level(sound, -10), -7)).true_peak < -6.9


def test_a_file_gives_back_every_sample_of_a_loop(tmp_path: Path) -> None:
    at = np.arange(METER.samples)
    turns = np.array([[110.0], [220.0]])
    sound = (0.3 * np.sin(2 * np.pi * turns * at / METER.samples)).astype(np.float32)
    ogg.write(sound, tmp_path / "loop.ogg", rate=96000, title="Loop", loop=True)
    back = ogg.read(tmp_path / "loop.ogg")
    assert back.shape == sound.shape
    error = np.abs(back - sound)
    assert error[:, :240].max() < 3 * error[:, 20000:40000].max() + 0.002
    assert error[:, -240:].max() < 3 * error[:, 20000:40000].max() + 0.002
    again = tmp_path / "again.ogg"
    ogg.write(sound, again, rate=96000, title="Loop", loop=True)
    assert again.read_bytes() == (tmp_path / "loop.ogg").read_bytes()
