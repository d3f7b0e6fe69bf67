import itertools

from spoken import chatter, narration

from pitchreel.documents.timeline import Gesture, Performance
from pitchreel.presenter import Pose, mouth_openings, perform, pose_at

FRAME = 1600
REST = Performance(mouth=(), gestures=())


def test_equal_moments_are_equal_poses_with_equal_hashes():
    performance = perform(chatter(3), offset=0, samples=144000, seed=2)
    first, again = (pose_at(performance, 50000) for _ in range(2))
    assert first == again
    assert hash(first) == hash(again)
    assert len({first, again, Pose()}) == 2


def test_in_a_pause_every_other_frame_need_not_be_drawn_again():
    poses = [pose_at(REST, frame * FRAME) for frame in range(300)]
    same = sum(a == b for a, b in itertools.pairwise(poses))
    assert same >= 0.45 * len(poses)


def test_breath_and_sway_move_by_less_than_a_pixel_a_step():
    poses = [pose_at(REST, frame * FRAME) for frame in range(300)]
    assert max(abs(a.sway - b.sway) for a, b in itertools.pairwise(poses)) < 0.45
    assert max(abs(a.tilt - b.tilt) for a, b in itertools.pairwise(poses)) < 0.2
    assert len({pose.breath for pose in poses}) > 20


def test_breath_takes_four_seconds():
    assert pose_at(REST, 48000).breath == pose_at(REST, 5 * 48000).breath


def test_another_sample_rate_counts_the_same_time():
    performance = perform(chatter(3), offset=0, samples=144000, seed=2)
    assert pose_at(performance, 60000) == pose_at(performance, 30000, 24000)


def test_a_blink_closes_the_eyes_fully_and_opens_them_again():
    performance = Performance(mouth=(), gestures=(Gesture(name="blink", sample=48000, length=8640),))
    assert pose_at(performance, 48000).blink == 1
    assert pose_at(performance, 48000 - 5000).blink == pose_at(performance, 48000 + 6000).blink == 0


def test_a_raised_hand_has_a_shape_and_a_hanging_one_has_none():
    performance = Performance(
        mouth=(), gestures=(Gesture(name="point_left", sample=96000, length=80000, strength=1.0),)
    )
    up, down = pose_at(performance, 96000), pose_at(performance, 10000)
    assert (up.left, up.left_hand, up.right, up.right_hand) == (1, "point", 0, "rest")
    assert (down.left, down.left_hand) == (0, "rest")


def test_hands_move_smoothly():
    performance = Performance(mouth=(), gestures=(Gesture(name="both_hands", sample=96000, length=80000),))
    raised = [pose_at(performance, at).right for at in range(0, 200000, FRAME)]
    assert max(raised) == 1
    assert max(abs(a - b) for a, b in itertools.pairwise(raised)) < 0.16


def test_openings_are_those_of_the_poses():
    spoken = narration([("PP", 90, 0), ("aa", 200, 2), ("DD", 90, 0), ("oh", 200, 0)])
    performance = perform(spoken, offset=0, samples=spoken.samples, seed=1)
    grid = list(range(0, spoken.samples, FRAME))
    for at, opening in zip(grid, mouth_openings(performance, grid), strict=True):
        assert abs(max(0.0, pose_at(performance, at).open) - opening) <= 1 / 64
