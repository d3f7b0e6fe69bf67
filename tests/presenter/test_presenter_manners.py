import itertools

import pytest
from spoken import chatter, narration

from pitchreel.presenter import perform, pose_at

RATE = 48000
HANDS = {"hand_left", "hand_right", "both_hands", "point_left", "point_right"}


@pytest.fixture(scope="module")
def spoken():
    return chatter(40)


def of(performance, *names):
    return [gesture for gesture in performance.gestures if gesture.name in names]


def test_the_same_seed_gives_the_same_performance_and_another_seed_another(spoken):
    first, again, other = (perform(spoken, offset=0, samples=spoken.samples, seed=seed) for seed in (5, 5, 6))
    assert first == again
    assert first.gestures != other.gestures
    assert first.mouth == other.mouth


@pytest.mark.parametrize("seed", range(8))
def test_hands_rise_on_stresses_and_no_oftener_than_every_two_seconds(spoken, seed):
    performance = perform(spoken, offset=9600, samples=9600 + spoken.samples, seed=seed)
    peaks = [gesture.sample for gesture in of(performance, *HANDS)]
    assert len(peaks) >= 6
    assert min(b - a for a, b in itertools.pairwise(peaks)) >= 2 * RATE
    stressed = {9600 + (p.start + p.end) // 2 for p in spoken.phonemes if p.stress == 2}
    assert set(peaks) <= stressed


@pytest.mark.parametrize("seed", range(8))
def test_blinks_come_every_two_to_four_seconds(spoken, seed):
    blinks = [g.sample for g in of(perform(spoken, offset=0, samples=spoken.samples, seed=seed), "blink")]
    gaps = [(b - a) / RATE for a, b in itertools.pairwise(blinks)]
    assert min(gaps) >= 1.79
    assert max(gaps) <= 4.21


def test_brows_and_nods_fall_on_stressed_vowels_only():
    calm = narration([("aa", 200, 0), ("DD", 80, 2), ("E", 200, 1)] * 10)
    assert not of(perform(calm, offset=0, samples=calm.samples, seed=1), "brow", "nod", *HANDS)


def test_a_glance_goes_to_the_side_of_the_product(spoken):
    for side, sign in (("right", 1), ("left", -1)):
        performance = perform(spoken, offset=0, samples=spoken.samples, seed=1, glances=(96000,), side=side)
        pose = pose_at(performance, 96000)
        assert pose.gaze * sign > 0.7
        assert pose.yaw * sign > 0.4
        assert abs(pose_at(performance, 96000 - 2 * RATE).gaze) < 0.3


def test_nothing_happens_outside_the_film(spoken):
    performance = perform(spoken, offset=0, samples=3 * RATE, seed=1, glances=(100, 10 * RATE))
    assert all(0 <= gesture.sample < 3 * RATE for gesture in performance.gestures)
    assert len(of(performance, "glance")) == 1


@pytest.mark.parametrize(("side", "never"), [("right", "point_left"), ("left", "point_right")])
def test_nobody_points_away_from_the_product(spoken, side, never):
    performances = [perform(spoken, offset=0, samples=spoken.samples, seed=seed, side=side) for seed in range(6)]
    assert not any(of(performance, never) for performance in performances)
    assert any(of(performance, f"point_{side}") for performance in performances)
