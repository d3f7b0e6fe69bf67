import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import MS, chatter, narration

from pitchreel.presenter import mouth_openings, perform, pose_at
from pitchreel.presenter.visemes import VISEMES

FRAME = 1600  # samples of a frame at 30 fps

SOUNDS = st.lists(
    st.tuples(st.sampled_from(sorted(VISEMES)), st.integers(8, 260), st.integers(0, 2)), min_size=1, max_size=40
)


def play(spoken, *, offset=0, after=24000, seed=1):
    return perform(spoken, offset=offset, samples=offset + spoken.samples + after, seed=seed)


@pytest.mark.parametrize("viseme", ["PP", "FF"])
@pytest.mark.parametrize("length", [25, 60, 140])
@pytest.mark.parametrize("phase", range(0, FRAME, 200))
def test_a_closure_is_seen_in_some_frame_however_short_and_whatever_the_phase(viseme, length, phase):
    spoken = narration([("aa", 120, 2), (viseme, length, 0), ("aa", 120, 2)])
    performance = play(spoken, offset=4800)
    poses = [pose_at(performance, at) for at in range(phase, 4800 + spoken.samples, FRAME)]
    vowel = VISEMES["aa"].shape.open
    closed = VISEMES[viseme].shape.open + 0.02
    opened = [i for i, pose in enumerate(poses) if pose.open > vowel * 0.7]
    assert any(pose.open <= closed for pose in poses[opened[0] : opened[-1]])


def test_lips_press_on_p_and_teeth_meet_the_lip_on_f():
    spoken = narration([("aa", 150, 2), ("PP", 80, 0), ("aa", 150, 2), ("FF", 90, 0), ("aa", 150, 2)])
    keys = play(spoken).mouth
    assert any(key.open < 0 and key.teeth == 0 for key in keys)
    assert any(key.open <= 0.06 and key.teeth == 1 for key in keys)


@given(SOUNDS, st.integers(0, 30000), st.integers(0, 20000))
@settings(max_examples=60, deadline=None)
def test_keys_grow_in_time_and_span_the_film(sounds, offset, after):
    spoken = narration(sounds)
    samples = offset + spoken.samples + after
    keys = perform(spoken, offset=offset, samples=samples, seed=0).mouth
    times = [key.sample for key in keys]
    assert times[0] == 0
    assert times[-1] == samples
    assert all(a < b for a, b in itertools.pairwise(times))
    assert all(-0.1 <= key.open <= 1 and 0 <= key.width <= 1 and 0 <= key.round <= 1 for key in keys)


@given(SOUNDS)
@settings(max_examples=60, deadline=None)
def test_every_closure_of_any_speech_is_reached(sounds):
    spoken = narration(sounds)
    performance = play(spoken, offset=9600)
    for sound in spoken.phonemes:
        if sound.viseme in ("PP", "FF"):
            grid = np.arange(9600 + sound.start - 70 * MS, 9600 + sound.end + 30 * MS, 96)
            assert mouth_openings(performance, grid).min() <= VISEMES[sound.viseme].shape.open + 1e-6 or (
                sound.viseme == "PP" and mouth_openings(performance, grid).min() == 0
            )


def test_the_mouth_is_closed_and_smiles_before_after_and_in_pauses():
    spoken = narration([("aa", 300, 2), ("sil", 600, 0), ("E", 300, 2)])
    performance = play(spoken, offset=48000, after=48000)
    for at in (0, 24000, 48000 + 600 * MS, 48000 + spoken.samples + 30000):
        pose = pose_at(performance, at)
        assert pose.open == 0
        assert pose.smile > 0.9
    assert pose_at(performance, 48000 + 150 * MS).open > 0.5


def test_a_stressed_vowel_opens_further_than_an_unstressed_one():
    stressed, plain = (play(narration([("E", 200, stress)])).mouth for stress in (2, 0))
    assert max(key.open for key in stressed) == pytest.approx(max(key.open for key in plain) * 1.12 / 0.85, rel=0.01)


def test_a_consonant_takes_on_the_lips_of_the_vowel_to_come():
    def width_at_consonant(vowel):
        keys = play(narration([("kk", 90, 0), (vowel, 200, 2)])).mouth
        return next(key.width for key in keys if key.teeth == VISEMES["kk"].shape.teeth)

    assert width_at_consonant("ou") < width_at_consonant("ih") - 0.2


def test_a_narration_at_another_rate_gives_the_same_mouth():
    spoken = narration([("aa", 200, 2), ("PP", 100, 0), ("ih", 200, 1)])
    half = spoken.model_copy(
        update={
            "sample_rate": 24000,
            "phonemes": tuple(p.model_copy(update={"start": p.start // 2, "end": p.end // 2}) for p in spoken.phonemes),
        }
    )
    assert (
        perform(half, offset=0, samples=40000, seed=1).mouth == perform(spoken, offset=0, samples=40000, seed=1).mouth
    )


def test_silence_gives_a_mouth_at_rest():
    silent = narration([("sil", 500, 0)])
    assert {key.open for key in play(silent).mouth} == {0}


def test_the_opening_follows_a_voice_whose_vowels_are_loud():
    spoken = chatter(12)
    performance = play(spoken, after=0)
    grid = np.arange(0, spoken.samples, 480)
    loud = np.zeros(len(grid))
    for sound in spoken.phonemes:
        inside = (grid >= sound.start) & (grid < sound.end)
        loud[inside] = 1.0 if VISEMES[sound.viseme].kind == "vowel" else 0.3
    assert np.corrcoef(mouth_openings(performance, grid), loud)[0, 1] > 0.5
